"""Texts as they are compared, and the forms in which one may stand among bytes."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache

DASHES = "‐‑‒–—―−－_·•-"

TELLING_LENGTH = 6
"""Shorter texts stand in any file, and say nothing by themselves."""

TELLING_HAN = 2

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")

SHORTEST_PATTERN = 8
"""Fewer bytes come about by chance among the dots of a picture."""


@cache
def _ignored() -> re.Pattern[str]:
    invisible = "".join(
        re.escape(chr(code))
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) == "Cf"
    )
    return re.compile(f"[{invisible}{DASHES}]+")


def fold(text: str, *, keeps_lines: bool = False) -> str:
    """Return a text half-width, in small letters, without blanks, dashes and what has no width.

    Tabs and line ends stay where they part cells or paragraphs.
    """
    compact = _ignored().sub("", unicodedata.normalize("NFKC", text).casefold())
    return re.sub(r"[^\S\t\n]+" if keeps_lines else r"\s+", "", compact)


def is_telling(folded: str) -> bool:
    """Tell whether a text can be looked for everywhere."""
    han = sum("\u3400" <= letter <= "\u9fff" or letter >= "\U00020000" for letter in folded)
    return len(folded) >= TELLING_LENGTH or han >= TELLING_HAN


def patterns(text: str) -> frozenset[bytes]:
    """Return the bytes of a text, as it is and folded, in every encoding."""
    found = set()
    for form in (text, fold(text)):
        for encoding in ENCODINGS:
            pattern = form.encode(encoding, "ignore")
            if len(pattern) >= SHORTEST_PATTERN:
                found.add(pattern)
    return frozenset(found)
