"""The same records under two laws, two dates or two calendars: what differs, and by what article.

Nothing here looks at a store: the records come one after another, and so do the differences.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from attrs import field, frozen

from opengov.domain import civil_day
from opengov.domain.checks import is_tuple
from opengov.policy import (
    Assessment,
    ChannelFinding,
    ElementsFinding,
    Finding,
    GateFinding,
    GroundFinding,
    Obligation,
    Pack,
    Ruling,
    Source,
    assess,
)
from opengov.workdays import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from opengov.domain import AnyRecord

T = TypeVar("T")


@frozen(kw_only=True)
class Under:
    """One side of a replay: the law, the day whose law is asked, the knowledge, the calendar.

    Without ``as_of`` it is the day of ``known_at``.
    """

    packs: tuple[Pack, ...] = field(validator=is_tuple)
    known_at: datetime
    as_of: date | None = None
    calendar: Calendar | None = None

    def assess(self, record: AnyRecord, related: Iterable[AnyRecord] = ()) -> Assessment:
        """Assess a record on this side."""
        return assess(
            record,
            self.packs,
            as_of=self.as_of or civil_day(self.known_at),
            known_at=self.known_at,
            related=related,
            calendar=self.calendar,
        )


class Effect(Enum):
    """What becomes of an obligation or a finding."""

    APPEARS = "appears"
    VANISHES = "vanishes"
    MOVES = "moves"
    """Its due date, or the first day to do it, is another."""
    STATUS = "status"
    """It stands otherwise: in time here, late there; a gate that was closed is open."""


@frozen(kw_only=True)
class ObligationChange:
    """One obligation on both sides, ``None`` where there is none, and what became of it."""

    before: Obligation | None
    after: Obligation | None
    effects: tuple[Effect, ...] = field(validator=is_tuple)


@frozen(kw_only=True)
class FindingChange:
    """One gate, ground, element or channel on both sides, and what became of it."""

    before: Finding | None
    after: Finding | None
    effect: Effect


@frozen(kw_only=True)
class Replayed:
    """What differs for one record; ``unchanged`` counts the obligations that do not."""

    record_id: str
    title: str
    ruling_before: Ruling
    ruling_after: Ruling
    obligations: tuple[ObligationChange, ...] = field(validator=is_tuple)
    findings: tuple[FindingChange, ...] = field(validator=is_tuple)
    unchanged: int = 0

    @property
    def ruling_changed(self) -> bool:
        """Whether the record may be disclosed is answered otherwise."""
        return self.ruling_before is not self.ruling_after

    @property
    def differs(self) -> bool:
        """Whether anything is different."""
        return self.ruling_changed or bool(self.obligations or self.findings)


def replayed(
    records: Iterable[tuple[AnyRecord, Sequence[AnyRecord]]], before: Under, after: Under
) -> Iterator[Replayed]:
    """Assess each record, with those related to it, on both sides and compare."""
    for record, related in records:
        yield compared(
            before.assess(record, related),
            after.assess(record, related),
            title=record.title or record.id,
        )


def compared(before: Assessment, after: Assessment, *, title: str = "") -> Replayed:
    """Return the difference of two assessments of one record.

    Obligations are paired by level, norm and period; what would vanish and appear, but is the
    only one of its duty and period to do so, is one obligation under a norm of another name.
    """
    pairs = [*_paired(before.obligations, after.obligations, _norm_of, _duty_of)]
    changes = [
        ObligationChange(before=old, after=new, effects=effects)
        for old, new in pairs
        if (effects := _effects(old, new))
    ]
    return Replayed(
        record_id=after.record_id,
        title=title or after.record_id,
        ruling_before=before.ruling,
        ruling_after=after.ruling,
        obligations=tuple(changes),
        findings=tuple(_findings(before, after)),
        unchanged=len(pairs) - len(changes),
    )


def _effects(before: Obligation | None, after: Obligation | None) -> tuple[Effect, ...]:
    if before is None:
        return (Effect.APPEARS,)
    if after is None:
        return (Effect.VANISHES,)
    found = []
    if _days(before) != _days(after):
        found.append(Effect.MOVES)
    if (before.status, before.applies) != (after.status, after.applies):
        found.append(Effect.STATUS)
    return tuple(found)


def _days(found: Obligation) -> tuple[object, ...]:
    return tuple(
        (each.earliest, each.latest, each.at) if each else None for each in (found.due, found.opens)
    )


def _norm_of(found: Obligation) -> Hashable:
    return _known_as(found.source), found.period and found.period.start


def _known_as(source: Source) -> Hashable:
    """Return by what a norm is known on both sides; another level may use the same name."""
    return source.level, source.provision


def _duty_of(found: Obligation) -> Hashable:
    return found.duty, found.source.level, found.period and found.period.start


def _findings(before: Assessment, after: Assessment) -> Iterator[FindingChange]:
    for old, new in _paired(before.findings, after.findings, _finding_of, _finding_of):
        if old is None or new is None:
            effect = Effect.APPEARS if old is None else Effect.VANISHES
            yield FindingChange(before=old, after=new, effect=effect)
        elif _says(old) != _says(new):
            yield FindingChange(before=old, after=new, effect=Effect.STATUS)


def _finding_of(found: Finding) -> Hashable:
    entry = found.entry if isinstance(found, ElementsFinding) else None
    return type(found), _known_as(found.source), entry


def _says(found: Finding) -> object:
    """Return what a finding says, without its wording and its articles."""
    match found:
        case GateFinding():
            return found.applies, found.holds, found.held_then
        case GroundFinding():
            return found.holds, found.mandatory
        case ElementsFinding():
            return found.applies, frozenset(word.name for word in found.missing)
        case ChannelFinding():
            return found.applies, found.met, found.at_least


def _paired(
    before: Sequence[T],
    after: Sequence[T],
    name: Callable[[T], Hashable],
    subject: Callable[[T], Hashable],
) -> Iterator[tuple[T | None, T | None]]:
    """Pair by name, then what is left by subject where each side has one of it."""
    waiting: dict[Hashable, list[T]] = defaultdict(list)
    for old in before:
        waiting[name(old)].append(old)
    alone: list[T] = []
    for new in after:
        same = waiting[name(new)]
        if same:
            yield same.pop(0), new
        else:
            alone.append(new)
    gone = [old for olds in waiting.values() for old in olds]
    for new in alone:
        former = [old for old in gone if subject(old) == subject(new)]
        rivals = [each for each in alone if subject(each) == subject(new)]
        if len(former) == len(rivals) == 1:
            gone.remove(former[0])
            yield former[0], new
        else:
            yield None, new
    yield from ((old, None) for old in gone)
