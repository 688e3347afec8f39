"""Counting back: the day of the event is not counted, and a last day off moves earlier."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opengov.errors import CalendarError, InvalidValueError, NotAnnouncedError
from opengov.workdays import (
    CalendarDays,
    FirstHour,
    FixedDate,
    Hours,
    LastDay,
    Limit,
    Months,
    Overlay,
    Workdays,
    Years,
    add_workdays,
    announced_calendar,
    is_workday,
    workdays_between,
)
from opengov.workdays.backward import LatestBefore, latest_before

CALENDAR = announced_calendar()
DAYS = st.dates(date(2009, 1, 1), date(2026, 11, 1))
BEIJING = timezone(timedelta(hours=8))

MOVES, STAYS = LastDay.MOVES, LastDay.STAYS


def before(limit: Limit, event: date | datetime) -> LatestBefore:
    return latest_before(limit, event=event, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("limit", "event", "last"),
    [
        # 国务院令第713号, art. 16: seven days before a hearing.
        (CalendarDays(7, last_day=STAYS), date(2019, 11, 20), date(2019, 11, 13)),
        # The seventh day before is a Saturday: it moves to the Friday, never to the Monday.
        (CalendarDays(7, last_day=MOVES), date(2019, 11, 23), date(2019, 11, 15)),
        (CalendarDays(7, last_day=STAYS), date(2019, 11, 23), date(2019, 11, 16)),
        # Within the National Day of 2025: from 2 October back to 30 September.
        (CalendarDays(10, last_day=MOVES), date(2025, 10, 12), date(2025, 9, 30)),
        # A worked Sunday, 28 September 2025, is a working day.
        (CalendarDays(1, last_day=MOVES), date(2025, 9, 29), date(2025, 9, 28)),
        (Workdays(1), date(2025, 9, 29), date(2025, 9, 28)),
        (Workdays(7), date(2025, 10, 11), date(2025, 9, 25)),
        (Workdays(5), date(2018, 3, 6), date(2018, 2, 27)),
        # The event is off itself; its day is not counted either way.
        (Workdays(1), date(2025, 10, 5), date(2025, 9, 30)),
        # No 31st in the month before, and 28 January a month before 28 February.
        (Months(1, last_day=STAYS), date(2019, 3, 31), date(2019, 2, 28)),
        (Months(1, last_day=STAYS), date(2019, 2, 28), date(2019, 1, 28)),
        (Months(1, last_day=MOVES), date(2019, 4, 10), date(2019, 3, 8)),
        (Years(1, last_day=STAYS), date(2020, 2, 29), date(2019, 2, 28)),
        (Workdays(0), date(2025, 10, 5), date(2025, 10, 5)),
        (CalendarDays(0, last_day=STAYS), date(2025, 10, 5), date(2025, 10, 5)),
        (CalendarDays(0, last_day=MOVES), date(2025, 10, 5), date(2025, 9, 30)),
    ],
)
def test_last_days(limit: Limit, event: date, last: date) -> None:
    found = before(limit, event)
    assert found.on == last
    assert found.is_confirmed
    assert found.event_day == event


@given(DAYS, st.integers(1, 60))
def test_working_days_back_and_forth(event: date, count: int) -> None:
    last = before(Workdays(count), event).on
    assert is_workday(last, calendar=CALENDAR)
    # So many working days lie between: from the last day on, up to the day before the event.
    day_before = event - timedelta(days=1)
    assert workdays_between(last - timedelta(days=1), day_before, calendar=CALENDAR) == count


@given(DAYS, st.integers(1, 60))
def test_nobody_who_waits_has_less_than_the_norm_gives(event: date, count: int) -> None:
    assert event - before(CalendarDays(count, last_day=MOVES), event).on >= timedelta(days=count)
    assert is_workday(before(CalendarDays(count, last_day=MOVES), event).on, calendar=CALENDAR)


@given(DAYS, st.integers(1, 30))
def test_the_ledger_counts_back_from_the_event(event: date, count: int) -> None:
    found = before(Workdays(count), event)
    days = [line.day.day for line in found.ledger]
    assert days == [found.on + timedelta(days=n) for n in range((event - found.on).days)]
    numbers = [line.number for line in found.ledger if line.number is not None]
    assert numbers == list(range(count, 0, -1))
    assert all((line.number is not None) == line.day.is_workday for line in found.ledger)


def test_the_ledger_shows_what_moved_the_last_day() -> None:
    found = before(CalendarDays(2, last_day=MOVES), date(2019, 11, 19))
    assert [(line.day.day.day, line.number) for line in found.ledger] == [
        (15, None),
        (16, None),
        (17, 2),
        (18, 1),
    ]
    found = before(Months(1, last_day=MOVES), date(2019, 4, 10))
    assert [(line.day.day.day, line.number) for line in found.ledger] == [
        (8, None),
        (9, None),
        (10, None),
    ]


def test_hours_are_counted_from_moment_to_moment() -> None:
    event = datetime(2019, 11, 20, 9, 30, tzinfo=BEIJING)
    exact = before(Hours(24, first_hour=FirstHour.COUNTS), event)
    assert exact.at == datetime(2019, 11, 19, 9, 30, tzinfo=BEIJING)
    assert (exact.on, exact.ledger) == (date(2019, 11, 19), ())
    # The hour in which the event falls is not counted: nine o'clock back.
    full = before(Hours(24, first_hour=FirstHour.SKIPPED), event)
    assert full.at == datetime(2019, 11, 19, 9, 0, tzinfo=BEIJING)
    at_the_hour = before(Hours(1, first_hour=FirstHour.SKIPPED), event.replace(minute=0))
    assert at_the_hour.at == datetime(2019, 11, 20, 8, 0, tzinfo=BEIJING)


def test_a_moment_counts_as_its_day_in_beijing() -> None:
    late = datetime(2019, 11, 19, 16, 30, tzinfo=UTC)  # half past midnight in Beijing
    assert before(CalendarDays(7, last_day=STAYS), late).on == date(2019, 11, 13)


@pytest.mark.parametrize(
    ("limit", "event", "says"),
    [
        (FixedDate(month=1, day=31, last_day=STAYS), date(2019, 5, 1), "fixed date"),
        (Hours(2, first_hour=FirstHour.COUNTS), date(2019, 5, 1), "moment"),
        (Hours(2, first_hour=FirstHour.COUNTS), datetime(2019, 5, 1, 9), "moment"),  # noqa: DTZ001
        (Workdays(2), datetime(2019, 5, 1, 9), "day"),  # noqa: DTZ001
        (Years(5000, last_day=STAYS), date(2019, 5, 1), "beyond the days there are"),
        (CalendarDays(10**12, last_day=STAYS), date(2019, 5, 1), "beyond the days there are"),
        (
            Hours(10**9, first_hour=FirstHour.COUNTS),
            datetime(2019, 5, 1, 9, tzinfo=UTC),
            "beyond the days there are",
        ),
    ],
)
def test_what_cannot_be_counted_back(limit: Limit, event: date, says: str) -> None:
    with pytest.raises(InvalidValueError, match=says) as caught:
        before(limit, event)
    assert caught.value.remedy


def test_before_the_calendar_begins_nothing_is_known() -> None:
    cases: list[tuple[Limit, date]] = [
        (Workdays(300), date(2005, 1, 5)),
        (Workdays(5800), date(2027, 3, 1)),
        (CalendarDays(10, last_day=MOVES), date(2004, 1, 5)),
    ]
    for limit, event in cases:
        with pytest.raises(NotAnnouncedError, match="2004-01-01"):
            before(limit, event)


def test_in_a_year_that_is_not_announced_there_are_two_days() -> None:
    found = before(Workdays(7), date(2027, 3, 1))
    assert found.earliest < found.latest
    assert not found.is_confirmed
    assert found.provisional is not None
    assert found.provisional.awaited == 2027
    assert all(line.number is None for line in found.ledger)
    with pytest.raises(NotAnnouncedError, match=str(found.earliest)) as caught:
        _ = found.on
    assert str(found.earliest) in caught.value.remedy


def test_the_open_december_is_answered_where_there_is_one_answer() -> None:
    found = before(Workdays(3), date(2026, 12, 10))
    assert not found.is_confirmed
    assert found.on == date(2026, 12, 7)
    assert [line.number for line in found.ledger] == [3, 2, 1]
    # The day of the event itself may be open.
    assert before(Workdays(3), date(2026, 12, 1)).is_confirmed
    # Days of the December that are known cannot be numbered from beyond it.
    beyond = before(Workdays(3), date(2027, 1, 5))
    assert [line.number for line in beyond.ledger] == [None] * 6
    with pytest.raises(NotAnnouncedError, match=f"between {beyond.earliest}"):
        _ = beyond.on
    assert before(Workdays(1), date(2027, 1, 1)).on == date(2026, 12, 31)
    # What does not look at days off is certain at any time.
    assert before(CalendarDays(7, last_day=STAYS), date(2031, 1, 5)).is_confirmed
    with pytest.raises(CalendarError, match="too far"):
        before(Workdays(7), date(2120, 1, 5))


@settings(deadline=None)  # each day of an open year is a count of its own
@given(st.integers(2009, 2025), st.integers(-20, 120), st.integers(0, 30))
def test_what_is_announced_in_the_end_lies_within_the_bounds(
    year: int, after: int, count: int
) -> None:
    event = date(year, 1, 1) + timedelta(days=after)
    early = CALENDAR.known_by(date(year - 1, 12, 1))
    guess = latest_before(Workdays(count), event=event, calendar=early)
    assert guess.earliest <= before(Workdays(count), event).on <= guess.latest
    assert guess.is_confirmed <= (guess.earliest == guess.latest)


def test_a_closure_of_the_agency_moves_it_and_is_named() -> None:
    moved = CALENDAR.with_overlays(Overlay.off("装修", date(2019, 11, 19)))
    found = latest_before(Workdays(1), event=date(2019, 11, 20), calendar=moved)
    assert (found.on, found.overlays) == (date(2019, 11, 18), ("装修",))
    assert add_workdays(found.on, 1, calendar=CALENDAR) == date(2019, 11, 19)


def test_equal_counts_are_equal() -> None:
    limit = CalendarDays(7, last_day=STAYS)
    assert before(limit, date(2019, 11, 20)) == before(limit, date(2019, 11, 20))
    assert "ledger" not in repr(before(limit, date(2019, 11, 20)))
    kept = LatestBefore(
        event=date(2019, 11, 20),
        limit=limit,
        earliest=date(2019, 11, 13),
        latest=date(2019, 11, 13),
        ledger=before(limit, date(2019, 11, 20)).ledger,
    )
    assert kept.ledger == before(limit, date(2019, 11, 20)).ledger
