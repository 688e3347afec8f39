"""Counting back from an event: the last day on which something is early enough.

Counting forward protects those who must act; counting back protects those who wait for the
event, such as the participants of a hearing. So a last day off moves earlier, never later.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, assert_never

from attrs import field, frozen

from opengov.domain.time import is_day
from opengov.errors import InvalidValueError
from opengov.workdays.arithmetic import BEFORE, counted_from, elapsed, falls_on
from opengov.workdays.calendar import Calendar, civil
from opengov.workdays.counting import ONE_DAY, bounds_before
from opengov.workdays.due_date import (
    LedgerDay,
    Provisional,
    known_or_open,
    overlays_within,
    provisional,
)
from opengov.workdays.limit import (
    CalendarDays,
    FixedDate,
    Hours,
    LastDay,
    Limit,
    Months,
    Workdays,
    Years,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@frozen(kw_only=True)
class LatestBefore:
    """The last day on which something is early enough before ``event``.

    Where a notice to come may still move it, it lies between ``earliest`` and ``latest``, and
    ``provisional`` says why; ``earliest`` is safe. Not a ``Due``: that one comes after its start.
    """

    event: date | datetime
    limit: Limit
    earliest: date = field(validator=is_day)
    latest: date = field(validator=is_day)
    at: datetime | None = None
    """The last moment, where the limit is in hours."""
    provisional: Provisional | None = None
    overlays: tuple[str, ...] = ()
    _days: Calendar | tuple[LedgerDay, ...] = field(alias="ledger", eq=False, repr=False)

    @property
    def on(self) -> date:
        """The last day; where it needs days that are not announced a ``NotAnnouncedError``.

        Where only the last December is open, there is an answer if it can only be one.
        """
        if self.provisional is None:
            return self.latest
        return self.provisional.only(self.earliest, self.latest, looked_at=self.event_day - ONE_DAY)

    @property
    def is_confirmed(self) -> bool:
        """Whether every day of the count is final."""
        return self.provisional is None

    @property
    def event_day(self) -> date:
        """The day of the event, which is not counted."""
        return civil(self.event)

    @property
    def ledger(self) -> tuple[LedgerDay, ...]:
        """Every day from the last in time up to the day before the event, in their order.

        Made when it is read. The numbers count back from the event, so they fall from day to
        day. A working day has none where a day between it and the event is not announced.
        """
        if isinstance(self._days, tuple):
            return self._days
        return tuple(_ledger(self, self._days))[::-1]


def latest_before(limit: Limit, *, event: date | datetime, calendar: Calendar) -> LatestBefore:
    """Count ``limit`` back from ``event``, whose day is not counted.

    Seven days before a hearing on the 20th is the 13th (国务院令第713号, art. 16). In working days
    it is the working day of that number before. In calendar days, months and years a last day
    off moves to the working day before it, where the limit says ``LastDay.MOVES``: moving it
    later would shorten the time that the norm protects. A month before 31 March is the last of
    February; a month before 28 February is 28 January. Hours need a moment with a zone; with
    ``FirstHour.SKIPPED`` the hour in which the event falls is not counted.

    A ``FixedDate`` cannot be counted back: an ``InvalidValueError``. Days before the calendar
    begins are a ``NotAnnouncedError``.

    >>> from opengov.workdays import announced_calendar
    >>> limit = CalendarDays(7, last_day=LastDay.STAYS)
    >>> latest_before(limit, event=date(2019, 11, 20), calendar=announced_calendar()).on
    datetime.date(2019, 11, 13)
    """
    match limit:
        case Workdays():
            day = civil(event)
            bounds = bounds_before(day, limit.count, calendar=calendar)
            # The days up to the one before the event must be final.
            return _latest(limit, event, bounds, calendar, looked_at=day - ONE_DAY)
        case Hours():
            at = elapsed(limit, counted_from(limit, event, BEFORE), BEFORE)
            day = civil(at)
            return LatestBefore(
                event=event, limit=limit, earliest=day, latest=day, at=at, ledger=calendar
            )
        case CalendarDays() | Months() | Years():
            last = falls_on(limit, civil(event), BEFORE)
            if limit.last_day is LastDay.STAYS:
                return _latest(limit, event, (last, last), calendar, looked_at=date.min)
            # The last working day up to `last` is the first before the day after it.
            bounds = bounds_before(last + ONE_DAY, 1, calendar=calendar)
            return _latest(limit, event, bounds, calendar, looked_at=last)
        case FixedDate():
            raise InvalidValueError(
                f"a fixed date is not counted back from an event: {limit}.",
                where="latest_before",
                remedy="Give a number of days, working days, months, years or hours.",
            )
        case _:
            assert_never(limit)


def _latest(
    limit: Limit,
    event: date | datetime,
    bounds: tuple[date, date],
    calendar: Calendar,
    *,
    looked_at: date,
) -> LatestBefore:
    is_open = limit != Workdays(0) and looked_at > calendar.final_through
    return LatestBefore(
        event=civil(event),
        limit=limit,
        earliest=bounds[0],
        latest=bounds[1],
        provisional=provisional(calendar, looked_at) if is_open else None,
        overlays=overlays_within(bounds[0] - ONE_DAY, looked_at, calendar),
        ledger=calendar,
    )


def _ledger(found: LatestBefore, calendar: Calendar) -> Iterator[LedgerDay]:
    """List the days that the limit looks at, from the event back, and number what it counts."""
    days = _days_before(found.event_day, found.earliest)
    match found.limit:
        case Workdays():
            only_one = found.earliest == found.latest
            through = calendar.announced_through if only_one else calendar.final_through
            sure = found.event_day - ONE_DAY <= through
            number = 0
            for day in days:
                known = known_or_open(day, calendar)
                counts = known.is_workday and sure
                number += counts
                yield LedgerDay(day=known, number=number if counts else None)
        case CalendarDays():
            for number, day in enumerate(days, 1):
                counted = number if number <= found.limit.count else None
                yield LedgerDay(day=known_or_open(day, calendar), number=counted)
        case Months() | Years():
            last = falls_on(found.limit, found.event_day, BEFORE)
            for day in _days_before(last + ONE_DAY, found.earliest):
                yield LedgerDay(day=known_or_open(day, calendar), number=None)
        case Hours() | FixedDate():
            return
        case _:
            assert_never(found.limit)


def _days_before(end: date, first: date) -> Iterator[date]:
    return (end - timedelta(days=n) for n in range(1, (end - first).days + 1))
