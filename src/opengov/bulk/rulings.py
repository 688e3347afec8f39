"""The negative list over columns: which grounds hold, and the ruling that follows."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

import polars as pl
from attrs import frozen

from opengov.bulk import asks
from opengov.bulk.answers import emitted, reasons_of
from opengov.bulk.codes import Classes, bit, trit
from opengov.bulk.reasons import of_ruling
from opengov.bulk.view import RULED_DIGIT
from opengov.domain import Truth
from opengov.policy import Ruling
from opengov.policy.grounds import FACTS
from opengov.policy.provision import Default

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from opengov.bulk.judge import Judge
    from opengov.bulk.reasons import Reasons
    from opengov.domain import NegativeListRule
    from opengov.policy import Pack

INVOKED = "invoked:"
"""Before the name of a ground: the column of whether the determination names it."""

COMMON = (
    *(trit(asks.fact(name)) for name in sorted(FACTS)),
    trit(asks.fact("secrecy-review-cleared")),
    trit(asks.fact("secrecy-review-by-another")),
    RULED_DIGIT,
)
"""What every ground may turn on beside its own facts."""


@frozen
class Held:
    """Whether a ground holds for one class of rows, and the reasons that tell of it."""

    holds: Truth
    reasons: tuple[int, ...]


@frozen
class Ruled:
    """The ruling on one class of rows."""

    ruling: Ruling
    reasons: tuple[int, ...]


class _Ground:
    """One ground, and what it turns on."""

    def __init__(self, pack: Pack, rule: NegativeListRule, kind: str) -> None:
        self.pack, self.rule = pack, rule
        facts = dict.fromkeys([rule.fact, *(escape.fact for escape in rule.escapes)])
        within = asks.holds(asks.scope(pack), kind)
        digits = [
            *COMMON,
            *(trit(asks.fact(name)) for name in facts),
            *([] if isinstance(within, bool) else [trit(within)]),
            bit(pl.col(_invoked(rule.id))),
        ]
        self.classes = Classes[Held](digits)


def _invoked(rule: str) -> str:
    return f"{INVOKED}{rule}"


class Rulings:
    """Rules on the rows of one kind."""

    def __init__(
        self, layers: Sequence[Pack], kind: str, as_of: date, reasons: Reasons, judge: Judge
    ) -> None:
        self._reasons, self._judge = reasons, judge
        self._grounds = [_Ground(pack, rule, kind) for pack in layers for rule in pack.rules]
        by_default = _any_of(
            asks.may_apply(pack, norm, kind, as_of)
            for pack in layers
            for norm in pack.provisions
            if isinstance(norm, Default)
        )
        bearing = [asks.holds(asks.scope(pack), kind) for pack in layers if pack.rules]
        listed = _any_of(
            each if isinstance(each, bool) else each.fill_null(value=True) for each in bearing
        )
        digits = [*COMMON, bit(by_default), bit(listed), bit(_YES), bit(_UNKNOWN)]
        self._classes = Classes[Ruled](digits)
        self.expressions = [self._classes.code, pl.col("grounds")]
        self.expressions += [ground.classes.code for ground in self._grounds]

    def of(self, view: pl.DataFrame) -> tuple[pl.Series, list[pl.DataFrame]]:
        """Return which rows must be withheld, and the findings."""
        view = self._with_named(view)
        numbers = self._settled(view)
        rows = view.hstack(numbers.get_columns()).with_columns(
            yes=self._any_ground(Truth.YES), unknown=self._any_ground(Truth.UNKNOWN)
        )
        ruled = self._ruled(rows)
        withheld = self._classes.column(lambda each: each.ruling is Ruling.WITHHOLD, pl.Boolean())
        found = list(emitted(ruled, [each.reasons for each in self._classes.found]))
        for place, ground in enumerate(self._grounds):
            told = pl.DataFrame({"place": view["place"], "number": numbers[str(place)]})
            found += emitted(told, [each.reasons for each in ground.classes.found])
        return ruled.with_columns(withheld.alias("withheld"))["withheld"], found

    def _with_named(self, view: pl.DataFrame) -> pl.DataFrame:
        """Add for each ground whether the determination itself names it."""
        given = view["grounds"]
        named = set() if given.null_count() == given.len() else set(given.explode().unique())
        columns = {
            _invoked(name): pl.col("grounds").list.contains(name).fill_null(value=False)
            if name in named
            else pl.lit(value=False)
            for name in (ground.rule.id for ground in self._grounds)
        }
        return view.with_columns(**columns)

    def _settled(self, view: pl.DataFrame) -> pl.DataFrame:
        """Return the class of each row by each ground, once all of them are known."""
        grounds = {str(place): each for place, each in enumerate(self._grounds)}
        found = view.select(each.classes.number.alias(name) for name, each in grounds.items())
        for name, ground in grounds.items():
            if view.height and found[name].min() == 0:
                new = ground.classes.unknown(view.lazy())
                places = self._judge.prepare(new["place"].to_list())
                ground.classes.learn(new["code"], [self._held_at(ground, at) for at in places])
                found = found.with_columns(view.select(ground.classes.number.alias(name)))
        return found

    def _held_at(self, ground: _Ground, place: int) -> Held:
        """Say whether a ground holds for a row; one of a pack that does not govern it does not."""
        for each in self._judge.grounds(place):
            source = each.finding.source
            if (source.pack, source.provision) == (ground.pack.id, ground.rule.id):
                told = reasons_of(self._judge.told_by(each, place))
                return Held(each.finding.holds, tuple(map(self._reasons.number, told)))
        return Held(Truth.NO, ())

    def _any_ground(self, truth: Truth) -> pl.Expr:
        """Say whether there is a ground of which this is known."""
        parts = []
        for place, ground in enumerate(self._grounds):
            held = [None, *(each.holds is truth for each in ground.classes.found)]
            parts.append(pl.lit(pl.Series(held, dtype=pl.Boolean)).gather(pl.col(str(place))))
        return reduce(or_, parts, pl.lit(value=False))

    def _ruled(self, rows: pl.DataFrame) -> pl.DataFrame:
        classes = self._classes
        ruled = rows.select("place", classes.number.alias("number"))
        if rows.height and ruled["number"].min() == 0:
            new = classes.unknown(rows.lazy())
            places = self._judge.prepare(new["place"].to_list())
            classes.learn(new["code"], [self._ruled_at(place) for place in places])
            ruled = rows.select("place", classes.number.alias("number"))
        return ruled

    def _ruled_at(self, place: int) -> Ruled:
        ruling, told = self._judge.ruling(place)
        return Ruled(ruling, (self._reasons.number(of_ruling(ruling, told)),))


_YES, _UNKNOWN = pl.col("yes"), pl.col("unknown")


def _any_of(parts: Iterable[asks.Told]) -> pl.Expr:
    """Return whether one of the parts is true; a part may be the same for all rows."""
    told = [pl.lit(part) if isinstance(part, bool) else part for part in parts]
    return reduce(or_, told, pl.lit(value=False))
