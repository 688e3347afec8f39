"""What is known about a record at a moment: the facts and days that norms turn on."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.domain import (
    AnyRecord,
    Decision,
    Determination,
    DisclosureAttribute,
    DisclosureItem,
    DisclosureList,
    Interpretation,
    ReviewOutcome,
    SecrecyReview,
    Truth,
    civil_day,
)
from opengov.domain.checks import is_tuple
from opengov.domain.time import is_moment

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS: dict[type[AnyRecord], str] = {
    DisclosureItem: "item",
    DisclosureList: "list",
    Decision: "decision",
    Interpretation: "interpretation",
}
"""The names that packs and JSON give the record types."""


@frozen(kw_only=True)
class Case:
    """A record with the records related to it, as known at ``known_at``.

    What happened after ``known_at`` has not happened as far as the case goes.
    """

    record: AnyRecord
    related: tuple[AnyRecord, ...] = field(default=(), validator=is_tuple)
    known_at: datetime = field(validator=is_moment)

    @property
    def kind(self) -> str:
        """The name of the record's type in packs."""
        return KINDS[type(self.record)]

    @property
    def determination(self) -> Determination | None:
        """The ruling on disclosure, if there was one by now."""
        ruling = self.record.determination
        return ruling if ruling is not None and ruling.at <= self.known_at else None

    @property
    def secrecy_review(self) -> SecrecyReview | None:
        """The secrecy review, if there was one by now."""
        review = self.record.secrecy_review
        return review if review is not None and review.at <= self.known_at else None

    def fact(self, name: str) -> Truth:
        """Return what is known of a fact: derived from the record where it can be, else stated."""
        derive = DERIVED.get(name)
        return derive(self) if derive else self.record.stated(name)

    def day(self, name: str) -> date | None:
        """Return the day that a field of the record states, if it is known by now."""
        if name == "published_on":
            return self.published_on(self.record)
        value = getattr(self.record, name, None)
        return value if type(value) is date else None

    def moment(self, name: str | None) -> datetime | None:
        """Return the moment that a field of the record states, if it states a time of day."""
        stated = self.record.published_at if name == "published_on" else None
        if stated is None or stated.time is None or stated.earliest > self.known_at:
            return None
        return stated.earliest

    def published_on(self, record: AnyRecord) -> date | None:
        """Return the day on which ``record`` was published, if it was by now."""
        stated = record.published_at
        return stated.day if stated and stated.earliest <= self.known_at else None

    def interpreted_on(self) -> tuple[date, Interpretation] | None:
        """Return the first published interpretation of the record, with its day."""
        published = [
            (day, record)
            for record in self.related
            if isinstance(record, Interpretation) and record.document_id == self.record.id
            if (day := self.published_on(record)) is not None
        ]
        return min(published, key=lambda pair: pair[0]) if published else None


DAYS = frozenset(
    {
        "formed_on",
        "made_on",
        "printed_on",
        "published_on",
        "effective_on",
        "repealed_on",
        "registered_on",
        "decided_on",
    }
)
"""The days that a pack may name as an anchor or compare."""


def _proactive(case: Case) -> Truth:
    ruling = case.determination
    if ruling is None:
        return Truth.UNKNOWN
    return Truth.of(ruling.attribute is DisclosureAttribute.PROACTIVE)


def _determined(case: Case) -> Truth:
    return Truth.of(case.determination is not None)


def _reasoned(case: Case) -> Truth:
    ruling = case.determination
    if ruling is None:
        return Truth.UNKNOWN
    return Truth.of(ruling.attribute is DisclosureAttribute.PROACTIVE or bool(ruling.reason))


def _cleared(case: Case) -> Truth:
    review = case.secrecy_review
    if review is None:
        return Truth.NO
    return Truth.of(review.outcome is ReviewOutcome.CLEARED)


def _reviewed_by_another(case: Case) -> Truth:
    review, drafter = case.secrecy_review, case.record.drafted_by
    if review is None or not _person(review.by) or not _person(drafter or ""):
        return Truth.UNKNOWN
    return Truth.of(_person(review.by) != _person(drafter or ""))


def _person(name: str) -> str:
    return "".join(name.split()).casefold()


def _plan_approved(case: Case) -> Truth:
    record = case.record
    plan = record.interpretation_plan if isinstance(record, DisclosureItem) else None
    approved_on = plan.approved_on if plan is not None else None
    return Truth.of(approved_on is not None and approved_on <= civil_day(case.known_at))


def _published(case: Case) -> Truth:
    return Truth.of(case.published_on(case.record) is not None)


DERIVED: dict[str, Callable[[Case], Truth]] = {
    "attribute-determined": _determined,
    "attribute-reasoned": _reasoned,
    "interpretation-plan-approved": _plan_approved,
    "proactive": _proactive,
    "published": _published,
    "secrecy-review-by-another": _reviewed_by_another,
    "secrecy-review-cleared": _cleared,
}
"""The facts that follow from the record itself and so are never stated."""
