"""Duties that return: an obligation for every period, or since the last act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.domain import Message, civil_day
from opengov.errors import CalendarError
from opengov.policy.applied import first
from opengov.policy.assessment import Evidence, ObligationStatus
from opengov.policy.standing import counted, obligation
from opengov.workdays import Cadence as Turns
from opengov.workdays import CadenceStatus, Frequency, kept
from opengov.workdays.cadence import ON_THE_LAST_DAY

if TYPE_CHECKING:
    from datetime import date

    from opengov.policy.applied import Applied
    from opengov.policy.assessment import Obligation
    from opengov.policy.case import Case
    from opengov.policy.counting import Counting
    from opengov.policy.provision import Cadence
    from opengov.workdays import CadencePeriod, Calendar, Limit


def cadence(
    found: Applied, norm: Cadence, case: Case, as_of: date, counting: Counting
) -> tuple[Obligation, ...]:
    """Apply a duty that returns, from the day on which both norm and record are there."""
    anchor, begun = first(norm.anchors, case)
    if norm.anchors and begun is None:
        return (_not_running(found, norm, case),)
    since = max(norm.in_force.start, begun) if begun else norm.in_force.start
    acts = sorted(at.day for name in norm.done_by for at in case.every_time(name))
    if isinstance(norm.every, Frequency):
        return _periods(
            found, norm, norm.every, case, acts, since, min(_today(case), as_of), counting.calendar
        )
    if norm.in_force.end is not None and norm.in_force.end <= as_of:
        return ()
    return (_since_last(found, norm, norm.every, case, acts, anchor, since, counting),)


def _today(case: Case) -> date:
    return civil_day(case.known_at)


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
    today: date,
    calendar: Calendar,
) -> tuple[Obligation, ...]:
    """Give an obligation for every period that has begun while the version is in force."""
    turns = Turns(every=every, due=norm.limit or ON_THE_LAST_DAY, at_least=norm.at_least)
    try:
        served = kept(turns, done=acts, since=since, today=today, calendar=calendar)
    except CalendarError:
        note = Message("obligation.not-announced", {"start": since})
        return (_unknown(found, norm, every, case, note),)
    end = norm.in_force.end
    return tuple(
        _period(found, norm, every, case, each, calendar)
        for each in served
        if end is None or each.span.start < end
    )


def _unknown(
    found: Applied, norm: Cadence, every: Frequency, case: Case, note: Message
) -> Obligation:
    return obligation(
        found,
        case,
        limit=norm.limit,
        every=every,
        anchor=None,
        due=None,
        status=ObligationStatus.UNKNOWN,
        notes=[note],
    )


def _period(
    found: Applied,
    norm: Cadence,
    every: Frequency,
    case: Case,
    turn: CadencePeriod,
    calendar: Calendar,
) -> Obligation:
    del calendar
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


def _since_last(
    found: Applied,
    norm: Cadence,
    every: Limit,
    case: Case,
    acts: list[date],
    anchor: str | None,
    since: date,
    counting: Counting,
) -> Obligation:
    """Say by when the next act is due: so long after the last one, or after the beginning."""
    notes: list[Message] = []
    before = [day for day in acts if day <= _today(case)]
    last_act = max(before, default=None)
    start = max(last_act, since) if last_act else since
    last = counted(every, start, counting, notes)
    if last is None:
        status = ObligationStatus.UNKNOWN
    elif _today(case) > last.latest:
        status = ObligationStatus.OVERDUE
    elif last_act is not None:
        status = ObligationStatus.MET if _today(case) <= last.earliest else ObligationStatus.UNKNOWN
    else:
        status = ObligationStatus.RUNNING
    return obligation(
        found,
        case,
        limit=every,
        anchor=norm.done_by[0] if last_act else anchor,
        due=last,
        status=status,
        evidence=Evidence(record_id=case.record.id, on=last_act) if last_act else None,
        notes=notes,
    )
