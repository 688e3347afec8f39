"""Bytes to text: what encoding a page is in, or why it is no text."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from opengov.errors import EmptyPageError, NotTextError
from opengov.intake.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive, or an Office document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"Rar!": "a RAR archive",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
}
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_GUESSES = ("utf-8", "gb18030", "big5hkscs")
_WIDE = ("utf-16-le", "utf-16-be")
"""What may be without a mark at the beginning where every second byte of ASCII is zero."""

_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
"""Pages declare the older standard and use the wider one."""

LOST = "\ufffd"
"""Stands for a character whose bytes are broken."""

_FAMILIAR = ("索引号", "发布", "发文", "成文", "标题", "名称", "文号", "日期")


def decoded(source: bytes | str, name: str) -> str:
    """Return the text of a page; ``name`` is where it came from, for errors."""
    text = source if isinstance(source, str) else _text_of(source, name)
    if not text.strip(" \t\r\n\u3000\u00a0\ufeff\x00"):
        raise EmptyPageError(
            "the page is empty.", where=name, remedy="Give the whole page, as text or HTML."
        )
    if "\x00" in text:
        raise _not_text("it holds zero bytes", name)
    return text


def _text_of(source: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if source.startswith(mark):
            try:
                return source.decode(encoding)
            except UnicodeDecodeError as error:
                raise _not_text(f"byte {error.start} does not fit {encoding}", name) from error
    for magic, kind in _KINDS.items():
        if source.startswith(magic):
            raise _not_text(f"it is {kind}", name)
    encodings = _WIDE if b"\x00" in source else _encodings(source)
    texts = list(_readings(source, encodings, "strict"))
    # Many bytes can be read as several encodings; the right one speaks of what pages speak of.
    familiar = next(filter(_is_familiar, texts), None)
    if familiar is None and b"\x00" in source:
        raise _not_text("it holds zero bytes", name)
    if familiar is None:
        familiar = next(filter(_is_damaged, _readings(source, encodings, "replace")), None)
    if familiar is None and not texts:
        raise _not_text(f"it is in none of {', '.join(_GUESSES)}", name)
    return familiar if familiar is not None else texts[0]


def _encodings(source: bytes) -> tuple[str, ...]:
    """Return the encodings to try: the one that the page declares first."""
    declared = _CHARSET.search(source[:4096])
    named = declared[1].decode("ascii").lower() if declared else _GUESSES[0]
    return tuple(dict.fromkeys((_WIDER.get(named, named), *_GUESSES)))


def _readings(source: bytes, encodings: Iterable[str], errors: str) -> Iterator[str]:
    for encoding in encodings:
        try:
            # A page that was cut off may end in half a character.
            yield codecs.getincrementaldecoder(encoding)(errors).decode(source)
        except (UnicodeDecodeError, LookupError):
            continue


def _is_familiar(text: str) -> bool:
    folded = fold(text)
    return any(word in folded for word in _FAMILIAR)


def _is_damaged(text: str) -> bool:
    """Say whether a text is that of a page but for a few broken characters."""
    return text.count(LOST) * 200 <= len(text) and _is_familiar(text)


def _not_text(why: str, name: str) -> NotTextError:
    return NotTextError(
        f"this is not the text of a page: {why}.",
        where=name,
        remedy="Give the page as text or HTML; extract the text of other files first.",
    )
