"""The texts of a part of a Word document: paragraphs with their runs joined, tables as a whole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve, frozen
from lxml import etree

from opengov.screening import Passage, Place, PlaceKind
from opengov_redact_files.grid import one_line, table_passage
from opengov_redact_files.pieces import Pieces
from opengov_redact_files.word_names import Element, M, W, w

if TYPE_CHECKING:
    from collections.abc import Iterator


SYMBOLS = range(0xF020, 0xF100)
"""Where symbol fonts keep their letters; 0xF031 is shown as the 1 of the font."""


def texts_of(root: Element, place: Place) -> Iterator[tuple[Passage, Pieces]]:
    """Return every text of a part; each text node is in one of them."""
    return _Story(place).inside(root)


def attributes_of(root: Element) -> Iterator[tuple[Passage, Element, str]]:
    """Return every attribute that is long enough to say something."""
    place = Place(kind=PlaceKind.OTHER)
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if len(value) > (5 if value.isascii() else 1):
                yield Passage(place=place, text=value), element, name


@frozen
class _Story:
    """Paragraphs and tables that follow each other in one place."""

    place: Place

    def inside(self, element: Element) -> Iterator[tuple[Passage, Pieces]]:
        for child in element.iterchildren(etree.Element):
            if child.tag == w("p"):
                yield from self._paragraph(child)
            elif child.tag == w("tbl"):
                yield from self._table(child)
            else:
                yield from self.inside(child)

    def _paragraph(self, paragraph: Element) -> Iterator[tuple[Passage, Pieces]]:
        pieces = Pieces()
        aside: list[Element] = []
        _collect(paragraph, pieces, aside, line_break="\n")
        yield Passage(place=self.place, text=pieces.text), pieces
        yield from self._asides(aside)

    def _asides(self, aside: list[Element]) -> Iterator[tuple[Passage, Pieces]]:
        for element in aside:
            if element.tag == w("rt"):
                pieces = Pieces()
                _collect(element, pieces, [], line_break="\n")
                yield Passage(place=self.place, text=pieces.text), pieces
            else:
                yield from _Story(evolve(self.place, kind=PlaceKind.TEXT_BOX)).inside(element)

    def _table(self, table: Element) -> Iterator[tuple[Passage, Pieces]]:
        pieces = Pieces()
        aside: list[Element] = []
        nested: list[Element] = []
        for number, row in enumerate(table.iterchildren(w("tr"))):
            if number:
                pieces.add("\n")
            for column, cell in enumerate(row.iterchildren(w("tc"))):
                if column:
                    pieces.add("\t")
                for index, paragraph in enumerate(cell.iterchildren(w("p"))):
                    if index:
                        pieces.add(" ")
                    _collect(paragraph, pieces, aside, line_break=" ")
                nested += cell.iterchildren(w("tbl"))
        yield table_passage(pieces, self.place), pieces
        yield from self._asides(aside)
        for inner in nested:
            yield from self._table(inner)


def _collect(element: Element, pieces: Pieces, aside: list[Element], *, line_break: str) -> None:
    for child in element.iterchildren(etree.Element):
        name = etree.QName(child)
        if child.tag in {w("txbxContent"), w("rt")}:
            aside.append(child)
        elif name.localname == "t" and name.namespace in {W, M}:
            pieces.add(one_line(child.text or ""), partial(setattr, child, "text"))
        elif child.tag in {w("tab"), w("ptab")}:
            if element.tag != w("tabs"):
                pieces.add(" ")
        elif child.tag in {w("br"), w("cr")}:
            pieces.add(line_break)
        elif child.tag == w("noBreakHyphen"):
            pieces.add("-", partial(_replace, child))
        elif child.tag == w("sym"):
            pieces.add(_symbol(child), partial(_replace, child))
        else:
            _collect(child, pieces, aside, line_break=line_break)


def _symbol(element: Element) -> str:
    code = int(element.get(w("char"), "20"), 16)
    return one_line(chr(code - 0xF000 if code in SYMBOLS else code))


def _replace(element: Element, text: str) -> None:
    """Put a text in the place of an element that stands for one character."""
    element.tag = w("t")
    element.attrib.clear()
    element.text = text
