"""Workbooks: each sheet as a table, and apart from it what its reader does not see."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from attrs import field, frozen, mutable
from lxml import etree

from opengov.screening.passage import PlaceKind, Unreadable, table_text
from opengov_extract_office.cells import Formats, column_of, shown
from opengov_extract_office.general import local, paragraphs
from opengov_extract_office.slides import read_drawings

if TYPE_CHECKING:
    from lxml.etree import _Element

    from opengov.files import Told
    from opengov_extract_office.package import Package

_WORKBOOK = "xl/workbook.xml"
_MARKS = re.compile(r'&(?:"[^"]*"|K[0-9A-F+-]{6}|\d{1,3}|[LCRPNDTAFGSXYUEBIO])')
"""What in the header of a sheet is layout, not text."""
_REMARK = b"<!--"
_CELL = frozenset({"r", "s", "t", "cm", "vm", "ph"})
_FORM = frozenset({"formula1", "formula2"})


def read_workbook(package: Package) -> set[str]:
    """Read the sheets of a workbook, and return the names of the parts that were read."""
    known = read_drawings(package)
    if "xl/workbook.bin" in package.parts:
        package.told.leave(Unreadable.UNKNOWN_FORMAT, "xl/workbook.bin", "a binary workbook")
    book = _Book.of(package)
    for name in package.parts:
        if name.startswith("xl/worksheets/") and name.count("/") == 2:
            _read_sheet(package, book, name)
            known.add(name)
        elif name.startswith("xl/") and _read_comments(package, name):
            known.add(name)
    book.tell_unused(package.told)
    return known | {"xl/sharedStrings.xml"}


@mutable(eq=False)
class _Book:
    """What the sheets of a workbook share."""

    strings: list[str]
    formats: Formats
    sheets: dict[str, tuple[str, bool]]
    """For each part the name of its sheet, and whether it is hidden."""
    used: set[int] = field(factory=set)

    @classmethod
    def of(cls, package: Package) -> _Book:
        strings = package.root("xl/sharedStrings.xml")
        workbook = package.root(_WORKBOOK)
        sheets: dict[str, tuple[str, bool]] = {}
        is_1904 = False
        if workbook is not None:
            targets = {link: target for link, _, target, _ in package.related(_WORKBOOK)}
            for sheet in workbook.iter("{*}sheet"):
                link = next((v for key, v in sheet.attrib.items() if key.endswith("}id")), "")
                target = targets.get(link, "")
                part = target[1:] if target.startswith("/") else f"xl/{target}"
                sheets[part] = (
                    sheet.get("name", ""),
                    sheet.get("state", "") not in {"", "visible"},
                )
            is_1904 = any(
                properties.get("date1904") in {"1", "true"}
                for properties in workbook.iter("{*}workbookPr")
            )
        return cls(
            strings=[] if strings is None else [_string(item) for item in strings.iter("{*}si")],
            formats=Formats.of(package.root("xl/styles.xml"), is_1904=is_1904),
            sheets=sheets,
        )

    def tell_unused(self, told: Told) -> None:
        """Tell the strings that no cell shows: what was in cells once may be there still."""
        unused = (text for at, text in enumerate(self.strings) if at not in self.used)
        told.add(PlaceKind.OTHER, "\n".join(unused), "xl/sharedStrings.xml", is_hidden=True)


def _string(item: _Element) -> str:
    """Return a string of a cell; what tells how it is spoken comes after it."""
    spoken = [text.text or "" for text in item.iterfind("{*}rPh/{*}t")]
    text = "".join(
        part.text or "" for part in item.iter("{*}t") if local(part.getparent()) != "rPh"
    )
    return " ".join(filter(None, (text, *spoken)))


@frozen
class _Row:
    cells: dict[int, str]
    is_hidden: bool


def _read_sheet(package: Package, book: _Book, part: str) -> None:
    told = package.told
    name, is_hidden = book.sheets.get(part, (part, True))
    sheet = _Sheet(book)
    try:
        sheet.read(package.parts[part])
    except etree.XMLSyntaxError as error:
        told.leave(Unreadable.DAMAGED, name, str(error))
    if sheet.root is not None and _REMARK not in package.parts[part]:
        package.keep(part, sheet.root)
    rows = sheet.rows
    hidden_columns = sheet.hidden_columns()
    columns = sorted({column for row in rows for column in row.cells})
    shown_columns = [column for column in columns if column not in hidden_columns]
    unseen_columns = [column for column in columns if column in hidden_columns]
    shown_rows = [row for row in rows if not row.is_hidden]
    told.add(
        PlaceKind.SHEET, _laid_out(shown_rows, shown_columns), name,
        is_table=True, is_hidden=is_hidden,
    )  # fmt: skip
    unseen_rows = [row for row in rows if row.is_hidden]
    for cut in (_laid_out(rows, unseen_columns), _laid_out(unseen_rows, columns)):
        told.add(PlaceKind.SHEET, cut, name, is_table=True, is_hidden=True)
    told.add(PlaceKind.OTHER, "\n".join(sheet.formulas), name, is_hidden=True)
    for kind, text in sheet.texts:
        told.add(kind, text, name, is_hidden=is_hidden or kind is PlaceKind.FORM)
    told.add(PlaceKind.OTHER, "\n".join(sheet.strays), name, is_hidden=True)


def _laid_out(rows: list[_Row], columns: list[int]) -> str:
    lines = []
    for row in rows:
        cells = [row.cells.get(column, "") for column in columns]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            lines.append(cells)
    return table_text(lines)


class _Sheet:
    """Reads a sheet row by row: those of large ones would not fit into memory together."""

    def __init__(self, book: _Book) -> None:
        self._book = book
        self._widths: list[tuple[int, int]] = []
        self._zero_height = False
        self.rows: list[_Row] = []
        self.formulas: dict[str, None] = {}
        self.texts: list[tuple[PlaceKind, str]] = []
        self.strays: dict[str, None] = {}
        self.root: _Element | None = None
        """What stands beside the rows, once all of them were read."""

    def hidden_columns(self) -> _Columns:
        """Return the columns that are out of sight."""
        return _Columns(tuple(self._widths))

    def read(self, content: bytes) -> None:
        """Read the part of a sheet."""
        events = etree.iterparse(
            io.BytesIO(content), events=("end",), tag="{*}row", resolve_entities=False,
            no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        )  # fmt: skip
        for _, element in events:
            self._row(element)
            element.clear()
        if events.root is not None:
            self._rest(events.root)
            self.root = events.root

    def _row(self, element: _Element) -> None:
        cells: dict[int, str] = {}
        for cell in element.iter("{*}c"):
            column = column_of(cell.get("r", ""), len(cells))
            if not _CELL.issuperset(cell.attrib):
                self.strays.update(dict.fromkeys(map(str, cell.attrib.values())))
            text = self._cell(cell)
            if text:
                # Two cells of one place: which one is shown is the affair of a program.
                cells[column] = " ".join(filter(None, (cells.get(column), text)))
        is_hidden = element.get("hidden") in {"1", "true"} or element.get("ht") == "0"
        if cells:
            self.rows.append(_Row(cells, is_hidden))

    def _cell(self, cell: _Element) -> str:
        kind = cell.get("t", "n")
        texts = []
        for child in cell:
            name = local(child)
            if name == "v":
                texts.append(self._value(child.text or "", kind, cell.get("s", "")))
            elif name == "is":
                texts.append(_string(child))
            elif name == "f":
                self.formulas[child.text or ""] = None
            elif name:
                self.strays.update(dict.fromkeys(paragraphs(child)))
        return " ".join(filter(None, texts))

    def _value(self, text: str, kind: str, style: str) -> str:
        if kind == "s":
            number = int(text) if text.strip().isdecimal() else -1
            self._book.used.add(number)
            return self._book.strings[number] if 0 <= number < len(self._book.strings) else text
        return (
            shown(text, self._book.formats.is_date(style), self._book.formats)
            if kind == "n"
            else text
        )

    def _rest(self, root: _Element) -> None:
        """Read what stands beside the rows: columns, headers, lists to choose from."""
        for element in root.iter("{*}*"):
            name = local(element)
            text = element.text or ""
            if name == "col" and (
                element.get("hidden") in {"1", "true"} or element.get("width") == "0"
            ):
                self._widths.append((_whole(element.get("min")), _whole(element.get("max"))))
            elif name.endswith(("Header", "Footer")) and text.strip():
                place = PlaceKind.HEADER if name.endswith("Header") else PlaceKind.FOOTER
                self.texts += ((place, _MARKS.sub("", text).replace("&&", "&")), (place, text))
            elif name in _FORM:
                self.texts.append((PlaceKind.FORM, "".join(map(str, element.itertext()))))
            elif text.strip():
                self.strays[text.strip()] = None


@frozen
class _Columns:
    """Columns from one to another, without a list of them: a file states what it likes."""

    spans: tuple[tuple[int, int], ...]

    def __contains__(self, column: object) -> bool:
        return isinstance(column, int) and any(
            first <= column + 1 <= last for first, last in self.spans
        )


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 20 else 0


def _read_comments(package: Package, name: str) -> bool:
    """Tell the comments of a part, if it is one of comments."""
    root = package.root(name) if name.endswith(".xml") else None
    if root is None or local(root) not in {"comments", "ThreadedComments"}:
        return False
    for comment in root.iter("{*}comment", "{*}threadedComment"):
        text = "".join(str(part) for part in comment.itertext("{*}t", "{*}text"))
        package.told.add(PlaceKind.COMMENT, text.strip(), comment.get("ref", ""), is_hidden=True)
    authors = (author.text or "" for author in root.iter("{*}author"))
    package.told.add(PlaceKind.METADATA, "\n".join(authors), name, is_hidden=True)
    return True
