"""The statutory holidays (法定节假日) by the order in force, as they fall in a year."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from opengov.domain.citation import Trust
from opengov.errors import InvalidValueError
from opengov.workdays.day import DaySource
from opengov.workdays.festivals import Festivals, festivals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NEW_YEAR = "元旦"
EVE = "农历除夕"
SPRING = "春节"
QINGMING = "清明节"
LABOUR = "劳动节"
DRAGON_BOAT = "端午节"
MID_AUTUMN = "中秋节"
NATIONAL = "国庆节"

_ONE = timedelta(days=1)


@frozen(kw_only=True)
class HolidayOrder:
    """A version of 全国年节及纪念日放假办法: which days are statutory from ``first_year`` on."""

    source: DaySource
    first_year: int
    days: Callable[[int, Festivals], tuple[tuple[date, str], ...]]


def _spring(first: date, *offsets: int) -> tuple[tuple[date, str], ...]:
    """Days around the first day of the lunar year; the one before it is the eve."""
    return tuple((first + _ONE * n, EVE if n < 0 else SPRING) for n in offsets)


def _run(first: date, count: int, name: str) -> tuple[tuple[date, str], ...]:
    return tuple((first + _ONE * n, name) for n in range(count))


def _golden_weeks(year: int, moon: Festivals) -> tuple[tuple[date, str], ...]:
    return (
        (date(year, 1, 1), NEW_YEAR),
        *_spring(moon.spring, 0, 1, 2),
        *_run(date(year, 5, 1), 3, LABOUR),
        *_run(date(year, 10, 1), 3, NATIONAL),
    )


def _single_festivals(year: int, moon: Festivals) -> tuple[tuple[date, str], ...]:
    return (
        (date(year, 1, 1), NEW_YEAR),
        (moon.qingming, QINGMING),
        (moon.dragon_boat, DRAGON_BOAT),
        (moon.mid_autumn, MID_AUTUMN),
        *_run(date(year, 10, 1), 3, NATIONAL),
    )


def _of_2008(year: int, moon: Festivals) -> tuple[tuple[date, str], ...]:
    spring = _spring(moon.spring, -1, 0, 1)
    return (*_single_festivals(year, moon), *spring, (date(year, 5, 1), LABOUR))


def _of_2014(year: int, moon: Festivals) -> tuple[tuple[date, str], ...]:
    spring = _spring(moon.spring, 0, 1, 2)
    return (*_single_festivals(year, moon), *spring, (date(year, 5, 1), LABOUR))


def _of_2025(year: int, moon: Festivals) -> tuple[tuple[date, str], ...]:
    spring = _spring(moon.spring, -1, 0, 1, 2)
    return (*_single_festivals(year, moon), *spring, *_run(date(year, 5, 1), 2, LABOUR))


def _order(number: int, issued: date) -> DaySource:
    return DaySource(
        title="全国年节及纪念日放假办法",
        number=f"国务院令第{number}号",
        issuer="国务院",
        issued=issued,
        # The days were taken from reports; the tests compare them with nineteen years of notices.
        trust=Trust.UNVERIFIED,
    )


ORDERS = (
    HolidayOrder(source=_order(270, date(1999, 9, 18)), first_year=2000, days=_golden_weeks),
    HolidayOrder(source=_order(513, date(2007, 12, 14)), first_year=2008, days=_of_2008),
    HolidayOrder(source=_order(644, date(2013, 12, 11)), first_year=2014, days=_of_2014),
    HolidayOrder(source=_order(795, date(2024, 11, 10)), first_year=2025, days=_of_2025),
)
"""Every version since 1999, oldest first."""


def order_for(year: int, *, known_on: date | None = None) -> HolidayOrder:
    """Return the order that governs ``year``, as far as it was issued by ``known_on``."""
    for order in reversed(ORDERS):
        issued = order.source.issued or date.min
        if order.first_year <= year and (known_on is None or issued <= known_on):
            return order
    raise InvalidValueError(
        f"no order on holidays is known for {year}.",
        where="statutory",
        remedy=f"The first one here is that of {ORDERS[0].first_year}.",
    )


def orders_known_on(day: date) -> int:
    """Return how many of the orders had been issued by ``day``."""
    return sum((order.source.issued or date.min) <= day for order in ORDERS)


def statutory_count(year: int) -> int:
    """Return how many days the order gives in a year; two holidays on one day count twice."""
    return len(order_for(year).days(year, festivals(year)))


@cache
def statutory_days(year: int, order: HolidayOrder | None = None) -> Mapping[date, str]:
    """Return the statutory holidays of ``year`` with their names.

    Two holidays on one day, such as Mid-Autumn on 1 October, are both named.
    """
    found: dict[date, str] = {}
    for day, name in (order or order_for(year)).days(year, festivals(year)):
        found[day] = f"{found[day]}、{name}" if day in found else name
    return dict(sorted(found.items()))
