"""What every disclosable record has in common."""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import field, frozen
from attrs.validators import optional

from opengov.domain.checks import is_frozenset, is_tuple
from opengov.domain.disclosure import Determination, SecrecyReview
from opengov.domain.facts import Fact, Truth
from opengov.domain.milestone import Milestone, in_order_of_days
from opengov.domain.time import StatedTime, is_day
from opengov.errors import InvalidValueError


def _is_id(instance: object, attribute: object, value: Any) -> None:
    del attribute
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        raise InvalidValueError(
            f"a record needs an id, not {value!r}.",
            where=type(instance).__name__,
            remedy="Give a text without white space around it that stays the same for ever.",
        )


@frozen(kw_only=True)
class Record:
    """The part that documents, lists, decisions and interpretations share.

    ``made_on`` is 成文日期, ``published_at`` 发布日期; they are never taken for one another.
    ``issuing_body`` is kept as stated. ``drafted_by`` names the drafter, whom the secrecy
    review must not be done by. ``milestones`` are the dated steps that no field holds,
    ``elements`` names what it states of that which norms require, and ``channels`` the kinds of
    channel it is out on: ``None`` where nobody said.
    """

    id: str = field(validator=_is_id)
    title: str | None = None
    issuing_body: str | None = None
    drafted_by: str | None = None
    body: str = field(default="", repr=False)
    made_on: date | None = field(default=None, validator=is_day)
    published_at: StatedTime | None = None
    determination: Determination | None = None
    secrecy_review: SecrecyReview | None = None
    facts: tuple[Fact, ...] = field(default=(), validator=is_tuple)
    milestones: tuple[Milestone, ...] = field(
        default=(), validator=is_tuple, converter=in_order_of_days
    )
    elements: frozenset[str] = field(default=frozenset(), validator=is_frozenset)
    channels: frozenset[str] | None = field(default=None, validator=optional(is_frozenset))

    @facts.validator
    def _one_answer_each(self, _attribute: object, facts: tuple[Fact, ...]) -> None:
        names = [fact.name for fact in facts]
        for name in sorted({name for name in names if names.count(name) > 1}):
            raise InvalidValueError(
                f"the fact {name!r} is stated more than once.",
                where=type(self).__name__,
                remedy="Keep one statement.",
            )

    def stated(self, name: str) -> Truth:
        """Return what was stated about the fact ``name``; not known where nobody did."""
        return next((Truth.of(f.holds) for f in self.facts if f.name == name), Truth.UNKNOWN)
