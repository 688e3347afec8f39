"""Names that no pack knows: told, and never a way to openness."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from attrs import evolve

from opengov.domain import (
    BEIJING,
    Determination,
    DisclosureAttribute,
    Fact,
    GroundForce,
    Message,
    Milestone,
    NegativeListRule,
    Period,
    StatedTime,
)
from opengov.errors import InvalidValueError
from opengov.policy import Default, Ruling
from opengov.policy.condition import KindIs
from tests.unit.policy.norms import LAW, REPLY, common, matter, named, pack, told

SECRET = NegativeListRule(
    id="secret",
    title=named("国家秘密"),
    force=GroundForce.MANDATORY,
    fact="state-secret",
    in_force=Period(date(2008, 5, 1)),
    citations=(LAW,),
)
LAWS = pack(
    Default(**common("open", duty="open")),
    evolve(REPLY, when=KindIs("request")),
    rules=(SECRET,),
)
NO_SECRET = matter("request", {"state-secret": False})


def test_what_every_pack_knows_is_not_told() -> None:
    found = told(evolve(NO_SECRET, milestones=matter(received_on="2026-05-04").milestones), LAWS)
    assert (found.ruling, found.warnings) == (Ruling.OPEN, ())


def test_a_fact_that_no_pack_knows_is_told_and_opens_nothing() -> None:
    odd = evolve(NO_SECRET, facts=(*NO_SECRET.facts, Fact("state-secrt", holds=True)))
    found = told(odd, LAWS)
    assert found.ruling is Ruling.REFER
    assert Message("ruling.not-understood") in found.reasons
    assert found.warnings == (
        Message("record.unknown-fact-near", {"name": "state-secrt", "near": "state-secret"}),
    )


def test_a_ground_that_no_pack_knows_opens_nothing_either() -> None:
    at = datetime(2026, 5, 4, 9, tzinfo=BEIJING)
    ruled = evolve(
        NO_SECRET,
        determination=Determination(
            attribute=DisclosureAttribute.ON_REQUEST, by="乙", at=at, grounds=("secrecy",)
        ),
    )
    found = told(ruled, LAWS)
    assert found.ruling is Ruling.REFER
    assert [each.key for each in found.warnings] == ["record.unknown-ground-near"]


def test_days_and_kinds_that_no_pack_knows_are_told() -> None:
    found = told(evolve(NO_SECRET, milestones=matter(recieved_on="2026-05-04").milestones), LAWS)
    assert found.warnings == (
        Message("record.unknown-day-near", {"name": "recieved_on", "near": "received_on"}),
    )
    found = told(evolve(NO_SECRET, kind="xyz"), LAWS)
    assert found.warnings == (Message("record.unknown-kind", {"name": "xyz"}),)
    assert found.ruling is Ruling.OPEN


def test_a_ground_that_a_stated_fact_denies_is_for_a_person_to_look_at() -> None:
    at = datetime(2026, 5, 4, 9, tzinfo=BEIJING)
    determined = Determination(
        attribute=DisclosureAttribute.EXEMPT, by="乙", at=at, grounds=("secret",), reason="秘密"
    )
    denied = told(evolve(NO_SECRET, determination=determined), LAWS)
    assert denied.ruling is Ruling.REFER
    assert [question.fact for question in denied.questions] == ["state-secret"]
    silent = told(evolve(matter("request"), determination=determined), LAWS)
    assert silent.ruling is Ruling.WITHHOLD


def test_what_is_out_although_it_must_be_withheld_is_told() -> None:
    out = evolve(
        matter("request", {"state-secret": True}), published_at=StatedTime(date(2026, 5, 4))
    )
    found = told(out, LAWS)
    assert found.ruling is Ruling.WITHHOLD
    assert found.warnings == (Message("record.out-though-withheld"),)


@pytest.mark.parametrize(
    "name", ["published_on", "determined_on", "secrecy_reviewed_on", "interpreted_on"]
)
def test_a_day_that_follows_from_the_record_is_no_milestone(name: str) -> None:
    with pytest.raises(InvalidValueError, match="is no milestone"):
        Milestone(name, StatedTime(date(2026, 5, 4)))
