"""Packs without what cannot concern records of one kind under the law of one day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from opengov.domain import Truth
from opengov.policy.condition import All, AnyOf, KindIs, Not

if TYPE_CHECKING:
    from datetime import date

    from opengov.policy.condition import Condition
    from opengov.policy.pack import Pack


def trimmed(pack: Pack, kind: str, as_of: date) -> Pack:
    """Return the pack without what cannot concern records of this kind on this day."""
    return evolve(
        pack,
        provisions=tuple(
            norm
            for norm in pack.provisions
            if norm.in_force.start <= as_of and _may_hold(norm.when, kind) is not Truth.NO
        ),
        rules=tuple(rule for rule in pack.rules if rule.in_force.covers(as_of)),
        screening=(),
    )


def _may_hold(condition: Condition, kind: str) -> Truth:
    """Say whether a condition holds of a record of which only the kind is known."""
    match condition:
        case KindIs(name):
            return Truth.of(name == kind)
        case All(parts):
            truths = [_may_hold(part, kind) for part in parts]
            return Truth.NO if Truth.NO in truths else Truth.UNKNOWN
        case AnyOf(parts):
            truths = [_may_hold(part, kind) for part in parts]
            return Truth.NO if all(truth is Truth.NO for truth in truths) else Truth.UNKNOWN
        case Not(KindIs(name)):
            return Truth.of(name != kind)
        case _:
            return Truth.UNKNOWN
