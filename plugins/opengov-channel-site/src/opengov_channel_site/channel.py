"""Publishing to the site: pages first, the catalogue next, the entry last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from opengov.errors import ChannelError
from opengov.ports import Receipt, ReceiptState, Release
from opengov_channel_site.catalogue import CatalogueFile
from opengov_channel_site.listing import Listing
from opengov_channel_site.pages import Pages
from opengov_channel_site.shelf import Entry, Shelf, entry_of, refuse_half_characters, slug

if TYPE_CHECKING:
    from datetime import datetime

    from opengov_channel_site import SiteOptions
    from opengov_channel_site.catalogue import Catalogue


class SiteChannel:
    """Writes a static site. An older release never takes the place of a newer one."""

    def __init__(self, options: SiteOptions) -> None:
        self._options = options
        self._shelf = Shelf(options.folder)
        self._catalogue = CatalogueFile(self._shelf)
        self._pages = Pages(options)

    def publish(self, release: Release) -> Receipt:
        """Write the page of the record and every page that speaks of it.

        The entry is kept last: after a crash the repeat writes the same pages again.
        """
        refuse_half_characters(release, release.record.id)
        with self._shelf.locked():
            held = self._shelf.entry(release.record.id)
            receipt = held.receipt(release.key) if held else None
            if receipt is None:
                entry, receipt = _taken(held, release)
                self._show(entry, held)
                self._shelf.put(entry)
            return receipt

    def withdraw(self, receipt: Receipt, reason: str, *, at: datetime) -> Receipt:
        """Put a notice in the place of the page and forget what stood there.

        The catalogue and the entry forget first: whatever happens next, nothing writes the
        record again, and a repeat finishes what a crash has left.
        """
        refuse_half_characters(reason, receipt.record_id)
        with self._shelf.locked():
            held = self._shelf.entry(receipt.record_id)
            if held is None:
                raise ChannelError(
                    "there is no such page on the site.",
                    where=receipt.record_id,
                    remedy="Withdraw only what this site has published.",
                )
            if held.withdrawn_at is None:
                held = _without_record(held, reason, at)
                self._catalogue.keep(self._catalogue.read().with_entry(held))
                self._shelf.put(held)
            self._show(held, held)
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

    def _show(self, entry: Entry, held: Entry | None) -> None:
        """Bring every page that speaks of the entry up to date, then the catalogue."""
        before = self._catalogue.read()
        after = before.with_entry(entry)
        self._shelf.write(f"items/{slug(entry.record_id)}.html", self._pages.of(entry, after))
        for record_id in _neighbours(entry, held, after):
            neighbour = self._shelf.entry(record_id)
            if neighbour is not None and neighbour.record is not None:
                page = self._pages.of(neighbour, after)
                self._shelf.write(f"items/{slug(record_id)}.html", page)
        Listing(self._shelf, self._pages).show(entry, before, after)
        self._shelf.write("style.css", self._pages.style())
        self._catalogue.keep(after)


def _taken(held: Entry | None, release: Release) -> tuple[Entry, Receipt]:
    """Return the entry with a release taken, and its receipt; an older one only gets that."""
    receipt = Receipt(
        key=release.key,
        channel=release.channel,
        record_id=release.record.id,
        state=ReceiptState.CONFIRMED,
        at=release.released_at,
        reference=f"items/{slug(release.record.id)}.html",
    )
    if held is None:
        return entry_of(release, (receipt,)), receipt
    if held.withdrawn_at is not None and release.released_at < held.withdrawn_at:
        receipt = _withdrawn(receipt, held.withdrawn_at)
        return evolve(held, receipts=(*held.receipts, receipt)), receipt
    receipts = (*held.receipts, receipt)
    if release.released_at < held.released_at:
        return evolve(held, receipts=receipts), receipt
    return entry_of(release, receipts), receipt


def _without_record(held: Entry, reason: str, at: datetime) -> Entry:
    return Entry(
        record_id=held.record_id,
        released_at=held.released_at,
        record=None,
        about=held.about,
        receipts=tuple(_withdrawn(each, at) for each in held.receipts),
        withdrawn_at=at,
        reason=reason,
    )


def _withdrawn(receipt: Receipt, at: datetime) -> Receipt:
    return evolve(receipt, state=ReceiptState.WITHDRAWN, at=at)


def _neighbours(entry: Entry, held: Entry | None, catalogue: Catalogue) -> list[str]:
    """Return the records whose pages link to this one, now or until now."""
    named = {*entry.about, *(held.about if held else ())}
    named |= {row.record_id for row in catalogue.speaking_of(entry.record_id)}
    return sorted(named - {entry.record_id})
