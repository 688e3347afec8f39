"""What follows from the day, or the moment, that a norm counts from: once for each there is."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, assert_never

import polars as pl
from attrs import frozen

from opengov.domain import BEIJING
from opengov.errors import CalendarError
from opengov.policy.provision import Deadline, MinDuration, Prompt, Window
from opengov.workdays import Due, Hours, Limit, opening, workdays_between
from opengov.workdays import Window as Bounds

if TYPE_CHECKING:
    from opengov.bulk.when import When

Counts = Deadline | MinDuration | Window | Prompt
"""The norms whose obligations are counted on columns."""

EPOCH = date(1970, 1, 1)

NO_START = 1
"""How bounds lie that are counted from nothing."""


@frozen
class Counted:
    """The bounds that a start leads to, and what they are when they contradict each other."""

    due: Due | None = None
    opens: Due | None = None
    contradiction: str | None = None


@frozen
class Limits:
    """What a norm counts: like norms share what was counted."""

    due: Limit | None
    opens: Limit | None
    is_window: bool

    @classmethod
    def of(cls, norm: Counts) -> Limits:
        """Return what ``norm`` counts."""
        match norm:
            case Deadline():
                return cls(norm.limit, None, is_window=False)
            case Prompt():
                return cls(norm.within, None, is_window=False)
            case MinDuration():
                return cls(None, norm.limit, is_window=True)
            case Window():
                return cls(norm.bounds.at_most, norm.bounds.at_least, is_window=True)
            case _:
                assert_never(norm)

    @property
    def needs_moment(self) -> bool:
        """Whether they are counted from a moment."""
        return isinstance(self.due or self.opens, Hours)

    @property
    def has_hours(self) -> bool:
        """Whether a bound is a moment."""
        return isinstance(self.due, Hours) or isinstance(self.opens, Hours)

    def counted(self, begins: date | datetime, when: When) -> Counted:
        """Count the bounds as ``policy`` does; out of reach of the calendar there are none."""
        try:
            if self.is_window:
                bounds = Bounds(at_least=self.opens, at_most=self.due)
                found = opening(bounds, start=begins, calendar=when.counting.calendar)
                clash = found.contradiction
                return Counted(found.closes, found.opens, clash and clash.key)
            return Counted(None if self.due is None else when.counting.due(self.due, begins))
        except CalendarError:
            return Counted()


class Starts:
    """What was counted from each start: days stand in a table at their place.

    ``lies`` numbers how now and the bounds lie to one another; 0 is for a day that was not met
    yet. So a table is looked at as if every day were known, and again where one was not.
    """

    def __init__(self, limits: Limits, when: When) -> None:
        self.limits, self._when = limits, when
        self._kinds: dict[object, int] = {}
        self.exact = {"due", "opens"}
        """The bounds of which no notice to come can make two days: one column tells both."""
        self._first, self._table = 0, self._empty(0)

    @property
    def room(self) -> int:
        """How many values ``lies`` may have, with some to spare."""
        return max(16, 1 << (len(self._kinds) + NO_START + 1).bit_length())

    @property
    def shape(self) -> object:
        """What codes are made by: it changes when other starts are met."""
        return self.room, frozenset(self.exact)

    def cover(self, first: date, last: date) -> None:
        """Give every day from the first to the last a place."""
        low, high = (first - EPOCH).days, (last - EPOCH).days + 1
        if self._table.height == 0:
            self._first = low
        before = max(self._first - low, 0)
        after = max(high - self._first - self._table.height, 0)
        if before or after:
            self._table = pl.concat([self._empty(before), self._table, self._empty(after)])
            self._first -= before

    def bounds(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Add to rows what was counted from ``start``, whose days are covered."""
        if self._table.height == 0:
            return rows.with_columns(
                *(pl.lit(None, dtype=kind).alias(name) for name, kind in self._types().items())
            ).with_columns(lies=pl.lit(NO_START, dtype=pl.UInt32))
        places = (pl.col("start").cast(pl.Int32) - self._first).alias("at")
        columns = {each.name: pl.lit(each) for each in self._table.get_columns()}
        told = {name: each.gather(pl.col("at")) for name, each in columns.items()}
        told["lies"] = told["lies"].fill_null(NO_START)
        same = {
            f"{name}_earliest": pl.col(f"{name}_latest")
            for name in ("due", "opens")
            if name in self.exact and f"{name}_latest" in told
        }
        told = {name: each for name, each in told.items() if name not in same}
        return rows.with_columns(places).with_columns(**told).with_columns(**same)

    def from_moments(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Return the rows with the bounds counted from ``begins``, which are too many to keep."""
        given = rows.collect()
        distinct = given["begins"].drop_nulls().unique()
        told = self._rows([each.replace(tzinfo=BEIJING) for each in distinct])
        told = told.with_columns(begins=distinct)
        found = given.lazy().join(told.lazy(), on="begins", how="left", maintain_order="left")
        return found.with_columns(pl.col("lies").fill_null(NO_START))

    def learn(self, days: pl.Series) -> None:
        """Count from days that were not met before."""
        new = days.drop_nulls().unique()
        if new.len() == 0:
            return
        self.cover(new.min(), new.max())  # type: ignore[arg-type]
        told = self._rows(new.to_list())
        places = (new.cast(pl.Int32) - self._first).cast(pl.UInt32)
        columns = [
            column.clone().scatter(places, told[column.name])
            for column in self._table.get_columns()
        ]
        self._table = pl.DataFrame(columns)

    def _empty(self, size: int) -> pl.DataFrame:
        fills = {
            name: pl.repeat(0 if name == "lies" else None, size, dtype=kind, eager=True)
            for name, kind in self._types().items()
        }
        return pl.DataFrame(fills)

    def _types(self) -> dict[str, pl.DataType]:
        found: dict[str, pl.DataType] = {}
        for name, limit in (("due", self.limits.due), ("opens", self.limits.opens)):
            if limit is not None:
                found |= {f"{name}_earliest": pl.Date(), f"{name}_latest": pl.Date()}
                found |= {f"{name}_at": pl.Datetime("us")} if self.limits.has_hours else {}
        return {**found, "lies": pl.UInt32()}

    def _rows(self, begins: list[Any]) -> pl.DataFrame:
        """Return the columns for starts that are met for the first time."""
        found = [self.limits.counted(each, self._when) for each in begins]
        lies = [self._lies(start, each) for start, each in zip(begins, found, strict=True)]
        if any(each.due and each.due.earliest != each.due.latest for each in found):
            self.exact.discard("due")
        if any(each.opens and each.opens.earliest != each.opens.latest for each in found):
            self.exact.discard("opens")
        first = NO_START + 1
        told: dict[str, list[object]] = {
            "due_earliest": [each.due and each.due.earliest for each in found],
            "due_latest": [each.due and each.due.latest for each in found],
            "due_at": [each.due and clock(each.due.at) for each in found],
            "opens_earliest": [each.opens and each.opens.earliest for each in found],
            "opens_latest": [each.opens and each.opens.latest for each in found],
            "opens_at": [each.opens and clock(each.opens.at) for each in found],
            "lies": [self._kinds.setdefault(each, len(self._kinds) + first) for each in lies],
        }
        return pl.DataFrame(
            [pl.Series(name, told[name], dtype=kind) for name, kind in self._types().items()]
        )

    def _lies(self, begins: date | datetime, found: Counted) -> object:
        """Tell apart what could matter for how an obligation stands now."""
        day = begins.astimezone(BEIJING).date() if isinstance(begins, datetime) else begins
        return (
            _sign(self._when.today, day),
            self._bound(found.due),
            self._bound(found.opens),
            found.contradiction,
        )

    def _bound(self, bound: Due | None) -> object:
        if bound is None:
            return None
        when = self._when
        return (
            _sign(when.today, bound.earliest),
            _sign(when.today, bound.latest),
            bound.at and _sign(when.known_at, bound.at),
            bound.provisional is not None,
        )


def _sign(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)


def clock(moment: datetime | None) -> datetime | None:
    """Return a moment as a clock in Beijing shows it."""
    return None if moment is None else moment.astimezone(BEIJING).replace(tzinfo=None)


def is_provisional(due: Due | None, opens: Due | None) -> bool | None:
    """Say whether a notice to come may still move a bound; ``None`` where there is no bound."""
    bounds = [bound for bound in (due, opens) if bound is not None]
    return any(bound.provisional is not None for bound in bounds) if bounds else None


class Elapsed:
    """How many working days lie between two days: from the ranks of days where they have one."""

    def __init__(self, when: When) -> None:
        self._calendar, self._today = when.counting.calendar, when.today
        origin = self._calendar.announced.start
        days = self._calendar.table.ranks  # the days that no notice to come can set
        ranks = [workdays_between(origin, day, calendar=self._calendar) for day in days]
        self._ranks = pl.Series([None, *ranks, None], dtype=pl.Int32)
        self._first = (origin - EPOCH).days - 1

    def between(self) -> pl.Expr:
        """Return the working days from ``start`` until it was done, or now, where both have ranks."""
        start, end = pl.col("start"), pl.col("done_on").fill_null(self._today)
        return pl.when(start <= end).then(self._rank(end) - self._rank(start)).alias("elapsed")

    def completed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows with those numbers that no rank tells, where the calendar reaches."""
        end = pl.col("done_on").fill_null(self._today)
        open_still = pl.col("elapsed").is_null() & (pl.col("start") <= end)
        rest = rows.filter(open_still).select("start", end.alias("end")).unique()
        if rest.height == 0:
            return rows
        numbers = [self._alone(start, last) for start, last in rest.iter_rows()]
        rest = rest.with_columns(pl.Series("rest", numbers, dtype=pl.Int32))
        told = rows.with_columns(end=end).join(
            rest, on=["start", "end"], how="left", maintain_order="left"
        )
        return told.with_columns(elapsed=pl.coalesce("elapsed", "rest")).drop("end", "rest")

    def _rank(self, days: pl.Expr) -> pl.Expr:
        places = (days.cast(pl.Int32) - self._first).clip(0, self._ranks.len() - 1)
        return pl.lit(self._ranks).gather(places)

    def _alone(self, start: date, end: date) -> int | None:
        try:
            return workdays_between(start, end, calendar=self._calendar)
        except CalendarError:
            return None
