"""HTML to a page, by way of the parser of selectolax."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import define, field

from opengov.errors import MissingExtraError
from opengov.intake.fold import CELL, SEAM, tidied
from opengov.intake.page import Line, Page, is_label, mended

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_TAG = re.compile(
    r"<(?:!doctype|html|head|body|title|meta|table|tbody|tr|td|div|p|span|ul|ol|li|dl|dt|h[1-6]|br)"
    r"(?:[\s/>])",
    re.IGNORECASE,
)
_SILENT = frozenset(
    "script style head noscript template nav footer select button textarea svg iframe object "
    "canvas -comment".split()
)
_CELLS = frozenset("td th dt dd".split())
_HEADINGS = frozenset("h1 h2 h3".split())
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd label mark q s samp "
    "small span strike strong sub sup time tt u var wbr -text".split()
)
_CELL_LENGTH = 300
_CELL_LINES = 4
"""A table cell that is larger lays out the page; it holds lines and is no cell of a block."""

_COMMENTED_URL = re.compile(r"\s*<!--\s*(https?://\S+)\s*-->")


def looks_like_html(text: str) -> bool:
    """Say whether the text has a tag that only HTML has."""
    return _TAG.search(text) is not None


def read_html(text: str) -> Page:
    """Parse HTML and lay it out in lines and rows, without scripts, forms and navigation."""
    try:
        from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415  (an extra)
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            "reading HTML needs selectolax, which is not installed.",
            remedy="Run: pip install 'opengov[html]'",
        ) from error
    tree = LexborHTMLParser(_unnested(text))
    lines = _Layout().of(tree.root) if tree.root is not None else []
    title = tree.css_first("title")
    return Page(
        lines=tuple(mended(lines)),
        tags=tuple(_tags(tree)),
        window_title=tidied(title.text()) if title is not None else "",
        url=_url(text, tree),
    )


_CONTAINER = re.compile(
    r"<(/?)(?:address|article|aside|blockquote|center|details|dir|div|dl|fieldset|figure|footer"
    r"|header|main|menu|nav|ol|section|ul)\b[^<>]*>",
    re.IGNORECASE,
)
_DEEPEST = 2000


def _unnested(text: str) -> str:
    """Turn containers into line breaks where they are nested beyond any page.

    The parser looks through all that are open at each one: its time grows with the square.
    """
    depth = deepest = 0
    for tag in _CONTAINER.finditer(text):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return _CONTAINER.sub("<br>", text) if deepest > _DEEPEST else text


def _tags(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for tag in tree.css("meta"):
        name, content = tag.attributes.get("name"), tag.attributes.get("content")
        if name and content:
            yield name, tidied(content)


def _url(text: str, tree: LexborHTMLParser) -> str | None:
    commented = _COMMENTED_URL.match(text)
    if commented:
        return commented[1]
    link = tree.css_first("link[rel=canonical]")
    return link.attributes.get("href") if link is not None else None


@define
class _Box:
    """What is laid out as one: the page, or a cell."""

    lines: list[Line] = field(factory=list)
    text: str = ""
    heading: bool = False
    row: list[list[str]] | None = None
    """The lines of each cell."""

    def end_line(self) -> None:
        if self.text.strip(SEAM + " \n\t"):
            self.lines.append(Line(self.text.strip(SEAM + " \n\t"), self.heading))
        self.text = ""

    def end_row(self) -> None:
        self.end_line()
        self.lines += _rows(self.row or [])
        self.row = None


def _rows(cells: list[list[str]]) -> list[Line]:
    """Lay out one row, or several where cells hold columns of labels and of their values."""
    height = len(cells[0]) if cells else 0
    if height > 1 and _is_label_column(cells[0]) and all(len(cell) == height for cell in cells):
        return [Line(CELL.join(row)) for row in zip(*cells, strict=True)]
    return [Line(CELL.join(SEAM.join(cell) for cell in cells))] if cells else []


def _is_label_column(cell: list[str]) -> bool:
    return bool(cell) and all(map(is_label, cell))


class _Layout:
    """Walks the tree without recursion: nesting without bounds must not end the program."""

    def __init__(self) -> None:
        self._boxes = [_Box()]

    def of(self, root: LexborNode) -> list[Line]:
        waiting: list[tuple[LexborNode, bool]] = [(root, False)]
        while waiting:
            node, leaving = waiting.pop()
            if leaving:
                self._leave(node)
            elif node.tag == "-text":
                self._write(node.text_content or "")
            elif node.tag not in _SILENT and not _is_hidden(node):
                self._enter(node)
                waiting.append((node, True))
                waiting += [(child, False) for child in reversed(_children(node))]
        self._boxes[0].end_row()
        return self._boxes[0].lines

    def _write(self, text: str) -> None:
        self._boxes[-1].text += re.sub(r"[\r\n\t]+ *", " ", text)

    def _enter(self, node: LexborNode) -> None:
        tag = str(node.tag)
        box = self._boxes[-1]
        if tag in _CELLS:
            if box.row is None or tag == "dt":
                box.end_row()
                box.row = []
            self._boxes.append(_Box())
        elif tag in _INLINE:
            box.text += SEAM
        elif tag == "tr":
            box.end_row()
            box.row = []
        else:
            box.end_line()
            box.heading = tag in _HEADINGS

    def _leave(self, node: LexborNode) -> None:
        tag = str(node.tag)
        if tag in _CELLS:
            cell = self._boxes.pop()
            cell.end_row()
            self._close_cell(cell)
            if tag == "dd":
                self._boxes[-1].end_row()
        elif tag in _INLINE:
            self._boxes[-1].text += SEAM
        elif tag == "tr":
            self._boxes[-1].end_row()
        else:
            self._boxes[-1].end_line()
            self._boxes[-1].heading = False

    def _close_cell(self, cell: _Box) -> None:
        outer = self._boxes[-1]
        texts = [line.text for line in cell.lines]
        before = outer.row[-1] if outer.row else []
        is_small = sum(map(len, texts)) <= _CELL_LENGTH and len(texts) <= _CELL_LINES
        is_column = _is_label_column(texts) or (
            _is_label_column(before) and len(texts) == len(before)
        )
        is_flat = not any(line.is_row for line in cell.lines)
        if outer.row is not None and is_flat and (is_small or is_column):
            outer.row.append(texts)
            return
        row, outer.row = outer.row, []
        outer.lines += _rows(row or [])
        outer.lines += cell.lines


def _children(node: LexborNode) -> list[LexborNode]:
    found = []
    child = node.child
    while child is not None:
        found.append(child)
        child = child.next
    return found


_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_NOT_SHOWN.search(attributes.get("style") or ""))
