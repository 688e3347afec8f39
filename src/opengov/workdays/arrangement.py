"""How a year that was not announced may be arranged: the patterns that breaks follow.

The notices of 2008 to 2026 arrange each break by few patterns: a weekday off is given for each
statutory day, and every further weekday off is exchanged for a Saturday or Sunday nearby that
is worked. What a notice to come can do is taken to be one pattern for each break. The tests
hide each notice in turn and see that what it brought lies within.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from opengov.workdays.festivals import festivals
from opengov.workdays.notice import SATURDAY
from opengov.workdays.statutory import statutory_days

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opengov.workdays.statutory import HolidayOrder

Pattern = tuple[tuple[int, int], ...]
"""What one arrangement changes: ordinals of days, with -1 for a weekday that is off and +1 for
a Saturday or Sunday that is worked."""
Choice = tuple[Pattern, ...]
"""The patterns of which a notice will choose one."""

FIRST_YEAR = 2008
"""The first year whose breaks follow these patterns; before it there were golden weeks."""
EXTRA_DAYS_OFF = 2
"""How many working days a year may lose after its Spring Festival by notices that amend. 2020
lost two, 2015 two for two days and then one; no year lost more."""
EXTRA_DAYS_WORKED = 1
"""How many weekend days a year may have worked, after its Spring Festival, in exchange for a
weekday off that a notice gave for one occasion. In a count that begins before both they balance;
in one that begins between them they do not. 2015 had one, no year more."""
REACH = timedelta(days=7)
"""How far from a long break a weekend that is worked for it lies."""
AUTUMN_REACH = timedelta(days=12)
"""Between Mid-Autumn and the National Day a weekend may be taken: the one before serves."""

# For a single statutory day, by its weekday: days off and weekend days worked, as offsets.
_SINGLE: dict[int, tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]] = {
    0: (((0,), ()),),
    1: (((0,), ()), ((-1, 0), (-3,)), ((0, 1, 2), (4, 5))),
    2: (((0,), ()), ((-2, -1, 0), (-4, -3)), ((0, 1, 2), (-3, 3))),
    3: (((0,), ()), ((0, 1), (3,))),
    4: (((0,), ()),),
    5: (((2,), ()), ((-1,), ())),
    6: (((1,), ()), ((1, 2), (-1,))),
}


@cache
def choices(year: int, order: HolidayOrder) -> tuple[Choice, ...]:
    """Return a choice for each break of ``year`` under the order that governs it."""
    moon = festivals(year)
    singles = [date(year, 1, 1), moon.qingming, moon.dragon_boat]
    found = [_single(day) for day in singles]
    found.append(_spring(year, order))
    found.append(_labour(year, order))
    found.append(_autumn(year))
    return tuple(found)


@cache
def new_year(year: int) -> Choice:
    """Return the choice for the break at New Year, which may begin in the December before."""
    return _single(date(year, 1, 1))


def eve_of_spring(year: int) -> date:
    """Return 除夕, from which on ``EXTRA_DAYS_OFF`` are reckoned with."""
    return festivals(year).spring - timedelta(days=1)


def _single(day: date) -> Choice:
    return tuple(
        _pattern(
            (day + timedelta(days=offset) for offset in off),
            (day + timedelta(days=offset) for offset in worked),
        )
        for off, worked in _SINGLE[day.weekday()]
    )


def _spring(year: int, order: HolidayOrder) -> Choice:
    """From the eve, or from the first day where the eve is not statutory; 7 or 8 days."""
    first = festivals(year).spring
    eve = first - timedelta(days=1)
    given = [day for day in statutory_days(year, order) if abs((day - first).days) < 5]
    if len(given) > 3:  # since 2025: eight days from the eve
        return _long(eve, 8, len(given), REACH)
    return tuple(
        pattern
        for start in (eve, first)
        for length in (7, 8)
        for pattern in _long(start, length, len(given), REACH)
    )


def _labour(year: int, order: HolidayOrder) -> Choice:
    """As a single day, or as five days that hold 1 May and what else is statutory."""
    first = date(year, 5, 1)
    given = sum(day.month == 5 and day.day <= 3 for day in statutory_days(year, order))
    starts = [first - timedelta(days=back) for back in range(5 - given + 1)]
    five = [pattern for start in starts for pattern in _long(start, 5, given, AUTUMN_REACH)]
    if given > 1:
        return tuple(five)
    three = [
        pattern
        for start in starts[:3]
        for pattern in _long(start, 3, given, REACH)
        if first.weekday() == 2
    ]
    return (*_single(first), *three, *five)


def _autumn(year: int) -> Choice:
    """Mid-Autumn and the National Day, which are arranged together where they are near."""
    moon, first = festivals(year).mid_autumn, date(year, 10, 1)
    before = (first - moon).days
    if before <= 3:
        start = min(moon, first)
        return tuple(
            pattern for length in (7, 8) for pattern in _long(start, length, 4, AUTUMN_REACH)
        )
    apart = _both(_single(moon), _long(first, 7, 3, AUTUMN_REACH))
    if before <= 7 and moon.weekday() >= SATURDAY:
        # A Mid-Autumn on a weekend shortly before may be made good within the long break.
        return (*apart, *_long(first, 7, 4, AUTUMN_REACH))
    return apart


def _both(one: Choice, other: Choice) -> Choice:
    return tuple(
        tuple(sorted({*mine, *theirs}))
        for mine in one
        for theirs in other
        if not {day for day, _ in mine} & {day for day, _ in theirs}
    )


def _long(start: date, length: int, given: int, reach: timedelta) -> Choice:
    """Return the patterns of a break of ``length`` days, ``given`` of them statutory.

    As many weekend days are worked as weekdays are off beyond those that are given.
    """
    days = [start + timedelta(days=n) for n in range(length)]
    end = days[-1]
    off = [day for day in days if day.weekday() < SATURDAY]
    exchanged = len(off) - given
    if exchanged < 0:
        return ()
    around = [
        day
        for n in range(-reach.days, length + reach.days)
        if (day := start + timedelta(days=n)).weekday() >= SATURDAY and not start <= day <= end
    ]
    return tuple(_pattern(off, worked) for worked in combinations(around, exchanged))


def _pattern(off: Iterable[date], worked: Iterable[date]) -> Pattern:
    return tuple(
        sorted([(day.toordinal(), -1) for day in off] + [(day.toordinal(), 1) for day in worked])
    )
