"""The standings of rows: worked out by the evaluator once for all rows that answer alike."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import polars as pl
from attrs import frozen

from opengov.bulk.reasons import Reasons, asks, reason_for, told_of
from opengov.bulk.records import pairs
from opengov.bulk.result import TOLD
from opengov.domain import Truth
from opengov.policy import (
    Assessment,
    Cadence,
    Deadline,
    Level,
    MinDuration,
    Obligation,
    Prompt,
    Window,
)
from opengov.policy.assessment import filled
from opengov.policy.standing import special_law
from opengov.workdays import Hours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from opengov.bulk.due import DueDays, Judged
    from opengov.domain import AnyRecord
    from opengov.policy.dated import Demand
    from opengov.policy.evaluator import Standing
    from opengov.policy.provision import Dated


@frozen
class Group:
    """What duties share that look at the same days."""

    anchors: tuple[str, ...]
    done_by: tuple[str, ...]
    clock: tuple[str, ...]
    """The days that stop a count, make it longer or begin it afresh."""
    is_deadline: bool


PLAIN = {
    "standing": pl.UInt32,
    "signature": pl.UInt32,
    "group": pl.UInt16,
    "limit": pl.UInt32,
    "length": pl.UInt32,
    "may_bind": pl.Boolean,
    "excused": pl.Boolean,
    "is_shared": pl.Boolean,
    "level": pl.Int8,
    "order": pl.UInt16,
    "asks": pl.UInt32,
}
"""A duty of a standing. ``limit`` is the number of its limit, or of a norm that is no deadline,
``length`` that of the limit by which layers are compared, ``excused`` is
null where that is not known, ``asks`` the signature of the question for its start, ``is_shared``
says whether another norm of the standing is on the same duty."""


MOST_STANDINGS = 10_000
"""How many standings a table adds at most, and from how many on they are forgotten after it."""

AT_ONCE = 1_000


class Standings:
    """The standings that were met so far, with the duties and the findings of each."""

    def __init__(
        self, reasons: Reasons, due: DueDays, judged: Judged, stand: Callable[[AnyRecord], Standing]
    ) -> None:
        self._reasons = reasons
        self._due = due
        self._judged = judged
        self._stand = stand
        self._keys = pl.DataFrame()
        self._kinds = pl.Series(dtype=pl.Categorical)
        """None, but while it is here each kind keeps its number."""
        self._count = 0
        self._norms: dict[tuple[object, ...], tuple[int, int, int | None]] = {}
        self.groups: list[Group] = []
        self.duties = pl.DataFrame(schema=PLAIN)
        self.told = pl.DataFrame(schema={**TOLD, "row": pl.UInt32}).rename({"row": "standing"})
        self._questions: dict[int, str] = {}
        self.by_row: set[int] = set()
        """The standings with a duty that columns do not count."""

    def are_many(self) -> bool:
        """Say whether there are too many to keep."""
        return self._count >= MOST_STANDINGS

    def of(self, frame: pl.DataFrame, is_odd: pl.Series, key: Sequence[pl.Expr]) -> pl.DataFrame:
        """Return the standing of each ``row`` that is not odd, those that stand alike together.

        New standings are worked out first. Where there are too many, what few rows share has none.
        """
        self._kinds = frame["kind"].clear()
        rows = frame.filter(~is_odd) if is_odd.any() else frame
        alike = rows.group_by(key).agg("row")
        keys = alike.columns[:-1]
        if self._keys.is_empty():
            self._keys = alike.select(*keys, standing=pl.lit(None, pl.UInt32)).clear()
        found = alike.join(self._keys, on=keys, how="left", nulls_equal=True)
        new = found.filter(pl.col("standing").is_null())
        if new.height:
            shared = new.top_k(MOST_STANDINGS, by=pl.col("row").list.len())
            new = shared.select(*keys, first=pl.col("row").list.first()).sort("first")
            numbers = pl.int_range(self._count, self._count + new.height, dtype=pl.UInt32)
            parts = [self._worked_out(part) for part in frame[new["first"]].iter_slices(AT_ONCE)]
            duties, told = zip(*parts, strict=True)
            self.duties = pl.concat([self.duties, *duties], rechunk=True)
            self.told = pl.concat([self.told, *told], rechunk=True)
            self._keys = pl.concat([self._keys, new.select(*keys, standing=numbers)])
            found = alike.join(self._keys, on=keys, how="left", nulls_equal=True)
        return found.select("standing", "row").sort("standing").explode("row")

    def _worked_out(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        duties, told = [], []
        for record, _ in pairs(rows):
            standing = self._stand(record)
            number = self._count
            self._count += 1
            assessment = filled(Assessment, standing.blank, questions=standing.questions)
            for each in told_of(assessment):
                truth = each.truth and each.truth.value
                reason = self._reasons.number_of(each.reason)
                told.append((number, reason, each.sort, each.what, each.about, truth))
            if _is_plain(standing.demands):
                duties += [(number, *row) for row in self._duty_rows(standing)]
            else:
                self.by_row.add(number)
        return (
            pl.DataFrame(duties, PLAIN, orient="row"),
            pl.DataFrame(told, self.told.schema, orient="row"),
        )

    @property
    def questions(self) -> pl.DataFrame:
        """The day to ask for, by the signature of the question."""
        schema = {"signature": pl.UInt32, "what": pl.String}
        return pl.DataFrame(list(self._questions.items()), schema, orient="row")

    def _duty_rows(self, standing: Standing) -> Iterator[tuple[object, ...]]:
        norms = Counter(demand.norm.duty for demand in standing.demands)
        asked = {
            (question.fact, id(source))
            for question in standing.questions
            for source in question.sources
        }
        for order, demand in enumerate(standing.demands):
            each, norm = demand.found, demand.norm
            source = each.source
            key = source.pack, source.provision, source.version
            if key not in self._norms:
                self._norms[key] = self._group(norm), self._place(demand), self._length(norm)
            question = None
            if not isinstance(norm, Prompt) and (norm.anchors[0], id(source)) not in asked:
                question = self._reasons.number_of(asks(norm.anchors[0], source).reason)
                self._questions[question] = norm.anchors[0]
            yield (
                self._reasons.number_of(
                    reason_for(filled(Obligation, each.blank, displaced_by=special_law(each)))
                ),
                *self._norms[key],
                each.may_bind,
                _BOOLEANS[each.excused.truth],
                norms[norm.duty] > 1,
                LEVELS.index(source.level),
                order,
                question,
            )

    def _place(self, demand: Demand) -> int:
        if isinstance(demand.norm, Deadline) and (place := self._length(demand.norm)) is not None:
            return place
        return self._judged.place_of(demand)

    def _length(self, norm: Dated) -> int | None:
        """Return the number of the limit by which a norm is compared with one of another layer."""
        if not isinstance(norm, Deadline | Prompt):
            return None
        limit = norm.within if isinstance(norm, Prompt) else norm.limit
        return None if limit is None or isinstance(limit, Hours) else self._due.place_of(limit)

    def _group(self, norm: Dated) -> int:
        clock: tuple[str, ...] = ()
        if isinstance(norm, Deadline):
            stops = (day for pause in norm.pauses for day in (pause.begins, pause.ends))
            longer = () if norm.extension is None else (norm.extension.on,)
            clock = (*norm.restarts, *stops, *longer)
        group = Group(norm.anchors, norm.done_by, clock, isinstance(norm, Deadline))
        if group not in self.groups:
            self.groups.append(group)
        return self.groups.index(group)


LEVELS = sorted(Level)
_BOOLEANS = {Truth.YES: True, Truth.NO: False, Truth.UNKNOWN: None}


def _is_plain(demands: tuple[Demand, ...]) -> bool:
    """Say whether each norm turns on two days alone, and columns can compare those on one duty."""
    by_duty: dict[str, list[Demand]] = {}
    for demand in demands:
        by_duty.setdefault(demand.norm.duty, []).append(demand)
    return not any(map(_is_odd, demands)) and all(map(_is_comparable, by_duty.values()))


def _is_odd(demand: Demand) -> bool:
    norm, found = demand.norm, demand.found
    turns_on_step = found.is_waived_by_step and found.excused.truth is Truth.YES
    limits = [getattr(norm, "limit", None), getattr(norm, "within", None)]
    if isinstance(norm, Window):
        limits = [norm.bounds.at_least, norm.bounds.at_most]
    in_hours = any(isinstance(limit, Hours) for limit in limits)
    return turns_on_step or in_hours or isinstance(norm, Cadence)


def _is_comparable(demands: list[Demand]) -> bool:
    """Say whether all set last days, or all of one level set first ones."""
    if len(demands) == 1 or all(isinstance(each.norm, Deadline | Prompt) for each in demands):
        return True
    levels = {each.found.source.level for each in demands}
    return len(levels) == 1 and all(isinstance(each.norm, MinDuration) for each in demands)
