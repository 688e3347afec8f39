"""The law of one day as a pack, and the difference of two, norm by norm."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from attrs import evolve

from opengov.domain import (
    BEIJING,
    DisclosureItem,
    LocalizedText,
    Matter,
    Milestone,
    Period,
    StatedTime,
)
from opengov.packs import load_pack
from opengov.policy import (
    Cadence,
    Deadline,
    Difference,
    Gate,
    Level,
    Pack,
    Sweep,
    assess,
    differences,
    law_of,
)
from opengov.policy.condition import Done
from opengov.policy.diff import stack_differences
from opengov.policy.provision import Step
from opengov.workdays import Frequency, Workdays

REQUESTS = load_pack(Path(__file__).parents[2] / "cli" / "requests")
OLD, NEW = date(2019, 5, 14), date(2019, 5, 15)
FOUND = {each.norm.id: each for each in differences(REQUESTS, REQUESTS, on=(OLD, NEW))}


def request(**milestones: str) -> Matter:
    return Matter(
        id="r",
        kind="request",
        milestones=tuple(
            Milestone(name, StatedTime.parse(day)) for name, day in milestones.items()
        ),
    )


def test_replies_have_twenty_working_days_instead_of_fifteen_and_so_has_their_extension() -> None:
    reply = FOUND["reply-to-request"]
    assert reply.difference is Difference.CHANGED
    assert {change.key: (change.before, change.after) for change in reply.changes} == {
        "limit": (Workdays(15), Workdays(20)),
        "extension.limit": (Workdays(15), Workdays(20)),
    }


def test_a_limit_for_third_parties_appears_and_proactive_disclosure_is_unchanged() -> None:
    assert FOUND["third-party-within-15"].difference is Difference.APPEARS
    proactive = FOUND["proactive-disclosure"]
    assert proactive.difference is Difference.UNCHANGED
    assert proactive.is_elsewhere
    assert proactive.before is not None
    assert proactive.after is not None
    articles = (proactive.before.citations[0].article, proactive.after.citations[0].article)
    assert articles == ("第十八条", "第二十六条")


def test_backwards_what_appeared_vanishes() -> None:
    back = {each.norm.id: each for each in differences(REQUESTS, REQUESTS, on=(NEW, OLD))}
    assert back["third-party-within-15"].difference is Difference.VANISHES
    assert back["third-party-within-15"].after is None


def test_a_pack_differs_in_nothing_from_itself_nor_from_its_other_wording() -> None:
    renamed = evolve(
        REQUESTS,
        provisions=tuple(
            evolve(norm, title=LocalizedText(zh="期限"), note=LocalizedText(zh="理解"))
            for norm in REQUESTS.provisions
        ),
    )
    for other in (REQUESTS, renamed):
        found = differences(REQUESTS, other)
        assert len(found) == len(REQUESTS.provisions)
        assert all(each.difference is Difference.UNCHANGED for each in found)


def test_between_whole_packs_the_days_in_force_are_a_difference() -> None:
    ended = evolve(
        REQUESTS,
        provisions=tuple(
            evolve(
                norm, in_force=Period(norm.in_force.start, norm.in_force.end or date(2030, 1, 1))
            )
            for norm in REQUESTS.provisions
        ),
    )
    changed = [each for each in differences(REQUESTS, ended) if each.changes]
    assert [[change.key for change in each.changes] for each in changed] == [["in_force"]] * 3


def test_a_norm_under_a_new_id_is_the_same_norm_where_it_is_the_only_one_of_its_duty() -> None:
    renamed = evolve(
        REQUESTS,
        provisions=tuple(
            evolve(norm, id="reply-within-20") if norm.id == "reply-to-request" else norm
            for norm in REQUESTS.provisions
            if norm.in_force.end is None
        ),
    )
    found = {each.norm.id: each for each in differences(REQUESTS, renamed, on=(OLD, NEW))}
    assert "reply-to-request" not in found
    assert found["reply-within-20"].difference is Difference.CHANGED


def test_conditions_and_kinds_of_norm_are_compared() -> None:
    (norm,) = (n for n in law_of(REQUESTS, NEW).provisions if n.id == "proactive-disclosure")
    assert isinstance(norm, Deadline)
    gate = Gate(
        id=norm.id,
        duty=norm.duty,
        title=norm.title,
        in_force=norm.in_force,
        citations=norm.citations,
        blocks=Step.PUBLICATION,
        requires=Done("made_on"),
        unmet=norm.title,
    )
    one = evolve(REQUESTS, provisions=(norm,))
    for other, keys in (
        (evolve(norm, when=Done("made_on")), ["when"]),
        (evolve(norm, waived_by=Done("made_on"), anchors=("formed_on",)), ["waived_by", "anchors"]),
        (gate, ["kind"]),
    ):
        (found,) = differences(one, evolve(REQUESTS, provisions=(other,)))
        assert [change.key for change in found.changes] == keys


def test_under_the_law_of_a_day_it_had_always_been_in_force() -> None:
    asked = request(received_on="2018-03-01", replied_on="2018-03-29")
    known = datetime(2018, 6, 1, tzinfo=BEIJING)
    due = {
        day: assess(asked, [law_of(REQUESTS, day)], as_of=known.date(), known_at=known)
        .obligations[0]
        .due
        for day in (OLD, NEW)
    }
    # 15 working days from 1 March 2018 end on the 22nd, 20 on the 29th.
    assert {day: each and each.on for day, each in due.items()} == {
        OLD: date(2018, 3, 22),
        NEW: date(2018, 3, 29),
    }


def test_what_was_not_in_force_on_the_day_is_not_there() -> None:
    assert {norm.id for norm in law_of(REQUESTS, OLD).provisions} == {
        "reply-to-request",
        "proactive-disclosure",
    }
    assert not law_of(REQUESTS, date(2008, 4, 30)).provisions


def test_a_document_from_before_the_first_regulation_is_under_it_then() -> None:
    item = DisclosureItem(id="i", made_on=date(2004, 3, 1))
    known = datetime(2005, 1, 1, tzinfo=BEIJING)
    plain, always = (
        assess(item, [pack], as_of=known.date(), known_at=known).obligations
        for pack in (REQUESTS, law_of(REQUESTS, NEW))
    )
    assert not plain
    assert [found.source.provision for found in always] == ["proactive-disclosure"]


def test_a_duty_that_returns_begins_with_its_norm_and_not_with_time() -> None:
    (norm, *_) = REQUESTS.provisions
    versions = tuple(
        Cadence(
            id="report",
            duty="publication",
            title=norm.title,
            in_force=period,
            citations=norm.citations,
            every=Frequency.YEARLY,
            done_by=("published_on",),
        )
        for period in (Period(date(2016, 1, 1), date(2018, 1, 1)), Period(date(2018, 1, 1)))
    )
    law = law_of(evolve(REQUESTS, provisions=versions), date(2018, 6, 1))
    known = datetime(2018, 6, 1, tzinfo=BEIJING)
    agency = Matter(id="a", kind="agency")
    found = assess(agency, [law], as_of=known.date(), known_at=known).obligations
    periods = [each.period for each in found]
    assert [period and period.start.year for period in periods] == [2016, 2017, 2018]


def named(pack: str, level: Level, *norms: str) -> Pack:
    chosen = tuple(norm for norm in REQUESTS.provisions if norm.id in norms)
    return evolve(REQUESTS, id=pack, level=level, provisions=chosen)


def test_a_pack_that_only_one_side_has_comes_with_every_norm() -> None:
    one = named("one", Level.NATIONAL, "reply-to-request")
    more = named("more", Level.LOCAL, "third-party-within-15")
    (found,) = stack_differences([one], [one, more])
    assert {(each.norm.id, each.difference) for each in found} == {
        ("third-party-within-15", Difference.APPEARS)
    }
    (back,) = stack_differences([one, more], [one])
    assert {each.difference for each in back} == {Difference.VANISHES}


def test_packs_of_one_level_that_are_called_otherwise_are_set_against_each_other() -> None:
    ours = named("ours", Level.LOCAL, "proactive-disclosure")
    theirs = evolve(ours, id="theirs", provisions=())
    national = named("one", Level.NATIONAL, "reply-to-request")
    (found,) = stack_differences([national, ours], [theirs, national])
    assert {each.difference for each in found} == {Difference.VANISHES}


def test_packs_of_one_name_at_two_levels_are_two() -> None:
    high = named("plan", Level.NATIONAL, "reply-to-request")
    low = named("plan", Level.AGENCY, "proactive-disclosure")
    (found,) = stack_differences([high, low], [high, evolve(low, provisions=())])
    assert {each.norm.id for each in found} == {"proactive-disclosure"}


def test_the_law_of_a_day_keeps_the_real_day_of_each_version() -> None:
    (reply,) = (norm for norm in law_of(REQUESTS, NEW).provisions if norm.id == "reply-to-request")
    assert (reply.in_force.start, reply.version) == (date.min, NEW)
    found = assess(
        request(received_on="2018-06-01"),
        [law_of(REQUESTS, NEW)],
        as_of=NEW,
        known_at=datetime(2019, 6, 1, tzinfo=BEIJING),
    )
    assert {each.source.version for each in found.obligations} == {NEW}
    (row,) = Sweep(
        (law_of(REQUESTS, NEW),), as_of=NEW, known_at=datetime(2019, 6, 1, tzinfo=BEIJING)
    ).of(request(received_on="2018-06-01"))
    assert row is not None
