"""What every working-day calendar answers, and counting on top of it."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from attrs import field, frozen

from opengov.domain.time import is_day
from opengov.errors import InvalidValueError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from opengov.domain.period import Period

ONE_DAY = timedelta(days=1)


class DayKind(Enum):
    """Why a day is worked or not."""

    WORKDAY = "workday"
    """An ordinary Monday to Friday."""
    WEEKEND = "weekend"
    """An ordinary Saturday or Sunday."""
    HOLIDAY = "holiday"
    """Off by the yearly arrangement of holidays (法定节假日, 调休)."""
    MAKE_UP = "make-up"
    """A Saturday or Sunday that is worked in exchange (调休上班)."""


@frozen(kw_only=True)
class CalendarDay:
    """One day as the calendar knows it; ``holiday`` names the holiday that changes it."""

    day: date = field(validator=is_day)
    kind: DayKind
    holiday: str = ""

    @property
    def is_workday(self) -> bool:
        """Whether agencies work on this day."""
        return self.kind in {DayKind.WORKDAY, DayKind.MAKE_UP}


class Calendar(Protocol):
    """A working-day calendar. Days outside ``announced`` are a ``NotAnnouncedError``."""

    @property
    def announced(self) -> Period:
        """The days whose status is known."""

    def day(self, day: date) -> CalendarDay:
        """Return what is known about ``day``."""

    def as_known(self, moment: datetime) -> Calendar:
        """Return the calendar as it was known at ``moment``."""


def _need_day(day: object) -> None:
    if type(day) is not date:
        raise InvalidValueError(
            f"working days are counted from a day, not from {day!r}.",
            where="workdays",
            remedy="Give a date; civil_day() turns a moment into one.",
        )


def is_workday(day: date, *, calendar: Calendar) -> bool:
    """Say whether ``day`` is worked: make-up weekends are, holidays are not."""
    _need_day(day)
    return calendar.day(day).is_workday


def days_after(start: date, *, calendar: Calendar) -> Iterator[CalendarDay]:
    """Walk the days after ``start``, which itself is not counted."""
    _need_day(start)
    day = start
    while day < date.max:
        day += ONE_DAY
        yield calendar.day(day)
    calendar.day(day)  # there is no day after the last one, and no calendar knows that one


def add_workdays(start: date, count: int, *, calendar: Calendar) -> date:
    """Return the ``count``-th working day after ``start``; ``start`` itself is not counted.

    It does not matter whether ``start`` is worked. Nought working days is ``start``.
    """
    if type(count) is not int or count < 0:
        raise InvalidValueError(
            f"cannot count {count!r} working days.",
            where="workdays",
            remedy="Give a whole number, nought or more.",
        )
    _need_day(start)
    day = start
    for found in days_after(start, calendar=calendar) if count else ():
        if found.is_workday:
            day, count = found.day, count - 1
        if not count:
            break
    return day


def workdays_between(start: date, end: date, *, calendar: Calendar) -> int:
    """Count the working days after ``start`` up to and including ``end``.

    So ``workdays_between(s, add_workdays(s, n)) == n``.
    """
    _need_day(start)
    _need_day(end)
    if end < start:
        raise InvalidValueError(f"{end} lies before {start}.", remedy="Give the earlier day first.")
    span = (end - start).days
    return sum(calendar.day(start + ONE_DAY * n).is_workday for n in range(1, span + 1))
