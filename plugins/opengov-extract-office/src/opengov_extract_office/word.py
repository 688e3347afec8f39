"""Word documents: paragraphs and tables in the order in which they are read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen, mutable

from opengov.screening.passage import PlaceKind, Unreadable, table_text
from opengov_extract_office.general import local
from opengov_extract_office.slides import read_drawings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from opengov.files import Told
    from opengov_extract_office.package import Package

_PARTS = (
    (re.compile(r"^word/document\d*\.xml$"), PlaceKind.BODY, False),
    (re.compile(r"^word/header\d*\.xml$"), PlaceKind.HEADER, False),
    (re.compile(r"^word/footer\d*\.xml$"), PlaceKind.FOOTER, False),
    (re.compile(r"^word/(?:footnotes|endnotes)\d*\.xml$"), PlaceKind.NOTE, False),
    (re.compile(r"^word/comments\d*\.xml$"), PlaceKind.COMMENT, True),
    (re.compile(r"^word/glossary/document\.xml$"), PlaceKind.OTHER, True),
)
_MAIN = {
    "header": (PlaceKind.HEADER, False),
    "footer": (PlaceKind.FOOTER, False),
    "footnotes": (PlaceKind.NOTE, False),
    "endnotes": (PlaceKind.NOTE, False),
    "comments": (PlaceKind.COMMENT, True),
}
"""Where a part has another name than usual, what refers to it says what it is."""
_APART = frozenset({"footnote", "endnote", "comment", "docPart"})
_DELETED = frozenset({"del", "moveFrom"})
_WITHIN = {
    "txbxContent": PlaceKind.TEXT_BOX,
    "rt": PlaceKind.OTHER,
    "Fallback": PlaceKind.OTHER,
    "tbl": None,
    "p": None,
}
"""What stands within a paragraph and is read apart from it, and in which part of the file."""
_LETTERS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_DYNAMIC = re.compile(r"^\s*(?:DDE|DDEAUTO|MACROBUTTON|INCLUDEPICTURE)\b", re.IGNORECASE)
_SMALLEST = 4
"""Half points; letters of two points are not read."""
_MOST_COLUMNS = 1000


def read_document(package: Package) -> set[str]:
    """Read the parts of a document, and return their names."""
    unseen = _unseen_styles(package.root("word/styles.xml"))
    known = dict(_parts(package))
    for name, (kind, is_hidden) in known.items():
        root = package.root(name)
        if root is not None:
            part = _Part(package.told, name, unseen)
            flow = _Flow(part, kind, is_hidden=is_hidden)
            flow.blocks(root, _Mode())
            flow.flush()
            part.tell_strays(root)
    return read_drawings(package) | set(known)


def _parts(package: Package) -> Iterator[tuple[str, tuple[PlaceKind, bool]]]:
    main = "word/document.xml"
    for _, kind, target, is_outside in package.related(""):
        if kind == "officeDocument" and not is_outside:
            main = target.lstrip("/")
    if main in package.parts:
        yield main, (PlaceKind.BODY, False)
    folder = main.rpartition("/")[0]
    for _, kind, target, is_outside in package.related(main):
        found = _MAIN.get(kind)
        name = target[1:] if target.startswith("/") else f"{folder}/{target}"
        if found and not is_outside and name in package.parts:
            yield name, found
    for name in package.parts:
        for pattern, place, is_hidden in _PARTS:
            if pattern.match(name) and name != main:
                yield name, (place, is_hidden)


@frozen
class _Mode:
    """Whether what is being read was deleted, or is out of sight."""

    is_deleted: bool = False
    is_hidden: bool = False


@frozen(eq=False)
class _Part:
    """The part that is read, with the texts that were told of it so far."""

    told: Told
    name: str
    unseen: frozenset[str]
    """The styles in which letters are not seen."""
    seen: set[_Element] = field(factory=set)

    def is_unseen(self, run: _Element) -> bool:
        """Say whether the letters of a run are out of sight."""
        properties = run.find("{*}rPr")
        return properties is not None and (
            _is_vanished(properties)
            or any(value(style) in self.unseen for style in properties.iterchildren("{*}rStyle"))
        )

    def tell_strays(self, root: _Element) -> None:
        """Tell text where a document has none: no program shows it, and the file holds it."""
        for element in root.iter("{*}*"):
            text = "" if element in self.seen else element.text or ""
            self.told.add(PlaceKind.OTHER, text, self.name, is_hidden=True)
            self.told.add(PlaceKind.OTHER, element.tail or "", self.name, is_hidden=True)


@mutable
class _Lines:
    shown: list[str] = field(factory=list)
    hidden: list[str] = field(factory=list)
    deleted: list[str] = field(factory=list)

    def add(self, text: str, mode: _Mode) -> None:
        bucket = self.shown
        if mode.is_deleted:
            bucket = self.deleted
        elif mode.is_hidden:
            bucket = self.hidden
        bucket.append(text)


class _Flow:
    """Reads a part from top to bottom. In a cell it leaves its paragraphs for the table to take."""

    def __init__(
        self,
        part: _Part,
        kind: PlaceKind,
        *,
        is_hidden: bool = False,
        is_cell: bool = False,
    ) -> None:
        self._part = part
        self._kind = kind
        self._is_hidden = is_hidden
        self._is_cell = is_cell
        self._lines = _Lines()

    def flush(self) -> None:
        """Tell the paragraphs since the last table or note as one text."""
        if self._is_cell:
            return
        lines, self._lines = self._lines, _Lines()
        self._tell(self._kind, "".join(lines.shown), is_hidden=self._is_hidden)
        self._tell(self._kind, "".join(lines.hidden), is_hidden=True)
        self._tell(PlaceKind.DELETED, "".join(lines.deleted), is_hidden=True)

    def blocks(self, element: _Element, mode: _Mode) -> None:
        """Read paragraphs and tables, in whatever they are wrapped."""
        for child in element:
            name = local(child)
            if name == "tbl":
                self._table(child, mode)
            elif name == "p":
                self._paragraph(child, mode)
            elif name in _APART:
                self.flush()
                self.blocks(child, mode)
                self.flush()
            elif name == "Fallback":
                self._apart(PlaceKind.OTHER).blocks(child, mode)
            elif name in _DELETED:
                self.blocks(child, evolve(mode, is_deleted=True))
            elif name:
                self.blocks(child, mode)

    def _paragraph(self, element: _Element, mode: _Mode) -> None:
        self._runs(element, mode)
        for bucket in (self._lines.shown, self._lines.hidden, self._lines.deleted):
            if bucket and bucket[-1] != "\n":
                bucket.append("\n")

    def _runs(self, element: _Element, mode: _Mode) -> None:
        for child in element:
            name = local(child)
            if name in {"t", "delText"}:
                self._part.seen.add(child)
                deleted = mode.is_deleted or name == "delText"
                self._lines.add(child.text or "", evolve(mode, is_deleted=deleted))
            elif name in _LETTERS:
                self._lines.add(_LETTERS[name], mode)
            elif name == "sym":
                self._lines.add(_symbol(child), mode)
            elif name in {"instrText", "delInstrText"}:
                self._instruction(child)
            elif name == "r":
                hidden = mode.is_hidden or self._part.is_unseen(child)
                self._runs(child, evolve(mode, is_hidden=hidden))
            elif name in _DELETED:
                self._runs(child, evolve(mode, is_deleted=True))
            elif name in _WITHIN:
                self._within(child, mode)
            elif name:
                self._runs(child, mode)

    def _within(self, element: _Element, mode: _Mode) -> None:
        """Read a text that stands within another one and is no part of it."""
        name = local(element)
        flow = self._apart(_WITHIN[name] or self._kind)
        if name == "txbxContent":
            flow.blocks(element, mode)
        elif name == "p":
            flow._paragraph(element, mode)  # noqa: SLF001  (of this class)
        elif name == "tbl":
            flow._table(element, mode)  # noqa: SLF001
        else:
            flow._runs(element, mode)  # noqa: SLF001
        flow.flush()

    def _apart(self, kind: PlaceKind) -> _Flow:
        return _Flow(self._part, kind, is_hidden=self._is_hidden)

    def _table(self, element: _Element, mode: _Mode) -> None:
        self.flush()
        rows: list[list[str]] = []
        hidden: list[list[str]] = []
        for row in _below(element, "tr", "tbl"):
            unseen = row.find("{*}trPr/{*}hidden") is not None
            (hidden if unseen else rows).append(self._row(row, mode))
        self._tell(self._kind, table_text(rows), is_hidden=self._is_hidden, is_table=True)
        self._tell(self._kind, table_text(hidden), is_hidden=True, is_table=True)

    def _row(self, row: _Element, mode: _Mode) -> list[str]:
        deleted = row.find("{*}trPr/{*}del") is not None
        cells = [""] * _number(row.find("{*}trPr/{*}gridBefore"), 0)
        for cell in _below(row, "tc", "tc"):
            flow = _Flow(self._part, self._kind, is_hidden=self._is_hidden, is_cell=True)
            flow.blocks(cell, evolve(mode, is_deleted=mode.is_deleted or deleted))
            lines = flow._lines
            cells.append("".join(lines.shown))
            cells += [""] * (_number(cell.find("{*}tcPr/{*}gridSpan"), 1) - 1)
            self._lines.hidden += lines.hidden
            self._lines.deleted += lines.deleted
        return cells

    def _instruction(self, element: _Element) -> None:
        self._part.seen.add(element)
        text = element.text or ""
        self._tell(PlaceKind.LINK, text, is_hidden=True)
        if _DYNAMIC.match(text):
            self._part.told.leave(Unreadable.ACTIVE, self._part.name, text.strip()[:60])

    def _tell(self, kind: PlaceKind, text: str, *, is_hidden: bool, is_table: bool = False) -> None:
        text = text.strip("\n")
        self._part.told.add(kind, text, self._part.name, is_hidden=is_hidden, is_table=is_table)


def _below(element: _Element, wanted: str, border: str) -> Iterator[_Element]:
    """Yield elements of a name below one, not those within a further ``border``."""
    for child in element:
        name = local(child)
        if name == wanted:
            yield child
        elif name and name != border:
            yield from _below(child, wanted, border)


def value(element: _Element) -> str:
    """Return the attribute ``val`` of an element."""
    return next((v for key, v in element.attrib.items() if key.endswith("val")), "")


def _number(element: _Element | None, otherwise: int) -> int:
    digits = "" if element is None else value(element)
    return min(int(digits), _MOST_COLUMNS) if digits.isdecimal() else otherwise


def _symbol(element: _Element) -> str:
    code = next((v for key, v in element.attrib.items() if key.endswith("char")), "")
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _is_vanished(properties: _Element) -> bool:
    for child in properties:
        name = local(child)
        said = value(child).lower()
        if name in {"vanish", "webHidden"} and said not in {"0", "false", "off"}:
            return True
        if name == "color" and said == "ffffff":
            return True
        if name == "sz" and said.isdecimal() and int(said) <= _SMALLEST:
            return True
    return False


def _unseen_styles(styles: _Element | None) -> frozenset[str]:
    """Return the names of styles in which letters are not seen, by themselves or by descent."""
    if styles is None:
        return frozenset()
    unseen: set[str] = set()
    below: dict[str, list[str]] = {}
    for style in styles.iter("{*}style"):
        name = next((v for key, v in style.attrib.items() if key.endswith("styleId")), "")
        properties = style.find("{*}rPr")
        if properties is not None and _is_vanished(properties):
            unseen.add(name)
        base = style.find("{*}basedOn")
        if base is not None:
            below.setdefault(value(base), []).append(name)
    waiting = list(unseen)
    while waiting:
        for name in below.get(waiting.pop(), ()):
            if name not in unseen:
                unseen.add(name)
                waiting.append(name)
    return frozenset(unseen)
