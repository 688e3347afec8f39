"""Due days by their start: each is counted once, by the calendar of single records."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from opengov.bulk.reasons import STATUSES
from opengov.domain import Matter
from opengov.policy import Case
from opengov.policy.standing import counted, status_by

if TYPE_CHECKING:
    from datetime import datetime

    from opengov.policy.counting import Counting
    from opengov.workdays.limit import LimitInDays


class DueDays:
    """For each limit a table from a start to its due day, and to how it stands while undone."""

    def __init__(self, counting: Counting, known_at: datetime) -> None:
        self._counting = counting
        self._case = Case(record=Matter(id="-", kind="-"), known_at=known_at)
        self._limits: dict[LimitInDays, int] = {}
        self._begin = self._case.today
        self._schema: dict[str, Any] = {
            "due_earliest": pl.Date,
            "due_latest": pl.Date,
            "provisional": pl.Boolean,
            "undone": STATUSES,
        }
        self._rows: dict[tuple[LimitInDays, date], _Row] = {}
        self._days = pl.Series(dtype=pl.Date)
        self._table = pl.DataFrame(schema=self._schema)
        self._width = 0
        self._filled = 0

    def place_of(self, limit: LimitInDays) -> int:
        """Return the number of a limit."""
        return self._limits.setdefault(limit, len(self._limits))

    def limit(self, place: int) -> LimitInDays:
        """Return the limit of a number."""
        return list(self._limits)[place]

    def look_up(self, limits: pl.Series, starts: pl.Series) -> pl.DataFrame:
        """Return for each pair of a limit, by its number, and a start what the tables say."""
        self._reach(starts)
        offset = (starts - self._begin).dt.total_days()
        places = limits.cast(pl.Int64) * self._width + offset
        return self._table.select(pl.all().gather(places))

    def _reach(self, starts: pl.Series) -> None:
        """Make the tables say something of each of these days, under each limit."""
        days = starts.unique().drop_nulls()
        new = days.filter(~days.is_in(self._days.implode()))
        if new.is_empty() and self._filled == len(self._limits):
            return
        self._days = pl.concat([self._days, new]).sort()
        self._filled = len(self._limits)
        if self._days.is_empty() or not self._limits:
            return
        self._begin, end = self._days[0], self._days[-1]
        self._width = (end - self._begin).days + 1
        whole = pl.DataFrame({"start": pl.date_range(self._begin, end, eager=True)})
        self._table = pl.concat(
            whole.join(self._counted(limit), on="start", how="left", maintain_order="left").drop(
                "start"
            )
            for limit in self._limits
        )

    def _counted(self, limit: LimitInDays) -> pl.DataFrame:
        rows = [(start, *self._row(limit, start)) for start in self._days]
        return pl.DataFrame(rows, {"start": pl.Date, **self._schema}, orient="row")

    def _row(self, limit: LimitInDays, start: date) -> _Row:
        found = self._rows.get((limit, start))
        if found is None:
            due = counted(limit, start, self._counting, [])
            status = status_by(start, due, None, self._case).value
            found = (None, None, None, status)
            if due is not None:
                found = (due.earliest, due.latest, due.provisional is not None, status)
            self._rows[limit, start] = found
        return found


_Row = tuple[date | None, date | None, bool | None, str]
