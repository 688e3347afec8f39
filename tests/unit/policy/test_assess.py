"""What an assessment says beyond the worked cases of the packs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import permutations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from opengov.domain import (
    BEIJING,
    Citation,
    Determination,
    DisclosureAttribute,
    DisclosureItem,
    Escape,
    Fact,
    GroundForce,
    Instrument,
    Interpretation,
    InterpretationPlan,
    LocalizedText,
    NegativeListRule,
    Period,
    Relief,
    ReviewOutcome,
    SecrecyReview,
    StatedTime,
    Trust,
    Truth,
)
from opengov.errors import InvalidValueError
from opengov.policy import (
    AnyProvision,
    Assessment,
    Case,
    Deadline,
    Default,
    Gate,
    Level,
    ObligationStatus,
    Pack,
    Ruling,
    Step,
    assess,
)
from opengov.policy.condition import (
    After,
    All,
    AnyOf,
    Before,
    Condition,
    FieldIs,
    IssuedBy,
    KindIs,
    Not,
    Tagged,
    answer,
)
from opengov.testing import an_item
from opengov.workdays import Workdays

NOW = datetime(2018, 6, 1, 12, tzinfo=BEIJING)
PLAN = Citation(instrument=Instrument(id="plan", title="方案"), article="二")
UNSURE = Citation(instrument=Instrument(id="old", title="要点"), trust=Trust.UNVERIFIED)


def deadline(name: str, days: int, **changes: object) -> Deadline:
    norm = Deadline(
        id=name,
        duty="interpretation",
        title=LocalizedText(zh=name),
        in_force=Period(date(2016, 1, 1)),
        citations=(PLAN,),
        done_by=("interpreted_on",),
        limit=Workdays(days),
        anchors=("published_on",),
        governed_by=("published_on",),
    )
    return evolve(norm, **changes)  # type: ignore[arg-type]


def rule(**changes: object) -> NegativeListRule:
    made = NegativeListRule(
        id="secret",
        title=LocalizedText(zh="秘密"),
        force=GroundForce.MANDATORY,
        fact="state-secret",
        in_force=Period(date(2008, 5, 1)),
        citations=(PLAN,),
    )
    return evolve(made, **changes)  # type: ignore[arg-type]


OPEN = Default(
    id="open",
    duty="open",
    title=LocalizedText(zh="公开为常态"),
    in_force=Period(date(2008, 5, 1)),
    citations=(PLAN,),
)


def pack(name: str, level: Level, *provisions: AnyProvision, **changes: object) -> Pack:
    made = Pack(
        id=name,
        title=name,
        level=level,
        jurisdiction="CN",
        version="1",
        reviewed_on=date(2026, 1, 1),
        provisions=(*provisions, OPEN),
        rules=(rule(),),
    )
    return evolve(made, **changes)  # type: ignore[arg-type]


NATIONAL = pack("national", Level.NATIONAL, deadline("three", 3))
LOCAL = pack("local", Level.LOCAL, deadline("seven", 7))
ITEM = DisclosureItem(id="a", published_at=StatedTime.parse("2018-05-16"))
REVIEW = SecrecyReview(outcome=ReviewOutcome.CLEARED, by="reviewer", at=NOW)


@pytest.mark.parametrize("order", list(permutations([NATIONAL, LOCAL])))
def test_every_layer_is_kept_and_the_earliest_binds_in_any_order(order: tuple[Pack, ...]) -> None:
    found = assess(ITEM, order, as_of=date(2018, 6, 1), known_at=NOW)
    assert [(o.source.provision, o.binding) for o in found.obligations] == [
        ("three", True),
        ("seven", False),
    ]
    (conflict,) = found.conflicts
    assert (conflict.stricter.pack, conflict.looser.pack) == ("national", "local")


def test_a_stricter_local_limit_is_no_conflict() -> None:
    strict = pack("local", Level.LOCAL, deadline("one", 1))
    found = assess(ITEM, [NATIONAL, strict], as_of=date(2018, 6, 1), known_at=NOW)
    assert found.conflicts == ()
    assert [o.source.provision for o in found.obligations if o.binding] == ["one"]


def test_a_version_that_begins_after_as_of_is_not_seen() -> None:
    found = assess(ITEM, [NATIONAL], as_of=date(2015, 12, 31), known_at=NOW)
    assert found.obligations == ()


def test_what_happened_after_known_at_has_not_happened() -> None:
    interpretation = Interpretation(
        id="b", document_id="a", published_at=StatedTime.parse("2018-05-18T10:00:00")
    )

    def status(moment: datetime) -> ObligationStatus:
        found = assess(
            ITEM, [NATIONAL], as_of=date(2018, 6, 1), known_at=moment, related=[interpretation]
        )
        return found.obligations[0].status

    just_before = datetime(2018, 5, 18, 9, 59, tzinfo=BEIJING)
    assert status(just_before) is ObligationStatus.RUNNING
    assert status(just_before + timedelta(minutes=1)) is ObligationStatus.MET


def test_the_day_ends_in_beijing() -> None:
    def status(moment: datetime) -> ObligationStatus:
        found = assess(ITEM, [NATIONAL], as_of=date(2018, 6, 1), known_at=moment)
        return found.obligations[0].status

    last_second = datetime(2018, 5, 21, 23, 59, 59, tzinfo=BEIJING)
    assert status(last_second) is ObligationStatus.RUNNING
    assert status(last_second + timedelta(seconds=1)) is ObligationStatus.OVERDUE


def test_a_limit_beyond_the_announced_years_is_provisional_and_says_why() -> None:
    item = DisclosureItem(id="a", published_at=StatedTime.parse("2026-12-30"))
    found = assess(
        item,
        [NATIONAL],
        as_of=date(2026, 12, 30),
        known_at=datetime(2026, 12, 30, 12, tzinfo=BEIJING),
    )
    (obligation,) = found.obligations
    assert obligation.due is not None
    assert obligation.due.provisional is not None
    assert obligation.due.provisional.awaited == 2027
    # New Year's Day is a Friday: a break of three days that moves no other.
    assert obligation.due.earliest == obligation.due.latest == date(2027, 1, 5)
    assert obligation.status is ObligationStatus.RUNNING
    assert "due.provisional" in [note.key for note in obligation.notes]


def test_an_unverified_source_is_named_in_every_explanation_that_rests_on_it() -> None:
    unsure = pack("national", Level.NATIONAL, deadline("three", 3, citations=(UNSURE,)))
    (obligation,) = assess(ITEM, [unsure], as_of=NOW.date(), known_at=NOW).obligations
    assert [note.key for note in obligation.notes] == ["citation.unverified"]


def test_without_any_ground_in_force_nothing_is_open() -> None:
    bare = pack("national", Level.NATIONAL, rules=())
    assert assess(ITEM, [bare], as_of=NOW.date(), known_at=NOW).ruling is Ruling.REFER
    assert assess(ITEM, [], as_of=NOW.date(), known_at=NOW).ruling is Ruling.REFER


def test_without_a_default_in_force_nothing_is_open_either() -> None:
    cleared = evolve(ITEM, drafted_by="drafter", secrecy_review=REVIEW)
    silent = evolve(pack("national", Level.NATIONAL), provisions=())
    found = assess(cleared, [silent], as_of=NOW.date(), known_at=NOW)
    assert found.ruling is Ruling.REFER
    assert [reason.key for reason in found.reasons] == ["ruling.no-default"]
    spoken = assess(cleared, [pack("national", Level.NATIONAL)], as_of=NOW.date(), known_at=NOW)
    assert spoken.ruling is Ruling.OPEN
    assert [source.provision for source in spoken.defaults] == ["open"]


def test_a_default_that_may_not_apply_opens_nothing_and_is_asked_about() -> None:
    doubtful = evolve(OPEN, when=Tagged("public-duty"))
    record = evolve(ITEM, facts=(Fact("state-secret", holds=False),))

    def ruled(record: DisclosureItem, *norms: Default) -> Assessment:
        laws = pack("national", Level.NATIONAL, provisions=norms)
        return assess(record, [laws], as_of=NOW.date(), known_at=NOW)

    found = ruled(record, doubtful)
    assert found.ruling is Ruling.REFER
    assert [question.fact for question in found.questions] == ["public-duty"]
    assert ruled(record, doubtful, evolve(OPEN, id="sure")).ruling is Ruling.OPEN
    known = evolve(record, facts=(*record.facts, Fact("public-duty", holds=True)))
    assert ruled(known, doubtful).ruling is Ruling.OPEN
    waived = evolve(doubtful, waived_by=Tagged("public-duty"))
    assert ruled(known, waived).ruling is Ruling.REFER


def test_a_secret_stays_one_until_somebody_declassifies_it() -> None:
    ground = rule(escapes=(Escape(Relief.DECLASSIFICATION, "declassified"),))
    packs = [pack("national", Level.NATIONAL, rules=(ground,))]

    def ruling(*facts: Fact) -> Ruling:
        item = evolve(ITEM, drafted_by="drafter", secrecy_review=REVIEW, facts=facts)
        return assess(item, packs, as_of=NOW.date(), known_at=NOW).ruling

    secret = Fact("state-secret", holds=True)
    assert ruling(secret) is Ruling.WITHHOLD
    assert ruling(secret, Fact("declassified", holds=False)) is Ruling.WITHHOLD
    assert ruling(secret, Fact("declassified", holds=True)) is Ruling.OPEN


def test_a_review_by_the_drafter_answers_nothing() -> None:
    item = evolve(ITEM, drafted_by=" Reviewer", secrecy_review=REVIEW)
    assert assess(item, [NATIONAL], as_of=NOW.date(), known_at=NOW).ruling is Ruling.REFER
    item = evolve(ITEM, drafted_by="drafter", secrecy_review=REVIEW)
    assert assess(item, [NATIONAL], as_of=NOW.date(), known_at=NOW).ruling is Ruling.OPEN


def test_a_secret_is_withheld_whatever_was_determined_and_reviewed() -> None:
    item = evolve(
        ITEM,
        drafted_by="drafter",
        secrecy_review=REVIEW,
        determination=Determination(attribute=DisclosureAttribute.PROACTIVE, by="office", at=NOW),
        facts=(Fact("state-secret", holds=True),),
    )
    assert assess(item, [NATIONAL], as_of=NOW.date(), known_at=NOW).ruling is Ruling.WITHHOLD


def test_what_can_be_severed_goes_out_unless_another_ground_may_hold() -> None:
    private = rule(id="private", fact="privacy")
    packs = [pack("national", Level.NATIONAL, rules=(rule(), private))]

    def found(**facts: bool) -> tuple[Ruling, list[str]]:
        stated = tuple(Fact(name.replace("_", "-"), holds) for name, holds in facts.items())
        assessment = assess(evolve(ITEM, facts=stated), packs, as_of=NOW.date(), known_at=NOW)
        return assessment.ruling, [question.fact for question in assessment.questions]

    assert found(state_secret=False, privacy=True, separable=True) == (Ruling.PARTIAL, [])
    assert found(state_secret=False, privacy=True, separable=False) == (Ruling.WITHHOLD, [])
    assert found(state_secret=False, privacy=True) == (Ruling.WITHHOLD, ["separable"])
    assert found(privacy=True, separable=True) == (Ruling.REFER, ["state-secret"])


@given(
    st.sampled_from([Truth.YES, Truth.NO, Truth.UNKNOWN]),
    st.sampled_from([Truth.YES, Truth.NO, Truth.UNKNOWN]),
    st.sampled_from([None, *ReviewOutcome]),
    st.sampled_from([None, *DisclosureAttribute]),
    st.sampled_from([None, "drafter", "reviewer"]),
    st.sampled_from(list(GroundForce)),
)
def test_unknown_never_becomes_open(
    touches: Truth,
    lifted: Truth,
    outcome: ReviewOutcome | None,
    attribute: DisclosureAttribute | None,
    drafter: str | None,
    force: GroundForce,
) -> None:
    facts = [
        Fact(name, truth is Truth.YES)
        for name, truth in (("state-secret", touches), ("consent", lifted))
        if truth is not Truth.UNKNOWN
    ]
    item = DisclosureItem(
        id="a",
        drafted_by=drafter,
        facts=tuple(facts),
        secrecy_review=outcome and SecrecyReview(outcome=outcome, by="reviewer", at=NOW),
        determination=attribute and Determination(attribute=attribute, by="office", at=NOW),
    )
    ground = rule(force=force, escapes=(Escape(Relief.CONSENT, "consent"),))
    found = assess(
        item,
        [pack("national", Level.NATIONAL, rules=(ground,))],
        as_of=NOW.date(),
        known_at=NOW,
    )
    if found.ruling is not Ruling.OPEN:
        return
    assert attribute is not DisclosureAttribute.EXEMPT
    if force is GroundForce.MANDATORY:
        answered = outcome is ReviewOutcome.CLEARED and drafter == "drafter"
        assert touches is Truth.NO or lifted is Truth.YES or (touches is not Truth.YES and answered)
    elif touches is Truth.YES:
        assert lifted is Truth.YES or attribute is DisclosureAttribute.PROACTIVE


def test_a_gate_that_may_apply_stays_closed_and_asks() -> None:
    gate = Gate(
        id="plan",
        duty="plan",
        title=LocalizedText(zh="方案"),
        in_force=Period(date(2016, 1, 1)),
        citations=(PLAN,),
        when=Tagged("major-policy"),
        blocks=Step.PUBLICATION,
        requires=Tagged("interpretation-plan-approved"),
        unmet=LocalizedText(zh="没有方案"),
    )
    found = assess(ITEM, [pack("national", Level.NATIONAL, gate)], as_of=NOW.date(), known_at=NOW)
    assert not found.gates[0].is_open
    assert "major-policy" in [question.fact for question in found.questions]


MADE = DisclosureItem(id="a", issuing_body="市旅游委", made_on=date(2018, 5, 16))
BARE = DisclosureItem(id="a")


@pytest.mark.parametrize(
    ("condition", "record", "truth"),
    [
        (KindIs("item"), MADE, Truth.YES),
        (KindIs("list"), MADE, Truth.NO),
        (IssuedBy(frozenset({"市旅游委"})), MADE, Truth.YES),
        (IssuedBy(frozenset({"市教育局"})), MADE, Truth.NO),
        (IssuedBy(frozenset({"市旅游委"})), BARE, Truth.UNKNOWN),
        (FieldIs("issuing_body", "市旅游委"), MADE, Truth.YES),
        (FieldIs("issuing_body", "市旅游委"), BARE, Truth.UNKNOWN),
        (Before("made_on", date(2018, 5, 17)), MADE, Truth.YES),
        (Before("made_on", date(2018, 5, 16)), MADE, Truth.NO),
        (After("made_on", date(2018, 5, 15)), MADE, Truth.YES),
        (After("made_on", date(2018, 5, 16)), MADE, Truth.NO),
        (Before("made_on", date(2018, 5, 17)), BARE, Truth.UNKNOWN),
        (Not(Tagged("x")), MADE, Truth.UNKNOWN),
        (All(), BARE, Truth.YES),
        (All((KindIs("list"), Tagged("x"))), MADE, Truth.NO),
        (AnyOf((KindIs("item"), Tagged("x"))), MADE, Truth.YES),
        (AnyOf((KindIs("list"), Tagged("x"))), MADE, Truth.UNKNOWN),
    ],
)
def test_conditions(condition: Condition, record: DisclosureItem, truth: Truth) -> None:
    found = answer(condition, Case(record=record, known_at=NOW))
    assert found.truth is truth
    assert bool(found.unknown) == (truth is Truth.UNKNOWN)


def test_what_was_decided_later_was_not_decided_yet() -> None:
    """Asked what was known on the day before, nothing of that day counts."""
    case = Case(
        record=evolve(
            an_item(),
            interpretation_plan=InterpretationPlan(
                submitted_on=date(2025, 9, 1), approved_on=date(2025, 9, 19)
            ),
        ),
        known_at=datetime(2025, 9, 18, 23, 59, tzinfo=BEIJING),
    )
    later = evolve(case, known_at=datetime(2025, 9, 19, tzinfo=BEIJING))
    assert case.fact("interpretation-plan-approved") is Truth.NO
    assert later.fact("interpretation-plan-approved") is Truth.YES
    early = evolve(case, known_at=datetime(2000, 1, 1, tzinfo=BEIJING))
    assert early.fact("attribute-reasoned") is Truth.UNKNOWN
    assert early.fact("secrecy-review-by-another") is Truth.UNKNOWN
    assert early.fact("secrecy-review-cleared") is Truth.NO


def test_a_bare_day_is_no_moment_of_knowledge() -> None:
    with pytest.raises(InvalidValueError, match="known_at"):
        assess(ITEM, [NATIONAL], as_of=NOW.date(), known_at=NOW.date())  # type: ignore[arg-type]
