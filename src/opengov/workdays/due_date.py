"""The due date that a limit and a start give: confirmed or provisional, with its ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import assert_never

from attrs import field, frozen

from opengov.domain.text import Message
from opengov.domain.time import is_day
from opengov.errors import NotAnnouncedError
from opengov.workdays.arithmetic import AFTER, counted_from, days_within, elapsed, falls_on
from opengov.workdays.calendar import Calendar, civil
from opengov.workdays.counting import bounds_after, bounds_between
from opengov.workdays.day import CalendarDay, DayKind
from opengov.workdays.festivals import FIRST_YEAR, LAST_YEAR
from opengov.workdays.limit import (
    CalendarDays,
    FixedDate,
    Hours,
    LastDay,
    Limit,
    LimitInDays,
    Months,
    Workdays,
    Years,
    need_limit,
)
from opengov.workdays.statutory import order_for, statutory_days

ONE_DAY = timedelta(days=1)


@frozen(kw_only=True)
class LedgerDay:
    """One day of the count: ``number`` is its place among the counted days, or ``None``.

    ``reason`` says what stopped a clock on that day.
    """

    day: CalendarDay
    number: int | None
    reason: Message | None = None


@frozen(kw_only=True)
class Provisional:
    """Why a due date is not confirmed, and what will settle it.

    ``announced_through`` is the last day that is announced, ``final_through`` the last that no
    yearly notice to come can set, and ``awaited`` the year whose notice is expected in the
    autumn before it.
    """

    announced_through: date = field(validator=is_day)
    final_through: date = field(validator=is_day)
    awaited: int

    @property
    def reason(self) -> Message:
        """The reason and what resolves it, to be rendered."""
        return Message(
            "due.provisional",
            {
                "through": self.final_through,
                "year": self.awaited,
                "autumn": self.awaited - 1,
            },
        )

    def only(self, earliest: date, latest: date, *, looked_at: date) -> date:
        """Return the day where it can only be one, else raise a ``NotAnnouncedError``.

        In a year that is not announced, where ``looked_at`` is the last day that counts, there
        is no answer even then.
        """
        if earliest == latest and looked_at <= self.announced_through:
            return latest
        raise NotAnnouncedError(
            f"the day lies between {earliest} and {latest}: the schedule is announced up to"
            f" {self.announced_through}, and final up to {self.final_through}.",
            where="due",
            remedy=(
                f"{earliest} is the safe day; the notice for {self.awaited} is expected"
                f" in the autumn of {self.awaited - 1}."
            ),
        )


@frozen(kw_only=True)
class Due:
    """The last day of a limit (Asia/Shanghai), or the last moment of one in hours.

    Where a notice to come may still move it, it lies between ``earliest`` and ``latest``, and
    ``provisional`` says why. ``overlays`` names what one region or agency added to the days of
    the count.
    """

    start: date | datetime
    limit: Limit
    earliest: date = field(validator=is_day)
    latest: date = field(validator=is_day)
    at: datetime | None = None
    """The last moment, where the limit is in hours."""
    provisional: Provisional | None = None
    overlays: tuple[str, ...] = ()
    _days: Calendar | tuple[LedgerDay, ...] | Callable[[], Iterator[LedgerDay]] = field(
        alias="ledger", eq=False, repr=False
    )

    @property
    def on(self) -> date:
        """The last day; where it needs a year that is not announced a ``NotAnnouncedError``.

        Its message names the last day that is announced. In the last December, which the notice
        to come may still touch, there is an answer where it can only be one.
        """
        if self.provisional is None:
            return self.latest
        return self.provisional.only(self.earliest, self.latest, looked_at=self.latest)

    @property
    def is_confirmed(self) -> bool:
        """Whether every day of the count is final."""
        return self.provisional is None

    @property
    def start_day(self) -> date:
        """The day of the event, which is not counted."""
        return civil(self.start)

    @property
    def ledger(self) -> tuple[LedgerDay, ...]:
        """Every day after the start up to the last, with its number where it was counted.

        Made when it is read. Days that nobody has announced are there without a number, and so
        are those of a last December from where a notice to come may change the count.
        """
        if isinstance(self._days, tuple):
            return self._days
        if isinstance(self._days, Calendar):
            return tuple(ledger_of(self, self._days))
        return tuple(self._days())


def due(limit: Limit, *, start: date | datetime, calendar: Calendar) -> Due:
    """Count ``limit`` from ``start``, which is not counted itself.

    A start with a zone counts as its day in Beijing; hours need such a moment.

    >>> from opengov.workdays import announced_calendar
    >>> due(Workdays(20), start=date(2018, 12, 5), calendar=announced_calendar()).on
    datetime.date(2019, 1, 3)
    """
    need_limit(limit, "due")
    if isinstance(limit, Hours):
        at = elapsed(limit, counted_from(limit, start, AFTER), AFTER)
        day = civil(at)
        return Due(start=start, limit=limit, earliest=day, latest=day, at=at, ledger=calendar)
    day = civil(start)
    earliest, latest = last_days(limit, day, calendar=calendar)
    return _due(limit, day, earliest, latest, calendar)


def last_days(limit: LimitInDays, start: date, *, calendar: Calendar) -> tuple[date, date]:
    """Return the earliest and the latest day that ``due`` gives, without the reasons for them."""
    if isinstance(limit, Workdays):
        return bounds_after(start, limit.count, calendar=calendar)
    last = falls_on(limit, start, AFTER)
    if limit.last_day is LastDay.STAYS:
        return last, last
    # The first working day from `last` on is the first after the day before it.
    return bounds_after(last - ONE_DAY, 1, calendar=calendar)


def _is_certain(limit: Limit) -> bool:
    """Say whether no calendar can move the last day."""
    if isinstance(limit, Workdays):
        return limit.count == 0
    return not isinstance(limit, Hours) and limit.last_day is LastDay.STAYS


def _due(
    limit: Limit,
    start: date,
    earliest: date,
    latest: date,
    calendar: Calendar,
) -> Due:
    open_still = latest > calendar.final_through and not _is_certain(limit)
    return Due(
        start=start,
        limit=limit,
        earliest=earliest,
        latest=latest,
        provisional=provisional(calendar, latest) if open_still else None,
        overlays=overlays_within(start, latest, calendar),
        ledger=calendar,
    )


def provisional(calendar: Calendar, last: date) -> Provisional:
    """Say what is not announced yet in ``calendar``, and what settles the days up to ``last``.

    That is the notice for the year of ``last``; in a December the one for the year after, which
    may set days in it.
    """
    settling = last.year + (last.month == 12)
    return Provisional(
        announced_through=calendar.announced_through,
        final_through=calendar.final_through,
        awaited=max(settling, calendar.announced_through.year + 1),
    )


def overlays_within(start: date, last: date, calendar: Calendar) -> tuple[str, ...]:
    """Return the names of the overlays that set a day after ``start`` up to ``last``."""
    return tuple(
        overlay.name
        for overlay in calendar.overlays
        if any(start < day <= last for day in overlay.days)
    )


def ledger_of(found: Due, calendar: Calendar) -> Iterator[LedgerDay]:
    """List the days that the limit looks at, and number those that it counts.

    Months, years and fixed dates count no days: they only look for a working day at the end.
    """
    match found.limit:
        case Workdays():
            number, sure = 0, True
            for day in days_within(found.start_day, found.latest):
                known = known_or_open(day, calendar)
                sure = sure and (day <= calendar.final_through or _agrees(found, day, calendar))
                counts = known.is_workday and sure and number < found.limit.count
                number += counts
                yield LedgerDay(day=known, number=number if counts else None)
        case CalendarDays():
            for number, day in enumerate(days_within(found.start_day, found.latest), 1):
                counted = number if number <= found.limit.count else None
                yield LedgerDay(day=known_or_open(day, calendar), number=counted)
        case Months() | Years() | FixedDate():
            before = falls_on(found.limit, found.start_day, AFTER) - ONE_DAY
            for day in days_within(before, found.latest):
                yield LedgerDay(day=known_or_open(day, calendar), number=None)
        case Hours():
            return
        case _:
            assert_never(found.limit)


def _agrees(found: Due, day: date, calendar: Calendar) -> bool:
    """Say whether every notice to come leaves as many working days up to ``day``."""
    fewest, most = bounds_between(found.start_day, day, calendar=calendar)
    return fewest == most and day <= calendar.announced_through


def known_or_open(day: date, calendar: Calendar) -> CalendarDay:
    """Return what is known about ``day``; what nobody announced is ``UNANNOUNCED``.

    Of such a day the statutory holiday is named: it follows from the order in force.
    """
    if calendar.announced.covers(day):
        return calendar.day(day)
    change = calendar.table.changes.get(day)
    if change is not None:
        kind, holiday, source = change
        return CalendarDay(day=day, kind=kind, holiday=holiday, source=source, final=False)
    holiday = ""
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        order = order_for(day.year, known_on=calendar.known_on)
        holiday = statutory_days(day.year, order).get(day, "")
    return CalendarDay(day=day, kind=DayKind.UNANNOUNCED, holiday=holiday, final=False)
