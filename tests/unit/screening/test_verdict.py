"""Verdicts: the strictest finding decides, and what cannot be read is never published."""

from __future__ import annotations

from opengov.screening import (
    Action,
    Detected,
    Finding,
    Located,
    Place,
    PlaceKind,
    Publish,
    PublishInPart,
    Refer,
    Unread,
    Unreadable,
    Withhold,
    verdict,
)
from tests.unit.screening.texts import rule

BODY = Place(kind=PlaceKind.BODY)
UNREAD = Unread(place=BODY, why=Unreadable.SCANNED)


def located(action: Action) -> Located:
    return Located(BODY, Finding(rule(Detected(kind="passport"), action=action), 0, 1))


MASKED, REMOVED, WITHHELD = map(located, (Action.MASK, Action.REMOVE, Action.WITHHOLD))


def test_nothing_found_may_go_out() -> None:
    assert verdict(()) == Publish()


def test_what_is_hidden_goes_out_in_part() -> None:
    assert verdict((REMOVED, MASKED)) == PublishInPart(spans=(MASKED, REMOVED))


def test_what_could_not_be_read_is_referred() -> None:
    assert verdict((), (UNREAD,)) == Refer(unread=(UNREAD,))
    assert verdict((MASKED,), (UNREAD,)) == Refer(unread=(UNREAD,), spans=(MASKED,))


def test_what_is_withheld_decides() -> None:
    assert verdict((MASKED, WITHHELD), (UNREAD,)) == Withhold(
        grounds=("personal-privacy",), because=(WITHHELD,), unread=(UNREAD,)
    )
