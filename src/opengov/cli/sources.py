"""Files that commands are given: a page, or a record as JSON."""

from __future__ import annotations

from pathlib import Path

import click

from opengov.domain import AnyRecord
from opengov.errors import NotTextError
from opengov.intake import read_page
from opengov.serial import loads

existing_file = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


def record_from(path: Path) -> AnyRecord:
    """Read a record from a ``.json`` file, or from a page."""
    data = path.read_bytes()
    if path.suffix.lower() != ".json":
        return read_page(data, name=str(path)).item
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotTextError(
            "the file is not UTF-8.", where=str(path), remedy="Save the JSON as UTF-8."
        ) from error
    record: AnyRecord = loads(text, AnyRecord, where=str(path))
    return record
