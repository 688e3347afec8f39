"""Norms, packs and matters for tests: small, and each of one kind."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from attrs import evolve

from opengov.domain import (
    BEIJING,
    Citation,
    Fact,
    Instrument,
    LocalizedText,
    Matter,
    Milestone,
    Period,
    StatedTime,
)
from opengov.policy import (
    ClockPause,
    Deadline,
    Extension,
    Level,
    ObligationStatus,
    Pack,
    assess,
)
from opengov.workdays import Workdays

if TYPE_CHECKING:
    from opengov.policy import AnyProvision, Assessment, Obligation

Status = ObligationStatus
LAW = Citation(instrument=Instrument(id="law", title="条例"), article="第一条")


def named(text: str) -> LocalizedText:
    return LocalizedText(zh=text, en=text)


def common(name: str = "norm", start: date = date(2008, 5, 1), **changes: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": name,
        "duty": "duty",
        "title": named(name),
        "in_force": Period(start),
        "citations": (LAW,),
    }
    return told | changes


def pack(*provisions: AnyProvision, level: Level = Level.NATIONAL, **changes: Any) -> Pack:
    made = Pack(
        id=level.value,
        title="包",
        level=level,
        jurisdiction="CN",
        version="1",
        reviewed_on=date(2026, 1, 1),
        provisions=provisions,
    )
    return evolve(made, **changes)


def matter(kind: str = "request", facts: dict[str, bool] | None = None, **days: Any) -> Matter:
    milestones = [
        Milestone(name, StatedTime.parse(text))
        for name, texts in days.items()
        for text in (texts if isinstance(texts, list) else [texts])
    ]
    stated = tuple(Fact(name, holds) for name, holds in (facts or {}).items())
    return Matter(id="m", kind=kind, milestones=tuple(milestones), facts=stated)


def told(
    record: Any, *packs: Pack, on: str = "2026-06-01", as_of: date | None = None
) -> Assessment:
    text = on if "T" in on else f"{on}T23:59:59"
    now = datetime.fromisoformat(text).replace(tzinfo=BEIJING)
    return assess(record, packs, as_of=as_of or now.date(), known_at=now)


def one(record: Any, norm: AnyProvision, on: str = "2026-06-01") -> Obligation:
    (obligation,) = told(record, pack(norm), on=on).obligations
    return obligation


REPLY = Deadline(
    **common("reply"),
    limit=Workdays(20),
    anchors=("received_on",),
    done_by=("replied_on",),
    restarts=("corrected_on",),
    pauses=(ClockPause("asked_on", "answered_on", named("征求第三方意见")),),
    extension=Extension("extended_on", Workdays(20)),
)
