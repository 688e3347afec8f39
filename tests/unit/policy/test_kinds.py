"""Each kind of norm on its own: what it demands, when it is met, and when it is not.

The days are those of the statutes and of the yearly notices, worked out by hand.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from opengov.domain import (
    DisclosureList,
    EntryField,
    ListEdition,
    ListEntry,
    ListKind,
    Period,
    StatedTime,
    Truth,
    Word,
)
from opengov.errors import InvalidValueError
from opengov.policy import (
    Cadence,
    ChannelDuty,
    Deadline,
    Disagreement,
    Gate,
    Level,
    MinDuration,
    Prompt,
    RequiredElements,
    Step,
    Window,
    Words,
)
from opengov.policy.condition import Done, Held, KindIs, Tagged
from opengov.workdays import (
    CalendarDays,
    FirstHour,
    Frequency,
    Hours,
    LastDay,
    Workdays,
)
from opengov.workdays import Window as Bounds
from tests.unit.policy.norms import REPLY, Status, common, matter, named, one, pack, told


def test_a_request_is_due_on_the_twentieth_working_day() -> None:
    """Received on 1 June 2021; the Dragon Boat break of 12 to 14 June takes one weekday out."""
    found = one(matter(received_on="2021-06-01", replied_on="2021-06-30"), REPLY)
    assert found.due is not None
    assert (found.due.on, found.status) == (date(2021, 6, 30), Status.MET)
    late = one(matter(received_on="2021-06-01", replied_on="2021-07-01"), REPLY)
    assert late.status is Status.MET_LATE


def test_a_correction_begins_the_count_afresh() -> None:
    found = one(matter(received_on="2021-06-01", corrected_on="2021-06-15"), REPLY)
    assert found.due is not None
    # Twenty working days after 15 June 2021, with no holiday between: 13 July.
    assert (found.anchor, found.due.on) == ("corrected_on", date(2021, 7, 13))


def test_a_consultation_stops_the_count_and_an_extension_lengthens_it() -> None:
    # Five working days run up to 8 June; the count stands from 9 to 18 June and goes on with
    # the 21st: fifteen more end on 9 July.
    stopped = matter(received_on="2021-06-01", asked_on="2021-06-08", answered_on="2021-06-18")
    found = one(stopped, REPLY)
    assert found.due is not None
    assert found.due.on == date(2021, 7, 9)
    longer = matter(received_on="2021-06-01", extended_on="2021-06-25")
    found = one(longer, REPLY)
    assert found.due is not None
    # Forty working days after 1 June: twenty after 30 June.
    assert found.due.on == date(2021, 7, 28)


def test_a_consultation_under_way_goes_on_over_a_correction() -> None:
    """Corrected on Sunday 26 September 2021, a day worked; the third party answers on 13 October.

    The count begins with the 14th: its twentieth working day is 10 November.
    """
    found = one(
        matter(
            received_on="2021-09-13",
            asked_on="2021-09-15",
            corrected_on="2021-09-26",
            answered_on="2021-10-13",
        ),
        REPLY,
    )
    assert found.due is not None
    assert found.due.on == date(2021, 11, 10)


def test_while_it_stands_still_nothing_is_late() -> None:
    found = one(matter(received_on="2021-06-01", asked_on="2021-06-08"), REPLY, on="2021-12-01")
    assert (found.status, found.due) == (Status.RUNNING, None)
    assert "obligation.stands-still" in [note.key for note in found.notes]


def test_an_extension_that_comes_too_late_is_told_and_does_not_count() -> None:
    found = one(matter(received_on="2021-06-01", extended_on="2021-07-01"), REPLY)
    assert found.due is not None
    assert (found.due.on, found.status) == (date(2021, 6, 30), Status.OVERDUE)
    assert "obligation.extended-too-late" in [note.key for note in found.notes]


def test_receipt_chooses_the_edition() -> None:
    old = evolve(
        REPLY,
        limit=Workdays(15),
        in_force=Period(date(2008, 5, 1), date(2019, 5, 15)),
        extension=None,
    )
    new = evolve(REPLY, in_force=Period(date(2019, 5, 15)))

    def limit(day: str) -> object:
        (found,) = told(matter(received_on=day), pack(old, new)).obligations
        return found.limit

    assert limit("2019-05-14") == Workdays(15)
    assert limit("2019-05-15") == Workdays(20)
    assert told(matter(received_on="2008-04-30"), pack(old, new)).obligations == ()


COMMENTS = MinDuration(
    **common("comments", date(2019, 9, 1)),
    limit=CalendarDays(30, last_day=LastDay.STAYS),
    anchors=("opened_on",),
    done_by=("closed_on",),
)


@pytest.mark.parametrize(
    ("closed", "status"),
    [("2019-10-01", Status.MET), ("2019-09-30", Status.BREACHED), ("2019-11-01", Status.MET)],
)
def test_thirty_days_of_comments_from_the_first_are_the_second_to_the_thirty_first(
    closed: str, status: Status
) -> None:
    """Opened on 1 September: the days that count are 2 September to 1 October."""
    assert one(matter(opened_on="2019-09-01", closed_on=closed), COMMENTS).status is status


def test_what_opened_before_the_rule_stays_lawful() -> None:
    found = told(matter(opened_on="2019-08-31", closed_on="2019-09-14"), pack(COMMENTS))
    assert found.obligations == ()


def test_a_shorter_period_with_a_reason_is_waived_and_without_one_known_it_is_open() -> None:
    norm = evolve(COMMENTS, waived_by=Tagged("shorter-period-reasoned"))
    short: dict[str, Any] = {"opened_on": "2019-09-01", "closed_on": "2019-09-15"}
    assert (
        one(matter(**short, facts={"shorter-period-reasoned": True}), norm).status is Status.WAIVED
    )
    assert one(matter(**short, facts={"shorter-period-reasoned": False}), norm).status is (
        Status.BREACHED
    )
    asked = told(matter(**short), pack(norm))
    assert asked.obligations[0].status is Status.UNKNOWN
    assert [question.fact for question in asked.questions] == ["shorter-period-reasoned"]


def test_what_must_come_before_an_event_says_by_when_it_must_begin() -> None:
    """Material goes out at least seven days before the hearing (713, art. 16)."""
    norm = MinDuration(
        **common("material", date(2019, 9, 1)),
        limit=CalendarDays(7, last_day=LastDay.STAYS),
        anchors=("sent_on",),
        done_by=("held_on",),
    )
    planned = one(matter(held_on="2019-11-20"), norm, on="2019-11-01")
    (note,) = [each for each in planned.notes if each.key == "obligation.begin-by"]
    assert note.get("day") == date(2019, 11, 13)
    assert one(matter(sent_on="2019-11-13", held_on="2019-11-20"), norm).status is Status.MET
    assert one(matter(sent_on="2019-11-14", held_on="2019-11-20"), norm).status is Status.BREACHED
    asked = told(matter(held_on="2019-11-20"), pack(norm))
    assert asked.obligations[0].status is Status.UNKNOWN, "it may have been sent in time"
    assert [question.fact for question in asked.questions] == ["sent_on"]


REVIEW = Window(
    **common("review", date(2018, 12, 4), duty="legality-review"),
    bounds=Bounds(at_least=Workdays(5), at_most=Workdays(15)),
    anchors=("began_on",),
    done_by=("ended_on",),
)


@pytest.mark.parametrize(
    ("ended", "status"),
    [
        ("2021-06-07", Status.BREACHED),
        ("2021-06-08", Status.MET),
        ("2021-06-23", Status.MET),
        ("2021-06-24", Status.MET_LATE),
    ],
)
def test_a_review_of_five_to_fifteen_working_days(ended: str, status: Status) -> None:
    """Begun on 1 June 2021; 14 June is a holiday: the fifth is the 8th, the fifteenth the 23rd."""
    assert one(matter(began_on="2021-06-01", ended_on=ended), REVIEW).status is status


def test_a_window_that_nothing_ended_is_running_then_overdue() -> None:
    assert one(matter(began_on="2021-06-01"), REVIEW, on="2021-06-23").status is Status.RUNNING
    assert one(matter(began_on="2021-06-01"), REVIEW, on="2021-06-24").status is Status.OVERDUE


def test_of_two_windows_the_latest_opening_and_the_earliest_end_govern() -> None:
    longer = MinDuration(
        **common("seven", date(2019, 9, 1), duty="legality-review"),
        limit=Workdays(7),
        anchors=("began_on",),
        done_by=("ended_on",),
    )
    found = told(matter(began_on="2021-06-01"), pack(REVIEW, longer))
    assert {o.source.provision: o.binding for o in found.obligations} == {
        "review": True,
        "seven": True,
    }
    alone = MinDuration(
        **common("three", duty="legality-review"),
        limit=Workdays(3),
        anchors=("began_on",),
        done_by=("ended_on",),
    )
    found = told(matter(began_on="2021-06-01"), pack(REVIEW, alone))
    assert {o.source.provision: o.binding for o in found.obligations}["three"] is False


def test_norms_that_leave_no_day_in_common_are_named_and_not_settled() -> None:
    local = pack(
        MinDuration(
            **common("twenty", duty="legality-review"),
            limit=Workdays(20),
            anchors=("began_on",),
            done_by=("ended_on",),
        ),
        level=Level.LOCAL,
    )
    found = told(matter(began_on="2021-06-01"), pack(REVIEW), local)
    (conflict,) = found.conflicts
    assert conflict.kind is Disagreement.CONTRADICTION
    assert (conflict.stricter.provision, conflict.looser.provision) == ("review", "twenty")


def test_a_shorter_local_minimum_is_looser_than_the_national_one() -> None:
    local = pack(
        evolve(COMMENTS, id="local", limit=CalendarDays(14, last_day=LastDay.STAYS)),
        level=Level.LOCAL,
    )
    found = told(matter(opened_on="2020-03-02", closed_on="2020-03-16"), pack(COMMENTS), local)
    (conflict,) = found.conflicts
    assert (conflict.stricter.provision, conflict.looser.provision) == ("comments", "local")
    assert {o.source.provision: o.status for o in found.obligations} == {
        "comments": Status.BREACHED,
        "local": Status.MET,
    }


YEARLY = Cadence(
    **common("report", date(2018, 5, 16)), every=Frequency.YEARLY, done_by=("report_heard_on",)
)


def test_every_year_is_an_obligation_of_its_own_and_a_missed_one_stays_missed() -> None:
    agency = matter("agency", report_heard_on=["2018-12-01", "2020-01-15", "2020-06-01"])
    found = told(agency, pack(YEARLY), on="2021-03-01").obligations
    assert [(o.period.start if o.period else None, o.status) for o in found] == [
        (date(2018, 5, 16), Status.MET),
        (date(2019, 1, 1), Status.BREACHED),
        (date(2020, 1, 1), Status.MET),
        (date(2021, 1, 1), Status.RUNNING),
    ]


def test_a_duty_that_returns_ends_with_its_version() -> None:
    ended = evolve(YEARLY, in_force=Period(date(2018, 5, 16), date(2020, 1, 1)))
    found = told(matter("agency"), pack(ended), on="2026-01-01").obligations
    assert [o.period.start for o in found if o.period] == [date(2018, 5, 16), date(2019, 1, 1)]


def test_a_page_may_not_stand_longer_than_two_weeks() -> None:
    norm = Cadence(
        **common("updates", date(2019, 4, 1)),
        every=CalendarDays(14, last_day=LastDay.STAYS),
        done_by=("updated_on",),
    )
    page = matter("website", updated_on=["2026-05-04", "2026-05-10"])
    assert one(page, norm, on="2026-05-24").status is Status.MET
    late = one(page, norm, on="2026-05-25")
    assert (late.status, late.due and late.due.on) == (Status.OVERDUE, date(2026, 5, 24))


def test_every_time_that_a_page_stood_too_long_is_told() -> None:
    """Opened on 1 April 2026: due on the 15th, and then two weeks after each update."""
    norm = Cadence(
        **common("updates", date(2019, 4, 1)),
        every=CalendarDays(14, last_day=LastDay.STAYS),
        done_by=("updated_on", "reviewed_on"),
        anchors=("opened_on",),
    )
    page = matter(
        "website",
        opened_on="2026-04-01",
        updated_on=["2026-04-16", "2026-05-20"],
        reviewed_on="2026-04-30",
    )
    found = told(page, pack(norm), on="2026-05-21").obligations
    assert [
        (o.anchor, o.due and o.due.on, o.evidence and o.evidence.on, o.status) for o in found
    ] == [
        ("updated_on", date(2026, 6, 3), date(2026, 5, 20), Status.MET),
        ("opened_on", date(2026, 4, 15), date(2026, 4, 16), Status.MET_LATE),
        ("reviewed_on", date(2026, 5, 14), date(2026, 5, 20), Status.MET_LATE),
    ]
    unknown = matter("website", updated_on="2026-05-20")
    assert [o.status for o in told(unknown, pack(norm), on="2026-05-21").obligations] == [
        Status.MET
    ], "nobody knows how long it had stood before the first update on record"


def test_promptness_is_measured_and_breached_only_where_the_agency_set_a_number() -> None:
    norm = Prompt(**common("promptly"), anchors=("changed_on",), done_by=("published_on",))
    late = evolve(
        matter("thing", changed_on="2026-03-02"), published_at=StatedTime.parse("2026-04-10")
    )
    # March 2026 has 22 working days; 3 to 31 March are 21, and of April the 1st to the 10th
    # are 7, for the 6th is the day off of Qingming.
    found = one(late, norm)
    assert (found.elapsed, found.status, found.due) == (28, Status.MET, None)
    bound = evolve(norm, within=Workdays(5))
    assert one(late, bound).status is Status.MET_LATE
    waiting = one(matter("thing", changed_on="2026-03-02"), norm, on="2026-03-03")
    assert (waiting.elapsed, waiting.status) == (1, Status.RUNNING)


CONFERENCE = Deadline(
    **common("conference", date(2016, 7, 30)),
    limit=Hours(24, first_hour=FirstHour.COUNTS),
    anchors=("occurred_on",),
    done_by=("conference_on",),
)


@pytest.mark.parametrize(
    ("held", "status"),
    [
        ("2017-10-02T15:30:00", Status.MET),
        ("2017-10-02T15:30:01", Status.MET_LATE),
        ("2017-10-02", Status.UNKNOWN),
        ("2017-10-01", Status.MET),
    ],
)
def test_hours_run_through_holidays(held: str, status: Status) -> None:
    event = matter("incident", occurred_on="2017-10-01T15:30:00", conference_on=held)
    assert one(event, CONFERENCE).status is status


@pytest.mark.parametrize(
    ("now", "held", "status"),
    [
        ("2017-10-02T12:00", None, Status.UNKNOWN),
        ("2017-10-03T00:00", None, Status.OVERDUE),
        ("2017-10-09", "2017-10-01", Status.MET),
        ("2017-10-09", "2017-10-02T12:00", Status.UNKNOWN),
        ("2017-10-09", "2017-10-03", Status.MET_LATE),
    ],
)
def test_of_hours_from_a_bare_day_is_said_what_either_end_of_it_gives(
    now: str, held: str | None, status: Status
) -> None:
    """Twenty-four hours after some hour of 1 October end on the 2nd, at an hour nobody knows."""
    days: dict[str, Any] = {"occurred_on": "2017-10-01"} | ({"conference_on": held} if held else {})
    found = one(matter("incident", **days), CONFERENCE, on=now)
    assert (found.due, found.status) == (None, status)
    assert "obligation.moment-missing" in [note.key for note in found.notes]


def test_a_step_taken_past_a_closed_gate_is_a_breach() -> None:
    gate = Gate(
        **common("reviewed"),
        blocks=Step.DISCUSSION,
        requires=Done("legality_reviewed_on"),
        unmet=named("没有审查"),
    )

    def finding(**days: Any) -> Any:
        (found,) = told(matter("draft", **days), pack(gate)).gates
        return found

    assert not finding().is_open
    assert not finding().is_breached
    assert finding(discussed_on="2026-05-01").is_breached
    passed = finding(discussed_on="2026-05-01", legality_reviewed_on="2026-04-01")
    assert (passed.is_open, passed.is_breached) == (True, False)


def test_a_list_is_looked_at_entry_by_entry() -> None:
    norm = RequiredElements(**common("entries"), elements=("fee", "phone"))
    words = Words(elements=(Word("fee", named("收费标准")), Word("phone", named("咨询电话"))))
    entries = (
        ListEntry(
            key="a", name="甲", fields=(EntryField("收费标准", "免费"), EntryField("phone", "1"))
        ),
        ListEntry(key="b", name="乙", fields=(EntryField("收费标准", " "),)),
    )
    found = told(
        DisclosureList(
            id="l",
            kind=ListKind.PUBLIC_SERVICES,
            editions=(ListEdition(effective_on=date(2020, 1, 1), entries=entries),),
        ),
        pack(norm, words=words),
    )
    (finding,) = found.elements
    assert (finding.entry, [word.name for word in finding.missing]) == ("乙", ["fee", "phone"])


@pytest.mark.parametrize(
    ("out", "at_least", "met"),
    [
        (None, 2, Truth.UNKNOWN),
        (frozenset(), 1, Truth.NO),
        (frozenset({"website"}), 1, Truth.YES),
        (frozenset({"website"}), 2, Truth.NO),
        (frozenset({"website", "gazette"}), 2, Truth.YES),
    ],
)
def test_channels(out: frozenset[str] | None, at_least: int, met: Truth) -> None:
    norm = ChannelDuty(**common("out"), channels=("website", "gazette"), at_least=at_least)
    (found,) = told(evolve(matter("thing"), channels=out), pack(norm)).channels
    assert found.met is met
    assert bool(found.missing) == (met is not Truth.YES)


def test_more_channels_than_there_are_cannot_be_asked_for() -> None:
    with pytest.raises(InvalidValueError, match="cannot be asked for"):
        ChannelDuty(**common("out"), channels=("website",), at_least=2)


def test_the_special_law_takes_the_place_of_the_general_one_and_says_why() -> None:
    general = Deadline(
        **common("general"), limit=Workdays(7), anchors=("decided_on",), done_by=("published_on",)
    )
    special = Deadline(
        **common("special", displaces=("general",), because=named("市场监管领域另有规定")),
        limit=Workdays(20),
        anchors=("decided_on",),
        done_by=("published_on",),
        when=Tagged("market-regulation"),
    )
    stack = pack(general, special)

    def statuses(**facts: bool) -> dict[str, tuple[Status, bool]]:
        found = told(matter("penalty", facts, decided_on="2026-05-25"), stack, on="2026-06-10")
        return {o.source.provision: (o.status, o.binding) for o in found.obligations}

    yes = {"market-regulation": True}
    assert statuses(**yes) == {"general": (Status.WAIVED, False), "special": (Status.RUNNING, True)}
    assert statuses(**{"market-regulation": False}) == {"general": (Status.OVERDUE, True)}
    open_still = told(matter("penalty", decided_on="2026-05-25"), stack, on="2026-06-10")
    assert len(open_still.obligations) == 2
    assert [question.fact for question in open_still.questions] == ["market-regulation"]
    general_one = next(o for o in open_still.obligations if o.source.provision == "general")
    assert "obligation.perhaps-displaced" in [note.key for note in general_one.notes]


def test_each_obligation_keeps_the_path_of_the_condition_that_held() -> None:
    norm = evolve(REPLY, when=KindIs("request"))
    found = one(matter(received_on="2021-06-01"), norm)
    assert found.path == (Held(KindIs("request"), Truth.YES),)


def test_a_window_of_hours_and_days_counts_both_from_the_moment() -> None:
    """Posted at 09:00 on Friday 5 June 2026: not before 15:00, and by Wednesday the 10th."""
    norm = Window(
        **common("notice"),
        bounds=Bounds(at_least=Hours(6, first_hour=FirstHour.COUNTS), at_most=Workdays(3)),
        anchors=("posted_on",),
        done_by=("closed_on",),
    )

    def status(closed: str) -> Status:
        return one(
            matter(posted_on="2026-06-05T09:00", closed_on=closed), norm, "2026-07-01"
        ).status

    assert status("2026-06-05T14:59") is Status.BREACHED
    assert status("2026-06-05T15:00") is Status.MET
    assert status("2026-06-10") is Status.MET
    assert status("2026-06-11") is Status.MET_LATE
    assert one(matter(posted_on="2026-06-05"), norm, "2026-07-01").status is Status.UNKNOWN


def test_a_period_in_which_an_edition_ends_is_the_next_ones_and_so_is_what_was_done_in_it() -> None:
    """The edition of 15 May 2019 asks for two hearings a quarter; one of April counts."""
    old = Cadence(
        **common("hearings", date(2018, 1, 1)), every=Frequency.QUARTERLY, done_by=("heard_on",)
    )
    old = evolve(old, in_force=Period(date(2018, 10, 1), date(2019, 5, 15)))
    new = evolve(old, in_force=Period(date(2019, 5, 15)), at_least=2)
    record = matter("agency", heard_on=["2019-04-20", "2019-06-03"])
    found = told(record, pack(old, new), on="2019-07-01").obligations
    assert [(o.period and o.period.start, o.source.version, o.status) for o in found] == [
        (date(2018, 10, 1), date(2018, 10, 1), Status.BREACHED),
        (date(2019, 1, 1), date(2018, 10, 1), Status.BREACHED),
        (date(2019, 4, 1), date(2019, 5, 15), Status.MET),
        (date(2019, 7, 1), date(2019, 5, 15), Status.RUNNING),
    ]
    first = told(record, pack(new), on="2019-07-01").obligations[0]
    assert first.period is not None
    assert (first.period.start, first.status) == (date(2019, 5, 15), Status.BREACHED)
