"""The clock of a proceeding: what may happen to it, as events that are never taken back.

Two things stop a clock, independently of each other: a pause, while others are consulted
(条例 2019, art. 33), and a suspension, while the proceeding itself is stayed. It runs when
neither does. ``step`` adds an event, ``clock_due`` says when the clock runs out.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from attrs import field, frozen
from attrs.validators import optional

from opengov.domain.checks import is_frozenset, is_tuple
from opengov.domain.text import LocalizedText
from opengov.errors import InvalidValueError
from opengov.workdays.calendar import civil
from opengov.workdays.limit import Limit
from opengov.workdays.units import is_same_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from attrs import Attribute

When = date | datetime
"""A day; for a clock in hours a moment with a zone. Such a moment also counts as its day."""


def _is_when(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is neither a day nor a moment with a zone."""
    if value is None:
        return
    try:
        civil(value)
    except InvalidValueError:
        raise InvalidValueError(
            f"{attribute.name} must be a day, or a moment with a zone, not {value!r}.",
            where=type(instance).__name__,
            remedy="Give a date or an aware datetime.",
        ) from None


@frozen(kw_only=True)
class Start:
    """The event from which the limit is counted, such as the receipt of a request."""

    on: When = field(validator=_is_when)


@frozen(kw_only=True)
class Pause:
    """Others are consulted: a third party, another organ. The day itself still counts."""

    on: When = field(validator=_is_when)
    reason: str | LocalizedText


@frozen(kw_only=True)
class Resume:
    """Those consulted have answered. The days after the pause up to this one do not count."""

    on: When = field(validator=_is_when)


@frozen(kw_only=True)
class Suspend:
    """The proceeding is stayed (中止). The day itself still counts."""

    on: When = field(validator=_is_when)
    reason: str


@frozen(kw_only=True)
class Lift:
    """The stay is lifted (恢复). The days after it began up to this one do not count."""

    on: When = field(validator=_is_when)


@frozen(kw_only=True)
class Restart:
    """The correction of a request came in: the count begins afresh (条例 2019, art. 30).

    ``asked_on`` is the day of the correction notice. Where it is not known the correction
    itself must come before the clock runs out.
    """

    on: When = field(validator=_is_when)
    asked_on: When | None = field(default=None, validator=_is_when)


@frozen(kw_only=True)
class Extend:
    """The limit is made longer, by a decision that a named person approved (art. 33).

    ``told_applicant_on`` is when the applicant was told, which the article asks for; the clock
    follows the approval.
    """

    on: When = field(validator=_is_when)
    by: Limit
    approved_by: str
    reason: str
    told_applicant_on: When | None = field(default=None, validator=_is_when)


@frozen(kw_only=True)
class SetPeriod:
    """A reasonable period (合理期限) takes the place of the limit, by decision (art. 35).

    It is counted from where the clock was last started, and includes any extension so far.
    """

    on: When = field(validator=_is_when)
    limit: Limit
    decided_by: str
    reason: str


ClockEvent = Start | Pause | Resume | Suspend | Lift | Restart | Extend | SetPeriod
"""What may happen to a clock."""


@frozen(kw_only=True)
class ClockRules:
    """What one edition of a norm allows its clock.

    ``extension_cap`` is the longest that one extension may be, in the unit of the limit (20
    working days in 2019, 15 in 2007); without it there is none. ``corrections_allowed`` is how
    often a correction may restart the clock. ``pauses_for`` are the reasons that stop it: the
    third party in 2007, other organs too since 2019; ``None`` allows any. Only where
    ``may_set_period`` holds may a decision replace the limit.
    """

    limit: Limit
    extension_cap: Limit | None = None
    extensions_allowed: int = 1
    corrections_allowed: int = 1
    pauses_for: frozenset[str] | None = field(default=None, validator=optional(is_frozenset))
    may_set_period: bool = False

    def __attrs_post_init__(self) -> None:
        faults = list(_faults(self))
        if faults:
            raise InvalidValueError(
                "no clock can keep these rules.",
                where="ClockRules",
                remedy="Compare them with the norm.",
                faults=faults,
            )


def _faults(rules: ClockRules) -> Iterator[InvalidValueError]:
    for name in ("extensions_allowed", "corrections_allowed"):
        number = getattr(rules, name)
        if type(number) is not int or number < 0:
            yield InvalidValueError(
                f"nothing is allowed {number!r} times.",
                where=f"ClockRules.{name}",
                remedy="Give a whole number, nought or more.",
            )
    if rules.extension_cap is not None and not is_same_unit(rules.limit, rules.extension_cap):
        yield InvalidValueError(
            f"{rules.limit} is not extended by {rules.extension_cap}.",
            where="ClockRules.extension_cap",
            remedy="Give the cap in the unit of the limit, with the same rule for its end.",
        )


@frozen(kw_only=True)
class Clock:
    """A clock and all that happened to it, in order. Made empty, and moved on by ``step``."""

    rules: ClockRules
    events: tuple[ClockEvent, ...] = field(default=(), validator=is_tuple)
