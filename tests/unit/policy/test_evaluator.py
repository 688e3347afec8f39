"""What records share is worked out once, and comes out as if it were worked out for each."""

from __future__ import annotations

import gc
import weakref
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from attrs import evolve
from hypothesis import given, settings
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
    LocalizedText,
    Matter,
    Milestone,
    NegativeListRule,
    Period,
    Relief,
    ReviewOutcome,
    SecrecyReview,
    StatedTime,
    Truth,
)
from opengov.policy import Level, Pack
from opengov.policy import evaluator as evaluator_module
from opengov.policy.applied import applied, scope
from opengov.policy.case import Case
from opengov.policy.condition import (
    NEVER,
    After,
    All,
    AnyOf,
    Before,
    Done,
    FieldIs,
    IssuedBy,
    KindIs,
    Not,
    Tagged,
)
from opengov.policy.counting import Counting
from opengov.policy.dated import demands, obligations
from opengov.policy.evaluator import Evaluator
from opengov.policy.grounds import findings, rule_on
from opengov.policy.layers import laid_over
from opengov.policy.pack import stacked
from opengov.policy.provision import (
    ChannelDuty,
    Deadline,
    Default,
    Gate,
    RequiredElements,
    Step,
)
from opengov.policy.sweep import Sweep
from opengov.policy.told import is_default, told, with_starts
from opengov.policy.vocabulary import vocabulary_of
from opengov.workdays import CalendarDays, LastDay, Workdays, announced_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opengov.domain import AnyRecord
    from opengov.policy import AnyProvision, Condition
    from opengov.workdays import Limit

LAW = Citation(instrument=Instrument(id="law", title="条例"), article="第一条")
CALENDAR = announced_calendar()
FACTS = ("major-policy", "state-secret", "consent")
DAYS = ("formed_on", "received_on", "decided_on", "published_on")
MILESTONES = ("received_on", "decided_on", "strange_on")
NEAR = st.dates(date(2019, 5, 10), date(2019, 5, 20))
TIMES = st.builds(StatedTime, NEAR, st.sampled_from([None, time(9)]))
MOMENTS = st.builds(
    lambda day, hour: datetime(day.year, day.month, day.day, hour, tzinfo=BEIJING),
    NEAR,
    st.integers(0, 23),
)


def common(name: str, when: Condition, start: date, end: date | None = None) -> dict[str, Any]:
    return {
        "id": name,
        "duty": "duty",
        "title": LocalizedText(zh=name, en=name),
        "in_force": Period(start, end),
        "citations": (LAW,),
        "when": when,
    }


def questions() -> st.SearchStrategy[Condition]:
    return st.one_of(
        st.builds(Tagged, st.sampled_from([*FACTS, "published", "proactive"])),
        st.builds(KindIs, st.sampled_from(["item", "request"])),
        st.builds(Done, st.sampled_from(DAYS)),
        st.just(IssuedBy(frozenset({"甲", "乙"}))),
        st.just(FieldIs("genre", "通知")),
        st.builds(Before, st.sampled_from(DAYS), NEAR),
        st.builds(After, st.sampled_from(DAYS), NEAR),
    )


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    questions(),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        st.builds(Not, inner),
    ),
    max_leaves=4,
)


DISPLACED = st.one_of(
    st.just(()),
    st.lists(st.sampled_from(["gate-0", "deadline-0", "elements", "channels"]), max_size=1).map(
        tuple
    ),
)


@st.composite
def packs(draw: st.DrawFn, level: Level = Level.NATIONAL) -> Pack:
    rarely = st.one_of(st.just(All()), CONDITIONS)
    norms: list[AnyProvision] = [Default(**common("default", draw(rarely), date(2008, 5, 1)))]
    for number in range(draw(st.integers(1, 3))):
        edition = draw(NEAR)
        told = common(f"gate-{number}", draw(CONDITIONS), edition)
        norms.append(
            Gate(
                **told,
                waived_by=draw(st.one_of(st.just(NEVER), CONDITIONS)),
                displaces=draw(DISPLACED),
                blocks=draw(st.sampled_from(list(Step))),
                requires=draw(CONDITIONS),
                unmet=LocalizedText(zh="未", en="no"),
            )
        )
        for version, (start, end) in enumerate([(date(2008, 5, 1), edition), (edition, None)], 15):
            told = common(f"deadline-{number}", draw(CONDITIONS), start, end)
            norms.append(
                Deadline(
                    **told,
                    waived_by=draw(CONDITIONS),
                    displaces=draw(DISPLACED),
                    limit=Workdays(version),
                    anchors=tuple(draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=2))),
                    done_by=("published_on",),
                )
            )
    norms.append(
        RequiredElements(
            **common("elements", draw(CONDITIONS), draw(NEAR)),
            elements=("name", "phone"),
        )
    )
    norms.append(
        ChannelDuty(
            **common("channels", draw(CONDITIONS), draw(NEAR)),
            channels=("website", "gazette"),
            at_least=1,
        )
    )
    return Pack(
        id=level.value,
        title="包",
        level=level,
        jurisdiction="CN",
        version="1",
        reviewed_on=date(2026, 1, 1),
        issuers=draw(st.sampled_from([frozenset(), frozenset({"甲"})])),
        provisions=tuple(norms),
        rules=(
            NegativeListRule(
                id="secret",
                title=LocalizedText(zh="秘密", en="secret"),
                force=draw(st.sampled_from(list(GroundForce))),
                fact="state-secret",
                in_force=Period(draw(NEAR)),
                citations=(LAW,),
                escapes=(Escape(draw(st.sampled_from(list(Relief))), "consent"),),
            ),
        ),
    )


STACKS = st.one_of(
    packs().map(lambda pack: (pack,)), st.tuples(packs(Level.LOCAL), packs(Level.NATIONAL))
)


@st.composite
def records(draw: st.DrawFn) -> AnyRecord:
    told: dict[str, Any] = draw(
        st.fixed_dictionaries(
            {
                "issuing_body": st.sampled_from([None, "甲", "乙", "丙", "丁"]),
                "drafted_by": st.sampled_from([None, "起草", "审查"]),
                "published_at": st.one_of(st.none(), TIMES),
                "facts": st.dictionaries(st.sampled_from([*FACTS, "strange"]), st.booleans()).map(
                    lambda facts: tuple(Fact(name, holds) for name, holds in facts.items())
                ),
                "milestones": st.lists(
                    st.builds(
                        Milestone,
                        st.sampled_from(("received_on", "decided_on", "strange_on")),
                        TIMES,
                    )
                ).map(tuple),
                "elements": st.frozensets(st.sampled_from(["name", "phone"])),
                "channels": st.one_of(
                    st.none(), st.frozensets(st.sampled_from(["website", "wechat"]))
                ),
                "determination": st.one_of(
                    st.none(),
                    st.builds(
                        Determination,
                        attribute=st.sampled_from(DisclosureAttribute),
                        by=st.just("认定"),
                        at=MOMENTS,
                        reason=st.sampled_from(["", "理由"]),
                        grounds=st.sampled_from([(), ("secret",), ("strange",)]),
                    ),
                ),
                "secrecy_review": st.one_of(
                    st.none(),
                    st.builds(
                        SecrecyReview,
                        outcome=st.sampled_from(ReviewOutcome),
                        by=st.just("审查"),
                        at=MOMENTS,
                    ),
                ),
            }
        )
    )
    if draw(st.booleans()):
        return Matter(id="m", kind="request", **told)
    return DisclosureItem(
        id="i",
        genre=draw(st.sampled_from([None, "通知", "办法"])),
        formed_on=draw(st.one_of(st.none(), NEAR)),
        **told,
    )


@st.composite
def populations(draw: st.DrawFn) -> list[AnyRecord]:
    """Records that differ from one another in one field each."""
    base, other = draw(records()), draw(records())
    names = [
        member.name
        for member in attrs.fields(type(base))
        if member.name != "id" and hasattr(other, member.name)
    ]
    return [base, *(evolve(base, **{name: getattr(other, name)}) for name in names)]


def plainly(
    stack: tuple[Pack, ...], record: AnyRecord, as_of: date, known_at: datetime
) -> tuple[object, ...]:
    """Work everything out for one record alone, from whole packs, and remember nothing."""
    case = Case(record=record, known_at=known_at)
    stack = stacked(stack)
    layers = [
        (pack, within) for pack in stack if (within := scope(pack, case)).truth is not Truth.NO
    ]
    found, grounds = applied(layers, case, as_of), findings(layers, case, as_of)
    strangers = vocabulary_of(stack).strangers(case)
    ruling, reasons = rule_on(
        grounds,
        case,
        is_open_by_default=any(map(is_default, found)),
        is_understood=not {"fact", "ground"} & {sort for sort, _ in strangers},
    )
    said = told(stack, case, found, grounds)
    counting = Counting(CALENDAR.as_known(known_at))
    demanded = demands(said.dated, ruling, case.fact("separable"))
    due, conflicts = laid_over(obligations(demanded, case, as_of, counting))
    return (
        ruling, reasons, said.grounds, said.gates, said.elements, said.channels,
        set(due), conflicts, with_starts(said.questions, demanded, due),
    )  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(STACKS, populations(), NEAR, MOMENTS)
def test_what_is_remembered_is_what_would_be_worked_out(
    stack: tuple[Pack, ...], population: list[AnyRecord], as_of: date, known_at: datetime
) -> None:
    kept = Evaluator(stack, CALENDAR)
    for record in population:
        kept.assess(record, as_of=as_of, known_at=known_at)
    for record in population:
        found = kept.assess(record, as_of=as_of, known_at=known_at)
        assert (
            found.ruling, found.reasons, found.grounds, found.gates, found.elements,
            found.channels, set(found.every_obligation), found.conflicts, found.questions,
        ) == plainly(stack, record, as_of, known_at)  # fmt: skip


def same_lines(
    stack: tuple[Pack, ...], records: Iterable[AnyRecord], as_of: date, known_at: datetime
) -> bool:
    """Say whether a sweep lists of each record what the evaluator gives."""
    evaluator = Evaluator(stack, CALENDAR)
    sweep = Sweep(stack, as_of=as_of, known_at=known_at, calendar=CALENDAR)
    for record in records:
        expected = [
            (
                o.record_id,
                o.source.pack,
                o.source.provision,
                o.source.version,
                o.applies.value,
                o.due and o.due.earliest,
                o.due and o.due.latest,
                o.status.value,
            )
            for o in evaluator.assess(record, as_of=as_of, known_at=known_at).every_obligation
        ]
        found = [
            (name, pack.id, norm.id, norm.in_force.start, *rest)
            for name, place, *rest in sweep.lines([record])
            for pack, norm in [sweep.norms[place]]
        ]
        if sorted(found, key=str) != sorted(expected, key=str):
            return False
    return True


@settings(max_examples=200, deadline=None)
@given(STACKS, populations(), NEAR, MOMENTS)
def test_a_sweep_lists_what_the_evaluator_gives(
    stack: tuple[Pack, ...], population: list[AnyRecord], as_of: date, known_at: datetime
) -> None:
    assert same_lines(stack, population, as_of, known_at)


def test_a_sweep_counts_up_to_where_the_schedule_ends_and_beyond() -> None:
    def deadline(limit: Limit) -> Deadline:
        return Deadline(
            **common(str(limit), KindIs("request"), date(2000, 1, 1)),
            limit=limit,
            anchors=("received_on",),
            done_by=("decided_on",),
        )

    limits = (Workdays(0), Workdays(1), Workdays(20), CalendarDays(10, last_day=LastDay.MOVES))
    pack = evolve(two_editions(), provisions=tuple(deadline(limit) for limit in limits))
    final, first = CALENDAR.final_through, CALENDAR.announced.start
    around = [final + timedelta(days) for days in range(-40, 60)]
    around += [first + timedelta(days) for days in range(-3, 30)]
    asked = [
        Matter(
            id="m",
            kind="request",
            milestones=(
                Milestone("received_on", StatedTime(start)),
                *(Milestone("decided_on", StatedTime(start + timedelta(d))) for d in done),
            ),
        )
        for start in around
        for done in ((), (0,), (12,), (31,))
    ]
    for now in (final - timedelta(10), final + timedelta(20), final + timedelta(400)):
        moment = datetime.combine(now, time(12), BEIJING)
        assert same_lines((pack,), asked, now, moment)


def test_records_that_answer_alike_share_what_was_found() -> None:
    gate = Gate(
        **common("gate", KindIs("item"), date(2008, 5, 1)),
        blocks=Step.PUBLICATION,
        requires=Tagged("published"),
        unmet=LocalizedText(zh="未", en="no"),
    )
    pack = Pack(
        id="pack",
        title="包",
        level=Level.NATIONAL,
        jurisdiction="CN",
        version="1",
        reviewed_on=date(2026, 1, 1),
        provisions=(gate,),
    )
    evaluator = Evaluator((pack,), CALENDAR)
    now = datetime(2020, 1, 1, tzinfo=BEIJING)
    item = DisclosureItem(id="a", published_at=StatedTime(date(2019, 5, 1)))
    one = evaluator.assess(item, as_of=now.date(), known_at=now)
    later = StatedTime(date(2019, 5, 1) + timedelta(days=3))
    other = evaluator.assess(
        evolve(item, id="b", published_at=later), as_of=now.date(), known_at=now
    )
    assert one.gates is other.gates
    unpublished = evaluator.assess(evolve(item, published_at=None), as_of=now.date(), known_at=now)
    assert unpublished.gates != one.gates


def test_what_is_remembered_of_all_kinds_and_days_has_one_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(evaluator_module, "MOST_REMEMBERED", 5)
    evaluator = Evaluator((two_editions(),), CALENDAR)
    now = datetime(2020, 1, 1, tzinfo=BEIJING)
    given_out = []
    for day, kind, fact in product(range(20), ("request", "thing"), ("known", "other")):
        case = Case(
            record=Matter(id="m", kind=kind, facts=(Fact(f"{fact}-{day}", holds=True),)),
            known_at=now,
        )
        given_out.append(weakref.ref(evaluator.standing(case, now.date() - timedelta(days=day))))
    gc.collect()
    kept = [standing() for standing in given_out if standing() is not None]
    assert len(kept) == 5
    assert evaluator.standing(case, now.date() - timedelta(days=day)) is kept[-1], "the newest"


def two_editions() -> Pack:
    def deadline(limit: int, start: date, end: date | None) -> Deadline:
        return Deadline(
            **common("reply", KindIs("request"), start, end),
            limit=Workdays(limit),
            anchors=("received_on",),
            done_by=("replied_on",),
        )

    gate = Gate(
        **common("gate", All(), date(2008, 5, 1)),
        blocks=Step.PUBLICATION,
        requires=Done("checked_on"),
        unmet=LocalizedText(zh="未", en="no"),
    )
    return Pack(
        id="pack",
        title="包",
        level=Level.NATIONAL,
        jurisdiction="CN",
        version="1",
        reviewed_on=date(2026, 1, 1),
        provisions=(
            deadline(15, date(2008, 5, 1), date(2019, 5, 15)),
            deadline(20, date(2019, 5, 15), None),
            gate,
        ),
    )


def test_records_of_two_editions_and_of_two_stages_do_not_share() -> None:
    evaluator = Evaluator((two_editions(),), CALENDAR)
    now = datetime(2020, 1, 1, tzinfo=BEIJING)

    def request(received: str, **days: str) -> Matter:
        told = {"received_on": received, **days}
        steps = tuple(Milestone(name, StatedTime.parse(text)) for name, text in told.items())
        return Matter(id="m", kind="request", milestones=steps)

    def found(record: Matter) -> tuple[object, bool]:
        assessment = evaluator.assess(record, as_of=now.date(), known_at=now)
        return assessment.obligations[0].limit, assessment.gates[0].is_open

    assert found(request("2019-05-14")) == (Workdays(15), False)
    assert found(request("2019-05-15")) == (Workdays(20), False)
    assert found(request("2019-05-15", checked_on="2019-05-16")) == (Workdays(20), True)
