"""Replaying the past: on how many days was a due date honestly computed that later moved?

For each start day the limit is counted by what was known on that very day, and again by all
that is known now. A date that was confirmed and moved was moved by a notice that amended. One
that was provisional gave bounds; beside it stands what a plain guess would have done, which
takes every day that nobody has announced for what its weekday says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.workdays.counting import bounds_after
from opengov.workdays.notice import SATURDAY

if TYPE_CHECKING:
    from opengov.workdays.calendar import Calendar


@frozen(kw_only=True)
class Replay:
    """How the dates of one limit fared, over every start day from ``first`` to ``last``.

    ``moved`` counts confirmed dates that moved later, and ``movers`` by which notice. Of the
    ``provisional`` ones ``outside`` fell outside their bounds. Had open days been taken for what
    their weekday says, ``december_moved`` dates in a December that was announced but not final
    would have moved, and ``guess_moved`` in a year of which nothing was announced.
    ``unresolved`` are start days whose date is still not final.
    """

    count: int
    first: date
    last: date
    starts: int
    confirmed: int
    moved: int
    provisional: int
    outside: int
    december_moved: int
    guess_moved: int
    unresolved: int
    widest: int
    """The most days that lay between the bounds."""
    movers: Mapping[str, int] = field(factory=dict)

    @property
    def moved_or_guessed_wrong(self) -> int:
        """The start days whose date would have moved if open days were guessed by weekday."""
        return self.moved + self.december_moved + self.guess_moved


def replay(calendar: Calendar, *, first: date, last: date, count: int) -> Replay:
    """Count ``count`` working days from every day, as known on it, and compare with now."""
    tally: Counter[str] = Counter()
    movers: Counter[str] = Counter()
    widest = 0
    for start in _days(first, last):
        known = calendar.known_by(start)
        earliest, latest = bounds_after(start, count, calendar=known)
        final = bounds_after(start, count, calendar=calendar)
        if final[1] > calendar.final_through:
            tally["unresolved"] += 1
            continue
        if latest <= known.final_through:
            tally["confirmed"] += 1
            if final[1] != latest:
                tally["moved"] += 1
                movers[_mover(start, known, calendar, max(latest, final[1]))] += 1
            continue
        tally["provisional"] += 1
        tally["outside"] += not earliest <= final[1] <= latest
        guess = _guess(start, count, known)
        if guess != final[1]:
            tally["december" if guess <= known.announced_through else "guess"] += 1
        widest = max(widest, (latest - earliest).days)
    return Replay(
        count=count,
        first=first,
        last=last,
        starts=(last - first).days + 1,
        confirmed=tally["confirmed"],
        moved=tally["moved"],
        provisional=tally["provisional"],
        outside=tally["outside"],
        december_moved=tally["december"],
        guess_moved=tally["guess"],
        unresolved=tally["unresolved"],
        widest=widest,
        movers=dict(movers),
    )


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _mover(start: date, known: Calendar, now: Calendar, last: date) -> str:
    """Name the notice that changed a day between the start and the last day."""
    return next(
        str(found.source)
        for day in _days(start, last)
        if (found := now.day(day)).is_workday != known.day(day).is_workday
    )


def _guess(start: date, count: int, known: Calendar) -> date:
    changes = known.table.changes
    day = start
    while count:
        day += timedelta(days=1)
        change = changes.get(day)
        count -= change[0].is_worked if change else day.weekday() < SATURDAY
    return day
