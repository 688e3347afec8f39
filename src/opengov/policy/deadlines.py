"""Deadlines applied to a record, with the clock of a proceeding, and duties without a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.domain import Message, civil_day
from opengov.errors import CalendarError, ClockError
from opengov.policy.assessment import ObligationStatus
from opengov.policy.standing import (
    begin_of,
    counted,
    evidence_of,
    obligation,
    start_of,
    status_by,
)
from opengov.workdays import Hours, workdays_between
from opengov.workdays.calendar import civil
from opengov.workdays.clocks import (
    Clock,
    ClockRules,
    Extend,
    Pause,
    Resume,
    Start,
    clock_due,
    step,
)

if TYPE_CHECKING:
    from datetime import date

    from opengov.policy.applied import Applied
    from opengov.policy.assessment import Obligation
    from opengov.policy.case import Case
    from opengov.policy.counting import Counting
    from opengov.policy.provision import ClockPause, Deadline, Prompt
    from opengov.workdays import Calendar, Due
    from opengov.workdays.clocks import ClockEvent


def deadline(found: Applied, norm: Deadline, case: Case, counting: Counting) -> Obligation:
    """Apply a deadline: its last day, counted from the last restart, without its pauses."""
    notes: list[Message] = []
    anchor, start = start_of(found, norm.anchors, case, notes)
    for name in norm.restarts:
        again = case.day(name)
        if start is not None and again is not None and again >= start:
            anchor, start = name, again
    evidence = evidence_of(norm.done_by, case)
    stands_still, last = False, None
    begins = None
    if start is not None and anchor is not None:
        begins = begin_of(found, norm.limit, anchor, case, notes)
    if begins is not None:
        events = _clock_events(norm, case, begins) if norm.pauses or norm.extension else []
        if len(events) > 1:
            last, stands_still = _by_clock(norm, events, case, counting.calendar, notes)
        else:
            last = counted(norm.limit, begins, counting, notes)
    if stands_still and evidence is None:
        status = ObligationStatus.RUNNING
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


def _clock_events(norm: Deadline, case: Case, begins: date) -> list[ClockEvent]:
    """Return what happened to the clock since it was last started, in order."""
    in_hours = isinstance(norm.limit, Hours)

    def times(name: str) -> list[date]:
        found = [each.earliest if in_hours else each.day for each in case.every_time(name)]
        return [when for when in found if when >= begins]

    events: list[ClockEvent] = []
    for pause in norm.pauses:
        begun = times(pause.begins)
        if _is_under_way(pause, case, civil(begins)):
            begun = [begins, *begun]  # it goes on over a restart
        events += [Pause(on=when, reason=pause.reason.zh) for when in begun]
        events += [Resume(on=when) for when in times(pause.ends)]
    if norm.extension is not None:
        # Who approved it and why is the business of the procedure; the norm asks for the day.
        events += [
            Extend(on=when, by=norm.extension.limit, approved_by="—", reason="—")
            for when in times(norm.extension.on)
        ]
    return [Start(on=begins), *sorted(events, key=_in_order)]


def _is_under_way(pause: ClockPause, case: Case, day: date) -> bool:
    """Say whether a pause had begun before ``day`` and was not over by then."""
    begun = [at.day for at in case.every_time(pause.begins) if at.day < day]
    ended = [at.day for at in case.every_time(pause.ends) if at.day < day]
    return len(begun) > len(ended)


def _in_order(event: ClockEvent) -> tuple[date, int]:
    return event.on, (Pause, Extend, Resume).index(type(event))


def _by_clock(
    norm: Deadline,
    events: list[ClockEvent],
    case: Case,
    calendar: Calendar,
    notes: list[Message],
) -> tuple[Due | None, bool]:
    """Run the clock; what the norm does not allow it is told and has no effect."""
    cap = norm.extension.limit if norm.extension is not None else None
    clock = Clock(rules=ClockRules(limit=norm.limit, extension_cap=cap))
    try:
        for event in events:
            try:
                clock = step(clock, event, calendar=calendar)
            except ClockError as error:
                reasons = "; ".join(fault.what for fault in error.faults)
                notes.append(
                    Message("obligation.clock-refused", {"day": event.on, "reason": reasons})
                )
        found = clock_due(clock, calendar=calendar, as_of=civil_day(case.known_at))
    except CalendarError:
        notes.append(Message("obligation.not-announced", {"start": events[0].on}))
        return None, False
    if found.stopped:
        notes.append(
            Message(
                "obligation.stands-still",
                {"since": found.stopped_since, "earliest": found.earliest},
            )
        )
        return None, True
    if found.if_resumed.provisional is not None:
        notes.append(found.if_resumed.provisional.reason)
    return found.if_resumed, False


def prompt(found: Applied, norm: Prompt, case: Case, counting: Counting) -> Obligation:
    """Measure a duty without a number: how many working days it took, or has taken so far."""
    notes: list[Message] = []
    anchor, start = start_of(found, norm.anchors, case, notes)
    evidence = evidence_of(norm.done_by, case)
    last = None
    if norm.within is not None and anchor is not None:
        begins = begin_of(found, norm.within, anchor, case, notes)
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
