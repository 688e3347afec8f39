"""Layout readers: each knows one way of setting labels and values, and proposes what it sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs
from attrs import evolve, frozen

from opengov.intake.block import Block, is_bare_value
from opengov.intake.fold import CELL, squeezed
from opengov.intake.marks import Edge, is_only_labels
from opengov.intake.partings import field_named, led, parted
from opengov.intake.shapes import (
    ends_like_a_title,
    fits,
    fits_well,
    is_body,
    is_document_number,
    is_index_number,
)
from opengov.intake.values import cleaned, unnumbered
from opengov.intake.vocabulary import DAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from opengov.intake.marks import Mark


@frozen(kw_only=True)
class Proposal:
    """A value that a reader sees for a field.

    ``field`` is ``None`` where the item has none for the label. ``confidence`` is between 0
    and 1, ``line`` counts from 1.
    """

    field: str | None
    label: str
    value: str
    confidence: float
    reader: str
    line: int
    used: frozenset[int] = attrs.field(default=frozenset(), repr=False)
    """The lines, from 0, that the value was taken from."""


def in_line(block: Block) -> Iterator[Proposal]:
    """Read values that stand behind their labels, in the same line or the next cell."""
    for number, marks in block.marks.items():
        text = block.lines[number].text
        for at, mark in enumerate(marks):
            end = marks[at + 1].start if at + 1 < len(marks) else len(text)
            parts = [cleaned(part) for part in text[mark.end : end].split(CELL)]
            value = next((part for part in parts if part), "")
            if not value:
                continue
            whole, behind = parted(mark.field, value)
            proposal = _proposal(mark, whole, mark.confidence, "in-line", number, number)
            is_last = at + 1 == len(marks) and not behind
            yield _continued(block, proposal) if is_last and mark.field == "title" else proposal
            yield from _run_on(behind, number)


def _run_on(text: str, number: int) -> Iterator[Proposal]:
    """Read what runs on behind a value: a value with its label or by its shape, or a remainder."""
    while text:
        label, value = led(text)
        named = field_named(label, value) if label else _shaped(text)
        value, text = parted(named, value)
        if value:
            yield _bare(named, label, value, 0.5 if label else 0.4, number)


def _continued(block: Block, title: Proposal) -> Proposal:
    """Add the lines that a title runs on over, as far as the block goes on behind them."""
    used = set(title.used)
    text = title.value
    number = max(used) + 1
    while number < block.last and number not in block.marks and not ends_like_a_title(text):
        if block.lines[number].is_blank or block.lines[number].is_row:
            break
        text += cleaned(block.lines[number].text)
        used.add(number)
        number += 1
    if not ends_like_a_title(text):
        return title
    return evolve(title, value=text, used=frozenset(used))


def below(block: Block) -> Iterator[Proposal]:
    """Read values that stand on the line below their label."""
    alternating = _is_alternating(block)
    columns = {number for run in _columns(block) for number, _ in run}
    for number in block.marks:
        is_head = len(block.marks[number]) > 1 and is_only_labels(
            block.lines[number], block.marks[number]
        )
        if is_head or not block.ends_open(number) or number in columns:
            continue
        mark = block.marks[number][-1]
        value_at = _value_below(block, number)
        if value_at is None:
            continue
        line = block.lines[value_at]
        marks = block.marks.get(value_at, ())
        is_led = bool(marks) and marks[0].left is not Edge.BOUNDARY
        value = cleaned(line.text[: marks[0].start] if is_led else line.text)
        value, behind = parted(mark.field, value)
        if not alternating and not _is_at_home(block, mark.field, value, value_at):
            continue
        if value and fits(mark.field, value):
            confidence = 0.9 * mark.confidence
            proposal = _proposal(mark, value, confidence, "below", number, value_at)
            is_title = mark.field == "title" and not behind
            yield _continued(block, proposal) if is_title else proposal
            yield from _run_on(behind, value_at)


def _is_at_home(block: Block, name: str | None, value: str, value_at: int) -> bool:
    """Say whether a value below its label can be told where other values stand behind theirs."""
    if name in DAYS or name in {"index_number", "document_number"}:
        return fits_well(name, value)
    # An empty label may come before the heading: labels go on behind a value, not behind that.
    is_inside = value_at + 1 in block.marks
    if name in {"title", "issuing_body"}:
        return is_inside and fits_well(name, value)
    return is_inside and not ends_like_a_title(value) and not is_body(value)


def _value_below(block: Block, number: int) -> int | None:
    """Return the line below a label if it can be its value: no label, and not too far away."""
    value_at = block.next_line(number)
    if value_at is None:
        return None
    if value_at - number > 1 and not _crosses_blanks(block):
        return None
    marks = block.marks.get(value_at, ())
    starts_with_label = bool(marks) and marks[0].left is Edge.BOUNDARY
    # 图解：关于… below 标题 is a title with a colon in it.
    is_stranger = starts_with_label and marks[0].field is None and marks[0].confidence < 0.5
    if is_stranger and block.marks[number][-1].field == "title" and len(marks) == 1:
        return value_at if squeezed(block.lines[value_at].text[marks[0].end :]) else None
    return None if starts_with_label else value_at


def _is_alternating(block: Block) -> bool:
    """Say whether values stand below rather than behind: more labels with a fitting line below."""
    behind = sum(1 for _ in in_line(block))
    under = 0
    for number in block.marks:
        value_at = block.next_line(number) if block.ends_open(number) else None
        if value_at is None or value_at in block.marks:
            continue
        mark, value = block.marks[number][-1], cleaned(block.lines[value_at].text)
        under += bool(value) and mark.field is not None and fits(mark.field, value)
    return under > behind or (under == behind and under > 0)


def _crosses_blanks(block: Block) -> bool:
    """Say whether blank lines stand between labels and values as a habit of the page."""
    crossed = 0
    for number in block.marks:
        value_at = block.next_line(number) if block.ends_open(number) else None
        if value_at is not None and value_at - number > 1 and value_at not in block.marks:
            mark = block.marks[number][-1]
            crossed += fits_well(mark.field, cleaned(block.lines[value_at].text))
    return crossed >= 2


def beside_columns(block: Block) -> Iterator[Proposal]:
    """Read a column of labels that is followed by the column of their values."""
    for run in _columns(block):
        for number, value_at in run:
            mark = block.marks[number][-1]
            value = cleaned(block.lines[value_at].text)
            if value:
                yield _proposal(mark, value, 0.8, "columns", number, value_at)


def _columns(block: Block) -> Iterator[list[tuple[int, int]]]:
    """Return runs of three or more bare labels and as many values behind them, if each fits."""
    labels: list[int] = []
    for number in [*sorted(block.marks), block.last + 2]:
        is_bare = block.ends_open(number) and len(block.marks[number]) == 1
        if is_bare and (not labels or number == labels[-1] + 1):
            labels.append(number)
            continue
        pairs = _paired(block, labels)
        if pairs:
            yield pairs
        labels = [number] if is_bare else []


def _paired(block: Block, labels: list[int]) -> list[tuple[int, int]]:
    if len(labels) < 3:
        return []
    values = range(labels[-1] + 1, labels[-1] + 1 + len(labels))
    if values[-1] >= len(block.lines) or any(at in block.marks for at in values):
        return []
    pairs = list(zip(labels, values, strict=True))
    fitting = [
        (block.marks[number][-1].field, cleaned(block.lines[at].text)) for number, at in pairs
    ]
    typed = sum(fits_well(name, value) for name, value in fitting)
    return pairs if typed >= 2 and all(fits(name, value) for name, value in fitting) else []


_GAPS = re.compile(r"\x1e|[ \u3000\xa0]+")


def under_heads(block: Block) -> Iterator[Proposal]:
    """Read a row of labels that is followed by the row of their values."""
    for number, marks in block.marks.items():
        value_at = block.next_line(number)
        if len(marks) < 2 or value_at is None or value_at in block.marks:
            continue
        heads, values = block.lines[number], block.lines[value_at]
        if squeezed(_without(heads.text, marks).replace(CELL, "")):
            continue
        if values.is_row:
            cells = [cleaned(cell) for cell in values.cells]
            by_cell = {heads.text.count(CELL, 0, mark.start + 1): mark for mark in marks}
            # The start of a mark may lie on the separator before its cell.
            pairs = [(by_cell.get(at), cell) for at, cell in enumerate(cells)]
        else:
            parts = [cleaned(part) for part in _GAPS.split(values.text.strip()) if part]
            if len(parts) != len(marks):
                continue
            pairs = list(zip(marks, parts, strict=True))
        for mark, value in pairs:
            if mark is not None and value and fits(mark.field, value):
                yield _proposal(mark, value, 0.85, "heads", number, value_at)


def _without(text: str, marks: tuple[Mark, ...]) -> str:
    for mark in reversed(marks):
        text = text[: mark.start] + text[mark.end :]
    return text


_SHAPES: dict[str, tuple[Callable[[str], bool], float]] = {
    "index_number": (is_index_number, 0.5),
    "document_number": (is_document_number, 0.45),
    "issuing_body": (is_body, 0.3),
}


def by_shape(block: Block) -> Iterator[Proposal]:
    """Read values whose label is missing or cut, by what they look like, in and at the block."""
    first = block.first
    while first > 0 and is_bare_value(block.lines[first - 1]):
        first -= 1
    for number in range(first, min(block.last + 2, len(block.lines))):
        if block.marks.get(number):
            continue
        line = block.lines[number]
        inside = block.first <= number <= block.last
        previous = ""
        for cell in map(unnumbered, map(cleaned, line.cells)):
            label, value = led(cell) if inside else ("", cell)
            if not label:
                label, value = previous, cell
            named = field_named(squeezed(label), value) if label else None
            if named and fits_well(named, value):
                yield _bare(named, label, value, 0.5, number)
            elif (name := _shaped(cell)) and (inside or _is_outside(block, name)):
                yield _bare(name, "", cell, _SHAPES[name][1], number)
            previous = cell


def _is_outside(block: Block, name: str) -> bool:
    """Say whether a value at the edge can belong to a block: its label must be the missing one."""
    return name != "issuing_body" and name not in block.fields


def _shaped(text: str) -> str | None:
    """Return the field that a value without a label is for, by what it looks like."""
    return next((name for name, (is_shaped, _) in _SHAPES.items() if is_shaped(text)), None)


def _bare(name: str | None, label: str, value: str, confidence: float, number: int) -> Proposal:
    return Proposal(
        field=name,
        label=label,
        value=value,
        confidence=confidence,
        reader="shape",
        line=number + 1,
        used=frozenset({number}),
    )


def _proposal(
    mark: Mark, value: str, confidence: float, reader: str, number: int, value_at: int
) -> Proposal:
    return Proposal(
        field=mark.field,
        label=mark.label,
        value=value,
        confidence=round(confidence, 3),
        reader=reader,
        line=number + 1,
        used=frozenset({number, value_at}),
    )


READERS = (in_line, below, beside_columns, under_heads, by_shape)
"""The layouts that are known; a new one is a new function here."""
