"""Values for tests: whole, plausible, and different from every default."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from attrs import evolve, mutable

from opengov.domain import (
    BEIJING,
    Decision,
    DeliveryFailed,
    Determination,
    DisclosureAttribute,
    DisclosureItem,
    DisclosureList,
    DocumentNumber,
    EntryField,
    Fact,
    IndexNumber,
    Interpretation,
    InterpretationElement,
    InterpretationPlan,
    ItemDetermined,
    ItemPublished,
    ItemReceived,
    ItemWithdrawn,
    ListEdition,
    ListEntry,
    ListKind,
    Message,
    PublicationApproved,
    PublicationRefused,
    ReviewOutcome,
    SecrecyReview,
    SecrecyReviewed,
    StatedTime,
)
from opengov.ports import Delivery, Release

if TYPE_CHECKING:
    from opengov.domain import AnyRecord, Event

BEGIN = datetime(2025, 9, 22, 9, 30, tzinfo=BEIJING)
"""The moment that tests start from: a Monday."""

DRAFTER, REVIEWER, RULER = "起草人林岚", "审查人陈序", "认定人周远"
"""The agency's own people, whom no publication names."""

HOSTILE = "</title><script>alert(1)</script>\"'&〔２〕\u202e𠮷\n第二行"
"""Text that breaks what is not careful with it."""


@mutable
class FixedClock:
    """A clock that stands still until it is told to go on."""

    moment: datetime = BEGIN

    def now(self) -> datetime:
        """Return the moment it stands at."""
        return self.moment

    def go_on(self, by: timedelta) -> None:
        """Move the clock forward."""
        self.moment += by


def an_item(**changes: Any) -> DisclosureItem:
    """Return a document that may be published: determined, and reviewed by somebody else."""
    item = DisclosureItem(
        id="123456788/202509-011",
        title="云汀市旅游民宿服务质量管理办法",
        issuing_body="云汀市文旅局",
        drafted_by=DRAFTER,
        body="第一条　民宿应当明码标价。\n第二条　本办法自公布之日起施行。",
        made_on=date(2025, 9, 18),
        index_number=IndexNumber.parse("123456788/202509-011"),
        document_number=DocumentNumber.parse("云文旅发〔2025〕21号"),
        subject_class="文化、旅游",
        keywords=("民宿", "价格"),
        facts=(Fact("major-policy", holds=False, stated_by=DRAFTER),),
        determination=Determination(
            attribute=DisclosureAttribute.PROACTIVE, by=RULER, at=BEGIN - timedelta(days=2)
        ),
        secrecy_review=SecrecyReview(
            outcome=ReviewOutcome.CLEARED, by=REVIEWER, at=BEGIN - timedelta(days=1)
        ),
    )
    return evolve(item, **changes)


def every_record() -> tuple[AnyRecord, ...]:
    """Return one record of each type."""
    return (
        an_item(
            published_at=StatedTime.of(BEGIN),
            interpretation_plan=InterpretationPlan(
                submitted_on=date(2025, 9, 17), approved_on=date(2025, 9, 18), approved_by=RULER
            ),
        ),
        DisclosureList(
            id="list-1",
            title="公共服务事项清单",
            issuing_body="云汀市文旅局",
            kind=ListKind.PUBLIC_SERVICES,
            editions=(
                ListEdition(
                    effective_on=date(2025, 9, 1),
                    entries=(
                        ListEntry(key="a", name="旅游咨询", fields=(EntryField("收费", "免费"),)),
                    ),
                ),
            ),
        ),
        Decision(id="decision-1", title="城西文化馆选址", decided_on=date(2025, 9, 20)),
        Interpretation(
            id="interpretation-1",
            document_id="123456788/202509-011",
            title="民宿管理办法解读",
            body="为什么出台：旅客反映价格不明。",
            published_at=StatedTime.of(BEGIN + timedelta(days=1)),
            elements=frozenset({InterpretationElement.BACKGROUND, InterpretationElement.SCOPE}),
        ),
    )


def every_event(subject: str = "123456788/202509-011") -> tuple[Event, ...]:
    """Return one event of each type, a minute apart."""
    item = an_item()
    assert item.determination is not None
    assert item.secrecy_review is not None
    reason = Message("publication.held", {"plugin": "x", "message": HOSTILE})

    def at(minute: int) -> dict[str, Any]:
        moment = BEGIN + timedelta(minutes=minute)
        return {"subject": subject, "at": moment, "actor": f"actor {minute}"}

    return (
        ItemReceived(**at(0), source="page.html"),
        ItemDetermined(**at(1), determination=item.determination),
        SecrecyReviewed(**at(2), review=item.secrecy_review),
        PublicationRefused(**at(3), reasons=(reason,)),
        PublicationApproved(**at(4), channels=("site",)),
        DeliveryFailed(**at(5), channel="site", key="k", error="disk full", attempts=1),
        ItemPublished(**at(6), channel="site", key="k", reference="items/1.html"),
        ItemWithdrawn(**at(7), channel="site", key="k", reason="印错了"),
    )


def a_release(record: AnyRecord | None = None, **changes: Any) -> Release:
    """Return a release of ``record``, by default of an item that says when it was published."""
    record = record or an_item(published_at=StatedTime.of(BEGIN))
    made = Release(key=f"key of {record.id}", channel="site", record=record, released_at=BEGIN)
    return evolve(made, **changes)


def a_delivery(key: str = "key", record: AnyRecord | None = None) -> Delivery:
    """Return a pending delivery with that key."""
    return Delivery(release=a_release(record, key=key))
