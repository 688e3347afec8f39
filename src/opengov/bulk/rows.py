"""Records that are assessed one by one: what repeats, stops or is nested is not for columns.

These are the lists, the records with a duty that returns, those whose clock was stopped, begun
afresh or made longer, and those that announce a day as a milestone. Each goes whole through
``opengov.policy``, so that nothing of it is told twice.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import polars as pl

from opengov.bulk import asks
from opengov.bulk.count import clock, is_provisional
from opengov.bulk.output import OBLIGATIONS, TOLD, Tables, in_beijing
from opengov.bulk.reasons import (
    of_conflict,
    of_finding,
    of_obligation,
    of_question,
    of_ruling,
)
from opengov.bulk.records import pairs
from opengov.policy import Case, ElementsFinding
from opengov.policy.provision import Cadence, Deadline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from opengov.bulk.asks import Told
    from opengov.bulk.output import Shared
    from opengov.bulk.reasons import Reason, Reasons
    from opengov.bulk.when import When
    from opengov.policy import Assessment, Obligation, Pack
    from opengov.policy.evaluator import Evaluator

MOST = 5_000
"""How many records are assessed before what was found becomes a part of the tables."""


def alone(layers: Iterable[Pack], kind: str, announced: Iterable[str], when: When) -> Told:
    """Say which rows of a kind are assessed one by one; ``announced`` are days that may lie ahead."""
    if kind == "list":
        return True
    parts = [pl.col(f"stated:{name}") for name in announced]
    for pack in layers:
        for norm in pack.provisions:
            needs = _needs(norm)
            may = asks.may_apply(pack, norm, kind, when.as_of)
            if needs is False or may is False:
                continue
            if needs is True and may is True:
                return True
            both = [part for part in (needs, may) if isinstance(part, pl.Expr)]
            parts.append(reduce(lambda one, other: one & other, both))
    return reduce(or_, parts) if parts else False


def _needs(norm: object) -> Told:
    """Say for which rows an obligation of this norm is not for columns."""
    if isinstance(norm, Cadence):
        return True
    if not isinstance(norm, Deadline):
        return False
    days = [*norm.restarts, *(day for pause in norm.pauses for day in (pause.begins, pause.ends))]
    days += [norm.extension.on] if norm.extension is not None else []
    return reduce(or_, [asks.day(name).is_not_null() for name in days]) if days else False


SINGLE: dict[str, pl.DataType] = {
    "record_id": pl.String(),
    "reason": pl.UInt32(),
    "start": pl.Date(),
    "due_earliest": pl.Date(),
    "due_latest": pl.Date(),
    "due_at": pl.Datetime("us"),
    "opens_earliest": pl.Date(),
    "opens_latest": pl.Date(),
    "provisional": pl.Boolean(),
    "binding": pl.Boolean(),
    "done_on": pl.Date(),
    "elapsed": pl.Int32(),
    "period_start": pl.Date(),
}
"""What the obligation of one record says; the rest follows from its reason."""


class OneByOne:
    """Assesses single records, and puts what it finds into the tables."""

    def __init__(self, evaluator: Evaluator, when: When, reasons: Reasons, shared: Shared) -> None:
        self._evaluator, self._when = evaluator, when
        self._reasons, self._shared = reasons, shared

    def of(self, batch: pl.DataFrame, rows: Sequence[int]) -> Iterator[Tables]:
        """Return what the packs say of these rows of a batch, in parts."""
        for first in range(0, len(rows), MOST):
            yield self._part(batch, rows[first : first + MOST])

    def table(self, obligations: list[tuple[Any, ...]]) -> pl.DataFrame:
        """Return single obligations as a table."""
        rows = pl.DataFrame(obligations, schema=SINGLE, orient="row")
        rows = rows.with_columns(due_at=in_beijing(pl.col("due_at")))
        return rows.hstack(self._shared.columns(rows["reason"]).get_columns()).select(OBLIGATIONS)

    def _part(self, batch: pl.DataFrame, rows: Sequence[int]) -> Tables:
        dated: list[tuple[Any, ...]] = []
        told: list[tuple[Any, ...]] = []
        for row, (record, related) in zip(rows, pairs(batch[list(rows)]), strict=True):
            case = Case(record=record, related=related, known_at=self._when.known_at)
            found = self._evaluator.assess(
                record, as_of=self._when.as_of, known_at=self._when.known_at, related=related
            )
            dated += [self._obligation(each, case) for each in found.obligations]
            told += [
                (row, self._reasons.number(reason), entry) for reason, entry in _findings(found)
            ]
        return Tables((self.table(dated),), (pl.DataFrame(told, schema=TOLD, orient="row"),))

    def _obligation(self, found: Obligation, case: Case) -> tuple[Any, ...]:
        due, opens = found.due, found.opens
        return (
            found.record_id,
            self._reasons.number(of_obligation(found)),
            _start(found, case),
            due and due.earliest,
            due and due.latest,
            due and clock(due.at),
            opens and opens.earliest,
            opens and opens.latest,
            is_provisional(due, opens),
            found.binding,
            found.evidence and found.evidence.on,
            found.elapsed,
            found.period and found.period.start,
        )


def _start(found: Obligation, case: Case) -> object:
    bound = found.due or found.opens
    if bound is not None:
        return bound.start_day
    return None if found.anchor is None else case.day(found.anchor)


def _findings(found: Assessment) -> Iterator[tuple[Reason, str | None]]:
    yield of_ruling(found.ruling, found.reasons), None
    for finding in found.findings:
        entry = finding.entry if isinstance(finding, ElementsFinding) else None
        yield of_finding(finding), entry
    for question in found.questions:
        for reason in of_question(question):
            yield reason, None
    for conflict in found.conflicts:
        yield of_conflict(conflict), None
