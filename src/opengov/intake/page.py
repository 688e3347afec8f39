"""A page as readers see it: lines, some of them rows of cells, and what stands in the head."""

from __future__ import annotations

import re
from functools import cached_property

from attrs import field, frozen

from opengov.domain.checks import is_tuple
from opengov.intake.fold import CELL, fold, tidied
from opengov.intake.vocabulary import LABELS

_WIDE_GAP = re.compile(r"[ \t\u3000\xa0]{17,}")


def _narrowed(text: str) -> str:
    """Shorten wide gaps: patterns that begin with spaces take the square of their number."""
    return _WIDE_GAP.sub(" " * 16, text)


@frozen(slots=False)
class Line:
    """One line; the cells of a row are joined by ``CELL``."""

    text: str = field(converter=_narrowed)
    heading: bool = False

    @cached_property
    def folded(self) -> str:
        """The line with width, script and spaces folded, character by character."""
        return fold(self.text)

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not tidied(self.text.replace(CELL, " "))

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells, tidied; a line that is no row is one cell."""
        return tuple(tidied(cell) for cell in self.text.split(CELL))

    @property
    def is_row(self) -> bool:
        """Whether it has several cells."""
        return CELL in self.text


def is_label(text: str) -> bool:
    """Say whether nothing but a label that is known stands in a text."""
    return fold(text).replace(" ", "").strip("[]【】:") in LABELS


@frozen(kw_only=True)
class Page:
    """What was found on a page, in its order."""

    lines: tuple[Line, ...] = field(validator=is_tuple)
    tags: tuple[tuple[str, str], ...] = field(default=(), validator=is_tuple)
    """The meta tags of the head: name and content."""
    window_title: str = ""
    url: str | None = None


def mended(lines: list[Line]) -> list[Line]:
    """Put labels together that a line break has cut: 索, 引号 becomes 索引号."""
    done: list[Line] = []
    at = 0
    while at < len(lines):
        joined = _joined(lines, at)
        if joined is None:
            done.append(lines[at])
            at += 1
        else:
            line, used = joined
            done.append(line)
            at += used
    return done


_MOST_PIECES = 4
_LONGEST = max(map(len, LABELS))
_STARTS = frozenset(label[:end] for label in LABELS for end in range(1, len(label)))
_AFTER_LABEL = re.compile(r"[ ]*(?:[:\]】]|$)")


def _joined(lines: list[Line], at: int) -> tuple[Line, int] | None:
    """Return the line that begins at ``at`` with the pieces of its label, and how many they are."""
    start = lines[at].folded.replace(" ", "")
    if start not in _STARTS or start in LABELS:
        return None
    text = lines[at].text.strip()
    found = None
    for more, line in enumerate(lines[at + 1 : at + _MOST_PIECES], start=2):
        if line.is_row or line.is_blank:
            break
        text += line.text.strip()
        folded = fold(text)
        for label in (folded[:end] for end in range(min(_LONGEST, len(folded)), len(start), -1)):
            if label in LABELS and _AFTER_LABEL.match(folded, len(label)):
                found = Line(text), more
                break
        if folded.replace(" ", "") not in _STARTS:
            break
    return found
