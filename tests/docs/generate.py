"""The pages that are made from the code: the command line, the names in Python, the norms.

``python -m tests.docs.generate`` writes them; a test compares.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click
import opengov_policy_cn
import opengov_policy_tourism

import opengov
from opengov.cli.main import cli
from opengov.domain import NegativeListRule
from tests.docs.pages import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from opengov.policy import Norm

WIDTH = 88

COMMAND_LINE = """\
# Command line

`opengov` needs the extra `opengov[cli]`. Commands on an agency's records read the settings in
`opengov.toml` of the folder they run in, or those that `--config` names; what stands in the file
is told in [settings](settings.md). With `--json` a command prints JSON to standard output and
nothing else there; [JSON](json.md) describes it. Progress and errors go to standard error.

| exit status | means |
|---|---|
| 0 | done |
| 1 | refused by policy; every reason is printed, and the attempt is on record |
| 2 | wrong usage: an option, a file, a page, a pack or the settings |
| 3 | something outside failed: a channel, the store, a plugin; or a fault of opengov |

`OPENGOV_LANG` (`zh` or `en`) and `OPENGOV_ACTOR` stand in for `--lang` and `--actor`.
A moment without a zone is Beijing time, and a bare day given as a moment means its end.
"""

PYTHON = """\
# Python

What is listed here is public; everything else may change without notice.

## `opengov`

The door: every name of `opengov.domain`, and those below. `import opengov` loads nothing else; each
name loads on first use.

{door}

## `opengov.errors`

The error tree; [errors](errors.md) has each class with its code.
"""

NORMS = """\
# Norms

Every version of every norm in the packs that come with the project: since when and until when it
is in force, and the articles it rests on, with how far each was checked: `read` in full,
`reported` in a partial copy or a report, `unverified`: from general knowledge. `opengov packs
show ID --on DAY` prints the same as a readable page. [The law](../explanation/the-law.md) tells
it in words.
"""

MODULES = {
    "opengov.app",
    "opengov.compose",
    "opengov.explain",
    "opengov.i18n",
    "opengov.ics",
    "opengov.ports",
    "opengov.settings",
}
"""Modules without ``__all__`` whose own names are public."""

TOLD = {
    "AnyProvision": "A norm of any kind but a ground for not disclosing.",
    "AnyRecord": "A record of any type: item, list, decision, interpretation or matter.",
    "BEGIN": "The moment that tests start from: a Monday.",
    "BEIJING": "The zone of all civil days and of stated times.",
    "Condition": "When a norm applies, in the closed language of packs.",
    "Finding": "A ground, a gate, missing elements or missing channels.",
    "Norm": "A norm of any kind, grounds for not disclosing included.",
    "Event": "Anything that can happen to a record.",
    "ClockEvent": "Anything that can happen to a clock.",
    "Limit": "A limit in one of the units: working days, days, months, years, hours, a date.",
    "RECORD_TYPES": "The types by the names under which their schemas are exported.",
    "__version__": "The version of the library.",
    "Verdict": "What the findings come to: publish, publish in part, refer or withhold.",
    "hookimpl": "Marks the functions of a plugin that answer hooks.",
}
"""What names are that carry no docstring."""


def _contexts(context: click.Context) -> Iterator[click.Context]:
    """Walk a command and those below it."""
    yield context
    if isinstance(context.command, click.Group):
        for name, command in sorted(context.command.commands.items()):
            yield from _contexts(
                click.Context(command, parent=context, info_name=name, terminal_width=WIDTH)
            )


def command_line() -> str:
    """Return the page on the command line, from the help of each command."""
    settings = {**cli.context_settings, "terminal_width": WIDTH}
    group = click.Context(cli, info_name="opengov", **settings)
    parts = [COMMAND_LINE]
    for context in _contexts(group):
        told = context.command.get_help(context).strip()
        parts.append(f"## `{context.command_path}`\n\n```text\n{told}\n```\n")
    return "\n".join(parts)


def packages() -> list[ModuleType]:
    """Return the packages that say what is public in them, and the modules that are."""
    names = [found.name for found in pkgutil.walk_packages(opengov.__path__, "opengov.")]
    modules = [
        importlib.import_module(name) for name in names if not name.startswith("opengov.cli")
    ]
    return [module for module in modules if public(module)]


def public(module: ModuleType) -> list[str]:
    """Return the public names of a module; of the door those that the domain does not have."""
    if module is opengov:
        return sorted(set(opengov.__all__) - set(opengov.domain.__all__))
    if hasattr(module, "__all__"):
        return sorted(module.__all__)
    if module.__name__ not in MODULES:
        return []
    return sorted(
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (inspect.isclass(value) or inspect.isfunction(value))
        and value.__module__ == module.__name__
    )


def python() -> str:
    """Return the page on the public names, from their docstrings."""
    parts = [PYTHON.format(door=_table(opengov))]
    parts += (
        f"## `{module.__name__}`\n\n{_first_line(module)}\n\n{_table(module)}\n"
        for module in packages()
    )
    return "\n".join(parts)


def _table(module: ModuleType) -> str:
    rows = [f"| `{name}` | {_told(module, name)} |" for name in public(module)]
    return "\n".join(["| name | what it is |", "|---|---|", *rows])


def _told(module: ModuleType, name: str) -> str:
    """Say what a name is in this module: another may have the same name for something else."""
    thing = getattr(module, name)
    if inspect.isclass(thing) or inspect.isroutine(thing) or inspect.ismodule(thing):
        return _first_line(thing)
    return TOLD.get(name) or _line_under(module, name)


def _line_under(module: ModuleType, name: str) -> str:
    """Return the first line of the string under a constant, wherever the package sets it."""
    for file in sorted(Path(inspect.getfile(module)).parent.glob("*.py")):
        body = ast.parse(file.read_text("utf-8")).body
        for statement, below in pairwise(body):
            if name in _names_set(statement) and isinstance(below, ast.Expr):
                return _line(str(ast.literal_eval(below.value)))
    return ""


def _names_set(statement: ast.stmt) -> set[str]:
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _first_line(thing: object) -> str:
    return _line(inspect.getdoc(thing) or "")


def _line(text: str) -> str:
    line = text.strip().partition("\n")[0]
    return line.replace("``", "`").replace("|", "\\|")


def norms() -> str:
    """Return the page on the norms of the packs and the instruments they rest on."""
    parts = [NORMS]
    for pack in (opengov_policy_cn.load(), opengov_policy_tourism.load()):
        rows = [_row(norm) for norm in (*pack.provisions, *pack.rules)]
        sources = [
            f"- 《{each.title}》{f' ({each.number})' if each.number else ''}"
            for each in pack.instruments
        ]
        head = "| norm | kind | from | until | source |\n|---|---|---|---|---|"
        parts.append("\n".join([f"## `{pack.id}`", "", head, *rows, "", *sources, ""]))
    return "\n".join(parts)


def _row(norm: Norm) -> str:
    kind = re.sub(r"(?<!^)(?=[A-Z])", "-", type(norm).__name__).lower()
    if isinstance(norm, NegativeListRule):
        kind = f"ground, {norm.force.value}"
    cited = "；".join(
        f"{cited.instrument.number or f'《{cited.instrument.title}》'}{cited.article}"
        f"（{cited.trust.value}）"
        for cited in norm.citations
    )
    days = f"{norm.in_force.start} | {norm.in_force.end or '–'}"
    return f"| `{norm.id}` | {kind} | {days} | {cited} |"


PAGES: dict[Path, Callable[[], str]] = {
    REFERENCE / "command-line.md": command_line,
    REFERENCE / "norms.md": norms,
    REFERENCE / "python.md": python,
}


def main() -> None:
    """Write the pages."""
    for path, page in PAGES.items():
        path.write_text(page(), "utf-8")
        print(path)  # noqa: T201


if __name__ == "__main__":
    main()
