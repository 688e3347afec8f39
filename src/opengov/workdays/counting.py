"""Counting working days. The day that a count starts from is never counted itself.

The fast paths look in the tables of the calendar. What those do not hold, and every error, is
left to the rest of the module.
"""

from __future__ import annotations

from datetime import date, timedelta

from opengov.errors import InvalidValueError
from opengov.workdays.calendar import civil

TYPE_CHECKING = False  # importing typing for it would cost more than the calendar does
if TYPE_CHECKING:
    from opengov.workdays.calendar import Calendar

ONE_DAY = timedelta(days=1)


def is_workday(day: date, *, calendar: Calendar) -> bool:
    """Say whether ``day`` is worked: make-up weekends are, holidays are not.

    Any announced day is answered; the last December may still be changed by the notice for the
    year after, which ``calendar.day(day).final`` tells.
    """
    try:
        return calendar.worked[day]
    except (KeyError, TypeError):
        return calendar.day(day).is_workday


def add_workdays(start: date, count: int, *, calendar: Calendar) -> date:
    """Return the ``count``-th working day after ``start``; ``start`` itself is not counted.

    It does not matter whether ``start`` is worked. Nought working days is ``start``. A moment
    with a zone counts as its day in Beijing. Where a notice to come may still change the
    answer, a ``NotAnnouncedError``: ``due`` gives the bounds.
    """
    if type(count) is int and count > 0:
        try:
            return calendar.days[calendar.ranks[start] + count]
        except (KeyError, IndexError, TypeError):
            pass
    return _added_with_care(start, count, calendar)


def _added_with_care(start: object, count: object, calendar: Calendar) -> date:
    day, number = civil(start), _whole(count)
    if number == 0:
        return day
    earliest, latest = bounds_after(day, number, calendar=calendar)
    if earliest != latest or latest > calendar.announced_through:
        raise calendar.not_announced(latest)
    return latest


def bounds_after(start: date, count: int, *, calendar: Calendar) -> tuple[date, date]:
    """Return the earliest and the latest day that ``count`` working days may lead to.

    They are equal where the notices leave no choice.
    """
    _whole(count)
    table = calendar.table
    if start < calendar.announced.start:
        raise calendar.not_announced(start)
    if count == 0:
        return start, start
    rank = table.ranks.get(start)
    if rank is not None and rank + count < len(table.days):
        return table.days[rank + count], table.days[rank + count]
    return calendar.outlook.bounds_after(start, count)


def subtract_workdays(end: date, count: int, *, calendar: Calendar) -> date:
    """Return the ``count``-th working day before ``end``; ``end`` itself is not counted."""
    day, number = civil(end), _whole(count)
    earliest, latest = bounds_before(day, number, calendar=calendar)
    if earliest != latest or day - ONE_DAY > calendar.announced_through:
        raise calendar.not_announced(end)
    return earliest


def bounds_before(end: date, count: int, *, calendar: Calendar) -> tuple[date, date]:
    """Return the earliest and the latest day that lie ``count`` working days before ``end``."""
    if _whole(count) == 0:
        return end, end
    yesterday = end - ONE_DAY
    if yesterday < calendar.announced.start:
        raise calendar.not_announced(end)
    table = calendar.table
    rank = table.ranks.get(yesterday)
    if rank is None:
        if bounds_between(calendar.announced.start, yesterday, calendar=calendar)[0] < count:
            raise calendar.not_announced(calendar.announced.start - ONE_DAY)
        return calendar.outlook.bounds_before(end, count)
    if rank < count:
        raise calendar.not_announced(calendar.announced.start - ONE_DAY)
    return table.days[rank - count + 1], table.days[rank - count + 1]


def workdays_between(start: date, end: date, *, calendar: Calendar) -> int:
    """Count the working days after ``start`` up to and including ``end``.

    So ``workdays_between(s, add_workdays(s, n)) == n``.
    """
    try:
        if start <= end:
            return calendar.ranks[end] - calendar.ranks[start]
    except (KeyError, TypeError):
        pass
    return _counted_with_care(civil(start), civil(end), calendar)


def _counted_with_care(start: date, end: date, calendar: Calendar) -> int:
    if end < start:
        raise InvalidValueError(f"{end} lies before {start}.", remedy="Give the earlier day first.")
    fewest, most = bounds_between(start, end, calendar=calendar)
    if fewest != most or end > calendar.announced_through:
        raise calendar.not_announced(end)
    return fewest


def bounds_between(start: date, end: date, *, calendar: Calendar) -> tuple[int, int]:
    """Return the fewest and the most working days after ``start`` up to ``end``."""
    if start < calendar.announced.start:
        raise calendar.not_announced(start)
    ranks = calendar.table.ranks
    if end in ranks:
        return ranks[end] - ranks[start], ranks[end] - ranks[start]
    return calendar.outlook.counted(start, end)


def _whole(count: object) -> int:
    if type(count) is not int or count < 0:
        raise InvalidValueError(
            f"cannot count {count!r} working days.",
            where="workdays",
            remedy="Give a whole number, nought or more.",
        )
    return count
