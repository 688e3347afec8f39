"""One day as a calendar knows it: worked or not, why, and who says so."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from opengov.domain.citation import Trust
from opengov.domain.time import is_day


class DayKind(Enum):
    """Why a day is worked or not."""

    WORKDAY = "workday"
    """An ordinary Monday to Friday."""
    WEEKEND = "weekend"
    """A Saturday or Sunday that is off as ever, perhaps within a break."""
    STATUTORY = "statutory"
    """A statutory holiday (法定节假日)."""
    MOVED = "moved"
    """A weekday that is off because rest was moved to it (调休, 补休)."""
    MAKE_UP = "make-up"
    """A Saturday or Sunday that is worked in exchange (调休上班)."""
    EXTENSION = "extension"
    """Off because a break was made longer after it had been announced (延长假期)."""
    ONE_OFF = "one-off"
    """Off by a notice for this one occasion."""
    REGIONAL = "regional"
    """Off in one region only, such as a festival of an autonomous region."""
    CLOSURE = "closure"
    """The agency itself is closed."""
    UNANNOUNCED = "unannounced"
    """Nobody has said yet whether the day is worked."""

    @property
    def is_worked(self) -> bool:
        """Whether agencies work on such a day."""
        return self in {DayKind.WORKDAY, DayKind.MAKE_UP}


@frozen(kw_only=True)
class DaySource:
    """Who says that a day is not what its weekday says.

    A notice of the State Council has a number and a day of issue; data without them, such as
    those of a package, say so by leaving them empty.
    """

    title: str
    number: str = ""
    issuer: str = ""
    issued: date | None = field(default=None, validator=is_day)
    url: str = ""
    trust: Trust = Trust.READ

    def __str__(self) -> str:
        return self.number or self.title


@frozen(kw_only=True)
class CalendarDay:
    """One day as the calendar knows it.

    ``holiday`` names the holiday that changes it, and ``source`` who says so. A day that is
    not ``final`` may still be set by a notice that is due to come: the last days of December
    by the notice for the year after.
    """

    day: date = field(validator=is_day)
    kind: DayKind
    holiday: str = ""
    source: DaySource | None = None
    final: bool = True

    @property
    def is_workday(self) -> bool:
        """Whether agencies work on this day."""
        return self.kind.is_worked
