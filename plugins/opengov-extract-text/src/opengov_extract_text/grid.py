"""A table as it is laid out: cells that span keep the columns of others in line."""

from __future__ import annotations

_WIDEST = 1000
"""No wider span is laid out; a page states what it likes."""


class Grid:
    """The rows of a table that is being read."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._spans: tuple[int, int] = (1, 1)
        self._below: dict[int, int] = {}
        """For each column how many rows a cell above reaches into it still."""

    def begin_row(self) -> None:
        """Begin a row; one that was left open ends."""
        self.end_cell()
        self.rows.append([])
        self._step_down()

    def begin_cell(self, columns: str, rows: str) -> None:
        """Begin a cell that spans so many columns and rows."""
        self.end_cell()
        if not self.rows:
            self.rows.append([])
        self._spans = (_span(columns), _span(rows))
        self._cell = []

    def add(self, text: str) -> bool:
        """Take a text into the open cell, if there is one."""
        if self._cell is None:
            return False
        self._cell.append(text)
        return True

    def end_cell(self) -> None:
        """Lay the open cell into its row."""
        if self._cell is None:
            return
        row = self.rows[-1]
        while len(row) in self._held:
            row.append("")
        wide, high = self._spans
        if high > 1:
            self._below.update(dict.fromkeys(range(len(row), len(row) + wide), high))
        row.append("".join(self._cell))
        row += [""] * (wide - 1)
        self._cell = None

    def _step_down(self) -> None:
        self._below = {at: left - 1 for at, left in self._below.items() if left > 1}
        self._held = frozenset(self._below)

    _held: frozenset[int] = frozenset()


def _span(value: str) -> int:
    digits = value.strip()
    return min(int(digits), _WIDEST) or 1 if digits.isascii() and digits.isdigit() else 1
