"""What is known about a record at a moment: the facts and days that norms turn on."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import evolve, field, fields, frozen

from opengov.domain import (
    BEIJING,
    AnyRecord,
    Decision,
    Determination,
    DisclosureAttribute,
    DisclosureItem,
    DisclosureList,
    Interpretation,
    Matter,
    ReviewOutcome,
    SecrecyReview,
    StatedTime,
    Truth,
    civil_day,
)
from opengov.domain.checks import is_tuple
from opengov.domain.time import is_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from opengov.domain import ListEdition

KINDS: dict[type[AnyRecord], str] = {
    DisclosureItem: "item",
    DisclosureList: "list",
    Decision: "decision",
    Interpretation: "interpretation",
}
"""The names that packs and JSON give the record types; a ``Matter`` says its kind itself."""


def kind_of(record: AnyRecord) -> str:
    """Return the name of the record's type, or the kind of a matter."""
    return record.kind if isinstance(record, Matter) else KINDS[type(record)]


@frozen(kw_only=True)
class Case:
    """A record with the records related to it, as known at ``known_at``.

    What happened after ``known_at`` has not happened as far as the case goes.
    """

    record: AnyRecord
    related: tuple[AnyRecord, ...] = field(default=(), validator=is_tuple)
    known_at: datetime = field(validator=is_moment)
    today: date = field(init=False)
    """The day in Beijing on which ``known_at`` falls."""
    _firsts: dict[str, StatedTime] = field(init=False, eq=False, repr=False)

    @today.default
    def _civil_day(self) -> date:
        known_at: object = self.known_at  # not looked at yet
        return civil_day(self.known_at) if isinstance(known_at, datetime) else date.min

    @_firsts.default
    def _first_milestones(self) -> dict[str, StatedTime]:
        firsts: dict[str, StatedTime] = {}
        today = self.today
        for each in self.record.milestones:  # in the order of their names and times
            at = each.at
            if each.name not in firsts and (at.day < today or self._has_come(at)):
                firsts[each.name] = at
        return firsts

    def _has_come(self, at: StatedTime) -> bool:
        """Say whether a time lies before ``known_at``; a bare day from its first moment on."""
        if at.day != self.today or at.time is None:
            return at.day <= self.today
        return at.earliest <= self.known_at

    @property
    def kind(self) -> str:
        """The name of the record's type in packs."""
        return kind_of(self.record)

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

    @property
    def ruled(self) -> tuple[object, ...]:
        """What was determined and reviewed by now, without who and when: records may share it."""
        ruling, review = self.determination, self.secrecy_review
        return (
            ruling and (ruling.attribute, ruling.grounds, bool(ruling.reason)),
            review and (review.outcome, _is_by_another(review, self.record)),
        )

    def fact(self, name: str) -> Truth:
        """Return what is known of a fact: derived from the record where it can be, else stated."""
        derive = DERIVED.get(name)
        return derive(self) if derive else self.record.stated(name)

    def text(self, name: str) -> str | None:
        """Return the text that a field of the record states; of a choice its name."""
        value = getattr(self.record, name, None)
        if value is None:
            return None
        return str(value.value if isinstance(value, Enum) else value)

    def day(self, name: str) -> date | None:
        """Return the day of a step, if it is known by now: a field, a milestone, or derived."""
        at = self._firsts.get(name)
        if name not in DAYS:
            return None if at is None else at.day
        if at is None and name not in DERIVED_DAYS:
            value: date | None = getattr(self.record, name, None)
            if value is None or (value > self.today and name not in ANNOUNCED):
                return None
            return value
        at = self.at(name)
        return at.day if at is not None else None

    def at(self, name: str) -> StatedTime | None:
        """Return when a step was taken, as precisely as is stated; of several the first."""
        if name == PUBLISHED:  # the one that is asked for most
            at = self.record.published_at
            return at if at is not None and self._has_come(at) else None
        if name not in DAYS:
            return self._firsts.get(name)
        return next(iter(self.every_time(name)), None)

    def every_time(self, name: str) -> tuple[StatedTime, ...]:
        """Return each time that a step was taken by now, the earliest first."""
        derive = DERIVED_DAYS.get(name)
        if derive is not None:
            found = list(derive(self))
        else:
            found = [each.at for each in self.record.milestones if each.name == name]
            value = getattr(self.record, name, None)
            if type(value) is date:
                found.append(StatedTime(value))
        # A field such as 生效日期 may state a day to come; what is done has happened by now.
        come = [at for at in found if name in ANNOUNCED or self._has_come(at)]
        return tuple(sorted(come, key=_earliest) if len(come) > 1 else come)

    def when_taken(self, days: tuple[str, ...]) -> Case | None:
        """Return the case as it was known when a step was taken; ``None`` if it was not by now.

        ``days`` are those that show the step. A day without a time of day is its end.
        """
        for name in days:
            at = self.at(name)
            if at is not None:
                return self.as_known(datetime.combine(at.day, at.time or time.max, BEIJING))
        return None

    def as_known(self, moment: datetime) -> Case:
        """Return the case as it was known then, or is now if that is earlier."""
        return evolve(self, known_at=min(self.known_at, moment))

    def stated_day(self, name: str) -> date | None:
        """Return the day that is stated for a step, though it may lie ahead, as of a hearing."""
        known = self.day(name)
        planned = [each.at.day for each in self.record.milestones if each.name == name]
        return known if known is not None else min(planned, default=None)

    def published_on(self, record: AnyRecord) -> date | None:
        """Return the day on which ``record`` was published, if it was by now."""
        stated = record.published_at
        return stated.day if stated and stated.earliest <= self.known_at else None

    @property
    def interpretations(self) -> tuple[Interpretation, ...]:
        """The interpretations of the record among those related to it."""
        return tuple(
            record
            for record in self.related
            if isinstance(record, Interpretation) and record.document_id == self.record.id
        )

    @property
    def edition(self) -> ListEdition | None:
        """The edition of a list in force now; ``None`` for what is no list."""
        record = self.record
        if not isinstance(record, DisclosureList):
            return None
        return record.edition_on(self.today)


FIELD_DAYS = tuple(
    dict.fromkeys(
        member.name
        for kind in KINDS
        for member in fields(kind)
        if member.name.endswith("_on") and member.type in {"date | None", date | None}
    )
)
"""The days that fields of records state."""

FIELD_NAMES = frozenset(FIELD_DAYS)

PUBLISHED = "published_on"

ANNOUNCED = frozenset({"effective_on", "repealed_on"})
"""Days that are stated beforehand: a document says when it will take effect."""


def _earliest(at: StatedTime) -> datetime:
    return at.earliest


def _published_times(case: Case) -> Iterator[StatedTime]:
    if case.record.published_at is not None:
        yield case.record.published_at


def _interpreted_times(case: Case) -> Iterator[StatedTime]:
    for record in case.interpretations:
        if record.published_at is not None:
            yield record.published_at


def _determined_times(case: Case) -> Iterator[StatedTime]:
    if case.record.determination is not None:
        yield StatedTime.of(case.record.determination.at)


def _reviewed_times(case: Case) -> Iterator[StatedTime]:
    if case.record.secrecy_review is not None:
        yield StatedTime.of(case.record.secrecy_review.at)


def _participation_opened(case: Case) -> Iterator[StatedTime]:
    yield from _milestones(case, "participation_opened_on")
    if isinstance(case.record, Decision):
        yield from (StatedTime(each.open_on.start) for each in case.record.participation)


def _participation_closed(case: Case) -> Iterator[StatedTime]:
    yield from _milestones(case, "participation_closed_on")
    if isinstance(case.record, Decision):
        for each in case.record.participation:
            if each.open_on.end is not None:
                yield StatedTime(each.open_on.end - timedelta(days=1))


def _edition_published(case: Case) -> Iterator[StatedTime]:
    yield from _milestones(case, "edition_published_on")
    edition = case.edition
    if edition is not None and edition.published_at is not None:
        yield edition.published_at


def _edition_effective(case: Case) -> Iterator[StatedTime]:
    yield from _milestones(case, "list_changed_on")
    if case.edition is not None:
        yield StatedTime(case.edition.effective_on)


def _milestones(case: Case, name: str) -> Iterator[StatedTime]:
    return (each.at for each in case.record.milestones if each.name == name)


DERIVED_DAYS: dict[str, Callable[[Case], Iterator[StatedTime]]] = {
    "determined_on": _determined_times,
    "edition_published_on": _edition_published,
    "interpreted_on": _interpreted_times,
    "list_changed_on": _edition_effective,
    "participation_closed_on": _participation_closed,
    "participation_opened_on": _participation_opened,
    "published_on": _published_times,
    "secrecy_reviewed_on": _reviewed_times,
}
"""The days that follow from the record, or from those related to it."""

DAYS = frozenset({*FIELD_DAYS, *DERIVED_DAYS})
"""The days that every pack may name; those of milestones it lists among its words."""


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
    review = case.secrecy_review
    return Truth.UNKNOWN if review is None else _is_by_another(review, case.record)


def _is_by_another(review: SecrecyReview, record: AnyRecord) -> Truth:
    reviewer, drafter = _person(review.by), _person(record.drafted_by or "")
    if not reviewer or not drafter:
        return Truth.UNKNOWN
    return Truth.NO if reviewer == drafter else Truth.YES


@lru_cache(maxsize=1024)
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
