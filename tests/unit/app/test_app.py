"""The use cases: what is refused and why, what is published once, what survives a failure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from opengov_policy_cn import plugin as policy_cn

from opengov import builtin
from opengov.app import OpenGov
from opengov.domain import (
    DisclosureAttribute,
    Fact,
    Interpretation,
    InterpretationPlan,
    ItemPublished,
    LocalizedText,
    PublicationApproved,
    PublicationRefused,
    ReviewOutcome,
    SecrecyReview,
    StatedTime,
)
from opengov.errors import (
    ChannelError,
    ChannelUnavailableError,
    InvalidValueError,
    RecordNotFoundError,
    RefusedError,
    SettingsError,
)
from opengov.hooks import PluginHost, ReviewFinding, hookimpl
from opengov.ports import (
    Delivery,
    DeliveryState,
    Provider,
    Receipt,
    ReceiptState,
    Release,
    Save,
)
from opengov.settings import Settings, Use
from opengov.testing import BEGIN, FixedClock, an_item
from opengov.testing.builders import DRAFTER, REVIEWER, RULER

if TYPE_CHECKING:
    from opengov.domain import DisclosureItem


class Board:
    """A channel that remembers what was pinned to it; ``error`` is raised instead while set."""

    def __init__(self) -> None:
        self.releases: list[Release] = []
        self.error: Exception | None = None
        self.state = ReceiptState.CONFIRMED

    def publish(self, release: Release) -> Receipt:
        if self.error:
            raise self.error
        if release.key not in {held.key for held in self.releases}:
            self.releases.append(release)
        return self.receipt(release)

    def receipt(self, release: Release) -> Receipt:
        return Receipt(
            key=release.key,
            channel=release.channel,
            record_id=release.record.id,
            state=self.state,
            at=release.released_at,
            reference="board",
        )

    def withdraw(self, receipt: Receipt, reason: str, *, at: datetime) -> Receipt:
        del reason
        return evolve(receipt, state=ReceiptState.WITHDRAWN, at=at)

    def poll(self, receipt: Receipt) -> Receipt:
        return evolve(receipt, state=self.state)

    def ping(self) -> str:
        return "board"


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def plugin() -> SimpleNamespace:
    """Return a plugin whose hooks a test may replace before the agency is opened."""
    return SimpleNamespace()


@pytest.fixture
def agency(board: Board, clock: FixedClock, plugin: SimpleNamespace) -> OpenGov:
    return opened(board, clock, plugin)


def opened(board: Board, clock: FixedClock, plugin: object) -> OpenGov:
    def opengov_channels() -> list[Provider[Any]]:
        return [Provider(name="board", summary=LocalizedText(zh="板"), build=lambda _: board)]

    host = PluginHost()
    host.register(builtin, "builtin")
    host.register(policy_cn, "policy-cn")
    host.register(SimpleNamespace(opengov_channels=hookimpl(opengov_channels)), "board")
    if vars(plugin):
        host.register(plugin, "extra")
    settings = Settings(channels={"board": Use(name="board")})
    return OpenGov.open(settings, host=host, clock=clock)


def bring(agency: OpenGov, item: DisclosureItem | None = None) -> str:
    return agency.receive(item or an_item(), actor=DRAFTER).id


def refusal(agency: OpenGov, item: DisclosureItem) -> RefusedError:
    record_id = bring(agency, item)
    with pytest.raises(RefusedError) as caught:
        agency.publish(record_id, actor="网站管理员")
    event = agency.history(record_id)[-1]
    assert isinstance(event, PublicationRefused)
    assert event.reasons == caught.value.reasons
    return caught.value


def keys(error: RefusedError) -> set[str]:
    return {reason.key for reason in error.reasons}


# Publishing ------------------------------------------------------------------------------


def test_a_document_that_may_be_published_is(agency: OpenGov, board: Board) -> None:
    record_id = bring(agency)
    done = agency.publish(record_id, actor="网站管理员")
    assert [delivery.state for delivery in done.deliveries] == [DeliveryState.DONE]
    assert agency.load(record_id).record.published_at == StatedTime.of(BEGIN)
    assert [release.record.published_at for release in board.releases] == [StatedTime.of(BEGIN)]
    kinds = [type(event) for event in agency.history(record_id)]
    assert kinds[-2:] == [PublicationApproved, ItemPublished]


def test_publishing_twice_is_harmless(agency: OpenGov, board: Board, clock: FixedClock) -> None:
    record_id = bring(agency)
    first = agency.publish(record_id, actor="a")
    revision, events = agency.load(record_id).revision, agency.history(record_id)
    clock.go_on(timedelta(hours=1))
    second = agency.publish(record_id, actor="b")
    assert second.deliveries == first.deliveries
    assert len(board.releases) == 1
    assert agency.load(record_id).revision == revision
    assert agency.history(record_id) == events


def test_without_a_review_it_is_refused(agency: OpenGov, board: Board) -> None:
    error = refusal(agency, an_item(secrecy_review=None))
    assert "publication.gate-closed" in keys(error)
    assert "第十七条" in str(error)
    assert board.releases == []
    assert agency.load(an_item().id).record.published_at is None


def test_without_an_attribute_it_is_refused(agency: OpenGov) -> None:
    assert "国办发〔2016〕80号" in str(refusal(agency, an_item(determination=None)))


def test_by_the_drafter_alone_it_is_refused(agency: OpenGov) -> None:
    review = an_item().secrecy_review
    assert review is not None
    error = refusal(agency, an_item(secrecy_review=evolve(review, by=DRAFTER)))
    assert "publication.reviewed-by-drafter" in keys(error)


def test_the_drafter_is_known_by_name_whatever_the_spaces(agency: OpenGov) -> None:
    review = an_item().secrecy_review
    assert review is not None
    error = refusal(agency, an_item(secrecy_review=evolve(review, by=f" {DRAFTER}　")))
    assert "publication.reviewed-by-drafter" in keys(error)


def test_without_a_drafter_nobody_can_tell_who_reviewed(agency: OpenGov) -> None:
    assert "publication.drafter-unknown" in keys(refusal(agency, an_item(drafted_by=None)))


@pytest.mark.parametrize(
    "fact", ["state-secret", "endangers-security", "forbidden-by-law", "third-party-harm"]
)
def test_what_a_rule_withholds_is_refused_although_it_was_reviewed(
    agency: OpenGov, fact: str
) -> None:
    facts = (Fact(fact, holds=True), Fact("third-party-consents", holds=False),
             Fact("public-interest-overrides", holds=False))  # fmt: skip
    assert "publication.withhold" in keys(refusal(agency, an_item(facts=facts)))


def test_every_reason_comes_at_once(agency: OpenGov) -> None:
    error = refusal(
        agency,
        an_item(
            determination=None,
            secrecy_review=None,
            drafted_by=None,
            facts=(Fact("state-secret", holds=True),),
        ),
    )
    assert {
        "publication.gate-closed",
        "publication.drafter-unknown",
        "publication.withhold",
    } <= keys(error)
    assert len(error.faults) == len(error.reasons) >= 5


def test_a_refused_document_can_be_mended_and_published(agency: OpenGov) -> None:
    record_id = bring(agency, an_item(determination=None, secrecy_review=None))
    with pytest.raises(RefusedError):
        agency.publish(record_id, actor="a")
    agency.determine(record_id, attribute=DisclosureAttribute.PROACTIVE, by=RULER)
    agency.review(record_id, outcome=ReviewOutcome.CLEARED, by=REVIEWER)
    assert agency.publish(record_id, actor="a").deliveries


def test_a_review_falls_away_when_the_content_changes(agency: OpenGov) -> None:
    record_id = bring(agency)
    bring(agency, an_item(body="改过的正文", secrecy_review=None))
    assert agency.load(record_id).record.secrecy_review is None
    bring(agency, an_item(id="other"))
    bring(agency, an_item(id="other", secrecy_review=None))
    assert agency.load("other").record.secrecy_review is not None


def test_an_unknown_record_or_channel_is_named(agency: OpenGov) -> None:
    with pytest.raises(RecordNotFoundError, match="nothing"):
        agency.publish("nothing", actor="a")
    with pytest.raises(SettingsError, match="paper"):
        agency.publish(bring(agency), actor="a", channels=["paper"])
    assert all(not isinstance(e, PublicationApproved) for e in agency.history(an_item().id))


def test_a_review_by_a_plugin_holds(board: Board, clock: FixedClock) -> None:
    def review(request: object) -> list[ReviewFinding]:
        del request
        return [ReviewFinding(text=LocalizedText(zh="缺附件"))]

    agency = opened(board, clock, SimpleNamespace(opengov_review_item=hookimpl(review)))
    error = refusal(agency, an_item())
    assert keys(error) == {"publication.held"}
    assert "缺附件" in str(error)


# Deliveries ------------------------------------------------------------------------------


def test_a_channel_that_is_away_gets_it_later(
    agency: OpenGov, board: Board, clock: FixedClock
) -> None:
    board.error = ChannelUnavailableError("no route", remedy="Wait.")
    (delivery,) = agency.publish(bring(agency), actor="a").deliveries
    assert (delivery.state, delivery.attempts) == (DeliveryState.PENDING, 1)
    assert agency.load(an_item().id).record.published_at is None
    board.error = None
    clock.go_on(timedelta(minutes=5))
    (done,) = agency.deliver()
    assert isinstance(done.news, ItemPublished)
    assert agency.load(an_item().id).record.published_at == StatedTime.of(BEGIN)


@pytest.mark.parametrize("error", [ChannelError("never"), RuntimeError("bug")])
def test_what_was_given_up_is_tried_again_when_somebody_asks(
    agency: OpenGov, board: Board, error: Exception
) -> None:
    board.error = error
    (delivery,) = agency.publish(bring(agency), actor="a").deliveries
    assert delivery.state is DeliveryState.DEAD
    assert str(error) in delivery.error
    board.error = None
    (delivery,) = agency.publish(an_item().id, actor="a").deliveries
    assert delivery.state is DeliveryState.DONE


def test_a_channel_that_confirms_later_is_asked_again(
    agency: OpenGov, board: Board, clock: FixedClock
) -> None:
    board.state = ReceiptState.SUBMITTED
    agency.publish(bring(agency), actor="a")
    assert agency.load(an_item().id).record.published_at is None
    board.state = ReceiptState.CONFIRMED
    clock.go_on(timedelta(minutes=5))
    list(agency.deliver())
    assert agency.load(an_item().id).record.published_at is not None
    assert sum(isinstance(e, ItemPublished) for e in agency.history(an_item().id)) == 1


# The law ---------------------------------------------------------------------------------


def test_the_document_is_released_again_when_its_interpretation_comes_out(
    agency: OpenGov, board: Board, clock: FixedClock
) -> None:
    major = an_item(facts=(Fact("major-policy", holds=True),), interpretation_plan=None)
    record_id = bring(agency, evolve(major, interpretation_plan=_plan()))
    agency.publish(record_id, actor="a")
    clock.go_on(timedelta(days=1))
    interpretation = Interpretation(
        id="jd",
        document_id=record_id,
        title="解读",
        drafted_by=DRAFTER,
        determination=an_item().determination,
        secrecy_review=an_item().secrecy_review,
    )
    agency.receive(interpretation, actor=DRAFTER)
    agency.publish("jd", actor="a")
    statuses = {
        obligation.duty: obligation.status.value
        for obligation in board.releases[-1].obligations
        if obligation.binding
    }
    assert board.releases[-1].record.id == record_id
    assert statuses["interpretation"] == "met"


def _plan() -> Any:
    from opengov.domain import InterpretationPlan

    day = date(2025, 9, 18)
    return InterpretationPlan(submitted_on=day, approved_on=day, approved_by=RULER)


def test_the_agenda_has_what_is_due_first_on_top(agency: OpenGov, clock: FixedClock) -> None:
    bring(agency, an_item(id="late", made_on=date(2025, 8, 1)))
    bring(agency, an_item(id="soon"))
    clock.go_on(timedelta(days=1))
    assert [line.obligation.record_id for line in agency.agenda()] == ["late", "soon"]
    agency.publish("late", actor="a")
    assert [line.obligation.record_id for line in agency.agenda()] == ["soon"]


def test_refreshing_releases_only_what_changed(
    agency: OpenGov, board: Board, clock: FixedClock
) -> None:
    agency.publish(bring(agency), actor="a")
    agency.refresh()
    assert len(board.releases) == 1
    clock.go_on(timedelta(days=1))
    agency.refresh()
    assert len(board.releases) == 1


# What came in later ----------------------------------------------------------------------


def test_an_edited_record_does_not_keep_the_review_of_what_it_was(
    agency: OpenGov, board: Board
) -> None:
    record_id = bring(agency)
    edited = evolve(agency.load(record_id).record, body="没有审查过的正文")
    agency.receive(edited, actor=DRAFTER)
    with pytest.raises(RefusedError):
        agency.publish(record_id, actor="a")
    assert board.releases == []


def test_refreshing_lets_nothing_out_that_was_not_approved(
    agency: OpenGov, board: Board, clock: FixedClock
) -> None:
    record_id = bring(agency)
    agency.publish(record_id, actor="a")
    clock.go_on(timedelta(days=1))
    agency.receive(evolve(agency.load(record_id).record, body="新的正文"), actor=DRAFTER)
    agency.refresh()
    agency.review(record_id, outcome=ReviewOutcome.CLEARED, by=REVIEWER)
    agency.determine(
        record_id,
        attribute=DisclosureAttribute.EXEMPT,
        by=RULER,
        reason="涉密",
        grounds=["state-secret"],
    )
    agency.refresh()
    assert len(board.releases) == 1


def test_receiving_a_page_again_keeps_what_only_people_know(agency: OpenGov) -> None:
    plan = InterpretationPlan(submitted_on=date(2025, 9, 1), approved_on=date(2025, 9, 2))
    record_id = bring(agency, an_item(interpretation_plan=plan))
    before = agency.load(record_id)
    page = an_item(interpretation_plan=None, determination=None, secrecy_review=None)
    bring(agency, evolve(page, drafted_by=None, facts=()))
    assert agency.load(record_id) == before


def test_nobody_acts_without_a_name(agency: OpenGov) -> None:
    record_id = bring(agency)
    with pytest.raises(InvalidValueError, match="who acts"):
        agency.review(record_id, outcome=ReviewOutcome.CLEARED, by=" ")
    with pytest.raises(InvalidValueError, match="who acts"):
        agency.publish(record_id, actor="")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"drafted_by": " "}, "publication.drafter-unknown"),
        (
            {"secrecy_review": SecrecyReview(outcome=ReviewOutcome.CLEARED, by="", at=BEGIN)},
            "publication.reviewer-unknown",
        ),
    ],
)
def test_a_blank_name_is_nobody(agency: OpenGov, changes: dict[str, Any], reason: str) -> None:
    assert reason in keys(refusal(agency, an_item(**changes)))


def test_no_channel_at_all_is_an_error_and_not_a_success(clock: FixedClock) -> None:
    host = PluginHost()
    host.register(builtin, "builtin")
    host.register(policy_cn, "policy-cn")
    agency = OpenGov.open(Settings(), host=host, clock=clock)
    with pytest.raises(SettingsError, match="no channel"):
        agency.publish(bring(agency), actor="a")


def test_a_channel_that_is_gone_from_the_settings_holds_up_no_other(
    agency: OpenGov, board: Board, clock: FixedClock
) -> None:
    board.error = ChannelUnavailableError("away")
    agency.publish(bring(agency), actor="a")
    board.error = None
    for delivery in agency.store.claim(now=clock.now(), lease=timedelta(0)):
        release = evolve(delivery.release, channel="gone", key="gone")
        record = agency.load(delivery.release.record.id)
        agency.store.save(
            Save(record=record.record, deliveries=(Delivery(release=release),)),
            expected=record.revision,
        )
    clock.go_on(timedelta(minutes=2))
    done = agency.publish(bring(agency, an_item(id="other")), actor="a")
    assert [each.state for each in done.deliveries] == [DeliveryState.DONE]
    gone = agency.store.delivery("gone")
    assert gone is not None
    assert gone.state is DeliveryState.PENDING
    assert "gone" in gone.error


def test_what_comes_after_it_was_taken_down_is_no_publication(
    agency: OpenGov, board: Board
) -> None:
    board.state = ReceiptState.WITHDRAWN
    record_id = bring(agency)
    agency.publish(record_id, actor="a")
    assert agency.load(record_id).record.published_at is None
    assert not any(isinstance(event, ItemPublished) for event in agency.history(record_id))
