"""Dated steps of a matter: what happened to it, and when."""

from __future__ import annotations

import re
from typing import Any

from attrs import field, frozen

from opengov.domain.time import StatedTime
from opengov.errors import InvalidValueError

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*_on")

STATED_ELSEWHERE = {
    "published_on": "published_at",
    "determined_on": "the determination",
    "secrecy_reviewed_on": "the secrecy review",
    "interpreted_on": "the interpretation, a record of its own",
}
"""Days that follow from other parts of a record, and so are no milestones."""


@frozen
class Milestone:
    """One dated step, such as ``received_on``. Names end in ``_on``, like those of the fields.

    A step that repeats, such as a yearly report, is several milestones of one name. A step with
    no milestone was not taken, as far as is known.
    """

    name: str = field()
    at: StatedTime

    @name.validator
    def _is_name(self, _attribute: object, name: str) -> None:
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise InvalidValueError(
                f"{name!r} does not name a day.",
                where="Milestone",
                remedy="Write small letters and underscores, ending in _on: received_on.",
            )
        if name in STATED_ELSEWHERE:
            raise InvalidValueError(
                f"{name} is no milestone: it follows from {STATED_ELSEWHERE[name]}.",
                where="Milestone",
                remedy=f"State {STATED_ELSEWHERE[name]} instead.",
            )


def in_order_of_days(milestones: Any) -> Any:
    """Sort milestones, so that two records that say the same are equal."""
    if not isinstance(milestones, tuple):
        return milestones  # refused by its validator
    return tuple(sorted(milestones, key=lambda each: (each.name, each.at.earliest, str(each.at))))
