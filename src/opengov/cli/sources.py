"""Files that commands are given: pages, and records as JSON, one or many."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import frozen

from opengov.domain import AnyRecord
from opengov.errors import NotTextError, OpenGovError, SerialError
from opengov.intake import read_page
from opengov.serial import from_data, loads, parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

existing_file = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
existing_or_stdin = click.Path(
    exists=True, dir_okay=False, readable=True, allow_dash=True, path_type=Path
)
existing = click.Path(exists=True, readable=True, path_type=Path)

STDIN = Path("-")
ONE_A_LINE = frozenset({".ndjson", ".jsonl"})
RECORDS = frozenset({".json", *ONE_A_LINE})
"""The endings of files that hold records; every other file is a page."""


def record_from(path: Path) -> AnyRecord:
    """Read a record from a ``.json`` file, or from a page."""
    data = path.read_bytes()
    if path.suffix.lower() != ".json":
        return read_page(data, name=str(path)).item
    record: AnyRecord = loads(_text(data, path), AnyRecord, where=str(path))
    return record


def records_from(path: Path) -> Iterator[AnyRecord]:
    """Read every record of a file: one or a list of them as JSON, one a line, or a page."""
    if path.suffix.lower() in ONE_A_LINE:
        with path.open("rb") as file:
            for where, line in lines_of(file, str(path)):
                yield record_in(line, where)
        return
    if path.suffix.lower() != ".json":
        yield record_from(path)
        return
    listed = _list(_text(path.read_bytes(), path))
    if listed is None:
        yield record_from(path)
        return
    for number, data in enumerate(listed):
        record: AnyRecord = from_data(data, AnyRecord, where=f"{path} [{number}]")
        yield record


def record_in(line: bytes, where: str) -> AnyRecord:
    """Read the record on one line."""
    record: AnyRecord = loads(_text(line, where), AnyRecord, where=where)
    return record


def lines_of(file: Iterable[bytes], name: str) -> Iterator[tuple[str, bytes]]:
    """Return the lines that hold something, each with its place."""
    for number, line in enumerate(file, 1):
        if line.decode("utf-8-sig", "replace").strip():
            yield f"{name} line {number}", line


def standard_input() -> Iterator[tuple[str, bytes]]:
    """Return the lines of standard input as they come, each with its place."""
    return lines_of(sys.stdin.buffer, "standard input")


@frozen(kw_only=True)
class Unreadable:
    """What should have been a record, and why it is none."""

    where: str
    error: OpenGovError


def holds_many(path: Path) -> bool:
    """Say whether a source is one of several records, even if it holds one at the moment."""
    if path == STDIN or path.suffix.lower() in ONE_A_LINE:
        return True
    return path.suffix.lower() == ".json" and path.read_bytes().lstrip().startswith(b"[")


def reading(paths: Iterable[Path]) -> Iterator[AnyRecord | Unreadable]:
    """Read every record of every source; what cannot be read does not stop the rest."""
    for path in paths:
        if path == STDIN:
            yield from _reading_lines(standard_input())
        elif path.suffix.lower() in ONE_A_LINE:
            with path.open("rb") as file:
                yield from _reading_lines(lines_of(file, str(path)))
        else:
            try:
                yield from records_from(path)
            except OpenGovError as error:
                yield Unreadable(where=str(path), error=error)


def _reading_lines(lines: Iterable[tuple[str, bytes]]) -> Iterator[AnyRecord | Unreadable]:
    for where, line in lines:
        try:
            yield record_in(line, where)
        except OpenGovError as error:
            yield Unreadable(where=where, error=error)


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """Return the files, and of folders every file of records that lies in them."""
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.suffix.lower() in RECORDS)
        else:
            yield path


def _list(text: str) -> list[object] | None:
    """Return the members of a list of records; one record alone is no list."""
    if not text.lstrip().startswith("["):
        return None
    try:
        data = parsed(text)
    except SerialError:
        return None  # told by whoever reads it as one record
    return data if isinstance(data, list) else None


def _text(data: bytes, where: object) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotTextError(
            "the file is not UTF-8.", where=str(where), remedy="Save the JSON as UTF-8."
        ) from error
