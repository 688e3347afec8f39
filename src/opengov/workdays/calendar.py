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


def is_workday(day: date, *, calendar: Calendar) -> bool:
    """Say whether ``day`` is worked: make-up weekends are, holidays are not."""
    return calendar.day(day).is_workday


def days_after(start: date, *, calendar: Calendar) -> Iterator[CalendarDay]:
    """Walk the days after ``start``, which itself is not counted."""
    day = start
    while True:
        day += ONE_DAY
        yield calendar.day(day)


def add_workdays(start: date, count: int, *, calendar: Calendar) -> date:
    """Return the ``count``-th working day after ``start``; ``start`` itself is not counted.

    It does not matter whether ``start`` is worked. Nought working days is ``start``.
    """
    if count < 0:
        raise InvalidValueError(
            f"cannot count {count} working days.", remedy="Give nought or more."
        )
    day = start
    walk = days_after(start, calendar=calendar)
    while count:
        found = next(walk)
        if found.is_workday:
            day, count = found.day, count - 1
    return day


def workdays_between(start: date, end: date, *, calendar: Calendar) -> int:
    """Count the working days after ``start`` up to and including ``end``.

    So ``workdays_between(s, add_workdays(s, n)) == n``.
    """
    if end < start:
        raise InvalidValueError(f"{end} lies before {start}.", remedy="Give the earlier day first.")
    span = (end - start).days
    return sum(calendar.day(start + ONE_DAY * n).is_workday for n in range(1, span + 1))
