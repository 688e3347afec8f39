"""Publishing a record: every gate open, nothing withheld, no review holding it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.domain import (
    AnyRecord,
    DisclosureAttribute,
    Message,
    PublicationApproved,
    PublicationRefused,
    Truth,
)
from opengov.domain.checks import is_tuple
from opengov.domain.time import is_moment
from opengov.policy import Assessment, Case, Ruling, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.policy import GateFinding


@frozen(kw_only=True)
class Publish:
    """The command: who asks for publication, when, on which channels.

    ``assessment`` is what the law says of the record now; ``holds`` are the findings of
    reviews that must be settled first.
    """

    actor: str
    at: datetime = field(validator=is_moment)
    channels: tuple[str, ...] = field(validator=is_tuple)
    assessment: Assessment
    holds: tuple[Message, ...] = field(default=(), validator=is_tuple)


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
