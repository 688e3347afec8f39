"""Bytes to text, or the word that they are none."""

from __future__ import annotations

import codecs
import re
import unicodedata

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("utf-8", "gb18030", "big5hkscs")
_WIDE = ("utf-16-le", "utf-16-be")

_SAMPLE = 20_000
_FAMILIAR = re.compile("[\\t\\n\\r -~\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_STRANGE = frozenset({"Cc", "Cn", "Co", "Cs"})
"""Controls, and code points that stand for no character: what no reader sees as text."""


def text_of(content: bytes) -> str | None:
    r"""Return the text of a file in UTF-8, UTF-16, UTF-32, GB18030 or Big5; ``None`` if it is none.

    A byte that is broken does not make a text a binary: it comes out as ``\ufffd``.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _unless_strange(content.decode(encoding, "replace"))
    if b"\x00" in content[:_SAMPLE]:
        wide = (content.decode(encoding, "replace") for encoding in _WIDE)
        return next((text for text in wide if _is_familiar(text)), None)
    for encoding in _GUESSES:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not is_strange(text):
            return text
    readings = (content.decode(encoding, "replace") for encoding in _GUESSES)
    return _unless_strange(min(readings, key=lambda text: text.count("\ufffd")))


def is_strange(text: str) -> bool:
    """Say whether a text cannot be what a reader sees: one in twenty letters is none."""
    sample = text[:_SAMPLE]
    strange = sum(
        character == "\ufffd"
        or (character not in "\t\n\r\f\v" and unicodedata.category(character) in _STRANGE)
        for character in sample
    )
    return strange * 20 > len(sample)


def _unless_strange(text: str) -> str | None:
    return None if is_strange(text) else text


def _is_familiar(text: str) -> bool:
    """Say whether a text is mostly of Latin and Chinese letters: any two bytes make some letter."""
    return len(_FAMILIAR.findall(text, 0, _SAMPLE)) * 5 > min(len(text), _SAMPLE) * 4
