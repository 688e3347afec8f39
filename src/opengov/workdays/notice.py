"""A notice on holidays as data: the days it sets, and from when on it was known."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from opengov.domain.checks import is_tuple
from opengov.domain.time import is_day
from opengov.errors import CalendarError, InvalidValueError, NoticeError
from opengov.workdays.day import DayKind, DaySource

if TYPE_CHECKING:
    from collections.abc import Iterable

SATURDAY = 5
WEEKDAYS = "一二三四五六日"


@frozen(kw_only=True)
class NoticeDay:
    """A day that a notice names, and what it makes of it.

    ``WORKDAY`` is a day that an earlier notice had off and this one has worked again.
    """

    day: date = field(validator=is_day)
    kind: DayKind
    holiday: str = ""


@frozen(kw_only=True)
class Notice:
    """What one notice says.

    ``arranges`` is the year that a yearly notice arranges as a whole; one that changes a few
    days of an arrangement, or adds some, arranges none. A yearly notice may set days in the
    December before its year.
    """

    source: DaySource
    arranges: int | None
    days: tuple[NoticeDay, ...] = field(validator=is_tuple)
    known_on: date = field(validator=is_day)
    """The day from whose beginning the notice counts as known, by default its day of issue."""

    @known_on.default
    def _day_of_issue(self) -> date | None:
        return self.source.issued

    def __attrs_post_init__(self) -> None:
        faults = [*self._doubled(), *self._impossible(), *self._elsewhere()]
        if self.known_on is None:
            faults.append(_fault("the notice has no day of issue.", self, "Give `issued`."))
        if faults:
            raise NoticeError(
                "the notice contradicts itself.",
                where=str(self.source),
                remedy="Compare it with the official text.",
                faults=faults,
            )

    def known_by(self, day: date) -> Notice:
        """Return this notice as one that was known on ``day`` at the latest."""
        return self if self.known_on <= day else evolve(self, known_on=day)

    def replaces(self, other: Notice) -> bool:
        """Say whether both are the same notice by number, or arrange the same year."""
        by_number = bool(self.source.number) and self.source.number == other.source.number
        return by_number or (self.arranges is not None and self.arranges == other.arranges)

    def _doubled(self) -> Iterable[CalendarError]:
        days = [each.day for each in self.days]
        return [
            _fault(f"{day} is named twice.", self, "Name each day once.")
            for day in sorted({day for day in days if days.count(day) > 1})
        ]

    def _impossible(self) -> Iterable[CalendarError]:
        for each in self.days:
            weekend = each.day.weekday() >= SATURDAY
            wrong = {
                DayKind.MAKE_UP: not weekend,
                DayKind.WORKDAY: weekend,
                DayKind.WEEKEND: not weekend,
                DayKind.MOVED: weekend,
            }
            if wrong.get(each.kind, each.kind is DayKind.UNANNOUNCED):
                day = f"{each.day} (星期{WEEKDAYS[each.day.weekday()]})"
                yield _fault(f"{day} cannot be {each.kind.value}.", self, "Mend the day or kind.")

    def _elsewhere(self) -> Iterable[CalendarError]:
        if self.arranges is None:
            return
        for each in self.days:
            if each.day.year != self.arranges and (each.day.year, each.day.month) != (
                self.arranges - 1,
                12,
            ):
                yield _fault(
                    f"{each.day} is no day of {self.arranges} or the December before.",
                    self,
                    "Mend the day or the year.",
                )


def _fault(what: str, notice: Notice, remedy: str) -> CalendarError:
    return NoticeError(what, where=str(notice.source), remedy=remedy)


def in_order(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return notices as they were issued, equal ones once.

    Two that differ and have one number, or arrange one year, are an ``InvalidValueError``.
    """
    ordered = sorted(dict.fromkeys(notices), key=lambda notice: notice.known_on)
    numbers = [notice.source.number for notice in ordered if notice.source.number]
    years = [str(notice.arranges) for notice in ordered if notice.arranges is not None]
    doubled = [
        name for names in (numbers, years) for name in sorted(set(names)) if names.count(name) > 1
    ]
    if doubled:
        raise InvalidValueError(
            f"{', '.join(doubled)} is there twice, and not the same.",
            where="notices",
            remedy="Keep one notice of each number, and one that arranges each year.",
        )
    return tuple(ordered)


def days_given(days: Iterable[NoticeDay]) -> int:
    """Return how many days off are given: weekdays off less weekend days worked."""
    given = 0
    for each in days:
        if each.kind is DayKind.MAKE_UP:
            given -= 1
        elif not each.kind.is_worked and each.day.weekday() < SATURDAY:
            given += 1
    return given
