"""Clocks of two editions of the regulation, and how the tests run them."""

from __future__ import annotations

from datetime import date, timedelta, timezone

import pytest

from opengov.errors import ClockError
from opengov.workdays import (
    LastDay,
    Limit,
    Workdays,
    announced_calendar,
)
from opengov.workdays.clocks.due_date import ClockDue, clock_due
from opengov.workdays.clocks.events import (
    Clock,
    ClockEvent,
    ClockRules,
    Extend,
    Pause,
    Resume,
)
from opengov.workdays.clocks.steps import step

CALENDAR = announced_calendar()
BEIJING = timezone(timedelta(hours=8))
STAYS, MOVES = LastDay.STAYS, LastDay.MOVES

REQUEST_2019 = ClockRules(limit=Workdays(20), extension_cap=Workdays(20), may_set_period=True)
REQUEST_2007 = ClockRules(
    limit=Workdays(15),
    extension_cap=Workdays(15),
    corrections_allowed=0,
    pauses_for=frozenset({"third party"}),
)


def ran(rules: ClockRules, *events: ClockEvent) -> Clock:
    clock = Clock(rules=rules)
    for event in events:
        clock = step(clock, event, calendar=CALENDAR)
    return clock


def out(rules: ClockRules, *events: ClockEvent, as_of: date | None = None) -> ClockDue:
    clock = ran(rules, *events)
    return clock_due(clock, calendar=CALENDAR, as_of=as_of or clock.events[-1].on)


def extended(on: date, by: Limit) -> Extend:
    return Extend(on=on, by=by, approved_by="张三", reason="案情复杂")


def paused(since: date, until: date) -> tuple[Pause, Resume]:
    return Pause(on=since, reason="third party"), Resume(on=until)


def refused(rules: ClockRules, *events: ClockEvent) -> list[str]:
    """Return what is said against the last of the events."""
    clock = ran(rules, *events[:-1])
    with pytest.raises(ClockError) as caught:
        step(clock, events[-1], calendar=CALENDAR)
    assert caught.value.faults
    assert all(fault.remedy for fault in caught.value.faults)
    return [fault.what for fault in caught.value.faults]
