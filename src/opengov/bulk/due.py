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
    from collections.abc import Iterable
    from datetime import datetime

    from opengov.policy import Obligation
    from opengov.policy.counting import Counting
    from opengov.policy.dated import Demand
    from opengov.workdays.limit import LimitInDays

REACH = 36_525
"""How many days from today a start may lie to be looked up; others are typing errors."""

WIDTH = 2 * REACH + 1
EPOCH = date(1970, 1, 1).toordinal()
OFTEN = 100

DUE: dict[str, Any] = {
    "due_earliest": pl.Date,
    "due_latest": pl.Date,
    "provisional": pl.UInt8,  # bits are slow to gather
    "undone": STATUSES,
}


class DueDays:
    """For each limit a table from a start to its due day, and to how it stands while undone.

    Every day within reach has its place in it, so that it never grows; ``undone`` is null where
    a day was not met yet.
    """

    def __init__(self, counting: Counting, known_at: datetime) -> None:
        self._counting = counting
        self._case = Case(record=Matter(id="-", kind="-"), known_at=known_at)
        self._begin = self._case.today.toordinal() - EPOCH - REACH
        self._limits: dict[LimitInDays, int] = {}
        self._table = pl.DataFrame(schema=DUE)

    def place_of(self, limit: LimitInDays) -> int:
        """Return the number of a limit."""
        return self._limits.setdefault(limit, len(self._limits))

    def limit(self, place: int) -> LimitInDays:
        """Return the limit of a number."""
        return list(self._limits)[place]

    def base(self) -> pl.Expr:
        """Return where the table of each ``limit``, given by its number, would say of day 0."""
        return (pl.col("limit").cast(pl.Int32) * WIDTH - self._begin).alias("limit")

    def look_up(self) -> list[pl.Expr]:
        """Return what the tables say of each ``start`` by the ``base`` of its limit.

        They must ``reach`` the starts already.
        """
        place = (pl.col("limit") + pl.col("start").to_physical()).reinterpret(signed=False)
        return [
            pl.lit(each).gather(place).cast(JUDGED.get(each.name, STATUSES)).alias(each.name)
            for each in self._table
        ]

    def reach(self, starts: pl.Series, limits: Iterable[int]) -> None:
        """Make the tables of these limits say something of each of these days."""
        days, places, rows = _days_in(starts), [], []
        if lacking := len(self._limits) * WIDTH - self._table.height:
            self._table = pl.concat([self._table, self._table.clear(lacking)], rechunk=True)
        for limit in limits:
            at = (days.to_physical() + (limit * WIDTH - self._begin)).cast(pl.UInt32)
            is_new = self._table["undone"].gather(at).is_null()
            places.append(at.filter(is_new))
            rows += [self._counted(self.limit(limit), day) for day in days.filter(is_new)]
        if rows:
            new, at = pl.DataFrame(rows, DUE, orient="row"), pl.concat(places)
            self._table = pl.DataFrame([old.scatter(at, new[old.name]) for old in self._table])

    def _counted(self, limit: LimitInDays, start: date) -> tuple[object, ...]:
        due = counted(limit, start, self._counting, [])
        status = status_by(start, due, None, self._case).value
        if due is None:
            return None, None, None, status
        return due.earliest, due.latest, due.provisional is not None, status


def _days_in(starts: pl.Series) -> pl.Series:
    """Return the days that are among these; all between the first and the last, if most are."""
    first, last = starts.to_frame("day").select(first=pl.min("day"), last=pl.max("day")).row(0)
    if first is not None and (last - first).days * OFTEN < len(starts):
        return pl.select(pl.date_range(first, last)).to_series()
    return starts.unique().drop_nulls()


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


MOST_REMEMBERED = 100_000
"""How many answers of ``Judged`` are remembered; then it begins anew."""

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
