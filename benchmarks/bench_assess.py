"""Assessing many records one by one, beside code written by hand for the very same rules.

The population is seeded: matters of four kinds with facts and days as agencies have them. The
twenty rules are those of ``RULES``: for each a kind, perhaps a fact, an anchor and working days.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from timing import compare

from opengov import BEIJING
from opengov.domain import (
    Citation,
    Determination,
    DisclosureAttribute,
    Fact,
    Instrument,
    LocalizedText,
    Matter,
    Milestone,
    Period,
    SecrecyReview,
    StatedTime,
)
from opengov.domain.disclosure import ReviewOutcome
from opengov.policy import Deadline, Gate, Level, Pack, Step
from opengov.policy.condition import All, KindIs, Tagged
from opengov.policy.evaluator import Evaluator
from opengov.policy.sweep import Row, Sweep
from opengov.workdays import Workdays, add_workdays, announced_calendar

CALENDAR = announced_calendar()
NOW = datetime(2025, 6, 30, 18, tzinfo=BEIJING)
KINDS = ("request", "penalty", "licence", "document")
FACTS = (None, "urgent", "complex", "joint", "third-party")
RULES = tuple(
    (kind, fact, 5 + 3 * number)
    for number, (kind, fact) in enumerate((kind, fact) for kind in KINDS for fact in FACTS)
)
LAW = Citation(instrument=Instrument(id="law", title="条例"), article="第一条")


def deadline(kind: str, fact: str | None, days: int) -> Deadline:
    """Return one rule as a norm of a pack."""
    when = KindIs(kind) if fact is None else All((KindIs(kind), Tagged(fact)))
    return Deadline(
        id=f"{kind}-{fact}",
        duty=f"{kind}-{fact}",
        title=LocalizedText(zh=kind, en=kind),
        in_force=Period(date(2008, 5, 1)),
        citations=(LAW,),
        when=when,
        limit=Workdays(days),
        anchors=("received_on",),
        done_by=("done_on",),
    )


GATE = Gate(
    id="review",
    duty="review",
    title=LocalizedText(zh="审查", en="review"),
    in_force=Period(date(2008, 5, 1)),
    citations=(LAW,),
    blocks=Step.PUBLICATION,
    requires=Tagged("secrecy-review-cleared"),
    unmet=LocalizedText(zh="没有审查", en="not reviewed"),
)
PACK = Pack(
    id="rules",
    title="规则",
    level=Level.NATIONAL,
    jurisdiction="CN",
    version="1",
    reviewed_on=date(2026, 1, 1),
    provisions=(*(deadline(*rule) for rule in RULES), GATE),
)


def population(count: int) -> list[Matter]:
    """Return seeded records; every fact is stated yes, stated no, or not known."""
    chance = random.Random(20260101)
    made = []
    for number in range(count):
        received = date(2015, 1, 5) + timedelta(days=chance.randrange(3700))
        milestones = [Milestone("received_on", StatedTime(received))]
        if chance.random() < 0.7:
            done = received + timedelta(days=chance.randrange(60))
            milestones.append(Milestone("done_on", StatedTime(done)))
        facts = tuple(
            Fact(name, chance.random() < 0.5)
            for name in FACTS
            if name is not None and chance.random() < 0.8
        )
        at = datetime(received.year, received.month, received.day, 9, tzinfo=BEIJING)
        made.append(
            Matter(
                id=str(number),
                kind=chance.choice(KINDS),
                drafted_by="甲",
                milestones=tuple(milestones),
                facts=facts,
                determination=Determination(
                    attribute=DisclosureAttribute.PROACTIVE, by="乙", at=at
                ),
                secrecy_review=SecrecyReview(outcome=ReviewOutcome.CLEARED, by="丙", at=at),
            )
        )
    return made


Line = tuple[str, str, str, date, str]
"""The record, the rule, whether it applies (yes, unknown), the due date, how it stands."""


def by_hand(records: list[Matter]) -> list[Line]:
    """Apply the rules as one would write them out: nothing is asked twice, nothing in vain.

    It tells what a sweep tells, but that days lie beyond the announced schedule: none does here.
    """
    today = NOW.date()
    found: list[Line] = []
    add = found.append
    rules = {
        kind: [
            (fact, f"{kind}-{fact}", days) for rule_kind, fact, days in RULES if rule_kind == kind
        ]
        for kind in KINDS
    }
    for record in records:
        received = done = None
        for milestone in record.milestones:
            name = milestone.name
            if name == "received_on":
                received = milestone.at.day
            elif name == "done_on":
                done = milestone.at.day
        if received is None or received > today:
            continue
        if done is not None and done > today:
            done = None
        stated = {fact.name: fact.holds for fact in record.facts}.get
        for fact, rule, days in rules[record.kind]:
            holds = True if fact is None else stated(fact)
            if holds is not False:
                due = add_workdays(received, days, calendar=CALENDAR)
                if done is not None:
                    status = "met" if done <= due else "met-late"
                else:
                    status = "overdue" if today > due else "running"
                add((record.id, rule, "yes" if holds else "unknown", due, status))
    return found


def by_sweep(records: list[Matter]) -> list[Row]:
    """List obligations and due dates, with the function that is written from the packs."""
    sweep = Sweep((PACK,), as_of=NOW.date(), known_at=NOW, calendar=CALENDAR)
    return sweep.lines(records)


def by_packs(records: list[Matter]) -> list[Line]:
    """Assess the records: findings, citations and questions come with the obligations."""
    evaluator = Evaluator((PACK,), CALENDAR)
    return [
        (
            each.record_id,
            each.source.provision,
            each.applies.value,
            each.due.on,
            each.status.value,
        )
        for record in records
        for each in evaluator.assess(record, as_of=NOW.date(), known_at=NOW).obligations
        if each.due is not None
    ]


if __name__ == "__main__":
    RECORDS = population(100_000)
    assert sorted(by_hand(RECORDS)) == sorted(by_packs(RECORDS))
    assert sorted(by_hand(RECORDS)) == sorted(
        (name, PACK.provisions[place].id, applies, last, status)
        for name, place, applies, _, last, status in by_sweep(RECORDS)
        if last is not None
    )
    compare(
        f"assess {len(RECORDS)} records, {len(RULES)} rules",
        {
            "by hand: obligations, due dates, standing": lambda: by_hand(RECORDS),
            "opengov: the same, a sweep": lambda: by_sweep(RECORDS),
            "opengov: the same with findings, questions": lambda: by_packs(RECORDS),
        },
        per=len(RECORDS),
    )
