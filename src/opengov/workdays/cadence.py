"""Duties that return: something every month, quarter or year, each time an obligation anew.

A period that was skipped stays skipped: what is done in a later one does not make up for it.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from attrs import define, field, frozen
from dateutil.relativedelta import relativedelta

from opengov.domain.checks import is_tuple
from opengov.domain.period import Period
from opengov.domain.time import is_day
from opengov.errors import InvalidValueError
from opengov.workdays.calendar import civil
from opengov.workdays.counting import ONE_DAY
from opengov.workdays.due_date import Due, due
from opengov.workdays.limit import CalendarDays, FixedDate, Hours, LastDay, Limit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opengov.workdays.calendar import Calendar

ON_THE_LAST_DAY = CalendarDays(0, last_day=LastDay.STAYS)
"""Due on the last day of the period, whether it is worked or not."""


class Frequency(Enum):
    """How often. The periods are those of the calendar: months, quarters, half-years, years."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"

    @property
    def months(self) -> int:
        """How many months a period has."""
        return _MONTHS[self]


_MONTHS = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.HALF_YEARLY: 6,
    Frequency.YEARLY: 12,
}


@frozen(kw_only=True)
class Cadence:
    """A duty of every period: ``at_least`` so many acts in it, or about it.

    ``due`` is counted from the last day of the period. By default it is that day itself. A
    report on the year by the next 31 January is ``FixedDate(month=1, day=31, years_after=1,
    …)``. Hours are refused, for a period ends with a day, and so is a fixed date every month:
    it is one day of the year. Both are an ``InvalidValueError``.
    """

    every: Frequency
    due: Limit = ON_THE_LAST_DAY
    at_least: int = 1

    def __attrs_post_init__(self) -> None:
        faults = list(_faults(self))
        if faults:
            raise InvalidValueError(
                "no duty returns like this.",
                where="Cadence",
                remedy="Compare it with the norm.",
                faults=faults,
            )


def _faults(cadence: Cadence) -> Iterator[InvalidValueError]:
    if isinstance(cadence.due, Hours):
        yield InvalidValueError(
            "a period ends with a day, and hours are counted from a moment.",
            where="Cadence.due",
            remedy="Give days, working days, months, years or a fixed date.",
        )
    if isinstance(cadence.due, FixedDate) and cadence.every is not Frequency.YEARLY:
        yield InvalidValueError(
            f"a fixed date comes once a year, not {cadence.every.value}.",
            where="Cadence.due",
            remedy="Make it yearly, or give a number of days.",
        )
    if type(cadence.at_least) is not int or cadence.at_least < 1:
        yield InvalidValueError(
            f"a duty cannot ask for {cadence.at_least!r} acts.",
            where="Cadence.at_least",
            remedy="Give a whole number, one or more.",
        )


@frozen(kw_only=True)
class Fulfilment:
    """Something that was done on a day, and ``about`` which period, named by a day of it."""

    on: date = field(validator=is_day)
    about: date = field(validator=is_day)


class CadenceStatus(Enum):
    """How the duty of one period stands."""

    DONE = "done"
    DONE_LATE = "done-late"
    MISSED = "missed"
    """The due date is past, and nothing was done, or not enough."""
    OPEN = "open"
    """It can be done now, and is not yet late."""
    NOT_YET = "not-yet"
    """The period is not over, and the duty is about the whole of it."""


@frozen(kw_only=True)
class CadencePeriod:
    """One period and its obligation.

    ``evidence`` holds the days on which it was served, in order, also those beyond what was
    asked for. ``is_cut`` marks the first period of a norm that began in the midst of it.
    """

    span: Period
    due: Due
    status: CadenceStatus
    evidence: tuple[date, ...] = field(default=(), validator=is_tuple)
    is_cut: bool = False


def periods(cadence: Cadence, *, since: date, until: date) -> tuple[Period, ...]:
    """Return the periods that have begun before ``until``, for a norm in force from ``since``.

    The first begins with ``since``; the last is whole, however soon ``until`` is. An ``until``
    before ``since`` is an ``InvalidValueError``.
    """
    if until < since:
        raise InvalidValueError(
            f"{until} lies before {since}.", where="periods", remedy="Give the earlier day first."
        )
    months = cadence.every.months
    first_month = (since.month - 1) // months * months + 1
    end = since.replace(month=first_month, day=1)
    start, found = since, []
    while start < until:
        end += relativedelta(months=months)
        found.append(Period(start, end))
        start = end
    return tuple(found)


def kept(
    cadence: Cadence,
    *,
    done: Iterable[date | Fulfilment],
    since: date,
    today: date,
    calendar: Calendar,
) -> tuple[CadencePeriod, ...]:
    """Say for every period from ``since`` up to that of ``today`` whether its duty was kept.

    ``done`` are the days on which something was done, one for each act. What came after
    ``today`` is not looked at. Each act serves one period:

    - A ``Fulfilment`` serves the period that it is about, however late.
    - A bare day serves the oldest period that still lacks something and is not past its due
      date; else the one whose turn it is. So an act after the due date is late for its own
      period, and makes up for no earlier one: nothing shows that it was meant for that.

    Where a period is due within itself, such as one hearing a year, its turn begins with its
    first day. Where it is due later, such as a report on the year, its turn begins when it is
    over. The turn ends when the next one begins.

    A due date that is not confirmed counts as past once its latest day is. A first period that
    was due before the norm began is left out. A ``Fulfilment`` about a day of no period is an
    ``InvalidValueError``.
    """
    since, today = civil(since), civil(today)
    if today < since:
        return ()  # the norm has not begun
    spans = periods(cadence, since=since, until=today + ONE_DAY)
    turns = [turn for turn in (_turn(span, cadence, calendar) for span in spans) if turn]
    acts = tuple(done)
    _serve_named(turns, [act for act in acts if isinstance(act, Fulfilment) and act.on <= today])
    for day in sorted(civil(act) for act in acts if not isinstance(act, Fulfilment)):
        if day <= today:
            _serve(turns, day, cadence.at_least)
    return tuple(
        CadencePeriod(
            span=turn.span,
            due=turn.due,
            status=_status(turn, cadence.at_least, today),
            evidence=tuple(sorted(turn.served)),
            is_cut=_is_cut(turn.span, cadence),
        )
        for turn in turns
    )


@define(kw_only=True)
class _Turn:
    """A period while acts are dealt out; ``opens`` is the first day of its turn."""

    span: Period
    due: Due
    opens: date
    served: list[date] = field(factory=list)


def _turn(span: Period, cadence: Cadence, calendar: Calendar) -> _Turn | None:
    end = _end(span)
    found = due(cadence.due, start=end - ONE_DAY, calendar=calendar)
    if found.latest < span.start:
        return None
    return _Turn(span=span, due=found, opens=span.start if found.latest < end else end)


def _serve_named(turns: list[_Turn], acts: list[Fulfilment]) -> None:
    faults = []
    for act in acts:
        turn = next((turn for turn in turns if turn.span.covers(act.about)), None)
        if turn is None:
            faults.append(
                InvalidValueError(
                    f"what was done on {act.on} is about {act.about}, a day of no period.",
                    where="kept",
                    remedy="Name a day on which the norm is in force, not after today.",
                )
            )
        else:
            turn.served.append(act.on)
    if faults:
        raise InvalidValueError(
            "some of what was done is about no period.",
            where="kept",
            remedy="Mend what is listed.",
            faults=faults,
        )


def _serve(turns: list[_Turn], day: date, at_least: int) -> None:
    """Deal out a bare day; one before the first turn serves nothing."""
    begun = [turn for turn in turns if turn.opens <= day]
    lacking = [turn for turn in begun if day <= turn.due.latest and len(turn.served) < at_least]
    for turn in (*lacking[:1], *begun[-1:])[:1]:
        turn.served.append(day)


def _status(turn: _Turn, at_least: int, today: date) -> CadenceStatus:
    enough = sorted(turn.served)[at_least - 1 : at_least]
    if enough:
        return CadenceStatus.DONE_LATE if enough[0] > turn.due.latest else CadenceStatus.DONE
    if today > turn.due.latest:
        return CadenceStatus.MISSED
    return CadenceStatus.OPEN if today >= turn.opens else CadenceStatus.NOT_YET


def _is_cut(span: Period, cadence: Cadence) -> bool:
    return span.start + relativedelta(months=cadence.every.months) != span.end


def _end(span: Period) -> date:
    """Return the first day after a period, which those of a cadence always have."""
    assert span.end is not None  # noqa: S101
    return span.end
