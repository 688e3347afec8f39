"""Obligations over columns: anchors, bounds, evidence, and how things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from attrs import evolve, frozen

from opengov.bulk import asks
from opengov.bulk.answers import FEW, Answered, Answers, emitted
from opengov.bulk.codes import Classes, code_of, one_if, sign, size_of, trit
from opengov.bulk.count import Limits
from opengov.bulk.output import MOMENT, in_beijing
from opengov.bulk.reasons import of_obligation
from opengov.policy import ObligationStatus
from opengov.policy.provision import Prompt
from opengov.workdays import Hours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from opengov.bulk.codes import Digit
    from opengov.bulk.common import Common
    from opengov.bulk.count import Counts
    from opengov.bulk.judge import Judge
    from opengov.bulk.reasons import Reason
    from opengov.bulk.when import When
    from opengov.policy import AnyProvision, Obligation, Pack
    from opengov.workdays import Limit

PUBLISHED = "published_on"


@frozen(kw_only=True)
class Stands:
    """How an obligation stands in one class of rows, and why."""

    reason: Reason
    signature: int
    answered: Answered
    is_binding: bool
    """Whether it binds where no other norm is about the same duty."""
    is_provisional: bool | None
    compared: tuple[bool, bool, bool, str | None]
    """What layers are compared by: whether it is waived, is due, and opens; its anchor."""


class DatedNorm:
    """One norm that gives obligations, and its rows."""

    def __init__(
        self,
        pack: Pack,
        norm: Counts,
        kind: str,
        specials: Sequence[tuple[Pack, AnyProvision]],
        common: Common,
        judge: Judge,
    ) -> None:
        self.pack, self.norm, self._common, self._judge = pack, norm, common, judge
        self.limits, self._starts = Limits.of(norm), common.starts_of(norm)
        self.withholds = PUBLISHED in norm.done_by
        self._where = asks.may_apply(pack, norm, kind, common.when.as_of)
        self._answers = Answers(pack, norm, kind, common.reasons, judge)
        self._stood: dict[object, Obligation] = {}
        self._answered: dict[object, Answered] = {}
        applies = asks.holds(asks.applying(pack, norm), kind)
        self._applies = pl.lit(applies) if isinstance(applies, bool) else applies
        waived = asks.holds(norm.waived_by, kind)
        excused = [] if isinstance(waived, bool) else [trit(waived)]
        excused += [_displacing(each, kind, common.when) for each in specials]
        more = len(norm.anchors) > 1 or self.limits.needs_moment
        anchor = [(_index(norm.anchors), len(norm.anchors) + 1)] if more else []
        self._told = [trit(self._applies), *excused, *anchor]
        """What the status turns on beside its days; in part it follows from the answers."""
        self._more = [*excused[isinstance(waived, pl.Expr) :], *anchor]
        self._columns = [
            pl.col("place"),
            pl.col("id").alias("record_id"),
            self._applies.alias("applies"),
            *([pl.col("withheld")] if self.withholds else []),
            pl.coalesce(asks.day(name) for name in norm.anchors).alias("start"),
            *([_moment_of(norm.anchors).alias("begins")] if self.limits.needs_moment else []),
            pl.coalesce(asks.day(name) for name in norm.done_by).alias("done_on"),
            *([_moment_of(norm.done_by).alias("done_at")] if self.limits.has_hours else []),
            code_of([*self._more, *self._answers.digits]).alias("asked"),
        ]
        self.expressions = [self._where, *self._columns]
        self._shape: object = None
        self._last = (0, [pl.col("number")])
        self.classes = Classes[Stands](self._digits())

    def rows(self, view: pl.DataFrame) -> pl.LazyFrame:
        """Return the obligations of the rows that the norm applies to, or may.

        Beside the columns of the table there are ``place`` and ``number``, which is 0 where a
        class was not met yet.
        """
        rows = self._counted(view, self._columns)
        self._keep_up()
        return rows.with_columns(self.classes.number.alias("number")).select(self._finished())

    def prepare(self, view: pl.DataFrame) -> None:
        """Count from every start, and work out the classes of the first rows."""
        if not self.classes.found:
            self._count(view)
            self._learn_classes(view.head(FEW))

    def learn(self, view: pl.DataFrame) -> None:
        """Count from the starts that were not met before, and work out the new classes."""
        self._count(view)
        self._learn_classes(view)

    def _count(self, view: pl.DataFrame) -> None:
        if not self.limits.needs_moment:
            rows = self._counted(view, self._columns).filter(pl.col("lies") == 0)
            self._starts.learn(rows.select(pl.col("start").unique()).collect()["start"])
            self._keep_up()

    def _learn_classes(self, view: pl.DataFrame) -> None:
        told, answers = code_of(self._told).alias("told"), code_of(self._answers.digits)
        rows = self._counted(view, [*self._columns, told, answers.alias("answers")])
        stands = pl.struct("lies", self._done[0].alias("done"), "told").alias("stands")
        new = self.classes.unknown(rows, stands, pl.col("answers"))
        met = new.select("place", "stands", "answers").rows()
        self._judge.prepare([place for place, _, _ in met])
        self.classes.learn(
            new["code"],
            (self._stands(place, tuple(stands.values()), code) for place, stands, code in met),
        )

    def _finished(self) -> list[pl.Expr]:
        """Return every column of the table of obligations, and what is needed beside it."""
        met = len(self.classes.found)
        if self._last[0] != met or met == 0:
            self._last = met, [*self._columns_of_table(), pl.col("place"), pl.col("number")]
            also = ["withheld"] if self.withholds else []
            also += ["opens_at"] if self.limits.opens and self.limits.has_hours else []
            self._last[1].extend(map(pl.col, also))
        return self._last[1]

    def _columns_of_table(self) -> list[pl.Expr]:
        column, enums, lit = self.classes.column, self._common.enums, pl.lit
        limits, nothing = self.limits, pl.lit(None, dtype=pl.Date)

        def bound(name: str, limit: Limit | None) -> pl.Expr:
            return pl.col(name) if limit is not None else nothing.alias(name)

        at = pl.col("due_at") if limits.due and limits.has_hours else None
        lasted = self._common.elapsed.between() if isinstance(self.norm, Prompt) else None
        return [
            pl.col("record_id"),
            lit(self.pack.id, dtype=enums["pack"]).alias("pack"),
            lit(self.norm.id, dtype=enums["provision"]).alias("provision"),
            lit(self.norm.in_force.start).alias("version"),
            lit(self.norm.duty, dtype=enums["duty"]).alias("duty"),
            column(lambda each: each.reason.anchor, enums["anchor"]).alias("anchor"),
            pl.col("start"),
            bound("due_earliest", limits.due),
            bound("due_latest", limits.due),
            (lit(None, dtype=MOMENT) if at is None else in_beijing(at)).alias("due_at"),
            bound("opens_earliest", limits.opens),
            bound("opens_latest", limits.opens),
            column(lambda each: each.is_provisional, pl.Boolean()).alias("provisional"),
            column(lambda each: each.reason.says, enums["status"]).alias("status"),
            pl.col("applies"),
            column(lambda each: each.is_binding, pl.Boolean()).alias("binding"),
            pl.col("done_on"),
            (lit(None, dtype=pl.Int32) if lasted is None else lasted).alias("elapsed"),
            nothing.alias("period_start"),
            column(lambda each: each.signature, pl.Int64()).alias("signature"),
        ]

    def completed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows without what must be withheld, which need not be published."""
        if self.withholds and rows["withheld"].any():
            rows = rows.filter(~pl.col("withheld"))
        return self._common.elapsed.completed(rows) if isinstance(self.norm, Prompt) else rows

    def questions(self, rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Return what the norm asks for."""
        return emitted(rows, [each.answered.reasons for each in self.classes.found])

    def _counted(self, view: pl.DataFrame, columns: Sequence[pl.Expr]) -> pl.LazyFrame:
        """Return the rows with their bounds; ``lies`` is 0 where a start was not met yet."""
        rows = view.lazy().filter(self._where).select(columns)
        if self.limits.needs_moment:
            return self._starts.from_moments(rows)
        return self._starts.bounds(rows)

    def cover(self, days: Mapping[str, tuple[date | None, date | None]]) -> None:
        """Make room for the days that the count may start from; their first and last is given."""
        for first, last in (days[name] for name in self.norm.anchors):
            if first is not None and last is not None:
                self._starts.cover(first, last)

    def _keep_up(self) -> None:
        """Make room for what was counted meanwhile, for this norm or another."""
        if self._shape != self._starts.shape:
            self.classes.make_room(self._digits())

    def _digits(self) -> list[Digit]:
        self._shape = self._starts.shape
        asked = size_of([*self._more, *self._answers.digits])
        return [(pl.col("lies"), self._starts.room), self._done, (pl.col("asked"), asked)]

    @property
    def _done(self) -> Digit:
        """Whether it was done, and how that day lies to the bounds; their own day is in time."""
        day, at, limits = pl.col("done_on"), pl.col("done_at"), self.limits
        digits: list[Digit] = []
        if limits.due is not None:
            digits.append(self._after("due", day.__gt__))
        if limits.opens is not None:
            digits.append(self._after("opens", day.__ge__))
        if limits.is_window:
            digits.append((sign(day, pl.col("start")).fill_null(0), 3))
        for name, limit in (("due", limits.due), ("opens", limits.opens)):
            if isinstance(limit, Hours):
                hour = sign(at, pl.col(f"{name}_at")).fill_null(0)
                digits.append((pl.when(at.is_null()).then(3).otherwise(hour), 4))
                digits.append((sign(day, pl.col(f"{name}_latest")).fill_null(0), 3))
        code, size = code_of(digits), size_of(digits)
        return code + size * one_if(day.is_not_null()), 2 * size

    def _after(self, bound: str, lies: Callable[[pl.Expr], pl.Expr]) -> Digit:
        """Return 0 before both of the days that a bound can be, 1 between them, 2 after both."""
        last = one_if(lies(pl.col(f"{bound}_latest")))
        if bound in self._starts.exact:
            return last * 2, 3
        return last + one_if(lies(pl.col(f"{bound}_earliest"))), 3

    def _stands(self, place: int, stands: object, answers: object) -> Stands:
        """Return how a row stands: worked out once for its days, and once for its answers."""
        if answers not in self._answered:
            self._answered[answers] = self._answers.at(place)
        if stands not in self._stood:
            (self._stood[stands],) = self._judge.obligations([self.norm], place)
        found, answered = self._stood[stands], self._answered[answers]
        reason = evolve(of_obligation(found), path=answered.path)
        bounds = [bound for bound in (found.due, found.opens) if bound is not None]
        number = self._common.reasons.number(reason)
        return Stands(
            reason=reason,
            signature=self._common.reasons.signatures[number],
            answered=answered,
            is_binding=found.binding,
            is_provisional=any(not each.is_confirmed for each in bounds) if bounds else None,
            compared=(
                found.status is ObligationStatus.WAIVED,
                found.due is not None,
                found.opens is not None,
                found.anchor,
            ),
        )


def _index(anchors: tuple[str, ...]) -> pl.Expr:
    """Return which anchor is the first that is stated, from 1 on; 0 for none."""
    found = pl.lit(0, dtype=pl.UInt8)
    for number, name in reversed([*enumerate(anchors, 1)]):
        chosen = pl.lit(number, dtype=pl.UInt8)
        found = pl.when(asks.day(name).is_not_null()).then(chosen).otherwise(found)
    return found


def _moment_of(names: tuple[str, ...]) -> pl.Expr:
    """Return the moment of the first of these days that is known, if it has one."""
    chosen = pl.lit(None, dtype=pl.Datetime("us"))
    for name in reversed(names):
        is_first = asks.day(name).is_not_null()
        chosen = pl.when(is_first).then(asks.moment(name)).otherwise(chosen)
    return chosen


def _displacing(special: tuple[Pack, AnyProvision], kind: str, when: When) -> Digit:
    """Return whether a special law applies: not, surely, or perhaps."""
    pack, norm = special
    governing = asks.governs(norm, when.as_of)
    applying = asks.holds(asks.applying(pack, norm), kind)
    truth, radix = trit(pl.lit(applying) if isinstance(applying, bool) else applying)
    governed = pl.lit(governing) if isinstance(governing, bool) else governing
    return pl.when(governed).then(truth).otherwise(pl.lit(0, dtype=pl.UInt8)), radix
