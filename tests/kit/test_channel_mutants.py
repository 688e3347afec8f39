"""For each promise of a channel: an implementation that breaks it, and the kit catches it."""

from __future__ import annotations

import html
import itertools
from typing import TYPE_CHECKING, Any, cast

import pytest
from attrs import evolve

from opengov.ports import Channel, Receipt, ReceiptState, Release
from opengov.testing import ChannelContract

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


class FolderChannel:
    """A small channel that keeps every promise: one page a record, named by the record's place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.releases: dict[str, Release] = {}
        self.receipts: dict[str, Receipt] = {}

    def publish(self, release: Release) -> Receipt:
        if release.key not in self.receipts:
            self.receipts[release.key] = self.take(release)
        return self.receipts[release.key]

    def take(self, release: Release) -> Receipt:
        record = release.record
        held = self.releases.get(record.id)
        name = f"{[*self.releases, record.id].index(record.id)}.html"
        if held is None or held.released_at <= release.released_at:
            self.releases[record.id] = release
            self.show(name, release)
        return Receipt(
            key=release.key,
            channel=release.channel,
            record_id=record.id,
            state=ReceiptState.CONFIRMED,
            at=release.released_at,
            reference=name,
        )

    def show(self, name: str, release: Release) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        record = release.record
        text = "\n".join((record.title or record.id, record.body))
        (self.folder / name).write_text(html.escape(text), "utf-8")

    def withdraw(self, receipt: Receipt, reason: str, *, at: datetime) -> Receipt:
        known = self.receipts[receipt.key]
        if known.state is ReceiptState.WITHDRAWN:
            return known
        held = self.releases[receipt.record_id]
        self.releases[receipt.record_id] = evolve(held, released_at=at)
        (self.folder / receipt.reference).write_text(html.escape(reason), "utf-8")
        self.receipts[receipt.key] = evolve(known, state=ReceiptState.WITHDRAWN, at=at)
        return self.receipts[receipt.key]

    def poll(self, receipt: Receipt) -> Receipt:
        return self.receipts.get(receipt.key, receipt)

    def ping(self) -> str:
        return str(self.folder)


class WritesEveryTime(FolderChannel):
    numbers = itertools.count(1)

    def publish(self, release: Release) -> Receipt:
        receipt = self.take(release)
        self.receipts[release.key] = receipt
        with (self.folder / receipt.reference).open("a", encoding="utf-8") as file:
            file.write("." * next(self.numbers))
        return receipt


class GivesANewReceiptEveryTime(FolderChannel):
    def publish(self, release: Release) -> Receipt:
        receipt = super().publish(release)
        return evolve(receipt, reference=f"{receipt.reference}?{id(release)}{len(receipt.key)}x")


class LetsTheOlderOneWin(FolderChannel):
    def take(self, release: Release) -> Receipt:
        self.releases.pop(release.record.id, None)
        return super().take(release)


class KeepsTheFirst(FolderChannel):
    def show(self, name: str, release: Release) -> None:
        if not (self.folder / name).exists():
            super().show(name, release)


class PublishesMarkup(FolderChannel):
    def show(self, name: str, release: Release) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(f"{release.record.title}{release.record.body}", "utf-8")


class FollowsPaths(FolderChannel):
    def show(self, name: str, release: Release) -> None:
        path = self.folder / release.record.id
        path.parent.mkdir(parents=True, exist_ok=True)
        super().show(name, release)


class NamesTheReviewer(FolderChannel):
    def show(self, name: str, release: Release) -> None:
        review = release.record.secrecy_review
        body = f"审查人：{review.by if review else '无'}"
        super().show(name, evolve(release, record=evolve(release.record, body=body)))


class WithdrawsOnlyOnPaper(FolderChannel):
    def withdraw(self, receipt: Receipt, reason: str, *, at: datetime) -> Receipt:
        shown = (self.folder / receipt.reference).read_text("utf-8")
        withdrawn = super().withdraw(receipt, reason, at=at)
        (self.folder / receipt.reference).write_text(shown, "utf-8")
        return withdrawn


class ComesBackAfterWithdrawal(FolderChannel):
    def withdraw(self, receipt: Receipt, reason: str, *, at: datetime) -> Receipt:
        withdrawn = super().withdraw(receipt, reason, at=at)
        self.releases.pop(receipt.record_id)
        return withdrawn


class WithdrawsAnewEachTime(FolderChannel):
    def withdraw(self, receipt: Receipt, reason: str, *, at: datetime) -> Receipt:
        return evolve(super().withdraw(receipt, reason, at=at), at=at)


class ForgetsTheRecord(FolderChannel):
    def publish(self, release: Release) -> Receipt:
        return evolve(super().publish(release), record_id="")


class TakesItemsOnly(FolderChannel):
    def take(self, release: Release) -> Receipt:
        assert release.record.made_on
        return super().take(release)


MUTANTS = [
    kind
    for kind in list(globals().values())
    if isinstance(kind, type) and issubclass(kind, FolderChannel) and kind is not FolderChannel
]


class Checked(ChannelContract):
    kind: type[FolderChannel] = FolderChannel

    def __init__(self) -> None:
        self.open: dict[Path, FolderChannel] = {}

    def make_channel(self, folder: Path) -> Channel:
        return self.open.setdefault(folder, self.kind(folder))

    def shown(self, folder: Path, receipt: Receipt) -> str:
        return (folder / receipt.reference).read_text("utf-8")

    def everything_shown(self, folder: Path) -> str:
        return "\n".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.html")))


def broken_promises(kind: type[FolderChannel], folder: Path) -> list[str]:
    """Run every test of the contract against a channel; return those that fail."""
    failed = []
    for name in dir(ChannelContract):
        if not name.startswith("test_"):
            continue
        marks = getattr(getattr(ChannelContract, name), "pytestmark", [])
        values = next((mark.args[1] for mark in marks if mark.name == "parametrize"), [()])
        for number, value in enumerate(cast("Any", values)):
            contract = Checked()
            contract.kind = kind
            place = folder / f"{name}{number}"
            place.mkdir()
            try:
                getattr(contract, name)(place, *(() if value == () else (value,)))
            except Exception:
                failed.append(name)
    return failed


def test_a_careful_channel_breaks_no_promise(tmp_path: Path) -> None:
    assert broken_promises(FolderChannel, tmp_path) == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda kind: kind.__name__)
def test_a_channel_that_breaks_a_promise_is_caught(
    mutant: type[FolderChannel], tmp_path: Path
) -> None:
    assert broken_promises(mutant, tmp_path)
