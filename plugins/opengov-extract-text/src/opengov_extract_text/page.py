"""HTML and XML: what is shown, what is not, and what stands in attributes and comments."""

from __future__ import annotations

import base64
import binascii
import re
from html.parser import HTMLParser
from urllib.parse import unquote_to_bytes

from opengov.screening.passage import (
    Blob,
    Extracted,
    Passage,
    Place,
    PlaceKind,
    Unread,
    Unreadable,
    table_text,
)
from opengov_extract_text.grid import Grid
from opengov_extract_text.plain import decoded

_EMPTY = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_BLOCKS = frozenset(
    """address article aside blockquote body br caption center dd details dialog div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main
    nav ol option p pre section select summary table tbody td textarea tfoot th thead title tr
    ul""".split()
)
_UNSEEN = frozenset("head noscript script style template title datalist".split())
_PLACES = {
    **dict.fromkeys(
        "alt title aria-label summary label placeholder".split(), PlaceKind.ALTERNATIVE
    ),
    **dict.fromkeys(
        "href src action formaction cite data poster background longdesc srcset".split(),
        PlaceKind.LINK,
    ),
    "value": PlaceKind.FORM,
    "content": PlaceKind.METADATA,
}
_UNSEEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?![.\d]*[1-9])"
    r"|font-size\s*:\s*0(?![.\d]*[1-9])|[^-]color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent\b)"
    r"|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_DATA = re.compile(r"data:([\w/+.-]*)[^,]*?(;base64)?,(.*)", re.IGNORECASE | re.DOTALL)
_PACKED = re.compile(r"[A-Za-z0-9+/=\s]{2000,}")
"""Letters that are no text: the content of a file in an XML document."""

_DEEPEST = 10_000


def read_page(blob: Blob, kind: str, room: int) -> Extracted:
    """Read a page or an XML document: every letter of it is in some passage."""
    del room
    text = decoded(blob)
    page = _Page(is_page=kind == "html")
    try:
        page.feed(text)
        page.close()
    except (AssertionError, ValueError) as error:
        # What the parser refuses is read as it stands.
        page.leave(Unreadable.DAMAGED, str(error))
        page.tell(PlaceKind.OTHER, text, is_hidden=True)
    return page.extracted(kind)


class _Page(HTMLParser):
    def __init__(self, *, is_page: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._is_page = is_page
        self._whole: list[str] = []
        """The text of an XML document without breaks: nobody knows which elements make some."""
        self._open: list[tuple[str, bool]] = []
        """The elements around, and whether what stands in each is out of sight."""
        self._grids: list[Grid] = []
        self._shown: list[str] = []
        self._hidden: list[str] = []
        self._attributes: dict[tuple[PlaceKind, bool], dict[str, None]] = {}
        self._passages: list[Passage] = []
        self._members: list[Blob] = []
        self._unread: dict[Unreadable, Unread] = {}

    # What the parser tells ---------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        given = {name: value or "" for name, value in attrs}
        is_hidden = self._is_hidden() or _is_unseen(tag, given)
        for name, value in attrs:
            self._attribute(name, value or "", is_hidden=is_hidden)
        if tag == "script":
            self.leave(Unreadable.ACTIVE, "script")
        if self._breaks(tag):
            self._break()
        if tag not in _EMPTY and len(self._open) < _DEEPEST:
            self._open.append((tag, is_hidden))
        if is_hidden:
            return
        if tag == "table":
            self._flush()
            self._grids.append(Grid())
        elif self._grids and tag == "tr":
            self._grids[-1].begin_row()
        elif self._grids and tag in {"td", "th"}:
            self._grids[-1].begin_cell(given.get("colspan", ""), given.get("rowspan", ""))

    def handle_endtag(self, tag: str) -> None:
        """End an element, and those within it that were left open."""
        if self._breaks(tag):
            self._break()
        depth = next((n for n in range(len(self._open)) if self._open[-1 - n][0] == tag), None)
        if depth is None:
            return
        is_hidden = self._open[-1 - depth][1]
        del self._open[len(self._open) - 1 - depth :]
        if is_hidden or not self._grids:
            return
        if tag in {"td", "th", "tr"}:
            self._grids[-1].end_cell()
        elif tag == "table":
            self._end_table()

    def handle_data(self, data: str) -> None:
        """Take the text between elements."""
        if _PACKED.search(data):
            self.leave(Unreadable.EMBEDDED, "packed data")
        if not self._is_page:
            self._whole.append(data.strip())
        if self._is_hidden():
            self._hidden.append(data)
            return
        kept = any(tag in {"pre", "textarea"} for tag, _ in self._open[-8:])
        text = data if kept else re.sub(r"[ \t\r\n\f]+", " ", data)
        if not (self._grids and self._grids[-1].add(text)):
            self._shown.append(text)

    def handle_comment(self, data: str) -> None:
        """Take a comment, and what browsers take for one."""
        self.tell(PlaceKind.COMMENT, data, is_hidden=True)

    def handle_decl(self, decl: str) -> None:
        """Take a declaration."""
        if decl.lower() != "doctype html":
            self.tell(PlaceKind.OTHER, decl, is_hidden=True)

    def handle_pi(self, data: str) -> None:
        """Take an instruction."""
        self.tell(PlaceKind.OTHER, data, is_hidden=True)

    def unknown_decl(self, data: str) -> None:
        """Take a section of plain characters."""
        self.handle_data(data.removeprefix("CDATA["))

    # What becomes of it ------------------------------------------------------------------

    def tell(self, kind: PlaceKind, text: str, *, is_hidden: bool = False) -> None:
        """Make a text a passage, unless it is blank."""
        if text.strip():
            place = Place(kind=kind, is_hidden=is_hidden)
            self._passages.append(Passage(place=place, text=text))

    def leave(self, why: Unreadable, detail: str) -> None:
        """Say once that something is not read."""
        place = Place(kind=PlaceKind.OTHER)
        self._unread.setdefault(why, Unread(place=place, why=why, detail=detail))

    def extracted(self, kind: str) -> Extracted:
        """Return all that was read."""
        while self._grids:
            self._end_table()
        self._flush()
        # The parser keeps back what an element left open at the end would have swallowed.
        self.tell(PlaceKind.OTHER, self.rawdata, is_hidden=True)
        self.tell(PlaceKind.OTHER, "".join(self._hidden), is_hidden=True)
        self.tell(PlaceKind.OTHER, "".join(self._whole), is_hidden=True)
        for (place, is_hidden), values in self._attributes.items():
            self.tell(place, "\n".join(values), is_hidden=is_hidden)
        return Extracted(
            format=kind,
            passages=tuple(self._passages),
            members=tuple(self._members),
            unread=tuple(self._unread.values()),
        )

    def _breaks(self, tag: str) -> bool:
        return tag in _BLOCKS or not self._is_page

    def _is_hidden(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def _break(self) -> None:
        (self._hidden if self._is_hidden() else self._shown).append("\n")
        if self._grids:
            self._grids[-1].add("\n")

    def _flush(self) -> None:
        lines = (line.strip() for line in "".join(self._shown).split("\n"))
        self.tell(PlaceKind.BODY, "\n".join(line for line in lines if line))
        self._shown.clear()

    def _end_table(self) -> None:
        grid = self._grids.pop()
        grid.end_cell()
        self._flush()
        text = table_text(grid.rows)
        if text.strip():
            place = Place(kind=PlaceKind.BODY)
            self._passages.append(Passage(place=place, text=text, is_table=True))

    def _attribute(self, name: str, value: str, *, is_hidden: bool) -> None:
        if name.startswith("on") or value.lstrip().lower().startswith("javascript:"):
            self.leave(Unreadable.ACTIVE, name)
        held = _DATA.match(value.strip())
        if held:
            self._members.append(Blob(f"data-{len(self._members) + 1}", _unpacked(held)))
            return
        kind = _PLACES.get(name, PlaceKind.OTHER)
        unseen = is_hidden or kind in {PlaceKind.OTHER, PlaceKind.METADATA, PlaceKind.LINK}
        if value.strip():
            self._attributes.setdefault((kind, unseen), {})[value] = None


def _is_unseen(tag: str, given: dict[str, str]) -> bool:
    return (
        tag in _UNSEEN
        or "hidden" in given
        or (tag == "input" and given.get("type", "").lower() == "hidden")
        or bool(_UNSEEN_STYLE.search(" " + given.get("style", "")))
    )


def _unpacked(held: re.Match[str]) -> bytes:
    packed = unquote_to_bytes(held[3])
    if not held[2]:
        return packed
    try:
        return base64.b64decode(packed)
    except binascii.Error:
        return packed
