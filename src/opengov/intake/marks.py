"""Finding labels in a line, and how plainly each stands there as a label."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from opengov.intake.fold import CELL, squeezed
from opengov.intake.shapes import ends_like_a_title, fits, fits_well, is_body
from opengov.intake.values import cleaned
from opengov.intake.vocabulary import GENERAL_WORDS, LABELS, PART_OF_WORDS, SENT_ON, SHORT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opengov.intake.page import Line

LONGEST_LINE = 4000
"""Longer lines are running text."""


class Edge(IntEnum):
    """What sets a label apart on one side; more is plainer."""

    GLUED = 0
    """Text, without anything between."""
    SPACE = 1
    BOUNDARY = 2
    """The beginning or end of the line or cell, behind bullets and numbers."""
    SIGN = 3
    """A colon or a closing bracket, only to the right."""


@frozen(kw_only=True)
class Mark:
    """A label in a line. ``start`` and ``end`` enclose it with its brackets and its colon."""

    label: str
    field: str | None
    start: int
    end: int
    left: Edge
    right: Edge
    confidence: float = 0.0


def _spaced(words: Iterable[str]) -> str:
    """Return a pattern for words with or without spaces between characters, long ones first."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join("[ ]{0,8}".join(map(re.escape, word)) for word in longest_first)


_FIRST = "".join(sorted({word[0] for word in (*LABELS, *GENERAL_WORDS, "政府")}))
LABEL = re.compile(
    # To look at one character first spares most places of a text hundreds of comparisons.
    rf"(?=[{_FIRST}])"
    rf"(?:(?<![一-鿿])((?:政府)?(?:{_spaced(GENERAL_WORDS)}))[ ]{{0,8}})?"
    rf"(?:{_spaced(LABELS)})"
)
_OPENINGS, _CLOSINGS = "[【〔〖(「『<《\"'“", "]】〕〗)」』>》\"'”"
_BEFORE = re.compile(
    r"(?:[ •·●■◆▪▫○◎□☆★※*+>#–—-]"
    r"|\(?(?:(?<![\d/-])\d{1,2}|[一二三四五六七八九十]{1,3})[).、．:]"
    r"|\([一二三四五六七八九十\d]{1,3}\)"
    r"|[①-⑳㈠-㈩⑴-⒇⒈-⒛])*"
    rf"[{re.escape(_OPENINGS)}]?[ ]*$"
)
_AFTER = re.compile(
    rf"[ ]*(?:\([^()]{{0,12}}\))?[ ]*([{re.escape(_CLOSINGS)}]?)"
    # A second name in English may follow: 索引号 Index No.:
    r"(?:[ ]*[A-Za-z][A-Za-z .'/]{0,30}(?=:))?"
    r"[ ]*([:=]+|—{1,2}|[.…]{2,}|→|_|-(?= )|)"
)
_AFTER_PLAIN = re.compile(r"[ ]*()([:=]+|—{1,2}|[.…]{2,}|)")
_CJK = re.compile(r"[一-鿿]")

_CONFIDENCE: dict[tuple[Edge, Edge], float] = {
    (Edge.BOUNDARY, Edge.SIGN): 0.95,
    (Edge.SPACE, Edge.SIGN): 0.9,
    (Edge.GLUED, Edge.SIGN): 0.75,
    (Edge.BOUNDARY, Edge.BOUNDARY): 0.9,
    (Edge.SPACE, Edge.BOUNDARY): 0.65,
    (Edge.GLUED, Edge.BOUNDARY): 0.5,
    (Edge.BOUNDARY, Edge.SPACE): 0.8,
    (Edge.SPACE, Edge.SPACE): 0.7,
    (Edge.BOUNDARY, Edge.GLUED): 0.6,
    (Edge.SPACE, Edge.GLUED): 0.5,
    (Edge.GLUED, Edge.SPACE): 0.3,
    (Edge.GLUED, Edge.GLUED): 0.4,
}


_TRAIL = re.compile(r"[>›»].*[>›»]|首页\s*[>›»]|(?:当前|您的|所在)位置|您现在的位置")
"""The way from the front page to this one; its channels have names like labels."""


def marks_of(line: Line, *, within: bool = False) -> tuple[Mark, ...]:
    """Return the labels of a line that can be told from words of running text.

    ``within`` says that the line before has labels too: a short one counts sooner then.
    """
    if len(line.text) > LONGEST_LINE or _TRAIL.search(line.folded):
        return ()
    found = _with_second_names(
        line.folded, (_mark(line.folded, match) for match in LABEL.finditer(line.folded))
    )
    signed = [mark for mark in found if mark.right is Edge.SIGN]
    kept: list[Mark] = []
    for at, mark in enumerate(found):
        following = found[at + 1].start if at + 1 < len(found) else len(line.text)
        value = cleaned(line.text[mark.end : following].split(CELL)[0])
        starts = within and mark.left is Edge.BOUNDARY and mark.right is Edge.SPACE
        if _counts(line, mark, value, kept, signed) or (starts and fits(mark.field, value)):
            kept.append(mark)
    return (*_unknown(line, kept),) if signed or not kept else tuple(kept)


def _with_second_names(folded: str, marks: Iterable[Mark | None]) -> list[Mark]:
    """Put a label and its second name together: 文号/文件编号."""
    found: list[Mark] = []
    for mark in marks:
        if mark is None:
            continue
        if found and folded[found[-1].end : mark.start].strip() == "/":
            confidence = _CONFIDENCE[found[-1].left, mark.right]
            found[-1] = evolve(found[-1], end=mark.end, right=mark.right, confidence=confidence)
        else:
            found.append(mark)
    return found


def _mark(folded: str, match: re.Match[str]) -> Mark | None:
    label = match[0].replace(" ", "")
    cell_start = folded.rfind(CELL, 0, match.start()) + 1
    before = _BEFORE.search(folded[max(cell_start, match.start() - 16) : match.start()])
    start = match.start() - len(before[0]) if before else match.start()
    bracketed = bool(before and before[0].rstrip()[-1:] and before[0].rstrip()[-1] in _OPENINGS)
    after = _AFTER.match(folded, match.end())
    end, right = match.end(), Edge.GLUED
    if after is not None and after[1] and not bracketed:
        after = _AFTER_PLAIN.match(folded, match.end())
    if after is not None:
        closed = bracketed and bool(after[1])
        if after[2] or closed:
            end, right = after.end(), Edge.SIGN
        elif bracketed:
            return None  # a word in brackets, such as a title that is quoted
        else:
            end = match.end()
            rest = folded[end:]
            stripped = rest.lstrip(" ")
            if not stripped or stripped[0] == CELL:
                right = Edge.BOUNDARY
            elif stripped is not rest and len(stripped) < len(rest):
                right = Edge.SPACE
    left = _left(folded, start, match.start(), cell_start)
    if left is Edge.GLUED and not bracketed:
        start = match.start()
    return Mark(
        label=label,
        field=field_of(match),
        start=start,
        end=end,
        left=left,
        right=right,
        confidence=_CONFIDENCE[left, right],
    )


def field_of(match: re.Match[str]) -> str | None:
    """Return the field of a match of ``LABEL``."""
    label = match[0].replace(" ", "")
    if label not in LABELS:
        label = label.removeprefix((match[1] or "").replace(" ", ""))
    return LABELS[label]


def _left(folded: str, start: int, label_start: int, cell_start: int) -> Edge:
    if start <= cell_start:
        return Edge.BOUNDARY
    between = folded[start:label_start]
    return Edge.SPACE if between or folded[start - 1] == " " else Edge.GLUED


def _counts(line: Line, mark: Mark, value: str, kept: list[Mark], signed: list[Mark]) -> bool:
    """Say whether a mark is a label here, by what stands around it."""
    if mark.left is Edge.GLUED:
        if _ends_another_label(line.folded, mark, kept):
            return False
        if not _may_be_glued(line.folded, mark, kept) and not _is_run_on(mark, value, kept):
            return False
    if mark.right is Edge.SIGN:
        return True
    if mark.right is Edge.BOUNDARY and mark.left is Edge.BOUNDARY:
        return True
    is_long = len(mark.label) > SHORT + 1
    if signed or (line.is_row and mark.left is not Edge.BOUNDARY):
        # A line that writes colons hardly drops them halfway.
        return is_long and bool(kept) and fits_well(mark.field, value)
    if mark.right is Edge.BOUNDARY:
        return is_long or (mark.left is Edge.SPACE and bool(kept))
    if mark.right is Edge.SPACE:
        if mark.left is Edge.GLUED:
            return is_long and bool(kept) and fits_well(mark.field, value)
        return _stands_before_value(mark, value) and (mark.left is Edge.BOUNDARY or bool(kept))
    is_led = mark.left is Edge.BOUNDARY or bool(kept)
    return is_led and (fits_well(mark.field, value) or _leads_glued(mark, value))


_WORD = re.compile(r"(?:^|[ \x1e])[ ]*([一-鿿]{1,4})$")


def _ends_another_label(folded: str, mark: Mark, kept: list[Mark]) -> bool:
    """Say whether a word before it makes it another label: 责任部门 in 公开责任部门."""
    word = _WORD.search(folded, 0, mark.start)
    if mark.right is not Edge.SIGN or word is None or (kept and kept[-1].end >= word.start(1)):
        return False
    return not is_body(word[1]) and not ends_like_a_title(word[1])


def _is_run_on(mark: Mark, value: str, kept: list[Mark]) -> bool:
    """Say whether a short label stands in a line that is all labels and values without gaps."""
    if mark.right is not Edge.GLUED or not any(other.right is Edge.GLUED for other in kept):
        return False
    return fits_well(mark.field, value) and (mark.field != "title" or "关于" in value)


def _leads_glued(mark: Mark, value: str) -> bool:
    """A long label that begins a short line may have its value right behind it."""
    is_long = mark.left is Edge.BOUNDARY and len(mark.label) > SHORT + 1
    return is_long and mark.field is not None and len(value) <= 20 and fits(mark.field, value)


def _stands_before_value(mark: Mark, value: str) -> bool:
    if not value:
        return True
    is_long = len(mark.label) > SHORT
    return (is_long and fits(mark.field, value)) or fits_well(mark.field, value)


def _may_be_glued(folded: str, mark: Mark, kept: list[Mark]) -> bool:
    """A short label is part of a word unless the line has shown that it is made of labels."""
    before = folded[: mark.start].rstrip()
    if not _CJK.search(before[-1:]) or len(mark.label) > SHORT:
        return True
    words = PART_OF_WORDS.get(mark.label, ())
    return mark.right is Edge.SIGN and bool(kept) and not before.endswith(words)


_STRANGER = re.compile(r"(?:(?<=^)|(?<=[\x1e ①-⑳、.)]))[ ]*([一-鿿][一-鿿()/ ]{0,14}?)[ ]*:")


def _unknown(line: Line, kept: list[Mark]) -> Iterator[Mark]:
    """Return the marks with labels that nobody knows, or that are cut, put between them."""
    strangers = [
        _stranger(line, match)
        for match in _STRANGER.finditer(line.folded)
        if not any(mark.start < match.end() and match.start(1) < mark.end for mark in kept)
        and not _is_in_title(line.folded, match.start(1), kept)
    ]
    yield from sorted((*kept, *strangers), key=lambda mark: mark.start)


def _is_in_title(folded: str, at: int, kept: list[Mark]) -> bool:
    """Say whether a colon behind a single space belongs to a title: 关于… 图解：…."""
    before = [mark for mark in kept if mark.end <= at]
    return bool(before) and before[-1].field == "title" and folded[max(0, at - 2) : at] != "  "


def _stranger(line: Line, match: re.Match[str]) -> Mark:
    label = squeezed(match[1])
    mark = Mark(
        label=label,
        field=None,
        start=match.start(1),
        end=match.end(),
        left=Edge.BOUNDARY,
        right=Edge.SIGN,
        confidence=0.3,
    )
    value = re.split(r"\s{2}|" + CELL, line.text[match.end() :].strip())[0]
    named = cut_label(label, cleaned(value))
    return evolve(mark, field=named, confidence=0.55) if named else mark


def cut_label(text: str, value: str = "") -> str | None:
    """Return the field that a label with lost characters stands for, if it can be only one.

    >>> cut_label("引号"), cut_label("发布机"), cut_label("文日期")
    ('index_number', 'issuing_body', 'sent_on')
    """
    if not text or text in LABELS or (len(text) < SHORT and not value):
        return None
    fields = {
        name
        for label, name in LABELS.items()
        if len(text) < len(label) <= len(text) + 2
        and (label.startswith(text) or label.endswith(text))
    }
    if value and (len(fields) > 1 or len(text) < SHORT):
        fields = {name for name in fields if fits_well(name, value)}
    if fields == {"made_on", SENT_ON}:
        return SENT_ON  # what stands beside it settles this one as well
    return fields.pop() if len(fields) == 1 else None


def is_only_labels(line: Line, marks: Iterable[Mark]) -> bool:
    """Say whether nothing but labels stands in a line."""
    rest = line.folded
    for mark in sorted(marks, key=lambda mark: mark.start, reverse=True):
        rest = rest[: mark.start] + rest[mark.end :]
    return not squeezed(rest.replace(CELL, ""))
