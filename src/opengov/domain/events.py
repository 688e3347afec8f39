"""What happened to a record: who, when, what. Events are only ever added."""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from opengov.domain.checks import is_tuple
from opengov.domain.disclosure import Determination, SecrecyReview
from opengov.domain.text import Message
from opengov.domain.time import is_moment


@frozen(kw_only=True)
class RecordEvent:
    """What every event has: the record it is about, the moment, and who acted."""

    subject: str
    at: datetime = field(validator=is_moment)
    actor: str


@frozen(kw_only=True)
class ItemReceived(RecordEvent):
    """A record came in or was changed by hand; ``source`` says from where."""

    source: str = ""


@frozen(kw_only=True)
class ItemDetermined(RecordEvent):
    """The disclosure attribute was determined (公开属性认定)."""

    determination: Determination


@frozen(kw_only=True)
class SecrecyReviewed(RecordEvent):
    """A secrecy review was recorded (保密审查)."""

    review: SecrecyReview


@frozen(kw_only=True)
class PublicationApproved(RecordEvent):
    """Every gate was open; the record is released to ``channels``."""

    channels: tuple[str, ...] = field(validator=is_tuple)


@frozen(kw_only=True)
class PublicationRefused(RecordEvent):
    """Publication was asked for and refused, for these reasons."""

    reasons: tuple[Message, ...] = field(validator=is_tuple)


@frozen(kw_only=True)
class ItemPublished(RecordEvent):
    """A channel confirmed a release; ``reference`` is where it can be seen."""

    channel: str
    key: str
    reference: str = ""


@frozen(kw_only=True)
class ItemWithdrawn(RecordEvent):
    """A channel confirmed that a release was taken down."""

    channel: str
    key: str
    reason: str


@frozen(kw_only=True)
class DeliveryFailed(RecordEvent):
    """A channel did not take a release; ``attempts`` counts this one."""

    channel: str
    key: str
    error: str
    attempts: int


Event = (
    ItemReceived
    | ItemDetermined
    | SecrecyReviewed
    | PublicationApproved
    | PublicationRefused
    | ItemPublished
    | ItemWithdrawn
    | DeliveryFailed
)
