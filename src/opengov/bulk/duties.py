"""Obligations as columns: the plain duties of every row, with their due days and statuses.

What is said here of dates is what ``policy.standing`` and ``policy.layers`` say of single
records; how a duty stands that was not done comes from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from attrs import evolve, frozen

from opengov.bulk.due import REACH
from opengov.bulk.reasons import STATUSES
from opengov.policy import ObligationStatus
from opengov.policy.assessment import WRONG
from opengov.workdays.units import is_longer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opengov.bulk.answers import Days, Known
    from opengov.bulk.due import DueDays, Judged
    from opengov.bulk.reasons import Reasons
    from opengov.bulk.result import Names
    from opengov.bulk.standings import Group, Standings


@frozen
class Counted:
    """The duties of a table, the rows that columns cannot count, and pairs that disagree.

    ``rows`` are those that columns count, alike ones together. The duties of each run of them
    stand together, too.
    """

    rows: pl.DataFrame
    duties: pl.DataFrame | None
    runs: pl.DataFrame | None
    by_row: pl.Series
    disagreements: pl.DataFrame | None

    def where(self) -> pl.DataFrame:
        """Return of each duty its ``place`` in ``Standings.duties``, and ``at`` which row it is."""
        assert self.runs is not None  # noqa: S101  (there are duties)
        return _spread(self.runs)

    def spread(self, told: pl.DataFrame) -> pl.DataFrame:
        """Repeat what is told of each ``standing`` for its rows, ``at`` which it is."""
        return _spread(_runs(told, self.rows))


@frozen
class Duties:
    """Counts the duties of tables whose rows have their standings."""

    _standings: Standings
    _due: DueDays
    _judged: Judged
    _known: Known
    _names: Names

    def counted(
        self, frame: pl.DataFrame, standing: pl.DataFrame, days: Days, reasons: Reasons
    ) -> Counted:
        """Return the duties of each ``row`` of ``frame`` that has a ``standing``."""
        groups = self._standings.groups
        names = {day for each in groups for day in (*each.anchors, *each.done_by, *each.clock)}
        come = {name: days.come(name, self._known) for name in sorted(names)}
        told = {name: day for name, day in come.items() if day is not None}
        rows = frame.select(record_id="id", responsible=_responsible(frame), **told).select(
            pl.all().gather(standing["row"])
        )
        rows = rows.hstack(standing).rechunk()  # pieces are slow to gather from
        left = self._beyond(rows)
        by_row = rows["row"].filter(left)
        rows = rows.filter(~left).rechunk() if by_row.len() else rows
        places = self._standings.duties.with_row_index("place")
        places = places.hstack(reasons.norms(places["signature"]).get_columns())
        parts, runs = [], []
        for number, group in enumerate(groups):
            run = _runs(places.filter(pl.col("group") == number), rows).sort("signature")
            parts.append(self._of(rows, group, run))
            runs.append(run.select("place", "begin", "len"))
        if not parts:
            return Counted(rows, None, None, by_row, None)
        duties = pl.concat(pl.collect_all(parts))
        found = Counted(rows, duties, pl.concat(runs), by_row, None)
        return self._laid_over(found, places) if places["is_shared"].any() else found

    def _laid_over(self, found: Counted, places: pl.DataFrame) -> Counted:
        """Say which of several norms on one duty governs, and which of them disagree."""
        assert found.duties is not None  # noqa: S101
        where = found.where()
        is_shared = places["is_shared"].gather(where["place"])
        where = where.filter(is_shared)
        compared = pl.col("level", "order", "length", "may_bind").gather(where["place"])
        shared = found.duties.filter(is_shared).hstack([where["at"], *places.select(compared)])
        shared = _laid_over(shared)
        binding = found.duties["binding"].scatter(is_shared.arg_true(), shared["binding"])
        duties = found.duties.with_columns(binding)
        return evolve(found, duties=duties, disagreements=self._disagreements(shared))

    def _beyond(self, rows: pl.DataFrame) -> pl.Series:
        """Say which rows have a duty that needs more than a look at the calendar."""
        beyond = [pl.col("standing").is_in(sorted(self._standings.by_row))]
        duties = self._standings.duties
        for number, group in enumerate(self._standings.groups):
            odd = pl.any_horizontal(*self._odd(group, rows.columns)).fill_null(value=False)
            if rows.select(odd.any()).item():
                having = duties.filter(pl.col("group") == number)["standing"].unique()
                beyond.append(pl.col("standing").is_in(having.implode()) & odd)
        return rows.select(pl.any_horizontal(beyond)).to_series()

    def _odd(self, group: Group, columns: list[str]) -> Iterator[pl.Expr]:
        today = self._known.today.to_physical()
        yield pl.lit(value=False)
        for name in group.anchors:
            if name in columns:
                yield (pl.col(name).to_physical() - today).abs() > REACH
        yield from (pl.col(name).is_not_null() for name in group.clock if name in columns)

    def _of(self, rows: pl.DataFrame, group: Group, runs: pl.DataFrame) -> pl.LazyFrame:
        """Return the duties of a group: what is said of each run, and the days of its rows."""
        anchors = [name for name in group.anchors if name in rows.columns]
        days = rows.select(
            "record_id",
            "responsible",
            anchor=_first([self._named(name) for name in anchors], self._names.days),
            start=_first(anchors, pl.Date()),
            done_on=_first([name for name in group.done_by if name in rows.columns], pl.Date()),
        )
        if group.is_deadline:
            self._due.reach(days["start"], runs["limit"].unique())
            runs = runs.with_columns(limit=self._due.base())
        length = pl.col("len").sum()
        alike = runs.group_by("signature", maintain_order=True).agg(pl.all().first(), n=length)
        norms = alike.select(*self._names.norm, "signature", "limit")
        constant = [_filled(each, alike["n"]) for each in norms]
        found = _laid_out(days, runs).hstack(constant).lazy()
        absent, bounds = {"due_at", "period_start"}, ["due_latest"]
        if group.is_deadline:
            absent |= {"opens_earliest", "opens_latest", "elapsed"}
            found = found.with_columns(self._due.look_up()).with_columns(status=_status())
        else:
            bounds.append("opens_latest")
            found = self._judged.look_up(found.collect()).lazy()
        if runs["excused"].null_count() or runs["excused"].any():
            excused = _filled(runs["excused"], runs["len"])
            found = found.with_columns(excused).with_columns(status=_excused())
        may_bind = (pl.col("applies") == "yes") & (pl.col("status") != "waived")
        sets_day = pl.any_horizontal(pl.col(bounds).is_not_null())
        return found.with_columns(binding=may_bind & sets_day).select(
            pl.lit(None, kind).alias(name) if name in absent else name
            for name, kind in self._names.obligation.items()
        )

    def _named(self, day: str) -> pl.Expr:
        return pl.when(pl.col(day).is_not_null()).then(pl.lit(day, self._names.days))

    def _disagreements(self, shared: pl.DataFrame) -> pl.DataFrame:
        """Pair each norm with one of a higher level on the same duty that it is looser than."""
        governing = shared.filter("may_bind")
        pairs = governing.join(governing, on=["at", "duty"], suffix=" higher").filter(
            pl.col("level higher") < pl.col("level")
        )
        limits = pairs.select("length", "length higher").drop_nulls().unique()
        longer = [is_longer(*map(self._due.limit, pair)) for pair in limits.iter_rows()]
        limits = limits.with_columns(is_longer=pl.Series(longer, dtype=pl.Boolean))
        pairs = pairs.join(limits, on=limits.columns[:2], how="left")
        both_due = pl.col("due_latest").is_not_null() & pl.col("due_latest higher").is_not_null()
        later = both_due & (_span() > _span(" higher"))
        same_start = pl.col("anchor").eq_missing(pl.col("anchor higher"))
        return pairs.filter(later | (~both_due & same_start & pl.col("is_longer")))


def _responsible(frame: pl.DataFrame) -> pl.Expr:
    """Say who answers for a record: who drafted it, or else the body that issued it."""
    drafter, body = (
        pl.col(name) if name in frame.columns else pl.lit(None, pl.String)
        for name in ("drafted_by", "issuing_body")
    )
    return pl.when(drafter != "").then(drafter).otherwise(body)


def _runs(told: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Say for what is told of a ``standing`` where in ``rows`` its rows begin, and how many."""
    runs = rows["standing"].rle().struct.unnest().rename({"value": "standing"})
    begin = pl.col("len").cum_sum() - pl.col("len")
    return told.join(runs.with_columns(begin=begin), on="standing").drop("standing")


def _spread(runs: pl.DataFrame) -> pl.DataFrame:
    """Repeat each run for its rows, ``at`` which it is."""
    at = pl.int_ranges("begin", pl.col("begin") + pl.col("len"), dtype=pl.UInt32)
    return runs.with_columns(at=at).drop("begin", "len").explode("at")


def _filled(values: pl.Series, lengths: pl.Series) -> pl.Series:
    """Repeat each value so many times."""
    parts = [values.new_from_index(n, length) for n, length in enumerate(lengths)]
    return pl.concat(parts, rechunk=True) if parts else values


LONG = 1_000
"""From how many rows on a run is sliced rather than gathered row by row."""


def _laid_out(rows: pl.DataFrame, runs: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of each run, one run after the other."""
    if runs["len"].sum() < LONG * runs.height or runs.is_empty():
        return rows[_spread(runs.select("begin", "len"))["at"]]
    spans = runs.select("begin", "len").iter_rows()
    return pl.concat([rows.slice(*span) for span in spans], rechunk=True)


def _first(stated: Sequence[str | pl.Expr], kind: pl.DataType) -> pl.Expr:
    return pl.coalesce(*stated) if stated else pl.lit(None, kind)


def _is(status: ObligationStatus) -> pl.Expr:
    return pl.lit(status.value, STATUSES)


def _status() -> pl.Expr:
    """Say how each deadline stands; see ``policy.standing.status_by``."""
    done, last = pl.col("done_on"), pl.col("due_latest")
    return (
        pl.when(done.is_null())
        .then(pl.col("undone").fill_null(_is(ObligationStatus.NOT_YET_RUNNING)))
        .when(done <= pl.col("due_earliest"))
        .then(_is(ObligationStatus.MET))
        .when(done > last)
        .then(_is(ObligationStatus.MET_LATE))
        .otherwise(_is(ObligationStatus.UNKNOWN))
    )


def _excused() -> pl.Expr:
    """Say how each duty stands that is, or may be, waived; see ``policy.standing.obligation``."""
    wrong = pl.col("status").is_in(pl.lit([each.value for each in WRONG], pl.List(STATUSES)))
    return (
        pl.when("excused")
        .then(_is(ObligationStatus.WAIVED))
        .when(pl.col("excused").is_null() & wrong)
        .then(_is(ObligationStatus.UNKNOWN))
        .otherwise("status")
    )


def _span(which: str = "") -> pl.Expr:
    """Return the bounds of a due day as one number that sorts as they do."""
    first, last = (pl.col(f"due_{end}{which}").to_physical() for end in ("earliest", "latest"))
    return first.cast(pl.Int64) * 2**24 + last


def _opening() -> pl.Expr:
    first, last = (pl.col(f"opens_{end}").to_physical() for end in ("earliest", "latest"))
    return last.cast(pl.Int64) * 2**24 + first


def _laid_over(shared: pl.DataFrame) -> pl.DataFrame:
    """Leave binding what is due first and what opens last; on a tie that of the higher level."""
    due = pl.when("binding").then(_span() * 2**10 + pl.col("order"))
    opens = pl.when("binding").then(_opening() * 2**10 - pl.col("order"))
    of_duty = ["at", "duty"]
    first, last = due == due.min().over(of_duty), opens == opens.max().over(of_duty)
    return shared.with_columns(binding=first.fill_null(value=False) | last.fill_null(value=False))
