"""The closed language in which packs say when a norm applies.

Every condition is yes, no or not known for a case; not known names the facts to ask for.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, assert_never

from attrs import field, frozen

from opengov.domain import Truth
from opengov.domain.checks import is_frozenset, is_tuple
from opengov.domain.facts import every, some

if TYPE_CHECKING:
    from opengov.policy.case import Case


@frozen
class KindIs:
    """The record is of this type: item, list, decision, interpretation."""

    kind: str


@frozen
class Tagged:
    """The fact of this name holds, whether stated or derived."""

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
    """One at least of these holds."""

    parts: tuple[Condition, ...] = field(validator=is_tuple)


@frozen
class Not:
    """This does not hold."""

    part: Condition


Condition = KindIs | Tagged | IssuedBy | FieldIs | Before | After | All | AnyOf | Not

ALWAYS = All()


@frozen
class Answer:
    """Whether a condition holds, and the facts whose absence left it open."""

    truth: Truth
    unknown: frozenset[str] = frozenset()


def answer(condition: Condition, case: Case) -> Answer:
    """Evaluate ``condition`` for ``case``."""
    match condition:
        case KindIs(kind):
            return Answer(Truth.of(case.kind == kind))
        case Tagged(name):
            return _leaf(case.fact(name), name)
        case IssuedBy(names):
            body = case.record.issuing_body
            return _leaf(Truth.of(None if body is None else body in names), "issuing_body")
        case FieldIs(name, value):
            text = getattr(case.record, name, None)
            return _leaf(Truth.of(None if text is None else str(text) == value), name)
        case Before(name, day):
            stated = case.day(name)
            return _leaf(Truth.of(None if stated is None else stated < day), name)
        case After(name, day):
            stated = case.day(name)
            return _leaf(Truth.of(None if stated is None else stated > day), name)
        case All(parts):
            answers = [answer(part, case) for part in parts]
            return _joined(every(*(a.truth for a in answers)), answers)
        case AnyOf(parts):
            answers = [answer(part, case) for part in parts]
            return _joined(some(*(a.truth for a in answers)), answers)
        case Not(part):
            inner = answer(part, case)
            return Answer(inner.truth.negated(), inner.unknown)
        case _:
            assert_never(condition)


def _leaf(truth: Truth, name: str) -> Answer:
    return Answer(truth, frozenset({name}) if truth is Truth.UNKNOWN else frozenset())


def _joined(truth: Truth, answers: list[Answer]) -> Answer:
    if truth is not Truth.UNKNOWN:
        return Answer(truth)
    return Answer(truth, frozenset().union(*(a.unknown for a in answers)))
