"""What an assessment says: a ruling, findings, obligations, conflicts and questions."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from attrs import field, frozen

from opengov.domain import (
    Citation,
    LocalizedText,
    Message,
    Period,
    Truth,
    Word,
)
from opengov.domain.checks import is_tuple
from opengov.domain.time import is_day, is_moment
from opengov.policy.condition import Held
from opengov.policy.pack import Level
from opengov.policy.provision import Step
from opengov.workdays import Due, Frequency, Limit

if TYPE_CHECKING:
    from collections.abc import Mapping

V = TypeVar("V")


def filled(kind: type[V], blank: Mapping[str, object], **values: object) -> V:
    """Return an ``Obligation`` or ``Assessment`` with these values, which are not checked again.

    ``blank`` is what very many of them have in common, checked once; making each from nothing
    would be half of the work of assessing.
    """
    made = object.__new__(kind)
    made.__dict__.update(blank)
    made.__dict__.update(values)
    return made


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
    """The last day is past, and nothing was done."""
    BREACHED = "breached"
    """What was done was not allowed so, or a period went by unserved: no act can mend it."""
    WAIVED = "waived"
    """The norm lets it go, or a special law takes its place."""
    UNKNOWN = "unknown"


WRONG = frozenset({ObligationStatus.BREACHED, ObligationStatus.MET_LATE, ObligationStatus.OVERDUE})
"""What somebody has to answer for."""


@frozen(kw_only=True)
class Source:
    """Which norm says so: pack, level, provision, article.

    ``version`` is the day from which the version in question is in force, ``note`` the reading
    that was chosen where the source is ambiguous.
    """

    pack: str
    level: Level
    provision: str
    title: LocalizedText
    citations: tuple[Citation, ...] = field(validator=is_tuple)
    version: date | None = field(default=None, validator=is_day)
    note: LocalizedText | None = None
    bearer: LocalizedText | None = None
    """Whom the norm puts the duty on."""


@frozen(kw_only=True)
class Evidence:
    """What shows that an obligation was met: a published record and its day."""

    record_id: str
    on: date = field(validator=is_day)
    at: datetime | None = None
    """The moment, where a time of day is stated."""


@frozen(kw_only=True, slots=False)
class Obligation:
    """A norm applied to a record: what is due, when and why, and how things stand.

    ``anchor`` names the day the count starts from. ``due`` is the last day to do it, ``opens``
    the first on which it may be done or ended, where a norm sets one. ``applies`` is unknown
    where a fact is missing that decides whether the norm applies at all. ``binding`` marks the
    one that governs among those for the same ``duty``: the earliest due date, and the latest
    opening. ``period`` is that of a duty that returns, ``elapsed`` the working days that a duty
    without a number (及时) took, or has taken so far.
    """

    record_id: str
    duty: str
    source: Source
    limit: Limit | None
    anchor: str | None
    due: Due | None
    status: ObligationStatus
    applies: Truth
    binding: bool = False
    evidence: Evidence | None = None
    responsible: str | None = None
    notes: tuple[Message, ...] = field(default=(), validator=is_tuple)
    opens: Due | None = None
    at_least: Limit | None = None
    """The shortest duration, where a norm sets one; ``limit`` is then the longest, if any."""
    every: Frequency | None = None
    period: Period | None = None
    elapsed: int | None = None
    anchor_title: LocalizedText | None = None
    """What the pack calls the anchor, where it is no day that this library knows."""
    duty_title: LocalizedText | None = None
    """What the pack calls the duty."""
    path: tuple[Held, ...] = field(default=(), validator=is_tuple)
    """The questions that decided that the norm applies."""
    displaced_by: Source | None = None
    """The special law that surely takes its place (特别法优于一般法); the notes say why."""

    @property
    def is_hypothetical(self) -> bool:
        """Whether it is not known to apply, sets no day so far, and nothing is wrong with it."""
        unclear = self.applies is Truth.UNKNOWN and self.due is None
        return unclear and self.status not in WRONG


@frozen(kw_only=True)
class GateFinding:
    """Whether a gate is open: yes, no, or not known. Only yes lets anything through."""

    source: Source
    blocks: Step
    applies: Truth
    holds: Truth
    unmet: LocalizedText
    held_then: Truth | None = None
    """Whether it held when the step was taken; ``None`` where it was not taken yet."""
    path: tuple[Held, ...] = field(default=(), validator=is_tuple)

    @property
    def is_breached(self) -> bool:
        """Whether the step was taken although the gate was closed. Nothing mends that later."""
        return self.held_then is Truth.NO and self.applies is Truth.YES

    @property
    def may_be_breached(self) -> bool:
        """Whether the step was taken, and it is not known that the gate was open or not there."""
        told = self.held_then in {Truth.NO, Truth.UNKNOWN} and self.applies is not Truth.NO
        return told and not self.is_breached

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
    path: tuple[Held, ...] = field(default=(), validator=is_tuple)


@frozen(kw_only=True)
class ElementsFinding:
    """Which required elements a record lacks; ``entry`` names the entry of a list."""

    source: Source
    missing: tuple[Word, ...] = field(validator=is_tuple)
    entry: str | None = None
    applies: Truth = Truth.YES
    path: tuple[Held, ...] = field(default=(), validator=is_tuple)


@frozen(kw_only=True)
class ChannelFinding:
    """Through which kinds of channel a record must go out, and which of them are missing.

    ``missing`` is empty where enough of them are known; ``met`` is unknown where nobody said on
    which channels the record is out.
    """

    source: Source
    at_least: int
    missing: tuple[Word, ...] = field(validator=is_tuple)
    met: Truth
    applies: Truth = Truth.YES
    path: tuple[Held, ...] = field(default=(), validator=is_tuple)


Finding = GroundFinding | GateFinding | ElementsFinding | ChannelFinding
"""What an assessment finds beside obligations."""


class Disagreement(Enum):
    """How two norms on one duty disagree."""

    LOOSER = "looser"
    """The lower layer allows what the higher one forbids."""
    CONTRADICTION = "contradiction"
    """No day satisfies both."""


@frozen(kw_only=True)
class Conflict:
    """Two norms that disagree on one duty: ``looser`` exceeds what ``stricter`` allows.

    In a contradiction neither is the looser: ``stricter`` closes before ``looser`` opens.
    """

    duty: str
    stricter: Source
    looser: Source
    kind: Disagreement = Disagreement.LOOSER
    duty_title: LocalizedText | None = None


@frozen(kw_only=True)
class Question:
    """A fact to ask for, because it decides something. ``title`` is what its pack calls it."""

    fact: str
    sources: tuple[Source, ...] = field(validator=is_tuple)
    title: LocalizedText | None = None


@frozen(kw_only=True)
class PackVersion:
    """Which edition of which pack was used."""

    id: str
    version: str


@frozen(kw_only=True, slots=False)
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
    channels: tuple[ChannelFinding, ...] = field(default=(), validator=is_tuple)
    obligations: tuple[Obligation, ...] = field(default=(), validator=is_tuple)
    possible: tuple[Obligation, ...] = field(default=(), validator=is_tuple)
    """What is not known to apply, sets no day so far, and has nothing wrong with it."""
    conflicts: tuple[Conflict, ...] = field(default=(), validator=is_tuple)
    questions: tuple[Question, ...] = field(default=(), validator=is_tuple)
    defaults: tuple[Source, ...] = field(default=(), validator=is_tuple)
    """The norms by which what is on no list is open, where that decided."""
    warnings: tuple[Message, ...] = field(default=(), validator=is_tuple)
    """What is odd about the record: a name that no pack knows, and so was not looked at; that it
    is out although it must be withheld."""

    @property
    def every_obligation(self) -> tuple[Obligation, ...]:
        """The obligations, possible ones included."""
        return (*self.obligations, *self.possible)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found beside the obligations."""
        return (*self.grounds, *self.gates, *self.elements, *self.channels)

    @property
    def holding(self) -> tuple[GroundFinding, ...]:
        """The grounds that hold, without those that only may."""
        return tuple(ground for ground in self.grounds if ground.holds is Truth.YES)
