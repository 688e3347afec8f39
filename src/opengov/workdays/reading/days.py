"""Days as a notice writes them: 2月15日至21日, 9月29日（星期六）、30日, 1月1日—3日."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from attrs import define, frozen

from opengov.workdays.reading.remarks import remark_faults

if TYPE_CHECKING:
    from opengov.workdays.reading.faults import Faults

_ONE_DAY = timedelta(days=1)
_LONGEST_BREAK = 31

_REMARKS = r"(?P<remark>(?:\([^()]{0,40}\))*)"
_YEAR_MONTH = r"(?<![0-9年月])(?:(?P<year>[0-9]{4})年)?(?:(?P<month>[0-9]{1,2})月份?)?"
_DAY = re.compile(rf"{_YEAR_MONTH}(?P<day>[0-9]{{1,2}})[日号]{_REMARKS}")
# 10月1-7日: the first day of a span may do without 日.
_FIRST_DAY = re.compile(rf"{_YEAR_MONTH}(?<=月)(?P<day>[0-9]{{1,2}}){_REMARKS}(?=至|到|-)")
_UNTIL = re.compile(r"(?:至|到|-+)")
_AND = re.compile(r"、|和|及|与|以及")


@frozen(kw_only=True)
class WrittenDay:
    """One day as written; what it leaves out is ``None``."""

    year: int | None
    month: int | None
    day: int
    remark: str
    at: tuple[int, int]


@frozen(kw_only=True)
class WrittenDays:
    """Days that a clause names together: single ones, and spans of a first and a last day."""

    items: tuple[tuple[WrittenDay, ...], ...]
    at: tuple[int, int]


def written_days(text: str, at: int) -> WrittenDays | None:
    """Read the list of days that begins at a character of folded text."""
    items: list[tuple[WrittenDay, ...]] = []
    end = at
    while (first := _written_day(text, end)) is not None:
        item: tuple[WrittenDay, ...] = (first,)
        end = first.at[1]
        until = _UNTIL.match(text, end)
        last = _written_day(text, until.end()) if until else None
        if last is not None:
            item, end = (first, last), last.at[1]
        items.append(item)
        joined = _AND.match(text, end)
        if joined is None or _written_day(text, joined.end()) is None:
            return WrittenDays(items=tuple(items), at=(at, end))
        end = joined.end()
    return None


def _written_day(text: str, at: int) -> WrittenDay | None:
    match = _DAY.match(text, at) or _FIRST_DAY.match(text, at)
    if match is None:
        return None
    return WrittenDay(
        year=int(match["year"]) if match["year"] else None,
        month=int(match["month"]) if match["month"] else None,
        day=int(match["day"]),
        remark=match["remark"].strip("()").replace(")(", "、"),
        at=match.span(),
    )


@define(kw_only=True)
class DayReader:
    """Makes days of written ones in the order of a provision: earlier days supply the month.

    ``turns`` says that its December is the one before ``year``, as at New Year.
    """

    year: int
    turns: bool
    faults: Faults
    span: tuple[date, date] | None = None
    """The break that the provision began with, within which a bare 29日 is looked for first."""
    last: date | None = None

    def read(self, written: WrittenDays) -> tuple[date, ...]:
        """Return the days, each one of a span; what cannot be is noted as a fault."""
        found: list[date] = []
        for n, item in enumerate(written.items):
            ends = [end for end in self._ends(item, listed=n > 0) if end]
            if len(ends) < len(item):
                continue
            days = self._days_between(item, ends)
            found += days
            self._check_remarks(item, days if len(item) > 1 else found)
        return tuple(found)

    def _ends(self, item: tuple[WrittenDay, ...], *, listed: bool) -> list[date | None]:
        return [self._day(day, near=listed or n > 0) for n, day in enumerate(item)]

    def _day(self, written: WrittenDay, *, near: bool) -> date | None:
        year, month = written.year, written.month
        if month is None:
            year, month = self._month_of(written, near=near)
        elif year is None:
            year = self.year - (self.turns and month == 12)
        if month is None or year is None:
            self.faults.add(written.at, "has no month.", "Write the month.")
            return None
        if abs(year - self.year) > 1:
            what = f"is in {year}, and the notice is about {self.year}."
            self.faults.add(written.at, what, "Mend one of the years.")
            return None
        try:
            self.last = date(year, month, written.day)
        except ValueError:
            what = f"is no day: {year}年{month}月 has none of that number."
            self.faults.add(written.at, what, "Mend the date.")
            return None
        return self.last

    def _month_of(self, written: WrittenDay, *, near: bool) -> tuple[int | None, int | None]:
        """Find the month of a bare 29日: in a list the one before; else that of the break."""
        if not near and self.span:
            for end in self.span:
                try:
                    day = end.replace(day=written.day)
                except ValueError:
                    continue
                if self.span[0] <= day <= self.span[1]:
                    return day.year, day.month
        return (self.last.year, self.last.month) if self.last else (None, None)

    def _days_between(self, item: tuple[WrittenDay, ...], ends: list[date]) -> list[date]:
        place = (item[0].at[0], item[-1].at[1])
        count = (ends[-1] - ends[0]).days + 1
        if count < 1:
            what = f"ends before it begins: {ends[0]} to {ends[-1]}."
            self.faults.add(place, what, "Mend the first or the last day.")
            return []
        if count > _LONGEST_BREAK:
            self.faults.add(place, f"is {count} days.", "Mend the first or the last day.")
            return []
        return [ends[0] + _ONE_DAY * n for n in range(count)]

    def _check_remarks(self, item: tuple[WrittenDay, ...], days: list[date]) -> None:
        if not days:
            return
        for n, written in enumerate(item):
            if written.remark:
                is_last = n == len(item) - 1
                upto = days if is_last else days[:1]
                for what in remark_faults(written.remark, upto, is_span=len(item) > 1 and is_last):
                    self.faults.add(written.at, what, "Mend the date or the remark.")
