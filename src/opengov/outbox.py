"""Carrying releases to their channels: claim, publish, note what became of it.

Every effect can be repeated. A crash between any two lines leaves a delivery that is claimed
again after its lease, published under the same key, and settled then.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from opengov.domain import DeliveryFailed, ItemPublished, StatedTime, civil_day
from opengov.errors import (
    ChannelError,
    ChannelUnavailableError,
    ConflictError,
    OpenGovError,
    PluginFailedError,
)
from opengov.ports import Delivery, DeliveryState, ReceiptState, Release, Save
from opengov.serial import dumps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from opengov.domain import AnyRecord
    from opengov.policy import Obligation
    from opengov.ports import Channel, Clock, Receipt, Store

LEASE = timedelta(minutes=1)
MOST_ATTEMPTS = 10
ACTOR = "opengov"
"""Who acts when the outbox does."""


def release(
    record: AnyRecord, channel: str, obligations: tuple[Obligation, ...], at: datetime
) -> Release:
    """Make the release of this very content; the same content has the same key."""
    content = dumps([channel, dumps(record), [dumps(found) for found in obligations]])
    return Release(
        key=hashlib.sha256(content.encode()).hexdigest(),
        channel=channel,
        record=record,
        obligations=obligations,
        released_at=at,
    )


@frozen(kw_only=True)
class Delivered:
    """How one delivery went, with what others should be told."""

    delivery: Delivery
    news: ItemPublished | DeliveryFailed | None = None


def deliver(
    store: Store, channel_named: Callable[[str], Channel], clock: Clock
) -> Iterator[Delivered]:
    """Carry every delivery that is pending and free; each is settled before the next starts."""
    for delivery in store.claim(now=clock.now(), lease=LEASE):
        try:
            receipt = _carried(delivery, channel_named)
        except ChannelError as error:
            yield _failed(store, delivery, error, clock.now(), retry=error.retryable)
        except PluginFailedError as error:
            yield _failed(store, delivery, error, clock.now(), retry=False)
        else:
            yield _settled(store, delivery, receipt)


def _carried(delivery: Delivery, channel_named: Callable[[str], Channel]) -> Receipt:
    name = delivery.release.channel
    try:
        channel = channel_named(name)
    except OpenGovError as error:
        # A channel that is gone from the settings, or cannot be built, holds up no other one.
        raise ChannelUnavailableError(error.what, where=name, remedy=error.remedy) from error
    try:
        if delivery.receipt is not None:
            return channel.poll(delivery.receipt)
        return channel.publish(delivery.release)
    except ChannelError:
        raise
    except Exception as error:
        raise PluginFailedError(
            f"the channel raised {type(error).__name__}: {error}.",
            where=name,
            remedy="Report this to the author of the channel.",
        ) from error


def _settled(store: Store, delivery: Delivery, receipt: Receipt) -> Delivered:
    attempts = delivery.attempts + 1
    if receipt.state is ReceiptState.SUBMITTED:
        waiting = evolve(delivery, receipt=receipt, attempts=attempts)
        store.settle(waiting)
        return Delivered(delivery=waiting)
    withdrawn = receipt.state is ReceiptState.WITHDRAWN  # it came after it was taken down
    news = None if withdrawn else _published(store, delivery.release, receipt)
    done = evolve(delivery, state=DeliveryState.DONE, receipt=receipt, attempts=attempts, error="")
    store.settle(done)
    return Delivered(delivery=done, news=news)


def _published(store: Store, released: Release, receipt: Receipt) -> ItemPublished | None:
    """Put on record that the release is out; once, however often the delivery is repeated."""
    while True:
        stored = store.load(released.record.id)
        known = any(
            isinstance(event, ItemPublished) and event.key == released.key
            for event in store.history(released.record.id)
        )
        if stored is None or known:
            return None
        event = ItemPublished(
            subject=released.record.id,
            at=receipt.at,
            actor=ACTOR,
            channel=released.channel,
            key=released.key,
            reference=receipt.reference,
        )
        record = evolve(
            stored.record,
            published_at=stored.record.published_at or _moment_of(released, receipt),
        )
        try:
            store.save(Save(record=record, events=(event,)), expected=stored.revision)
        except ConflictError:
            continue
        return event


def _moment_of(released: Release, receipt: Receipt) -> StatedTime:
    """Return when the public could first see it: what the page says, unless it came out later."""
    printed = released.record.published_at
    if printed is not None and printed.day == civil_day(receipt.at):
        return printed
    return StatedTime.of(receipt.at)


def _failed(
    store: Store,
    delivery: Delivery,
    error: ChannelError | PluginFailedError,
    at: datetime,
    *,
    retry: bool,
) -> Delivered:
    attempts = delivery.attempts + 1
    over = not retry or attempts >= MOST_ATTEMPTS
    failed = evolve(
        delivery,
        state=DeliveryState.DEAD if over else DeliveryState.PENDING,
        attempts=attempts,
        error=str(error),
    )
    event = DeliveryFailed(
        subject=delivery.release.record.id,
        at=at,
        actor=ACTOR,
        channel=delivery.release.channel,
        key=delivery.release.key,
        error=str(error),
        attempts=attempts,
    )
    store.settle(failed, (event,))
    return Delivered(delivery=failed, news=event)
