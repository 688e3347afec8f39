"""Plain text to a page."""

from __future__ import annotations

import re

from opengov.intake.fold import CELL
from opengov.intake.page import Line, Page, mended

_URL = re.compile(r"\s*(?:<!--\s*)?(https?://\S+?)(?:\s*-->)?\s*")
_BARS = re.compile(r"[|｜│┃¦]")
_RULE = re.compile(r"[\s|+｜│┃:=─━┄═┌┬┐├┼┤└┴┘*-]*")

# Pages that come as Markdown.
_HEADING = re.compile(r"\s*#{1,6}\s+")
_EMPHASIS = re.compile(r"\*\*|__(?=\S)|(?<=\S)__")


def read_plain(text: str) -> Page:
    """Split text into lines; tabs and bars make cells, lines of mere strokes are left out."""
    lines: list[Line] = []
    url = None
    for raw in re.split(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]", text):
        address = _URL.fullmatch(raw)
        if address and url is None:
            url = address[1]
            continue
        if raw.strip() and _RULE.fullmatch(raw):
            continue
        heading = _HEADING.match(raw)
        plain = _EMPHASIS.sub("", raw[heading.end() :] if heading else raw)
        lines.append(Line(_celled(plain), heading=bool(heading)))
    return Page(lines=tuple(mended(lines)), url=url)


def _celled(raw: str) -> str:
    row = _BARS.split(raw.strip())
    if len(row) > 2 or (len(row) == 2 and not row[0]):
        # The outer bars of a drawn table hold no cell.
        cells = row[1 if not row[0].strip() else 0 : -1 if not row[-1].strip() else None]
        return CELL.join(cell.strip() for cell in cells)
    return raw.strip().replace("\t", CELL) if "\t" in raw.strip() else raw.strip()
