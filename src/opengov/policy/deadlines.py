"""Deadlines applied to a record, and duties without a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.errors import CalendarError
from opengov.policy.assessment import ObligationStatus
from opengov.policy.standing import (
    begin_of,
    counted,
    evidence_of,
    obligation,
    start_of,
    status_by,
)
from opengov.policy.stops import RunOut, run_out
from opengov.workdays import workdays_between

if TYPE_CHECKING:
    from datetime import date

    from opengov.domain import Message
    from opengov.policy.applied import Applied
    from opengov.policy.assessment import Evidence, Obligation
    from opengov.policy.case import Case
    from opengov.policy.counting import Counting
    from opengov.policy.provision import Deadline, Prompt
    from opengov.workdays import Calendar


def deadline(found: Applied, norm: Deadline, case: Case, counting: Counting) -> Obligation:
    """Apply a deadline: its last day, counted from the last restart, without its pauses."""
    notes: list[Message] = []
    evidence = evidence_of(norm.done_by, case)
    anchor, start = start_of(found, norm.anchors, case, evidence, notes)
    if start is not None:
        anchor, start = _begun_afresh(norm, anchor, start, case, evidence)
    begins, ran = None, None
    if start is not None and anchor is not None:
        begins = begin_of(found, norm.limit, anchor, start, case, notes)
    if begins is not None:
        done = None if evidence is None else evidence.at or evidence.on
        if norm.pauses or norm.extension:
            ran = run_out(norm, begins, case, counting, notes, done=done)
        ran = ran or RunOut(due=counted(norm.limit, begins, counting, notes))
    last = ran.due if ran else None
    if ran is not None and ran.stands_still:
        status = ObligationStatus.MET if evidence else ObligationStatus.RUNNING
    else:
        status = status_by(start, last, evidence, case)
    return obligation(
        found,
        case,
        limit=norm.limit,
        anchor=anchor,
        due=last,
        status=status,
        evidence=evidence,
        notes=notes,
    )


def _begun_afresh(
    norm: Deadline, anchor: str | None, start: date, case: Case, evidence: Evidence | None
) -> tuple[str | None, date]:
    """Return the last day that began the count afresh before it was done, else the first one."""
    for name in norm.restarts:
        for at in case.every_time(name):
            if at.day >= start and (evidence is None or at.day <= evidence.on):
                anchor, start = name, at.day
    return anchor, start


def prompt(found: Applied, norm: Prompt, case: Case, counting: Counting) -> Obligation:
    """Measure a duty without a number: how many working days it took, or has taken so far."""
    notes: list[Message] = []
    evidence = evidence_of(norm.done_by, case)
    anchor, start = start_of(found, norm.anchors, case, evidence, notes)
    last = None
    if norm.within is not None and anchor is not None and start is not None:
        begins = begin_of(found, norm.within, anchor, start, case, notes)
        last = None if begins is None else counted(norm.within, begins, counting, notes)
    if start is None:
        status = ObligationStatus.NOT_YET_RUNNING
    elif norm.within is not None:
        status = status_by(start, last, evidence, case)
    else:
        status = ObligationStatus.MET if evidence else ObligationStatus.RUNNING
    return obligation(
        found,
        case,
        limit=norm.within,
        anchor=anchor,
        due=last,
        status=status,
        evidence=evidence,
        notes=notes,
        elapsed=_elapsed(start, evidence.on if evidence else case.today, counting.calendar),
    )


def _elapsed(start: date | None, until: date, calendar: Calendar) -> int | None:
    if start is None or until < start:
        return None
    try:
        return workdays_between(start, until, calendar=calendar)
    except CalendarError:
        return None
