"""When a clock runs out, with the days that it counted and those that a stop took out."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from opengov.domain.checks import is_tuple
from opengov.domain.text import Message
from opengov.errors import ClockError
from opengov.workdays.arithmetic import AFTER, days_within, elapsed
from opengov.workdays.calendar import civil
from opengov.workdays.clocks.events import Clock, When
from opengov.workdays.clocks.state import ClockState, Stop, clock_state, point
from opengov.workdays.counting import ONE_DAY, bounds_after, bounds_between
from opengov.workdays.due_date import (
    Due,
    LedgerDay,
    Provisional,
    due,
    known_or_open,
    overlays_within,
    provisional,
)
from opengov.workdays.limit import (
    CalendarDays,
    FixedDate,
    Hours,
    LastDay,
    LimitInDays,
    Months,
    Workdays,
    Years,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.workdays.calendar import Calendar

Span = tuple[date, date]
"""After the first, up to and including the second: days, or moments of a clock in hours."""

_EARLIEST, _LATEST = 0, 1


@frozen(kw_only=True)
class ClockDue:
    """The day on which a clock runs out.

    While the clock stands still nobody knows it: there is no ``latest``, and ``if_resumed`` is
    what it would be if the clock ran again from the end of ``as_of``, the soonest that it can
    be. A clock that ran out before it was stopped is not ``stopped``.
    """

    as_of: date | datetime
    if_resumed: Due
    stopped: tuple[Message, ...] = field(default=(), validator=is_tuple)
    """What stops the clock now: a pause, a suspension or both."""
    stopped_since: date | datetime | None = None
    """Since when it has not run at all."""
    stops: tuple[Stop, ...] = field(default=(), validator=is_tuple)
    """Everything that stopped it since it was last started."""

    @property
    def ledger(self) -> tuple[LedgerDay, ...]:
        """Every day of the count; those on which the clock stood still say why."""
        return self.if_resumed.ledger

    @property
    def earliest(self) -> date:
        """The first day that it may be."""
        return self.if_resumed.earliest

    @property
    def latest(self) -> date | None:
        """The last day that it may be; ``None`` while the clock stands still."""
        return None if self.stopped else self.if_resumed.latest

    @property
    def at(self) -> datetime | None:
        """The last moment of a clock in hours; ``None`` while it stands still."""
        return None if self.stopped else self.if_resumed.at

    @property
    def provisional(self) -> Provisional | None:
        """What is not announced yet and may still move the day."""
        return self.if_resumed.provisional

    @property
    def is_confirmed(self) -> bool:
        """Whether the clock runs and every day of the count is final."""
        return not self.stopped and self.if_resumed.is_confirmed

    @property
    def on(self) -> date:
        """The last day.

        A ``ClockError`` while the clock stands still, a ``NotAnnouncedError`` where the day
        turns on a notice to come.
        """
        if self.stopped:
            raise ClockError(
                f"the clock has stood still since {self.stopped_since}: no day is its last.",
                where="clock_due",
                remedy=f"Show {self.earliest} as the soonest, or let the clock run again.",
            )
        return self.if_resumed.on


def clock_due(clock: Clock, *, calendar: Calendar, as_of: date | datetime) -> ClockDue:
    """Say when ``clock`` runs out, as things stand at the end of ``as_of``.

    Later events are not looked at; a clock that has not started by then is a ``ClockError``.
    The day of the start is not counted, nor are the days after a stop began up to the one on
    which it ended.

    - In working days the clock counts those that remain.
    - Calendar days, months, years and fixed dates move on by the calendar days of a stop. Then
      the last day is looked at: where it moves, it moves to the first working day on which the
      clock runs. That is all that a stop from the last counted day on can do.
    - Hours: the time from moment to moment does not count. A bare ``as_of`` is its end.

    An extension is added to the limit, and both are counted as one: the end of the limit itself
    is not moved off a day off first.
    """
    state = clock_state(clock, as_of=as_of)
    if state is None:
        raise ClockError(
            f"the clock has not started by {as_of}.",
            where="clock_due",
            remedy="Begin with a Start, and ask for a day from then on.",
        )
    now, limit = point(as_of, clock.rules.limit), state.limit
    if isinstance(limit, Hours):
        return _hours_due(state, limit, now, calendar)
    return _days_due(state, limit, now, calendar)


def _days_due(state: ClockState, limit: LimitInDays, now: When, calendar: Calendar) -> ClockDue:
    spans = _spans(state, state.start, now)
    earliest, latest, is_final = _run_out(limit, state.start, spans, calendar)
    found = Due(
        start=state.start,
        limit=limit,
        earliest=earliest,
        latest=latest,
        provisional=None if is_final else provisional(calendar, latest),
        overlays=overlays_within(state.start, latest, calendar),
        ledger=(),
    )
    reasons = tuple((stop.since, stop.until or now, stop.reason) for stop in state.stops)
    days = partial(_ledger, found, tuple(spans), reasons, calendar)
    return _told(state, evolve(found, ledger=days), now)


def _hours_due(state: ClockState, limit: Hours, now: When, calendar: Calendar) -> ClockDue:
    # A limit of no hours ends where the count begins: at the start, or with the next full hour.
    begins = due(evolve(limit, count=0), start=state.start, calendar=calendar).at
    assert begins is not None  # noqa: S101  (a limit in hours ends at a moment)
    spans = _spans(state, begins, now)
    at = elapsed(limit, begins, AFTER)
    for since, until in spans:
        if since < at:
            at += until - since
    day = civil(at)
    found = Due(start=state.start, limit=limit, earliest=day, latest=day, at=at, ledger=calendar)
    return _told(state, found, now)


def _told(state: ClockState, found: Due, now: When) -> ClockDue:
    """Add what stops the clock, unless it had run out by then."""
    last = found.at or found.latest
    open_stops = [stop for stop in state.open_stops if last > max(stop.since, state.start)]
    spans = _spans(state, state.start, now)
    standing_since = spans[-1][0] if spans and spans[-1][1] == now else now
    return ClockDue(
        as_of=now,
        if_resumed=found,
        stopped=tuple(stop.reason for stop in open_stops),
        stopped_since=standing_since if open_stops else None,
        stops=tuple(stop for stop in state.stops if _took_something(stop, state.start)),
    )


def _took_something(stop: Stop, start: When) -> bool:
    return stop.until is None or stop.until > max(stop.since, start)


def _spans(state: ClockState, start: When, now: When) -> list[Span]:
    """Return when the clock did not run, as spans that neither touch nor overlap."""
    found: list[Span] = []
    for stop in state.stops:
        since, until = max(stop.since, start), stop.until or now
        if found and since <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], until)
        elif since < until:
            found.append((since, until))
    return found


def _run_out(
    limit: LimitInDays, start: date, spans: list[Span], calendar: Calendar
) -> tuple[date, date, bool]:
    """Return the bounds of the last day, and whether no notice to come can move it."""
    if isinstance(limit, Workdays):
        earliest, latest = _workdays(start, limit.count, spans, calendar)
    else:
        last = _last_counted(limit, start, spans, calendar)
        if limit.last_day is LastDay.STAYS:
            return last, last, True
        # The first working day from `last` on, if the clock runs on it.
        later = [span for span in spans if span[0] >= last]
        earliest, latest = _workdays(last - ONE_DAY, 1, later, calendar)
    return earliest, latest, latest <= calendar.final_through


def _workdays(start: date, count: int, spans: list[Span], calendar: Calendar) -> tuple[date, date]:
    """Count working days outside of ``spans``.

    The earliest day takes as many of the days before each stop for working days as may be, the
    latest as few. It cannot be earlier than without the stop: no stop makes a count shorter.
    """

    def counted_by(bound: int, stops: list[Span]) -> date:
        begin, left = start, count
        for since, until in stops:
            before_it = bounds_between(begin, since, calendar=calendar)[1 - bound]
            if left <= before_it:
                break
            begin, left = until, left - before_it
        return bounds_after(begin, left, calendar=calendar)[bound]

    earliest = max(counted_by(_EARLIEST, spans[:number]) for number in range(len(spans) + 1))
    return earliest, counted_by(_LATEST, spans)


def _last_counted(
    limit: CalendarDays | Months | Years | FixedDate,
    start: date,
    spans: list[Span],
    calendar: Calendar,
) -> date:
    """Return the last day before it is asked whether anybody works on it."""
    last = due(evolve(limit, last_day=LastDay.STAYS), start=start, calendar=calendar).latest
    for since, until in spans:
        if since < last:
            last += until - since
    return last


def _ledger(
    found: Due,
    spans: tuple[Span, ...],
    reasons: tuple[tuple[date, date, Message], ...],
    calendar: Calendar,
) -> Iterator[LedgerDay]:
    """List the days after the start, number those that the clock counts, and say what stops it.

    Months, years and fixed dates count no days: they show what stopped the clock, and the end.
    """
    limit, number = found.limit, 0
    sure_through = calendar.final_through
    if found.earliest == found.latest:  # the last December can be numbered: there is no choice
        sure_through = max(sure_through, calendar.announced_through)
    shown_from = found.start_day + ONE_DAY
    if isinstance(limit, Months | Years | FixedDate):
        shown_from = _last_counted(limit, found.start_day, list(spans), calendar)
    for day in days_within(found.start_day, found.latest):
        reason = next((why for since, until, why in reasons if since < day <= until), None)
        known = known_or_open(day, calendar)
        match limit:
            case Workdays():
                counts = known.is_workday and day <= sure_through and number < limit.count
            case CalendarDays():
                counts = number < limit.count
            case _:
                counts = False
        counts = counts and reason is None
        number += counts
        if reason is not None or day >= shown_from:
            yield LedgerDay(day=known, number=number if counts else None, reason=reason)
