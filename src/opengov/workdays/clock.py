"""Limits, and the due date that a limit and a start give, with the ledger of its days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.domain.time import is_day
from opengov.errors import InvalidValueError
from opengov.workdays.calendar import CalendarDay, days_after

if TYPE_CHECKING:
    from opengov.workdays.calendar import Calendar


@frozen
class Workdays:
    """A number of working days (工作日); never to be mixed up with calendar days."""

    count: int = field()

    @count.validator
    def _not_negative(self, _attribute: object, count: int) -> None:
        if type(count) is not int or count < 0:
            raise InvalidValueError(
                f"a limit cannot be {count!r} working days.",
                where="Workdays",
                remedy="Give a whole number, nought or more.",
            )


Limit = Workdays
"""The units in which a norm may state its limit."""


@frozen(kw_only=True)
class LedgerDay:
    """One day of the count: ``number`` is its place among the counted days, or ``None``."""

    day: CalendarDay
    number: int | None


@frozen(kw_only=True)
class Due:
    """The last day of a limit (Asia/Shanghai), with every day that was counted or skipped."""

    on: date = field(validator=is_day)
    start: date = field(validator=is_day)
    limit: Limit
    ledger: tuple[LedgerDay, ...] = field(repr=False)


def due(limit: Limit, *, start: date, calendar: Calendar) -> Due:
    """Count ``limit`` from ``start``, which is not counted itself.

    >>> from opengov.workdays.announced import announced_calendar
    >>> due(Workdays(20), start=date(2018, 12, 5), calendar=announced_calendar()).on
    datetime.date(2019, 1, 3)
    """
    ledger: list[LedgerDay] = []
    counted = 0
    walk = days_after(start, calendar=calendar)
    while counted < limit.count:
        day = next(walk)
        counted += day.is_workday
        ledger.append(LedgerDay(day=day, number=counted if day.is_workday else None))
    last = ledger[-1].day.day if ledger else start
    return Due(on=last, start=start, limit=limit, ledger=tuple(ledger))
