"""Provisional dates: with the next notice hidden, what it brought lies within the bounds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opengov_policy_cn import calendar, notices

from opengov.domain import BEIJING
from opengov.errors import NotAnnouncedError
from opengov.workdays import (
    Calendar,
    CalendarDays,
    DayKind,
    FixedDate,
    LastDay,
    Months,
    Workdays,
    add_workdays,
    due,
    subtract_workdays,
    workdays_between,
)
from opengov.workdays.clocks import (
    Clock,
    ClockEvent,
    ClockRules,
    Pause,
    Resume,
    Start,
    clock_due,
)
from opengov.workdays.counting import bounds_after, bounds_before

CHINA = calendar()
YEARS = range(2008, 2026)
COUNTS = (1, 2, 3, 5, 7, 10, 15, 20, 30, 40, 60, 90, 120, 180, 250)


@cache
def without_notices_after(year: int) -> Calendar:
    """Return the calendar that knows no yearly notice for a year after ``year``."""
    return Calendar(
        notice for notice in notices() if (notice.arranges or notice.days[0].day.year) <= year
    )


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", YEARS)
def test_what_the_next_notice_brought_lies_within_for_every_start(year: int) -> None:
    hidden = without_notices_after(year)
    assert hidden.announced_through == date(year, 12, 31)
    wrong, tried = [], 0
    for start in days_of(year):
        for count in COUNTS:
            earliest, latest = bounds_after(start, count, calendar=hidden)
            if latest <= hidden.final_through:
                continue
            try:
                found = add_workdays(start, count, calendar=CHINA)
            except NotAnnouncedError:
                continue  # 250 working days from the end of 2025 need 2027
            tried += 1
            if not earliest <= found <= latest:
                wrong.append((start, count, earliest, found, latest))
    assert wrong == []
    assert tried > 1000


@pytest.mark.parametrize("year", YEARS)
def test_so_it_does_by_what_was_known_on_each_day(year: int) -> None:
    """As known on the day itself, with the orders on holidays that had been issued by then."""
    for start in days_of(year):
        known = CHINA.known_by(start)
        for count in (7, 20, 40, 120):
            earliest, latest = bounds_after(start, count, calendar=known)
            if latest <= known.final_through:
                continue  # what was final could be amended only; the replay counts those
            found = add_workdays(start, count, calendar=CHINA)
            assert earliest <= found <= latest, (start, count)


@pytest.mark.parametrize("year", YEARS)
def test_counting_back_lies_within_too(year: int) -> None:
    hidden = without_notices_after(year)
    for end in (date(year + 1, month, day) for month in (1, 2, 3) for day in (4, 11, 18, 25)):
        for count in (1, 7, 30):
            earliest, latest = bounds_before(end, count, calendar=hidden)
            assert earliest <= subtract_workdays(end, count, calendar=CHINA) <= latest


def test_the_bounds_are_tight_where_limits_are_usual() -> None:
    """On average less than half a day for 20 working days; a day and a half for 40."""
    widths: dict[int, list[int]] = {7: [], 20: [], 40: []}
    for year in YEARS:
        hidden = without_notices_after(year)
        for start in days_of(year):
            for count, found in widths.items():
                earliest, latest = bounds_after(start, count, calendar=hidden)
                if latest > hidden.final_through:
                    found.append((latest - earliest).days)
    average = {count: sum(found) / len(found) for count, found in widths.items()}
    assert average[7] < 0.2
    assert average[20] < 0.5
    assert average[40] < 1.5


def test_2027_is_an_interval_with_a_reason() -> None:
    found = due(Workdays(40), start=date(2026, 12, 20), calendar=CHINA)
    assert not found.is_confirmed
    assert found.provisional is not None
    assert found.provisional.awaited == 2027
    assert found.provisional.announced_through == date(2026, 12, 31)
    # 6 February 2027 is the first day of the lunar year; nobody works in the week after its eve.
    assert date(2027, 2, 15) < found.earliest <= found.latest < date(2027, 3, 1)
    with pytest.raises(NotAnnouncedError, match="2026-12-31"):
        _ = found.on
    with pytest.raises(NotAnnouncedError, match="2026-12-31"):
        add_workdays(date(2026, 12, 20), 40, calendar=CHINA)


def test_a_december_is_final_only_when_the_next_notice_is_out() -> None:
    """The notice for 2019 of 4 December 2018 made a Saturday in December a working day."""
    before = CHINA.as_known(datetime(2018, 12, 3, 23, 59, tzinfo=BEIJING))
    after = CHINA.as_known(datetime(2018, 12, 4, tzinfo=BEIJING))
    assert before.day(date(2018, 12, 29)).kind is DayKind.WEEKEND
    assert not before.day(date(2018, 12, 29)).final
    assert after.day(date(2018, 12, 29)).kind is DayKind.MAKE_UP
    assert after.day(date(2018, 12, 29)).final
    found = due(Workdays(20), start=date(2018, 12, 3), calendar=before)
    assert found.provisional is not None
    assert found.provisional.awaited == 2019
    assert found.earliest <= date(2018, 12, 29) <= found.latest
    assert due(Workdays(20), start=date(2018, 12, 3), calendar=after).on == date(2018, 12, 29)


def test_early_december_can_be_answered_and_is_still_marked() -> None:
    known = CHINA.known_by(date(2018, 11, 20))
    found = due(Workdays(10), start=date(2018, 11, 20), calendar=known)
    assert found.on == date(2018, 12, 4) == add_workdays(date(2018, 11, 20), 10, calendar=known)
    assert found.provisional is not None


@given(st.sampled_from(YEARS), st.integers(0, 364), st.integers(1, 120))
def test_bounds_grow_with_the_count(year: int, offset: int, count: int) -> None:
    hidden = without_notices_after(year)
    start = date(year, 1, 1) + timedelta(days=offset)
    less = bounds_after(start, count, calendar=hidden)
    more = bounds_after(start, count + 1, calendar=hidden)
    assert less[0] < more[0]
    assert less[1] < more[1]
    assert less[0] <= less[1]


@pytest.mark.parametrize(
    ("limit", "start", "earliest", "latest"),
    [
        # 1 January 2027 is a Friday and statutory; nobody works before Monday the 4th.
        (CalendarDays(10, last_day=LastDay.MOVES), date(2026, 12, 22), (2027, 1, 4), (2027, 1, 4)),
        (Months(1, last_day=LastDay.MOVES), date(2026, 12, 14), (2027, 1, 14), (2027, 1, 14)),
        # 31 January 2027 is a Sunday before the Spring Festival and may be worked for it.
        (
            FixedDate(month=1, day=31, years_after=1, last_day=LastDay.MOVES),
            date(2026, 6, 1),
            (2027, 1, 31),
            (2027, 2, 1),
        ),
    ],
)
def test_a_last_day_that_moves_is_provisional_too(
    limit: CalendarDays | Months | FixedDate,
    start: date,
    earliest: tuple[int, int, int],
    latest: tuple[int, int, int],
) -> None:
    found = due(limit, start=start, calendar=CHINA)
    assert (found.earliest, found.latest) == (date(*earliest), date(*latest))
    assert not found.is_confirmed


def test_a_last_day_that_stays_is_certain_however_far_away() -> None:
    found = due(Months(120, last_day=LastDay.STAYS), start=date(2026, 1, 31), calendar=CHINA)
    assert found.on == date(2036, 1, 31)
    assert found.is_confirmed


def test_a_count_across_an_open_year_is_an_error_and_no_guess() -> None:
    with pytest.raises(NotAnnouncedError, match="2026-12-31"):
        workdays_between(date(2026, 12, 1), date(2027, 6, 1), calendar=CHINA)


def test_counting_back_before_the_calendar_begins_is_said() -> None:
    for end in (date(2004, 2, 1), date(2026, 11, 1), date(2027, 3, 1)):
        with pytest.raises(NotAnnouncedError, match="no data for days before"):
            subtract_workdays(end, 9000, calendar=CHINA)


def test_the_end_of_the_table_of_festivals_is_said() -> None:
    with pytest.raises(NotAnnouncedError, match="2098"):
        due(Workdays(20), start=date(2098, 12, 20), calendar=CHINA)


@pytest.mark.parametrize("year", YEARS)
def test_starts_within_the_open_year_lie_within_as_well(year: int) -> None:
    """Also where only the last day is looked at: its weekend may be worked, or be longer."""
    hidden = without_notices_after(year)
    wrong = []
    for start in days_of(year + 1) if year < 2025 else days_of(2026)[:-60]:
        for count in (1, 3, 7, 20):
            earliest, latest = bounds_after(start, count, calendar=hidden)
            found = add_workdays(start, count, calendar=CHINA)
            if not earliest <= found <= latest:
                wrong.append((start, count, earliest, found, latest))
    assert wrong == []


@pytest.mark.parametrize("year", YEARS)
def test_counting_back_over_the_whole_open_year_lies_within(year: int) -> None:
    hidden = without_notices_after(year)
    for end in days_of(year + 1)[::9]:
        for count in (1, 7):
            earliest, latest = bounds_before(end, count, calendar=hidden)
            found = subtract_workdays(end, count, calendar=CHINA)
            assert earliest <= found <= latest, (end, count)


def test_two_threads_count_alike() -> None:
    """Years ahead are worked out when they are asked for, by whoever asks first."""
    for _ in range(5):
        fresh = Calendar(CHINA.notices)
        with ThreadPoolExecutor(8) as threads:
            asked = [
                threads.submit(bounds_after, date(2026, 12, 1), 2500, calendar=fresh)
                for _ in range(16)
            ]
        assert len({done.result() for done in asked}) == 1


def test_before_the_order_of_2007_nobody_could_say() -> None:
    with pytest.raises(NotAnnouncedError, match="order of 2007"):
        bounds_after(date(2006, 9, 1), 250, calendar=CHINA.known_by(date(2006, 9, 30)))


def test_a_ledger_outside_the_table_of_festivals_is_told_without_names() -> None:
    for start in (date(1998, 1, 5), date(2150, 1, 5)):
        found = due(CalendarDays(10, last_day=LastDay.STAYS), start=start, calendar=CHINA)
        assert [line.number for line in found.ledger] == list(range(1, 11))


def test_what_settles_a_far_date_is_the_notice_for_its_year() -> None:
    found = due(Months(48, last_day=LastDay.MOVES), start=date(2026, 10, 1), calendar=CHINA)
    assert found.provisional is not None
    assert found.provisional.awaited == 2030


def test_a_provisional_ledger_numbers_only_what_no_notice_can_change() -> None:
    """In 2018 the notice of December made the 29th the fourth day, and had the 31st off."""
    known = CHINA.known_by(date(2018, 11, 20))
    found = due(Workdays(5), start=date(2018, 12, 25), calendar=known)
    numbers = {line.day.day.day: line.number for line in found.ledger}
    assert (numbers[26], numbers[27], numbers[28]) == (1, 2, 3)
    assert numbers[31] is None


@given(
    st.sampled_from(YEARS),
    st.integers(0, 420),
    st.integers(1, 40),
    st.lists(st.integers(0, 30), min_size=2, max_size=4),
)
@settings(max_examples=300, deadline=None)
def test_a_pause_shortens_no_bound(year: int, offset: int, count: int, gaps: list[int]) -> None:
    """Neither of the bounds is earlier with a pause than without, nor with two than with one."""
    hidden = without_notices_after(year)
    day = date(year, 1, 1) + timedelta(days=offset)
    events: list[ClockEvent] = [Start(on=day)]
    before = (date.min, date.min)
    for begin, length in zip(gaps[::2], gaps[1::2], strict=False):
        clock = Clock(rules=ClockRules(limit=Workdays(count)), events=tuple(events))
        found = clock_due(clock, calendar=hidden, as_of=day)
        assert before[0] <= found.earliest
        assert before[1] <= found.if_resumed.latest
        before = found.earliest, found.if_resumed.latest
        day += timedelta(days=begin)
        events.append(Pause(on=day, reason="third party"))
        day += timedelta(days=length)
        events.append(Resume(on=day))
    clock = Clock(rules=ClockRules(limit=Workdays(count)), events=tuple(events))
    found = clock_due(clock, calendar=hidden, as_of=day)
    assert before[0] <= found.earliest
    assert before[1] <= found.if_resumed.latest


def test_a_pause_over_days_that_may_be_worked_does_not_hurry_the_earliest_day() -> None:
    """The weekend of 29 January 2022 may be worked for the Spring Festival, or not."""
    hidden = without_notices_after(2021)
    rules = ClockRules(limit=Workdays(15))
    start = Start(on=date(2022, 1, 21))
    events = (start, Pause(on=date(2022, 1, 29), reason="x"), Resume(on=date(2022, 2, 2)))
    plain = clock_due(Clock(rules=rules, events=(start,)), calendar=hidden, as_of=start.on)
    paused = clock_due(Clock(rules=rules, events=events), calendar=hidden, as_of=date(2022, 2, 2))
    assert plain.earliest <= paused.earliest
