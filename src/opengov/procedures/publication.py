"""Publishing a record: every gate open, nothing withheld, no review holding it back."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.domain import (
    AnyRecord,
    DisclosureAttribute,
    ItemDetermined,
    ItemReceived,
    LocalizedText,
    Message,
    PublicationApproved,
    PublicationRefused,
    SecrecyReviewed,
    Truth,
)
from opengov.domain.checks import is_tuple
from opengov.domain.facts import every
from opengov.domain.time import is_moment
from opengov.policy import Assessment, Case, Ruling, Step
from opengov.procedures.screening import TITLE
from opengov.screening import Action, Located, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opengov.domain import Event
    from opengov.policy import GateFinding


@frozen(kw_only=True)
class Publish:
    """The command: who asks for publication, when, on which channels.

    ``assessment`` is what the law says of the record now; ``holds`` are the findings of
    reviews that must be settled first, and ``screened`` is what was found in its texts.
    """

    actor: str
    at: datetime = field(validator=is_moment)
    channels: tuple[str, ...] = field(validator=is_tuple)
    assessment: Assessment
    holds: tuple[Message, ...] = field(default=(), validator=is_tuple)
    screened: tuple[Located, ...] = field(default=(), validator=is_tuple)


@frozen(kw_only=True)
class Approved:
    """The record may go out."""

    events: tuple[PublicationApproved, ...]


@frozen(kw_only=True)
class Refused:
    """The record stays in, for all of these reasons."""

    reasons: tuple[Message, ...]
    events: tuple[PublicationRefused, ...]


def step(record: AnyRecord, command: Publish) -> Approved | Refused:
    """Approve the publication, or refuse it with every reason at once."""
    reasons = (
        *_closed_gates(command.assessment),
        *_separation_of_duties(record, command.at),
        *_ruling(record, command.assessment),
        *command.holds,
        *_screened(record, command),
    )
    if reasons:
        refused = PublicationRefused(
            subject=record.id, at=command.at, actor=command.actor, reasons=reasons
        )
        return Refused(reasons=reasons, events=(refused,))
    approved = PublicationApproved(
        subject=record.id, at=command.at, actor=command.actor, channels=command.channels
    )
    return Approved(events=(approved,))


def on_its_way_since(record: AnyRecord, history: Sequence[Event]) -> datetime | None:
    """Return when a record that is not out yet was approved in its present version."""
    if record.published_at is not None:
        return None
    for event in reversed(history):
        match event:
            case PublicationApproved():
                return event.at
            case ItemReceived() | ItemDetermined() | SecrecyReviewed():
                return None
            case _:
                pass
    return None


def _closed_gates(assessment: Assessment) -> Iterator[Message]:
    for gate in assessment.gates:
        if gate.blocks is Step.PUBLICATION and not gate.is_open:
            yield Message(_gate_key(gate), _gate_parameters(gate, assessment))


def _gate_key(gate: GateFinding) -> str:
    return "publication.gate-closed" if gate.applies is Truth.YES else "publication.gate-unclear"


def _gate_parameters(gate: GateFinding, assessment: Assessment) -> dict[str, object]:
    asked = [q.fact for q in assessment.questions if gate.source in q.sources]
    return {
        "gate": gate.source.title,
        "unmet": gate.unmet,
        "facts": "、".join(asked),
        "citation": "、".join(map(str, gate.source.citations)),
    }


def _separation_of_duties(record: AnyRecord, now: datetime) -> Iterator[Message]:
    """Demand that somebody other than the drafter did the secrecy review."""
    if not (record.drafted_by or "").strip():
        yield Message("publication.drafter-unknown")
    review = record.secrecy_review
    by_another = Case(record=record, known_at=now).fact("secrecy-review-by-another")
    if review is None:
        return
    if by_another is Truth.NO:
        yield Message("publication.reviewed-by-drafter", {"person": review.by})
    elif not review.by.strip():
        yield Message("publication.reviewer-unknown")


def _ruling(record: AnyRecord, assessment: Assessment) -> Iterator[Message]:
    determination = record.determination
    if determination and determination.attribute is DisclosureAttribute.ON_REQUEST:
        yield Message("publication.on-request")
    if assessment.ruling is not Ruling.OPEN:
        yield Message(f"publication.{assessment.ruling.value}")
        yield from assessment.reasons


def _screened(record: AnyRecord, command: Publish) -> Iterator[Message]:
    """Hold what screening found, rule by rule and place by place, without repeating it."""
    dismissed = _dismissed(record, command.at)
    counts = Counter(
        (each.finding.rule, each.place)
        for each in command.screened
        if each.finding.rule.id not in dismissed
    )
    for (rule, place), count in counts.items():
        masked = rule.action in {Action.MASK, Action.REMOVE}
        parameters = {
            "rule": rule.title,
            "count": count,
            "place": _place(place),
            "citation": "、".join(map(str, rule.citations)),
            "refer_to": rule.refer_to or "",
        }
        action = Action.MASK if masked else rule.action
        yield Message(f"publication.screened-{action.value}", parameters)


def _dismissed(record: AnyRecord, now: datetime) -> frozenset[str]:
    """Return the rules whose findings a person has looked at, other than the drafter, and why."""
    case = Case(record=record, known_at=now)
    review = case.secrecy_review
    cleared = case.fact("secrecy-review-cleared"), case.fact("secrecy-review-by-another")
    if review is None or every(*cleared) is not Truth.YES or not review.note.strip():
        return frozenset()
    return frozenset(review.dismissed)


def _place(place: Place) -> LocalizedText:
    if place.name and place.name != TITLE:
        return LocalizedText(zh=place.name, en=place.name)
    if place.name == TITLE:
        return LocalizedText(zh="标题", en="the title")
    return LocalizedText(zh="正文", en="the body")
