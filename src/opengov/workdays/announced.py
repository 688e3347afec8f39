"""The calendar of the years whose holidays are announced, on chinese-calendar's data."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import chinese_calendar.constants
from attrs import frozen

from opengov.domain.period import Period
from opengov.errors import NotAnnouncedError
from opengov.workdays.calendar import CalendarDay, DayKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

SATURDAY = 5


@frozen(eq=False, repr=False)
class AnnouncedCalendar:
    """Working days by the yearly holiday notices of the State Council.

    ``holidays`` and ``make_ups`` name each day that is not what its weekday says.
    """

    announced: Period
    holidays: Mapping[date, str]
    make_ups: Mapping[date, str]

    def day(self, day: date) -> CalendarDay:
        """Return what is known about ``day``; beyond ``announced`` a ``NotAnnouncedError``."""
        if not self.announced.covers(day):
            raise NotAnnouncedError(
                f"the working days around {day} are not announced;"
                f" the schedule is known from {self.announced.start} up to,"
                f" not including, {self.announced.end}.",
                where="calendar",
                remedy=(
                    "There is no data for days before that."
                    if day < self.announced.start
                    else "The State Council announces a year in the autumn before it;"
                    " ask again then, with newer calendar data."
                ),
            )
        if day in self.holidays:
            return CalendarDay(day=day, kind=DayKind.HOLIDAY, holiday=self.holidays[day])
        if day in self.make_ups:
            return CalendarDay(day=day, kind=DayKind.MAKE_UP, holiday=self.make_ups[day])
        weekend = day.weekday() >= SATURDAY
        return CalendarDay(day=day, kind=DayKind.WEEKEND if weekend else DayKind.WORKDAY)

    def as_known(self, moment: datetime) -> AnnouncedCalendar:
        """Return this calendar: its data carries no dates of issue to go back by."""
        del moment
        return self


@cache
def announced_calendar() -> AnnouncedCalendar:
    """Return the calendar of all announced years (2004 onwards)."""
    data = chinese_calendar.constants
    holidays = {day: _name(label) for day, label in data.holidays.items()}
    make_ups = {day: _name(label) for day, label in data.workdays.items()}
    years = [day.year for day in holidays]
    return AnnouncedCalendar(
        Period(date(min(years), 1, 1), date(max(years) + 1, 1, 1)), holidays, make_ups
    )


def _name(label: str) -> str:
    chinese: dict[str, str] = {
        entry.value: entry.chinese for entry in chinese_calendar.constants.Holiday
    }
    return chinese.get(label, label)
