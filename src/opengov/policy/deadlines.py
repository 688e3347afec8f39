"""Deadlines applied to a record, and duties without a number."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from opengov.domain import BEIJING
from opengov.errors import CalendarError
from opengov.policy.assessment import Obligation, ObligationStatus
from opengov.policy.standing import (
    begin_of,
    counted,
    obligation,
    oddities,
    status_by,
)
from opengov.policy.stops import run_out
from opengov.workdays import Hours, workdays_between
from opengov.workdays.calendar import civil

if TYPE_CHECKING:
    from datetime import date

    from opengov.policy.applied import Applied
    from opengov.policy.assessment import Evidence
    from opengov.policy.case import Case
    from opengov.policy.counting import Counting
    from opengov.policy.provision import Deadline, Prompt
    from opengov.policy.standing import Days
    from opengov.workdays import Calendar


def is_plain(found: Applied, norm: Deadline) -> bool:
    """Say whether nothing can happen to its clock, and nothing is doubtful about the norm."""
    moved = norm.restarts or norm.pauses or norm.extension
    return not moved and not found.is_in_doubt and not isinstance(norm.limit, Hours)


def plain_deadline(
    found: Applied, norm: Deadline, case: Case, days: Days, counting: Counting
) -> Obligation:
    """Apply a deadline that is plain, as nearly all are; it gives what ``deadline`` gives."""
    anchor, start, evidence, is_odd = days
    if anchor is None or start is None or is_odd:
        return deadline(found, norm, case, days, counting)
    try:
        due = counting.due(norm.limit, start)
    except CalendarError:
        return deadline(found, norm, case, days, counting)
    if due.provisional is not None:
        return deadline(found, norm, case, days, counting)
    record, last = case.record, due.latest
    values = found.blank.copy()  # as ``filled`` does, and quicker: here most of the time goes
    values["record_id"] = record.id
    values["anchor"] = anchor
    values["anchor_title"] = found.day_titles.get(anchor)
    values["due"] = due
    values["evidence"] = evidence
    values["responsible"] = record.drafted_by or record.issuing_body
    if evidence is not None:
        values["status"] = MET if evidence.on <= last else MET_LATE
    elif case.today < start:
        values["status"] = NOT_YET_RUNNING
    else:
        values["status"] = OVERDUE if case.today > last else RUNNING
    made = object.__new__(Obligation)
    object.__setattr__(made, "__dict__", values)
    return made


# Named once: to find a member of an enumeration costs as much as to compare two days.
MET, MET_LATE = ObligationStatus.MET, ObligationStatus.MET_LATE
NOT_YET_RUNNING, RUNNING = ObligationStatus.NOT_YET_RUNNING, ObligationStatus.RUNNING
OVERDUE = ObligationStatus.OVERDUE


def deadline(
    found: Applied, norm: Deadline, case: Case, days: Days, counting: Counting
) -> Obligation:
    """Apply a deadline: its last day, counted from the last restart, without its pauses."""
    notes = oddities(found, norm.anchors[0], days)
    anchor, start, evidence = days.anchor, days.start, days.evidence
    last, stands_still = None, False
    if anchor is not None and start is not None:
        begins = begin_of(found, norm.limit, anchor, start, case, notes)
        ran = None
        if begins is not None and (norm.restarts or norm.pauses or norm.extension):
            done = None if evidence is None else evidence.at or evidence.on
            ran = run_out(norm, begins, case, counting, notes, done=done)
        if ran is not None:
            last, stands_still = ran.due, ran.stands_still
            if ran.restarted_by is not None and ran.restarted_on is not None:
                anchor, start = ran.restarted_by, civil(ran.restarted_on)
        elif begins is not None:
            last = counted(norm.limit, begins, counting, notes)
    if stands_still:
        status = ObligationStatus.MET if evidence else ObligationStatus.RUNNING
    elif last is None and start is not None and isinstance(norm.limit, Hours):
        status = _status_of_hours(norm.limit, start, evidence, case, counting)
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


def _status_of_hours(
    limit: Hours, day: date, evidence: Evidence | None, case: Case, counting: Counting
) -> ObligationStatus:
    """Say how a limit stands of which only the day of the start is known: by its two ends."""
    ends = (datetime.combine(day, clock, BEIJING) for clock in (time.min, time.max))
    found = {status_by(day, counting.due(limit, end), evidence, case) for end in ends}
    return found.pop() if len(found) == 1 else ObligationStatus.UNKNOWN


def prompt(found: Applied, norm: Prompt, case: Case, days: Days, counting: Counting) -> Obligation:
    """Measure a duty without a number: how many working days it took, or has taken so far."""
    notes = oddities(found, norm.anchors[0], days)
    anchor, start, evidence = days.anchor, days.start, days.evidence
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
