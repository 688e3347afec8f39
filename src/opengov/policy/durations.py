"""Shortest durations and windows applied to a record: not before one day, not after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.domain import Message
from opengov.errors import CalendarError, InvalidValueError
from opengov.policy.assessment import Evidence, ObligationStatus
from opengov.policy.provision import MinDuration
from opengov.policy.standing import (
    begin_of,
    obligation,
    oddities,
    status_by,
    status_while_open,
)
from opengov.workdays import Hours, Timing, latest_before, opening
from opengov.workdays import Window as Bounds

if TYPE_CHECKING:
    from datetime import date

    from opengov.policy.applied import Applied
    from opengov.policy.assessment import Obligation
    from opengov.policy.case import Case
    from opengov.policy.counting import Counting
    from opengov.policy.provision import Window
    from opengov.policy.standing import Days
    from opengov.workdays import Calendar, Opening


def duration(
    found: Applied, norm: MinDuration | Window, case: Case, days: Days, counting: Counting
) -> Obligation:
    """Apply a window, or a shortest duration, which is a window that never closes.

    Where it has not begun and the day of its end is planned, such as that of a hearing, a note
    says by when it must begin.
    """
    bounds = Bounds(at_least=norm.limit) if isinstance(norm, MinDuration) else norm.bounds
    calendar = counting.calendar
    notes = oddities(found, norm.anchors[0], days)
    anchor, start, evidence = days.anchor, days.start, days.evidence
    opened = None
    if anchor is not None and start is not None:
        opened = _opened(found, bounds, anchor, start, case, calendar, notes)
    elif isinstance(norm, MinDuration):
        _begin_by(norm, case, calendar, notes)
    return obligation(
        found,
        case,
        limit=bounds.at_most,
        at_least=bounds.at_least,
        anchor=anchor,
        due=opened.closes if opened else None,
        opens=opened.opens if opened else None,
        status=_status(start, opened, evidence, case),
        evidence=evidence,
        notes=notes,
    )


def _opened(
    found: Applied,
    bounds: Bounds,
    anchor: str,
    start: date,
    case: Case,
    calendar: Calendar,
    notes: list[Message],
) -> Opening | None:
    limits = [limit for limit in (bounds.at_least, bounds.at_most) if limit is not None]
    # Where one bound is in hours both are counted from the moment; days take its day.
    limit = next((each for each in limits if isinstance(each, Hours)), limits[0])
    begins = begin_of(found, limit, anchor, start, case, notes)
    if begins is None:
        return None
    try:
        opened = opening(bounds, start=begins, calendar=calendar)
    except CalendarError:
        notes.append(Message("obligation.not-announced", {"start": begins}))
        return None
    last = opened.closes or opened.opens
    if last is not None and last.provisional is not None:
        notes.append(last.provisional.reason)
    return opened


def _begin_by(norm: MinDuration, case: Case, calendar: Calendar, notes: list[Message]) -> None:
    """Say by when what must last so long has to begin, where its end is set."""
    ends = [day for name in norm.done_by if (day := case.stated_day(name)) is not None]
    if not ends:
        return
    try:
        begin = latest_before(norm.limit, event=ends[0], calendar=calendar)
    except (CalendarError, InvalidValueError):
        return
    notes.append(Message("obligation.begin-by", {"day": begin.earliest, "end": ends[0]}))


def _status(
    start: date | None, opened: Opening | None, evidence: Evidence | None, case: Case
) -> ObligationStatus:
    if start is not None and opened is not None and opened.opens is not None:
        if evidence is not None:
            return _judged(opened, evidence)
        return status_while_open(start, opened.closes, case)
    return status_by(start, opened.closes if opened else None, evidence, case)


def _judged(opened: Opening, evidence: Evidence) -> ObligationStatus:
    try:
        timing = opened.judge(evidence.at or evidence.on)
    except InvalidValueError:
        return ObligationStatus.UNKNOWN  # whether it is in time turns on an hour nobody stated
    return _STATUSES[timing]


_STATUSES = {
    Timing.IN_TIME: ObligationStatus.MET,
    Timing.TOO_EARLY: ObligationStatus.BREACHED,
    Timing.TOO_LATE: ObligationStatus.MET_LATE,
    Timing.UNDECIDED: ObligationStatus.UNKNOWN,
    Timing.CONTRADICTED: ObligationStatus.BREACHED,
}
