"""Cells of a table, asked about as one passage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.screening import Passage, Place
from opengov_redact_files.pieces import Pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

BLANKS = str.maketrans("\t\n\r\v\f", "     ")


def one_line(text: str) -> str:
    """Return the text of a cell as a passage has it, of the same length."""
    return text.translate(BLANKS)


def grid(rows: Iterable[Sequence[tuple[str, Callable[[str], None]]]]) -> Pieces:
    """Put cells together: each is its text and what takes the masked one."""
    pieces = Pieces()
    for number, row in enumerate(rows):
        if number:
            pieces.add("\n")
        for column, (text, put) in enumerate(row):
            if column:
                pieces.add("\t")
            pieces.add(one_line(text), put)
    return pieces


def table_passage(pieces: Pieces, place: Place) -> Passage:
    """Return the passage of a table."""
    return Passage(place=place, text=pieces.text, is_table=True)
