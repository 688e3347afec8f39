"""A whole agency in one file: a channel of its own, one document, and what the law asks of it.

The channel writes to a text file that stands for the screen in the entrance hall. It is a plugin
like any other, here registered by hand instead of being installed. Run it with::

    python examples/bulletin_board.py
"""

from __future__ import annotations

import html
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen
from opengov_policy_cn import plugin as policy_cn

from opengov import (
    BEIJING,
    DisclosureAttribute,
    DisclosureItem,
    Fact,
    LocalizedText,
    OpenGov,
    PluginHost,
    RefusedError,
    ReviewOutcome,
    builtin,
    explain,
    hookimpl,
)
from opengov.errors import ChannelUnavailableError
from opengov.i18n import Translator
from opengov.ports import Provider, Receipt, ReceiptState
from opengov.serial import dumps, loads
from opengov.settings import Settings, Use

if TYPE_CHECKING:
    from opengov.ports import Channel, Release


@frozen(kw_only=True)
class BoardOptions:
    """What ``opengov.toml`` would say under ``[channels.board]``."""

    file: Path


@frozen(kw_only=True)
class Posted:
    """What hangs on the board for one record, and the receipt of every release it took."""

    text: str
    at: datetime
    receipts: tuple[Receipt, ...]


class Board:
    """Shows the newest release of each record; the same release again changes nothing."""

    def __init__(self, options: BoardOptions) -> None:
        self._file = options.file

    def publish(self, release: Release) -> Receipt:
        """Put the record up, unless something newer hangs there or it was taken down later."""
        board = self._read()
        held = board.get(release.record.id)
        for receipt in held.receipts if held else ():
            if receipt.key == release.key:
                return receipt
        receipt = Receipt(
            key=release.key,
            channel=release.channel,
            record_id=release.record.id,
            state=ReceiptState.CONFIRMED,
            at=release.released_at,
            reference=str(self._file),
        )
        if held is None:
            posted = Posted(text=_text(release), at=release.released_at, receipts=(receipt,))
        elif release.released_at < held.at:
            posted = evolve(held, receipts=(*held.receipts, receipt))
        else:
            posted = Posted(
                text=_text(release), at=release.released_at, receipts=(*held.receipts, receipt)
            )
        self._write({**board, release.record.id: posted})
        return receipt

    def withdraw(self, receipt: Receipt, reason: str, *, at: datetime) -> Receipt:
        """Take the record down and say why; again does nothing."""
        board = self._read()
        held = board[receipt.record_id]
        found = next(each for each in held.receipts if each.key == receipt.key)
        if found.state is ReceiptState.WITHDRAWN:
            return found
        down = tuple(evolve(each, state=ReceiptState.WITHDRAWN, at=at) for each in held.receipts)
        posted = Posted(text=f"已撤下：{reason}", at=at, receipts=down)
        self._write({**board, receipt.record_id: posted})
        return self.poll(receipt)

    def poll(self, receipt: Receipt) -> Receipt:
        """Return the receipt as it stands: what is written is visible at once."""
        held = self._read()[receipt.record_id]
        return next(each for each in held.receipts if each.key == receipt.key)

    def ping(self) -> str:
        """Return where the board is."""
        return str(self._file)

    def texts(self) -> list[str]:
        """Return what hangs on the board now."""
        return [posted.text for posted in self._read().values()]

    def _read(self) -> dict[str, Posted]:
        if not self._file.exists():
            return {}
        found: dict[str, Posted] = loads(self._file.read_text("utf-8"), dict[str, Posted])
        return found

    def _write(self, board: dict[str, Posted]) -> None:
        draft = self._file.with_suffix(".draft")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(dumps(board, indent=1), "utf-8")
            draft.replace(self._file)  # whole or not at all
        except OSError as error:
            raise ChannelUnavailableError(
                f"the board cannot be written: {error.strerror}.",
                where=str(self._file),
                remedy="Check the folder and its permissions.",
            ) from error


def _text(release: Release) -> str:
    """Return what a passer-by reads. The screen is a browser, so text is escaped."""
    record = release.record
    return html.escape("\n".join((record.title or record.id, record.body)))


class BoardPlugin:
    """What an installed plugin would have as a module."""

    @hookimpl
    def opengov_channels(self) -> list[Provider[Channel]]:
        """Offer the board."""
        return [
            Provider(
                name="board",
                summary=LocalizedText(zh="大厅公告屏", en="The screen in the hall"),
                options=BoardOptions,
                build=Board,
            )
        ]


class NoonOfTheDay:
    """A clock that stands still, so that this program prints the same for ever."""

    def now(self) -> datetime:
        """Return noon on 22 October 2025."""
        return datetime(2025, 10, 22, 12, tzinfo=BEIJING)


def main() -> None:
    """Publish one document, the first time without its review."""
    host = PluginHost()
    host.register(builtin, "builtin")
    host.register(policy_cn, "policy-cn")
    host.register(BoardPlugin(), "board")
    words = Translator("en")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            packs=("cn-national",),
            channels={"board": Use(name="board", options={"file": "board.json"})},
            folder=Path(folder),
        )
        with OpenGov.open(settings, host=host, clock=NoonOfTheDay()) as agency:
            document = DisclosureItem(
                id="123456788/202509-014",
                title="云汀市旅游民宿服务质量管理办法",
                issuing_body="云汀市文旅局",
                drafted_by="林岚",
                made_on=date(2025, 9, 18),
                facts=(Fact("major-policy", holds=False),),
            )
            agency.receive(document, actor="林岚")
            try:
                agency.publish(document.id, actor="网站管理员")
            except RefusedError as refused:
                print(f"refused for {len(refused.reasons)} reasons")
            agency.determine(document.id, attribute=DisclosureAttribute.PROACTIVE, by="周远")
            agency.review(document.id, outcome=ReviewOutcome.CLEARED, by="陈序")
            done = agency.publish(document.id, actor="网站管理员")
            print(done.deliveries[0].state.value)
            out = agency.load(document.id).record
            for obligation in agency.assess(out).obligations:
                print("\n".join(explain.obligation(obligation, words)))
            print(*(type(event).__name__ for event in agency.history(document.id)))


if __name__ == "__main__":
    main()
