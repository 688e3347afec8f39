"""The shape of the package: light doors, a drawn error tree, modules of one subject."""

from __future__ import annotations

import ast
import inspect
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

import opengov
from opengov import errors
from opengov.errors import OpenGovError

SOURCE = Path(opengov.__file__).parent


def loaded_by(statement: str) -> set[str]:
    """Return the top-level modules outside the standard library that a statement loads."""
    program = (
        f"import sys; before = set(sys.modules); {statement};"
        "print(*{m.split('.')[0] for m in set(sys.modules) - before})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split()) - set(sys.stdlib_module_names)


@pytest.mark.parametrize(
    "program",
    ["import opengov", "from opengov.workdays import add_workdays, announced_calendar, is_workday"],
)
def test_importing_the_door_or_the_calendar_loads_no_other_package(program: str) -> None:
    assert loaded_by(program) == {"opengov"}


def test_the_domain_needs_attrs_and_nothing_else() -> None:
    assert loaded_by("import opengov; opengov.DisclosureItem") == {"opengov", "attr", "attrs"}


def test_every_name_at_the_door_opens() -> None:
    assert sorted(opengov.__all__) == dir(opengov)
    for name in opengov.__all__:
        assert getattr(opengov, name) is not None


def test_the_error_tree_is_the_one_that_is_drawn() -> None:
    def lines(kind: type[OpenGovError], depth: int = 0) -> list[tuple[int, str]]:
        below = [line for child in kind.__subclasses__() if child.__module__ == errors.__name__
                 for line in lines(child, depth + 1)]  # fmt: skip
        return [(depth, kind.__name__), *below]

    drawn = []
    for line in inspect.getdoc(errors).splitlines():  # type: ignore[union-attr]
        match = re.match(r"([│├└─ ]*)(\w+Error)\b", line)
        if match:
            drawn.append((len(match[1]) // 3, match[2]))
    assert sorted(drawn) == sorted(lines(OpenGovError))


def kinds() -> list[type[OpenGovError]]:
    found = [OpenGovError]
    for kind in found:
        found += kind.__subclasses__()
    return [kind for kind in found if kind.__module__ == errors.__name__]


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in kinds()]
    assert len(codes) == len(set(codes))


def test_errors_survive_pickling_with_all_they_carry() -> None:
    for kind in kinds():
        error = kind("what", where="where", remedy="remedy", faults=[OpenGovError("inner")])
        copy = pickle.loads(pickle.dumps(error))
        assert type(copy) is kind
        assert str(copy) == str(error)


def test_modules_and_classes_stay_small() -> None:
    for path in SOURCE.rglob("*.py"):
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= 400, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef):
                public = [
                    member
                    for member in node.body
                    if isinstance(member, ast.FunctionDef)
                    and not member.name.startswith(("_", "test_"))
                ]
                assert len(public) <= 15, f"{path}: {node.name}"


def test_every_code_has_its_heading_in_the_reference() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "errors.md"
    headings = re.findall(r"^## (.+)$", page.read_text("utf-8"), re.MULTILINE)
    assert sorted(headings) == sorted(kind.code for kind in kinds())
