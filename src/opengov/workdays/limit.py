"""The units in which norms state their limits. Which one is meant is a property of the norm.

The characters do not tell: the 日 of 行政许可法 are working days (article 82), those of 预算法
are calendar days. So a pack names the unit, and each type keeps to its own.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from opengov.errors import InvalidValueError

if TYPE_CHECKING:
    from collections.abc import Callable

    from attrs import Attribute


class LastDay(Enum):
    """What becomes of a last day on which nobody works."""

    MOVES = "moves"
    """It moves to the first working day after (民法典 203, 民事诉讼法 85)."""
    STAYS = "stays"
    """It stays where it falls."""


class FirstHour(Enum):
    """Whether the hour in which a limit begins counts. The two statutes disagree."""

    COUNTS = "counts"
    """The count runs from the moment itself (民法典 201)."""
    SKIPPED = "skipped"
    """The hour under way is not counted: it runs from the next full hour (民事诉讼法 85)."""


def _is_count(instance: object, attribute: Attribute[Any], value: object) -> None:
    if type(value) is not int or value < 0:
        raise InvalidValueError(
            f"a limit cannot be {value!r} {type(instance).__name__.lower()}.",
            where=f"{type(instance).__name__}.{attribute.name}",
            remedy="Give a whole number, nought or more.",
        )


def _is_member(kind: type[Enum]) -> Callable[[object, Attribute[Any], object], None]:
    def check(instance: object, attribute: Attribute[Any], value: object) -> None:
        if not isinstance(value, kind):
            choices = ", ".join(f"{kind.__name__}.{member.name}" for member in kind)
            raise InvalidValueError(
                f"{value!r} is no {kind.__name__}.",
                where=f"{type(instance).__name__}.{attribute.name}",
                remedy=f"Give one of {choices}.",
            )

    return check


@frozen
class Workdays:
    """A number of working days (工作日); never to be mixed up with calendar days."""

    count: int = field(validator=_is_count)


@frozen
class CalendarDays:
    """A number of calendar days (日, 天). The day of the event is not counted."""

    count: int = field(validator=_is_count)
    last_day: LastDay = field(kw_only=True, validator=_is_member(LastDay))


@frozen
class Months:
    """A number of months, to the day of the same number, or to the last of a shorter month.

    民法典 202: one month after 31 January is the last day of February.
    """

    count: int = field(validator=_is_count)
    last_day: LastDay = field(kw_only=True, validator=_is_member(LastDay))


@frozen
class Years:
    """A number of years, to the day of the same number; from 29 February to 28 February."""

    count: int = field(validator=_is_count)
    last_day: LastDay = field(kw_only=True, validator=_is_member(LastDay))


@frozen
class Hours:
    """A number of hours that elapse, day and night, from a moment."""

    count: int = field(validator=_is_count)
    first_hour: FirstHour = field(kw_only=True, validator=_is_member(FirstHour))


@frozen(kw_only=True)
class FixedDate:
    """A day of the year, such as 31 January of the year after: ``years_after`` is 1.

    With 0 it is the day in the year of the event, before or after it. A 29 February falls on the
    28th in other years.
    """

    month: int = field()
    day: int = field()
    years_after: int = field(default=0, validator=_is_count)
    last_day: LastDay = field(validator=_is_member(LastDay))

    @day.validator
    def _exists(self, _attribute: object, day: int) -> None:
        try:
            if type(self.month) is not int or type(day) is not int:
                raise ValueError  # noqa: TRY301  (told below, with what was given)
            date(2000, self.month, day)
        except ValueError:
            raise InvalidValueError(
                f"no year has a day {day!r} of month {self.month!r}.",
                where="FixedDate",
                remedy="Give a month from 1 to 12 and a day that it has.",
            ) from None


LimitInDays = Workdays | CalendarDays | Months | Years | FixedDate
"""A limit that ends with a day."""

Limit = Workdays | CalendarDays | Months | Years | Hours | FixedDate
"""A limit in one of the units."""


def is_limit(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is no limit, such as a bare number, which has no unit."""
    if value is not None:
        need_limit(value, f"{type(instance).__name__}.{attribute.name}")


def need_limit(value: object, where: str) -> None:
    """Refuse what is no limit with an ``InvalidValueError``."""
    if not isinstance(value, Limit):
        raise InvalidValueError(
            f"{value!r} is no limit: it has no unit.",
            where=where,
            remedy="Give Workdays(20), CalendarDays(30, last_day=…) or another of the units.",
        )
