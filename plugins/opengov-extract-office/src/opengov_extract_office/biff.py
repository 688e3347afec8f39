"""Old workbooks: the cells of each sheet, and what stands in the records beside them."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from attrs import Factory, mutable
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from opengov.errors import ExtractionError
from opengov.screening.passage import PlaceKind, Unreadable, table_text
from opengov_extract_office.strings import strings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.files import Told
    from opengov.screening.passage import Blob

_BEGIN = frozenset({0x809, 0x409, 0x209, 0x009})
_END = 0x0A
_CONTINUE = 0x3C
_PASSWORD = 0x2F
_SHEET = 0x85
_ROW = 0x208
_COLUMNS = 0x7D
_PICTURES = 0xEB
_SMALLEST_PICTURE = 256
_NUMBERS = frozenset(
    {0xE0, 0x92, 0xD7, 0x20B, 0x27E, 0xBD, 0x203, 0xBE, 0x201, 0xFD, 0x208, 0x7D, 0xFF, 0x896,
     0x87D, 0x892, 0x8C8, 0x5D, 0x1AE, 0x200, _PICTURES}
)  # fmt: skip
"""Records of numbers only. Every other one may hold words: notes, headers, names, lists."""


@mutable
class _Unseen:
    rows: set[int] = Factory(set)
    columns: set[int] = Factory(set)


def tell_workbook(told: Told, blob: Blob, stream: bytes) -> None:
    """Tell the sheets of a workbook, and the words of its records."""
    unseen: list[_Unseen] = []
    starts = []
    words: dict[str, None] = {}
    parts: dict[int, _Unseen] = {}
    for at, record, content in _records(stream):
        if record == _PASSWORD:
            error = ExtractionError(
                "the workbook has a password.", where=blob.name, remedy="Save it without one."
            )
            error.why = Unreadable.ENCRYPTED.value
            raise error
        if record in _BEGIN:
            current = parts.setdefault(at, _Unseen())
        elif record == _SHEET:
            starts.append(int.from_bytes(content[:4], "little"))
        elif record == _ROW and len(content) >= 14 and content[12] & 0x20:
            current.rows.add(int.from_bytes(content[:2], "little"))
        elif record == _COLUMNS and len(content) >= 10 and content[8] & 0x01:
            first, last = content[:2], content[2:4]
            span = range(int.from_bytes(first, "little"), int.from_bytes(last, "little") + 1)
            current.columns.update(span)
        elif record == _PICTURES and len(content) > _SMALLEST_PICTURE:
            told.leave(Unreadable.SCANNED, "Workbook", "pictures")
        if record not in _NUMBERS:
            words.update(dict.fromkeys(strings_of(content)))
    unseen += (parts.get(start, _Unseen()) for start in starts)
    _tell_sheets(told, blob, unseen)
    told.add(PlaceKind.OTHER, "\n".join(words), "Workbook", is_hidden=True)


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield the place, number and content of each record, with the content that goes on."""
    at = begin = 0
    number = -1
    content: list[bytes] = []
    while at + 4 <= len(stream):
        record = int.from_bytes(stream[at : at + 2], "little")
        size = int.from_bytes(stream[at + 2 : at + 4], "little")
        piece = stream[at + 4 : at + 4 + size]
        if record == _CONTINUE and number >= 0:
            content.append(piece)
        else:
            if number >= 0:
                yield begin, number, b"".join(content)
            begin, number, content = at, record, [piece]
        at += 4 + size
    if number >= 0:
        yield begin, number, b"".join(content)


def _tell_sheets(told: Told, blob: Blob, unseen: list[_Unseen]) -> None:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(blob.content))
        sheets = book.sheets_metadata
    except CalamineError as error:
        told.leave(Unreadable.DAMAGED, "Workbook", str(error))
        return
    for at, sheet in enumerate(sheets):
        hidden = unseen[at] if at < len(unseen) else _Unseen()
        try:
            cells = book.get_sheet_by_index(at).to_python(skip_empty_area=False)
        except CalamineError as error:
            told.leave(Unreadable.DAMAGED, sheet.name, str(error))
            continue
        rows = [[_shown(cell) for cell in row] for row in cells]
        is_hidden = sheet.visible is not SheetVisibleEnum.Visible
        told.add(
            PlaceKind.SHEET,
            _laid_out(
                [
                    [cell for column, cell in enumerate(row) if column not in hidden.columns]
                    for number, row in enumerate(rows)
                    if number not in hidden.rows
                ]
            ),
            sheet.name,
            is_table=True,
            is_hidden=is_hidden,
        )
        unseen_rows = [row for number, row in enumerate(rows) if number in hidden.rows]
        unseen_cells = [
            [cell for column, cell in enumerate(row) if column in hidden.columns] for row in rows
        ]
        for cut in (unseen_rows, unseen_cells):
            text = _laid_out(cut)
            told.add(PlaceKind.SHEET, text, sheet.name, is_table=True, is_hidden=True)


def _laid_out(rows: list[list[str]]) -> str:
    filled = {column for row in rows for column, cell in enumerate(row) if cell}
    return table_text(
        [cell for column, cell in enumerate(row) if column in filled] for row in rows if any(row)
    )


def _shown(cell: object) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)
