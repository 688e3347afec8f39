"""Days and moments that lie a limit after another, or before it, whoever works on them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, assert_never

from dateutil.relativedelta import relativedelta

from opengov.domain.time import BEIJING
from opengov.errors import InvalidValueError
from opengov.workdays.limit import CalendarDays, FirstHour, FixedDate, Hours, Months, Years

if TYPE_CHECKING:
    from collections.abc import Iterator

ONE_HOUR = timedelta(hours=1)
AFTER, BEFORE = 1, -1


def falls_on(limit: CalendarDays | Months | Years | FixedDate, day: date, side: int) -> date:
    """Return the last day of ``limit`` from ``day``, ``AFTER`` or ``BEFORE`` it.

    民法典 202: the day of the same number, or the last of a shorter month.
    """
    try:
        match limit:
            case CalendarDays():
                return day + timedelta(days=side * limit.count)
            case Months():
                return day + relativedelta(months=side * limit.count)
            case Years():
                return day + relativedelta(years=side * limit.count)
            case FixedDate():
                years = side * limit.years_after
                return day + relativedelta(years=years, month=limit.month, day=limit.day)
            case _:
                assert_never(limit)
    except (OverflowError, ValueError):
        raise _beyond(limit, day) from None


def elapsed(limit: Hours, moment: datetime, side: int) -> datetime:
    """Return the moment that lies the hours of ``limit`` after or before another."""
    try:
        return moment + side * ONE_HOUR * limit.count
    except OverflowError:
        raise _beyond(limit, moment) from None


def counted_from(limit: Hours, moment: object, side: int) -> datetime:
    """Return the moment from which hours are counted, as a clock in Beijing shows it.

    Where the first hour is skipped that is the full hour next to it. Anything but a moment with
    a zone is an ``InvalidValueError``.
    """
    if not isinstance(moment, datetime) or moment.utcoffset() is None:
        raise InvalidValueError(
            f"hours are counted from a moment with a zone, not from {moment!r}.",
            where="hours",
            remedy="Give an aware datetime.",
        )
    local = moment.astimezone(BEIJING)
    if limit.first_hour is FirstHour.COUNTS:
        return local
    full = local.replace(minute=0, second=0, microsecond=0)
    return full + ONE_HOUR if side == AFTER else full


def days_within(start: date, last: date) -> Iterator[date]:
    """Walk the days after ``start`` up to ``last``."""
    return (start + timedelta(days=n) for n in range(1, (last - start).days + 1))


def _beyond(limit: object, day: date) -> InvalidValueError:
    return InvalidValueError(
        f"{limit} from {day} leads beyond the days there are.",
        where="limit",
        remedy="Give a smaller number.",
    )
