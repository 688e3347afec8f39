"""Working days: single answers and batches beside their peers, and what the import costs.

The bound is a list lookup without any guard: it answers a day before the first with nonsense.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import chinese_calendar
import holidays
import numpy as np
from opengov_policy_cn import calendar
from timing import compare, fastest

from opengov.workdays import (
    Workdays,
    add_workdays,
    add_workdays_batch,
    due,
    is_workday,
    workdays_between,
)

if TYPE_CHECKING:
    from collections.abc import Callable

CALENDAR = calendar()
TABLE = CALENDAR.table
FIRST = CALENDAR.announced.start.toordinal()
RANKS, WORKED, DAYS = list(TABLE.ranks.values()), list(TABLE.worked.values()), TABLE.days
STARTS = [date(2024, 1, 1) + timedelta(days=n) for n in range(366)]
ENDS = [start + timedelta(days=30) for start in STARTS]
OFF = np.array(
    [
        day
        for n in range(len(WORKED))
        if not TABLE.is_worked(day := date.fromordinal(FIRST + n)) and day.weekday() < 5
    ],
    dtype="datetime64[D]",
)
# numpy's calendar knows no weekend that is worked: it counts other days, and is timed all the same.
BUSDAYS = np.busdaycalendar(holidays=OFF)
CHINA = holidays.country_holidays("CN", years=(2023, 2024, 2025))


def bare_add(start: date, count: int) -> date:
    """Look the answer up without a guard."""
    return DAYS[RANKS[start.toordinal() - FIRST] + count]


def bare_is(day: date) -> bool:
    """Look the answer up without a guard."""
    return WORKED[day.toordinal() - FIRST]


def bare_between(start: date, end: date) -> int:
    """Look the answer up without a guard."""
    return RANKS[end.toordinal() - FIRST] - RANKS[start.toordinal() - FIRST]


def walk(start: date, count: int, is_worked: Callable[[date], bool]) -> date:
    """Ask for one day after the other, as packages without a count have it."""
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_worked(day)
    return day


def each(answer: Callable[[date], object]) -> Callable[[], list[object]]:
    """Return a run over all starts."""
    return lambda: [answer(start) for start in STARTS]


def pairs(answer: Callable[[date, date], object]) -> Callable[[], list[object]]:
    """Return a run over all pairs of a start and an end."""
    return lambda: [answer(start, end) for start, end in zip(STARTS, ENDS, strict=True)]


def with_holidays(day: date) -> bool:
    """Ask the package `holidays`."""
    return bool(CHINA.is_working_day(day))


def with_numpy(start: date, count: int) -> Any:
    """Ask numpy for one day."""
    return np.busday_offset(start, count, roll="backward", busdaycal=BUSDAYS)


def single_days() -> None:
    """Compare answers for one day at a time."""
    right = each(lambda day: add_workdays(day, 20, calendar=CALENDAR))()
    assert right == each(lambda day: bare_add(day, 20))()
    assert right == each(lambda day: walk(day, 20, chinese_calendar.is_workday))()
    assert right == each(lambda day: walk(day, 20, with_holidays))()
    compare(
        "the 20th working day after a day",
        {
            "a list lookup without a guard": each(lambda day: bare_add(day, 20)),
            "opengov, 1 day": each(lambda day: add_workdays(day, 1, calendar=CALENDAR)),
            "opengov, 20 days": each(lambda day: add_workdays(day, 20, calendar=CALENDAR)),
            "opengov, 250 days": each(lambda day: add_workdays(day, 250, calendar=CALENDAR)),
            "opengov due, ledger unread": each(
                lambda day: due(Workdays(20), start=day, calendar=CALENDAR)
            ),
            "opengov due, ledger read": each(
                lambda day: due(Workdays(20), start=day, calendar=CALENDAR).ledger
            ),
            "numpy.busday_offset": each(lambda day: with_numpy(day, 20)),
            "holidays, day by day": each(lambda day: walk(day, 20, with_holidays)),
            "chinese_calendar, day by day": each(
                lambda day: walk(day, 20, chinese_calendar.is_workday)
            ),
        },
        per=len(STARTS),
    )
    compare(
        "whether a day is worked",
        {
            "a list lookup without a guard": each(lambda day: bare_is(day)),  # noqa: PLW0108  (alike)
            "opengov is_workday": each(lambda day: is_workday(day, calendar=CALENDAR)),
            "holidays": each(with_holidays),
            "chinese_calendar": each(chinese_calendar.is_workday),
        },
        per=len(STARTS),
    )
    compare(
        "the working days between two days",
        {
            "a list lookup without a guard": pairs(lambda start, end: bare_between(start, end)),  # noqa: PLW0108
            "opengov workdays_between": pairs(
                lambda start, end: workdays_between(start, end, calendar=CALENDAR)
            ),
        },
        per=len(STARTS),
    )


def batches() -> None:
    """Compare a million pairs of a start and a count."""
    size = 1_000_000
    chance = np.random.default_rng(2018)
    ranks = np.array(RANKS)
    days = np.array(DAYS, dtype="datetime64[D]")
    first = FIRST - date(1970, 1, 1).toordinal()
    starts = chance.integers(first, first + len(RANKS) - 400, size).astype("datetime64[D]")
    counts = chance.integers(1, 250, size)

    def bare() -> Any:
        return np.take(days, np.take(ranks, starts.view("i8") - first) + counts)

    def ours() -> Any:
        return add_workdays_batch(starts, counts, calendar=CALENDAR)

    assert (bare() == ours()).all()
    compare(
        "a million pairs of a start and a count",
        {
            "numpy.take on the same arrays, no guard": bare,
            "opengov add_workdays_batch": ours,
            "numpy.busday_offset": lambda: np.busday_offset(
                starts, counts, roll="backward", busdaycal=BUSDAYS
            ),
        },
        per=size,
    )


def imports() -> None:
    """Compare the time and the memory that importing takes, each in a fresh interpreter."""
    measure = (
        "import tracemalloc; tracemalloc.start(); {program};"
        "print(tracemalloc.get_traced_memory()[0] / 1e6)"
    )
    print("importing")
    nothing = fastest(lambda: _python("pass"))
    first = None
    for name, program in {
        "chinese_calendar": "import chinese_calendar",
        "opengov, all that counts": "from opengov.workdays import announced_calendar,"
        " add_workdays, is_workday, subtract_workdays, workdays_between",
        "opengov-policy-cn, its calendar": "from opengov_policy_cn import calendar",
        "holidays": "import holidays; holidays.country_holidays",
    }.items():
        seconds = fastest(partial(_python, program)) - nothing
        first = first or seconds
        memory = float(_python(measure.format(program=program)))
        ratio = seconds / first
        print(f"  {name:<44} {seconds * 1e3:10.1f} ms  {ratio:8.2f} ×  {memory:8.2f} MB")


def _python(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    return done.stdout


if __name__ == "__main__":
    single_days()
    batches()
    imports()
