"""Large seeded populations: both ways say the same."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from opengov import load_pack
from opengov.bulk import assess_table, table_of
from opengov.domain import (
    BEIJING,
    Determination,
    DisclosureAttribute,
    DisclosureItem,
    Fact,
    Matter,
    Milestone,
    Period,
    ReviewOutcome,
    SecrecyReview,
    StatedTime,
)
from opengov.policy import Case, Deadline, Gate, Level, Pack, Prompt, Step
from opengov.policy.condition import All, Done, KindIs, Not, Tagged
from opengov.policy.evaluator import Evaluator
from opengov.workdays import CalendarDays, LastDay, Workdays
from tests.unit.bulk.compare import differences, rows_in, rows_of
from tests.unit.bulk.made import LAW, text
from tests.unit.bulk.test_cases import LOCAL, NATIONAL

if TYPE_CHECKING:
    from opengov.domain import AnyRecord
    from opengov.workdays import Limit

NOW = datetime(2025, 11, 20, 12, tzinfo=BEIJING)
MANY = 100_000


def norm(number: int, kind: str, fact: str | None, limit: Limit) -> Deadline:
    when = KindIs(kind) if fact is None else All((KindIs(kind), Tagged(fact)))
    return Deadline(
        id=f"norm-{number}",
        duty=f"{kind}-reply" if number % 3 else f"{kind}-{number}",
        title=text(f"norm {number}"),
        in_force=Period(date(2008, 5, 1)),
        citations=(LAW,),
        when=when,
        waived_by=Tagged("withdrawn") if number % 4 == 1 else Done("withdrawn_on"),
        limit=limit,
        anchors=("corrected_on", "received_on"),
        done_by=("replied_on",),
    )


def pack(name: str, level: Level, first: int) -> Pack:
    limits: list[Limit] = [
        Workdays(20 - first),
        CalendarDays(30 - first, last_day=LastDay.MOVES),
        Workdays(5 + first),
    ]
    norms = [
        norm(first + 3 * row + column, kind, fact, limits[column])
        for row, kind in enumerate(("request", "penalty"))
        for column, fact in enumerate((None, "urgent", "complex"))
    ]
    told = {"in_force": Period(date(2008, 5, 1)), "citations": (LAW,), "title": text(name)}
    prompt = Prompt(
        id=f"{name}-prompt",
        duty="prompt",
        when=Not(Done("withdrawn_on")),
        anchors=("received_on",),
        done_by=("replied_on",),
        **told,  # type: ignore[arg-type]
    )
    gate = Gate(
        id=f"{name}-gate",
        duty="gate",
        blocks=Step.PUBLICATION,
        requires=Tagged("secrecy-review-cleared"),
        unmet=text("not reviewed"),
        **told,  # type: ignore[arg-type]
    )
    return Pack(
        id=name,
        title=name,
        level=level,
        jurisdiction="CN",
        version="1",
        reviewed_on=date(2026, 1, 1),
        provisions=(*norms, prompt, gate),
    )


RULES = (pack("national", Level.NATIONAL, 0), pack("local", Level.LOCAL, 10))


def record(number: int, chance: random.Random) -> Matter:
    """Return a record with days on both sides of every limit, and facts stated or not."""

    def day(share: float, first: date, span: int) -> StatedTime | None:
        if chance.random() > share:
            return None
        clock = chance.choice([None, None, time(8, 30), time(16)])
        return StatedTime(first + timedelta(days=chance.randrange(span)), clock)

    received = day(0.95, date(2025, 1, 2), 330)
    first = received.day if received else date(2025, 6, 1)
    days = {
        "received_on": received,
        "corrected_on": day(0.2, first, 20),
        "replied_on": day(0.6, first, 70),
        "withdrawn_on": day(0.1, first, 30),
    }
    facts = {
        name: chance.choice([True, False, None]) for name in ("urgent", "complex", "withdrawn")
    }
    at = datetime.combine(first, time(9), BEIJING)
    review = SecrecyReview(outcome=ReviewOutcome.CLEARED, by=chance.choice("ab"), at=at)
    return Matter(
        id=f"record-{number}",
        kind=chance.choice(("request", "penalty")),
        drafted_by=chance.choice((None, "a", "b")),
        published_at=day(0.3, first, 60),
        secrecy_review=review if chance.random() < 0.5 else None,
        milestones=tuple(Milestone(name, at) for name, at in days.items() if at is not None),
        facts=tuple(Fact(name, holds=holds) for name, holds in facts.items() if holds is not None),
    )


@pytest.fixture(scope="module")
def records() -> list[Matter]:
    chance = random.Random(20260101)
    return [record(number, chance) for number in range(MANY)]


def test_a_hundred_thousand_records_say_the_same_both_ways(records: list[Matter]) -> None:
    table = table_of(records)
    found = assess_table(table, RULES, as_of=NOW.date(), known_at=NOW)
    evaluator = Evaluator(RULES)
    by_record: dict[str, set[object]] = {}
    for row in rows_in(found):
        by_record.setdefault(row[1], set()).add(row)
    for each in records:
        single = evaluator.assess(each, as_of=NOW.date(), known_at=NOW)
        assert set(rows_of(single, Case(record=each, known_at=NOW))) == by_record[each.id]


def item(number: int, chance: random.Random) -> AnyRecord:
    """Return a document under the packs that ship."""
    made = date(2025, 6, 2) + timedelta(days=chance.randrange(160))
    attribute = chance.choice(list(DisclosureAttribute))
    moment = datetime.combine(made, time(9), BEIJING)
    names = ("state-secret", "personal-privacy", "normative-document", "major-policy")
    return DisclosureItem(
        id=f"item-{number}",
        made_on=made,
        issuing_body=chance.choice([None, "市旅游委", "市府办"]),
        drafted_by="a",
        published_at=chance.choice([None, StatedTime(made + timedelta(days=chance.randrange(60)))]),
        facts=tuple(Fact(name, holds=chance.random() < 0.3) for name in chance.sample(names, 2)),
        determination=Determination(attribute=attribute, by="c", at=moment, reason="因为"),
        secrecy_review=SecrecyReview(outcome=ReviewOutcome.CLEARED, by="b", at=moment),
        channels=chance.choice([None, frozenset({"website"})]),
    )


def test_documents_say_the_same_under_the_packs_that_ship() -> None:
    chance = random.Random(20260102)
    stack = [load_pack(NATIONAL), load_pack(LOCAL)]
    items = [item(number, chance) for number in range(1_000)]
    missing, extra = differences(items, stack, as_of=NOW.date(), known_at=NOW)
    assert (missing, extra) == ([], [])
