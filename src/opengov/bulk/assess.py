"""Assessing a table of records at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from attrs import field, frozen

from opengov.bulk.normal import frame_of
from opengov.bulk.run import BATCH, Run

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from opengov.bulk.reasons import Reason, Reasons
    from opengov.policy import Pack
    from opengov.workdays import Calendar


@frozen(kw_only=True)
class BulkResult:
    """What the packs say of a table: a row for each obligation, and one for each finding.

    The rows of one record stand in no promised order; ``record_id`` says whose they are.
    """

    obligations: pl.DataFrame = field(eq=False, repr=False)
    findings: pl.DataFrame = field(eq=False, repr=False)
    _reasons: Reasons = field(eq=False, repr=False)

    def explain(self, signature: int) -> Reason:
        """Return the reason that every row of this signature has."""
        return self._reasons.explain(signature)

    @property
    def reasons(self) -> pl.DataFrame:
        """A row for each signature: its norm, titles, citations, and the path that decided."""
        return self._reasons.table()


def assess_table(
    table: Any,
    packs: Iterable[Pack],
    *,
    as_of: date,
    known_at: datetime,
    calendar: Calendar | None = None,
    findings: bool = True,
    batch: int = BATCH,
) -> BulkResult:
    """Say of every row of ``table`` what ``opengov.assess`` says of the record that it tells of.

    ``table`` is a polars frame, or any Arrow table. ``as_of``, ``known_at`` and ``calendar`` are
    those of ``assess``. A table that is none of records is an ``InvalidValueError`` with every
    fault. Without ``findings`` there are obligations alone, which is quicker. ``batch`` rows are
    looked at together.
    """
    frame = frame_of(table)
    run = Run(
        packs, frame.schema, as_of=as_of, known_at=known_at, calendar=calendar, findings=findings
    )
    found = [run.of(part) for part in frame.iter_slices(batch)] or [run.of(frame)]
    return BulkResult(
        obligations=pl.concat([obligations for obligations, _ in found]),
        findings=pl.concat([findings for _, findings in found]),
        reasons=run.reasons,
    )
