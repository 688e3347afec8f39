"""Assessing a whole table: what columns can count on columns, and the rest record by record."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import polars as pl

from opengov.bulk.answers import Answers, Days, Known, Reviewers
from opengov.bulk.due import DueDays, Judged
from opengov.bulk.duties import Duties
from opengov.bulk.layout import normal
from opengov.bulk.reasons import Reason, Reasons
from opengov.bulk.records import frame_of, pairs
from opengov.bulk.result import FINDING, TOLD, Names, named
from opengov.bulk.rows import RowMode
from opengov.bulk.standings import Standings
from opengov.bulk.told import conflicts, in_form, of_columns
from opengov.errors import InvalidValueError
from opengov.policy import Case
from opengov.policy.asked import Asked
from opengov.policy.assess import evaluator_for
from opengov.policy.vocabulary import vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from opengov.policy import Pack
    from opengov.workdays import Calendar


class BulkResult:
    """What packs say of the records of a table, as tables whose rows are in no order.

    ``obligations`` has one row for each obligation of each record, possible ones included, as
    ``Assessment.every_obligation`` has.
    """

    def __init__(
        self,
        obligations: pl.DataFrame,
        findings: Callable[[], pl.DataFrame],
        reasons: Reasons,
    ) -> None:
        self.obligations = obligations
        self._find = findings
        self._reasons = reasons

    @cached_property
    def findings(self) -> pl.DataFrame:
        """The ruling on each record, its findings, conflicts, questions and warnings."""
        return self._find()

    @property
    def reasons(self) -> pl.DataFrame:
        """A row for each signature: its norm, titles, citations, and the path that decided."""
        return self._reasons.table()

    def explain(self, signature: int) -> Reason:
        """Return the reason that every row of this signature has."""
        return self._reasons.explain(signature)


def assess_table(
    table: Any,
    packs: Iterable[Pack],
    *,
    as_of: date,
    known_at: datetime,
    calendar: Calendar | None = None,
) -> BulkResult:
    """Assess the records of a polars frame or an Arrow table, as ``opengov.assess`` does one.

    ``opengov.bulk.layout`` says which columns it may have; a table that has others, or values
    that no record can have, is a ``TableError``.
    """
    with Run(packs, as_of=as_of, known_at=known_at, calendar=calendar) as run:
        return run.of(frame_of(table))


class Run:
    """Assesses one table after another by the same packs, with signatures that they share."""

    def __init__(
        self,
        packs: Iterable[Pack],
        *,
        as_of: date,
        known_at: datetime,
        calendar: Calendar | None = None,
    ) -> None:
        if type(as_of) is not date:
            raise InvalidValueError(
                f"as_of must be a day, not {as_of!r}.", where="assess_table", remedy="Give a date."
            )
        given = tuple(packs)
        evaluator = evaluator_for(given, calendar)
        self._counting = evaluator.counting(known_at)
        self._known_at, self._known = known_at, Known.by(known_at)
        self._asked = Asked(evaluator.stack, as_of)
        self._vocabulary = vocabulary_of(evaluator.stack)
        self._names = Names.of(evaluator.stack)
        self._reviewers = Reviewers()
        self._stand = lambda record: evaluator.standing(
            Case(record=record, known_at=known_at), as_of
        )
        self._rows = RowMode(given, calendar, as_of=as_of, known_at=known_at)
        self.reasons = Reasons(evaluator.stack, self._names)
        self._begin()

    def _begin(self) -> None:
        due = DueDays(self._counting, self._known_at)
        judged = Judged(self._counting, self._known_at)
        self._standings = Standings(self.reasons, due, judged, self._stand)
        self._duties = Duties(self._standings, due, judged, self._known, self._names)

    def forget(self) -> None:
        """Forget what was worked out for the tables before, if it is too much to keep."""
        reasons = self.reasons.begun_anew()
        if reasons is not self.reasons or self._standings.are_many():
            self.reasons = reasons
            self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()

    def of(self, table: pl.DataFrame, *, first: int = 0) -> BulkResult:
        """Assess one table; ``first`` is the number by which faults call its first row."""
        frame = self._reviewers.told(normal(table, first=first)).with_row_index("row")
        ids, days = frame["id"], Days(frame.schema)
        odd = frame.select(days.needs_rows(self._asked)).to_series()
        if "rest" in frame.columns:
            stated = frame.filter(~odd & pl.col("rest").is_not_null())
            pairs(stated.unique(["kind", "rest"]))  # or one that is wrong would not be read
        answers = Answers(self._asked, self._vocabulary, frame.schema, self._known)
        standing = self._standings.of(frame, odd, answers.key())
        alone = standing["standing"].is_null()
        counted = self._duties.counted(frame, standing.filter(~alone), days, self.reasons)
        left = pl.concat([frame["row"].filter(odd), standing["row"].filter(alone), counted.by_row])
        duties, told = self._by_row(frame[left])
        told += conflicts(counted, self.reasons)
        of_rows = named(duties, ids, self.reasons)
        obligations = [of_rows.select(*self._names.obligation)]
        if counted.duties is not None:
            obligations.append(counted.duties.select(*self._names.obligation))
        of_standings, standings, reasons = self._standings.told, self._standings, self.reasons

        def found() -> pl.DataFrame:
            whole = in_form([*told, *of_columns(counted, of_standings, standings)])
            return named(whole, ids, reasons).select(FINDING)

        return BulkResult(pl.concat(obligations), found, reasons)

    def _by_row(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
        """Assess rows one by one; their reasons get numbers here."""
        schema = {"row": pl.UInt32, "signature": pl.UInt32, **self._names.duty}
        duties, told = [pl.DataFrame(schema=schema)], [pl.DataFrame(schema=TOLD)]
        for part in self._rows.assessed(rows) if rows.height else ():
            numbers = pl.Series(map(self.reasons.number_of, part.reasons), dtype=pl.UInt32)
            for found, tables in ((part.duties, duties), (part.told, told)):
                signature = numbers.gather(found["signature"]).alias("signature")
                tables.append(found.with_columns(signature))
        return pl.concat(duties), told
