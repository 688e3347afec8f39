"""Limits and due dates in JSON: each unit under a key of its own, and nothing guessed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import jsonschema
import pytest

from opengov.domain import BEIJING, Message
from opengov.errors import SerialError
from opengov.serial import from_data, to_data
from opengov.serial.limits import limit_schema
from opengov.workdays import (
    CalendarDays,
    DayKind,
    Due,
    FirstHour,
    FixedDate,
    Hours,
    LastDay,
    LatestBefore,
    Limit,
    Months,
    Window,
    Workdays,
    Years,
    announced_calendar,
    due,
    latest_before,
)
from opengov.workdays.clocks import (
    Clock,
    ClockDue,
    ClockRules,
    Pause,
    Resume,
    Start,
    clock_due,
)

FORMS: list[tuple[Limit, dict[str, object]]] = [
    (Workdays(20), {"workdays": 20}),
    (CalendarDays(30, last_day=LastDay.MOVES), {"days": 30, "last_day": "moves"}),
    (Months(6, last_day=LastDay.STAYS), {"months": 6, "last_day": "stays"}),
    (Years(3, last_day=LastDay.MOVES), {"years": 3, "last_day": "moves"}),
    (Hours(24, first_hour=FirstHour.SKIPPED), {"hours": 24, "first_hour": "skipped"}),
    (
        FixedDate(month=1, day=31, years_after=1, last_day=LastDay.MOVES),
        {"month": 1, "day": 31, "years_after": 1, "last_day": "moves"},
    ),
]


@pytest.mark.parametrize(("limit", "data"), FORMS)
def test_each_unit_has_its_form(limit: Limit, data: dict[str, object]) -> None:
    assert to_data(limit) == data
    assert from_data(data, Limit) == limit
    assert from_data(data, type(limit)) == limit
    jsonschema.validate(data, limit_schema(Limit))
    jsonschema.validate(data, limit_schema(type(limit)))


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"days": 30},
        {"workdays": 20, "days": 30},
        {"workdays": 20, "last_day": "moves"},
        {"workdays": "20"},
        {"workdays": True},
        {"workdays": -1},
        {"days": 30, "last_day": "perhaps"},
        {"hours": 24},
        {"month": 2, "day": 30, "years_after": 0, "last_day": "stays"},
        {"weeks": 2},
        20,
        "20个工作日",
        None,
    ],
)
def test_what_is_no_limit_is_refused(odd: object) -> None:
    with pytest.raises(SerialError):
        from_data(odd, Limit)


def test_a_limit_of_another_unit_is_not_taken() -> None:
    with pytest.raises(SerialError):
        from_data({"workdays": 20}, Hours)


CALENDAR = announced_calendar()
REPLY = ClockRules(limit=Workdays(5))
PAUSED = Clock(
    rules=REPLY,
    events=(
        Start(on=date(2024, 5, 13)),
        Pause(on=date(2024, 5, 14), reason="征求第三方意见"),
        Resume(on=date(2024, 5, 17)),
    ),
)


@pytest.mark.parametrize(
    "found",
    [
        due(Workdays(20), start=date(2018, 12, 5), calendar=CALENDAR),
        due(Workdays(40), start=date(2026, 12, 20), calendar=CALENDAR),
        due(
            Hours(24, first_hour=FirstHour.COUNTS),
            start=datetime(2018, 8, 1, 10, 20, tzinfo=BEIJING),
            calendar=CALENDAR,
        ),
        due(CalendarDays(20, last_day=LastDay.MOVES), start=date(2024, 4, 11), calendar=CALENDAR),
    ],
)
def test_a_due_date_comes_back_with_its_ledger(found: Due) -> None:
    again: Due = from_data(to_data(found), Due)
    assert again == found
    assert again.ledger == found.ledger
    assert to_data(again) == to_data(found)


def test_a_provisional_date_has_both_bounds_and_no_day() -> None:
    data = to_data(due(Workdays(40), start=date(2026, 12, 20), calendar=CALENDAR))
    assert data["on"] is None
    assert data["earliest"] < data["latest"]
    assert data["provisional"] == {
        "announced_through": "2026-12-31",
        "final_through": "2026-11-30",
        "awaited": 2027,
    }


def test_a_due_date_as_0_1_0_wrote_it_can_still_be_read() -> None:
    """Releases of that version may wait in the outbox of a store."""
    old: dict[str, Any] = {
        "on": "2018-12-31",
        "start": "2018-12-28",
        "limit": {"workdays": 1},
        "ledger": [
            {"day": {"day": "2018-12-29", "kind": "make-up", "holiday": "元旦"}, "number": 1},
            {"day": {"day": "2018-12-30", "kind": "holiday", "holiday": "元旦"}, "number": None},
        ],
    }
    found: Due = from_data(old, Due)
    assert found.on == date(2018, 12, 31)
    assert [line.day.kind for line in found.ledger] == [DayKind.MAKE_UP, DayKind.STATUTORY]


def test_what_is_early_enough_before_an_event_has_its_form() -> None:
    found = latest_before(Workdays(3), event=date(2024, 5, 8), calendar=CALENDAR)
    data = to_data(found)
    assert (data["event"], data["on"], data["limit"]) == (
        "2024-05-08",
        "2024-04-30",
        {"workdays": 3},
    )
    assert [line["number"] for line in data["ledger"]][:1] == [3]


def test_a_clock_has_its_form_and_its_reasons_come_back() -> None:
    found = clock_due(PAUSED, calendar=CALENDAR, as_of=date(2024, 5, 20))
    data = to_data(found)
    assert data["if_resumed"]["ledger"][3]["reason"]["key"] == "clock.paused"
    again: Due = from_data(data["if_resumed"], Due)
    assert again.ledger == found.ledger


def test_a_clock_comes_back_whole() -> None:
    """It is stored as its rules and events, and what it says can be kept as well."""
    assert from_data(to_data(PAUSED), Clock) == PAUSED
    in_hours = Clock(
        rules=ClockRules(limit=Hours(24, first_hour=FirstHour.COUNTS)),
        events=(Start(on=datetime(2024, 5, 13, 9, tzinfo=BEIJING)),),
    )
    assert from_data(to_data(in_hours), Clock) == in_hours
    found = clock_due(PAUSED, calendar=CALENDAR, as_of=date(2024, 5, 20))
    assert from_data(to_data(found), ClockDue) == found
    early = latest_before(Workdays(3), event=date(2024, 5, 8), calendar=CALENDAR)
    assert from_data(to_data(early), LatestBefore) == early
    window = Window(at_least=Workdays(5))
    assert from_data(to_data(window), Window) == window


@pytest.mark.parametrize("odd", ["2024-05-13T09:00:00", 5, "yesterday"])
def test_a_clock_with_an_odd_moment_is_refused(odd: object) -> None:
    data = to_data(PAUSED)
    data["events"][0]["on"] = odd
    with pytest.raises(SerialError):
        from_data(data, Clock)


def test_a_message_keeps_a_moment() -> None:
    message = Message("x", {"since": datetime(2024, 5, 1, 10, tzinfo=BEIJING)})
    assert from_data(to_data(message), Message) == message


@pytest.mark.parametrize("odd", [None, [], {"on": "2018-12-31"}, {"start": 5}])
def test_what_is_no_due_date_is_refused(odd: object) -> None:
    with pytest.raises(SerialError):
        from_data(odd, Due)
