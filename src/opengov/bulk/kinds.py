"""Everything that packs say about the records of one kind, made ready for many tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import polars as pl
from attrs import evolve

from opengov.bulk import asks, rows
from opengov.bulk.answers import Answers, ToldNorm, settled
from opengov.bulk.columns import TIME
from opengov.bulk.count import Counts
from opengov.bulk.dated import DatedNorm
from opengov.bulk.duties import duties_of
from opengov.bulk.judge import Judge
from opengov.bulk.output import Tables
from opengov.bulk.rulings import INVOKED, Rulings
from opengov.bulk.records import CLASSES
from opengov.bulk.view import ROW, Views
from opengov.domain import Matter
from opengov.policy.case import ANNOUNCED
from opengov.policy.provision import ChannelDuty, Gate, RequiredElements

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opengov.bulk.asks import Told
    from opengov.bulk.common import Common
    from opengov.bulk.when import When
    from opengov.policy import AnyProvision, Pack


class Kind:
    """The norms that can concern records of one kind, and the columns that they ask for."""

    def __init__(self, kind: str, common: Common) -> None:
        self.kind, self._common = kind, common
        when, reasons = common.when, common.reasons
        layers = tuple(_trimmed(pack, kind, when) for pack in common.stack)
        self._announced = self._ahead()
        self._alone = rows.alone(layers, kind, self._announced, when)
        if self._alone is True:
            return
        judge = self._judge = Judge(common.stack, layers, when)
        norms = [(pack, norm) for pack in layers for norm in pack.provisions]
        self._rulings = Rulings(layers, kind, when.as_of, reasons, judge)
        self._told = [
            ToldNorm(
                asks.may_apply(pack, norm, kind, when.as_of),
                Answers(pack, norm, kind, reasons, judge),
                judge,
            )
            for pack, norm in norms
            if common.with_findings and isinstance(norm, Gate | RequiredElements | ChannelDuty)
        ]
        self._dated = [
            self._dated_norm(pack, norm, norms) for pack, norm in norms if isinstance(norm, Counts)
        ]
        self._rules = common.with_findings or any(norm.withholds for norm in self._dated)
        self._duties = duties_of(self._dated, reasons, judge)
        self._views = Views(kind, self._names(), common.schema, when)

    def of(self, batch: pl.DataFrame) -> Iterator[Tables]:
        """Return what the packs say of the records of this kind in a batch."""
        if self._alone is True:
            yield from self._one_by_one(batch, batch.filter(pl.col("kind") == self.kind)[ROW])
            return
        view = self._views.of(batch)
        if self._alone is not False:
            yield from self._one_by_one(batch, view.filter(self._alone)[ROW])
            view = view.filter(~self._alone)
        if view.height:
            yield self._on_columns(batch, view.with_row_index("place"))

    def _one_by_one(self, batch: pl.DataFrame, rows: pl.Series) -> Iterator[Tables]:
        return self._common.one_by_one.of(batch, rows.to_list())

    def _on_columns(self, batch: pl.DataFrame, view: pl.DataFrame) -> Tables:
        self._judge.look_at(batch, view)
        findings: list[pl.DataFrame] = []
        if self._rules:
            withheld, findings = self._rulings.of(view)
            view = view.with_columns(withheld=withheld)
        self._cover(view)
        parts = settled([*self._dated, *self._told], view)
        dated, told = parts[: len(self._dated)], parts[len(self._dated) :]
        dated = self._layered(dated, findings)
        wanted = [
            norm.finished(rows) for norm, rows in zip(self._dated, dated, strict=True)
        ]
        obligations = tuple(pl.collect_all(wanted))
        if not self._common.with_findings:
            return Tables(obligations)
        for norm, rows in zip(self._told, told, strict=True):
            findings += norm.findings(rows)
        return Tables(obligations, tuple(_placed(each, view[ROW]) for each in findings))

    def _cover(self, view: pl.DataFrame) -> None:
        """Make room in the tables of starts for the days of this view."""
        names = {name for norm in self._dated for name in norm.norm.anchors}
        ends = [(asks.day(name).min(), asks.day(name).max()) for name in sorted(names)]
        found = view.select(
            pl.struct(first.alias("first"), last.alias("last")).alias(name)
            for name, (first, last) in zip(sorted(names), ends, strict=True)
        ).row(0, named=True) if names else {}
        days = {name: (each["first"], each["last"]) for name, each in found.items()}
        for norm in self._dated:
            norm.cover(days)

    def _layered(
        self, rows: list[pl.DataFrame], findings: list[pl.DataFrame]
    ) -> list[pl.DataFrame]:
        """Say which norms bind where several are about one duty; add what is asked and disagrees."""
        found: dict[int, pl.DataFrame] = {}
        for norm, each in zip(self._dated, rows, strict=True):
            if self._common.with_findings:
                findings += norm.questions(each)
            found[id(norm)] = norm.completed(each)
        for duty in self._duties:
            layered, conflicts = duty.of([found[id(norm)] for norm in duty.norms])
            found |= zip(map(id, duty.norms), layered, strict=True)
            findings += conflicts
        return list(found.values())

    def _dated_norm(
        self, pack: Pack, norm: Counts, norms: Sequence[tuple[Pack, AnyProvision]]
    ) -> DatedNorm:
        specials = [each for each in norms if norm.id in each[1].displaces]
        return DatedNorm(pack, norm, self.kind, specials, self._common, self._judge)

    def _names(self) -> Iterator[str]:
        """Return the columns of the view that are asked for."""
        expressions: list[Told] = [self._alone]
        expressions += self._rulings.expressions if self._rules else []
        for part in self._told:
            expressions += part.expressions
        for norm in self._dated:
            expressions += norm.expressions
        for each in expressions:
            if isinstance(each, pl.Expr):
                yield from (name for name in each.meta.root_names() if not _is_made(name))

    def _ahead(self) -> list[str]:
        """Return the days that are stated beforehand otherwise than by a field of the record."""
        fields = attrs.fields_dict(CLASSES.get(self.kind, Matter))
        schema = self._common.schema
        return [
            name
            for name in sorted(ANNOUNCED)
            if name in schema
            and not (name in fields and schema[name] == pl.Date and f"{name}{TIME}" not in schema)
        ]


_MADE = frozenset({"place", ROW, "id", "withheld", "yes", "unknown"})
"""The columns that are added to a view while it is worked on."""


def _is_made(name: str) -> bool:
    return name in _MADE or name.startswith(INVOKED)


def _trimmed(pack: Pack, kind: str, when: When) -> Pack:
    """Return the pack without what cannot concern records of this kind on this day."""
    return evolve(
        pack,
        provisions=tuple(
            norm
            for norm in pack.provisions
            if asks.may_apply(pack, norm, kind, when.as_of) is not False
        ),
        rules=tuple(rule for rule in pack.rules if rule.in_force.covers(when.as_of)),
    )


def _placed(found: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """Return findings on rows of a view as findings on rows of the batch."""
    told = pl.lit(rows).gather(pl.col("place")).alias("row")
    return found.select(told, "reason", pl.lit(None, dtype=pl.String).alias("entry"))
