"""The texts of a web page as a reader takes them in: paragraphs, and tables as a whole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from attrs import define, field

from opengov.screening import Passage, Place, PlaceKind
from opengov_redact_files.grid import one_line, table_passage
from opengov_redact_files.pieces import Piece, Pieces

if TYPE_CHECKING:
    from lxml import html

BLOCKS = frozenset(
    "address article aside blockquote body caption dd details div dl dt figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th "
    "thead title tr ul center fieldset".split()
)
BODY = Place(kind=PlaceKind.BODY)


def texts_of(page: html.HtmlElement) -> list[tuple[Passage, Pieces]]:
    """Return every text of a page; each text node is in one of them."""
    flow = _Flow()
    flow.block(page)
    return flow.found


@define
class _Flow:
    """Puts text nodes together until a block begins or ends."""

    found: list[tuple[Passage, Pieces]] = field(factory=list)
    _current: Pieces = field(factory=Pieces)
    _is_cell: bool = False

    def block(self, element: html.HtmlElement) -> None:
        """Take in an element that stands on lines of its own."""
        self._part()
        self._inside(element)
        self._part()

    def _inside(self, element: html.HtmlElement) -> None:
        self._add(element, "text")
        for child in element:
            if child.tag == "table":
                self._part()
                _table(child, self.found)
            elif child.tag == "br":
                self._current.add(" " if self._is_cell else "\n")
            elif child.tag in BLOCKS:
                self.block(child)
            else:
                self._inside(child)
            self._add(child, "tail")

    def _add(self, element: html.HtmlElement, which: str) -> None:
        text = getattr(element, which) or ""
        self._current.add(one_line(text), partial(setattr, element, which))

    def _part(self) -> None:
        if self._is_cell:
            self._current.add(" ")
            return
        if self._current.text.strip():
            self.found.append((Passage(place=BODY, text=self._current.text), self._current))
        self._current = Pieces()

    def cell(self, element: html.HtmlElement) -> list[Piece]:
        """Return the parts of a cell; tables within it are passages of their own."""
        self._is_cell = True
        self._inside(element)
        return self._current.parts


def _table(table: html.HtmlElement, found: list[tuple[Passage, Pieces]]) -> None:
    pieces = Pieces()
    rows = [
        row
        for part in (table, *(child for child in table if child.tag in {"thead", "tbody", "tfoot"}))
        for row in part
        if row.tag == "tr"
    ]
    for number, row in enumerate(rows):
        if number:
            pieces.add("\n")
        for column, cell in enumerate(row):
            if column:
                pieces.add("\t")
            pieces.parts += _Flow(found).cell(cell)
    found.append((table_passage(pieces, BODY), pieces))
    for caption in table.iterchildren("caption"):
        flow = _Flow(found)
        flow.block(caption)
