"""What records share is worked out once, and comes out as if it were worked out for each."""

from __future__ import annotations

import gc
import weakref
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given, settings

from opengov.domain import (
    BEIJING,
    DisclosureItem,
    Fact,
    Matter,
    Message,
    Milestone,
    Period,
    StatedTime,
    Truth,
)
from opengov.policy import Assessment, Level, Pack, PackVersion, Ruling
from opengov.policy import evaluator as evaluator_module
from opengov.policy.applied import applied, scope
from opengov.policy.case import Case
from opengov.policy.condition import All, Done, KindIs, Tagged
from opengov.policy.counting import Counting
from opengov.policy.dated import demands, obligations
from opengov.policy.evaluator import Evaluator
from opengov.policy.grounds import findings, rule_on
from opengov.policy.layers import laid_over
from opengov.policy.pack import stacked
from opengov.policy.provision import Deadline, Gate, Step
from opengov.policy.sweep import Sweep
from opengov.policy.told import is_default, told, with_starts
from opengov.policy.vocabulary import vocabulary_of
from opengov.workdays import CalendarDays, LastDay, Workdays, announced_calendar
from tests.unit.policy.generated import MOMENTS, NEAR, RELATED, STACKS, populations
from tests.unit.policy.norms import LAW, named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opengov.domain import AnyRecord
    from opengov.policy import Condition
    from opengov.workdays import Limit

CALENDAR = announced_calendar()


def plainly(
    stack: tuple[Pack, ...],
    record: AnyRecord,
    related: tuple[AnyRecord, ...],
    as_of: date,
    known_at: datetime,
) -> Assessment:
    """Work everything out for one record alone, from whole packs, and remember nothing."""
    case = Case(record=record, related=related, known_at=known_at)
    stack = stacked(stack)
    layers = [
        (pack, within) for pack in stack if (within := scope(pack, case)).truth is not Truth.NO
    ]
    found, grounds = applied(layers, case, as_of), findings(layers, case, as_of)
    vocabulary = vocabulary_of(stack)
    strangers = vocabulary.strangers(case)
    defaults = tuple(each.source for each in found if is_default(each))
    ruling, reasons = rule_on(
        grounds,
        case,
        is_open_by_default=bool(defaults),
        is_understood=not {"fact", "ground"} & {sort for sort, _ in strangers},
    )
    said = told(stack, case, found, grounds)
    counting = Counting(CALENDAR.as_known(known_at))
    demanded = demands(said.dated, ruling, case.fact("separable"))
    in_order = sorted(demanded, key=lambda each: each.norm.duty)
    due, conflicts = laid_over(obligations(in_order, case, as_of, counting))
    is_out = ruling is Ruling.WITHHOLD and case.day("published_on") is not None
    return Assessment(
        record_id=record.id,
        as_of=as_of,
        known_at=known_at,
        packs=tuple(PackVersion(id=pack.id, version=pack.version) for pack, _ in layers),
        ruling=ruling,
        reasons=reasons,
        grounds=said.grounds,
        gates=said.gates,
        elements=said.elements,
        channels=said.channels,
        obligations=tuple(each for each in due if not each.is_hypothetical),
        possible=tuple(each for each in due if each.is_hypothetical),
        conflicts=conflicts,
        questions=with_starts(said.questions, demanded, due),
        defaults=defaults if ruling is Ruling.OPEN else (),
        warnings=(
            *map(vocabulary.told, strangers),
            *([Message("record.out-though-withheld")] if is_out else []),
        ),
    )


@settings(max_examples=150, deadline=None)
@given(STACKS, populations(), RELATED, NEAR, MOMENTS, MOMENTS)
def test_what_is_remembered_is_what_would_be_worked_out(
    stack: tuple[Pack, ...],
    population: list[AnyRecord],
    related: tuple[AnyRecord, ...],
    as_of: date,
    known_at: datetime,
    before: datetime,
) -> None:
    kept = Evaluator(stack, CALENDAR)
    for record, others in product(population, ((), related)):
        kept.assess(record, as_of=as_of, known_at=before, related=others)
    for record in population:
        found = kept.assess(record, as_of=as_of, known_at=known_at, related=related)
        assert found == plainly(stack, record, related, as_of, known_at)


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


def common(name: str, when: Condition, start: date, end: date | None = None) -> dict[str, Any]:
    return {
        "id": name,
        "duty": "duty",
        "title": named(name),
        "in_force": Period(start, end),
        "citations": (LAW,),
        "when": when,
    }


def test_records_that_answer_alike_share_what_was_found() -> None:
    gate = Gate(
        **common("gate", KindIs("item"), date(2008, 5, 1)),
        blocks=Step.PUBLICATION,
        requires=Tagged("published"),
        unmet=named("未"),
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
        unmet=named("未"),
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
