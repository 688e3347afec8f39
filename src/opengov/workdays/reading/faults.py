"""The faults of a notice, gathered while it is read."""

from __future__ import annotations

from attrs import define, field

from opengov.errors import NoticeError
from opengov.workdays.reading.text import FoldedText, Place


@define
class Faults:
    """What cannot be right in a text, each with its place and words."""

    copy: FoldedText
    found: list[NoticeError] = field(factory=list)
    _known: set[tuple[Place, str]] = field(factory=set)

    def add(self, place: Place, what: str, remedy: str) -> None:
        """Note a fault; ``what`` goes on after the quoted words."""
        if (place, what) in self._known:
            return
        self._known.add((place, what))
        start, end = place
        self.found.append(
            NoticeError(
                f"“{self.copy.quote(start, end)}” {what}",
                where=f"line {self.copy.line(start)}",
                remedy=remedy,
            )
        )
