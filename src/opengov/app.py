"""The application: a store, packs, channels and plugins put together, and what it can do.

It decides nothing. It loads, asks the core, saves, then publishes and tells.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Self

from attrs import evolve, frozen

from opengov.compose import Parts, compose
from opengov.domain import (
    BEIJING,
    AnyRecord,
    Determination,
    DisclosureAttribute,
    Interpretation,
    ItemDetermined,
    ItemPublished,
    ItemReceived,
    ReviewOutcome,
    SecrecyReview,
    SecrecyReviewed,
    StatedTime,
    civil_day,
)
from opengov.errors import InvalidValueError, RecordNotFoundError, RefusedError
from opengov.hooks import ReviewRequest
from opengov.i18n import Translator
from opengov.outbox import ACTOR, Delivered, deliver, release
from opengov.policy import Assessment, assess
from opengov.ports import Clock, Delivery, DeliveryState, Query, Save, Stored, SystemClock
from opengov.procedures import (
    Approved,
    Publish,
    Refused,
    on_its_way_since,
    screened,
    step,
    with_rulings_kept,
)
from opengov.reports import AgendaLine, Move, Replayed, Under, agenda, moves, replayed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from types import TracebackType

    from opengov.domain import Event, Message
    from opengov.hooks import PluginHost, PluginProblem
    from opengov.screening import Screener
    from opengov.settings import Settings
    from opengov.workdays import Calendar, Notice


@frozen(kw_only=True)
class Publication:
    """What became of a request to publish: its deliveries, and what plugins failed to hear."""

    assessment: Assessment
    deliveries: tuple[Delivery, ...]
    problems: tuple[PluginProblem, ...] = ()


class OpenGov:
    """The use cases of an agency, over the parts that its settings name."""

    def __init__(self, parts: Parts, *, clock: Clock | None = None) -> None:
        self.parts = parts
        self.store = parts.store
        self.clock = clock or SystemClock()

    @classmethod
    def open(
        cls, settings: Settings, *, host: PluginHost | None = None, clock: Clock | None = None
    ) -> Self:
        """Build what ``settings`` name; without a ``host`` the installed plugins are loaded."""
        return cls(compose(settings, host), clock=clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    # Records -----------------------------------------------------------------------------

    def load(self, record_id: str) -> Stored:
        """Return the record and its revision, or raise ``RecordNotFoundError``."""
        stored = self.store.load(record_id)
        if stored is None:
            raise RecordNotFoundError(
                f"there is no record {record_id!r}.",
                where="store",
                remedy="Check the id, or bring the record in first.",
            )
        return stored

    def receive(self, record: AnyRecord, *, actor: str, source: str = "") -> AnyRecord:
        """Save a record that came in, or a new version of one that is there.

        A secrecy review is of the content it saw: when the content changes, it falls away,
        unless the new version brings one of its own. Receiving the same again saves nothing.
        """
        _need_name(actor)
        stored = self.store.load(record.id)
        if stored is not None:
            record = with_rulings_kept(stored.record, record)
            if record == stored.record:
                return record
        event = ItemReceived(subject=record.id, at=self.clock.now(), actor=actor, source=source)
        self.store.save(
            Save(record=record, events=(event,)), expected=stored.revision if stored else 0
        )
        return record

    def determine(
        self,
        record_id: str,
        *,
        attribute: DisclosureAttribute,
        by: str,
        reason: str = "",
        grounds: Sequence[str] = (),
    ) -> AnyRecord:
        """Record the disclosure attribute (公开属性认定)."""
        _need_name(by)
        stored = self.load(record_id)
        ruling = Determination(
            attribute=attribute,
            by=by,
            at=self.clock.now(),
            reason=reason,
            grounds=tuple(grounds),
        )
        event = ItemDetermined(subject=record_id, at=ruling.at, actor=by, determination=ruling)
        record = evolve(stored.record, determination=ruling)
        self.store.save(Save(record=record, events=(event,)), expected=stored.revision)
        self.parts.host.tell(event)
        return record

    def review(
        self,
        record_id: str,
        *,
        outcome: ReviewOutcome,
        by: str,
        note: str = "",
        dismissed: Sequence[str] = (),
    ) -> AnyRecord:
        """Record a secrecy review (保密审查) of the record as it stands.

        ``dismissed`` names screening rules whose findings may stand, for the reason in ``note``.
        """
        _need_name(by)
        stored = self.load(record_id)
        now, waived = self.clock.now(), tuple(dismissed)
        review = SecrecyReview(outcome=outcome, by=by, at=now, note=note, dismissed=waived)
        event = SecrecyReviewed(subject=record_id, at=review.at, actor=by, review=review)
        record = evolve(stored.record, secrecy_review=review)
        self.store.save(Save(record=record, events=(event,)), expected=stored.revision)
        return record

    def history(self, record_id: str) -> Sequence[Event]:
        """Return everything that happened to the record, refused attempts included."""
        self.load(record_id)
        return self.store.history(record_id)

    # The law -----------------------------------------------------------------------------

    def assess(
        self,
        record: AnyRecord,
        *,
        as_of: date | None = None,
        known_at: datetime | None = None,
        related: Iterable[AnyRecord] = (),
        calendar: Calendar | None = None,
    ) -> Assessment:
        """Assess a record with what the store knows of it; by default as of now.

        ``calendar`` stands in for the agency's own.
        """
        moment = known_at or self.clock.now()
        return assess(
            record,
            self.parts.packs,
            as_of=as_of or civil_day(moment),
            known_at=moment,
            related=(*self._interpretations(record), *related),
            calendar=calendar or self.parts.calendar,
        )

    def screener(self, as_of: date | None = None) -> Screener:
        """Return what screens texts under the rules of the packs that are in force on a day."""
        return self.parts.screener(as_of or civil_day(self.clock.now()))

    def _interpretations(self, record: AnyRecord) -> list[AnyRecord]:
        return [found.record for found in self.store.search(Query(document_id=record.id))]

    def agenda(
        self,
        *,
        as_of: date | None = None,
        known_at: datetime | None = None,
        everything: bool = False,
    ) -> tuple[AgendaLine, ...]:
        """List what is still to be done over all records, what is due first on top."""
        assessed = (
            (found.record, self.assess(found.record, as_of=as_of, known_at=known_at))
            for found in self.store.search(Query())
        )
        return agenda(assessed, everything=everything)

    def moved_by(self, notice: Notice, *, known_at: datetime | None = None) -> tuple[Move, ...]:
        """List the open obligations whose due date is another once ``notice`` is known."""
        moment = max(known_at or self.clock.now(), _begin(notice.known_on))
        calendar = self.parts.calendar
        records = [found.record for found in self.store.search(Query())]
        before, after = (
            agenda(
                (
                    (record, self.assess(record, known_at=moment, calendar=variant))
                    for record in records
                ),
                everything=True,
            )
            for variant in (calendar.without(notice), calendar.with_notices(notice))
        )
        return moves(before, after)

    def replay(self, before: Under, after: Under) -> Iterator[Replayed]:
        """Assess every record of the store under two laws, dates or calendars, one by one."""
        records = (
            (found.record, self._interpretations(found.record))
            for found in self.store.search(Query())
        )
        return replayed(records, before, after)

    # Publishing --------------------------------------------------------------------------

    def publish(
        self, record_id: str, *, actor: str, channels: Sequence[str] | None = None
    ) -> Publication:
        """Publish a record on ``channels``, by default on all; a repeat changes nothing.

        What law or review forbids is a ``RefusedError`` with every reason, and the attempt is
        put on record. What a channel cannot take stays in the outbox.
        """
        _need_name(actor)
        stored = self.load(record_id)
        now = self.clock.now()
        names = self.parts.channels_named(channels)
        assessment = self.assess(stored.record, known_at=now)
        request = ReviewRequest(record=stored.record, assessment=assessment, at=now)
        holds = [finding.message for finding in self.parts.host.review(request) if finding.holds]
        command = Publish(
            actor=actor,
            at=now,
            channels=names,
            assessment=assessment,
            holds=tuple(holds),
            screened=screened(stored.record, self.screener()),
        )
        outcome = step(stored.record, command)
        if isinstance(outcome, Refused):
            self.store.save(
                Save(record=stored.record, events=outcome.events), expected=stored.revision
            )
            raise self._refusal(record_id, outcome.reasons)
        keys = self._release(stored, names, now, outcome.events)
        problems = [problem for done in self.deliver() for problem in self._tell(done)]
        if isinstance(stored.record, Interpretation):
            self.refresh(stored.record.document_id)
        return Publication(
            assessment=assessment,
            deliveries=tuple(found for key in keys if (found := self.store.delivery(key))),
            problems=tuple(problems),
        )

    def _may_go_out(self, record: AnyRecord, now: datetime) -> bool:
        """Ask law and screening whether the record could go out now; nothing is put on record."""
        assessment = self.assess(record, known_at=now)
        found = screened(record, self.screener())
        command = Publish(actor=ACTOR, at=now, channels=(), assessment=assessment, screened=found)
        return isinstance(step(record, command), Approved)

    def _refusal(self, record_id: str, reasons: tuple[Message, ...]) -> RefusedError:
        english = Translator("en")
        faults = [RefusedError(english.render(reason)) for reason in reasons]
        refusal = RefusedError(
            "publication was refused.",
            where=record_id,
            remedy="Settle every reason below; the attempt is on record.",
            faults=faults,
        )
        refusal.reasons = reasons
        return refusal

    def _release(
        self, stored: Stored, channels: Sequence[str], now: datetime, events: tuple[Event, ...]
    ) -> list[str]:
        """Save the releases of the record as it will stand once it is published.

        What was approved before and is still on its way is released as of then: the same
        release, not a second one beside it.
        """
        history = self.store.history(stored.record.id)
        now = on_its_way_since(stored.record, history) or now
        record = evolve(
            stored.record, published_at=stored.record.published_at or StatedTime.of(now)
        )
        obligations = self.assess(record, known_at=now).obligations
        releases = [release(record, name, obligations, now) for name in channels]
        fresh = [made for made in releases if self.store.delivery(made.key) is None]
        if fresh:
            self.store.save(
                Save(
                    record=stored.record,
                    events=events,
                    deliveries=tuple(Delivery(release=made) for made in fresh),
                ),
                expected=stored.revision,
            )
        self._revive(made.key for made in releases)
        return [made.key for made in releases]

    def _revive(self, keys: Iterable[str]) -> None:
        """Try again what was given up: somebody has asked for it once more."""
        for key in keys:
            delivery = self.store.delivery(key)
            if delivery is not None and delivery.state is DeliveryState.DEAD:
                self.store.settle(evolve(delivery, state=DeliveryState.PENDING, attempts=0))

    def deliver(self) -> Iterator[Delivered]:
        """Carry what waits in the outbox to its channels."""
        return deliver(self.store, self.parts.channel, self.clock)

    def refresh(self, record_id: str | None = None) -> tuple[Delivered, ...]:
        """Bring what is published up to date: what was due then may be met or late by now.

        Only records that are out already are released again, on the channels they are out on,
        and only where something a reader sees has changed. What may not be published as it
        stands now is not released again either.
        """
        now = self.clock.now()
        for stored in self._released(record_id):
            # Content that came in since and was not approved yet stays in.
            if self._may_go_out(stored.record, now):
                self._release(stored, self._channels_of(stored.record), now, ())
        delivered = tuple(self.deliver())
        for done in delivered:
            self._tell(done)
        return delivered

    def _released(self, record_id: str | None) -> list[Stored]:
        if record_id is None:
            found: Iterable[Stored] = self.store.search(Query())
        else:
            stored = self.store.load(record_id)
            found = [stored] if stored else []
        return [stored for stored in found if self._channels_of(stored.record)]

    def _channels_of(self, record: AnyRecord) -> list[str]:
        events = self.store.history(record.id)
        out = {event.channel for event in events if isinstance(event, ItemPublished)}
        return sorted(out & set(self.parts.channel_names))

    def _tell(self, done: Delivered) -> tuple[PluginProblem, ...]:
        return self.parts.host.tell(done.news) if done.news is not None else ()


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, BEIJING)


def _need_name(person: str) -> None:
    """Refuse a blank name: whoever acts answers for it, and separation of duties needs to know."""
    if not person.strip():
        raise InvalidValueError(
            "it is not said who acts.", where="actor", remedy="Give the person's name."
        )
