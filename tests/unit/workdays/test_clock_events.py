"""What may happen to a clock, and everything that is said against what may not."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from opengov.errors import ClockError, InvalidValueError
from opengov.workdays import (
    CalendarDays,
    FirstHour,
    FixedDate,
    Hours,
    Workdays,
    add_workdays,
)
from opengov.workdays.clocks.events import (
    Clock,
    ClockEvent,
    ClockRules,
    Extend,
    Lift,
    Pause,
    Restart,
    Resume,
    SetPeriod,
    Start,
    Suspend,
)
from opengov.workdays.clocks.steps import step
from tests.unit.workdays.clocks import (
    CALENDAR,
    MOVES,
    REQUEST_2007,
    REQUEST_2019,
    STAYS,
    extended,
    out,
    ran,
    refused,
)

# --- correction, extension, another period ---


def test_an_extension_belongs_to_the_count_that_a_correction_ends() -> None:
    events = (
        Start(on=date(2018, 5, 16)),
        extended(date(2018, 5, 17), Workdays(20)),
        Restart(on=date(2018, 5, 21)),
    )
    found = out(REQUEST_2019, *events)
    assert found == out(REQUEST_2019, Start(on=date(2018, 5, 21)))
    again = out(REQUEST_2019, *events, extended(date(2018, 5, 22), Workdays(5)))
    assert again.if_resumed.limit == Workdays(25)


def test_what_stops_the_clock_goes_on_after_a_correction() -> None:
    events = (
        Start(on=date(2018, 5, 16)),
        Pause(on=date(2018, 5, 17), reason="third party"),
        Restart(on=date(2018, 5, 21)),
    )
    standing = out(REQUEST_2019, *events, as_of=date(2018, 5, 22))
    assert standing.stopped_since == date(2018, 5, 21)
    found = out(REQUEST_2019, *events, Resume(on=date(2018, 5, 23)))
    assert found.on == add_workdays(date(2018, 5, 23), 20, calendar=CALENDAR)
    # A limit of no days is over with the day of the start, whatever goes on.
    nothing = ClockRules(limit=Workdays(0))
    at_once = out(
        nothing,
        Start(on=date(2018, 5, 16)),
        Pause(on=date(2018, 5, 16), reason="third party"),
        Restart(on=date(2018, 5, 21), asked_on=date(2018, 5, 16)),
    )
    assert (at_once.on, at_once.stopped) == (date(2018, 5, 21), ())
    # What ended before the correction is forgotten.
    assert out(
        REQUEST_2019,
        *events[:2],
        Resume(on=date(2018, 5, 21)),
        Restart(on=date(2018, 5, 21)),
    ) == out(REQUEST_2019, Start(on=date(2018, 5, 21)))


def test_a_correction_is_asked_for_once_and_in_time() -> None:
    start = Start(on=date(2018, 5, 16))
    once = Restart(on=date(2018, 5, 21))
    assert "1 of 1" in refused(REQUEST_2019, start, once, Restart(on=date(2018, 5, 22)))[0]
    # The correction may come late, if it was asked for in time.
    slow = Restart(on=date(2018, 8, 1), asked_on=date(2018, 5, 25))
    assert out(REQUEST_2019, start, slow).on == date(2018, 8, 29)
    assert "run out" in refused(REQUEST_2019, start, Restart(on=date(2018, 8, 1)))[0]
    too_late = Restart(on=date(2018, 8, 1), asked_on=date(2018, 6, 14))
    assert "run out" in refused(REQUEST_2019, start, too_late)[0]
    for asked_on in (date(2018, 5, 15), date(2018, 8, 2)):
        odd = Restart(on=date(2018, 8, 1), asked_on=asked_on)
        says = refused(REQUEST_2019, start, odd)
        assert says == [
            f"a correction was asked for on {asked_on}, not between 2018-05-16 and 2018-08-01."
        ]


def test_a_reasonable_period_replaces_the_limit() -> None:
    start = Start(on=date(2018, 5, 16))
    longer = SetPeriod(
        on=date(2018, 5, 21),
        limit=CalendarDays(60, last_day=STAYS),
        decided_by="李四",
        reason="申请数量过多",
    )
    found = out(REQUEST_2019, start, extended(date(2018, 5, 18), Workdays(5)), longer)
    assert found.on == date(2018, 7, 15)
    # A correction counts afresh, by the period that was set.
    found = out(REQUEST_2019, start, longer, Restart(on=date(2018, 5, 22)))
    assert found.on == date(2018, 7, 21)
    # It can no longer be extended in another unit.
    says = refused(REQUEST_2019, start, longer, extended(date(2018, 5, 22), Workdays(5)))
    assert "is not extended by Workdays(count=5)" in says[0]
    in_days = extended(date(2018, 5, 22), CalendarDays(5, last_day=STAYS))
    says = refused(REQUEST_2019, start, longer, in_days)
    assert "at most Workdays(count=20), is not extended by" in says[0]
    short = SetPeriod(
        on=date(2018, 5, 25), limit=Workdays(2), decided_by="李四", reason="申请数量过多"
    )
    assert "over already" in refused(REQUEST_2019, start, short)[0]
    hours = SetPeriod(
        on=date(2018, 5, 25),
        limit=Hours(2, first_hour=FirstHour.COUNTS),
        decided_by=" ",
        reason="",
    )
    assert len(refused(REQUEST_2007, start, hours)) == 4


# --- what is not allowed ---


def test_everything_against_an_extension_is_said_at_once() -> None:
    blank = Extend(on=date(2018, 8, 1), by=Workdays(21), approved_by=" ", reason="")
    says = refused(
        REQUEST_2019,
        Start(on=date(2018, 5, 16)),
        extended(date(2018, 5, 17), Workdays(20)),
        blank,
    )
    assert says == [
        "approved_by is empty.",
        "reason is empty.",
        "it was extended 1 of 1 times.",
        "Workdays(count=21) is more than Workdays(count=20).",
        "the clock had run out before 2018-08-01.",
    ]


def test_on_the_last_day_it_can_still_be_extended() -> None:
    start = Start(on=date(2018, 5, 16))
    assert out(REQUEST_2019, start, extended(date(2018, 6, 13), Workdays(1))).on == date(
        2018, 6, 14
    )
    for event in (
        extended(date(2018, 6, 14), Workdays(1)),
        Pause(on=date(2018, 6, 14), reason="third party"),
        Suspend(on=date(2018, 6, 14), reason="third party"),
        SetPeriod(on=date(2018, 6, 14), limit=Workdays(90), decided_by="李四", reason="多"),
    ):
        assert refused(REQUEST_2019, start, event) == ["the clock had run out before 2018-06-14."]
    # While it stands still it does not run out.
    paused = Pause(on=date(2018, 6, 12), reason="third party")
    out(REQUEST_2019, start, paused, extended(date(2018, 9, 1), Workdays(1)))


def test_an_extension_in_another_unit_or_of_a_norm_without() -> None:
    start = Start(on=date(2018, 5, 16))
    in_days = extended(date(2018, 5, 17), CalendarDays(5, last_day=STAYS))
    assert "is not extended by CalendarDays" in refused(REQUEST_2019, start, in_days)[0]
    rules = ClockRules(limit=Workdays(7))
    says = refused(rules, start, extended(date(2018, 5, 17), Workdays(1)))
    assert says == ["the norm knows no extension."]


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (Resume(on=date(2018, 5, 17)), "not paused"),
        (Lift(on=date(2018, 5, 17)), "not suspended"),
        (Start(on=date(2018, 5, 17)), "runs already"),
        (Pause(on=date(2018, 5, 15), reason="third party"), "lies before 2018-05-16"),
        (Pause(on=date(2018, 5, 17), reason="另一机关"), "does not pause it"),
        (Suspend(on=date(2018, 5, 17), reason=" "), "reason is empty"),
    ],
)
def test_events_that_do_not_fit(event: ClockEvent, says: str) -> None:
    assert says in refused(REQUEST_2007, Start(on=date(2018, 5, 16)), event)[0]


def test_stops_do_not_nest() -> None:
    start = Start(on=date(2018, 5, 16))
    pause = Pause(on=date(2018, 5, 17), reason="third party")
    suspend = Suspend(on=date(2018, 5, 17), reason="不可抗力")
    assert "since 2018-05-17" in refused(REQUEST_2019, start, pause, pause)[0]
    assert "since 2018-05-17" in refused(REQUEST_2019, start, suspend, suspend)[0]
    assert "not started" in refused(REQUEST_2019, pause)[0]


def test_a_refusal_adds_nothing() -> None:
    clock = ran(REQUEST_2019, Start(on=date(2018, 5, 16)))
    with pytest.raises(ClockError):
        step(clock, Resume(on=date(2018, 5, 17)), calendar=CALENDAR)
    assert clock.events == (Start(on=date(2018, 5, 16)),)


def test_rules_that_cannot_be() -> None:
    with pytest.raises(InvalidValueError) as caught:
        ClockRules(
            limit=Workdays(20),
            extension_cap=CalendarDays(5, last_day=STAYS),
            extensions_allowed=-1,
            corrections_allowed=True,
        )
    assert len(caught.value.faults) == 3
    with pytest.raises(InvalidValueError):
        ClockRules(
            limit=CalendarDays(30, last_day=STAYS), extension_cap=CalendarDays(5, last_day=MOVES)
        )
    fixed = FixedDate(month=1, day=31, last_day=STAYS)
    with pytest.raises(InvalidValueError):
        ClockRules(limit=fixed, extension_cap=fixed)
    with pytest.raises(InvalidValueError, match="frozenset"):
        ClockRules(limit=Workdays(20), pauses_for={"third party"})  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="tuple"):
        Clock(rules=REQUEST_2019, events=[])  # type: ignore[arg-type]
    for on in (datetime(2018, 5, 16, 9), "2018-05-16"):  # noqa: DTZ001
        with pytest.raises(InvalidValueError, match="on must be a day"):
            Start(on=on)  # type: ignore[arg-type]
