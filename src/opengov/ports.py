"""What opengov needs from outside: a store, channels, a clock. Small synchronous protocols.

An implementation inherits nothing. The promises behind each member are the tests of the
contract classes in ``opengov.testing``.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from attrs import field, frozen

from opengov.domain import AnyRecord, Event, LocalizedText
from opengov.domain.checks import is_tuple
from opengov.domain.time import is_moment
from opengov.policy import Obligation
from opengov.screening.mask import Mask
from opengov.screening.passage import Blob, Extracted, Passage, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T_co = TypeVar("T_co", covariant=True)


class Clock(Protocol):
    """Tells the moment, with a zone."""

    def now(self) -> datetime:
        """Return this moment, aware."""


class SystemClock:
    """The clock of the machine, in UTC."""

    def now(self) -> datetime:
        """Return this moment."""
        return datetime.now(UTC)


@frozen(kw_only=True)
class Release:
    """One version of a record for one channel, with what a reader should know beside it.

    ``key`` stays the same for the same content, so that a repeat does nothing.
    """

    key: str
    channel: str
    record: AnyRecord
    obligations: tuple[Obligation, ...] = field(default=(), validator=is_tuple)
    released_at: datetime = field(validator=is_moment)


class ReceiptState(Enum):
    """How far a channel got with a release."""

    SUBMITTED = "submitted"
    """Taken, but not visible yet; ``poll`` tells when it is."""
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


@frozen(kw_only=True)
class Receipt:
    """A channel's word for what became of a release; ``reference`` is where it can be seen."""

    key: str
    channel: str
    record_id: str
    state: ReceiptState
    at: datetime = field(validator=is_moment)
    reference: str = ""


class Channel(Protocol):
    """A place where records are published. Errors are ``ChannelError`` and say ``retryable``."""

    def publish(self, release: Release) -> Receipt:
        """Show the release; the same key again gives the same receipt and changes nothing."""

    def withdraw(self, receipt: Receipt, reason: str, *, at: datetime) -> Receipt:
        """Take the record down and say so where it stood; again does nothing."""

    def poll(self, receipt: Receipt) -> Receipt:
        """Return the receipt as it stands now."""

    def ping(self) -> str:
        """Return a line on where the channel writes, or raise what keeps it from doing so."""


class DeliveryState(Enum):
    """Where a delivery is on its way."""

    PENDING = "pending"
    DONE = "done"
    DEAD = "dead"
    """Given up; ``error`` says why."""


@frozen(kw_only=True)
class Delivery:
    """A release on its way to its channel; ``release.key`` identifies it."""

    release: Release
    state: DeliveryState = DeliveryState.PENDING
    attempts: int = 0
    error: str = ""
    receipt: Receipt | None = None


@frozen(kw_only=True)
class Stored:
    """A record as the store holds it; ``revision`` counts its saves from 1."""

    record: AnyRecord
    revision: int


@frozen(kw_only=True)
class Save:
    """What is saved together or not at all: a record, its events, its deliveries."""

    record: AnyRecord
    events: tuple[Event, ...] = field(default=(), validator=is_tuple)
    deliveries: tuple[Delivery, ...] = field(default=(), validator=is_tuple)


@frozen(kw_only=True)
class Query:
    """Which records to find. Empty fields do not restrict; ``kind`` is item, list and so on.

    ``document_id`` finds the interpretations of a document.
    """

    kind: str | None = None
    issuing_body: str | None = None
    document_id: str | None = None


class Store(Protocol):
    """Keeps records, their events and the outbox."""

    def load(self, record_id: str) -> Stored | None:
        """Return the record, or ``None``."""

    def save(self, save: Save, *, expected: int) -> int:
        """Save everything or nothing and return the new revision.

        ``expected`` is the revision that was loaded, 0 for a new record; another one in the
        store is a ``ConflictError``. A delivery whose key is already there is left as it is.
        """

    def search(self, query: Query) -> Iterator[Stored]:
        """Find records, ordered by id."""

    def history(self, record_id: str) -> Sequence[Event]:
        """Return the events of a record, oldest first."""

    def delivery(self, key: str) -> Delivery | None:
        """Return a delivery by its key, or ``None``."""

    def claim(self, *, now: datetime, lease: timedelta, limit: int = 100) -> Sequence[Delivery]:
        """Take pending deliveries, oldest first; nobody else gets them until the lease ends.

        A worker that dies loses nothing: after the lease the delivery is claimed again.
        """

    def settle(self, delivery: Delivery, events: Sequence[Event] = ()) -> None:
        """Save how a claimed delivery went, with the events of it, and end its lease.

        One that is done stays done, whatever a worker says that comes late.
        """

    def ping(self) -> str:
        """Return a line on where the store keeps its data, or raise what keeps it from working."""

    def close(self) -> None:
        """Let go of files and connections; again does nothing."""


class Extractor(Protocol):
    """Reads the text of files of some formats. Everything a file holds is told, or is unread."""

    @property
    def formats(self) -> frozenset[str]:
        """The formats that it reads, by the names that ``opengov.files.format_of`` gives them."""

    def extract(self, blob: Blob, kind: str, *, room: int) -> Extracted:
        """Read a file that was recognised as of the format ``kind``.

        No more than ``room`` bytes are unpacked for it. What cannot be read is in ``unread`` of
        the answer; a file that cannot be read at all is an ``ExtractionError``. Extractors
        pickle, because workers are given them.
        """


@frozen(kw_only=True)
class Redacted:
    """The published copy of a file: what was masked in it, and what was left out whole."""

    blob: Blob
    masks: tuple[tuple[Place, Mask], ...] = field(validator=is_tuple)
    left_out: tuple[Place, ...] = field(default=(), validator=is_tuple)


class Redactor(Protocol):
    """Makes the published copy of files of some formats."""

    @property
    def formats(self) -> frozenset[str]:
        """The formats that it can redact, by the same names as those of an ``Extractor``."""

    def redact(
        self,
        blob: Blob,
        kind: str,
        masking: Callable[[Passage], tuple[Mask, ...]],
    ) -> Redacted:
        """Return a copy in which every text has the masks that ``masking`` asks for.

        ``masking`` is asked about each text with what stands around it: a whole paragraph, a
        whole table. What a reader does not see (comments, tracked changes, hidden sheets and
        columns, metadata, what is embedded) is left out. What cannot be redacted safely is a
        ``RedactionError``, and then there is no copy.
        """


@frozen
class NoOptions:
    """There is nothing to set."""


@frozen(kw_only=True)
class Provider(Generic[T_co]):
    """Something a plugin offers under a name, built only when it is asked for.

    ``options`` is the attrs class that the settings of the provider are structured into;
    ``build`` takes an instance of it and imports what it needs when called.
    """

    name: str
    summary: LocalizedText
    build: Callable[..., T_co]
    options: type = NoOptions
