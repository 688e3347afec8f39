"""The twentieth working day after every day of a year, beside chinese-calendar and the bound."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
from timing import compare

from opengov.workdays import Workdays, add_workdays, announced_calendar, due

STARTS = [date(2024, 1, 1) + timedelta(days=n) for n in range(366)]
CALENDAR = announced_calendar()
WORKED = {
    day for n in range(500) if CALENDAR.day(day := date(2024, 1, 1) + timedelta(days=n)).is_workday
}


def with_chinese_calendar() -> list[date]:
    """Count with the package's own question, a day at a time."""
    found = []
    for start in STARTS:
        day, left = start, 20
        while left:
            day += timedelta(days=1)
            left -= chinese_calendar.is_workday(day)
        found.append(day)
    return found


def bound() -> list[date]:
    """Count over a set of days that is known: the least that a walk over days can cost."""
    found = []
    for start in STARTS:
        day, left = start, 20
        while left:
            day += timedelta(days=1)
            left -= day in WORKED
        found.append(day)
    return found


def ours() -> list[date]:
    """Count with the library."""
    return [add_workdays(start, 20, calendar=CALENDAR) for start in STARTS]


def ours_with_ledger() -> list[date]:
    """Count with the library and keep every day with its reason."""
    return [due(Workdays(20), start=start, calendar=CALENDAR).on for start in STARTS]


if __name__ == "__main__":
    assert with_chinese_calendar() == bound() == ours() == ours_with_ledger()
    compare(
        "20 working days after a day",
        {
            "opengov add_workdays": ours,
            "opengov due, with its ledger": ours_with_ledger,
            "chinese-calendar is_workday in a loop": with_chinese_calendar,
            "a loop over a set of known days": bound,
        },
        per=len(STARTS),
    )
