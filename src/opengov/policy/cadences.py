"""Duties that return: an obligation for every period, or since the last act."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opengov.domain import Message
from opengov.errors import CalendarError
from opengov.policy.applied import first
from opengov.policy.assessment import Evidence, ObligationStatus
from opengov.policy.gaps import ended, gaps
from opengov.policy.standing import obligation
from opengov.workdays import Cadence as Turns
from opengov.workdays import CadenceStatus, Frequency, kept
from opengov.workdays.cadence import ON_THE_LAST_DAY

if TYPE_CHECKING:
    from opengov.policy.applied import Applied
    from opengov.policy.assessment import Obligation
    from opengov.policy.case import Case
    from opengov.policy.counting import Counting
    from opengov.policy.provision import Cadence
    from opengov.workdays import CadencePeriod, Calendar


def cadence(
    found: Applied, norm: Cadence, case: Case, as_of: date, counting: Counting
) -> tuple[Obligation, ...]:
    """Apply a duty that returns, from the day on which both norm and record are there.

    A period is governed by the version in force at its end: one in which a version ends is the
    next one's, and so is what was done in it before.
    """
    begun = first(norm.anchors, case)[1]
    acts = sorted({at.day for name in norm.done_by for at in case.every_time(name)})
    if not isinstance(norm.every, Frequency):
        # Nobody knows what went before the first act on record, unless the beginning is stated.
        begun = begun or next(iter(acts), None)
    if norm.anchors and begun is None:
        return (_not_running(found, norm, case),)
    if not isinstance(norm.every, Frequency):
        return tuple(gaps(found, norm, norm.every, case, acts, begun, as_of, counting))
    since = max(norm.in_force.start, begun) if begun else norm.in_force.start
    if found.before and since == norm.in_force.start:
        since = _period_start(norm.every, since)
        since = max(since, begun) if begun else since
    return _periods(found, norm, norm.every, case, acts, since, as_of, counting.calendar)


def _period_start(every: Frequency, day: date) -> date:
    return day.replace(month=(day.month - 1) // every.months * every.months + 1, day=1)


def _not_running(found: Applied, norm: Cadence, case: Case) -> Obligation:
    return obligation(
        found,
        case,
        limit=norm.limit if isinstance(norm.every, Frequency) else norm.every,
        every=norm.every if isinstance(norm.every, Frequency) else None,
        anchor=None,
        due=None,
        status=ObligationStatus.NOT_YET_RUNNING,
    )


def _periods(
    found: Applied,
    norm: Cadence,
    every: Frequency,
    case: Case,
    acts: list[date],
    since: date,
    as_of: date,
    calendar: Calendar,
) -> tuple[Obligation, ...]:
    """Give an obligation for every period that has begun and that the version governs."""
    turns = Turns(every=every, due=norm.limit or ON_THE_LAST_DAY, at_least=norm.at_least)
    today = min(case.today, as_of)
    try:
        served = kept(turns, done=acts, since=since, today=today, calendar=calendar)
    except CalendarError:
        return (_unknown(found, norm, every, case, since),)
    end = ended(norm, as_of)
    return tuple(
        _period(found, norm, every, case, each)
        for each in served
        if end is None or (each.span.end is not None and each.span.end <= end)
    )


def _unknown(
    found: Applied, norm: Cadence, every: Frequency, case: Case, since: date
) -> Obligation:
    return obligation(
        found,
        case,
        limit=norm.limit,
        every=every,
        anchor=None,
        due=None,
        status=ObligationStatus.UNKNOWN,
        notes=[Message("obligation.not-announced", {"start": since})],
    )


def _period(
    found: Applied, norm: Cadence, every: Frequency, case: Case, turn: CadencePeriod
) -> Obligation:
    enough = turn.evidence[norm.at_least - 1 : norm.at_least]
    notes = [turn.due.provisional.reason] if turn.due.provisional else []
    if norm.at_least > 1:
        notes.append(
            Message("obligation.acts", {"done": len(turn.evidence), "wanted": norm.at_least})
        )
    return obligation(
        found,
        case,
        limit=norm.limit or ON_THE_LAST_DAY,
        every=every,
        period=turn.span,
        anchor=None,
        due=turn.due,
        status=_STATUSES[turn.status],
        evidence=Evidence(record_id=case.record.id, on=enough[0]) if enough else None,
        notes=notes,
    )


_STATUSES = {
    CadenceStatus.DONE: ObligationStatus.MET,
    CadenceStatus.DONE_LATE: ObligationStatus.MET_LATE,
    CadenceStatus.MISSED: ObligationStatus.BREACHED,
    CadenceStatus.OPEN: ObligationStatus.RUNNING,
    CadenceStatus.NOT_YET: ObligationStatus.NOT_YET_RUNNING,
}
