"""Text as it is matched: without what hides letters and digits from a search, not from a reader."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u206a-\u206f\ufe00-\ufe0f\ufeff"
)
"""Characters without a shape: soft hyphens, joiners, marks of direction, selectors of variants."""

WIDE = "\uff0b\uff0d-\uff0f\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
"""Full-width digits and letters, and the stops and strokes that stand between digits."""

VARIANTS = "\u2e80-\u2fdf\uf900-\ufaff\U0001d7ce-\U0001d7ff\U0002f800-\U0002fa1f"
"""Second forms of a character, as PDF files give them: radicals, compatibility, styled digits."""

SPACES = " \u00a0\u2000-\u200a\u202f\u205f\u3000"
BREAKS = "\t\r\n\u2028\u2029"
HAN = "\u3400-\u9fff"

_ODD = re.compile(f"[{INVISIBLE}{WIDE}{VARIANTS}{SPACES}{BREAKS}]+")
_ODD_IN_TABLES = re.compile(f"[{INVISIBLE}{WIDE}{VARIANTS}{SPACES}]+")
_GAP = re.compile(f"[{SPACES}]*(?:\r?\n)?[{SPACES}]*")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_FIRST_HAN, _LAST_HAN = HAN[0], HAN[-1]
_PLAIN = frozenset({" ", "\n", "\t", "\r\n", "\n\n", "\u3000", "\u3000\u3000", "\n\u3000\u3000"})
"""Runs that stand for themselves, as most do: looked up, not taken apart."""


class Folded:
    r"""A text as it is matched, and where each of its characters stood in the text handed in.

    Characters without a shape are gone, full-width digits and letters are plain ones, and so are
    blanks between two Chinese characters, with one line break among them: lines of a paragraph
    are read on, paragraphs with an empty line between them and the cells of a table are not.

    >>> Folded("机\u3000密 １\u200b２").text
    '机密 12'
    """

    __slots__ = ("_ends", "_starts", "source", "text")

    def __init__(self, source: str, *, is_table: bool = False) -> None:
        self.source = source
        self._starts: list[int] = []
        self._ends: list[int] = []
        parts: list[str] = []
        done = length = 0
        for found in (_ODD_IN_TABLES if is_table else _ODD).finditer(source):
            start, end = found.span()
            before, run, after = source[start - 1 : start], found[0], source[end : end + 1]
            between = before >= _FIRST_HAN <= after and before <= _LAST_HAN >= after
            if run in _PLAIN and not between:
                continue
            parts.append(source[done:start])
            length += start - done
            done = end
            if between and _GAP.fullmatch(_INVISIBLE.sub("", run)):
                self._skip(length, end)
                continue
            for at, character in enumerate(run, start + 1):
                if _INVISIBLE.match(character):
                    self._skip(length, at)
                else:
                    parts.append(unicodedata.normalize("NFKC", character))
                    length += 1
        parts.append(source[done:])
        self.text = "".join(parts)

    def _skip(self, at: int, source: int) -> None:
        """Note that from the folded character ``at`` on the text goes on at ``source``."""
        self._starts.append(at)
        self._ends.append(source)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the source that the characters ``start`` to ``end`` came from."""
        if not self._starts:
            return start, end
        return self._position(start), self._position(end - 1) + 1

    def _position(self, at: int) -> int:
        number = bisect_right(self._starts, at)
        return self._ends[number - 1] + at - self._starts[number - 1] if number else at
