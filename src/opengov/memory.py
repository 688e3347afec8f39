"""The store in memory: for trials and tests, gone with the process."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from attrs import field, mutable

from opengov.domain import Interpretation
from opengov.errors import ConflictError, RecordNotFoundError
from opengov.policy.case import kind_of
from opengov.ports import Delivery, DeliveryState, Query, Save, Stored

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, timedelta

    from opengov.domain import AnyRecord, Event


@mutable
class _Kept:
    delivery: Delivery
    leased_until: datetime | None = None


@mutable
class _Subject:
    stored: Stored
    events: list[Event] = field(factory=list)


class MemoryStore:
    """Keeps everything in dictionaries under one lock; safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._subjects: dict[str, _Subject] = {}
        self._outbox: dict[str, _Kept] = {}

    def load(self, record_id: str) -> Stored | None:
        """Return the record, or ``None``."""
        with self._lock:
            subject = self._subjects.get(record_id)
            return subject.stored if subject else None

    def save(self, save: Save, *, expected: int) -> int:
        """Save everything, or nothing where somebody else saved first."""
        with self._lock:
            subject = self._subjects.get(save.record.id)
            found = subject.stored.revision if subject else 0
            if found != expected:
                raise ConflictError(
                    f"revision {found} is stored, {expected} was expected.",
                    where=save.record.id,
                    remedy="Load the record again and repeat the change.",
                )
            stored = Stored(record=save.record, revision=found + 1)
            if subject is None:
                subject = self._subjects[save.record.id] = _Subject(stored)
            subject.stored = stored
            subject.events += save.events
            for delivery in save.deliveries:
                self._outbox.setdefault(delivery.release.key, _Kept(delivery))
            return stored.revision

    def search(self, query: Query) -> Iterator[Stored]:
        """Find records, ordered by id."""
        with self._lock:
            found = [each.stored for _, each in sorted(self._subjects.items())]
        return (stored for stored in found if _matches(stored.record, query))

    def history(self, record_id: str) -> Sequence[Event]:
        """Return the events of a record, oldest first."""
        with self._lock:
            subject = self._subjects.get(record_id)
            return tuple(subject.events) if subject else ()

    def delivery(self, key: str) -> Delivery | None:
        """Return a delivery by its key, or ``None``."""
        with self._lock:
            kept = self._outbox.get(key)
            return kept.delivery if kept else None

    def claim(self, *, now: datetime, lease: timedelta, limit: int = 100) -> Sequence[Delivery]:
        """Take pending deliveries that nobody holds, oldest first."""
        with self._lock:
            free = [
                kept
                for kept in self._outbox.values()
                if kept.delivery.state is DeliveryState.PENDING
                and (kept.leased_until is None or kept.leased_until <= now)
            ][:limit]
            for kept in free:
                kept.leased_until = now + lease
            return tuple(kept.delivery for kept in free)

    def settle(self, delivery: Delivery, events: Sequence[Event] = ()) -> None:
        """Save how a delivery went, with its events, and end its lease; done stays done."""
        with self._lock:
            kept = self._outbox.get(delivery.release.key)
            if kept is None:
                raise RecordNotFoundError(
                    "there is no such delivery.",
                    where=delivery.release.key,
                    remedy="Settle only what was claimed from this store.",
                )
            if kept.delivery.state is not DeliveryState.DONE:
                kept.delivery = delivery
                kept.leased_until = None
            self._subjects[delivery.release.record.id].events += events

    def ping(self) -> str:
        """Return where the data is."""
        return f"in memory, {len(self._subjects)} records"

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""


def _matches(record: AnyRecord, query: Query) -> bool:
    document_id = record.document_id if isinstance(record, Interpretation) else None
    return (
        query.kind in {None, kind_of(record)}
        and query.issuing_body in {None, record.issuing_body}
        and query.document_id in {None, document_id}
    )
