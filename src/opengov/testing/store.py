"""What every store promises."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from attrs import evolve

from opengov.domain import Interpretation, Matter
from opengov.errors import ConflictError, StoreError
from opengov.ports import DeliveryState, Query, Receipt, ReceiptState, Save, Store
from opengov.testing.builders import (
    BEGIN,
    HOSTILE,
    a_delivery,
    an_item,
    every_event,
    every_record,
)

if TYPE_CHECKING:
    from pathlib import Path

    from opengov.domain import AnyRecord
    from opengov.ports import Delivery

LEASE = timedelta(minutes=1)


class StoreContract:
    """The promises of a store. Subclass it and say how the store is made."""

    persistent = True
    """Whether data outlives the store; set to false for a store in memory."""

    def make_store(self, folder: Path) -> Store:
        """Open the store that keeps its data in ``folder``; the same folder is the same data."""
        raise NotImplementedError

    # Records -----------------------------------------------------------------------------

    def test_what_was_not_saved_is_not_there(self, tmp_path: Path) -> None:
        with closing(self.make_store(tmp_path)) as store:
            assert store.load("nothing") is None
            assert list(store.search(Query())) == []
            assert list(store.history("nothing")) == []
            assert store.delivery("nothing") is None

    def test_every_record_comes_back_equal(self, tmp_path: Path) -> None:
        with closing(self.make_store(tmp_path)) as store:
            for record in (*every_record(), an_item(id=HOSTILE.split()[0], body=HOSTILE)):
                assert store.save(Save(record=record), expected=0) == 1
                stored = store.load(record.id)
                assert stored is not None
                assert stored.record == record
                assert stored.revision == 1

    def test_each_save_counts_the_revision_up(self, tmp_path: Path) -> None:
        with closing(self.make_store(tmp_path)) as store:
            for revision in range(3):
                changed = an_item(title=f"第{revision}稿")
                assert store.save(Save(record=changed), expected=revision) == revision + 1
            assert _loaded(store, changed.id) == changed

    @pytest.mark.parametrize("expected", [0, 2])
    def test_a_stale_revision_saves_nothing(self, tmp_path: Path, expected: int) -> None:
        with closing(self.make_store(tmp_path)) as store:
            store.save(Save(record=an_item(), events=every_event()[:1]), expected=0)
            rejected = Save(
                record=an_item(title="改"), events=every_event(), deliveries=(a_delivery(),)
            )
            with pytest.raises(ConflictError):
                store.save(rejected, expected=expected)
            assert _loaded(store, an_item().id) == an_item()
            assert list(store.history(an_item().id)) == [*every_event()[:1]]
            assert store.delivery("key") is None

    def test_a_new_record_cannot_expect_a_revision(self, tmp_path: Path) -> None:
        with closing(self.make_store(tmp_path)) as store:
            with pytest.raises(ConflictError):
                store.save(Save(record=an_item()), expected=1)
            assert store.load(an_item().id) is None

    def test_of_writers_at_the_same_time_one_wins(self, tmp_path: Path) -> None:
        with closing(self.make_store(tmp_path)) as store:
            store.save(Save(record=an_item()), expected=0)

            def attempt(number: int) -> bool:
                try:
                    store.save(Save(record=an_item(title=f"{number}")), expected=1)
                except ConflictError:
                    return False
                return True

            with ThreadPoolExecutor(8) as threads:
                assert sum(threads.map(attempt, range(8))) == 1
            stored = store.load(an_item().id)
            assert stored is not None
            assert stored.revision == 2

    def test_records_are_found_by_what_they_are_in_the_order_of_their_ids(
        self, tmp_path: Path
    ) -> None:
        with closing(self.make_store(tmp_path)) as store:
            records = [*every_record(), *(an_item(id=f"item {n}") for n in (10, 9, 2))]
            for record in records:
                store.save(Save(record=record), expected=0)

            def found(query: Query) -> list[str]:
                return [stored.record.id for stored in store.search(query)]

            items = ["123456788/202509-011", "item 10", "item 2", "item 9"]
            assert found(Query()) == sorted(record.id for record in records)
            assert found(Query(kind="item")) == items
            assert found(Query(issuing_body="云汀市文旅局")) == [*items, "list-1"]
            assert found(Query(issuing_body="云汀市")) == []
            assert found(Query(document_id="123456788/202509-011")) == ["interpretation-1"]
            assert found(Query(kind="item", document_id="123456788/202509-011")) == []

    def test_a_matter_of_a_long_kind_is_kept_whole_and_found(self, tmp_path: Path) -> None:
        kind = "application-for-the-registration-of-a-regulatory-document"
        with closing(self.make_store(tmp_path)) as store:
            store.save(Save(record=Matter(id="matter", kind=kind)), expected=0)
            (found,) = store.search(Query(kind=kind))
            assert found.record == Matter(id="matter", kind=kind)
            assert not list(store.search(Query(kind=kind[:32])))

    def test_saving_while_searching_is_safe(self, tmp_path: Path) -> None:
        with closing(self.make_store(tmp_path)) as store:
            for number in range(20):
                store.save(Save(record=an_item(id=f"{number:02}")), expected=0)
            for stored in store.search(Query()):
                store.save(Save(record=evolve(stored.record, title="改")), expected=stored.revision)
            assert {stored.revision for stored in store.search(Query())} == {2}

    # Events ------------------------------------------------------------------------------

    def test_events_come_back_in_order_and_to_their_record(self, tmp_path: Path) -> None:
        with closing(self.make_store(tmp_path)) as store:
            first, *rest = every_event()
            store.save(Save(record=an_item(), events=(first,)), expected=0)
            store.save(Save(record=an_item(id="other"), events=every_event("other")), expected=0)
            store.save(Save(record=an_item(), events=tuple(rest)), expected=1)
            assert list(store.history(an_item().id)) == list(every_event())
            assert list(store.history("other")) == list(every_event("other"))

    # Deliveries --------------------------------------------------------------------------

    def test_deliveries_are_claimed_oldest_first_and_by_one_worker(self, tmp_path: Path) -> None:
        with closing(self.make_store(tmp_path)) as store:
            _saved(store, "c", "a", "b")
            first = store.claim(now=BEGIN, lease=LEASE, limit=2)
            second = store.claim(now=BEGIN, lease=LEASE)
            assert [_key(delivery) for delivery in first] == ["c", "a"]
            assert [_key(delivery) for delivery in second] == ["b"]
            assert list(store.claim(now=BEGIN + LEASE / 2, lease=LEASE)) == []

    def test_workers_at_the_same_time_claim_different_deliveries(self, tmp_path: Path) -> None:
        with closing(self.make_store(tmp_path)) as store:
            _saved(store, *(f"{number}" for number in range(12)))

            def claimed(_: int) -> list[str]:
                return [_key(each) for each in store.claim(now=BEGIN, lease=LEASE, limit=2)]

            with ThreadPoolExecutor(6) as threads:
                keys = [key for found in threads.map(claimed, range(6)) for key in found]
            assert sorted(keys) == sorted(set(keys))

    def test_after_the_lease_a_delivery_is_claimed_again(self, tmp_path: Path) -> None:
        with closing(self.make_store(tmp_path)) as store:
            _saved(store, "key")
            store.claim(now=BEGIN, lease=LEASE)
            again = store.claim(now=BEGIN + LEASE, lease=LEASE)
            assert [_key(delivery) for delivery in again] == ["key"]

    def test_what_is_done_or_given_up_is_not_claimed_again(self, tmp_path: Path) -> None:
        with closing(self.make_store(tmp_path)) as store:
            _saved(store, "done", "dead")
            done, dead = store.claim(now=BEGIN, lease=LEASE)
            done = evolve(done, state=DeliveryState.DONE, attempts=1, receipt=_receipt("done"))
            store.settle(done, every_event()[6:7])
            store.settle(evolve(dead, state=DeliveryState.DEAD, error="no"))
            assert list(store.claim(now=BEGIN + 2 * LEASE, lease=LEASE)) == []
            assert store.delivery("done") == done
            assert list(store.history(an_item().id)) == [*every_event()[6:7]]

    def test_what_is_to_be_tried_again_is_free_at_once(self, tmp_path: Path) -> None:
        with closing(self.make_store(tmp_path)) as store:
            _saved(store, "key")
            (delivery,) = store.claim(now=BEGIN, lease=LEASE)
            store.settle(evolve(delivery, attempts=1, error="busy"))
            (again,) = store.claim(now=BEGIN, lease=LEASE)
            assert (again.attempts, again.error) == (1, "busy")

    def test_done_stays_done_when_a_late_worker_says_otherwise(self, tmp_path: Path) -> None:
        with closing(self.make_store(tmp_path)) as store:
            _saved(store, "key")
            (delivery,) = store.claim(now=BEGIN, lease=LEASE)
            done = evolve(delivery, state=DeliveryState.DONE, receipt=_receipt("key"))
            store.settle(done)
            store.settle(evolve(delivery, error="late"))
            assert store.delivery("key") == done
            assert list(store.claim(now=BEGIN + 2 * LEASE, lease=LEASE)) == []

    def test_the_same_key_is_delivered_once(self, tmp_path: Path) -> None:
        with closing(self.make_store(tmp_path)) as store:
            _saved(store, "key")
            (delivery,) = store.claim(now=BEGIN, lease=LEASE)
            store.settle(evolve(delivery, state=DeliveryState.DONE))
            store.save(Save(record=an_item(), deliveries=(a_delivery(),)), expected=1)
            assert list(store.claim(now=BEGIN + 2 * LEASE, lease=LEASE)) == []

    def test_an_unknown_delivery_cannot_be_settled(self, tmp_path: Path) -> None:
        with closing(self.make_store(tmp_path)) as store, pytest.raises(StoreError):
            store.settle(a_delivery("never saved"))

    # Life --------------------------------------------------------------------------------

    def test_everything_is_there_after_closing_and_opening(self, tmp_path: Path) -> None:
        if not self.persistent:
            pytest.skip("this store says that its data is gone with it")
        with closing(self.make_store(tmp_path)) as store:
            save = Save(record=an_item(), events=every_event(), deliveries=(a_delivery(),))
            store.save(save, expected=0)
        with closing(self.make_store(tmp_path)) as store:
            assert _loaded(store, an_item().id) == an_item()
            assert list(store.history(an_item().id)) == list(every_event())
            assert [_key(each) for each in store.claim(now=BEGIN, lease=LEASE)] == ["key"]

    def test_it_says_where_the_data_is(self, tmp_path: Path) -> None:
        with closing(self.make_store(tmp_path)) as store:
            assert store.ping()

    def test_closing_twice_is_harmless(self, tmp_path: Path) -> None:
        store = self.make_store(tmp_path)
        store.close()
        store.close()

    def test_an_interpretation_that_changes_its_document_is_found_there(
        self, tmp_path: Path
    ) -> None:
        with closing(self.make_store(tmp_path)) as store:
            text = Interpretation(id="i", document_id="one")
            store.save(Save(record=text), expected=0)
            store.save(Save(record=evolve(text, document_id="two")), expected=1)
            assert list(store.search(Query(document_id="one"))) == []
            assert len(list(store.search(Query(document_id="two")))) == 1


def _loaded(store: Store, record_id: str) -> AnyRecord | None:
    stored = store.load(record_id)
    return stored.record if stored else None


def _saved(store: Store, *keys: str) -> None:
    deliveries = tuple(map(a_delivery, keys))
    store.save(Save(record=an_item(), deliveries=deliveries), expected=0)


def _key(delivery: Delivery) -> str:
    return delivery.release.key


def _receipt(key: str) -> Receipt:
    return Receipt(
        key=key, channel="site", record_id=an_item().id, state=ReceiptState.CONFIRMED, at=BEGIN
    )
