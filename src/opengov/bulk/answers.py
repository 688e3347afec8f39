"""What a standing turns on, as expressions: rows that give equal answers stand alike.

The questions are those of ``policy.asked.Asked``. No condition is looked at here: one row of
each sort is given to the evaluator, and what that says holds for the others.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

import polars as pl
from attrs import frozen

from opengov.bulk.layout import COLUMNS, FACT, SEVERAL, TIME, field_days, is_day
from opengov.domain import BEIJING, Matter, ReviewOutcome, SecrecyReview, Truth
from opengov.domain.milestone import STATED_ELSEWHERE
from opengov.policy.case import ANNOUNCED, KINDS, Case
from opengov.policy.condition import Before

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opengov.policy.asked import Asked
    from opengov.policy.condition import After
    from opengov.policy.vocabulary import Vocabulary

KEPT_IN_REST = frozenset(
    {
        *("type", "editions", "milestones", "participation", "facts", "published_at"),
        *(name.partition(".")[0] for name in COLUMNS),
        *(day for kind in KINDS.values() for day in field_days(kind)),
    }
)
"""What norms turn on although it may stand in ``rest``."""

MOMENTS = {"determined_on": "determination.at", "secrecy_reviewed_on": "secrecy_review.at"}


@frozen
class Known:
    """The moment up to which things have happened, and its day, as expressions."""

    at: pl.Expr
    today: pl.Expr

    @classmethod
    def by(cls, known_at: datetime) -> Known:
        """Return the same moment for every row."""
        at = known_at.astimezone(BEIJING).replace(tzinfo=None)
        return cls(pl.lit(at, pl.Datetime("us")), pl.lit(at.date()))


@frozen
class Days:
    """The days of a table as they were known at a moment."""

    _columns: Mapping[str, pl.DataType]

    def come(self, name: str, known: Known) -> pl.Expr | None:
        """Return the day of a step, null where it was not taken yet; none if nobody states it."""
        if name in MOMENTS:
            column = MOMENTS[name]
            if column not in self._columns:
                return None
            moment = pl.col(column).dt.truncate("1s")
            return pl.when(moment <= known.at).then(moment.dt.date())
        column = "published_at" if name == "published_on" else name
        if column not in self._columns or name in STATED_ELSEWHERE.keys() - {"published_on"}:
            return None
        day = pl.col(column)
        if name in ANNOUNCED:
            return day
        if f"{column}{TIME}" not in self._columns:
            return pl.when(day <= known.today).then(day)
        begun = day.dt.combine(pl.col(f"{column}{TIME}").fill_null(time.min))
        return pl.when(begun <= known.at).then(day)

    def first(self, names: tuple[str, ...], known: Known) -> pl.Expr | None:
        """Return the first of these days that is known."""
        found = [day for name in names if (day := self.come(name, known)) is not None]
        return pl.coalesce(found) if found else None

    def when_taken(self, names: tuple[str, ...], known: Known) -> Known | None:
        """Return what was known when a step was taken: a bare day is known to its end."""
        day = self.first(names, known)
        if day is None:
            return None
        ends = []
        for name in names:
            column = "published_at" if name == "published_on" else name
            if (come := self.come(name, known)) is not None:
                clock = pl.lit(None, pl.Time)
                if f"{column}{TIME}" in self._columns:
                    clock = pl.col(f"{column}{TIME}")
                ends.append(come.dt.combine(clock.fill_null(time.max)))
        return Known(pl.min_horizontal(pl.coalesce(ends), known.at), day)

    def needs_rows(self, asked: Asked) -> pl.Expr:
        """Say in which rows stands more than columns can tell."""
        odd = [pl.col("kind") == "list"]
        odd += [pl.col(name).is_not_null() for name in self._columns if name.startswith(SEVERAL)]
        if "related" in self._columns:
            odd.append(pl.col("related").is_not_null())
        if "rest" in self._columns:
            told = "|".join(sorted(KEPT_IN_REST | {*asked.fields}))
            odd.append(pl.col("rest").str.contains(rf'"({told})"\s*:'))
        for name in frozenset().union(*map(field_days, KINDS.values())) & self._columns.keys():
            having = [kind for kind in KINDS.values() if name in field_days(kind)]
            if f"{name}{TIME}" in self._columns:  # not a field then, but a step like others
                odd.append(pl.col(f"{name}{TIME}").is_not_null())
            if name in ANNOUNCED:
                odd.append(pl.col(name).is_not_null() & ~pl.col("kind").is_in(having))
        return pl.any_horizontal(odd).fill_null(value=False)


Code = tuple[pl.Expr, int]
"""An answer as a whole number, and how many there are."""


@frozen
class Answers:
    """The answers of the rows of a table, packed into as few columns as possible."""

    _asked: Asked
    _vocabulary: Vocabulary
    _columns: Mapping[str, pl.DataType]
    _known: Known

    @property
    def _days(self) -> Days:
        return Days(self._columns)

    def key(self) -> list[pl.Expr]:
        """Return the columns of which two rows that stand alike have the same."""
        words: list[pl.Expr] = []
        room = 0
        for code, size in self._codes():
            if room < size:
                words.append(code.cast(pl.UInt64))
                room = 2**63
            else:
                words[-1] = words[-1] * size + code
            room //= size
        packed = [word.alias(f"word {number}") for number, word in enumerate(words)]
        return [*packed, *(text.alias(f"text {n}") for n, text in enumerate(self._texts()))]

    def _texts(self) -> Iterator[pl.Expr]:
        if "issuing_body" in self._columns:
            body = pl.col("issuing_body")
            named = body.is_in(sorted(self._asked.issuers)) | body.is_null()
            yield pl.when(named).then(body).otherwise(pl.lit(""))
        for name in self._asked.fields:
            if name in self._columns and name != "kind":
                yield pl.col(name).cast(pl.String)
        for name in ("determination.grounds", "elements", "channels"):
            if name in self._columns:
                yield pl.col(name).list.join("\n")

    def _codes(self) -> Iterator[Code]:
        yield pl.col("kind").to_physical(), 2**32
        for name in self._columns:
            fact = name.removeprefix(FACT)
            if name.startswith(FACT) and fact in self._asked.facts:
                yield _truth(pl.col(name))
            elif self._is_stranger(name):
                yield _truth(pl.col(name).is_not_null())
        yield from self._by(self._known)
        for names, bounds in self._asked.editions:
            chosen = self._days.first(names, self._known)
            reached = [bound for bound in bounds if bound <= self._asked.as_of]
            if chosen is not None:
                begun = pl.sum_horizontal(
                    *(chosen >= bound for bound in reached), pl.lit(1, pl.UInt8)
                )
                yield pl.when(chosen.is_null()).then(0).otherwise(begun), len(reached) + 2
        for names in self._asked.steps:
            then = self._days.when_taken(names, self._known)
            if then is not None:
                yield then.today.is_null().cast(pl.UInt8), 2
                yield from self._by(then)

    def _is_stranger(self, name: str) -> bool:
        if name.startswith(FACT):
            return name.removeprefix(FACT) not in self._vocabulary.fact
        return is_day(name) and name != "published_at" and name not in self._vocabulary.day

    def _by(self, known: Known) -> Iterator[Code]:
        """Return what the passing of time can change."""
        columns = self._columns
        if "determination.at" in columns:
            ruled = pl.col("determination.at") <= known.at
            attribute = pl.col("determination.attribute").to_physical().cast(pl.UInt8) + 1
            yield pl.when(ruled).then(attribute).otherwise(0).fill_null(0), 4
            if "determination.reason" in columns:
                yield _truth(ruled & (pl.col("determination.reason") != ""))
        if "secrecy_review.at" in columns:
            reviewed = pl.col("secrecy_review.at") <= known.at
            outcome = pl.col("secrecy_review.outcome").to_physical().cast(pl.UInt8) + 1
            yield pl.when(reviewed).then(outcome).otherwise(0).fill_null(0), 4
            yield pl.when(reviewed).then(pl.col(BY_ANOTHER)).otherwise(0).fill_null(0), 3
        if "interpretation_plan.approved_on" in columns:
            yield _truth(pl.col("interpretation_plan.approved_on") <= known.today)
        if "published_at" in columns and "published" in self._asked.derived:
            published = self._days.come("published_on", known)
            yield _truth(pl.lit(None) if published is None else published.is_not_null())
        for name in self._asked.done:
            day = self._days.come(name, known)
            if day is not None:
                yield day.is_null().cast(pl.UInt8), 2
        for question in self._asked.days:
            day = self._days.come(question.name, known)
            if day is not None:
                yield _truth(_compared(question, day))


BY_ANOTHER = "reviewed by another"
"""The column that says, as a code, whether the review was by somebody else than the drafter."""

_TRUTHS = (Truth.UNKNOWN, Truth.NO, Truth.YES)


MOST_REMEMBERED = 50_000
"""How many pairs of reviewer and drafter are remembered; then it begins anew."""


class Reviewers:
    """Whether reviewers are others than the drafters, asked of the case once for each two."""

    def __init__(self) -> None:
        self._known: dict[tuple[str | None, str | None], int] = {}

    def told(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the table with a column that says so, if it tells of reviews at all."""
        if "secrecy_review.at" not in frame.columns:
            return frame
        names = ["secrecy_review.by", "drafted_by"]
        both = frame.select(
            pl.col(name) if name in frame.columns else pl.lit(None, pl.String).alias(name)
            for name in names
        )
        pairs = both.unique()
        codes = pl.Series(BY_ANOTHER, [self._code(*pair) for pair in pairs.iter_rows()], pl.UInt8)
        told = both.join(
            pairs.with_columns(codes), on=names, how="left", nulls_equal=True, maintain_order="left"
        )
        return frame.with_columns(told[BY_ANOTHER])

    def _code(self, reviewer: str | None, drafter: str | None) -> int:
        if (reviewer, drafter) not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            at = datetime(2008, 5, 1, tzinfo=BEIJING)
            review = SecrecyReview(outcome=ReviewOutcome.CLEARED, by=reviewer or "", at=at)
            record = Matter(id="-", kind="-", drafted_by=drafter, secrecy_review=review)
            truth = Case(record=record, known_at=at).fact("secrecy-review-by-another")
            self._known[reviewer, drafter] = _TRUTHS.index(truth)
        return self._known[reviewer, drafter]


def _truth(holds: pl.Expr) -> Code:
    return (holds.cast(pl.UInt8) + 1).fill_null(0), 3


def _compared(question: Before | After, day: pl.Expr) -> pl.Expr:
    return day < question.day if isinstance(question, Before) else day > question.day
