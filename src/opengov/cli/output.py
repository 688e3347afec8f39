"""Printing: JSON for programs, tables and sentences for people."""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, TextIO

import click
from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Callable

DONE, REFUSED, WRONG_USAGE, OUTSIDE_FAILED = range(4)
"""The exit status of every command."""

WIDE = 200


@cache
def stdout() -> Console:
    """Return the console for what was asked for."""
    return Console(highlight=False, width=_width(sys.stdout))


@cache
def stderr() -> Console:
    """Return the console for what went wrong and for progress."""
    return Console(stderr=True, highlight=False, width=_width(sys.stderr))


def _width(stream: TextIO) -> int | None:
    """Leave lines whole where no terminal would show them: they are searched, not looked at."""
    return None if stream.isatty() or "COLUMNS" in os.environ else WIDE


def print_json(data: object, *, line: bool = False) -> None:
    """Print data as JSON, Chinese as it is; ``line`` puts it on one line."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=None if line else 2))


as_json: Callable[[click.decorators.FC], click.decorators.FC] = click.option(
    "--json", "json_wanted", is_flag=True, help="Print JSON."
)
language: Callable[[click.decorators.FC], click.decorators.FC] = click.option(
    "--lang",
    "language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    envvar="OPENGOV_LANG",
    show_default=True,
    help="Language of explanations.",
)
