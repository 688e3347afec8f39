"""Whether a condition can hold at all: a norm whose condition cannot is a rule nobody meets."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, assert_never

from opengov.domain import Truth
from opengov.domain.facts import every, some
from opengov.policy.condition import (
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
    questions,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opengov.policy.condition import Condition, Question

MOST_QUESTIONS = 14
"""Beyond so many questions, 16 384 combinations, nothing is said."""

ONE_DAY = timedelta(days=1)


def can_hold(condition: Condition) -> bool:
    """Say whether some record could answer so that ``condition`` holds."""
    return _asks_too_much(condition) or any(
        _truth(condition, answers) is Truth.YES for answers in _answers(condition)
    )


def can_fail(condition: Condition) -> bool:
    """Say whether some record could answer so that ``condition`` does not hold."""
    return _asks_too_much(condition) or any(
        _truth(condition, answers) is Truth.NO for answers in _answers(condition)
    )


def _asks_too_much(condition: Condition) -> bool:
    return len(set(questions(condition))) > MOST_QUESTIONS


def _answers(condition: Condition) -> Iterator[Mapping[Question, Truth]]:
    """Return every set of answers that one record could give.

    Of a day that has not come nobody knows on which side of a date it lies. Whatever else is not
    known need not be tried: it decides nothing that an answer would not decide as well.
    """
    asked = tuple(dict.fromkeys(questions(condition)))
    for values in product((True, False), repeat=len(asked)):
        answers = dict(zip(asked, values, strict=True))
        undone = {each.name for each in asked if isinstance(each, Done) and not answers[each]}
        if _is_possible(answers, undone):
            yield {
                question: Truth.UNKNOWN if _is_open(question, undone) else Truth.of(holds)
                for question, holds in answers.items()
            }


def _is_open(question: Question, undone: set[str]) -> bool:
    return isinstance(question, Before | After) and question.name in undone


def _truth(condition: Condition, answers: Mapping[Question, Truth]) -> Truth:
    match condition:
        case All(parts):
            return every(*(_truth(part, answers) for part in parts))
        case AnyOf(parts):
            return some(*(_truth(part, answers) for part in parts))
        case Not(part):
            return _truth(part, answers).negated()
        case _:
            return answers[condition]


def _is_possible(answers: Mapping[Question, bool], undone: set[str]) -> bool:
    kinds: set[str] = set()
    texts: dict[str, set[str]] = {}
    issuers: list[tuple[frozenset[str], bool]] = []
    days: dict[str, tuple[date, date]] = {}
    for question, holds in answers.items():
        match question:
            case KindIs(kind):
                kinds |= {kind} if holds else set()
            case FieldIs(name, value):
                texts.setdefault(name, set()).update({value} if holds else ())
            case IssuedBy(names):
                issuers.append((names, holds))
            case Before(name, day):
                _narrow(days, name, date.min, day - ONE_DAY, day, date.max, holds=holds)
            case After(name, day):
                _narrow(days, name, day + ONE_DAY, date.max, date.min, day, holds=holds)
            case Done() | Tagged():
                pass
            case _:
                assert_never(question)
    return (
        len(kinds) <= 1
        and all(len(values) <= 1 for values in texts.values())
        and _some_issuer(issuers)
        and all(first <= last for name, (first, last) in days.items() if name not in undone)
    )


def _narrow(
    days: dict[str, tuple[date, date]],
    name: str,
    first_if: date,
    last_if: date,
    first_if_not: date,
    last_if_not: date,
    *,
    holds: bool,
) -> None:
    first, last = days.get(name, (date.min, date.max))
    bounds = (first_if, last_if) if holds else (first_if_not, last_if_not)
    days[name] = max(first, bounds[0]), min(last, bounds[1])


def _some_issuer(issuers: list[tuple[frozenset[str], bool]]) -> bool:
    named = [names for names, holds in issuers if holds]
    if not named:
        return True
    barred = frozenset().union(*(names for names, holds in issuers if not holds))
    return bool(frozenset.intersection(*named) - barred)
