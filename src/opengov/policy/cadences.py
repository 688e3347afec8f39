"""Duties that return: an obligation for every period, or since the last act."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opengov.domain import Message, Period
from opengov.errors import CalendarError
from opengov.policy.applied import first
from opengov.policy.assessment import Evidence, ObligationStatus
from opengov.policy.standing import counted, obligation
from opengov.workdays import Cadence as Turns
from opengov.workdays import CadenceStatus, Frequency, kept
from opengov.workdays.cadence import ON_THE_LAST_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.policy.applied import Applied
    from opengov.policy.assessment import Obligation
    from opengov.policy.case import Case
    from opengov.policy.counting import Counting
    from opengov.policy.provision import Cadence
    from opengov.workdays import CadencePeriod, Calendar, Due, Limit


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
    since = max(norm.in_force.start, begun) if begun else norm.in_force.start
    if not isinstance(norm.every, Frequency):
        return tuple(_gaps(found, norm, norm.every, case, acts, since, as_of, counting))
    if found.follows and since == norm.in_force.start:
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
    end = _ended(norm, as_of)
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


def _gaps(
    found: Applied,
    norm: Cadence,
    every: Limit,
    case: Case,
    acts: list[date],
    since: date,
    as_of: date,
    counting: Counting,
) -> Iterator[Obligation]:
    """Give every time that was too long, and by when the next act is due.

    The first is counted from the beginning, each other from the act before it. A time in which
    a version ends is the next one's.
    """
    end, today = _ended(norm, as_of), min(case.today, as_of)
    done = [day for day in acts if day <= today]
    anchor, begun = first(norm.anchors, case)
    before = [day for day in done if (begun or date.min) <= day <= since]
    start = since
    if found.follows:  # the count of the version before it goes on
        start = before[-1] if before else begun or since
    is_act = start in done
    for act in [*(day for day in done if day > since), None]:
        notes: list[Message] = []
        last = counted(every, start, counting, notes)
        governs = end is None or (act is not None and act < end)
        status = _status_of_gap(last, act, today, is_first=not is_act)
        if governs and (act is None or status is not ObligationStatus.MET):
            yield obligation(
                found,
                case,
                limit=every,
                anchor=_shown_by(norm, case, start) if is_act else anchor,
                due=last,
                status=status,
                period=Period(start, act) if act is not None else None,
                evidence=_evidence(case, act or (start if is_act else None)),
                notes=notes,
            )
        if act is not None:
            start, is_act = act, True


def _ended(norm: Cadence, as_of: date) -> date | None:
    """Return the day on which the version had ended by ``as_of``; none while it is in force."""
    end = norm.in_force.end
    return end if end is not None and end <= as_of else None


def _status_of_gap(
    last: Due | None, act: date | None, today: date, *, is_first: bool
) -> ObligationStatus:
    """Say how one time between two acts stands, or the one that goes on ``today``."""
    if last is None:
        return ObligationStatus.UNKNOWN
    until = act or today
    if until > last.latest:
        return ObligationStatus.OVERDUE if act is None else ObligationStatus.MET_LATE
    if until > last.earliest:
        return ObligationStatus.UNKNOWN
    return ObligationStatus.RUNNING if act is None and is_first else ObligationStatus.MET


def _shown_by(norm: Cadence, case: Case, day: date) -> str:
    """Return the name of the step that was taken on a day."""
    return next(name for name in norm.done_by if day in {at.day for at in case.every_time(name)})


def _evidence(case: Case, day: date | None) -> Evidence | None:
    return None if day is None else Evidence(record_id=case.record.id, on=day)
