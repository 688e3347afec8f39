"""The table of festivals beside two computations of others, and the statutory days by order."""

from __future__ import annotations

from datetime import date

import chinese_calendar
import pytest
from lunar_python import Lunar
from opengov_policy_cn import notices

from opengov.errors import InvalidValueError
from opengov.workdays import DayKind
from opengov.workdays.festivals import FIRST_YEAR, LAST_YEAR, festivals
from opengov.workdays.statutory import order_for, statutory_days

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)


def of_moon(year: int, month: int, day: int) -> date:
    found = Lunar.fromYmd(year, month, day).getSolar()
    return date(found.getYear(), found.getMonth(), found.getDay())


def test_the_moon_says_the_same() -> None:
    for year in YEARS:
        found = festivals(year)
        assert found.spring == of_moon(year, 1, 1)
        assert found.dragon_boat == of_moon(year, 5, 5)
        assert found.mid_autumn == of_moon(year, 8, 15)


def test_the_sun_says_the_same() -> None:
    for year in YEARS:
        term = Lunar.fromYmd(year, 3, 1).getJieQiTable()["清明"]
        assert festivals(year).qingming == date(term.getYear(), term.getMonth(), term.getDay())


def test_qingming_is_where_a_third_computation_has_it() -> None:
    for year in range(2004, 2051):
        (term,) = (
            day
            for day, name in chinese_calendar.get_solar_terms(date(year, 4, 1), date(year, 4, 10))
            if name == "清明"
        )
        assert festivals(year).qingming == term


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1])
def test_the_table_says_where_it_ends(year: int) -> None:
    with pytest.raises(InvalidValueError, match=str(year)):
        festivals(year)


def test_every_notice_has_the_statutory_days_of_its_order_off() -> None:
    for notice in notices():
        if notice.arranges is not None:
            off = {each.day for each in notice.days if each.kind is DayKind.STATUTORY}
            assert off == set(statutory_days(notice.arranges)), notice.arranges


@pytest.mark.parametrize(
    ("year", "eve", "count"),
    # 除夕 was statutory from 2008, dropped from 2014, and is so again from 2025.
    [(2007, False, 10), (2008, True, 11), (2013, True, 11), (2014, False, 11), (2024, False, 11),
     (2025, True, 13), (2026, True, 13)],
)  # fmt: skip
def test_the_orders_differ_on_the_eve_and_on_how_many(year: int, eve: bool, count: int) -> None:  # noqa: FBT001
    days = statutory_days(year)
    assert ("农历除夕" in days.values()) is eve
    assert len(days) == count


def test_two_holidays_on_one_day_are_both_named() -> None:
    assert statutory_days(2020)[date(2020, 10, 1)] in {"中秋节、国庆节", "国庆节、中秋节"}


def test_before_the_first_order_that_is_said() -> None:
    with pytest.raises(InvalidValueError, match="1999"):
        order_for(1999)


def test_an_order_counts_from_its_day_of_issue() -> None:
    assert order_for(2025, known_on=date(2024, 11, 9)).source.number == "国务院令第644号"
    assert order_for(2025, known_on=date(2024, 11, 10)).source.number == "国务院令第795号"
    assert order_for(2025).source.number == "国务院令第795号"
