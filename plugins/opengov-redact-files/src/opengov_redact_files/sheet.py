"""What a reader sees of a worksheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen
from openpyxl.cell import Cell

from opengov.screening import PlaceKind
from opengov_redact_files.container import refused

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from opengov_redact_files.ledger import Ledger

MOST_CELLS = 5_000_000

SLIVER = 1.0
"""Rows (in points) and columns (in characters) narrower than this show nothing."""


@frozen(kw_only=True)
class Sheet:
    """The visible part of a worksheet.

    ``rows`` and ``columns`` are the numbers in the original, in order; ``merged`` counts in the
    copy, from 0.
    """

    title: str
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    cells: dict[tuple[int, int], Cell]
    widths: dict[int, float]
    heights: dict[int, float]
    merged: tuple[tuple[int, int, int, int], ...]
    is_landscape: bool


def seen(worksheet: Worksheet, ledger: Ledger) -> Sheet:
    """Return the visible part; what is hidden is told."""
    known = worksheet._cells  # noqa: SLF001  (rows() would make those that are not there)
    cells = {
        at: cell
        for at, cell in known.items()
        if isinstance(cell, Cell) and (cell.value is not None or cell.has_style)
    }
    areas = worksheet.merged_cells.ranges
    last_row = max([row for row, _ in cells] + [area.max_row for area in areas], default=0)
    last_column = max([column for _, column in cells] + [area.max_col for area in areas], default=0)
    if last_row * last_column > MOST_CELLS:
        raise refused(f"the sheet {worksheet.title} is too large.")
    hidden_rows = _hidden_rows(worksheet, last_row)
    hidden_columns, widths = _columns(worksheet, last_column)
    if any(row in hidden_rows for row, _ in cells):
        ledger.drop(PlaceKind.SHEET, f"{worksheet.title}: rows", is_hidden=True)
    if any(column in hidden_columns for _, column in cells):
        ledger.drop(PlaceKind.SHEET, f"{worksheet.title}: columns", is_hidden=True)
    rows = tuple(row for row in range(1, last_row + 1) if row not in hidden_rows)
    columns = tuple(column for column in range(1, last_column + 1) if column not in hidden_columns)
    heights = {
        row: worksheet.row_dimensions[row].height
        for row in rows
        if row in worksheet.row_dimensions and worksheet.row_dimensions[row].height
    }
    return Sheet(
        title=worksheet.title,
        rows=rows,
        columns=columns,
        merged=_merged(worksheet, rows, columns, cells),
        cells=cells,
        widths=widths,
        heights=heights,
        is_landscape=worksheet.page_setup.orientation == "landscape",
    )


def _hidden_rows(worksheet: Worksheet, last: int) -> set[int]:
    by_default = bool(worksheet.sheet_format.zeroHeight)
    hidden = set()
    for row in range(1, last + 1):
        known = worksheet.row_dimensions.get(row)
        if known is None:
            is_hidden = by_default
        else:
            is_hidden = known.hidden or (known.height is not None and known.height < SLIVER)
        if is_hidden:
            hidden.add(row)
    return hidden


def _columns(worksheet: Worksheet, last: int) -> tuple[set[int], dict[int, float]]:
    hidden: set[int] = set()
    widths: dict[int, float] = {}
    for dimension in worksheet.column_dimensions.values():
        first = dimension.min or 1
        for column in range(first, min(dimension.max or first, last) + 1):
            if dimension.hidden or (dimension.customWidth and dimension.width < SLIVER):
                hidden.add(column)
            elif dimension.customWidth:
                widths[column] = dimension.width
    return hidden, widths


def _merged(
    worksheet: Worksheet,
    rows: tuple[int, ...],
    columns: tuple[int, ...],
    cells: dict[tuple[int, int], Cell],
) -> tuple[tuple[int, int, int, int], ...]:
    """Return the merged ranges, and let the first cell of each that is seen say what it says."""
    at_row = {row: index for index, row in enumerate(rows)}
    at_column = {column: index for index, column in enumerate(columns)}
    merged = []
    for area in worksheet.merged_cells.ranges:
        inside_rows = [row for row in range(area.min_row, area.max_row + 1) if row in at_row]
        inside = [one for one in range(area.min_col, area.max_col + 1) if one in at_column]
        if not inside_rows or not inside:
            continue
        anchor = cells.get((area.min_row, area.min_col))
        if anchor is not None:
            cells[inside_rows[0], inside[0]] = anchor
        if len(inside_rows) > 1 or len(inside) > 1:
            first, last = inside_rows[0], inside_rows[-1]
            merged.append(
                (at_row[first], at_column[inside[0]], at_row[last], at_column[inside[-1]])
            )
    return tuple(merged)
