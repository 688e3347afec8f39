"""Copies of CSV and TSV files: only the fields that are masked are written anew."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from attrs import define

from opengov.screening import Place, PlaceKind
from opengov_redact_files.encoding import decoded
from opengov_redact_files.grid import grid, table_passage

if TYPE_CHECKING:
    from opengov.screening import Blob
    from opengov_redact_files.ledger import Ledger

DELIMITERS = ",\t;|"


@define
class Cell:
    """A field: as it stands in the file, and what stands behind it (delimiter or line end)."""

    raw: str
    after: str

    @property
    def value(self) -> str:
        """What the field says."""
        if self.raw.startswith('"'):
            return self.raw.strip().removeprefix('"').removesuffix('"').replace('""', '"')
        return self.raw

    def put(self, text: str, *, delimiter: str) -> None:
        """Set what it says, in quotes where it had them or needs them."""
        if self.raw.startswith('"') or any(
            letter in text for letter in (delimiter, '"', "\n", "\r")
        ):
            text = '"' + text.replace('"', '""') + '"'
        self.raw = text


def redact_delimited(blob: Blob, ledger: Ledger, *, delimiter: str = "") -> bytes:
    """Return the table with its masks; encoding, delimiter, quotes and line ends are kept."""
    text, encoding, mark = decoded(blob.content)
    delimiter = delimiter or _delimiter(text)
    rows = _rows(text, delimiter)
    put = partial(partial, delimiter=delimiter)
    pieces = grid([[(cell.value, put(cell.put)) for cell in row] for row in rows])
    passage = table_passage(pieces, Place(kind=PlaceKind.BODY))
    ledger.learn(passage)
    pieces.put(ledger.apply(passage))
    copy = "".join(cell.raw + cell.after for row in rows for cell in row)
    return mark + copy.encode(encoding)


def _delimiter(text: str) -> str:
    head = re.sub(r'"[^"]*"', "", text[:20_000]).splitlines()[:50]
    return max(DELIMITERS, key=lambda mark: sum(mark in line for line in head))


def _rows(text: str, delimiter: str) -> list[list[Cell]]:
    mark = re.escape(delimiter)
    field = re.compile(rf'("(?:[^"]|"")*"[^{mark}\r\n]*|[^{mark}\r\n]*)({mark}|\r\n|\n|\r|\Z)')
    rows: list[list[Cell]] = [[]]
    at = 0
    while at < len(text) or (rows[-1] and rows[-1][-1].after == delimiter):
        found = field.match(text, at)
        if found is None:  # every text matches; a quote that never ends is a field like others
            raise AssertionError(text[at : at + 20])
        rows[-1].append(Cell(found[1], found[2]))
        at = found.end()
        if found[2] != delimiter:
            rows.append([])
    return [row for row in rows if row]
