"""One run: packs, a day and a moment, put to table after table of the same shape."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from opengov.bulk.answers import settled
from opengov.bulk.columns import faults_in, names_of, need_columns, need_values
from opengov.bulk.common import Common
from opengov.bulk.count import Elapsed
from opengov.bulk.kinds import Kind
from opengov.bulk.normal import normal, types
from opengov.bulk.output import Shared, enums_of
from opengov.bulk.reasons import Reasons
from opengov.bulk.rows import OneByOne
from opengov.bulk.view import ROW
from opengov.bulk.when import When
from opengov.policy import stacked
from opengov.policy.evaluator import Evaluator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime

    from opengov.bulk.kinds import Work
    from opengov.bulk.output import Tables
    from opengov.policy import Pack
    from opengov.workdays import Calendar

BATCH = 1 << 19
"""How many records are looked at together; what is kept of one batch is let go with it."""


class Run:
    """Assesses tables of one shape under the same packs, day and moment."""

    def __init__(
        self,
        packs: Iterable[Pack],
        schema: Mapping[str, pl.DataType],
        *,
        as_of: date,
        known_at: datetime,
        calendar: Calendar | None = None,
        findings: bool = True,
    ) -> None:
        stack = stacked(tuple(packs))
        need_columns(schema, names_of(stack))
        evaluator = Evaluator(stack, calendar)
        when = When(as_of=as_of, known_at=known_at, counting=evaluator.counting(known_at))
        self.reasons, enums = Reasons(), enums_of(stack)
        shared = Shared(self.reasons, enums)
        self._common = Common(
            stack=stack,
            schema=types(schema),
            when=when,
            elapsed=Elapsed(when),
            reasons=self.reasons,
            one_by_one=OneByOne(evaluator, when, self.reasons, shared),
            with_findings=findings,
            shared=shared,
            enums=enums,
        )
        self._kinds: dict[str, Kind] = {}
        self._nothing = self._common.one_by_one.table([])

    def of(self, batch: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the obligations and the findings of a batch."""
        batch = normal(batch).with_row_index(ROW)
        found = list(self._tables(batch, self._works(batch)))
        obligations = [part for each in found for part in each.obligations]
        findings = [part for each in found for part in each.findings]
        return (
            pl.concat([self._nothing, *obligations]),
            self._common.shared.findings(batch["id"], findings),
        )

    def _works(self, batch: pl.DataFrame) -> list[Work]:
        """Look at the rows of each kind; where these are not all, kinds are met for the first time."""
        kinds = list(self._kinds.values())
        told, *views = pl.collect_all([faults_in(batch), *(kind.view(batch) for kind in kinds)])
        need_values(told.row(0, named=True))
        if sum(view.height for view in views) < batch.height:
            new = [kind for kind in batch["kind"].unique(maintain_order=True) if kind not in self._kinds]
            self._kinds |= {kind: Kind(kind, self._common) for kind in new}
            kinds += [self._kinds[kind] for kind in new]
            views += [self._kinds[kind].view(batch).collect() for kind in new]
        pairs = zip(kinds, views, strict=True)
        return [kind.work(batch, view) for kind, view in pairs if view.height]

    def _tables(self, batch: pl.DataFrame, works: list[Work]) -> Iterator[Tables]:
        rows = iter(settled([part for work in works for part in work.parts]))
        for work in works:
            if work.view is not None:
                mine = list(islice(rows, len(work.parts)))
                yield work.kind.tables(work.view, mine, work.findings)
            yield from self._common.one_by_one.of(batch, work.alone)
