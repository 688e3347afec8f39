"""What packs ask of a record; those that answer alike stand alike, but for their dates."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING, Any

from opengov.policy.applied import chosen_by, first
from opengov.policy.case import DERIVED, PUBLISHED
from opengov.policy.condition import After, Before, Done, FieldIs, Tagged, questions
from opengov.policy.grounds import FACTS
from opengov.policy.provision import TAKEN_ON, Gate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.policy.case import Case
    from opengov.policy.condition import Condition
    from opengov.policy.pack import Pack


class Asked:
    """What is asked of a record, in a fixed order, so that its answers can be compared."""

    def __init__(self, packs: tuple[Pack, ...], as_of: date) -> None:
        self.as_of = as_of
        asked = [question for each in _conditions(packs) for question in questions(each)]
        grounds = [rule for pack in packs for rule in pack.rules]
        facts = {question.name for question in asked if isinstance(question, Tagged)}
        facts |= {rule.fact for rule in grounds}
        facts |= {escape.fact for rule in grounds for escape in rule.escapes}
        self.issuers = frozenset().union(*(pack.issuers for pack in packs)) | frozenset().union(
            *(question.names for question in asked if hasattr(question, "names"))
        )
        self.facts = tuple(sorted((facts | FACTS) - DERIVED.keys()))
        self.derived = tuple(sorted(facts & (DERIVED.keys() - COMMON)))
        self.fields = tuple(sorted({q.name for q in asked if isinstance(q, FieldIs)}))
        self.days = tuple(
            sorted(
                {q for q in asked if isinstance(q, Before | After)},
                key=lambda q: (q.name, q.day, type(q).__name__),
            )
        )
        gates = {
            norm.blocks for pack in packs for norm in pack.provisions if isinstance(norm, Gate)
        }
        self.steps = tuple(sorted(TAKEN_ON[step] for step in gates))
        self.done = tuple(sorted({PUBLISHED, *(q.name for q in asked if isinstance(q, Done))}))
        self.editions = tuple(_editions(packs))

    def answers(self, case: Case) -> tuple[Any, ...]:
        """Return the answers of a case: two that are equal stand alike but for their dates."""
        record = case.record
        body = record.issuing_body
        stated = {fact.name: fact.holds for fact in record.facts}
        answers: list[Any] = [
            body if body is None or body in self.issuers else "",
            case.ruled,
            record.elements,
            record.channels,
            *map(stated.get, self.facts),
        ]
        for names, bounds in self.editions:
            day = first(names, case)[1]
            answers.append(day and bisect_right(bounds, min(day, self.as_of)))
        for days in self.steps:
            taken = case.when_taken(days)
            answers.append(taken and self._then(taken))
        answers += [case.day(name) is None for name in self.done]
        answers += [_compared(question, case.day(question.name)) for question in self.days]
        answers += [case.fact(name) for name in self.derived]
        answers += [case.text(name) for name in self.fields]
        return tuple(answers)

    def _then(self, case: Case) -> tuple[Any, ...]:
        """Return what a gate can have looked at when its step was taken."""
        derived = [case.fact(name) for name in self.derived]
        done = [case.day(name) is None for name in self.done]
        return case.ruled, *derived, *done, *(_compared(q, case.day(q.name)) for q in self.days)


COMMON = frozenset(
    {
        "attribute-determined",
        "attribute-reasoned",
        "proactive",
        "secrecy-review-by-another",
        "secrecy-review-cleared",
    }
)
"""The facts that follow from what ``Case.ruled`` tells."""


def _conditions(packs: tuple[Pack, ...]) -> Iterator[Condition]:
    for pack in packs:
        for norm in pack.provisions:
            yield norm.when
            yield norm.waived_by
            if isinstance(norm, Gate):
                yield norm.requires


def _compared(question: Before | After, day: date | None) -> bool | None:
    if day is None:
        return None
    return day < question.day if isinstance(question, Before) else day > question.day


def _editions(packs: tuple[Pack, ...]) -> Iterator[tuple[tuple[str, ...], tuple[date, ...]]]:
    """Return the days that choose an edition, with the days on which another edition begins."""
    found: dict[tuple[str, ...], set[date]] = {}
    for pack in packs:
        for norm in pack.provisions:
            names = chosen_by(norm)
            if names:
                bounds = found.setdefault(names, set())
                bounds.add(norm.in_force.start)
                bounds |= set() if norm.in_force.end is None else {norm.in_force.end}
    return ((names, tuple(sorted(bounds))) for names, bounds in sorted(found.items()))
