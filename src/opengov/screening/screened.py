"""A text while it is screened: folded, with its table, and what was found so far."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from opengov.screening.finding import Found
from opengov.screening.folding import Folded
from opengov.screening.labels import Label, label_before
from opengov.screening.passage import Passage, PlaceKind
from opengov.screening.table import Table


class Screened:
    """What detectors are given: ``text`` is the folded text, in whose characters they count.

    ``today`` bounds the days of birth in identity numbers. ``found`` is what the detectors before
    found, in places of the text as it was handed in.
    """

    def __init__(self, passage: Passage, today: date) -> None:
        self.passage = passage
        self.today = today
        self.folded = Folded(passage.text, is_table=passage.is_table)
        self.text = self.folded.text
        self.found: list[Found] = []

    @property
    def is_file_name(self) -> bool:
        """Whether the text is the name of a file."""
        return self.passage.place.kind is PlaceKind.FILE_NAME

    @cached_property
    def table(self) -> Table | None:
        """The rows and heads of the text, where it is a table."""
        return Table(self.text) if self.passage.is_table else None

    def label(self, at: int) -> Label | None:
        """Return what the words before ``at`` call it, else the head of its column."""
        before = label_before(self.text, at)
        return before if before or not self.table else self.table.label_at(at)
