"""Assessing Parquet files of any length, batch by batch, into a folder that appears whole."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from secrets import token_hex
from shutil import rmtree
from typing import TYPE_CHECKING, Self

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from attrs import frozen

from opengov.bulk.assess import Run
from opengov.errors import InvalidValueError, TableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from opengov.policy import Pack
    from opengov.workdays import Calendar

BATCH = 100_000
"""How many records are assessed at a time."""


@frozen(kw_only=True)
class Written:
    """How many records were read, and how many rows each file has."""

    records: int
    obligations: int
    findings: int


def assess_parquet(
    source: str | Path,
    target: str | Path,
    packs: Iterable[Pack],
    *,
    as_of: date,
    known_at: datetime,
    calendar: Calendar | None = None,
) -> Written:
    """Assess the records of a Parquet file in bounded memory, and write what the packs say.

    The folder ``target`` gets ``obligations.parquet``, ``findings.parquet`` and
    ``reasons.parquet``, with the columns of ``BulkResult``. It must not exist yet, and does only
    once every record is assessed: a run that fails leaves nothing.
    """
    source, target = Path(source), Path(target)
    if target.exists():
        raise InvalidValueError(
            "it exists already.", where=str(target), remedy="Name a new folder, or remove it."
        )
    with ExitStack() as stack:
        run = stack.enter_context(Run(packs, as_of=as_of, known_at=known_at, calendar=calendar))
        draft = stack.enter_context(_Draft(target))
        records = 0
        for part in _batches(source):
            found = run.of(part, first=records)
            draft.add("obligations", found.obligations)
            draft.add("findings", found.findings)
            draft.add("reasons", run.reasons.fresh())
            records += part.height
            run.forget()
    return Written(
        records=records,
        obligations=draft.rows["obligations"],
        findings=draft.rows["findings"],
    )


def _batches(source: Path) -> Iterator[pl.DataFrame]:
    """Read a file piece by piece; of one without rows, a piece without rows."""
    try:
        file = pq.ParquetFile(source)
    except (OSError, pa.ArrowInvalid) as error:
        raise TableError(
            f"it cannot be read: {error}.", where=str(source), remedy="Give a Parquet file."
        ) from error
    with file:
        if file.metadata.num_rows == 0:
            yield pl.DataFrame(file.schema_arrow.empty_table())
        for piece in file.iter_batches(batch_size=BATCH):
            yield pl.DataFrame(pa.Table.from_batches([piece]))


class _Draft:
    """A folder that is written beside its place, and stands there once it is whole."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._folder = target.with_name(f".{target.name}.{token_hex(4)}")
        self._writers: dict[str, pq.ParquetWriter] = {}
        self.rows: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True)
        return self

    def add(self, name: str, part: pl.DataFrame) -> None:
        """Write a part of the file of this name."""
        table = part.to_arrow(compat_level=pl.CompatLevel.oldest())
        if name not in self._writers:
            path = self._folder / f"{name}.parquet"
            self._writers[name] = pq.ParquetWriter(path, table.schema, compression="zstd")
        self._writers[name].write_table(table)
        self.rows[name] = self.rows.get(name, 0) + part.height

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            for writer in self._writers.values():
                writer.close()
            if kind is None:
                self._folder.rename(self._target)
        finally:
            rmtree(self._folder, ignore_errors=True)
