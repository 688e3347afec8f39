"""The years of chinese-calendar's data, in the form of notices."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from opengov.domain.citation import Trust
from opengov.workdays.day import DayKind, DaySource
from opengov.workdays.notice import SATURDAY, Notice, NoticeDay, days_given
from opengov.workdays.statutory import NEW_YEAR, statutory_count, statutory_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FIRST_YEAR = 2004

# The package has this Saturday off. It was worked for 3 January 2006.
_MISSING = {date(2005, 12, 31): NEW_YEAR}


@cache
def package_years() -> tuple[Notice, ...]:
    """Return the package's years in the form of notices.

    That there is data does not make a year announced: one that lacks a statutory holiday, or a
    day off for one that falls on a weekend, is left out; and a year counts as known from its
    first day only, because the data does not say when it was announced.
    """
    off, worked = _package_days()
    last = max(day.year for day in off)
    years = (_year(year, off, worked) for year in range(FIRST_YEAR, last + 1))
    return tuple(year for year in years if year is not None)


def _package_days() -> tuple[Mapping[date, str], Mapping[date, str]]:
    from chinese_calendar import constants  # noqa: PLC0415  (costs more than the calendar itself)

    names = {entry.value: entry.chinese for entry in constants.Holiday}
    return (
        {day: names.get(label, label) for day, label in constants.holidays.items()},
        {day: names.get(label, label) for day, label in constants.workdays.items()} | _MISSING,
    )


def _year(year: int, off: Mapping[date, str], worked: Mapping[date, str]) -> Notice | None:
    given = statutory_days(year)
    days = [*_off_days(year, off, given), *_worked_days(year, worked)]
    if any(day not in off for day in given if day.weekday() < SATURDAY):
        return None
    if days_given(days) < statutory_count(year):
        return None
    return Notice(
        source=DaySource(
            title=f"chinese-calendar {version('chinesecalendar')}", trust=Trust.UNVERIFIED
        ),
        arranges=year,
        days=tuple(sorted(days, key=lambda each: each.day)),
        known_on=date(year, 1, 1),
    )


def _off_days(year: int, off: Mapping[date, str], given: Mapping[date, str]) -> Iterator[NoticeDay]:
    # The package leaves out a holiday that falls on a day off anyway.
    for day, name in {**given, **off}.items():
        if _belongs_to(day, name) == year:
            weekend = day.weekday() >= SATURDAY
            rest = DayKind.WEEKEND if weekend else DayKind.MOVED
            kind = DayKind.STATUTORY if day in given else rest
            yield NoticeDay(day=day, kind=kind, holiday=name)


def _worked_days(year: int, worked: Mapping[date, str]) -> Iterator[NoticeDay]:
    for day, name in worked.items():
        if _belongs_to(day, name) == year:
            yield NoticeDay(day=day, kind=DayKind.MAKE_UP, holiday=name)


def _belongs_to(day: date, name: str) -> int:
    """Return the year whose notice set the day: New Year's break may begin in December."""
    return day.year + (day.month == 12 and name == NEW_YEAR)
