"""The law of one day: a pack as if the versions in force on it had always been in force."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from attrs import evolve

from opengov.domain import Period
from opengov.policy.provision import Cadence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opengov.policy.pack import Pack
    from opengov.policy.provision import AnyProvision, Norm
    from opengov.screening import ScreeningRule

N = TypeVar("N", bound="Norm | ScreeningRule")


def law_of(pack: Pack, day: date) -> Pack:
    """Return the pack with the versions in force on ``day`` and no others, for all time.

    Each keeps as its ``edition`` the day from which it is really in force.

    A duty that returns has served its periods since its norm began, so that it starts with the
    earliest version of that norm; what never was in force by ``day`` is not there at all.
    """
    begun = _beginnings(pack.provisions)
    return evolve(
        pack,
        provisions=tuple(
            evolve(norm, in_force=Period(_start(norm, begun)), edition=norm.version)
            for norm in in_force(pack.provisions, day)
        ),
        rules=tuple(
            evolve(rule, in_force=ALWAYS, edition=rule.version)
            for rule in in_force(pack.rules, day)
        ),
        screening=tuple(
            evolve(rule, in_force=ALWAYS, edition=rule.version)
            for rule in in_force(pack.screening, day)
        ),
    )


ALWAYS = Period(date.min)


def in_force(norms: Iterable[N], day: date) -> tuple[N, ...]:
    """Return the versions that are in force on ``day``."""
    return tuple(norm for norm in norms if norm.in_force.covers(day))


def _beginnings(norms: Iterable[AnyProvision]) -> dict[str, date]:
    begun: dict[str, date] = {}
    for norm in norms:
        begun[norm.id] = min(norm.in_force.start, begun.get(norm.id, date.max))
    return begun


def _start(norm: AnyProvision, begun: dict[str, date]) -> date:
    return begun[norm.id] if isinstance(norm, Cadence) else date.min
