"""Bounds for what was not announced: counts over every way in which a year may be arranged.

Breaks are arranged independently of one another, so the most and the fewest working days up to
a day are sums over breaks of the most and the fewest that each leaves. The first day on which
the most reach a count is the earliest day it can end on, and likewise the latest.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from opengov.errors import NotAnnouncedError
from opengov.workdays import arrangement
from opengov.workdays.festivals import LAST_YEAR
from opengov.workdays.notice import SATURDAY
from opengov.workdays.statutory import order_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.workdays.arrangement import Choice, Pattern
    from opengov.workdays.table import Table

_HORIZON = date(LAST_YEAR, 1, 1).toordinal()


class Outlook:
    """What may come after the final days of a table, by what is known on ``known_on``."""

    def __init__(self, table: Table, *, known_on: date | None) -> None:
        self._table = table
        self._known_on = known_on
        self._last_final = table.final_through.toordinal()
        self._curves = lru_cache(maxsize=64)(self._curve)

    def bounds_after(self, start: date, count: int) -> tuple[date, date]:
        """Return the earliest and the latest ``count``-th working day after ``start``."""
        begin, settled = start.toordinal(), 0
        if begin < self._last_final:
            settled = self._settled_after(start)
            begin = self._last_final
        curve = self._curves(begin)
        return curve.first_with(count - settled)

    def _settled_after(self, start: date) -> int:
        return len(self._table.days) - 1 - self._table.ranks[start]

    def counted(self, start: date, end: date) -> tuple[int, int]:
        """Return the fewest and the most working days after ``start`` up to ``end``."""
        begin, settled = start.toordinal(), 0
        if begin < self._last_final:
            settled = self._settled_after(start)
            begin = self._last_final
        fewest, most = self._curves(begin).counts(end.toordinal())
        return settled + fewest, settled + most

    def bounds_before(self, end: date, count: int) -> tuple[date, date]:
        """Return the earliest and the latest ``count``-th working day before ``end``."""
        yesterday = end - timedelta(days=1)
        found: list[date] = []
        # The latest day is the last one from which the most can be `count`, the earliest the
        # last one from which even the fewest are.
        day = yesterday
        for extreme in (1, 0):
            while self.counted(day - timedelta(days=1), yesterday)[extreme] < count:
                day -= timedelta(days=1)
            found.append(day)
        return found[1], found[0]

    def _curve(self, begin: int) -> Curve:
        return Curve(begin, self._table, self._known_on)


Counts = tuple[tuple[int, ...], tuple[int, ...]]
"""The most and the fewest working days up to each day."""


def _is_weekend(ordinal: int) -> bool:
    return date.fromordinal(ordinal).weekday() >= SATURDAY


class Curve:
    """The most and the fewest working days after the day ``begin``, day by day.

    Years are added as they are asked for.
    """

    def __init__(self, begin: int, table: Table, known_on: date | None) -> None:
        self._begin = begin
        self._table = table
        self._known_on = known_on
        self._counts: Counts = ((0,), (0,))

    def first_with(self, count: int) -> tuple[date, date]:
        """Return the first days on which the most, and the fewest, reach ``count``."""
        counts = self._counts
        while counts[1][-1] < count:
            counts = self._with_next_year(counts)
        most, fewest = counts
        return (
            date.fromordinal(self._begin + bisect_left(most, count)),
            date.fromordinal(self._begin + bisect_left(fewest, count)),
        )

    def counts(self, day: int) -> tuple[int, int]:
        """Return the fewest and the most working days up to the day of that ordinal."""
        counts = self._counts
        while self._begin + len(counts[0]) <= day:
            counts = self._with_next_year(counts)
        most, fewest = counts
        return fewest[day - self._begin], most[day - self._begin]

    def _with_next_year(self, counts: Counts) -> Counts:
        """Add the days up to the end of the year that comes next, or is under way.

        What is kept is replaced as a whole, so that two threads can count at once.
        """
        first = self._begin + len(counts[0])
        if first >= _HORIZON:
            raise NotAnnouncedError(
                f"days after {LAST_YEAR - 1} are too far away to say whether they are worked.",
                where="calendar",
                remedy="Ask for an earlier day.",
            )
        year = date.fromordinal(first).year
        changes = self._changes(year)
        eve = arrangement.eve_of_spring(year).toordinal()
        may_lose = 0 if self._is_announced(year) else arrangement.EXTRA_DAYS_OFF
        # What is worked in exchange adds nothing to a count that saw the day off before.
        may_gain = arrangement.EXTRA_DAYS_WORKED if may_lose and self._begin >= eve else 0
        most, fewest = [*counts[0]], [*counts[1]]
        for ordinal in range(first, date(year, 12, 31).toordinal() + 1):
            worked = self._table.is_worked(date.fromordinal(ordinal))
            more, fewer = changes.get(ordinal, (0, 0))
            at_most, at_least = worked + more, worked + fewer
            if may_gain and not at_most and _is_weekend(ordinal):
                at_most, may_gain = 1, may_gain - 1
            if may_lose and at_least and ordinal >= eve:
                at_least, may_lose = 0, may_lose - 1
            most.append(most[-1] + at_most)
            fewest.append(fewest[-1] + at_least)
        self._counts = tuple(most), tuple(fewest)
        return self._counts

    def _is_announced(self, year: int) -> bool:
        return year <= self._table.final_through.year

    def _changes(self, year: int) -> dict[int, tuple[int, int]]:
        """Return what the breaks of ``year`` do, at most and at least, to each day."""
        found: dict[int, tuple[int, int]] = {}
        for choice in self._choices(year):
            for ordinal, more, fewer in self._steps(choice):
                so_far = found.get(ordinal, (0, 0))
                found[ordinal] = so_far[0] + more, so_far[1] + fewer
        return found

    def _choices(self, year: int) -> tuple[Choice, ...]:
        order = order_for(year + 1, known_on=self._known_on)
        if order.first_year < arrangement.FIRST_YEAR:
            raise NotAnnouncedError(
                f"how {year + 1} might be arranged was not known before the order of 2007.",
                where="calendar",
                remedy="Ask by what was known later.",
            )
        ahead = arrangement.new_year(year + 1)
        if self._is_announced(year):
            return (ahead,)
        order = order_for(year, known_on=self._known_on)
        return (*arrangement.choices(year, order), ahead)

    def _steps(self, choice: Choice) -> Iterator[tuple[int, int, int]]:
        """Walk the days that a break may change: how the most and the fewest change on each."""
        patterns = [self._open_part(pattern) for pattern in choice]
        totals = [0] * len(patterns)
        most = fewest = 0
        for ordinal in sorted({ordinal for pattern in patterns for ordinal in pattern}):
            totals = [
                total + pattern.get(ordinal, 0)
                for total, pattern in zip(totals, patterns, strict=True)
            ]
            yield ordinal, max(totals) - most, min(totals) - fewest
            most, fewest = max(totals), min(totals)

    def _open_part(self, pattern: Pattern) -> dict[int, int]:
        """Return what a pattern changes after ``begin``, save days on which we know better."""
        return {
            ordinal: change
            for ordinal, change in pattern
            if ordinal > self._begin and date.fromordinal(ordinal) not in self._table.changes
        }
