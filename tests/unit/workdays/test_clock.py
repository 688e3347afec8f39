"""When a clock runs out: examples from the norms, stops, units, open years."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from opengov.domain.text import Message
from opengov.errors import ClockError, NotAnnouncedError
from opengov.workdays import (
    CalendarDays,
    FirstHour,
    FixedDate,
    Hours,
    Limit,
    Months,
    Overlay,
    Workdays,
    add_workdays,
    due,
    workdays_between,
)
from opengov.workdays.clocks.due_date import ClockDue, clock_due
from opengov.workdays.clocks.events import (
    Clock,
    ClockRules,
    Lift,
    Pause,
    Restart,
    Resume,
    Start,
    Suspend,
)
from opengov.workdays.clocks.steps import step
from tests.unit.workdays.clocks import (
    BEIJING,
    CALENDAR,
    MOVES,
    REQUEST_2007,
    REQUEST_2019,
    STAYS,
    extended,
    out,
    paused,
    ran,
    refused,
)


def numbers(found: ClockDue) -> dict[date, int | None]:
    return {line.day.day: line.number for line in found.ledger}


# --- what the norms give ---


@pytest.mark.parametrize(
    ("rules", "start", "last"),
    [
        # The correction notice: 7 working days, over the National Day of 2025.
        (ClockRules(limit=Workdays(7)), date(2025, 9, 25), date(2025, 10, 11)),
        (REQUEST_2007, date(2018, 2, 8), date(2018, 3, 6)),
        (REQUEST_2019, date(2025, 9, 25), date(2025, 10, 29)),
        (ClockRules(limit=Workdays(0)), date(2025, 9, 25), date(2025, 9, 25)),
    ],
)
def test_a_clock_that_nothing_happens_to_is_a_limit(
    rules: ClockRules, start: date, last: date
) -> None:
    found = out(rules, Start(on=start))
    plain = due(rules.limit, start=start, calendar=CALENDAR)
    assert found.on == found.earliest == found.latest == last == plain.on
    assert found.is_confirmed
    assert (found.stopped, found.stops, found.stopped_since) == ((), (), None)
    assert [(line.day, line.number) for line in found.ledger] == [
        (line.day, line.number) for line in plain.ledger
    ]


def test_an_extension_of_2019() -> None:
    found = out(
        REQUEST_2019, Start(on=date(2025, 9, 25)), extended(date(2025, 10, 29), Workdays(20))
    )
    assert found.on == date(2025, 11, 26)
    assert found.if_resumed.limit == Workdays(40)
    assert found.on == add_workdays(date(2025, 10, 29), 20, calendar=CALENDAR)


def test_an_extension_of_2007() -> None:
    start = Start(on=date(2018, 2, 8))
    found = out(REQUEST_2007, start, extended(date(2018, 3, 6), Workdays(15)))
    assert found.on == date(2018, 3, 27)
    says = refused(REQUEST_2007, start, extended(date(2018, 3, 6), Workdays(16)))
    assert says == ["Workdays(count=16) is more than Workdays(count=15)."]


def test_a_correction_counts_afresh() -> None:
    found = out(REQUEST_2019, Start(on=date(2025, 9, 1)), Restart(on=date(2025, 9, 25)))
    assert found.on == date(2025, 10, 29)
    assert found == out(REQUEST_2019, Start(on=date(2025, 9, 25)))


def test_consulting_a_third_party_is_not_counted() -> None:
    asked, answered = date(2025, 9, 26), date(2025, 10, 11)
    found = out(
        REQUEST_2019,
        Start(on=date(2025, 9, 25)),
        Pause(on=asked, reason="third party"),
        Resume(on=answered),
    )
    # The day of the letter counts, those after it up to the answer do not.
    assert numbers(found)[asked] == 1
    assert found.on == add_workdays(answered, 19, calendar=CALENDAR) == date(2025, 11, 6)
    taken_out = [line for line in found.ledger if line.reason is not None]
    assert [line.day.day for line in taken_out] == [asked + timedelta(days=n) for n in range(1, 16)]
    assert {line.number for line in taken_out} == {None}
    assert {line.reason for line in taken_out} == {
        Message("clock.paused", {"reason": "third party", "since": asked})
    }
    assert [stop.until for stop in found.stops] == [answered]


# --- standing still ---


def test_while_it_stands_still_there_is_no_last_day() -> None:
    events = (Start(on=date(2025, 9, 25)), Pause(on=date(2025, 9, 26), reason="third party"))
    found = out(REQUEST_2019, *events, as_of=date(2025, 10, 11))
    assert found.latest is None
    assert found.earliest == date(2025, 11, 6)
    assert found.stopped_since == date(2025, 9, 26)
    assert [message.key for message in found.stopped] == ["clock.paused"]
    assert not found.is_confirmed
    with pytest.raises(ClockError, match="stood still since 2025-09-26") as caught:
        _ = found.on
    assert "2025-11-06" in caught.value.remedy
    # It is what a resumption on that day gives.
    resumed = out(REQUEST_2019, *events, Resume(on=date(2025, 10, 11)))
    assert found.earliest == resumed.on
    assert found.ledger == resumed.ledger


def test_a_pause_and_a_suspension_are_independent() -> None:
    events = (
        Start(on=date(2018, 5, 16)),
        Pause(on=date(2018, 5, 17), reason="third party"),
        Suspend(on=date(2018, 5, 21), reason="不可抗力"),
        Resume(on=date(2018, 5, 23)),
    )
    found = out(REQUEST_2019, *events, as_of=date(2018, 5, 25))
    # The pause is over, and still the clock does not run.
    assert [message.key for message in found.stopped] == ["clock.suspended"]
    assert found.stopped_since == date(2018, 5, 17)
    lifted = out(REQUEST_2019, *events, Lift(on=date(2018, 5, 28)))
    assert lifted.on == add_workdays(date(2018, 5, 28), 19, calendar=CALENDAR)
    assert [line.reason and line.reason.key for line in lifted.ledger[:12]] == [
        None,
        *["clock.paused"] * 6,
        *["clock.suspended"] * 5,
    ]
    other_way = out(
        REQUEST_2019,
        Start(on=date(2018, 5, 16)),
        Suspend(on=date(2018, 5, 17), reason="不可抗力"),
        Lift(on=date(2018, 5, 28)),
    )
    assert other_way.on == lifted.on


def test_a_suspension_within_a_pause_and_one_right_after_it() -> None:
    start, within = Start(on=date(2018, 5, 16)), paused(date(2018, 5, 17), date(2018, 5, 28))
    suspend, lift = Suspend(on=date(2018, 5, 21), reason="不可抗力"), Lift(on=date(2018, 5, 23))
    nested = out(REQUEST_2019, start, within[0], suspend, lift, within[1])
    assert nested.on == add_workdays(date(2018, 5, 28), 19, calendar=CALENDAR)
    touching = out(
        REQUEST_2019,
        start,
        *paused(date(2018, 5, 17), date(2018, 5, 21)),
        suspend,
        as_of=date(2018, 5, 28),
    )
    assert touching.earliest == nested.on
    assert touching.stopped_since == date(2018, 5, 17)


def test_a_pause_that_begins_on_the_last_day_comes_too_late_to_matter() -> None:
    found = out(
        REQUEST_2019,
        Start(on=date(2018, 5, 16)),
        Pause(on=date(2018, 6, 13), reason="third party"),
        as_of=date(2018, 7, 1),
    )
    assert (found.on, found.stopped, found.stopped_since) == (date(2018, 6, 13), (), None)


def test_later_events_are_not_looked_at() -> None:
    clock = ran(
        REQUEST_2019,
        Start(on=date(2018, 5, 16)),
        Pause(on=date(2018, 5, 17), reason="third party"),
        Resume(on=date(2018, 5, 21)),
    )
    assert clock_due(clock, calendar=CALENDAR, as_of=date(2018, 5, 16)).on == date(2018, 6, 13)
    assert clock_due(clock, calendar=CALENDAR, as_of=date(2018, 5, 20)).latest is None
    with pytest.raises(ClockError, match="not started"):
        clock_due(clock, calendar=CALENDAR, as_of=date(2018, 5, 15))
    with pytest.raises(ClockError, match="not started"):
        clock_due(Clock(rules=REQUEST_2019), calendar=CALENDAR, as_of=date(2018, 5, 15))


DAYS = st.dates(date(2010, 1, 1), date(2024, 1, 1))
GAPS = st.integers(0, 20)


@given(DAYS, st.integers(1, 40), GAPS, GAPS)
def test_a_pause_adds_the_working_days_that_it_takes_out(
    start: date, count: int, until_pause: int, length: int
) -> None:
    rules = ClockRules(limit=Workdays(count))
    pause = start + timedelta(days=until_pause)
    resume = pause + timedelta(days=length)
    without = out(rules, Start(on=start), as_of=resume)
    if pause >= without.on:
        return
    found = out(rules, Start(on=start), Pause(on=pause, reason="third party"), Resume(on=resume))
    taken = workdays_between(pause, resume, calendar=CALENDAR)
    assert found.on == add_workdays(start, count + taken, calendar=CALENDAR)
    assert found.on >= without.on
    if length == 0:
        assert found == without


@given(DAYS, st.tuples(GAPS, GAPS, GAPS, GAPS))
def test_two_pauses_are_one_that_takes_out_as_much(
    start: date, gaps: tuple[int, int, int, int]
) -> None:
    rules = ClockRules(limit=Workdays(60))
    day, at = start, []
    for gap in gaps:
        day += timedelta(days=gap)
        at.append(day)
    two = out(rules, Start(on=start), *paused(at[0], at[1]), *paused(at[2], at[3]))
    taken = workdays_between(at[0], at[1], calendar=CALENDAR) + workdays_between(
        at[2], at[3], calendar=CALENDAR
    )
    end = add_workdays(start, taken, calendar=CALENDAR)
    assert two.on == out(rules, Start(on=start), *paused(start, end)).on


# --- other units ---


@pytest.mark.parametrize(
    ("limit", "start", "last"),
    [
        # 30 days from 1 May, and 9 more for the pause of the 10th to the 19th.
        (CalendarDays(30, last_day=STAYS), date(2019, 5, 1), date(2019, 6, 9)),
        # 9 June 2019 is a Sunday: the last day is looked at after the shift alone.
        (CalendarDays(30, last_day=MOVES), date(2019, 5, 1), date(2019, 6, 10)),
        (Months(1, last_day=STAYS), date(2019, 5, 1), date(2019, 6, 10)),
        (FixedDate(month=5, day=31, last_day=MOVES), date(2019, 5, 1), date(2019, 6, 10)),
    ],
)
def test_a_pause_moves_days_months_and_fixed_dates(limit: Limit, start: date, last: date) -> None:
    found = out(
        ClockRules(limit=limit),
        Start(on=start),
        Pause(on=date(2019, 5, 10), reason="third party"),
        Resume(on=date(2019, 5, 19)),
    )
    assert found.on == last
    taken_out = [line.day.day.day for line in found.ledger if line.reason]
    assert taken_out == list(range(11, 20))
    assert found.ledger[-1].day.day == last


def test_the_ledger_of_calendar_days_numbers_those_that_ran() -> None:
    found = out(
        ClockRules(limit=CalendarDays(3, last_day=MOVES)),
        Start(on=date(2019, 5, 14)),
        Pause(on=date(2019, 5, 15), reason="third party"),
        Resume(on=date(2019, 5, 16)),
    )
    assert [(day.day, number) for day, number in numbers(found).items()] == [
        (15, 1),
        (16, None),
        (17, 2),
        (18, 3),
        (19, None),
        (20, None),
    ]


def test_a_pause_while_the_last_day_waits_for_a_working_day() -> None:
    # Counted to the end on Saturday the 18th; the Monday on which it would end is paused.
    found = out(
        ClockRules(limit=CalendarDays(3, last_day=MOVES)),
        Start(on=date(2019, 5, 15)),
        Pause(on=date(2019, 5, 19), reason="third party"),
        Resume(on=date(2019, 5, 22)),
    )
    assert found.on == date(2019, 5, 23)
    # Likewise where the pause begins on the day that was counted last.
    found = out(
        ClockRules(limit=CalendarDays(3, last_day=MOVES)),
        Start(on=date(2019, 5, 15)),
        *paused(date(2019, 5, 18), date(2019, 5, 22)),
    )
    assert found.on == date(2019, 5, 23)
    stays = out(
        ClockRules(limit=CalendarDays(3, last_day=STAYS)),
        Start(on=date(2019, 5, 15)),
        Pause(on=date(2019, 5, 18), reason="third party"),
        as_of=date(2019, 5, 30),
    )
    assert stays.on == date(2019, 5, 18)


def test_an_extension_in_days_is_counted_on_from_the_limit() -> None:
    rules = ClockRules(
        limit=CalendarDays(30, last_day=MOVES), extension_cap=CalendarDays(30, last_day=MOVES)
    )
    # Day 30 from 16 May 2019 is a Saturday; the extension does not begin with the Monday.
    found = out(
        rules,
        Start(on=date(2019, 5, 16)),
        extended(date(2019, 5, 20), CalendarDays(10, last_day=MOVES)),
    )
    assert found.on == date(2019, 6, 25)


def test_hours_that_pass_while_it_stands_still_do_not_count() -> None:
    def at(day: int, hour: int, minute: int = 0) -> datetime:
        return datetime(2018, 5, day, hour, minute, tzinfo=BEIJING)

    rules = ClockRules(limit=Hours(24, first_hour=FirstHour.COUNTS))
    events = (Start(on=at(16, 10)), Pause(on=at(16, 12), reason="third party"))
    found = out(rules, *events, Resume(on=at(16, 13, 30)))
    assert found.at == at(17, 11, 30)
    assert (found.on, found.ledger) == (date(2018, 5, 17), ())
    standing = out(rules, *events, as_of=at(16, 15))
    assert (standing.at, standing.if_resumed.at) == (None, at(17, 13))
    assert standing.stopped_since == at(16, 12)
    # What begins at the last moment comes too late to matter.
    at_the_end = (Pause(on=at(17, 10), reason="third party"), Resume(on=at(17, 12)))
    assert out(rules, events[0], *at_the_end).at == at(17, 10)
    # A bare day is its end.
    clock = ran(rules, *events)
    by_midnight = clock_due(clock, calendar=CALENDAR, as_of=date(2018, 5, 16))
    assert by_midnight.if_resumed.at == at(17, 22)
    # What stops it in the hour that is not counted takes nothing out.
    skipping = ClockRules(limit=Hours(24, first_hour=FirstHour.SKIPPED))
    found = out(
        skipping,
        Start(on=at(16, 10, 10)),
        Pause(on=at(16, 10, 20), reason="third party"),
        Resume(on=at(16, 11, 5)),
    )
    assert found.at == at(17, 11, 5)
    standing = out(
        skipping,
        Start(on=at(16, 10, 10)),
        Pause(on=at(16, 10, 20), reason="third party"),
        as_of=at(16, 10, 40),
    )
    assert standing.stopped_since == at(16, 10, 20)
    late = extended(at(18, 10), Hours(1, first_hour=FirstHour.COUNTS))
    with_cap = ClockRules(limit=rules.limit, extension_cap=Hours(1, first_hour=FirstHour.COUNTS))
    assert "run out" in refused(with_cap, events[0], late)[0]
    assert "moments" in refused(rules, Start(on=date(2018, 5, 16)))[0]
    assert (
        "moments"
        in refused(rules, events[0], Restart(on=at(16, 12), asked_on=date(2018, 5, 16)))[0]
    )


def test_moments_count_as_their_day_where_the_limit_is_in_days() -> None:
    evening = datetime(2018, 5, 15, 16, 30, tzinfo=UTC)
    found = out(REQUEST_2019, Start(on=evening), as_of=date(2018, 5, 16))
    assert found.on == date(2018, 6, 13)
    assert found.if_resumed.start == date(2018, 5, 16)


# --- what is not announced yet ---


def test_beyond_the_announced_days_a_clock_has_two_bounds() -> None:
    events = (
        Start(on=date(2026, 12, 1)),
        Pause(on=date(2026, 12, 21), reason="third party"),
        Resume(on=date(2027, 1, 6)),
    )
    found = out(REQUEST_2019, *events)
    assert not found.is_confirmed
    assert found.provisional is not None
    assert found.provisional.awaited == 2027
    assert found.latest is not None
    # Fourteen working days are gone by the 21st; so six remain after 6 January.
    assert date(2027, 1, 13) <= found.earliest <= found.latest <= date(2027, 1, 16)
    assert all(line.number is None for line in found.ledger if line.reason)
    # The last December is numbered only where it can be but one day.
    open_still = out(ClockRules(limit=Workdays(60)), Start(on=date(2026, 11, 27)))
    assert open_still.earliest != open_still.latest
    assert [line.number for line in open_still.ledger if line.number] == [1]
    with pytest.raises(NotAnnouncedError):
        _ = open_still.on
    one_day = out(ClockRules(limit=Workdays(5)), Start(on=date(2026, 11, 27)))
    assert (one_day.on, one_day.is_confirmed) == (date(2026, 12, 4), False)
    assert [line.number for line in one_day.ledger if line.number] == [1, 2, 3, 4, 5]
    # What does not look at days off is certain at any time.
    stays = out(ClockRules(limit=CalendarDays(60, last_day=STAYS)), Start(on=date(2027, 1, 29)))
    assert (stays.on, stays.is_confirmed) == (date(2027, 3, 30), True)


@given(st.integers(2009, 2025), st.integers(-40, 120), st.integers(0, 30), GAPS, st.integers(0, 60))
# The notice for 2019 made a Saturday of the December before it a working day.
@example(year=2019, begins=-20, count=20, until_pause=19, length=5)
def test_what_is_announced_in_the_end_lies_within_the_bounds(
    year: int, begins: int, count: int, until_pause: int, length: int
) -> None:
    rules = ClockRules(limit=Workdays(count))
    start = date(year, 1, 1) + timedelta(days=begins)
    pause = start + timedelta(days=until_pause)
    events = (
        Start(on=start),
        Pause(on=pause, reason="third party"),
        Resume(on=pause + timedelta(days=length)),
    )
    before = CALENDAR.known_by(date(year - 1, 12, 1))
    clock = Clock(rules=rules, events=events)
    guess = clock_due(clock, calendar=before, as_of=events[-1].on)
    truth = clock_due(clock, calendar=CALENDAR, as_of=events[-1].on)
    assert guess.latest is not None
    assert guess.earliest <= truth.on <= guess.latest
    assert guess.is_confirmed <= (guess.earliest == guess.latest)


def test_a_clock_beyond_the_calendar_says_so() -> None:
    with pytest.raises(NotAnnouncedError):
        out(REQUEST_2019, Start(on=date(2003, 5, 1)))
    pause = Pause(on=date(2027, 5, 1), reason="third party")
    clock = Clock(rules=REQUEST_2019, events=(Start(on=date(2003, 5, 1)), pause))
    with pytest.raises(NotAnnouncedError):
        clock_due(clock, calendar=CALENDAR, as_of=date(2027, 6, 1))


def test_a_closure_of_the_agency_is_named() -> None:
    moved = CALENDAR.with_overlays(Overlay.off("装修", date(2018, 5, 17)))
    clock = step(Clock(rules=REQUEST_2019), Start(on=date(2018, 5, 16)), calendar=moved)
    found = clock_due(clock, calendar=moved, as_of=date(2018, 5, 16))
    assert (found.on, found.if_resumed.overlays) == (date(2018, 6, 14), ("装修",))
