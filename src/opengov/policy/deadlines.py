"""Deadlines applied to a record: due dates, status, the binding one, and conflicts."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, assert_never

from attrs import evolve

from opengov.domain import Message, Truth, civil_day
from opengov.errors import CalendarError
from opengov.policy.assessment import Conflict, Evidence, Obligation, ObligationStatus
from opengov.policy.provision import Act
from opengov.policy.sources import doubts
from opengov.workdays import FixedDate, Hours, due

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from opengov.policy.assessment import Source
    from opengov.policy.case import Case
    from opengov.policy.provision import Deadline
    from opengov.workdays import Calendar, Due


def obligation(
    norm: Deadline,
    source: Source,
    applies: Truth,
    case: Case,
    as_of: date,
    calendar: Calendar,
) -> Obligation | None:
    """Apply ``norm`` to the case; ``None`` where this version does not govern it.

    The edition is chosen by the first stated day of ``governed_by``: a norm of 2008 puts no
    duty on a document of 1996. Before that day is known the edition of ``as_of`` stands.
    """
    if not norm.in_force.covers(_first(norm.governed_by, case)[1] or as_of):
        return None
    anchor, start = _first(norm.anchors, case)
    notes = list(doubts(source.citations))
    if start is not None and anchor != norm.anchors[0]:
        notes.append(
            Message(
                "obligation.other-anchor",
                {
                    "wanted": Message(f"day.{norm.anchors[0]}"),
                    "taken": Message(f"day.{anchor}"),
                    "day": start,
                },
            )
        )
    last = None
    if start is not None:
        begins = case.moment(anchor) if isinstance(norm.limit, Hours) else start
        if begins is None:
            notes.append(Message("obligation.moment-missing", {"anchor": Message(f"day.{anchor}")}))
        else:
            try:
                last = due(norm.limit, start=begins, calendar=calendar)
            except CalendarError:
                notes.append(Message("obligation.not-announced", {"start": start}))
    if last is not None and last.provisional is not None:
        notes.append(last.provisional.reason)
    evidence = _evidence(norm.act, case)
    return Obligation(
        record_id=case.record.id,
        duty=norm.duty,
        source=source,
        limit=norm.limit,
        anchor=anchor,
        due=last,
        status=_status(start, last, evidence, case.known_at),
        applies=applies,
        evidence=evidence,
        responsible=case.record.drafted_by or case.record.issuing_body,
        notes=tuple(notes),
    )


def _first(names: tuple[str, ...], case: Case) -> tuple[str | None, date | None]:
    for name in names:
        day = case.day(name)
        if day is not None:
            return name, day
    return None, None


def _evidence(act: Act, case: Case) -> Evidence | None:
    match act:
        case Act.PUBLICATION:
            day = case.published_on(case.record)
            at = case.moment("published_on")
            return None if day is None else Evidence(record_id=case.record.id, on=day, at=at)
        case Act.INTERPRETATION:
            found = case.interpreted_on()
            return None if found is None else Evidence(record_id=found[1].id, on=found[0])
        case _:
            assert_never(act)


def _status(
    start: date | None, last: Due | None, evidence: Evidence | None, now: datetime
) -> ObligationStatus:
    """Say how things stand. Between the bounds of a provisional date nobody can say."""
    if start is None:
        return ObligationStatus.NOT_YET_RUNNING
    if last is None:
        return ObligationStatus.UNKNOWN
    if evidence is not None:
        return _status_when_done(evidence, last)
    today = civil_day(now)
    if today < start:
        return ObligationStatus.NOT_YET_RUNNING
    if today > last.latest or (last.at is not None and now > last.at):
        return ObligationStatus.OVERDUE
    return ObligationStatus.RUNNING if today <= last.earliest else ObligationStatus.UNKNOWN


def _status_when_done(evidence: Evidence, last: Due) -> ObligationStatus:
    if last.at is not None and evidence.on == last.on:
        if evidence.at is None:
            return ObligationStatus.UNKNOWN  # a day alone does not tell on which side of the hour
        return ObligationStatus.MET if evidence.at <= last.at else ObligationStatus.MET_LATE
    if evidence.on <= last.earliest:
        return ObligationStatus.MET
    return ObligationStatus.UNKNOWN if evidence.on <= last.latest else ObligationStatus.MET_LATE


def _by_duty(obligations: Iterable[Obligation]) -> list[list[Obligation]]:
    ordered = sorted(obligations, key=lambda o: (o.duty, o.source.level, o.source.pack))
    return [list(group) for _, group in groupby(ordered, key=lambda o: o.duty)]


def with_binding(obligations: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """Mark, for each duty, the obligation that is due first; the higher level on a tie.

    That the strictest layer governs is a choice of this library, not a rule of law; every
    layer is kept.
    """
    marked = []
    for group in _by_duty(obligations):
        dated = [o for o in group if o.due is not None]
        first = min(dated, key=_span, default=None)
        marked += [evolve(o, binding=o is first) for o in group]
    return tuple(marked)


def conflicts(obligations: Iterable[Obligation]) -> tuple[Conflict, ...]:
    """Name every limit that is looser than one of a higher level for the same duty."""
    return tuple(
        Conflict(duty=higher.duty, stricter=higher.source, looser=lower.source)
        for group in _by_duty(obligations)
        for higher in group
        for lower in group
        if higher.source.level < lower.source.level and _is_looser(lower, higher)
    )


def _is_looser(lower: Obligation, higher: Obligation) -> bool:
    if lower.due is not None and higher.due is not None:
        return _span(higher) < _span(lower)
    # Before the count begins, limits of one unit from the same day can still be compared.
    if isinstance(higher.limit, FixedDate) or isinstance(lower.limit, FixedDate):
        return False
    return (
        lower.anchor == higher.anchor
        and type(higher.limit) is type(lower.limit)
        and higher.limit.count < lower.limit.count
    )


def _span(obligation: Obligation) -> tuple[date, date]:
    assert obligation.due is not None  # noqa: S101  (only dated ones are compared)
    return obligation.due.earliest, obligation.due.latest
