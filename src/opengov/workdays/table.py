"""Notices and overlays laid over the weekdays: the tables that a calendar answers from."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from opengov.domain.period import Period
from opengov.errors import CalendarError
from opengov.workdays.day import CalendarDay, DayKind
from opengov.workdays.notice import SATURDAY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opengov.workdays.day import DaySource
    from opengov.workdays.notice import Notice
    from opengov.workdays.overlay import Overlay

ONE_DAY = timedelta(days=1)
LAST_FINAL_DAY = date(2000, 11, 30)
"""The break at New Year may begin in December, so the notice for a year can set days in it."""


class Table:
    """Each announced day, and the tables for counting; see ``Calendar`` for what they hold."""

    def __init__(self, notices: Iterable[Notice], overlays: Iterable[Overlay]) -> None:
        notices = tuple(notices)
        first, last = _arranged_years(notices)
        self.announced = Period(date(first, 1, 1), date(last + 1, 1, 1))
        self.announced_through = date(last, 12, 31)
        self.final_through = LAST_FINAL_DAY.replace(year=last)
        self.changes: dict[date, tuple[DayKind, str, DaySource]] = {}
        for notice in notices:
            for each in notice.days:
                self.changes[each.day] = (each.kind, each.holiday, notice.source)
        for overlay in overlays:
            for day, kind in overlay.days.items():
                self.changes[day] = (kind, overlay.name, overlay.source)
        self._fill()

    def _fill(self) -> None:
        """Walk the announced days once. Ranks and working days end with the final ones."""
        self.worked: dict[date, bool] = {}
        self.ranks: dict[date, int] = {}
        self.days: list[date] = [date.min]  # so that the first working day stands at its rank, 1
        day = self.announced.start
        while day <= self.announced_through:
            worked = self.is_worked(day)
            self.worked[day] = worked
            if day <= self.final_through:
                if worked:
                    self.days.append(day)
                self.ranks[day] = len(self.days) - 1
            day += ONE_DAY

    def is_worked(self, day: date) -> bool:
        """Say whether ``day`` is worked, by its weekday where nobody says anything else."""
        change = self.changes.get(day)
        return change[0].is_worked if change else day.weekday() < SATURDAY

    def day(self, day: date) -> CalendarDay | None:
        """Return what is known about ``day``, or ``None`` where nothing was announced."""
        if not self.announced.covers(day):
            return None
        final = day <= self.final_through
        change = self.changes.get(day)
        if change is None:
            weekend = day.weekday() >= SATURDAY
            kind = DayKind.WEEKEND if weekend else DayKind.WORKDAY
            return CalendarDay(day=day, kind=kind, final=final)
        kind, holiday, source = change
        return CalendarDay(day=day, kind=kind, holiday=holiday, source=source, final=final)


def _arranged_years(notices: tuple[Notice, ...]) -> tuple[int, int]:
    """Return the first year that is arranged, and the last before a gap."""
    years = sorted({notice.arranges for notice in notices if notice.arranges is not None})
    if not years:
        raise CalendarError(
            "no notice arranges a whole year.",
            where="calendar",
            remedy="Give the yearly notices too, not only what amends them.",
        )
    run = list(takewhile(lambda pair: pair[0] == pair[1], enumerate(years, years[0])))
    return years[0], run[-1][1]
