"""Copies of workbooks: a new file with the values of the cells that a reader sees."""

from __future__ import annotations

import io
import re
import warnings
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import xlsxwriter
from attrs import define, field, frozen
from openpyxl.utils.exceptions import InvalidFileException

from opengov.screening import Passage, Place, PlaceKind, masked
from opengov_redact_files.container import parts_of, refused
from opengov_redact_files.grid import grid, table_passage
from opengov_redact_files.looks import format_of, is_unseen
from opengov_redact_files.sheet import Sheet, seen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet
    from xlsxwriter.format import Format

    from opengov.screening import Blob
    from opengov_redact_files.ledger import Ledger
    from opengov_redact_files.pieces import Pieces

WITHOUT_VALUE = re.compile(rb"<f\b[^<]*(?:/>|</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</(?:\w+:)?c>")

NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("*?:[]/\\'", "＊"))

DROPPED = {
    "xl/comments": PlaceKind.COMMENT,
    "xl/threadedComments": PlaceKind.COMMENT,
    "xl/persons": PlaceKind.METADATA,
    "xl/media": PlaceKind.ALTERNATIVE,
    "xl/drawings": PlaceKind.OTHER,
    "xl/diagrams": PlaceKind.OTHER,
    "xl/charts": PlaceKind.OTHER,
    "xl/chartsheets": PlaceKind.OTHER,
    "xl/embeddings": PlaceKind.OTHER,
    "xl/externalLinks": PlaceKind.LINK,
    "xl/connections": PlaceKind.OTHER,
    "xl/queryTables": PlaceKind.OTHER,
    "xl/pivot": PlaceKind.OTHER,
    "xl/model": PlaceKind.OTHER,
    "xl/customProperty": PlaceKind.METADATA,
    "customXml": PlaceKind.METADATA,
    "docProps": PlaceKind.METADATA,
}
"""What the parts are for that are left out, by how their names begin."""


@frozen
class Seen:
    """A sheet with its masked texts; ``shown`` has what stands in a cell in place of its value."""

    sheet: Sheet
    passage: Passage
    pieces: Pieces
    shown: dict[tuple[int, int], str]


def redact_xlsx(blob: Blob, ledger: Ledger) -> bytes:
    """Return a new workbook with the visible cells, masked; formulas become their values."""
    parts = parts_of(blob)
    book = _opened(blob)
    _tell_parts(parts, ledger)
    if book.defined_names:
        ledger.drop(PlaceKind.OTHER, "defined names", is_hidden=True)
    sheets = []
    for worksheet in book.worksheets:
        if worksheet.sheet_state == "visible":
            sheets.append(_prepared(worksheet, ledger))
        else:
            ledger.drop(PlaceKind.SHEET, worksheet.title, is_hidden=True)
    if not sheets:
        raise refused("the workbook has no sheet that a reader sees.")
    titles = [Passage(place=Place(kind=PlaceKind.SHEET), text=one.sheet.title) for one in sheets]
    for passage in (*titles, *(one.passage for one in sheets)):
        ledger.learn(passage)
    target = io.BytesIO()
    copy = xlsxwriter.Workbook(target, {"in_memory": True})
    copy.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
    writer = _Writer(copy, ledger)
    for title, one in zip(titles, sheets, strict=True):
        writer.write(title, one)
    copy.close()
    return target.getvalue()


def _opened(blob: Blob) -> openpyxl.Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(blob.content), data_only=True)
    except (InvalidFileException, ValueError, KeyError, TypeError, AttributeError) as error:
        raise refused(f"the workbook is damaged: {error}") from error
    except Exception as error:  # the parser has errors of its own for each thing it meets
        raise refused(f"the workbook cannot be read: {error}") from error


def _tell_parts(parts: Mapping[str, bytes], ledger: Ledger) -> None:
    for name, content in sorted(parts.items()):
        for prefix, kind in DROPPED.items():
            if name.startswith(prefix) and not name.endswith(".rels"):
                ledger.drop(kind, name, is_hidden=kind is PlaceKind.METADATA)
        if not name.startswith("xl/worksheets/"):
            continue
        if WITHOUT_VALUE.search(content):
            ledger.drop(PlaceKind.OTHER, f"{name}: formulas that were never calculated")
        for element in (b"dataValidation", b"conditionalFormatting", b"headerFooter", b"hyperlink"):
            if re.search(rb"<(?:\w+:)?" + element + rb"\b", content):
                ledger.drop(PlaceKind.OTHER, f"{name}: {element.decode()}")


def _prepared(worksheet: Worksheet, ledger: Ledger) -> Seen:
    sheet = seen(worksheet, ledger)
    shown: dict[tuple[int, int], str] = {}
    rows = []
    for row in sheet.rows:
        cells = []
        for column in sheet.columns:
            cell = sheet.cells.get((row, column))
            text = "" if cell is None else _text(cell, ledger)
            cells.append((text, _keeper(shown, (row, column))))
        rows.append(cells)
    pieces = grid(rows)
    place = Place(kind=PlaceKind.SHEET, name=worksheet.title)
    return Seen(sheet, table_passage(pieces, place), pieces, shown)


def _keeper(shown: dict[tuple[int, int], str], at: tuple[int, int]) -> Any:
    return lambda text: shown.__setitem__(at, text)


def _text(cell: Cell, ledger: Ledger) -> str:
    """Return what a reader sees in a cell, as far as it is what the cell says."""
    if is_unseen(cell):
        if cell.value is not None:
            ledger.drop(PlaceKind.SHEET, f"{cell.parent.title}!{cell.coordinate}", is_hidden=True)
        return ""
    match cell.value:
        case None:
            return ""
        case bool() as value:
            return str(value).upper()
        case float() as value if value.is_integer() and abs(value) < 1e21:
            return str(int(value))
        case datetime() as value if value.time() == time(0):
            return value.date().isoformat()
        case datetime() as value:
            return value.isoformat(" ")
        case value:
            return str(value)


@define
class _Writer:
    """Writes the cells of the copy; formats that look alike are one."""

    book: xlsxwriter.Workbook
    ledger: Ledger
    _formats: dict[tuple[tuple[str, Any], ...], Format] = field(factory=dict)

    def write(self, title: Passage, one: Seen) -> None:
        """Write a sheet."""
        sheet = one.sheet
        sheet_title = _masked_title(title, self.ledger, self.book)
        target = self.book.add_worksheet(sheet_title)
        one.pieces.put(self.ledger.apply(one.passage))
        for index, row in enumerate(sheet.rows):
            if row in sheet.heights:
                target.set_row(index, sheet.heights[row])
        for index, column in enumerate(sheet.columns):
            if column in sheet.widths:
                target.set_column(index, index, sheet.widths[column])
        if sheet.is_landscape:
            target.set_landscape()
        for first_row, first_column, last_row, last_column in sheet.merged:
            anchor = sheet.cells.get((sheet.rows[first_row], sheet.columns[first_column]))
            looks = None if anchor is None else self._format(anchor, is_text=False)
            target.merge_range(first_row, first_column, last_row, last_column, "", looks)
        for at_row, row in enumerate(sheet.rows):
            for at_column, column in enumerate(sheet.columns):
                cell = sheet.cells.get((row, column))
                if cell is not None:
                    self._cell(target, (at_row, at_column), cell, one.shown.get((row, column)))

    def _cell(self, target: Any, at: tuple[int, int], cell: Cell, shown: str | None) -> None:
        looks = self._format(cell, is_text=shown is not None)
        value = None if is_unseen(cell) else cell.value
        if shown is not None:
            target.write_string(*at, shown, looks)
            return
        match value:
            case None:
                target.write_blank(*at, None, looks)
            case bool():
                target.write_boolean(*at, value, looks)
            case int() | float():
                target.write_number(*at, value, looks)
            case date() if value.year < 1900:
                target.write_string(*at, value.isoformat(), looks)
            case date() | time() | timedelta():
                target.write_datetime(*at, value, looks)
            case _:
                target.write_string(*at, str(value), looks)

    def _format(self, cell: Cell, *, is_text: bool) -> Format:
        looks = format_of(cell, is_text=is_text)
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(looks)
        return self._formats[key]


def _masked_title(title: Passage, ledger: Ledger, book: xlsxwriter.Workbook) -> str:
    masks = ledger.apply(title)
    if not masks:
        return title.text
    name = masked(title.text, masks).translate(NOT_IN_SHEET_NAMES)[:31].strip()
    taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
    if not name or name.casefold() in taken:
        name = f"{name[:26]}({len(taken) + 1})"
    return name
