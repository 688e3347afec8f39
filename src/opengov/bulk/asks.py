"""What norms ask, put to columns: conditions as nullable booleans, in which null is not known.

Polars joins nullable booleans as Kleene does, so ``all``, ``any`` and ``not`` are its own
operators. What a condition asks is answered from the columns of a ``View``.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, assert_never

import polars as pl

from opengov.policy.condition import (
    ALWAYS,
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
from opengov.policy.provision import Cadence
from opengov.policy.applied import chosen_by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opengov.policy.condition import Condition, Question
    from opengov.policy.pack import Pack
    from opengov.policy.provision import AnyProvision

Told = pl.Expr | bool
"""An answer for each row, or one for all."""


def day(name: str) -> pl.Expr:
    """Return the column of a day, as known by now."""
    return pl.col(f"day:{name}")


def moment(name: str) -> pl.Expr:
    """Return the column of the moment of a day, where a time of day is stated."""
    return pl.col(f"moment:{name}")


def fact(name: str) -> pl.Expr:
    """Return the column of a fact, stated or derived."""
    return pl.col(f"fact:{name}")


def text(name: str) -> pl.Expr:
    """Return the column of a text."""
    return pl.col(f"text:{name}")


ISSUER = "issuing_body"


def asked(question: Question, kind: str) -> Told:
    """Return the answer of each row of one kind to a question."""
    match question:
        case KindIs(name):
            return name == kind
        case Tagged(name):
            return fact(name)
        case Done(name):
            return day(name).is_not_null()
        case IssuedBy(names):
            return text(ISSUER).is_in(sorted(names))
        case FieldIs(name, value):
            return text(name) == value
        case Before(name, bound):
            return day(name) < bound
        case After(name, bound):
            return day(name) > bound
        case _:
            assert_never(question)


def holds(condition: Condition, kind: str) -> Told:
    """Return whether a condition holds for each row of one kind."""
    match condition:
        case All(parts):
            return _joined([holds(part, kind) for part in parts], decisive=False)
        case AnyOf(parts):
            return _joined([holds(part, kind) for part in parts], decisive=True)
        case Not(part):
            inner = holds(part, kind)
            return not inner if isinstance(inner, bool) else ~inner
        case _:
            return asked(condition, kind)


def _joined(parts: list[Told], *, decisive: bool) -> Told:
    open_parts = [part for part in parts if not isinstance(part, bool)]
    if any(part is decisive for part in parts):
        return decisive
    if not open_parts:
        return not decisive
    return reduce(or_ if decisive else and_, open_parts)


def open_questions(condition: Condition, kind: str) -> Iterator[Question]:
    """Return what a condition asks that the kind alone does not answer."""
    return (each for each in questions(condition) if not isinstance(asked(each, kind), bool))


def scope(pack: Pack) -> Condition:
    """Return whom a pack governs, as a condition."""
    return IssuedBy(pack.issuers) if pack.issuers else ALWAYS


def governs(norm: AnyProvision, as_of: date) -> Told:
    """Say whether this version governs each row: the first stated day chooses the edition."""
    now = norm.in_force.covers(as_of)
    if norm.in_force.start > as_of:
        return False
    if isinstance(norm, Cadence) and not norm.governed_by:
        return True
    names = chosen_by(norm)
    if not names:
        return now
    chosen = pl.coalesce([day(name) for name in names])
    start, end = norm.in_force.start, norm.in_force.end
    covered = chosen >= start if end is None else (chosen >= start) & (chosen < end)
    return covered.fill_null(now)


def may_apply(pack: Pack, norm: AnyProvision, kind: str, as_of: date) -> Told:
    """Say whether a norm applies to each row, or may for all that is known; never null."""
    governing = governs(norm, as_of)
    applies = holds(applying(pack, norm), kind)
    if governing is False or applies is False:
        return False
    known = True if applies is True else applies.fill_null(value=True)
    return _joined([governing, known], decisive=False)


def applying(pack: Pack, norm: AnyProvision) -> Condition:
    """Return when a norm applies to a record that it governs: within the scope of its pack."""
    return All((scope(pack), norm.when))
