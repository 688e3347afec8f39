"""Counting working days: the day of the event is not counted, make-up days are."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengov.errors import InvalidValueError, NotAnnouncedError
from opengov.workdays import (
    DayKind,
    Workdays,
    add_workdays,
    announced_calendar,
    due,
    is_workday,
    workdays_between,
)

CALENDAR = announced_calendar()
SCHEDULE = Path(__file__).parents[4] / "shared" / "notices" / "schedule.json"
DAYS = st.dates(date(2008, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        # 国办发〔2018〕118号: a worked Saturday and the turn of the year.
        (date(2018, 12, 5), 20, date(2019, 1, 3)),
        (date(2018, 5, 16), 3, date(2018, 5, 21)),
        (date(2018, 5, 16), 7, date(2018, 5, 25)),
        (date(2018, 5, 16), 20, date(2018, 6, 13)),
        (date(2019, 1, 27), 20, date(2019, 2, 27)),
        # The start is itself a worked Sunday, and is not counted.
        (date(2021, 9, 26), 20, date(2021, 10, 28)),
        (date(2018, 2, 8), 15, date(2018, 3, 6)),
        # After the extension of the Spring Festival of 2020.
        (date(2020, 1, 20), 20, date(2020, 2, 25)),
        (date(2020, 1, 17), 7, date(2020, 2, 4)),
        # The last day is a worked Saturday.
        (date(2025, 9, 25), 7, date(2025, 10, 11)),
    ],
)
def test_dates_that_the_notices_give(start: date, count: int, last: date) -> None:
    assert due(Workdays(count), start=start, calendar=CALENDAR).on == last
    assert add_workdays(start, count, calendar=CALENDAR) == last
    assert workdays_between(start, last, calendar=CALENDAR) == count


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2018, 12, 29), DayKind.MAKE_UP),
        (date(2018, 12, 31), DayKind.MOVED),
        (date(2019, 1, 1), DayKind.STATUTORY),
        (date(2019, 1, 2), DayKind.WORKDAY),
        (date(2019, 1, 5), DayKind.WEEKEND),
    ],
)
def test_kinds_of_days(day: date, kind: DayKind) -> None:
    assert CALENDAR.day(day).kind is kind


def test_from_a_day_off_the_first_working_day_is_the_next_one() -> None:
    # A holiday and a weekend as starting days: neither is counted, nor does it shift the count.
    assert add_workdays(date(2018, 12, 31), 1, calendar=CALENDAR) == date(2019, 1, 2)
    assert add_workdays(date(2018, 5, 19), 1, calendar=CALENDAR) == date(2018, 5, 21)


@given(DAYS, st.integers(0, 40))
def test_adding_and_counting_are_inverse(start: date, count: int) -> None:
    last = add_workdays(start, count, calendar=CALENDAR)
    assert workdays_between(start, last, calendar=CALENDAR) == count
    assert count == 0 or is_workday(last, calendar=CALENDAR)


@given(DAYS, st.integers(0, 40))
def test_a_later_start_is_never_due_earlier(start: date, count: int) -> None:
    first = add_workdays(start, count, calendar=CALENDAR)
    assert first <= add_workdays(start + timedelta(days=1), count, calendar=CALENDAR)


@given(DAYS, st.integers(1, 40))
def test_the_ledger_accounts_for_every_day(start: date, count: int) -> None:
    found = due(Workdays(count), start=start, calendar=CALENDAR)
    days = [line.day.day for line in found.ledger]
    assert days == [start + timedelta(days=n) for n in range(1, (found.on - start).days + 1)]
    numbers = [line.number for line in found.ledger if line.number is not None]
    assert numbers == list(range(1, count + 1))
    assert all((line.number is not None) == line.day.is_workday for line in found.ledger)
    assert found.ledger[-1].day.day == found.on


def test_nought_working_days_end_on_the_start() -> None:
    found = due(Workdays(0), start=date(2018, 5, 16), calendar=CALENDAR)
    assert (found.on, found.ledger) == (date(2018, 5, 16), ())


def test_beyond_the_announced_years_there_is_a_clear_error() -> None:
    end = CALENDAR.announced.end
    assert end is not None
    for ask in (
        lambda: CALENDAR.day(end),
        lambda: add_workdays(end - timedelta(days=5), 20, calendar=CALENDAR),
        lambda: due(Workdays(20), start=end - timedelta(days=5), calendar=CALENDAR).on,
    ):
        with pytest.raises(NotAnnouncedError, match="announced") as caught:
            ask()
        assert str(end - timedelta(days=1)) in caught.value.what
        assert "autumn" in caught.value.remedy


@pytest.mark.parametrize("count", [-1, 1.5, True])
def test_no_odd_limits(count: object) -> None:
    with pytest.raises(InvalidValueError):
        Workdays(count)  # type: ignore[arg-type]


def test_no_counting_backwards() -> None:
    with pytest.raises(InvalidValueError):
        add_workdays(date(2018, 5, 16), -1, calendar=CALENDAR)
    with pytest.raises(InvalidValueError):
        workdays_between(date(2018, 5, 16), date(2018, 5, 15), calendar=CALENDAR)


@pytest.mark.shared
@pytest.mark.skipif(
    not SCHEDULE.exists(), reason="needs ../shared, which is not part of the repository"
)
def test_every_day_of_nineteen_years_agrees_with_the_notices() -> None:
    years = {y: d for y, d in json.loads(SCHEDULE.read_text("utf-8")).items() if y.isdigit()}
    holidays = {d for year in years.values() for d in year["holidays"]}
    make_ups = {d for year in years.values() for d in year["makeup_workdays"]}
    day, wrong = date(2008, 1, 1), []
    while day <= date(2026, 12, 31):
        text = day.isoformat()
        worked = text in make_ups or (day.weekday() < 5 and text not in holidays)
        if is_workday(day, calendar=CALENDAR) != worked:
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


@pytest.mark.parametrize(
    ("start", "count", "error", "words"),
    [
        (datetime(2018, 5, 16, 12), 3, InvalidValueError, "from a day"),  # noqa: DTZ001
        (date(2018, 5, 16), 1.5, InvalidValueError, "whole number"),
        (date(2003, 5, 1), 2, NotAnnouncedError, "no data for days before"),
        (date.max, 2, NotAnnouncedError, "too far away"),
    ],
)
def test_what_cannot_be_counted_is_said(
    start: date, count: int, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        add_workdays(start, count, calendar=CALENDAR)
