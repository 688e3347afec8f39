"""The rows of a table within a text, and what the heads of its columns say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.screening.labels import Label, label_of_column

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD_ROWS = 6
"""Titles and notes stand above the head of a table: so many rows are looked through for it."""

_LONGEST_HEADING = 16


class Table:
    """A text of rows and cells, with the labels of its columns.

    The head is the first row in which two cells or more are labels; a table that has none has no
    labels. Another row of that kind further down, as where two tables follow each other, takes
    its place from there on.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._heads: list[tuple[int, dict[int, Label]]] = []
        start = 0
        for number, row in enumerate(text.split("\n")):
            if number < _HEAD_ROWS or "姓名" in row or "证号" in row:
                self._take_head(start, row.split("\t"))
            start += len(row) + 1

    def _take_head(self, start: int, cells: list[str]) -> None:
        found = {
            column: label
            for column, cell in enumerate(cells)
            if len(cell) <= _LONGEST_HEADING and (label := label_of_column(cell.replace(" ", "")))
            if not any(character.isdigit() for character in cell)
        }
        if len(found) > 1:
            self._heads.append((start, found))

    def labels_at(self, at: int) -> dict[int, Label]:
        """Return the labels of the columns, by number from 0, for the row of ``at``."""
        labels: dict[int, Label] = {}
        for start, head in self._heads:
            if start > at:
                break
            labels = head
        return labels

    def label_at(self, at: int) -> Label | None:
        """Return what the head says of the cell that ``at`` stands in."""
        labels = self.labels_at(at)
        return labels.get(self._text.count("\t", self.row_start(at), at)) if labels else None

    def row_start(self, at: int) -> int:
        """Return where the row of ``at`` begins."""
        return self._text.rfind("\n", 0, at) + 1

    def column(self, label: Label) -> Iterator[tuple[int, str]]:
        """Yield the cells of the columns of that label, each with where it begins."""
        if not any(label in head.values() for _, head in self._heads):
            return
        start = 0
        for row in self._text.split("\n"):
            labels = self.labels_at(start)
            if label in labels.values() and start not in (first for first, _ in self._heads):
                at = start
                for number, cell in enumerate(row.split("\t")):
                    if labels.get(number) is label:
                        yield at, cell
                    at += len(cell) + 1
            start += len(row) + 1
