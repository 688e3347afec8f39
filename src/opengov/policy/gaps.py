"""The longest time between two acts, over the editions of a norm and up to its repeal."""

from __future__ import annotations

from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING

from opengov.domain import Message, Period
from opengov.errors import CalendarError
from opengov.policy.applied import first
from opengov.policy.assessment import Evidence, ObligationStatus
from opengov.policy.standing import obligation
from opengov.workdays import Frequency

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.policy.applied import Applied
    from opengov.policy.assessment import Obligation
    from opengov.policy.case import Case
    from opengov.policy.counting import Counting
    from opengov.policy.provision import Cadence
    from opengov.workdays import Due, Limit

    Edition = tuple[Period, Limit]


def gaps(
    found: Applied,
    norm: Cadence,
    every: Limit,
    case: Case,
    acts: list[date],
    begun: date | None,
    as_of: date,
    counting: Counting,
) -> Iterator[Obligation]:
    """Give every time that was too long, and by when the next act is due.

    The first is counted from the beginning, each other from the act before it. The version under
    which a time falls due tells it. A repeal ends the time that goes on: where that was too long
    by then it is breached, whatever was done later.
    """
    editions = _editions(found, norm, every)
    end, today = ended(norm, as_of), min(case.today, as_of)
    begins = max(editions[0][0].start, begun or date.min)
    starts = [begins, *(day for day in acts if begins < day <= today)]
    for start, next_act in zip_longest(starts, starts[1:]):
        if end is not None and start >= end:
            return
        notes: list[Message] = []
        last = _last_day(editions, start, counting, notes)
        if _is_of_an_earlier_one(norm, last, next_act):
            continue
        act, late = next_act, ObligationStatus.MET_LATE if next_act else ObligationStatus.OVERDUE
        if end is not None and (act is None or act >= end):
            if not found.is_followed:
                act, late = end, ObligationStatus.BREACHED
            elif last is None or last.latest >= end:
                return  # the next version's
        status = _status(last, min(act or today, today), late)
        is_act = start in acts
        if status is ObligationStatus.MET:
            if act is not None:
                continue
            status = status if is_act else ObligationStatus.RUNNING
        shown_on = next_act or (start if is_act else None)
        yield obligation(
            found,
            case,
            limit=every,
            anchor=_shown_by(norm, case, start) if is_act else first(norm.anchors, case)[0],
            due=last,
            status=status,
            period=None if act is None else Period(start, act),
            evidence=None if late is ObligationStatus.BREACHED else _evidence(case, shown_on),
            notes=notes,
        )


def ended(norm: Cadence, as_of: date) -> date | None:
    """Return the day on which the version had ended by ``as_of``; none while it is in force."""
    end = norm.in_force.end
    return end if end is not None and end <= as_of else None


def _editions(found: Applied, norm: Cadence, every: Limit) -> list[Edition]:
    """Return the versions that limit the time between two acts, up to this one without a break."""
    editions = [(norm.in_force, every)]
    for each in reversed(found.before):
        if isinstance(each.every, Frequency):
            break
        editions.insert(0, (each.in_force, each.every))
    return editions


def _is_of_an_earlier_one(norm: Cadence, last: Due | None, act: date | None) -> bool:
    """Say whether a time was over, or too long, before this version."""
    begins = norm.in_force.start
    return (act is not None and act < begins) or (last is not None and last.latest < begins)


def _last_day(
    editions: list[Edition], start: date, counting: Counting, notes: list[Message]
) -> Due | None:
    """Return by when the act is due, over the editions that the time runs through.

    What fell due before an edition began stays due then. Of what had not, a longer interval
    counts from the act before; a shorter one from the day on which its edition began, unless
    the old interval ends sooner: so nothing is due on a day that nobody could have known, and
    a stricter law puts nothing off.
    """
    last: Due | None = None
    try:
        for in_force, every in editions:
            if in_force.end is not None and in_force.end <= start:
                continue
            anew = counting.due(every, start)
            if last is None:
                last = anew
                continue
            if last.latest < in_force.start:
                return last
            shorter = min(last, counting.due(every, in_force.start), key=_sooner)
            last = max(anew, shorter, key=_later)
            if last is not anew and in_force is editions[-1][0]:
                notes.append(Message("obligation.edition-within", {"start": in_force.start}))
    except CalendarError:
        notes.append(Message("obligation.not-announced", {"start": start}))
        return None
    if last is not None and last.provisional is not None:
        notes.append(last.provisional.reason)
    return last


def _sooner(last: Due) -> tuple[date, date]:
    return last.earliest, last.latest


def _later(last: Due) -> tuple[date, date]:
    return last.latest, last.earliest


def _status(last: Due | None, until: date, late: ObligationStatus) -> ObligationStatus:
    """Say how a time stands that went on ``until`` a day: in time, ``late``, or not known."""
    if last is None:
        return ObligationStatus.UNKNOWN
    if until > last.latest:
        return late
    return ObligationStatus.UNKNOWN if until > last.earliest else ObligationStatus.MET


def _shown_by(norm: Cadence, case: Case, day: date) -> str:
    """Return the name of the step that was taken on a day."""
    return next(name for name in norm.done_by if day in {at.day for at in case.every_time(name)})


def _evidence(case: Case, day: date | None) -> Evidence | None:
    return None if day is None else Evidence(record_id=case.record.id, on=day)
