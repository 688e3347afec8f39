"""Grounds that an agency may use, what lifts them, and what a withheld record still owes."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from attrs import evolve

from opengov.domain import (
    BEIJING,
    Determination,
    DisclosureAttribute,
    Escape,
    Fact,
    GroundForce,
    Matter,
    NegativeListRule,
    Period,
    Relief,
    StatedTime,
    Truth,
)
from opengov.policy import Deadline, Default, MinDuration, Ruling
from opengov.policy.condition import KindIs, Tagged
from opengov.workdays import CalendarDays, LastDay, Workdays
from tests.unit.policy.norms import LAW, Status, common, matter, named, pack, told

INTERNAL = NegativeListRule(
    id="internal",
    title=named("内部事务"),
    force=GroundForce.DISCRETIONARY,
    fact="internal-affairs",
    in_force=Period(date(2008, 5, 1)),
    citations=(LAW,),
    escapes=(Escape(Relief.CONSENT, "required-by-law"),),
)
SECRET = evolve(
    INTERNAL,
    id="secret",
    force=GroundForce.MANDATORY,
    fact="state-secret",
    escapes=(Escape(Relief.DECLASSIFICATION, "declassified"),),
)
OPEN = Default(**common("open", duty="open"))
PUBLISH = Deadline(
    **common("publish"), limit=Workdays(20), anchors=("made_on",), done_by=("published_on",)
)
WAIT = MinDuration(
    **common("wait", duty="wait"),
    limit=CalendarDays(7, last_day=LastDay.STAYS),
    anchors=("reviewed_on",),
    done_by=("published_on",),
)
Attribute = DisclosureAttribute


def determined(
    attribute: DisclosureAttribute, *grounds: str, facts: dict[str, bool] | None = None
) -> Matter:
    at = datetime(2026, 5, 4, 9, tzinfo=BEIJING)
    ruling = Determination(attribute=attribute, by="乙", at=at, grounds=grounds, reason="理由")
    return evolve(matter(facts=facts), determination=ruling)


@pytest.mark.parametrize(
    ("attribute", "grounds", "ruling"),
    [
        (Attribute.PROACTIVE, (), Ruling.OPEN),
        (Attribute.PROACTIVE, ("internal",), Ruling.REFER),
        (Attribute.ON_REQUEST, (), Ruling.REFER),
        (Attribute.ON_REQUEST, ("internal",), Ruling.WITHHOLD),
        (Attribute.EXEMPT, (), Ruling.WITHHOLD),
        (Attribute.EXEMPT, ("internal",), Ruling.WITHHOLD),
    ],
)
def test_a_discretionary_ground_holds_where_the_agency_uses_it(
    attribute: DisclosureAttribute, grounds: tuple[str, ...], ruling: Ruling
) -> None:
    facts = {"internal-affairs": True, "required-by-law": False}
    record = determined(attribute, *grounds, facts=facts)
    assert told(record, pack(OPEN, rules=(INTERNAL,))).ruling is ruling


def test_what_would_lift_a_ground_is_asked_as_long_as_nobody_said() -> None:
    def asked(facts: dict[str, bool]) -> list[str]:
        found = told(determined(Attribute.EXEMPT, facts=facts), pack(OPEN, rules=(INTERNAL,)))
        return [question.fact for question in found.questions]

    assert asked({}) == ["internal-affairs", "required-by-law"]
    assert asked({"required-by-law": False}) == ["internal-affairs"]
    assert asked({"internal-affairs": False}) == []
    secret = told(matter(facts={"state-secret": True}), pack(OPEN, rules=(SECRET,)))
    assert secret.ruling is Ruling.WITHHOLD
    assert [question.fact for question in secret.questions] == ["declassified", "separable"]


def test_what_is_withheld_owes_publication_only_of_what_can_be_severed() -> None:
    laws = pack(OPEN, PUBLISH, rules=(SECRET,))

    def owed(**facts: bool) -> list[tuple[Truth, Status]]:
        stated = {"state-secret": True, **facts}
        found = told(matter(facts=stated, made_on="2026-03-02"), laws, on="2026-06-01")
        return [(each.applies, each.status) for each in found.every_obligation]

    assert owed(separable=False) == []
    assert owed() == [(Truth.UNKNOWN, Status.OVERDUE)]
    kept = evolve(PUBLISH, when=KindIs("request"))
    withheld = matter(facts={"state-secret": True}, made_on="2026-03-02")
    (found,) = told(withheld, pack(OPEN, kept, rules=(SECRET,))).obligations
    assert [held.question for held in found.path] == [KindIs("request"), Tagged("separable")]
    assert owed(separable=True) == [(Truth.YES, Status.OVERDUE)]


def test_that_something_went_out_too_early_is_said_of_what_is_withheld_too() -> None:
    out = evolve(
        matter(facts={"state-secret": True, "separable": False}, reviewed_on="2026-05-01"),
        published_at=StatedTime(date(2026, 5, 4)),
    )
    (found,) = told(out, pack(OPEN, WAIT, rules=(SECRET,))).obligations
    assert found.status is Status.BREACHED


def test_a_fact_decides_before_the_determination_does() -> None:
    record = determined(Attribute.EXEMPT, facts={"internal-affairs": False})
    found = told(
        evolve(record, facts=(*record.facts, Fact("required-by-law", holds=False))),
        pack(OPEN, rules=(INTERNAL,)),
    )
    assert found.ruling is Ruling.REFER, "exempt, and no ground for it"
