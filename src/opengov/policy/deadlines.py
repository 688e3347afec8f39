"""Deadlines applied to a record, and duties without a number."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from opengov.domain import Message
from opengov.errors import CalendarError
from opengov.policy.assessment import Obligation, ObligationStatus
from opengov.policy.standing import (
    begin_of,
    called,
    counted,
    obligation,
    oddities,
    status_by,
)
from opengov.policy.stops import bare_steps, ends_of, run_out
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
    from opengov.policy.stops import Bare
    from opengov.workdays import Calendar, Due


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


@frozen(kw_only=True)
class _Outcome:
    anchor: str | None
    due: Due | None
    status: ObligationStatus
    notes: tuple[Message, ...] = ()


def deadline(
    found: Applied, norm: Deadline, case: Case, days: Days, counting: Counting
) -> Obligation:
    """Apply a deadline: its last day, counted from the last restart, without its pauses."""
    notes = oddities(found, norm.anchors[0], days)
    if days.anchor is None or days.start is None:
        status = status_by(days.start, None, days.evidence, case)
        outcome = _Outcome(anchor=None, due=None, status=status)
    elif isinstance(norm.limit, Hours):
        outcome = _of_hours(found, norm, case, days.anchor, days.start, days.evidence, counting)
    else:
        outcome = _outcome(norm, case, days.anchor, days.start, days.evidence, counting)
    return obligation(
        found,
        case,
        limit=norm.limit,
        anchor=outcome.anchor,
        due=outcome.due,
        status=outcome.status,
        evidence=days.evidence,
        notes=[*notes, *outcome.notes],
    )


def _outcome(
    norm: Deadline,
    case: Case,
    anchor: str,
    begins: date,
    evidence: Evidence | None,
    counting: Counting,
    late: frozenset[Bare] = frozenset(),
) -> _Outcome:
    """Run a deadline from a day, or of hours from a moment."""
    notes: list[Message] = []
    start, ran = civil(begins), None
    if norm.restarts or norm.pauses or norm.extension:
        done = None if evidence is None else evidence.at or evidence.on
        ran = run_out(norm, begins, case, counting, notes, done=done, late=late)
    last = counted(norm.limit, begins, counting, notes) if ran is None else ran.due
    if ran is not None and ran.restarted_by is not None and ran.restarted_on is not None:
        anchor, start = ran.restarted_by, civil(ran.restarted_on)
    if ran is not None and ran.stands_still:
        status = ObligationStatus.MET if evidence else ObligationStatus.RUNNING
    else:
        status = status_by(start, last, evidence, case)
    return _Outcome(anchor=anchor, due=last, status=status, notes=tuple(notes))


MOST_BARE = 6
"""Of how many bare days every reading is tried; of more it is not known how the limit stands."""


def _of_hours(
    found: Applied,
    norm: Deadline,
    case: Case,
    anchor: str,
    start: date,
    evidence: Evidence | None,
    counting: Counting,
) -> _Outcome:
    """Run a limit in hours; where days state no time, it is what their ends agree on."""
    notes: list[Message] = []
    begins = begin_of(found, norm.limit, anchor, start, case, notes)
    bare = bare_steps(norm, case, start, None if evidence is None else evidence.on)
    starts = ends_of(start, case) if begins is None else (begins,)
    if len(bare) > MOST_BARE:
        outcomes = [_Outcome(anchor=anchor, due=None, status=ObligationStatus.UNKNOWN)]
    else:
        outcomes = [
            _outcome(norm, case, anchor, begin, evidence, counting, frozenset(late))
            for begin in starts
            for number in range(len(bare) + 1)
            for late in combinations(bare, number)
        ]
        if len({(each.anchor, each.due and each.due.at, each.status) for each in outcomes}) == 1:
            return evolve(outcomes[0], notes=(*notes, *outcomes[0].notes))
    notes += [
        Message("obligation.moment-missing", {"anchor": called(found, name)})
        for name in dict.fromkeys(name for name, _ in bare)
    ]
    anchors = {each.anchor for each in outcomes}
    statuses = {each.status for each in outcomes}
    return _Outcome(
        anchor=anchors.pop() if len(anchors) == 1 else anchor,
        due=None,
        status=statuses.pop() if len(statuses) == 1 else ObligationStatus.UNKNOWN,
        notes=(*notes, *_in_each(outcomes)),
    )


def _in_each(outcomes: list[_Outcome]) -> list[Message]:
    """Return the notes that every reading gives."""
    return [note for note in outcomes[0].notes if all(note in each.notes for each in outcomes[1:])]


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
