"""The examples of the documentation, run where Sybil is installed; other sessions have none.

Each page runs in an empty folder of its own. What a block is follows from its language:

- ``python`` runs. What it prints must stand beneath it as comments that begin the line.
- ``toml`` and ``json`` are parsed, and ``opengov.toml`` is read as settings.
- ``sh`` must name commands and options of ``opengov`` that exist.
- A block whose first line is a comment with a file name (``# our_board.py``) is that file: it
  is written to the folder, where later blocks find it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import os
import re
import shlex
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from click import Context
    from sybil import Example

ROOT = Path(__file__).parent
FILE_NAME = re.compile(r"# ([\w./-]+\.(?:py|toml|txt|html))$")
FOLDER = "_folder_of_this_page"


def enter_folder(namespace: dict[str, Any]) -> None:
    """Let a page run in an empty folder, from which it can import."""
    stack = contextlib.ExitStack()
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    stack.enter_context(contextlib.chdir(folder))
    sys.path.insert(0, folder)
    stack.callback(sys.path.remove, folder)
    namespace[FOLDER] = stack


def leave_folder(namespace: dict[str, Any]) -> None:
    """Go back, and forget what the page imported from its folder."""
    here = os.path.realpath(Path.cwd())
    for name, module in list(sys.modules.items()):
        if os.path.realpath(getattr(module, "__file__", None) or os.sep).startswith(here + os.sep):
            del sys.modules[name]
    namespace[FOLDER].close()


def written(source: str) -> Path | None:
    """Write a block that names a file to that file."""
    named = FILE_NAME.match(source.partition("\n")[0])
    if named is None:
        return None
    path = Path(named[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, "utf-8")
    return path


def run_python(example: Example) -> str | None:
    """Run a block, and compare what it prints with its comments; a file is only compiled."""
    source = str(example.parsed)
    code = compile(source, example.path, "exec", dont_inherit=True)
    if written(source):
        return None
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(code, example.namespace)  # noqa: S102  (running examples is what this is for)
    printed = told.getvalue().splitlines()
    promised = [line[2:] for line in source.splitlines() if line.startswith("# ")]
    return None if printed in ([], promised) else f"printed {printed}, promised {promised}"


def read_toml(example: Example) -> None:
    """Parse a block; settings are read as an application reads them."""
    source = str(example.parsed)
    tomllib.loads(source)
    path = written(source)
    if path is not None and path.name == "opengov.toml":
        from opengov.compose import compose
        from opengov.settings import read_settings

        compose(read_settings(path)).store.close()


def read_json(example: Example) -> None:
    """Parse a block."""
    json.loads(str(example.parsed))


def write_text(example: Example) -> None:
    """Keep a block that names a file; other text is only shown."""
    written(str(example.parsed))


def commands(source: str) -> Iterable[list[str]]:
    """Return the words of each ``opengov`` command in a block of shell."""
    for line in source.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        while words and re.match(r"[A-Z_]+=", words[0]):
            words = words[1:]
        if words[:2] == ["uv", "run"]:
            words = words[2:]
        if words[:1] == ["opengov"]:
            yield words[1:]


def read_commands(example: Example) -> None:
    """Parse each command with the real one: its name, options and choices must exist."""
    for words in commands(str(example.parsed)):
        parse_command(words)


def parse_command(words: list[str], *, within: Context | None = None) -> None:
    """Parse a command without running it; files that it names need not exist."""
    import click

    from opengov.cli.main import cli

    group = within or click.Context(cli, info_name="opengov", **cli.context_settings)
    commands = group.command
    if not words or words[0].startswith("-"):
        commands.make_parser(group).parse_args(list(words))
        return
    if not isinstance(commands, click.Group):
        raise TypeError(commands)
    command = commands.get_command(group, words[0])
    if command is None:
        message = f"there is no command {words[0]!r}"
        raise click.UsageError(message)
    context = click.Context(command, parent=group, info_name=words[0])
    if isinstance(command, click.Group) and words[1:]:
        parse_command(words[1:], within=context)
        return
    given, rest, _ = command.make_parser(context).parse_args(words[1:])
    if rest:
        message = f"{words[0]} does not take {rest}"
        raise click.UsageError(message)
    for parameter in command.get_params(context):
        value = given.get(parameter.name or "")
        if isinstance(value, (str, list)) and not isinstance(parameter.type, click.Path):
            parameter.type_cast_value(context, value)
        if parameter.required and value in (None, (), []) and not parameter.envvar:
            message = f"{words[0]} needs {parameter.name}"
            raise click.UsageError(message)


def examples() -> Callable[..., Any]:
    """Return the hook that collects the examples of pages and docstrings."""
    from sybil import Sybil
    from sybil.document import PythonDocStringDocument
    from sybil.evaluators.doctest import DocTestEvaluator
    from sybil.integration.pytest import pytest_integration
    from sybil.parsers.abstract.doctest import DocTestStringParser
    from sybil.parsers.doctest import DocTestParser
    from sybil.parsers.markdown import CodeBlockParser

    blocks = CodeBlockParser("python", run_python)
    doctests = DocTestStringParser(DocTestEvaluator())

    def python(document: Any) -> Iterable[Any]:
        for region in blocks(document):
            source = region.parsed
            if not source.startswith(">>>"):
                yield region
                continue
            for found in doctests(source, document.path):
                found.adjust(region, source)
                yield found

    pages = Sybil(
        parsers=[
            python,
            CodeBlockParser("toml", read_toml),
            CodeBlockParser("json", read_json),
            CodeBlockParser("sh", read_commands),
            CodeBlockParser("text", write_text),
        ],
        patterns=["*.md"],
        path=str(ROOT),
        setup=enter_folder,
        teardown=leave_folder,
    )
    docstrings = Sybil(
        parsers=[DocTestParser()],
        patterns=["*.py"],
        path=str(ROOT / "src"),
        document_types={".py": PythonDocStringDocument},
    )
    return pytest_integration(pages, docstrings)


if importlib.util.find_spec("sybil") is not None:
    pytest_collect_file = examples()
