"""Whether the worked cases of a pack reach every version of every norm, met and breached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from opengov.domain import DisclosureList, NegativeListRule, Truth
from opengov.errors import PackUnreachableError
from opengov.packs.cases import FAILURES
from opengov.policy import (
    ChannelDuty,
    Default,
    Gate,
    ObligationStatus,
    Prompt,
    RequiredElements,
    assess,
)
from opengov.policy.applied import applied, scope
from opengov.policy.case import Case as Known

if TYPE_CHECKING:
    from opengov.packs.cases import Case
    from opengov.policy import Assessment, Norm, Pack
    from opengov.policy.applied import Applied
    from opengov.workdays import Calendar

Version = tuple[str, date]
"""A version of a norm: its id, and the day from which it is in force."""


class Reach(Enum):
    """How a case reaches a version of a norm."""

    MET = "met"
    BREACHED = "breached"


Reached = tuple[Version, Reach]

MET = frozenset({ObligationStatus.MET})
BREACHED = frozenset(
    {ObligationStatus.MET_LATE, ObligationStatus.OVERDUE, ObligationStatus.BREACHED}
)


def coverage_faults(
    pack: Pack,
    cases: Iterable[Case],
    packs_below: Iterable[Pack] = (),
    calendar: Calendar | None = None,
    places: Mapping[Version, str] = MappingProxyType({}),
) -> list[PackUnreachableError]:
    """Name the versions of norms that no case meets, or that no case breaches.

    A case reaches a version by what comes out of it on top of ``packs_below``, whatever it
    expects. What cannot be breached, a duty without a number or a default, need only be met.
    ``places`` say in which file a version stands.
    """
    stack = (*packs_below, pack)
    reached = {each for case in cases for each in _reached(case, pack, stack, calendar)}
    return [
        PackUnreachableError(
            f"no worked case reaches {norm.id} {_how(norm, reach)}.",
            where=places.get(_version(norm), f"{norm.id} version from {norm.in_force.start}"),
            remedy="Add one to cases.toml, or under cases/, written from the text of the norm.",
        )
        for norm in (*pack.provisions, *pack.rules)
        for reach in Reach
        if (_version(norm), reach) not in reached and not _needs_no(norm, reach)
    ]


def _version(norm: Norm) -> Version:
    return norm.id, norm.in_force.start


def _needs_no(norm: Norm, reach: Reach) -> bool:
    if reach is Reach.MET:
        return False
    return isinstance(norm, Default) or (isinstance(norm, Prompt) and norm.within is None)


def _how(norm: Norm, reach: Reach) -> str:
    met, breached = _WAYS.get(type(norm), _OF_A_DUTY)
    return met if reach is Reach.MET else breached


_OF_A_DUTY = ("and meets it in time (status met)", "and breaches it (met-late, overdue, breached)")
_WAYS: dict[type, tuple[str, str]] = {
    Gate: ("with the gate open", "with the gate closed"),
    RequiredElements: ("with every element there", "with an element missing"),
    ChannelDuty: ("out on enough of its channels", "out on too few of its channels"),
    NegativeListRule: ("with the ground not holding", "with the ground holding"),
    Default: ("while it is in force", ""),
}


def _reached(
    case: Case, pack: Pack, stack: tuple[Pack, ...], calendar: Calendar | None
) -> Iterator[Reached]:
    try:
        found = assess(
            case.record,
            stack,
            as_of=case.as_of,
            known_at=case.known_at,
            related=case.related,
            calendar=calendar,
        )
    except FAILURES:
        return  # a case that cannot be run is named where its outcome is checked
    known = Known(record=case.record, related=case.related, known_at=case.known_at)
    within = scope(pack, known)
    if within.truth is not Truth.YES:
        return
    yield from _grounds(case, pack, found)
    yield from _obligations(pack, found)
    for each in applied([(pack, within)], known, case.as_of):
        if each.applies.truth is Truth.YES and each.excused.truth is not Truth.YES:
            reach = _finding(each, known, found)
            if reach is not None:
                yield _version(each.norm), reach


def _grounds(case: Case, pack: Pack, found: Assessment) -> Iterator[Reached]:
    told = {
        ground.source.provision: ground.holds
        for ground in found.grounds
        if ground.source.pack == pack.id
    }
    for rule in pack.rules:
        if rule.in_force.covers(case.as_of):
            holds = told.get(rule.id, Truth.NO)  # grounds that do not hold are not told
            if holds is not Truth.UNKNOWN:
                yield _version(rule), Reach.BREACHED if holds is Truth.YES else Reach.MET


def _obligations(pack: Pack, found: Assessment) -> Iterator[Reached]:
    endless = {
        _version(norm)
        for norm in pack.provisions
        if isinstance(norm, Prompt) and norm.within is None
    }
    for each in found.every_obligation:
        source = each.source
        if source.pack != pack.id or source.version is None or each.applies is not Truth.YES:
            continue
        version = source.provision, source.version
        running = each.status is ObligationStatus.RUNNING and version in endless
        if each.status in MET or running:
            yield version, Reach.MET
        elif each.status in BREACHED:
            yield version, Reach.BREACHED


def _finding(each: Applied, known: Known, found: Assessment) -> Reach | None:
    """Return how a norm without dates is reached by a case that it applies to."""
    match each.norm:
        case Default():
            return Reach.MET
        case Gate():
            is_open = any(gate.is_open for gate in found.gates if gate.source == each.source)
            return Reach.MET if is_open else Reach.BREACHED
        case RequiredElements():
            if any(lacking.source == each.source for lacking in found.elements):
                return Reach.BREACHED
            return Reach.MET if _states_something(known) else None
        case ChannelDuty():
            (met,) = (out.met for out in found.channels if out.source == each.source)
            return {Truth.YES: Reach.MET, Truth.NO: Reach.BREACHED}.get(met)
        case _:
            return None


def _states_something(known: Known) -> bool:
    """Of a list, only entries can have every element."""
    if not isinstance(known.record, DisclosureList):
        return True
    return known.edition is not None and bool(known.edition.entries)
