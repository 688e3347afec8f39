"""What an assessment says: a ruling, findings, obligations, conflicts and questions."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from attrs import field, frozen

from opengov.domain import (
    Citation,
    InterpretationElement,
    LocalizedText,
    Message,
    Truth,
)
from opengov.domain.checks import is_tuple
from opengov.domain.time import is_day, is_moment
from opengov.policy.pack import Level
from opengov.policy.provision import Step
from opengov.workdays import Due, Limit


class Ruling(Enum):
    """Whether a record may be disclosed."""

    OPEN = "open"
    PARTIAL = "partial"
    WITHHOLD = "withhold"
    REFER = "refer"
    """A fact that could change the answer is not known: a person must be asked."""


class ObligationStatus(Enum):
    """How things stand with an obligation at the moment of the assessment."""

    NOT_YET_RUNNING = "not-yet-running"
    RUNNING = "running"
    MET = "met"
    MET_LATE = "met-late"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"


@frozen(kw_only=True)
class Source:
    """Which norm says so: pack, level, provision, article."""

    pack: str
    level: Level
    provision: str
    title: LocalizedText
    citations: tuple[Citation, ...] = field(validator=is_tuple)


@frozen(kw_only=True)
class Evidence:
    """What shows that an obligation was met: a published record and its day."""

    record_id: str
    on: date = field(validator=is_day)
    at: datetime | None = None
    """The moment, where a time of day is stated."""


@frozen(kw_only=True)
class Obligation:
    """A norm applied to a record: what is due, when and why, and how things stand.

    ``anchor`` names the field the count starts from. ``applies`` is unknown where a fact is
    missing that decides whether the norm applies at all. ``binding`` marks the one with the
    earliest due date among those for the same ``duty``.
    """

    record_id: str
    duty: str
    source: Source
    limit: Limit
    anchor: str | None
    due: Due | None
    status: ObligationStatus
    applies: Truth
    binding: bool = False
    evidence: Evidence | None = None
    responsible: str | None = None
    notes: tuple[Message, ...] = field(default=(), validator=is_tuple)


@frozen(kw_only=True)
class GateFinding:
    """Whether a gate is open: yes, no, or not known. Only yes lets anything through."""

    source: Source
    blocks: Step
    applies: Truth
    holds: Truth
    unmet: LocalizedText

    @property
    def is_open(self) -> bool:
        """Whether the step behind the gate may be taken."""
        return self.applies is Truth.NO or self.holds is Truth.YES


@frozen(kw_only=True)
class GroundFinding:
    """A ground for not disclosing that holds, or may hold."""

    source: Source
    mandatory: bool
    holds: Truth


@frozen(kw_only=True)
class ElementsFinding:
    """Which required elements an interpretation lacks."""

    source: Source
    missing: tuple[InterpretationElement, ...] = field(validator=is_tuple)


@frozen(kw_only=True)
class Conflict:
    """Two layers that disagree on one duty: ``looser`` exceeds what ``stricter`` allows."""

    duty: str
    stricter: Source
    looser: Source


@frozen(kw_only=True)
class Question:
    """A fact to ask for, because it decides something."""

    fact: str
    sources: tuple[Source, ...] = field(validator=is_tuple)


@frozen(kw_only=True)
class PackVersion:
    """Which edition of which pack was used."""

    id: str
    version: str


@frozen(kw_only=True)
class Assessment:
    """Everything the packs say about one record, at one moment."""

    record_id: str
    as_of: date = field(validator=is_day)
    known_at: datetime = field(validator=is_moment)
    packs: tuple[PackVersion, ...] = field(validator=is_tuple)
    ruling: Ruling
    reasons: tuple[Message, ...] = field(default=(), validator=is_tuple)
    grounds: tuple[GroundFinding, ...] = field(default=(), validator=is_tuple)
    gates: tuple[GateFinding, ...] = field(default=(), validator=is_tuple)
    elements: tuple[ElementsFinding, ...] = field(default=(), validator=is_tuple)
    obligations: tuple[Obligation, ...] = field(default=(), validator=is_tuple)
    conflicts: tuple[Conflict, ...] = field(default=(), validator=is_tuple)
    questions: tuple[Question, ...] = field(default=(), validator=is_tuple)

    @property
    def holding(self) -> tuple[GroundFinding, ...]:
        """The grounds that hold, without those that only may."""
        return tuple(ground for ground in self.grounds if ground.holds is Truth.YES)
