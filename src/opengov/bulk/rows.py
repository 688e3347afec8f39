"""Row mode: records whose duties columns cannot count, each assessed by itself, on every core."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import polars as pl
from attrs import field, frozen

from opengov.bulk.due import bounds_of
from opengov.bulk.reasons import Reason, reason_for, told_of
from opengov.bulk.records import pairs
from opengov.bulk.result import TOLD, Names
from opengov.policy import Case, Evaluator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future
    from datetime import date, datetime

    from opengov.policy import Obligation, Pack
    from opengov.workdays import Calendar

ALONE = 10_000
"""How many records one process assesses before it is worth while to start others."""

CHUNK, AHEAD = 1_000, 3
"""How many records are assessed at a time, and how many times each core may be ahead."""


@frozen
class Assessed:
    """What row mode found; ``signature`` is the place of a row's reason in ``reasons``."""

    reasons: tuple[Reason, ...]
    duties: pl.DataFrame
    told: pl.DataFrame


@frozen
class _Assessor:
    packs: tuple[Pack, ...]
    calendar: Calendar | None
    as_of: date
    known_at: datetime
    evaluator: Evaluator = field(init=False)
    names: Names = field(init=False)

    @evaluator.default
    def _made_ready(self) -> Evaluator:
        return Evaluator(self.packs, self.calendar)

    @names.default
    def _of_packs(self) -> Names:
        return Names.of(self.evaluator.stack)

    def assessed(self, rows: pl.DataFrame) -> Assessed:
        """Assess every record; the column ``row`` says which it is."""
        reasons: dict[object, Reason] = {}
        places: dict[object, int] = {}

        def place(reason: Reason) -> int:
            reasons.setdefault(reason.key, reason)
            return places.setdefault(reason.key, len(places))

        duties: list[tuple[Any, ...]] = []
        told: list[tuple[Any, ...]] = []
        for row, (record, related) in zip(rows["row"], pairs(rows.drop("row")), strict=True):
            case = Case(record=record, related=related, known_at=self.known_at)
            found = self.evaluator.assess(
                record, as_of=self.as_of, known_at=self.known_at, related=related
            )
            duties += [
                (row, place(reason_for(each)), *_values(each, case))
                for each in found.every_obligation
            ]
            for one in told_of(found):
                truth = one.truth and one.truth.value
                told.append((row, place(one.reason), one.sort, one.what, one.about, truth))
        schema = {"row": pl.UInt32, "signature": pl.UInt32, **self.names.duty}
        return Assessed(
            tuple(reasons.values()),
            pl.DataFrame(duties, schema, orient="row"),
            pl.DataFrame(told, TOLD, orient="row"),
        )


def _values(found: Obligation, case: Case) -> tuple[Any, ...]:
    due, bound = found.due, found.due or found.opens
    start = bound.start_day if bound else case.day(found.anchor) if found.anchor else None
    first, last, *rest = bounds_of(found)
    return (
        found.anchor,
        start,
        first,
        last,
        due and due.at,
        *rest,
        found.period and found.period.start,
        found.status.value,
        found.evidence and found.evidence.on,
        found.binding,
        found.elapsed,
        found.responsible,
    )


class RowMode:
    """Assesses records one by one; of many, each core a part."""

    def __init__(
        self, packs: Iterable[Pack], calendar: Calendar | None, *, as_of: date, known_at: datetime
    ) -> None:
        self._told = tuple(packs), calendar, as_of, known_at
        self._here: _Assessor | None = None
        self._pool: ProcessPoolExecutor | None = None

    def close(self) -> None:
        """End the other processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def assessed(self, rows: pl.DataFrame) -> Iterator[Assessed]:
        """Return what is found of the rows of a table in its form, in parts."""
        if rows.height < ALONE or (os.cpu_count() or 1) == 1:
            self._here = self._here or _Assessor(*self._told)
            yield from map(self._here.assessed, rows.iter_slices(CHUNK))
            return
        if self._pool is None:
            # A fork would copy the locks of the threads that polars runs.
            self._pool = ProcessPoolExecutor(
                mp_context=get_context("spawn"), initializer=_begin, initargs=self._told
            )
        ahead: deque[Future[Assessed]] = deque()
        for part in rows.iter_slices(CHUNK):
            ahead.append(self._pool.submit(_assessed, part))
            if len(ahead) > AHEAD * (os.cpu_count() or 1):
                yield ahead.popleft().result()
        yield from (each.result() for each in ahead)


_worker: list[_Assessor] = []
"""The assessor of a worker process."""


def _begin(*told: Any) -> None:
    _worker[:] = [_Assessor(*told)]


def _assessed(rows: pl.DataFrame) -> Assessed:
    return _worker[0].assessed(rows)
