"""The closed language in which packs say when a norm applies.

Every condition is yes, no or not known for a case. The answer names the facts that were missing,
and the path: the questions that decided it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, assert_never

from attrs import field, frozen

from opengov.domain import Truth
from opengov.domain.checks import is_frozenset, is_tuple
from opengov.domain.facts import every, some

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.policy.case import Case


@frozen
class KindIs:
    """The record is of this kind: item, list, decision, interpretation, or that of a matter."""

    kind: str


@frozen
class Tagged:
    """The fact of this name holds, whether stated or derived."""

    name: str


@frozen
class Done:
    """The step with this day has been taken. One without a day was not taken."""

    name: str


@frozen
class IssuedBy:
    """The issuing body, as stated, is one of these names."""

    names: frozenset[str] = field(validator=is_frozenset)


@frozen
class FieldIs:
    """The field of the record has this text."""

    name: str
    value: str


@frozen
class Before:
    """The day in this field lies before ``day``."""

    name: str
    day: date


@frozen
class After:
    """The day in this field lies after ``day``."""

    name: str
    day: date


@frozen
class All:
    """Every one of these holds; with none, it holds."""

    parts: tuple[Condition, ...] = field(default=(), validator=is_tuple)


@frozen
class AnyOf:
    """One at least of these holds; with none, it never does."""

    parts: tuple[Condition, ...] = field(validator=is_tuple)


@frozen
class Not:
    """This does not hold."""

    part: Condition


Question = KindIs | Tagged | Done | IssuedBy | FieldIs | Before | After
"""What is asked of a case itself."""

Condition = Question | All | AnyOf | Not

ALWAYS = All()
NEVER = AnyOf(())


@frozen
class Held:
    """One question on the path of an answer, and what the case said to it."""

    question: Question
    truth: Truth


@frozen
class Answer:
    """Whether a condition holds, the facts whose absence left it open, and what decided it."""

    truth: Truth
    unknown: frozenset[str] = frozenset()
    path: tuple[Held, ...] = ()


YES = Answer(Truth.YES)
NO = Answer(Truth.NO)


def answer(condition: Condition, case: Case) -> Answer:
    """Evaluate ``condition`` for ``case``."""
    match condition:
        case All(parts):
            return joined(Truth.NO, *(answer(part, case) for part in parts))
        case AnyOf(parts):
            return joined(Truth.YES, *(answer(part, case) for part in parts))
        case Not(part):
            return negated(answer(part, case))
        case _:
            return _asked(condition, case)


def negated(found: Answer) -> Answer:
    """Return the opposite answer, left open by the same facts and decided by the same path."""
    return Answer(found.truth.negated(), found.unknown, found.path)


def joined(decisive: Truth, *answers: Answer) -> Answer:
    """Join answers of which one ``decisive`` settles all: no for all of them, yes for any."""
    truths = [each.truth for each in answers]
    truth = every(*truths) if decisive is Truth.NO else some(*truths)
    if truth is decisive:
        return next(each for each in answers if each.truth is decisive)
    told = [each for each in answers if each.truth is truth]
    return Answer(
        truth,
        frozenset().union(*(each.unknown for each in told)),
        tuple(held for each in told for held in each.path),
    )


def _asked(question: Question, case: Case) -> Answer:
    match question:
        case KindIs(kind):
            truth, name = Truth.of(case.kind == kind), "kind"
        case Tagged(name):
            truth = case.fact(name)
        case Done(name):
            truth = Truth.of(case.day(name) is not None)
        case IssuedBy(names):
            name, body = "issuing_body", case.record.issuing_body
            truth = Truth.of(None if body is None else body in names)
        case FieldIs(name, value):
            text = case.text(name)
            truth = Truth.of(None if text is None else text == value)
        case Before(name, day):
            stated = case.day(name)
            truth = Truth.of(None if stated is None else stated < day)
        case After(name, day):
            stated = case.day(name)
            truth = Truth.of(None if stated is None else stated > day)
        case _:
            assert_never(question)
    unknown = frozenset({name}) if truth is Truth.UNKNOWN else frozenset()
    return Answer(truth, unknown, (Held(question, truth),))


def questions(condition: Condition) -> Iterator[Question]:
    """Return what a condition asks of a case, from left to right."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from questions(part)
        case Not(part):
            yield from questions(part)
        case _:
            yield condition
