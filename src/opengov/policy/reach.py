"""Whether a condition can hold at all: a norm whose condition cannot is a rule nobody meets."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, assert_never

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
    return any(_holds(condition, answers) for answers in _answers(condition))


def can_fail(condition: Condition) -> bool:
    """Say whether some record could answer so that ``condition`` does not hold."""
    return any(not _holds(condition, answers) for answers in _answers(condition))


def _answers(condition: Condition) -> Iterator[Mapping[Question, bool]]:
    """Return every set of answers that one record could give."""
    asked = tuple(dict.fromkeys(questions(condition)))
    if len(asked) > MOST_QUESTIONS:
        yield dict.fromkeys(asked, True)
        yield dict.fromkeys(asked, False)
        return
    for values in product((True, False), repeat=len(asked)):
        answers = dict(zip(asked, values, strict=True))
        if _is_possible(answers):
            yield answers


def _holds(condition: Condition, answers: Mapping[Question, bool]) -> bool:
    match condition:
        case All(parts):
            return all(_holds(part, answers) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, answers) for part in parts)
        case Not(part):
            return not _holds(part, answers)
        case _:
            return answers[condition]


def _is_possible(answers: Mapping[Question, bool]) -> bool:
    kinds: set[str] = set()
    texts: dict[str, set[str]] = {}
    issuers: list[tuple[frozenset[str], bool]] = []
    days: dict[str, tuple[date, date]] = {}
    undone: set[str] = set()
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
            case Done(name):
                undone |= set() if holds else {name}
            case Tagged():
                pass
            case _:
                assert_never(question)
    return (
        len(kinds) <= 1
        and all(len(values) <= 1 for values in texts.values())
        and _some_issuer(issuers)
        and all(first <= last for first, last in days.values())
        and not undone & days.keys()
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
