"""Whether a condition can hold, or fail, is what trying it on records says."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from opengov.domain import (
    BEIJING,
    Decision,
    DisclosureItem,
    DisclosureList,
    Fact,
    ListKind,
    Matter,
    Truth,
)
from opengov.policy.case import Case
from opengov.policy.condition import (
    ALWAYS,
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
    answer,
)
from opengov.policy.reach import can_fail, can_hold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.domain import AnyRecord
    from opengov.policy import Condition

FIRST = date(2018, 1, 1)
DAYS = [FIRST + timedelta(days=offset) for offset in range(6)]
ISSUERS = ["甲局", "乙局"]
TITLES = ["通知", "公告"]
NOW = datetime(2020, 1, 1, tzinfo=BEIJING)

QUESTIONS = st.one_of(
    st.sampled_from(["item", "decision", "request"]).map(KindIs),
    st.sampled_from(["urgent", "small"]).map(Tagged),
    st.just(Done("made_on")),
    st.sets(st.sampled_from(ISSUERS), min_size=1).map(lambda names: IssuedBy(frozenset(names))),
    st.sampled_from(TITLES).map(lambda text: FieldIs("title", text)),
    st.sampled_from(DAYS[1:-1]).map(lambda day: Before("made_on", day)),
    st.sampled_from(DAYS[1:-1]).map(lambda day: After("made_on", day)),
)
CONDITIONS = st.recursive(
    QUESTIONS,
    lambda part: st.one_of(
        st.lists(part, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(part, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        part.map(Not),
    ),
    max_leaves=6,
)


def records() -> Iterator[AnyRecord]:
    """Return every record that differs in what the conditions ask for."""
    for body, title, day, urgent, small in product(
        [*ISSUERS, "丙局"], [*TITLES, "其他"], [*DAYS, None], [True, False], [True, False]
    ):
        told: dict[str, Any] = {
            "id": "a",
            "issuing_body": body,
            "title": title,
            "made_on": day,
            "facts": (Fact("urgent", urgent), Fact("small", small)),
        }
        yield DisclosureItem(**told)
        yield Decision(**told)
        yield Matter(kind="request", **told)
        yield DisclosureList(kind=ListKind.POWERS, **told)


CASES = [Case(record=record, known_at=NOW) for record in records()]


def truths(condition: Condition) -> set[Truth]:
    return {answer(condition, case).truth for case in CASES}


MADE_LATE = After("made_on", DAYS[2])


@settings(max_examples=60, deadline=None)
@given(CONDITIONS)
@example(ALWAYS)
@example(NEVER)
@example(All((KindIs("item"), KindIs("decision"))))
@example(All((MADE_LATE, Before("made_on", DAYS[3]))))
@example(All((Not(Done("made_on")), MADE_LATE)))
@example(All((Not(Done("made_on")), AnyOf((KindIs("item"), MADE_LATE)))))
@example(All((IssuedBy(frozenset({"甲局"})), Not(IssuedBy(frozenset({"甲局"}))))))
@example(AnyOf((Tagged("urgent"), Not(Tagged("urgent")))))
@example(All((FieldIs("title", "通知"), FieldIs("title", "公告"))))
def test_what_can_hold_or_fail_agrees_with_trying_every_record(condition: Condition) -> None:
    found = truths(condition)
    assert can_hold(condition) == (Truth.YES in found)
    assert can_fail(condition) == (Truth.NO in found)


def test_a_day_between_two_that_touch_is_impossible() -> None:
    assert not can_hold(All((After("made_on", DAYS[2]), Before("made_on", DAYS[3]))))
    assert can_hold(All((After("made_on", DAYS[2]), Before("made_on", DAYS[4]))))


def test_beyond_what_can_be_tried_nothing_is_claimed() -> None:
    many = tuple(Tagged(f"fact-{number}") for number in range(20))
    assert can_hold(All(many))
    assert can_fail(AnyOf(many))
