"""What every obligation has in common: its anchor, its evidence, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opengov.domain import Message, Truth, civil_day
from opengov.errors import CalendarError
from opengov.policy.applied import first
from opengov.policy.assessment import Evidence, Obligation, ObligationStatus
from opengov.workdays import Hours

if TYPE_CHECKING:
    from datetime import date, datetime

    from opengov.domain import LocalizedText
    from opengov.policy.applied import Applied
    from opengov.policy.case import Case
    from opengov.policy.counting import Counting
    from opengov.workdays import Due, Limit

INTERPRETED = "interpreted_on"


def start_of(
    found: Applied, anchors: tuple[str, ...], case: Case, notes: list[Message]
) -> tuple[str | None, date | None]:
    """Return the day the count starts from, with a note where it is not the first choice."""
    anchor, start = first(anchors, case)
    if anchor is not None and anchor != anchors[0]:
        notes.append(
            Message(
                "obligation.other-anchor",
                {
                    "wanted": called(found, anchors[0]),
                    "taken": called(found, anchor),
                    "day": start,
                },
            )
        )
    return anchor, start


def called(found: Applied, day: str) -> Message | LocalizedText:
    """Return what people call a day: the pack's word for it, else the library's."""
    return found.day_titles.get(day) or Message(f"day.{day}")


def begin_of(
    found: Applied, limit: Limit, anchor: str, case: Case, notes: list[Message]
) -> date | None:
    """Return what ``limit`` is counted from: the day, or for hours the moment, if one is stated."""
    begins = case.moment(anchor) if isinstance(limit, Hours) else case.day(anchor)
    if begins is None:
        notes.append(Message("obligation.moment-missing", {"anchor": called(found, anchor)}))
    return begins


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
            moment = at.earliest if at.time is not None else None
            return Evidence(record_id=_shown_by(name, at.day, case), on=at.day, at=moment)
    return None


def _shown_by(name: str, day: date, case: Case) -> str:
    if name == INTERPRETED:
        return next(each.id for each in case.interpretations if case.published_on(each) == day)
    return case.record.id


def status_by(
    start: date | None, last: Due | None, evidence: Evidence | None, now: datetime
) -> ObligationStatus:
    """Say how a last day stands. Between the bounds of a provisional date nobody can say."""
    if start is None:
        # Something done from an unknown day on may have been in time or late.
        return ObligationStatus.UNKNOWN if evidence else ObligationStatus.NOT_YET_RUNNING
    if last is None:
        return ObligationStatus.UNKNOWN
    if evidence is not None:
        return _status_when_done(evidence, last)
    today = civil_day(now)
    if today < start:
        return ObligationStatus.NOT_YET_RUNNING
    if today > last.latest or (last.at is not None and now > last.at):
        return ObligationStatus.OVERDUE
    return ObligationStatus.RUNNING if today <= last.earliest else ObligationStatus.UNKNOWN


def _status_when_done(evidence: Evidence, last: Due) -> ObligationStatus:
    if last.at is not None and evidence.on == last.on:
        if evidence.at is None:
            return ObligationStatus.UNKNOWN  # a day alone does not tell on which side of the hour
        return ObligationStatus.MET if evidence.at <= last.at else ObligationStatus.MET_LATE
    if evidence.on <= last.earliest:
        return ObligationStatus.MET
    return ObligationStatus.UNKNOWN if evidence.on <= last.latest else ObligationStatus.MET_LATE


def obligation(found: Applied, case: Case, **told: Any) -> Obligation:
    """Make an obligation of a norm; what is waived or displaced says so instead of its status."""
    notes: list[Message] = [*found.doubts, *told.pop("notes", ())]
    status: ObligationStatus = told.pop("status")
    if found.displaced_by is not None:
        special = found.displaced_by
        status = ObligationStatus.WAIVED
        notes.append(_displaced("obligation.displaced", special.title, special.because))
    elif found.waived.truth is Truth.YES:
        status = ObligationStatus.WAIVED
        notes.append(Message("obligation.waived"))
    elif found.perhaps_displaced_by is not None:
        special = found.perhaps_displaced_by
        notes.append(_displaced("obligation.perhaps-displaced", special.title, special.because))
    elif found.waived.truth is Truth.UNKNOWN and status in OPEN_TO_WAIVER:
        status = ObligationStatus.UNKNOWN
        notes.append(Message("obligation.perhaps-waived"))
    sets_a_day = told["due"] is not None or told.get("opens") is not None
    return Obligation(
        record_id=case.record.id,
        binding=sets_a_day and status is not ObligationStatus.WAIVED,
        duty=found.norm.duty,
        duty_title=found.duty_title,
        source=found.source,
        applies=found.applies.truth,
        status=status,
        responsible=case.record.drafted_by or case.record.issuing_body,
        notes=tuple(notes),
        path=(*found.applies.path, *found.waived.path),
        anchor_title=found.day_titles.get(told["anchor"]),
        **told,
    )


OPEN_TO_WAIVER = frozenset({ObligationStatus.BREACHED, ObligationStatus.OVERDUE})
"""What a waiver that nobody stated could still excuse."""


def _displaced(key: str, special: LocalizedText, because: LocalizedText | None) -> Message:
    return Message(key, {"special": special, "because": because or ""})
