"""Norms on one duty laid over one another: which governs, and where they disagree.

That the strictest layer governs is a choice of this library, not a rule of law; every layer is
kept.
"""

from __future__ import annotations

from datetime import datetime, time
from itertools import permutations
from typing import TYPE_CHECKING

from attrs import evolve

from opengov.domain import BEIJING, Truth
from opengov.policy.assessment import Conflict, Disagreement, ObligationStatus
from opengov.workdays.units import is_longer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opengov.policy.assessment import Obligation
    from opengov.workdays import Due


def laid_over(found: list[Obligation]) -> tuple[tuple[Obligation, ...], tuple[Conflict, ...]]:
    """Order obligations by duty, say which of each duty governs, and where they disagree.

    Those that come stand from the national level down. What sets a day governs, unless another
    on the same duty, and the same period of one that returns, is due earlier or opens later; on
    a tie the higher level does.
    """
    if len(found) < 2:
        return tuple(found), ()
    groups: dict[tuple[str, str], list[Obligation]] = {}
    for each in found:
        groups.setdefault((each.duty, _turn(each)), []).append(each)
    ordered: list[Obligation] = []
    disagreements: list[Conflict] = []
    for key in sorted(groups):
        group = groups[key]
        if len(group) > 1:
            group = _with_binding(group)
            disagreements += _conflicts(group)
        ordered += group
    return tuple(ordered), tuple(dict.fromkeys(disagreements))


def _turn(found: Obligation) -> str:
    return str(found.period.start) if found.period else ""


def _with_binding(group: list[Obligation]) -> list[Obligation]:
    """Mark the earliest due date and the latest opening, and unmark the rest."""
    governing = _governing(group)
    dated = [(o.due, o) for o in governing if o.due is not None]
    opening = [(o.opens, o) for o in governing if o.opens is not None]
    first = min(dated, key=lambda pair: _span(pair[0]), default=(None, None))[1]
    last = max(opening, key=lambda pair: _opens(pair[0]), default=(None, None))[1]
    return [
        o if o.binding is (o is first or o is last) else evolve(o, binding=not o.binding)
        for o in group
    ]


def _governing(group: list[Obligation]) -> list[Obligation]:
    """Return what surely applies and was not let go; whatever else may not count against it."""
    return [
        each
        for each in group
        if each.status is not ObligationStatus.WAIVED and each.applies is Truth.YES
    ]


def _conflicts(group: list[Obligation]) -> Iterator[Conflict]:
    """Name every norm that is looser than one of a higher level, and all that contradict."""
    for one, other in permutations(_governing(group), 2):
        if one.source.level < other.source.level and _is_looser(other, one):
            yield _conflict(one, other, Disagreement.LOOSER)
        if one.due is not None and other.opens is not None and _close_before(one.due, other.opens):
            yield _conflict(one, other, Disagreement.CONTRADICTION)


def _conflict(stricter: Obligation, looser: Obligation, kind: Disagreement) -> Conflict:
    return Conflict(
        duty=stricter.duty,
        stricter=stricter.source,
        looser=looser.source,
        kind=kind,
        duty_title=stricter.duty_title,
    )


def _is_looser(lower: Obligation, higher: Obligation) -> bool:
    if lower.every is not None and higher.every is not None and lower.every != higher.every:
        return lower.every.months > higher.every.months
    if lower.due is not None and higher.due is not None and _span(higher.due) < _span(lower.due):
        return True
    if lower.opens is not None and higher.opens is not None:
        return _opens(lower.opens) < _opens(higher.opens)
    # Before the count begins, limits of one unit from the same day can still be compared.
    if lower.anchor != higher.anchor or (lower.due is not None and higher.due is not None):
        return False
    longer = lower.limit and higher.limit and is_longer(lower.limit, higher.limit)
    shorter = lower.at_least and higher.at_least and is_longer(higher.at_least, lower.at_least)
    return bool(longer or shorter)


def _close_before(closes: Due, opens: Due) -> bool:
    """Say whether a norm surely closes before another opens."""
    return _moment(closes, closes.latest, time.max) < _moment(opens, opens.earliest, time.min)


def _moment(bound: Due, day: date, clock: time) -> datetime:
    return bound.at or datetime.combine(day, clock, BEIJING)


def _span(due: Due) -> tuple[date, date, datetime]:
    return due.earliest, due.latest, _moment(due, due.latest, time.max)


def _opens(opens: Due) -> tuple[datetime, date]:
    return _moment(opens, opens.latest, time.min), opens.earliest
