"""For each promise of a store: an implementation that breaks it, and the kit catches it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, cast

import pytest
from attrs import evolve

from opengov.memory import MemoryStore
from opengov.ports import Delivery, Query, Save, Store, Stored
from opengov.testing import StoreContract

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, timedelta
    from pathlib import Path

    from opengov.domain import Event


class ForgetsRevisions(MemoryStore):
    def save(self, save: Save, *, expected: int) -> int:
        held = self.load(save.record.id)
        del expected
        return super().save(save, expected=held.revision if held else 0)


class SavesEventsOfRefusedSaves(MemoryStore):
    def save(self, save: Save, *, expected: int) -> int:
        held = self.load(save.record.id)
        if held and held.revision != expected:
            self._subjects[save.record.id].events += save.events
        return super().save(save, expected=expected)


class SavesDeliveriesOfRefusedSaves(MemoryStore):
    def save(self, save: Save, *, expected: int) -> int:
        held = self.load(save.record.id)
        if held and held.revision != expected:
            super().save(evolve(save, record=held.record, events=()), expected=held.revision)
        return super().save(save, expected=expected)


class RevisionStaysOne(MemoryStore):
    def save(self, save: Save, *, expected: int) -> int:
        return min(super().save(save, expected=expected), 1)


class LosesText(MemoryStore):
    def save(self, save: Save, *, expected: int) -> int:
        plain = evolve(save.record, body=save.record.body.replace("\n", " "))
        return super().save(evolve(save, record=plain), expected=expected)


class SearchesInOrderOfArrival(MemoryStore):
    def search(self, query: Query) -> Iterator[Stored]:
        found = {stored.record.id: stored for stored in super().search(query)}
        return (found[name] for name in self._subjects if name in found)


class IgnoresTheQuery(MemoryStore):
    def search(self, query: Query) -> Iterator[Stored]:
        return super().search(evolve(query, document_id=None))


class SearchesALiveView(MemoryStore):
    def search(self, query: Query) -> Iterator[Stored]:
        for _ in range(2):
            for stored in super().search(query):
                held = self.load(stored.record.id)
                assert held is not None
                yield held


class MixesHistories(MemoryStore):
    def history(self, record_id: str) -> Sequence[Event]:
        del record_id
        return [event for subject in self._subjects.values() for event in subject.events]


class TellsHistoryBackwards(MemoryStore):
    def history(self, record_id: str) -> Sequence[Event]:
        return tuple(reversed(super().history(record_id)))


class HasNoLease(MemoryStore):
    def claim(self, *, now: datetime, lease: timedelta, limit: int = 100) -> Sequence[Delivery]:
        return super().claim(now=now, lease=lease * 0, limit=limit)


class LeasesForEver(MemoryStore):
    def claim(self, *, now: datetime, lease: timedelta, limit: int = 100) -> Sequence[Delivery]:
        return super().claim(now=now, lease=lease * 1000, limit=limit)


class ClaimsNewestFirst(MemoryStore):
    def claim(self, *, now: datetime, lease: timedelta, limit: int = 100) -> Sequence[Delivery]:
        self._outbox = dict(reversed(self._outbox.items()))
        return super().claim(now=now, lease=lease, limit=limit)


class IgnoresTheLimit(MemoryStore):
    def claim(self, *, now: datetime, lease: timedelta, limit: int = 100) -> Sequence[Delivery]:
        del limit
        return super().claim(now=now, lease=lease)


class ForgetsToSettle(MemoryStore):
    def settle(self, delivery: Delivery, events: Sequence[Event] = ()) -> None:
        """Do nothing."""


class SettlesWithoutEvents(MemoryStore):
    def settle(self, delivery: Delivery, events: Sequence[Event] = ()) -> None:
        del events
        super().settle(delivery)


class UndoesWhatIsDone(MemoryStore):
    def settle(self, delivery: Delivery, events: Sequence[Event] = ()) -> None:
        kept = self._outbox.get(delivery.release.key)
        if kept:
            kept.delivery, kept.leased_until = delivery, None
        super().settle(delivery, events)


class SettlesWhatItNeverSaw(MemoryStore):
    def settle(self, delivery: Delivery, events: Sequence[Event] = ()) -> None:
        if delivery.release.key in self._outbox:
            super().settle(delivery, events)


class DeliversTheSameKeyTwice(MemoryStore):
    def save(self, save: Save, *, expected: int) -> int:
        revision = super().save(save, expected=expected)
        for delivery in save.deliveries:
            self._outbox[delivery.release.key].delivery = delivery
        return revision


class ClosesOnce(MemoryStore):
    closed = False

    def close(self) -> None:
        assert not self.closed
        self.closed = True


MUTANTS = [
    kind
    for kind in list(globals().values())
    if isinstance(kind, type) and issubclass(kind, MemoryStore) and kind is not MemoryStore
]


class Checked(StoreContract):
    persistent = False
    kind: type[MemoryStore] = MemoryStore

    def make_store(self, folder: Path) -> Store:
        del folder
        return self.kind()


def broken_promises(kind: type[MemoryStore], folder: Path) -> list[str]:
    """Run every test of the contract against a store; return those that fail."""
    failed = []
    for name, arguments in itertools.chain.from_iterable(map(_runs, _tests())):
        contract = Checked()
        contract.kind = kind
        try:
            getattr(contract, name)(folder, *arguments)
        except pytest.skip.Exception:
            continue
        except (Exception, pytest.fail.Exception):
            failed.append(name)
    return failed


def _tests() -> list[str]:
    return [name for name in dir(StoreContract) if name.startswith("test_")]


def _runs(name: str) -> list[tuple[str, tuple[Any, ...]]]:
    marks = getattr(getattr(StoreContract, name), "pytestmark", [])
    values = next((mark.args[1] for mark in marks if mark.name == "parametrize"), None)
    return [(name, ())] if values is None else [(name, (value,)) for value in cast("Any", values)]


def test_the_store_in_memory_breaks_no_promise(tmp_path: Path) -> None:
    assert broken_promises(MemoryStore, tmp_path) == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda kind: kind.__name__)
def test_a_store_that_breaks_a_promise_is_caught(mutant: type[MemoryStore], tmp_path: Path) -> None:
    assert broken_promises(mutant, tmp_path)
