"""Assessing one record: which norms apply, what they demand, and how things stand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opengov.domain import Interpretation, InterpretationElement, Truth
from opengov.domain.facts import every
from opengov.errors import InvalidValueError
from opengov.policy.assessment import (
    Assessment,
    ElementsFinding,
    GateFinding,
    PackVersion,
    Question,
    Ruling,
    Source,
)
from opengov.policy.case import Case
from opengov.policy.condition import Answer, IssuedBy, answer
from opengov.policy.deadlines import conflicts, obligation, with_binding
from opengov.policy.grounds import findings, rule_on
from opengov.policy.pack import stacked
from opengov.policy.provision import Act, Deadline, Gate, RequiredElements
from opengov.policy.sources import source_of
from opengov.workdays import announced_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from opengov.domain import AnyRecord
    from opengov.policy.assessment import Obligation
    from opengov.policy.pack import Pack
    from opengov.policy.provision import AnyProvision
    from opengov.workdays import Calendar


def assess(
    record: AnyRecord,
    packs: Iterable[Pack],
    *,
    as_of: date,
    known_at: datetime,
    related: Iterable[AnyRecord] = (),
    calendar: Calendar | None = None,
) -> Assessment:
    """Say whether ``record`` may be disclosed, what must happen by when, and what is missing.

    ``as_of`` is the day whose law is asked: versions that begin later are not seen, and
    gates, grounds and required elements are those in force on it. A limit that runs from an
    event follows the edition that governed the event. ``known_at`` is the moment whose
    knowledge counts: the calendar as announced by then, and what had happened by then.
    ``related`` are the records that can be evidence, such as interpretations. Without a
    ``calendar`` that of the first pack that has one is used, as the national one does; without
    any, ``announced_calendar()``, which does not know what an amendment changed when.
    """
    if type(as_of) is not date:
        raise InvalidValueError(
            f"as_of must be a day, not {as_of!r}.", where="assess", remedy="Give a date."
        )
    case = Case(record=record, related=tuple(related), known_at=known_at)
    stack = stacked(tuple(packs))
    known = _calendar(calendar, stack).as_known(known_at)
    asked = _Questions()
    layers = [
        (pack, scope) for pack in stack if (scope := _scope(pack, case)).truth is not Truth.NO
    ]
    grounds = findings(layers, case, as_of)
    ruling, reasons = rule_on(grounds, case)
    obligations: list[Obligation] = []
    gates: list[GateFinding] = []
    elements: list[ElementsFinding] = []
    for pack, scope in layers:
        for norm in pack.provisions:
            applies = _applies(norm, scope, case)
            if norm.in_force.start > as_of or applies.truth is Truth.NO:
                continue
            source = source_of(norm, pack)
            match norm:
                case Deadline(act=Act.PUBLICATION) if ruling is Ruling.WITHHOLD:
                    pass  # what must be withheld need not be published by any day
                case Deadline():
                    found = obligation(norm, source, applies.truth, case, as_of, known)
                    if found is not None:
                        obligations.append(found)
                        asked.add(applies, source)
                case Gate() if norm.in_force.covers(as_of):
                    gates.append(_gate(norm, source, applies, case, asked))
                case RequiredElements() if norm.in_force.covers(as_of):
                    elements.append(_elements(norm, source, case))
                case _:
                    pass
    for ground in grounds:
        asked.add(Answer(ground.finding.holds, ground.unknown), ground.finding.source)
    return Assessment(
        record_id=record.id,
        as_of=as_of,
        known_at=known_at,
        packs=tuple(PackVersion(id=pack.id, version=pack.version) for pack, _ in layers),
        ruling=ruling,
        reasons=reasons,
        grounds=tuple(g.finding for g in grounds if g.finding.holds is not Truth.NO),
        gates=tuple(gates),
        elements=tuple(found for found in elements if found.missing),
        obligations=with_binding(obligations),
        conflicts=conflicts(obligations),
        questions=asked.all(),
    )


def _calendar(given: Calendar | None, stack: tuple[Pack, ...]) -> Calendar:
    brought = (pack.calendar for pack in stack if pack.calendar is not None)
    return given or next(brought, None) or announced_calendar()


class _Questions:
    """Collects the facts to ask for, with the norms that turn on each."""

    def __init__(self) -> None:
        self._sources: dict[str, list[Source]] = {}

    def add(self, open_answer: Answer, source: Source) -> None:
        if open_answer.truth is Truth.UNKNOWN:
            for fact in open_answer.unknown:
                self._sources.setdefault(fact, []).append(source)

    def all(self) -> tuple[Question, ...]:
        return tuple(
            Question(fact=fact, sources=tuple(sources))
            for fact, sources in sorted(self._sources.items())
        )


def _scope(pack: Pack, case: Case) -> Answer:
    """Say whether the pack governs the record: by its issuers, where it names any."""
    return answer(IssuedBy(pack.issuers), case) if pack.issuers else Answer(Truth.YES)


def _applies(norm: AnyProvision, scope: Answer, case: Case) -> Answer:
    own = answer(norm.when, case)
    return Answer(every(scope.truth, own.truth), scope.unknown | own.unknown)


def _gate(
    gate: Gate, source: Source, applies: Answer, case: Case, asked: _Questions
) -> GateFinding:
    holds = answer(gate.requires, case)
    if holds.truth is not Truth.YES:
        asked.add(applies, source)
        asked.add(holds, source)
    return GateFinding(
        source=source,
        blocks=gate.blocks,
        applies=applies.truth,
        holds=holds.truth,
        unmet=gate.unmet,
    )


def _elements(norm: RequiredElements, source: Source, case: Case) -> ElementsFinding:
    present = case.record.elements if isinstance(case.record, Interpretation) else frozenset()
    missing = [e for e in InterpretationElement if e in norm.elements and e not in present]
    return ElementsFinding(source=source, missing=tuple(missing))
