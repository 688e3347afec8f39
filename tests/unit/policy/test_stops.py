"""What stops the clock of a deadline, what begins it anew, and what comes too late to matter.

The reply to a request: twenty working days, in which June 2021 has one holiday, Monday the 14th.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from attrs import evolve

from opengov.domain import BEIJING
from opengov.policy import ClockPause, Extension
from opengov.workdays import FirstHour, Hours, Workdays
from tests.unit.policy.norms import REPLY, Status, matter, named, one

ORGAN = ClockPause("organ_asked_on", "organ_answered_on", named("征求其他机关意见"))
BOTH = evolve(REPLY, pauses=(*REPLY.pauses, ORGAN))


@pytest.mark.parametrize(
    ("third_party", "organ"), [("2021-06-18", "2021-06-21"), ("2021-06-21", "2021-06-18")]
)
def test_two_consultations_stop_the_count_until_both_are_over(third_party: str, organ: str) -> None:
    """Five days run up to the 8th; the first of the remaining fifteen is the 22nd: 12 July."""
    record = matter(
        received_on="2021-06-01",
        asked_on="2021-06-08",
        answered_on=third_party,
        organ_asked_on="2021-06-10",
        organ_answered_on=organ,
    )
    found = one(record, BOTH)
    assert found.due is not None
    assert found.due.on == date(2021, 7, 12)


def test_two_third_parties_stop_the_count_until_both_have_answered() -> None:
    two = matter(
        received_on="2021-06-01",
        asked_on=["2021-06-08", "2021-06-10"],
        answered_on=["2021-06-18", "2021-06-21"],
    )
    found = one(two, REPLY)
    assert found.due is not None
    assert found.due.on == date(2021, 7, 12)
    waiting = matter(
        received_on="2021-06-01", asked_on=["2021-06-08", "2021-06-10"], answered_on="2021-06-18"
    )
    assert one(waiting, REPLY, on="2021-12-01").status is Status.RUNNING


def test_consultations_one_after_the_other_each_take_their_days_out() -> None:
    """Out are the 9th and 10th, and the 17th and 18th, four working days: 6 July."""
    found = one(
        matter(
            received_on="2021-06-01",
            asked_on=["2021-06-08", "2021-06-16"],
            answered_on=["2021-06-10", "2021-06-18"],
        ),
        REPLY,
    )
    assert found.due is not None
    assert found.due.on == date(2021, 7, 6)


def test_one_who_says_nothing_does_not_stop_the_count_for_ever() -> None:
    """Asked on the 8th: fifteen working days end on the 30th, the other fifteen on 21 July."""
    silent = evolve(REPLY, pauses=(evolve(REPLY.pauses[0], at_most=Workdays(15)),))
    asked: dict[str, Any] = {"received_on": "2021-06-01", "asked_on": "2021-06-08"}
    record = matter(**asked)
    still = one(record, silent, on="2021-06-29")
    assert (still.due, still.status) == (None, Status.RUNNING)
    on_again = one(record, silent, on="2021-06-30")
    assert on_again.due is not None
    assert (on_again.due.on, on_again.status) == (date(2021, 7, 21), Status.RUNNING)
    assert one(record, silent, on="2021-07-22").status is Status.OVERDUE
    for answered, last in (("2021-07-05", date(2021, 7, 21)), ("2021-06-18", date(2021, 7, 9))):
        told = one(matter(**asked, answered_on=answered), silent)
        assert told.due is not None
        assert told.due.on == last, "an answer ends the pause, unless the norm had ended it"


def test_a_second_correction_does_not_begin_the_count_again() -> None:
    """A correction is asked for once (art. 30): twenty working days after 15 June are 13 July."""
    found = one(matter(received_on="2021-06-01", corrected_on=["2021-06-15", "2021-06-22"]), REPLY)
    assert found.due is not None
    assert (found.anchor, found.due.on) == ("corrected_on", date(2021, 7, 13))
    assert "obligation.restarted-again" in [note.key for note in found.notes]


def test_a_correction_after_the_time_had_run_out_revives_nothing() -> None:
    found = one(
        matter(received_on="2021-06-01", corrected_on="2021-07-05", replied_on="2021-07-20"), REPLY
    )
    assert found.due is not None
    assert (found.anchor, found.due.on) == ("received_on", date(2021, 6, 30))
    assert found.status is Status.MET_LATE
    assert "obligation.restarted-too-late" in [note.key for note in found.notes]


def test_what_may_stop_the_count_once_stops_it_the_first_time() -> None:
    once = evolve(REPLY, pauses=(evolve(REPLY.pauses[0], once=True),))
    record = matter(
        received_on="2021-06-01",
        asked_on=["2021-06-08", "2021-06-22"],
        answered_on=["2021-06-18", "2021-06-25"],
    )
    found = one(record, once)
    assert found.due is not None
    assert found.due.on == date(2021, 7, 9)
    assert "obligation.stopped-again" in [note.key for note in found.notes]


def test_of_two_that_were_asked_the_last_is_taken_to_have_answered() -> None:
    """Asked on the 8th and 10th, one answer on the 11th: the other's time ends on the 30th."""
    silent = evolve(REPLY, pauses=(evolve(REPLY.pauses[0], at_most=Workdays(15)),))
    record = matter(
        received_on="2021-06-01", asked_on=["2021-06-08", "2021-06-10"], answered_on="2021-06-11"
    )
    found = one(record, silent)
    assert found.due is not None
    assert found.due.on == date(2021, 7, 21)


def test_an_extension_of_the_first_count_is_told_and_does_not_lengthen_the_second() -> None:
    found = one(
        matter(received_on="2021-06-01", extended_on="2021-06-10", corrected_on="2021-06-15"), REPLY
    )
    assert found.due is not None
    assert found.due.on == date(2021, 7, 13)
    assert "obligation.extension-before" in [note.key for note in found.notes]


def test_what_comes_after_the_act_changes_nothing() -> None:
    """Replied on 1 July, a day late: no later correction, stop or extension mends that."""
    for later in ("corrected_on", "asked_on", "extended_on"):
        days: dict[str, Any] = {"received_on": "2021-06-01", "replied_on": "2021-07-01"}
        found = one(matter(**days | {later: "2021-07-02"}), REPLY)
        assert found.due is not None, later
        assert (found.due.on, found.status) == (date(2021, 6, 30), Status.MET_LATE), later


def test_what_was_done_while_the_count_stood_still_is_in_time() -> None:
    found = one(
        matter(received_on="2021-06-01", asked_on="2021-06-08", replied_on="2021-09-01"), REPLY
    )
    assert (found.due, found.status) == (None, Status.MET)
    assert "obligation.stood-still" in [note.key for note in found.notes]
    # But not where the time had run out before anybody was asked.
    late = one(
        matter(received_on="2021-06-01", asked_on="2021-07-02", replied_on="2021-07-05"), REPLY
    )
    assert late.status is Status.MET_LATE
    assert "obligation.stopped-too-late" in [note.key for note in late.notes]


def test_an_act_before_the_day_it_is_counted_from_is_told() -> None:
    found = one(matter(received_on="2021-06-01", replied_on="2021-05-01"), REPLY)
    assert found.status is Status.MET
    assert "obligation.done-before" in [note.key for note in found.notes]


def test_an_act_whose_beginning_nobody_stated_is_unknown() -> None:
    found = one(matter(replied_on="2021-06-01"), REPLY)
    assert (found.status, found.due) == (Status.UNKNOWN, None)
    assert "obligation.start-missing" in [note.key for note in found.notes]


IN_HOURS = evolve(
    REPLY,
    limit=Hours(48, first_hour=FirstHour.COUNTS),
    extension=None,
    pauses=(evolve(REPLY.pauses[0], at_most=Workdays(1)),),
)


def test_a_clock_in_hours_begins_afresh_and_stands_still_by_the_moment() -> None:
    """Asked on Tuesday 1 June 2021 at 12:00; a silent one has until the end of the 2nd."""
    again = one(
        matter(received_on="2021-06-01T09:00", corrected_on="2021-06-02T10:00"),
        IN_HOURS,
        "2021-06-03",
    )
    assert again.due is not None
    assert again.due.at == datetime(2021, 6, 4, 10, tzinfo=BEIJING)
    assert (again.anchor, again.status) == ("corrected_on", Status.RUNNING)
    asked: dict[str, Any] = {"received_on": "2021-06-01T09:00", "asked_on": "2021-06-01T12:00"}
    answered = one(matter(**asked, answered_on="2021-06-01T15:00"), IN_HOURS, "2021-06-10")
    assert answered.due is not None
    assert answered.due.at == datetime(2021, 6, 3, 12, tzinfo=BEIJING)
    silent = one(matter(**asked), IN_HOURS, "2021-06-10")
    assert silent.due is not None
    assert silent.due.on == date(2021, 6, 4)


def test_an_act_before_the_beginning_is_in_time_whatever_stopped_the_count() -> None:
    record = matter(received_on="2021-06-10", asked_on="2021-06-01", replied_on="2021-06-05")
    found = one(record, REPLY)
    assert found.status is Status.MET
    assert [note.key for note in found.notes] == ["obligation.done-before"]


LATE = Status.OVERDUE
DAY = Hours(24, first_hour=FirstHour.COUNTS)
HOURS = evolve(IN_HOURS, pauses=REPLY.pauses, extension=Extension("extended_on", DAY))


@pytest.mark.parametrize(
    ("days", "now", "status"),
    [
        # Received on Tuesday 1 June 2021 at 09:00; corrected on the 2nd, at some hour: due
        # between 00:00 of the 4th and 00:00 of the 5th.
        ({"corrected_on": "2021-06-02"}, "2021-06-03T23:00", Status.RUNNING),
        ({"corrected_on": "2021-06-02"}, "2021-06-04T12:00", Status.UNKNOWN),
        ({"corrected_on": "2021-06-02"}, "2021-06-05T12:00", Status.OVERDUE),
        # On the 3rd at 09:00 it ran out: a correction on that day came in time, or too late.
        ({"corrected_on": "2021-06-03"}, "2021-06-04T12:00", Status.UNKNOWN),
        ({"corrected_on": "2021-06-03"}, "2021-06-06T12:00", Status.OVERDUE),
        # Stopped for no time at all, or for all of the 2nd: the 3rd at 09:00 or the 4th.
        ({"asked_on": "2021-06-02", "answered_on": "2021-06-02"}, "2021-06-03", Status.UNKNOWN),
        ({"asked_on": "2021-06-02", "answered_on": "2021-06-02"}, "2021-06-04", Status.OVERDUE),
        ({"asked_on": "2021-06-02", "answered_on": "2021-06-02T15:00"}, "2021-06-04", LATE),
        ({"asked_on": "2021-06-01T12:00", "answered_on": "2021-06-01"}, "2021-06-04", LATE),
        ({"asked_on": "2021-06-02"}, "2021-06-30", Status.RUNNING),
        # Asked on the day on which it ran out: nobody knows whether in time.
        ({"asked_on": "2021-06-03"}, "2021-06-30", Status.UNKNOWN),
        # Given a day more on the day of receipt, and so after it: the 4th at 09:00.
        ({"extended_on": "2021-06-01"}, "2021-06-04T08:00", Status.RUNNING),
        ({"extended_on": "2021-06-01"}, "2021-06-04T10:00", Status.OVERDUE),
    ],
)  # fmt: skip
def test_what_a_bare_day_does_to_a_clock_in_hours_is_what_both_its_ends_say(
    days: dict[str, Any], now: str, status: Status
) -> None:
    found = one(matter(received_on="2021-06-01T09:00", **days), HOURS, now)
    assert found.status is status
    if status is Status.UNKNOWN:
        assert found.due is None
        assert "obligation.moment-missing" in [note.key for note in found.notes]


def test_hours_from_a_bare_day_stand_still_too() -> None:
    stopped = matter(received_on="2021-06-01", asked_on="2021-06-02T12:00")
    assert one(stopped, HOURS, "2021-06-30").status is Status.RUNNING


def test_an_act_on_a_stated_hour_is_judged_by_the_ends_of_a_bare_stop() -> None:
    """Stopped for some of the 2nd: due on the 3rd at 09:00, or up to a day later."""
    days: dict[str, Any] = {
        "received_on": "2021-06-01T09:00", "asked_on": "2021-06-02", "answered_on": "2021-06-02"
    }  # fmt: skip
    for replied, status in (
        ("2021-06-03T08:00", Status.MET),
        ("2021-06-03T10:00", Status.UNKNOWN),
        ("2021-06-04T10:00", Status.MET_LATE),
    ):
        found = one(matter(**days, replied_on=replied), HOURS, "2021-06-30")
        assert found.status is status, replied


def test_of_very_many_bare_days_nobody_tries_every_reading() -> None:
    asked = [f"2021-06-{day:02}" for day in range(2, 30)]
    found = one(matter(received_on="2021-06-01T09:00", corrected_on=asked), HOURS, "2021-07-30")
    assert (found.due, found.status) == (None, Status.UNKNOWN)
