"""Assessing files of records of any length, batch by batch, into files."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

import polars as pl
import pyarrow.parquet as pq
from attrs import field, frozen

from opengov.bulk.reasons import Reasons
from opengov.bulk.run import BATCH, Run
from opengov.errors import InvalidValueError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date, datetime

    from opengov.bulk.reasons import Reason
    from opengov.policy import Pack
    from opengov.workdays import Calendar

Name = str | Path


@frozen(kw_only=True)
class Written:
    """What was written: how many records were read, and how many rows each file has."""

    records: int
    obligations: int
    findings: int
    _reasons: Reasons = field(eq=False, repr=False)

    def explain(self, signature: int) -> Reason:
        """Return the reason that every row of this signature has."""
        return self._reasons.explain(signature)

    @property
    def reasons(self) -> pl.DataFrame:
        """A row for each signature: its norm, titles, citations, and the path that decided."""
        return self._reasons.table()


def assess_parquet(
    source: Name | Iterable[Name],
    packs: Iterable[Pack],
    *,
    obligations: Name,
    findings: Name | None = None,
    as_of: date,
    known_at: datetime,
    calendar: Calendar | None = None,
    batch: int = BATCH,
) -> Written:
    """Assess the records of Parquet files, and write what the packs say of them to others.

    It is ``assess_table`` for what does not fit into memory: ``batch`` rows are read, assessed
    and written at a time. Several sources must have the same columns. The files that are
    written appear whole, once every record is assessed, or not at all. Without ``findings``
    there are obligations alone.
    """
    sources = [Path(name) for name in ([source] if isinstance(source, Name) else source)]
    with ExitStack() as stack:
        files = [stack.enter_context(pq.ParquetFile(path)) for path in sources]
        parts = _batches(files, batch)
        first = _first(parts, files)
        run = Run(
            packs,
            first.schema,
            as_of=as_of,
            known_at=known_at,
            calendar=calendar,
            findings=findings is not None,
        )
        add_obligations = stack.enter_context(_written(obligations))
        add_findings = stack.enter_context(_written(findings))
        counts = [0, 0, 0]
        for part in chain([first], parts):
            if part.schema != first.schema:
                raise InvalidValueError(
                    "the files do not have the same columns.",
                    where=str(sources[0].parent),
                    remedy="Assess files of one shape together, and others apart.",
                )
            due, found = run.of(part)
            add_obligations(due)
            add_findings(found)
            counts = [a + b for a, b in zip(counts, (part.height, due.height, found.height), strict=True)]
        return Written(
            records=counts[0], obligations=counts[1], findings=counts[2], reasons=run.reasons
        )


def _first(parts: Iterator[pl.DataFrame], files: list[pq.ParquetFile]) -> pl.DataFrame:
    """Return the first batch, which is without rows where there are none."""
    found = next(parts, None)
    if found is not None:
        return found
    if not files:
        raise InvalidValueError(
            "there is no file to assess.", where="assess_parquet", remedy="Name one at least."
        )
    return pl.DataFrame(files[0].schema_arrow.empty_table())


def _batches(files: Iterable[pq.ParquetFile], size: int) -> Iterator[pl.DataFrame]:
    """Read the files in pieces of ``size`` rows, however their rows are grouped."""
    waiting: list[pl.DataFrame] = []
    for file in files:
        for piece in file.iter_batches(batch_size=size):
            waiting.append(pl.DataFrame(piece))
            if sum(each.height for each in waiting) >= size:
                yield pl.concat(waiting)
                waiting = []
    if waiting:
        yield pl.concat(waiting)


@contextmanager
def _written(name: Name | None) -> Iterator[Callable[[pl.DataFrame], None]]:
    """Take the parts of a file, which stands in its place once all of it is written."""
    if name is None:
        yield lambda _: None
        return
    target = Path(name)
    draft = target.with_name(f".{target.name}.{token_hex(4)}")
    writers: list[pq.ParquetWriter] = []

    def add(part: pl.DataFrame) -> None:
        table = part.to_arrow(compat_level=pl.CompatLevel.oldest())
        if not writers:
            writers.append(pq.ParquetWriter(draft, table.schema, compression="zstd"))
        writers[0].write_table(table)

    try:
        yield add
        for writer in writers:
            writer.close()
        draft.replace(target)
    finally:
        for writer in writers:
            writer.close()
        draft.unlink(missing_ok=True)
