"""Days and moments as documents state them: civil time in Asia/Shanghai.

A deadline is a day; an event has a moment with a zone; a page states a day and, sometimes, a
time of day. The three are different types and none stands in for another.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Any, Self

from attrs import field, frozen

from opengov.errors import InvalidValueError

if TYPE_CHECKING:
    from attrs import Attribute

# The statutes this library knows begin in 2008 and China has kept UTC+8 without summer time
# since 1991, so a fixed offset is exact and needs no zone database.
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def is_day(instance: object, attribute: Attribute[Any], value: Any) -> None:
    """Refuse what is not a bare day: a ``datetime`` is a ``date`` to Python, not to the law."""
    if value is not None and type(value) is not date:
        what = f"{attribute.name} must be a day, not {value!r}."
        raise InvalidValueError(what, where=type(instance).__name__, remedy="Give a date.")


def is_moment(instance: object, attribute: Attribute[Any], value: Any) -> None:
    """Refuse a moment without a zone."""
    if not isinstance(value, datetime) or value.utcoffset() is None:
        what = f"{attribute.name} must be a moment with a zone, not {value!r}."
        raise InvalidValueError(
            what, where=type(instance).__name__, remedy="Give an aware datetime."
        )


def civil_day(moment: datetime) -> date:
    """Return the day in Beijing on which ``moment`` falls.

    >>> from datetime import UTC
    >>> civil_day(datetime(2018, 5, 15, 16, 30, tzinfo=UTC))
    datetime.date(2018, 5, 16)
    """
    return (moment if moment.tzinfo is BEIJING else moment.astimezone(BEIJING)).date()


def _is_clock(instance: object, attribute: Attribute[Any], value: Any) -> None:
    """Refuse a time of day that no page states: with a zone, or finer than a second."""
    if value is None:
        return
    if not isinstance(value, time) or value.tzinfo is not None or value.microsecond:
        what = f"{attribute.name} must be a time of day in Beijing, not {value!r}."
        raise InvalidValueError(
            what,
            where=type(instance).__name__,
            remedy="Give a time to the second, without a zone.",
        )


def _not_stated(text: str) -> InvalidValueError:
    try:
        moment: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        return InvalidValueError(
            f"{text!r} is not a day or a time in Beijing.",
            remedy="Write 2018-05-16 or 2018-05-16T15:22:46.",
        )
    return InvalidValueError(
        f"{text!r} carries an offset, and what a page states is the time in Beijing.",
        remedy=f"Write {StatedTime.of(moment)}.",
    )


_STATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?")


@frozen(order=False)
class StatedTime:
    """A point in Beijing time as precise as a page states it: a day, perhaps a time of day.

    Written as ``2018-05-16`` or ``2018-05-16T15:22:46``, without an offset, because the page
    states none.
    """

    day: date = field(validator=is_day)
    time: time | None = field(default=None, validator=_is_clock)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the written form; anything else is an ``InvalidValueError``."""
        match = _STATED.fullmatch(text)
        try:
            day = date.fromisoformat(match[1] if match else "")
            return cls(day, time.fromisoformat(match[2]) if match and match[2] else None)
        except ValueError:
            raise _not_stated(text) from None

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """Return ``moment`` as a Beijing clock shows it, to the second."""
        local = moment.astimezone(BEIJING)
        return cls(local.date(), local.time().replace(microsecond=0))

    @property
    def earliest(self) -> datetime:
        """The first instant that the statement can mean."""
        return datetime.combine(self.day, self.time or time.min, BEIJING)

    def __str__(self) -> str:
        if self.time is None:
            return self.day.isoformat()
        return f"{self.day.isoformat()}T{self.time.isoformat('seconds')}"
