"""Due days by their start: each is worked out once, as it is for single records."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
from attrs import evolve

from opengov.bulk.reasons import STATUSES
from opengov.domain import Matter
from opengov.policy import Case
from opengov.policy.applied import NO_WAIVER
from opengov.policy.assessment import Evidence
from opengov.policy.standing import Days, counted, status_by

if TYPE_CHECKING:
    from datetime import datetime

    from opengov.policy import Obligation
    from opengov.policy.counting import Counting
    from opengov.policy.dated import Demand
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
            "provisional": pl.UInt8,  # bits are slow to gather
            "undone": STATUSES,
        }
        self._rows: dict[LimitInDays, dict[date, _Row]] = {}
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

    def base(self) -> pl.Expr:
        """Return where the table of each ``limit``, given by its number, would say of day 0.

        The tables must ``reach`` the starts already.
        """
        begin = self._begin.toordinal() - EPOCH
        return (pl.col("limit").cast(pl.Int32) * self._width - begin).alias("limit")

    def look_up(self) -> list[pl.Expr]:
        """Return what the tables say of each ``start`` by the ``base`` of its limit."""
        place = (pl.col("limit") + pl.col("start").to_physical()).reinterpret(signed=False)
        return [
            pl.lit(each).gather(place).cast(JUDGED.get(each.name, STATUSES)).alias(each.name)
            for each in self._table
        ]

    def reach(self, starts: pl.Series) -> None:
        """Make the tables say something of each of these days, under each limit."""
        days = _days_in(starts)
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
        made = [
            whole.join(self._counted(limit), on="start", how="left", maintain_order="left")
            for limit in self._limits
        ]
        self._table = pl.concat(made, rechunk=True).drop("start")

    def _counted(self, limit: LimitInDays) -> pl.DataFrame:
        known = self._rows.setdefault(limit, {})
        for start in self._days:
            if start not in known:
                due = counted(limit, start, self._counting, [])
                status = status_by(start, due, None, self._case).value
                known[start] = (start, None, None, None, status)
                if due is not None:
                    may_move = due.provisional is not None
                    known[start] = (start, due.earliest, due.latest, may_move, status)
        rows = list(known.values())
        return pl.DataFrame(rows, {"start": pl.Date, **self._schema}, orient="row")


def _days_in(starts: pl.Series) -> pl.Series:
    """Return the days that are among these; all between the first and the last, if most are."""
    first, last = starts.to_frame("day").select(first=pl.min("day"), last=pl.max("day")).row(0)
    if first is not None and (last - first).days * OFTEN < len(starts):
        return pl.select(pl.date_range(first, last)).to_series()
    return starts.unique().drop_nulls()


OFTEN = 100
EPOCH = date(1970, 1, 1).toordinal()
_Row = tuple[date, date | None, date | None, bool | None, str]


class Judged:
    """What norms that set more than a last day say of a start and a day on which it was done.

    Each norm is applied once to each two days that are met, as it is to a single record.
    """

    def __init__(self, counting: Counting, known_at: datetime) -> None:
        self._counting = counting
        self._case = Case(record=Matter(id="-", kind="-"), known_at=known_at)
        self._demands: list[Demand] = []
        self._known: dict[tuple[int, date | None, date | None], tuple[object, ...]] = {}

    def place_of(self, demand: Demand) -> int:
        """Give a norm a number; whether it is waived is no matter here."""
        plain = evolve(demand.found, waived=NO_WAIVER, displaced_by=())
        self._demands.append(evolve(demand, found=plain))
        return len(self._demands) - 1

    def look_up(self, found: pl.DataFrame) -> pl.DataFrame:
        """Add what each norm, by its number in ``limit``, says of ``start`` and ``done_on``."""
        names = ["limit", "start", "done_on"]
        triples = found.select(names).unique()
        rows = [(*triple, *self._row(*triple)) for triple in triples.iter_rows()]
        told = pl.DataFrame(rows, {**triples.schema, **JUDGED}, orient="row")
        return found.join(told, on=names, how="left", nulls_equal=True, maintain_order="left")

    def _row(self, place: int, start: date | None, done: date | None) -> tuple[object, ...]:
        key = place, start, done
        if key not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            demand = self._demands[place]
            evidence = None if done is None else Evidence(record_id="-", on=done)
            anchor = None if start is None else demand.norm.anchors[0]
            days = Days(anchor, start, evidence, is_odd=False)
            assert demand.apply is not None  # noqa: S101  (a duty that returns is not plain)
            made = demand.apply(demand.found, demand.norm, self._case, days, self._counting)
            self._known[key] = (*bounds_of(made), made.status.value, made.elapsed)
        return self._known[key]


MOST_REMEMBERED = 500_000

JUDGED: dict[str, Any] = {
    "due_earliest": pl.Date,
    "due_latest": pl.Date,
    "opens_earliest": pl.Date,
    "opens_latest": pl.Date,
    "provisional": pl.Boolean,
    "status": STATUSES,
    "elapsed": pl.Int32,
}


def bounds_of(
    found: Obligation,
) -> tuple[date | None, date | None, date | None, date | None, bool | None]:
    """Return the days between which something is due and may begin, and if they may still move."""
    due, opens = found.due, found.opens
    bounds = [bound for bound in (due, opens) if bound is not None]
    return (
        due.earliest if due else None,
        due.latest if due else None,
        opens.earliest if opens else None,
        opens.latest if opens else None,
        any(bound.provisional is not None for bound in bounds) if bounds else None,
    )
