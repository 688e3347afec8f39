"""Where on a page the metadata stands: runs of lines that carry labels."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from opengov.intake.fold import squeezed
from opengov.intake.marks import Mark, is_only_labels, marks_of
from opengov.intake.shapes import ends_like_a_title, is_body, is_document_number, is_index_number
from opengov.intake.values import is_day_alone
from opengov.intake.vocabulary import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opengov.intake.page import Line, Page

MOST_STRAYS = 3
"""How many lines without a label may stand between two lines with one."""

MOST_LINES = 200
"""A run of more lines with labels is cut: no block is so long."""

_PROSE = re.compile(r"[。；！？]|[，,].{8,}[，,]")


@frozen(slots=False)
class Block:
    """A run of lines with labels, with the marks of each line by its number on the page."""

    lines: Sequence[Line]
    """All lines of the page."""
    marks: dict[int, tuple[Mark, ...]]

    @cached_property
    def first(self) -> int:
        """The number of the first line with a label."""
        return min(self.marks)

    @cached_property
    def last(self) -> int:
        """The number of the last line with a label."""
        return max(self.marks)

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields that its labels name."""
        return frozenset(
            mark.field for found in self.marks.values() for mark in found if mark.field
        )

    def ends_open(self, number: int) -> bool:
        """Say whether the last label of a line has nothing behind it in the line."""
        marks = self.marks.get(number, ())
        if not marks or self.lines[number].is_row:
            return False
        return not squeezed(self.lines[number].text[marks[-1].end :])

    def next_line(self, number: int) -> int | None:
        """Return the next line that is not blank."""
        following = range(number + 1, min(number + 4, len(self.lines)))
        return next((at for at in following if not self.lines[at].is_blank), None)


def blocks_of(page: Page) -> list[Block]:
    """Return the blocks of a page, the one that says most first, then in their order.

    An index number weighs more than other fields: no document quotes that of another.
    """
    found = [Block(page.lines, marks) for marks in _runs(page.lines)]
    found = [block for block in found if block.fields]
    if all(len(block.fields) < 2 for block in found):
        found += _bare(page.lines)
    return sorted(found, key=lambda block: (-_weight(block), block.first))


def _weight(block: Block) -> int:
    return len(block.fields) + 2 * ("index_number" in block.fields)


_BARE = (is_index_number, is_document_number, is_day_alone, is_body)


def _bare(lines: Sequence[Line]) -> Iterator[Block]:
    """Return the block that has lost all its labels: an index number and two more such values."""
    found = [at for at, line in enumerate(lines) if any(map(is_index_number, line.cells))]
    if len({lines[at].text for at in found}) != 1:
        return  # none, or a catalogue of several documents
    first = last = found[0]
    while first > 0 and is_bare_value(lines[first - 1]):
        first -= 1
    while last + 1 < len(lines) and is_bare_value(lines[last + 1]):
        last += 1
    cells = [cell for line in lines[first : last + 1] for cell in line.cells]
    kinds = {kind for kind in _BARE if any(map(kind, cells))}
    if len(kinds) >= 3:
        yield Block(lines, {first: (), last: ()})


def is_bare_value(line: Line) -> bool:
    """Say whether every cell of a line is shaped like a value that needs no label."""
    return not line.is_blank and all(any(kind(cell) for kind in _BARE) for cell in line.cells)


def _runs(lines: Sequence[Line]) -> Iterator[dict[int, tuple[Mark, ...]]]:
    run: dict[int, tuple[Mark, ...]] = {}
    strays = 0
    for number, line in enumerate(lines):
        if line.is_blank:
            continue
        marks = marks_of(line, within=number - 1 in run)
        if len(run) >= MOST_LINES:
            yield run
            run = {}
        if _belongs(line, marks, begun=bool(run)) and not _heads_a_list(lines, number, marks):
            run[number] = marks
            strays = 0
        elif run and not _awaits_value(lines, run, number):
            strays += 1
            if strays > MOST_STRAYS or _ends_block(line, run):
                yield run
                run, strays = {}, 0
    if run:
        yield run


def _belongs(line: Line, marks: tuple[Mark, ...], *, begun: bool) -> bool:
    """Say whether a line with labels is part of a block; unknown ones must at least have values."""
    if any(mark.label in LABELS or mark.field for mark in marks):
        return begun or any(mark.field for mark in marks) or is_only_labels(line, marks)
    return begun and bool(marks) and not is_only_labels(line, marks)


def _heads_a_list(lines: Sequence[Line], number: int, marks: tuple[Mark, ...]) -> bool:
    """Say whether labels head a list in the text, such as one of repealed documents."""
    line = lines[number]
    if len(marks) < 2 or not is_only_labels(line, marks):
        return False
    rows = lines[number + 1 : number + 3]
    return marks[0].label == "序号" or (
        line.is_row
        and len(rows) == 2
        and all(len(row.cells) == len(line.cells) and not marks_of(row) for row in rows)
    )


def _awaits_value(lines: Sequence[Line], run: dict[int, tuple[Mark, ...]], number: int) -> bool:
    before = number - 1
    return before in run and not squeezed(lines[before].text[run[before][-1].end :])


def _ends_block(line: Line, run: dict[int, tuple[Mark, ...]]) -> bool:
    """Running text ends a block; so does the heading of the document behind it."""
    if len(line.text) > 30 and _PROSE.search(line.folded):
        return True
    fields = {mark.field for marks in run.values() for mark in marks if mark.field}
    last = run[next(reversed(run))]
    return (
        len(fields) > 1
        and not any(mark.field == "title" for mark in last)
        and ends_like_a_title(line.text)
    )
