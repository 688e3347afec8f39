"""Half-open periods of days."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

from opengov.domain.time import is_day
from opengov.errors import InvalidValueError


@frozen
class Period:
    """The days from ``start`` up to, not including, ``end``; open where ``end`` is ``None``.

    >>> Period(date(2008, 5, 1), date(2019, 5, 15)).covers(date(2019, 5, 15))
    False
    """

    start: date = field(validator=is_day)
    end: date | None = field(default=None, validator=is_day)

    @end.validator
    def _end_after_start(self, _attribute: object, end: date | None) -> None:
        if end is not None and end <= self.start:
            what = f"a period cannot end on {end} when it starts on {self.start}."
            raise InvalidValueError(
                what, where="Period", remedy="The end is the first day outside; put it later."
            )

    def covers(self, day: date) -> bool:
        """Say whether ``day`` lies within."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        """Say whether one day at least lies within both."""
        return (self.end is None or other.start < self.end) and (
            other.end is None or self.start < other.end
        )
