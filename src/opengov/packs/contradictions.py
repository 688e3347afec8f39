"""Norms of one pack on one duty that cannot both be meant for the same record."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, assert_never

from opengov.errors import OpenGovError, PackConflictError
from opengov.policy import Cadence, Deadline, Gate, MinDuration, Window
from opengov.policy.condition import All, Not
from opengov.policy.reach import can_hold
from opengov.workdays import CalendarDays, FixedDate, Hours, LastDay, Limit, Months, Workdays, Years
from opengov.workdays.units import is_longer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.policy import AnyProvision

Places = dict[tuple[str, date], str]
"""Where the version of a norm that starts on a day stands, such as ``x.toml version 2``."""


def contradiction(one: AnyProvision, other: AnyProvision, places: Places) -> Iterator[OpenGovError]:
    """Name two norms that contradict each other, unless one is the special law."""
    if one.duty != other.duty or not one.in_force.overlaps(other.in_force) or one.id == other.id:
        return
    displacing = [one.id in other.displaces, other.id in one.displaces]
    if all(displacing):
        why = "each takes the place of the other, and nothing is left"
    elif any(displacing):
        return
    else:
        why = _contradict(one, other) or _contradict(other, one)
    waived = (Not(one.waived_by), Not(other.waived_by))
    if why and can_hold(All((one.when, other.when, *waived))):
        yield PackConflictError(
            f"{other.id} and {one.id} contradict each other on {one.duty}: {why}.",
            where=places[other.id, other.in_force.start],
            remedy="Let the conditions in when exclude each other, or name the general norm in"
            f" displaces of the special one. The other is {places[one.id, one.in_force.start]}.",
        )


def _contradict(one: AnyProvision, other: AnyProvision) -> str:
    """Say why no record can obey both, or nothing."""
    match one, other:
        case ((MinDuration() | Window()), (Deadline() | Window())):
            shortest, longest = _shortest(one), _longest(other)
            is_one_act = one.anchors == other.anchors and {*one.done_by} & {*other.done_by}
            if is_one_act and _is_over_first(longest, shortest):
                return f"by {one.id} it may not end before {other.id} says that it must have"
        case Deadline(), Deadline():
            if _is_one_act(one, other) and one.limit != other.limit:
                return "two limits for one act, from one day"
        case Cadence(), Cadence():
            turns = [(norm.every, norm.at_least, norm.limit) for norm in (one, other)]
            if _is_one_act(one, other) and turns[0] != turns[1]:
                return "one act returns in two ways"
        case Gate(), Gate() if one.blocks is other.blocks:
            if not can_hold(All((one.requires, other.requires))):
                return f"nothing can open both gates before {one.blocks.value}"
    return ""


def _is_one_act(one: Deadline | Cadence, other: Deadline | Cadence) -> bool:
    return one.anchors == other.anchors and one.done_by == other.done_by


def _shortest(norm: MinDuration | Window) -> Limit | None:
    return norm.limit if isinstance(norm, MinDuration) else norm.bounds.at_least


def _longest(norm: Deadline | Window) -> Limit | None:
    return norm.limit if isinstance(norm, Deadline) else norm.bounds.at_most


def _is_over_first(longest: Limit | None, shortest: Limit | None) -> bool:
    """Say whether the longest time is surely over before the shortest is."""
    if longest is None or shortest is None:
        return False
    return is_longer(shortest, longest) or _days(shortest)[0] > _days(longest)[1]


LONGEST_BREAK = 14
"""No break has kept offices closed for longer: so far a last day off may move."""


def _days(limit: Limit) -> tuple[float, float]:
    """Return how many calendar days a limit takes at least and at most."""
    match limit:
        case Workdays(count):
            return count, 2 * count + LONGEST_BREAK
        case CalendarDays(count):
            return count, count + _moved(limit)
        case Months(count):
            return 28 * count, 31 * count + _moved(limit)
        case Years(count):
            return 365 * count, 366 * count + _moved(limit)
        case Hours(count):
            return count / 24, count / 24 + 1 + LONGEST_BREAK
        case FixedDate():
            return 0, float("inf")
        case _:
            assert_never(limit)


def _moved(limit: CalendarDays | Months | Years) -> int:
    return LONGEST_BREAK if limit.last_day is LastDay.MOVES else 0
