"""The ruling on disclosure and the review before it: who decided what, when and why."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from attrs import field, frozen

from opengov.domain.checks import is_tuple
from opengov.domain.time import is_moment


class DisclosureAttribute(Enum):
    """The disclosure attribute (公开属性) a document gets at its source."""

    PROACTIVE = "proactive"
    """主动公开"""
    ON_REQUEST = "on-request"
    """依申请公开"""
    EXEMPT = "exempt"
    """不予公开"""


@frozen(kw_only=True)
class Determination:
    """The ruling on disclosure (公开属性认定): attribute, grounds, reason, by whom, when.

    ``grounds`` names negative-list rules. What is not disclosed proactively needs a reason.
    """

    attribute: DisclosureAttribute
    by: str
    at: datetime = field(validator=is_moment)
    reason: str = ""
    grounds: tuple[str, ...] = field(default=(), validator=is_tuple)


class ReviewOutcome(Enum):
    """How a secrecy review ended."""

    CLEARED = "cleared"
    REFUSED = "refused"
    REFERRED = "referred"
    """The reviewer was unsure and asked the competent department (art. 17 of 2019)."""


@frozen(kw_only=True)
class SecrecyReview:
    """A secrecy review (保密审查) by a person: a scan of the text is never one.

    ``dismissed`` names screening rules whose findings the reviewer looked at and lets stand, for
    the reason in ``note``; without one nothing is dismissed.
    """

    outcome: ReviewOutcome
    by: str
    at: datetime = field(validator=is_moment)
    note: str = ""
    dismissed: tuple[str, ...] = field(default=(), validator=is_tuple)
