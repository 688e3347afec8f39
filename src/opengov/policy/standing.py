"""What every obligation has in common: its anchor, its evidence, and how it stands."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

from opengov.domain import BEIJING, Message, Truth
from opengov.errors import CalendarError
from opengov.policy.applied import first
from opengov.policy.assessment import WRONG, Evidence, Obligation, ObligationStatus, filled
from opengov.policy.condition import answer, joined
from opengov.workdays import Hours

if TYPE_CHECKING:
    from datetime import date

    from opengov.domain import LocalizedText
    from opengov.policy.applied import Applied
    from opengov.policy.assessment import Source
    from opengov.policy.case import Case
    from opengov.policy.counting import Counting
    from opengov.workdays import Due, Limit

INTERPRETED = "interpreted_on"


class Days(NamedTuple):
    """From when norms with the same days count, and what shows that it was done."""

    anchor: str | None
    start: date | None
    evidence: Evidence | None
    is_odd: bool
    """Whether there is something to say about them: see ``oddities``."""


def days_of(anchors: tuple[str, ...], done_by: tuple[str, ...], case: Case) -> Days:
    """Return the first stated day of ``anchors``, and the first that shows that it was done."""
    anchor, start = first(anchors, case)
    evidence = evidence_of(done_by, case)
    is_odd = (anchor is not None and anchor != anchors[0]) or (
        evidence is not None and (start is None or evidence.on < start)
    )
    return Days(anchor, start, evidence, is_odd)


def oddities(found: Applied, wanted: str, days: Days) -> list[Message]:
    """Say what is odd about the day of the start, where the ``wanted`` one is the first choice."""
    notes: list[Message] = []
    if not days.is_odd:
        return notes
    anchor, start, evidence = days.anchor, days.start, days.evidence
    if anchor is not None and anchor != wanted:
        told = {"wanted": called(found, wanted), "taken": called(found, anchor), "day": start}
        notes.append(Message("obligation.other-anchor", told))
    if evidence is not None and start is None:
        notes.append(Message("obligation.start-missing", {"anchor": called(found, wanted)}))
    elif evidence is not None and start is not None and evidence.on < start:
        notes.append(Message("obligation.done-before", {"done": evidence.on, "start": start}))
    return notes


def called(found: Applied, day: str) -> Message | LocalizedText:
    """Return what people call a day: the pack's word for it, else the library's."""
    return found.day_titles.get(day) or Message(f"day.{day}")


def begin_of(
    found: Applied, limit: Limit, anchor: str, start: date, case: Case, notes: list[Message]
) -> date | None:
    """Return what ``limit`` is counted from: the day, or for hours the moment, if one is stated."""
    if not isinstance(limit, Hours):
        return start
    for at in case.every_time(anchor):
        if at.day == start and at.time is not None:
            return at.earliest
    notes.append(Message("obligation.moment-missing", {"anchor": called(found, anchor)}))
    return None


def counted(limit: Limit, start: date, counting: Counting, notes: list[Message]) -> Due | None:
    """Return the due date, or none with a note where the calendar does not reach it."""
    try:
        last = counting.due(limit, start)
    except CalendarError:
        notes.append(Message("obligation.not-announced", {"start": start}))
        return None
    if last.provisional is not None:
        notes.append(last.provisional.reason)
    return last


def evidence_of(done_by: tuple[str, ...], case: Case) -> Evidence | None:
    """Return the first of the days that show that something was done."""
    for name in done_by:
        at = case.at(name)
        if at is not None:
            record_id = case.record.id if name != INTERPRETED else _interpretation(at.day, case)
            moment = at.earliest if at.time is not None else None
            return Evidence(record_id=record_id, on=at.day, at=moment)
    return None


def _interpretation(day: date, case: Case) -> str:
    return next(each.id for each in case.interpretations if case.published_on(each) == day)


def status_by(
    start: date | None, last: Due | None, evidence: Evidence | None, case: Case
) -> ObligationStatus:
    """Say how a last day stands. Between the bounds of a provisional date nobody can say."""
    if start is None:
        # Something done from an unknown day on may have been in time or late.
        return ObligationStatus.UNKNOWN if evidence else ObligationStatus.NOT_YET_RUNNING
    if last is None:
        return ObligationStatus.UNKNOWN
    if evidence is not None:
        return status_when_done(evidence, last)
    return status_while_open(start, last, case)


def status_while_open(start: date, last: Due | None, case: Case) -> ObligationStatus:
    """Say how something stands that was not done yet; without a ``last`` day it is never late."""
    if case.today < start:
        return ObligationStatus.NOT_YET_RUNNING
    if last is None:
        return ObligationStatus.RUNNING
    if case.today > last.latest or (last.at is not None and case.known_at > last.at):
        return ObligationStatus.OVERDUE
    return ObligationStatus.RUNNING if case.today <= last.earliest else ObligationStatus.UNKNOWN


def status_when_done(evidence: Evidence, last: Due) -> ObligationStatus:
    """Say how something stands that was done, by a day or by an hour."""
    if last.at is not None and evidence.on == last.on:
        if evidence.at is None:
            return ObligationStatus.UNKNOWN  # a day alone does not tell on which side of the hour
        return ObligationStatus.MET if evidence.at <= last.at else ObligationStatus.MET_LATE
    if evidence.on <= last.earliest:
        return ObligationStatus.MET
    return ObligationStatus.UNKNOWN if evidence.on <= last.latest else ObligationStatus.MET_LATE


def obligation(
    found: Applied,
    case: Case,
    *,
    status: ObligationStatus,
    anchor: str | None,
    due: Due | None,
    notes: list[Message] | None = None,
    opens: Due | None = None,
    **told: Any,
) -> Obligation:
    """Make an obligation of a norm; what is waived or displaced says so instead of its status."""
    excused = Truth.NO
    if found.is_in_doubt:
        excused = _excused(found, case, due)
        if excused is Truth.YES:
            status = ObligationStatus.WAIVED
            told["displaced_by"] = special_law(found)
            notes = [*(notes or ()), _why_excused(found, excused)]
        elif excused is Truth.UNKNOWN and (status in WRONG or found.displaced_by):
            status = ObligationStatus.UNKNOWN if status in WRONG else status
            notes = [*(notes or ()), _why_excused(found, excused)]
    if notes:
        told["notes"] = (*found.doubts, *notes)
    record = case.record
    return filled(
        Obligation,
        found.blank,
        record_id=record.id,
        anchor=anchor,
        anchor_title=found.day_titles.get(anchor) if anchor else None,
        due=due,
        opens=opens,
        status=status,
        binding=(due is not None or opens is not None)
        and found.applies.truth is Truth.YES
        and excused is not Truth.YES,
        responsible=record.drafted_by or record.issuing_body,
        **told,
    )


def _excused(found: Applied, case: Case, due: Due | None) -> Truth:
    """Say whether the norm lets this go; a step that does so must come by the last day.

    What had been missed by then stays missed, whatever was done about it later.
    """
    excused = found.excused.truth
    if excused is not Truth.YES or due is None or not found.is_waived_by_step:
        return excused
    end = due.at or datetime.combine(due.latest, time.max, BEIJING)
    waived = answer(found.norm.waived_by, case.as_known(end))
    return joined(Truth.YES, waived, *(each.displaces for each in found.displaced_by)).truth


def special_law(found: Applied) -> Source | None:
    """Return the special law that surely takes the place of a norm."""
    for special in found.displaced_by:
        if special.displaces.truth is Truth.YES:
            return special.source
    return None


def _why_excused(found: Applied, excused: Truth) -> Message:
    """Say what lets the norm go, or may: a special law before a waiver of its own."""
    surely = excused is Truth.YES
    for special in found.displaced_by:
        if not surely or special.displaces.truth is Truth.YES:
            key = "obligation.displaced" if surely else "obligation.perhaps-displaced"
            norm = special.norm
            return Message(key, {"special": norm.title, "because": norm.because or ""})
    return Message("obligation.waived" if surely else "obligation.perhaps-waived")
