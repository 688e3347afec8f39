"""Norms on one duty laid over one another: which governs, and where they disagree.

That the strictest layer governs is a choice of this library, not a rule of law; every layer is
kept.
"""

from __future__ import annotations

from datetime import datetime, time
from itertools import groupby, permutations
from typing import TYPE_CHECKING

from attrs import evolve

from opengov.domain import BEIJING
from opengov.policy.assessment import Conflict, Disagreement, ObligationStatus
from opengov.workdays.units import is_longer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from opengov.policy.assessment import Obligation
    from opengov.workdays import Due


def by_duty(obligations: Iterable[Obligation]) -> list[list[Obligation]]:
    """Group obligations that are about the same duty, and the same period of one that returns."""
    ordered = sorted(obligations, key=_place)
    return [list(group) for _, group in groupby(ordered, key=lambda o: (o.duty, _turn(o)))]


def _place(found: Obligation) -> tuple[object, ...]:
    return found.duty, _turn(found), found.source.level, found.source.pack


def _turn(found: Obligation) -> str:
    return str(found.period.start) if found.period else ""


def with_binding(obligations: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """Mark, for each duty, the earliest due date and the latest opening; the higher on a tie."""
    marked = []
    for group in by_duty(obligations):
        governing = [o for o in group if o.status is not ObligationStatus.WAIVED]
        dated = [(o.due, o) for o in governing if o.due is not None]
        opening = [(o.opens, o) for o in governing if o.opens is not None]
        first = min(dated, key=lambda pair: _span(pair[0]), default=(None, None))[1]
        last = max(opening, key=lambda pair: _opens(pair[0]), default=(None, None))[1]
        marked += [evolve(o, binding=o is first or o is last) for o in group]
    return tuple(marked)


def conflicts(obligations: Iterable[Obligation]) -> tuple[Conflict, ...]:
    """Name every norm that is looser than one of a higher level, and all that contradict."""
    found = []
    for group in by_duty(o for o in obligations if o.status is not ObligationStatus.WAIVED):
        for one, other in permutations(group, 2):
            if one.source.level < other.source.level and _is_looser(other, one):
                found.append(_conflict(one, other, Disagreement.LOOSER))
            if (
                one.due is not None
                and other.opens is not None
                and _close_before(one.due, other.opens)
            ):
                found.append(_conflict(one, other, Disagreement.CONTRADICTION))
    return tuple(dict.fromkeys(found))


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
