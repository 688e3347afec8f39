"""The hooks: plural nouns offer, verbs ask, past participles tell."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import pluggy
from attrs import field, frozen

from opengov.domain import AnyRecord, LocalizedText
from opengov.domain.time import is_moment
from opengov.policy import Assessment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opengov.domain import DeliveryFailed, ItemDetermined, ItemPublished
    from opengov.policy import Pack
    from opengov.ports import Channel, Extractor, Provider, Redactor, Store
    from opengov.screening import OfferedDetector
    from opengov.workdays import Notice

PROJECT = "opengov"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks the functions of a plugin that answer hooks."""


@frozen(kw_only=True)
class ReviewRequest:
    """A record that somebody asked to publish, with what the law says of it."""

    record: AnyRecord
    assessment: Assessment
    at: datetime = field(validator=is_moment)


class Weight(Enum):
    """What a finding does to the release."""

    HOLD = "hold"
    NOTE = "note"


@frozen(kw_only=True)
class ReviewFinding:
    """What a review found; a hold keeps the record in until it is settled."""

    text: LocalizedText
    weight: Weight = Weight.HOLD


# Offers: asked once, when the host first needs an answer.


@hookspec
def opengov_stores() -> list[Provider[Store]]:  # type: ignore[empty-body]
    """Offer stores."""


@hookspec
def opengov_channels() -> list[Provider[Channel]]:  # type: ignore[empty-body]
    """Offer channels (发布渠道)."""


@hookspec
def opengov_calendars() -> list[Provider[Sequence[Notice]]]:  # type: ignore[empty-body]
    """Offer holiday notices (放假通知); all that are offered make up the calendar."""


@hookspec
def opengov_policy_packs() -> list[Provider[Pack]]:  # type: ignore[empty-body]
    """Offer policy packs."""


@hookspec
def opengov_extractors() -> list[Provider[Extractor]]:  # type: ignore[empty-body]
    """Offer extractors, which read the text of files."""


@hookspec
def opengov_redactors() -> list[Provider[Redactor]]:  # type: ignore[empty-body]
    """Offer redactors, which make the published copies of files."""


@hookspec
def opengov_detectors() -> list[Provider[OfferedDetector]]:  # type: ignore[empty-body]
    """Offer detectors, which find things in texts; all that are offered are in use."""


# Questions: a failure counts as a hold; a review may hold a release, never let one through.


@hookspec
def opengov_review_item(request: ReviewRequest) -> list[ReviewFinding]:  # type: ignore[empty-body]
    """Review a record before it goes out."""


# News: told after the save; a failure is listed and stops nobody.


@hookspec
def opengov_item_determined(event: ItemDetermined) -> None:
    """Hear that a disclosure attribute was determined."""


@hookspec
def opengov_item_published(event: ItemPublished) -> None:
    """Hear that a channel confirmed a release."""


@hookspec
def opengov_delivery_failed(event: DeliveryFailed) -> None:
    """Hear that a channel did not take a release."""
