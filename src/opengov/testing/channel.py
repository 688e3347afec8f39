"""What every channel promises."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from attrs import evolve

from opengov.domain import DisclosureItem, StatedTime
from opengov.ports import Channel, ReceiptState
from opengov.testing.builders import (
    BEGIN,
    DRAFTER,
    HOSTILE,
    REVIEWER,
    RULER,
    a_release,
    an_item,
    every_record,
)

if TYPE_CHECKING:
    from pathlib import Path

    from opengov.ports import Receipt

LATER = BEGIN + timedelta(days=1)


class ChannelContract:
    """The promises of a channel. Subclass it and say how the channel is made."""

    def make_channel(self, folder: Path) -> Channel:
        """Open the channel; ``folder`` is empty at first and the same for the same channel."""
        raise NotImplementedError

    def shown(self, folder: Path, receipt: Receipt) -> str | None:
        """Return what the public sees of a record, as text; ``None`` if a test cannot look."""
        del folder, receipt
        return None

    def everything_shown(self, folder: Path) -> str | None:
        """Return all that the public can reach, as text; ``None`` if a test cannot look."""
        del folder
        return None

    def test_a_release_gets_a_receipt(self, tmp_path: Path) -> None:
        release = a_release()
        receipt = self.make_channel(tmp_path).publish(release)
        assert (receipt.key, receipt.channel) == (release.key, release.channel)
        assert receipt.record_id == release.record.id
        assert receipt.state in {ReceiptState.SUBMITTED, ReceiptState.CONFIRMED}
        assert receipt.state is ReceiptState.SUBMITTED or receipt.reference

    @pytest.mark.parametrize("number", range(4))
    def test_every_type_of_record_is_taken(self, tmp_path: Path, number: int) -> None:
        record = every_record()[number]
        receipt = self.make_channel(tmp_path).publish(a_release(record))
        shown = self.shown(tmp_path, receipt)
        assert shown is None or (record.title or record.id) in shown

    def test_the_same_key_gets_the_same_receipt(self, tmp_path: Path) -> None:
        release = a_release()
        first = self.make_channel(tmp_path).publish(release)
        shown = self.everything_shown(tmp_path)
        again = self.make_channel(tmp_path).publish(release)
        assert again == first
        assert self.everything_shown(tmp_path) == shown

    def test_a_newer_release_takes_the_place_of_an_older_one(self, tmp_path: Path) -> None:
        channel = self.make_channel(tmp_path)
        channel.publish(a_release(_titled("旧稿")))
        receipt = channel.publish(a_release(_titled("新稿"), key="new", released_at=LATER))
        shown = self.shown(tmp_path, receipt)
        assert shown is None or ("新稿" in shown and "旧稿" not in shown)

    def test_an_older_release_that_comes_late_changes_nothing(self, tmp_path: Path) -> None:
        channel = self.make_channel(tmp_path)
        channel.publish(a_release(_titled("新稿"), key="new", released_at=LATER))
        shown = self.everything_shown(tmp_path)
        late = a_release(_titled("旧稿"), key="old")
        assert channel.publish(late) == channel.publish(late)
        after = self.everything_shown(tmp_path)
        assert shown is None or (after is not None and "旧稿" not in after)

    def test_a_receipt_can_be_asked_about(self, tmp_path: Path) -> None:
        channel = self.make_channel(tmp_path)
        receipt = channel.publish(a_release())
        polled = self.make_channel(tmp_path).poll(receipt)
        assert (polled.key, polled.record_id) == (receipt.key, receipt.record_id)
        assert polled.state in {receipt.state, ReceiptState.CONFIRMED}

    def test_what_is_withdrawn_is_gone_and_stays_gone(self, tmp_path: Path) -> None:
        channel = self.make_channel(tmp_path)
        receipt = channel.publish(a_release(_titled("不该出现的标题")))
        withdrawn = channel.withdraw(receipt, "印错了", at=LATER)
        assert withdrawn.state is ReceiptState.WITHDRAWN
        assert channel.withdraw(receipt, "印错了", at=LATER + timedelta(days=1)) == withdrawn
        assert channel.poll(receipt).state is ReceiptState.WITHDRAWN
        channel.publish(a_release(_titled("不该出现的标题"), key="older", released_at=BEGIN))
        shown = self.everything_shown(tmp_path)
        assert shown is None or "不该出现的标题" not in shown

    def test_text_that_looks_like_markup_stays_text(self, tmp_path: Path) -> None:
        record = evolve(an_item(title=HOSTILE, body=HOSTILE), published_at=StatedTime.of(BEGIN))
        receipt = self.make_channel(tmp_path).publish(a_release(record))
        shown = self.shown(tmp_path, receipt)
        assert shown is None or "<script>alert" not in shown

    def test_ids_that_look_like_paths_stay_inside(self, tmp_path: Path) -> None:
        outside = tmp_path / "outside"
        channel = self.make_channel(tmp_path / "inside")
        for record_id in ("../outside/a", "/outside/a", "..", "a\\..\\b", "Ä" * 300):
            channel.publish(a_release(an_item(id=record_id), key=record_id))
        assert not outside.exists()

    def test_the_agencys_own_people_are_not_named(self, tmp_path: Path) -> None:
        for record in every_record():
            self.make_channel(tmp_path).publish(a_release(record, key=record.id))
        shown = self.everything_shown(tmp_path)
        assert shown is None or not any(name in shown for name in (DRAFTER, REVIEWER, RULER))

    def test_it_says_where_it_writes(self, tmp_path: Path) -> None:
        assert self.make_channel(tmp_path).ping()


def _titled(title: str) -> DisclosureItem:
    return an_item(title=title, published_at=StatedTime.of(BEGIN))
