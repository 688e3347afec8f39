"""Two assessments of the same records: what appears, vanishes, moves and stands otherwise."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from attrs import evolve

from opengov.domain import (
    BEIJING,
    DisclosureItem,
    Fact,
    GroundForce,
    Matter,
    Milestone,
    NegativeListRule,
    Period,
    StatedTime,
)
from opengov.packs import load_pack
from opengov.policy import Default, GateFinding, Level, ObligationStatus, Pack, Ruling, law_of
from opengov.policy.condition import Tagged
from opengov.policy.provision import Gate, Step
from opengov.reports import Effect, Under, compared, replayed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.domain import AnyRecord

REQUESTS = load_pack(Path(__file__).parents[2] / "cli" / "requests")
KNOWN = datetime(2020, 6, 30, 12, tzinfo=BEIJING)
BEFORE = Under(packs=(law_of(REQUESTS, date(2019, 5, 14)),), known_at=KNOWN)
AFTER = Under(packs=(law_of(REQUESTS, date(2019, 5, 15)),), known_at=KNOWN)
EVENT = Matter(
    id="r1",
    kind="request",
    title="申请公开预算",
    milestones=tuple(
        Milestone(name, StatedTime.parse(day))
        for name, day in {
            "received_on": "2019-06-03",
            "third_party_asked_on": "2019-06-05",
            "third_party_answered_on": "2019-06-12",
            "replied_on": "2019-06-28",
        }.items()
    ),
)
ITEM = DisclosureItem(id="d1", made_on=date(2018, 3, 1), published_at=StatedTime(date(2018, 3, 20)))


def test_a_reply_moves_and_the_limit_of_the_third_party_appears() -> None:
    (found,) = replayed([(EVENT, ())], BEFORE, AFTER)
    reply, third = found.obligations
    assert found.title == "申请公开预算"
    # From 3 June, the third party's days not counted: 15 working days end on 1 July (7 June was
    # a day off), 20 on 8 July.
    assert reply.effects == (Effect.MOVES,)
    assert reply.before is not None
    assert reply.after is not None
    assert reply.before.due is not None
    assert reply.after.due is not None
    assert (reply.before.due.on, reply.after.due.on) == (date(2019, 7, 1), date(2019, 7, 8))
    articles = [side.source.citations[0].article for side in (reply.before, reply.after)]
    assert articles == ["第二十四条", "第三十三条"]
    assert third.effects == (Effect.APPEARS,)
    assert third.before is None


def test_proactive_disclosure_is_unchanged() -> None:
    (found,) = replayed([(ITEM, ())], BEFORE, AFTER)
    assert not found.differs
    assert found.unchanged == 1


def test_backwards_it_vanishes() -> None:
    (found,) = replayed([(EVENT, ())], AFTER, BEFORE)
    effects = [change.effects for change in found.obligations]
    assert effects == [(Effect.MOVES,), (Effect.VANISHES,)]


def test_what_was_late_by_then_is_a_change_of_status() -> None:
    earlier = evolve(AFTER, known_at=datetime(2019, 6, 20, tzinfo=BEIJING))
    (found,) = replayed([(EVENT, ())], earlier, AFTER)
    (change, *_) = found.obligations
    assert change.effects == (Effect.STATUS,)
    assert change.before is not None
    assert change.before.status is ObligationStatus.RUNNING


def test_the_same_side_twice_differs_in_nothing() -> None:
    for side in (BEFORE, AFTER):
        assert not any(each.differs for each in replayed([(EVENT, ()), (ITEM, ())], side, side))


def test_records_are_taken_one_by_one() -> None:
    taken = []

    def records() -> Iterator[tuple[AnyRecord, tuple[()]]]:
        for record in (EVENT, ITEM):
            taken.append(record.id)
            yield record, ()

    found = replayed(records(), BEFORE, AFTER)
    assert taken == []
    next(found)
    assert taken == ["r1"]


@pytest.fixture
def grounds() -> Pack:
    """Return a pack whose ground and gate begin on 1 January 2020."""
    norm = REQUESTS.provisions[0]
    common = {"duty": "x", "title": norm.title, "citations": norm.citations}
    begins = Period(date(2020, 1, 1))
    return evolve(
        REQUESTS,
        provisions=(
            Default(id="open", in_force=Period(date(2000, 1, 1)), **common),  # type: ignore[arg-type]
            Gate(
                id="gate",
                in_force=begins,
                blocks=Step.PUBLICATION,
                requires=Tagged("reviewed"),
                unmet=norm.title,
                **common,  # type: ignore[arg-type]
            ),
        ),
        rules=tuple(
            NegativeListRule(
                id=name,
                title=norm.title,
                force=GroundForce.MANDATORY,
                fact=name,
                in_force=period,
                citations=norm.citations,
            )
            for name, period in (("secret", Period(date(2000, 1, 1))), ("internal", begins))
        ),
    )


def test_rulings_gates_and_grounds_are_compared(grounds: Pack) -> None:
    facts = (Fact("secret", holds=False), Fact("internal", holds=True))
    item = evolve(ITEM, facts=facts, published_at=None)  # a gate passed is of its own day
    side = Under(packs=(grounds,), known_at=KNOWN)
    day = date(2020, 1, 1)
    before, after = (
        evolve(side, as_of=each).assess(item) for each in (day - timedelta(days=1), day)
    )
    found = compared(before, after)
    assert (found.ruling_before, found.ruling_after) == (Ruling.OPEN, Ruling.WITHHOLD)
    assert found.ruling_changed
    effects = {
        change.after.source.provision: change.effect for change in found.findings if change.after
    }
    assert effects == {"internal": Effect.APPEARS, "gate": Effect.APPEARS}


def test_a_gate_that_opens_stands_otherwise(grounds: Pack) -> None:
    side = Under(packs=(grounds,), known_at=KNOWN)
    item = evolve(ITEM, published_at=StatedTime(date(2020, 1, 2)))
    before, after = (
        side.assess(evolve(item, facts=(Fact("reviewed", holds=holds),))) for holds in (False, True)
    )
    (change,) = compared(before, after).findings
    assert change.effect is Effect.STATUS
    assert isinstance(change.before, GateFinding)
    assert change.before.is_breached
    assert isinstance(change.after, GateFinding)
    assert change.after.is_open


def test_norms_of_one_name_at_two_levels_are_two() -> None:
    """The agency's limit of the same name goes; the national one stays as it was."""
    agency = evolve(REQUESTS, id="ours", level=Level.AGENCY)
    both = Under(packs=(agency, REQUESTS), known_at=KNOWN)
    (found,) = replayed([(EVENT, ())], both, Under(packs=(REQUESTS,), known_at=KNOWN))
    assert {change.effects for change in found.obligations} == {(Effect.VANISHES,)}
    gone = [change.before.source.level for change in found.obligations if change.before]
    assert set(gone) == {Level.AGENCY}
    assert found.unchanged
