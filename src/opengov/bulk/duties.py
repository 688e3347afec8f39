"""Obligations as columns: the plain duties of every row, with their due days and statuses.

What is said here of dates is what ``policy.standing`` and ``policy.layers`` say of single
records; how a duty stands that was not done comes from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from attrs import frozen

from opengov.bulk.due import JUDGED
from opengov.bulk.reasons import STATUSES
from opengov.policy import ObligationStatus
from opengov.policy.assessment import WRONG
from opengov.workdays.units import is_longer

if TYPE_CHECKING:
    from opengov.bulk.answers import Days, Known
    from opengov.bulk.due import DueDays, Judged
    from opengov.bulk.standings import Group, Standings

REACH = 36_525
"""How many days from today a start may lie to be looked up; others are typing errors."""

_COLUMNS = ("row", "place", "signature", "anchor", "start", "done_on", "may_bind")
_NO_DEADLINE = ("opens_earliest", "opens_latest", "elapsed")


@frozen
class Counted:
    """The duties of a table, the rows that columns cannot count, and pairs that disagree."""

    duties: pl.DataFrame | None
    by_row: pl.Series
    disagreements: pl.DataFrame | None


class Duties:
    """Counts the duties of tables whose rows have their standings."""

    def __init__(
        self,
        standings: Standings,
        due: DueDays,
        judged: Judged,
        known: Known,
        days: pl.Enum,
    ) -> None:
        self._standings = standings
        self._due = due
        self._judged = judged
        self._known = known
        self._names = days

    def counted(self, frame: pl.DataFrame, days: Days) -> Counted:
        """Return the duties of each row; ``frame`` says which ``standing`` it has."""
        groups = self._standings.groups
        names = {day for each in groups for day in (*each.anchors, *each.done_by, *each.clock)}
        come = {name: days.come(name, self._known) for name in sorted(names)}
        rows = frame.select(
            "row",
            "standing",
            **{name: day for name, day in come.items() if day is not None},
        )
        left = rows.select(self._beyond(rows)).to_series()
        by_row = rows["row"].filter(left)
        rows = rows.filter(~left) if by_row.len() else rows
        told = self._standings.duties.with_row_index("place")
        parts = [
            self._of(rows, group, told.filter(pl.col("group") == number))
            for number, group in enumerate(groups)
        ]
        if not parts:
            return Counted(None, by_row, None)
        duties = pl.concat(parts)
        if not told["is_shared"].any():
            return Counted(duties, by_row, None)
        is_shared = told["is_shared"].gather(duties["place"])
        shared = told.select("place", "duty", "level", "order", "length")
        shared = _laid_over(duties.filter(is_shared).join(shared, on="place"))
        duties = pl.concat([duties.filter(~is_shared), shared.select(duties.columns)])
        return Counted(duties, by_row, self._disagreements(shared))

    def _beyond(self, rows: pl.DataFrame) -> pl.Expr:
        """Say which rows have a duty that needs more than a look at the calendar."""
        beyond = [pl.col("standing").is_in(sorted(self._standings.by_row))]
        for number, group in enumerate(self._standings.groups):
            having = self._standings.duties.filter(pl.col("group") == number)["standing"]
            odd = [
                (pl.col(name) - self._known.today).dt.total_days().abs() > REACH
                for name in group.anchors
                if name in rows.columns
            ]
            odd += [pl.col(name).is_not_null() for name in group.clock if name in rows.columns]
            if odd:
                theirs = pl.col("standing").is_in(having.unique().implode())
                beyond.append(theirs & pl.any_horizontal(odd))
        return pl.any_horizontal(beyond).fill_null(value=False)

    def _of(self, rows: pl.DataFrame, group: Group, duties: pl.DataFrame) -> pl.DataFrame:
        found = rows.select(
            "row",
            "standing",
            anchor=self._first_name(group.anchors, rows),
            start=_first(group.anchors, rows),
            done_on=_first(group.done_by, rows),
        )
        if group.is_deadline:
            self._due.reach(found["start"])
        found = found.join(
            duties.select("standing", "place", "signature", "limit", may_bind=_may_bind()),
            on="standing",
        )
        if group.is_deadline:
            told = self._due.look_up(found["limit"], found["start"])
            found = pl.concat([found, told], how="horizontal").with_columns(
                *(pl.lit(None, JUDGED[name]).alias(name) for name in _NO_DEADLINE),
                status=_status(),
            )
        else:
            found = self._judged.look_up(found)
        binding = pl.col("may_bind") & ~_sets_no_day()
        found = found.select(*_COLUMNS, *JUDGED, binding=binding)
        if duties["excused"].null_count() or duties["excused"].any():
            excused = duties.select("place", "excused")
            found = found.join(excused, on="place").with_columns(status=_excused())
            found = found.drop("excused")
        return found

    def _first_name(self, names: tuple[str, ...], rows: pl.DataFrame) -> pl.Expr:
        stated = [
            pl.when(pl.col(name).is_not_null()).then(pl.lit(name, self._names))
            for name in names
            if name in rows.columns
        ]
        return pl.coalesce(stated) if stated else pl.lit(None, self._names)

    def _disagreements(self, shared: pl.DataFrame) -> pl.DataFrame:
        """Pair each norm with one of a higher level on the same duty that it is looser than."""
        governing = shared.filter("may_bind")
        pairs = governing.join(governing, on=["row", "duty"], suffix=" higher").filter(
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


def _first(names: tuple[str, ...], rows: pl.DataFrame) -> pl.Expr:
    stated = [pl.col(name) for name in names if name in rows.columns]
    return pl.coalesce(stated) if stated else pl.lit(None, pl.Date)


def _is(status: ObligationStatus) -> pl.Expr:
    return pl.lit(status.value, STATUSES)


def _status() -> pl.Expr:
    """Say how each deadline stands; see ``policy.standing.status_by``."""
    done, last = pl.col("done_on"), pl.col("due_latest")
    unknown = _is(ObligationStatus.UNKNOWN)
    return (
        pl.when(done.is_null())
        .then(pl.col("undone").fill_null(_is(ObligationStatus.NOT_YET_RUNNING)))
        .when(done <= pl.col("due_earliest"))
        .then(_is(ObligationStatus.MET))
        .when(done > last)
        .then(_is(ObligationStatus.MET_LATE))
        .otherwise(unknown)
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


def _may_bind() -> pl.Expr:
    """Say whether a duty surely applies and was not let go."""
    return pl.col("applies") & pl.col("excused").fill_null(value=False).not_()


def _sets_no_day() -> pl.Expr:
    return pl.col("due_latest").is_null() & pl.col("opens_latest").is_null()


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
    of_duty = ["row", "duty"]
    first, last = due == due.min().over(of_duty), opens == opens.max().over(of_duty)
    return shared.with_columns(binding=first.fill_null(value=False) | last.fill_null(value=False))
