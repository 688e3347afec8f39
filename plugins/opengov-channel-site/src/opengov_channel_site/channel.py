"""Publishing to the site: entries first, then the pages that show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from opengov.domain import Interpretation
from opengov.errors import ChannelError
from opengov.ports import Receipt, ReceiptState, Release
from opengov_channel_site.pages import Pages
from opengov_channel_site.shelf import Entry, Shelf, entry_of, slug

if TYPE_CHECKING:
    from datetime import datetime

    from opengov_channel_site import SiteOptions


class SiteChannel:
    """Writes a static site. An older release never takes the place of a newer one."""

    def __init__(self, options: SiteOptions) -> None:
        self._options = options
        self._shelf = Shelf(options.folder)
        self._pages = Pages(options)

    def publish(self, release: Release) -> Receipt:
        """Write the page of the record and every page that speaks of it.

        The entry is kept last: after a crash the repeat writes the same pages again.
        """
        with self._shelf.locked():
            held = self._shelf.entry(release.record.id)
            receipt = held.receipt(release.key) if held else None
            if receipt is None:
                receipt = _receipt(release)
                entry = _taken(held, release, receipt)
                self._write(entry)
                self._shelf.put(entry)
            return receipt

    def withdraw(self, receipt: Receipt, reason: str, *, at: datetime) -> Receipt:
        """Put a notice in the place of the page and forget what stood there."""
        with self._shelf.locked():
            held = self._shelf.entry(receipt.record_id)
            if held is None:
                raise ChannelError(
                    "there is no such page on the site.",
                    where=receipt.record_id,
                    remedy="Withdraw only what this site has published.",
                )
            if held.withdrawn_at is None:
                receipts = tuple(_withdrawn(each, at) for each in held.receipts)
                held = Entry(
                    record_id=held.record_id,
                    released_at=held.released_at,
                    record=None,
                    receipts=receipts,
                    withdrawn_at=at,
                    reason=reason,
                )
                # The record goes first: whatever happens next, it is not written again.
                self._shelf.put(held)
            self._write(held)
            return held.receipt(receipt.key) or _withdrawn(receipt, held.withdrawn_at or at)

    def poll(self, receipt: Receipt) -> Receipt:
        """Return the receipt as it stands now: confirmed at once, or withdrawn later."""
        held = self._shelf.entry(receipt.record_id)
        found = held.receipt(receipt.key) if held else None
        return found or receipt

    def ping(self) -> str:
        """Write nothing that a reader sees, and say where pages go and which tags are missing."""
        with self._shelf.locked():
            self._shelf.write("data/.ping", "")
        missing = [
            tag
            for tag, value in (
                ("SiteDomain", self._options.site_domain),
                ("SiteIDCode", self._options.site_id_code),
            )
            if not value
        ]
        lacking = f"; pages lack {' and '.join(missing)}, set them" if missing else ""
        return f"{self._shelf.folder}{lacking}"

    def _write(self, entry: Entry) -> None:
        entries = {held.record_id: held for held in self._shelf.entries()}
        previous = entries.get(entry.record_id)
        entries[entry.record_id] = entry
        for changed in _speaking_of(entry, previous, entries):
            self._shelf.write(
                f"items/{slug(changed.record_id)}.html", self._pages.of(changed, entries)
            )
        shown = [held for held in entries.values() if held.record is not None]
        self._shelf.write("index.html", self._pages.index(shown))
        self._shelf.write("due.html", self._pages.due(shown))
        self._shelf.write("style.css", self._pages.style())


def _receipt(release: Release) -> Receipt:
    return Receipt(
        key=release.key,
        channel=release.channel,
        record_id=release.record.id,
        state=ReceiptState.CONFIRMED,
        at=release.released_at,
        reference=f"items/{slug(release.record.id)}.html",
    )


def _taken(held: Entry | None, release: Release, receipt: Receipt) -> Entry:
    """Return the entry with a release taken; an older one only gets its receipt."""
    if held is None:
        return entry_of(release, (receipt,))
    receipts = (*held.receipts, receipt)
    if release.released_at < max(held.released_at, held.withdrawn_at or held.released_at):
        return evolve(held, receipts=receipts)
    return entry_of(release, receipts)


def _withdrawn(receipt: Receipt, at: datetime) -> Receipt:
    return evolve(receipt, state=ReceiptState.WITHDRAWN, at=at)


def _speaking_of(entry: Entry, previous: Entry | None, entries: dict[str, Entry]) -> list[Entry]:
    """Return the entries whose pages change: this one, its document, its interpretations."""
    documents = {
        held.record.document_id
        for held in (entry, previous)
        if held is not None and isinstance(held.record, Interpretation)
    }
    found = [entry, *(entries[name] for name in sorted(documents) if name in entries)]
    found += [
        held
        for held in entries.values()
        if isinstance(held.record, Interpretation) and held.record.document_id == entry.record_id
    ]
    return found
