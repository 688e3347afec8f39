"""Everything that packs say about the records of one kind, made ready for many tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import polars as pl
from attrs import evolve, field, frozen

from opengov.bulk import asks, rows
from opengov.bulk.answers import Answers, ToldNorm
from opengov.bulk.columns import TIME
from opengov.bulk.count import Counts
from opengov.bulk.dated import DatedNorm
from opengov.bulk.duties import duties_of
from opengov.bulk.judge import Judge
from opengov.bulk.output import OBLIGATIONS, Tables
from opengov.bulk.rulings import INVOKED, Rulings
from opengov.bulk.records import CLASSES
from opengov.bulk.view import ROW, Views
from opengov.domain import Matter
from opengov.policy.case import ANNOUNCED
from opengov.policy.provision import ChannelDuty, Gate, RequiredElements

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opengov.bulk.answers import Part
    from opengov.bulk.asks import Told
    from opengov.bulk.common import Common
    from opengov.bulk.when import When
    from opengov.policy import AnyProvision, Pack


@frozen
class Work:
    """The rows of one kind in a batch: a view for columns, and those that go one by one."""

    kind: Kind
    view: pl.DataFrame | None
    alone: list[int]
    findings: list[pl.DataFrame] = field(factory=list)

    @property
    def parts(self) -> list[tuple[Part, pl.DataFrame]]:
        """What gives rows, each with its view."""
        return [] if self.view is None else [(part, self.view) for part in self.kind.parts]


class Kind:
    """The norms that can concern records of one kind, and the columns that they ask for."""

    def __init__(self, kind: str, common: Common) -> None:
        self.kind, self._common = kind, common
        when, reasons = common.when, common.reasons
        layers = tuple(_trimmed(pack, kind, when) for pack in common.stack)
        self._announced = self._ahead()
        self._alone = rows.alone(layers, kind, self._announced, when)
        self._views: Views | None = None
        self._dated: list[DatedNorm] = []
        self._told: list[ToldNorm] = []
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

    def view(self, batch: pl.DataFrame) -> pl.LazyFrame:
        """Return the rows of a batch that are of the kind, in the columns that are asked for."""
        if self._views is None:
            return batch.lazy().filter(pl.col("kind") == self.kind).select(ROW)
        return self._views.of(batch)

    def work(self, batch: pl.DataFrame, view: pl.DataFrame) -> Work:
        """Return what is to be done with the view of a batch: on columns, and row by row."""
        if self._views is None:
            return Work(self, None, view[ROW].to_list())
        view = self._views.completed(batch, view)
        alone: list[int] = []
        if isinstance(self._alone, pl.Expr):
            alone = view.filter(self._alone)[ROW].to_list()
            view = view.filter(~self._alone) if alone else view
        view = view.with_row_index("place")
        self._judge.look_at(batch, view)
        findings: list[pl.DataFrame] = []
        if self._rules:
            withheld, findings = self._rulings.of(view)
            view = view.with_columns(withheld=withheld)
        self._cover(view)
        return Work(self, view, alone, findings)

    @property
    def parts(self) -> list[Part]:
        """What gives rows of the view."""
        return [*self._dated, *self._told]

    def tables(
        self, view: pl.DataFrame, rows: list[pl.DataFrame], findings: list[pl.DataFrame]
    ) -> Tables:
        """Return what the rows that the parts gave come to."""
        dated = self._layered(rows[: len(self._dated)], findings)
        obligations = tuple(map(_bare, dated))
        if not self._common.with_findings:
            return Tables(obligations)
        for norm, each in zip(self._told, rows[len(self._dated) :], strict=True):
            findings += norm.findings(each)
        return Tables(obligations, tuple(_placed(each, view[ROW]) for each in findings))

    def _cover(self, view: pl.DataFrame) -> None:
        """Make room in the tables of starts for the days of this view."""
        names = {name for norm in self._dated for name in norm.norm.anchors}
        ends = [(asks.day(name).min(), asks.day(name).max()) for name in sorted(names)]
        found = (
            view.select(
                pl.struct(first.alias("first"), last.alias("last")).alias(name)
                for name, (first, last) in zip(sorted(names), ends, strict=True)
            ).row(0, named=True)
            if names
            else {}
        )
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


def _bare(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with the columns of the table alone; that copies nothing."""
    bare = rows.clone()
    for name in rows.columns[len(OBLIGATIONS) :]:
        bare.drop_in_place(name)
    return bare


def _placed(found: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """Return findings on rows of a view as findings on rows of the batch."""
    told = pl.lit(rows).gather(pl.col("place")).alias("row")
    return found.select(told, "reason", pl.lit(None, dtype=pl.String).alias("entry"))
