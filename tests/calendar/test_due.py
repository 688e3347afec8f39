"""Limits in every unit, the day they end on, and the ledger that shows why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opengov_policy_cn import calendar

from opengov.domain import BEIJING
from opengov.errors import InvalidValueError
from opengov.workdays import (
    Calendar,
    CalendarDays,
    Due,
    FirstHour,
    FixedDate,
    Hours,
    LastDay,
    LedgerDay,
    Limit,
    Months,
    Workdays,
    Years,
    due,
    is_workday,
    subtract_workdays,
    workdays_between,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

CHINA = calendar()
MOVES, STAYS = LastDay.MOVES, LastDay.STAYS


def moment(*parts: int) -> datetime:
    year, month, day, *clock = parts
    return datetime(year, month, day, *clock, tzinfo=BEIJING)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("limit", "start", "last"),
    [
        # 预算法 14: twenty calendar days. 2024-04-11 + 20 = 1 May, the first of five days off.
        (CalendarDays(20, last_day=STAYS), date(2024, 4, 11), date(2024, 5, 1)),
        (CalendarDays(20, last_day=MOVES), date(2024, 4, 11), date(2024, 5, 6)),
        # A last day that is a worked Saturday or Sunday is no rest day.
        (CalendarDays(10, last_day=MOVES), date(2024, 4, 18), date(2024, 4, 28)),
        (CalendarDays(0, last_day=STAYS), date(2024, 5, 1), date(2024, 5, 1)),
        # 民法典 202: the day of the same number, or the last of the month.
        (Months(1, last_day=STAYS), date(2024, 1, 31), date(2024, 2, 29)),
        (Months(1, last_day=STAYS), date(2023, 1, 31), date(2023, 2, 28)),
        (Months(3, last_day=STAYS), date(2024, 11, 30), date(2025, 2, 28)),
        (Months(6, last_day=MOVES), date(2024, 4, 1), date(2024, 10, 8)),  # after the break
        (Months(12, last_day=STAYS), date(2024, 2, 29), date(2025, 2, 28)),
        (Years(1, last_day=STAYS), date(2024, 2, 29), date(2025, 2, 28)),
        (Years(4, last_day=STAYS), date(2020, 2, 29), date(2024, 2, 29)),
        # 条例 49: by 31 January of the next year. In 2025 that day is in the Spring Festival.
        (FixedDate(month=1, day=31, years_after=1, last_day=MOVES), date(2023, 7, 1),
         date(2024, 1, 31)),
        (FixedDate(month=1, day=31, years_after=1, last_day=MOVES), date(2024, 7, 1),
         date(2025, 2, 5)),
        (FixedDate(month=1, day=31, years_after=1, last_day=STAYS), date(2024, 7, 1),
         date(2025, 1, 31)),
        (FixedDate(month=2, day=29, last_day=STAYS), date(2023, 1, 1), date(2023, 2, 28)),
        # Always of the year that is meant: 30 November of a year that ends in December.
        (FixedDate(month=11, day=30, last_day=STAYS), date(2023, 12, 31), date(2023, 11, 30)),
    ],
)  # fmt: skip
def test_where_a_limit_ends(limit: Limit, start: date, last: date) -> None:
    assert due(limit, start=start, calendar=CHINA).on == last


@pytest.mark.parametrize(
    ("first_hour", "start", "end"),
    [
        # 民法典 201: from the moment itself.
        (FirstHour.COUNTS, moment(2018, 8, 1, 10, 20), moment(2018, 8, 2, 10, 20)),
        # 民事诉讼法 85: the hour in which it begins is not counted.
        (FirstHour.SKIPPED, moment(2018, 8, 1, 10, 20), moment(2018, 8, 2, 11, 0)),
        (FirstHour.SKIPPED, moment(2018, 8, 1, 10, 0), moment(2018, 8, 2, 11, 0)),
        (FirstHour.SKIPPED, moment(2018, 8, 1, 23, 59), moment(2018, 8, 3, 0, 0)),
    ],
)
def test_the_two_rules_on_hours(first_hour: FirstHour, start: datetime, end: datetime) -> None:
    found = due(Hours(24, first_hour=first_hour), start=start, calendar=CHINA)
    assert found.at == end
    assert found.on == end.date()
    assert found.is_confirmed


def test_hours_are_counted_from_an_instant_wherever_it_was_written_down() -> None:
    found = due(
        Hours(5, first_hour=FirstHour.COUNTS),
        start=datetime(2018, 8, 1, 16, 30, tzinfo=UTC),
        calendar=CHINA,
    )
    assert found.at == moment(2018, 8, 2, 5, 30)
    assert found.on == date(2018, 8, 2)


@pytest.mark.parametrize("start", [date(2018, 8, 1), datetime(2018, 8, 1, 10)])  # noqa: DTZ001
def test_hours_need_a_moment_with_a_zone(start: date) -> None:
    with pytest.raises(InvalidValueError, match="moment with a zone"):
        due(Hours(24, first_hour=FirstHour.COUNTS), start=start, calendar=CHINA)


@pytest.mark.parametrize(
    "make",
    [
        Workdays,
        lambda odd: CalendarDays(odd, last_day=STAYS),
        lambda odd: Months(odd, last_day=STAYS),
        lambda odd: Hours(odd, first_hour=FirstHour.COUNTS),
        lambda odd: FixedDate(month=1, day=31, years_after=odd, last_day=STAYS),
    ],
)
@pytest.mark.parametrize("odd", [-1, 1.0, True, "3", None])
def test_no_odd_limits(make: Any, odd: object) -> None:
    with pytest.raises(InvalidValueError):
        make(odd)


@pytest.mark.parametrize(
    "make",
    [
        lambda: CalendarDays(20, last_day="stays"),  # type: ignore[arg-type]
        lambda: Months(1, last_day=None),  # type: ignore[arg-type]
        lambda: Hours(3, first_hour="skipped"),  # type: ignore[arg-type]
        lambda: FixedDate(month=1, day=31, last_day="moves"),  # type: ignore[arg-type]
        lambda: due(20, start=date(2024, 1, 2), calendar=CHINA),  # type: ignore[arg-type]
    ],
)
def test_a_rule_or_a_unit_is_not_guessed_from_a_text(make: Any) -> None:
    with pytest.raises(InvalidValueError):
        make()


@pytest.mark.parametrize(("month", "day"), [(2, 30), (13, 1), (0, 1), (1, 0), (1.0, 1), ("1", 1)])
def test_no_day_that_no_year_has(month: int, day: int) -> None:
    with pytest.raises(InvalidValueError, match="no year has"):
        FixedDate(month=month, day=day, last_day=STAYS)


def test_a_limit_in_days_must_say_what_becomes_of_its_last_day() -> None:
    with pytest.raises(TypeError, match="last_day"):
        CalendarDays(30)  # type: ignore[call-arg]


def test_beyond_the_last_day_there_is_a_typed_error() -> None:
    with pytest.raises(InvalidValueError, match="beyond"):
        due(Years(9000, last_day=STAYS), start=date(2024, 1, 1), calendar=CHINA)
    with pytest.raises(InvalidValueError, match="beyond"):
        due(Hours(10**9, first_hour=FirstHour.COUNTS), start=moment(2024, 1, 1), calendar=CHINA)
    with pytest.raises(InvalidValueError, match="beyond"):
        due(CalendarDays(10**9, last_day=STAYS), start=date(2024, 1, 1), calendar=CHINA)


STARTS = st.dates(date(2008, 1, 1), date(2025, 6, 30))


@given(STARTS, st.integers(0, 60))
def test_a_moved_last_day_is_the_first_working_day_from_where_it_fell(
    start: date, count: int
) -> None:
    fell = due(CalendarDays(count, last_day=STAYS), start=start, calendar=CHINA).on
    moved = due(CalendarDays(count, last_day=MOVES), start=start, calendar=CHINA).on
    assert is_workday(moved, calendar=CHINA)
    assert fell <= moved
    between = [fell + timedelta(days=n) for n in range((moved - fell).days)]
    assert not any(is_workday(day, calendar=CHINA) for day in between)


@given(STARTS, st.integers(1, 60))
def test_a_working_day_back_is_a_working_day_forth(end: date, count: int) -> None:
    start = subtract_workdays(end, count, calendar=CHINA)
    assert is_workday(start, calendar=CHINA)
    yesterday = end - timedelta(days=1)
    assert workdays_between(start - timedelta(days=1), yesterday, calendar=CHINA) == count


@given(STARTS, st.integers(1, 60))
def test_the_ledger_of_calendar_days_counts_every_day_and_shows_what_was_moved_over(
    start: date, count: int
) -> None:
    found = due(CalendarDays(count, last_day=MOVES), start=start, calendar=CHINA)
    numbers = [line.number for line in found.ledger]
    assert numbers[:count] == list(range(1, count + 1))
    assert set(numbers[count:]) <= {None}
    assert found.ledger[-1].day.day == found.on


def test_the_ledger_of_a_fixed_date_shows_what_it_was_moved_over() -> None:
    found = due(
        FixedDate(month=1, day=31, years_after=1, last_day=MOVES),
        start=date(2024, 7, 1),
        calendar=CHINA,
    )
    assert [line.day.day.isoformat() for line in found.ledger] == [
        "2025-01-31", "2025-02-01", "2025-02-02", "2025-02-03", "2025-02-04", "2025-02-05",
    ]  # fmt: skip


def test_the_ledger_costs_nothing_until_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from opengov.workdays import due_date

    made = []
    real = due_date.ledger_of

    def watched(found: Due, of: Calendar) -> Iterator[LedgerDay]:
        made.append(found)
        return real(found, of)

    monkeypatch.setattr(due_date, "ledger_of", watched)
    found = due(Workdays(20), start=date(2018, 5, 16), calendar=CHINA)
    assert found.on == date(2018, 6, 13)
    assert made == []
    assert len(found.ledger) == 28
    assert made == [found]


def test_two_equal_dates_are_equal_whatever_their_ledger() -> None:
    one = due(Workdays(20), start=date(2018, 5, 16), calendar=CHINA)
    other = due(Workdays(20), start=date(2018, 5, 16), calendar=CHINA.known_by(date(2018, 6, 1)))
    assert one == other
    assert hash(one) == hash(other)
