"""The norms that give obligations, each applied to a record by its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from attrs import evolve, frozen

from opengov.domain import Truth
from opengov.policy.assessment import Ruling
from opengov.policy.cadences import cadence
from opengov.policy.case import PUBLISHED
from opengov.policy.condition import Answer, Held, Tagged
from opengov.policy.deadlines import deadline, is_plain, plain_deadline, prompt
from opengov.policy.durations import duration
from opengov.policy.grounds import SEPARABLE
from opengov.policy.provision import Cadence, Deadline, MinDuration, Prompt, Window
from opengov.policy.standing import days_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from opengov.policy.applied import Applied
    from opengov.policy.assessment import Obligation
    from opengov.policy.case import Case
    from opengov.policy.counting import Counting
    from opengov.policy.provision import Dated
    from opengov.policy.standing import Days

    Apply = Callable[[Applied, Any, Case, Days, Counting], Obligation]


@frozen
class Demand:
    """A norm that gives obligations, and how it does so."""

    found: Applied
    norm: Dated
    apply: Apply | None
    """Nothing for a duty that returns, which is not counted from one day."""
    days: int
    """The same number for norms that look at the same days."""


def demands(
    dated: Iterable[tuple[Applied, Dated]], ruling: Ruling, separable: Truth
) -> tuple[Demand, ...]:
    """Return what each norm demands.

    What must be withheld need not be published by any day; where it is not known whether a part
    of it can be severed, it is not known whether that part must.
    """
    looked_at: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    made = []
    for found, norm in dated:
        governed = found
        if ruling is Ruling.WITHHOLD and _is_to_publish(norm):
            if separable is Truth.NO:
                continue
            severed = Held(Tagged(SEPARABLE), Truth.UNKNOWN)
            applies = Answer(
                Truth.UNKNOWN,
                found.applies.unknown | {SEPARABLE},
                (*found.applies.path, severed),
            )
            governed = evolve(found, applies=applies)
        days = looked_at.setdefault((norm.anchors, norm.done_by), len(looked_at))
        made.append(Demand(governed, norm, _way_of(governed, norm), days))
    return tuple(made)


def _is_to_publish(norm: Dated) -> bool:
    """Say whether a norm says by when, or how often; not one that says not before when."""
    out = {PUBLISHED, "edition_published_on"} & {*norm.done_by}
    return bool(out) and isinstance(norm, Deadline | Prompt | Cadence)


def _way_of(found: Applied, norm: Dated) -> Apply | None:
    match norm:
        case Cadence():
            return None
        case Deadline():
            return plain_deadline if is_plain(found, norm) else deadline
        case MinDuration() | Window():
            return duration
        case Prompt():
            return prompt
        case _:
            assert_never(norm)


def obligations(
    found: Iterable[Demand], case: Case, as_of: date, counting: Counting
) -> list[Obligation]:
    """Apply every norm to a case; a duty that returns gives several obligations."""
    made: list[Obligation] = []
    looked_at: dict[int, Days] = {}
    for each in found:
        norm = each.norm
        if each.apply is None:
            assert isinstance(norm, Cadence)  # noqa: S101  (nothing else has no day)
            made += cadence(each.found, norm, case, as_of, counting)
            continue
        days = looked_at.get(each.days)
        if days is None:
            days = looked_at[each.days] = days_of(norm.anchors, norm.done_by, case)
        made.append(each.apply(each.found, norm, case, days, counting))
    return made
