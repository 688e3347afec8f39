"""The rows of one kind as they are known by now: days that have come, facts, texts, rulings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import polars as pl

from opengov.bulk import asks
from opengov.bulk.codes import TEXT, Classes, bit
from opengov.bulk.columns import FACT, TEXT_FIELDS, TIME
from opengov.bulk.records import CLASSES, pairs
from opengov.domain import (
    DisclosureAttribute,
    DisclosureItem,
    DocumentNumber,
    IndexNumber,
    Matter,
    ReviewOutcome,
    Truth,
)
from opengov.policy import Case
from opengov.policy.case import ANNOUNCED, DERIVED, DERIVED_DAYS, FIELD_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from opengov.bulk.codes import Digit
    from opengov.bulk.when import When
    from opengov.domain import AnyRecord

ROW = "row"
"""The place of each record in the batch."""

ATTRIBUTES = {each.value: number for number, each in enumerate(DisclosureAttribute, 1)}
OUTCOMES = {each.value: number for number, each in enumerate(ReviewOutcome, 1)}
RULED_DIGIT: Digit = (pl.col("ruled"), len(ATTRIBUTES) + 1)
"""Which attribute was determined by now; 0 for none."""

_EPOCH = 1 << 21
"""Added to a day, counted from 1970, so that it is never below nought."""

TURNS_ON: dict[str, tuple[Digit, ...]] = {
    "attribute-determined": (RULED_DIGIT,),
    "attribute-reasoned": (RULED_DIGIT, bit(pl.col("reasoned"))),
    "interpretation-plan-approved": (
        ((pl.col("plan").cast(pl.Int32) + _EPOCH).fill_null(0), 2 * _EPOCH),
    ),
    "proactive": (RULED_DIGIT,),
    "published": (bit(asks.day("published_on").is_not_null()),),
    "secrecy-review-by-another": ((pl.col("people"), TEXT),),
    "secrecy-review-cleared": ((pl.col("reviewed"), len(OUTCOMES) + 1),),
}
"""What each derived fact turns on; the fact itself is asked of ``opengov.policy``."""

_OWN_DAYS = frozenset({"published_on", "determined_on", "secrecy_reviewed_on"})
_STATED_DAYS = frozenset(
    {
        "edition_published_on",
        "interpreted_on",
        "list_changed_on",
        "participation_closed_on",
        "participation_opened_on",
    }
)
"""The derived days that a table states under their own names."""


def cases(batch: pl.DataFrame, rows: list[int], when: When) -> Iterator[Case]:
    """Return rows of a batch as ``policy`` sees them."""
    for record, related in pairs(batch[rows]):
        yield Case(record=record, related=related, known_at=when.known_at)


class Views:
    """How the rows of one kind are looked at, for tables of one shape.

    ``names`` are the columns that are asked for; each is called after its sort and its name.
    """

    def __init__(
        self, kind: str, names: Iterable[str], schema: Mapping[str, pl.DataType], when: When
    ) -> None:
        self.kind, self._schema, self._when = kind, schema, when
        self.record_class: type[AnyRecord] = CLASSES.get(kind, Matter)
        self._fields = attrs.fields_dict(self.record_class)
        wanted = set(names)
        derived = [name for name in sorted(wanted) if name.removeprefix("fact:") in TURNS_ON]
        for name in derived:
            digits = TURNS_ON[name.removeprefix("fact:")]
            wanted |= {root for digit, _ in digits for root in digit.meta.root_names()}
        self._derived = {
            name: Classes[Truth](TURNS_ON[name.removeprefix("fact:")], forgets=True)
            for name in derived
        }
        self._worked = [name for name in sorted(wanted) if self._needs_work(name)]
        plain = sorted(wanted - {*derived, *self._worked})
        self._expressions = [self._plain(name).alias(name) for name in plain]

    def of(self, batch: pl.DataFrame) -> pl.LazyFrame:
        """Return those rows of a batch that are of the kind, in its order."""
        of_kind = batch.lazy().filter(pl.col("kind") == self.kind)
        return of_kind.select(ROW, "id", *self._expressions)

    def completed(self, batch: pl.DataFrame, view: pl.DataFrame) -> pl.DataFrame:
        """Return the view with the columns that no expression tells."""
        for name in self._worked:
            view = view.with_columns(self._by_work(name, batch, view).alias(name))
        for name, classes in self._derived.items():
            view = view.with_columns(self._fact(name, classes, batch, view).alias(name))
        return view

    # Plain columns: one expression over the table.

    def _plain(self, name: str) -> pl.Expr:
        sort, _, of = name.partition(":")
        match sort:
            case "day":
                return self._times(of)[0]
            case "moment":
                return self._times(of)[1]
            case "fact":
                return self._column(f"{FACT}{of}", pl.Boolean())
            case "text":
                return self._text(of)
            case "element":
                has = self._column("elements", pl.List(pl.String())).list.contains(of)
                return has.fill_null(value=False)
            case "stated":
                return pl.col(of).is_not_null()
            case "channel":
                return self._column("channels", pl.List(pl.String())).list.contains(of)
            case _:
                return self._ruled(name)

    def _column(self, name: str, kind: pl.DataType) -> pl.Expr:
        return pl.col(name) if name in self._schema else pl.lit(None, dtype=kind)

    def _times(self, name: str) -> tuple[pl.Expr, pl.Expr]:
        """Return the day of a step, and its moment where a time is stated, if it has come."""
        nothing = pl.lit(None, dtype=pl.Date), pl.lit(None, dtype=pl.Datetime("us"))
        stated = "published_at" if name == "published_on" else name
        column = pl.col(stated)
        if name in {"determined_on", "secrecy_reviewed_on"}:
            return self._decided(name)
        kind = self._schema.get(stated)
        if kind is None:
            return nothing
        when = self._when
        if isinstance(kind, pl.List):
            clock = isinstance(kind.inner, pl.Datetime)
            now = when.clock if clock else when.day
            first = column.list.eval(pl.element().filter(pl.element() <= now)).list.min()
            return (first.dt.date(), first) if clock else (first, nothing[1])
        if isinstance(kind, pl.Datetime):
            come = pl.when(column <= when.clock).then(column)
            return come.dt.date(), come
        if self._is_announced(name):
            return column, nothing[1]
        time = f"{stated}{TIME}"
        if time not in self._schema:
            return pl.when(column <= when.day).then(column), nothing[1]
        at = column.dt.combine(pl.col(time)).dt.truncate("1s")
        has_come = pl.when(at.is_null()).then(column <= when.day).otherwise(at <= when.clock)
        return pl.when(has_come).then(column), pl.when(has_come).then(at)

    def _is_announced(self, name: str) -> bool:
        """Say whether a field states a day to come, such as 生效日期."""
        return name in ANNOUNCED and name in self._fields

    def _decided(self, name: str) -> tuple[pl.Expr, pl.Expr]:
        part = "determination" if name == "determined_on" else "secrecy_review"
        known = self._known(part, "attribute" if name == "determined_on" else "outcome")
        at = self._column(f"{part}.at", pl.Datetime("us", "UTC"))
        local = at.dt.replace_time_zone(None).dt.offset_by("8h").dt.truncate("1s")
        come = pl.when(known).then(local)
        return come.dt.date(), come

    def _known(self, part: str, said: str) -> pl.Expr:
        at = self._column(f"{part}.at", pl.Datetime("us", "UTC"))
        stated = self._column(f"{part}.{said}", pl.String()).is_not_null()
        return (stated & (at <= self._when.instant)).fill_null(value=False)

    def _ruled(self, name: str) -> pl.Expr:
        known = self._known("determination", "attribute")
        match name:
            case "ruled":
                return self._choice("determination.attribute", ATTRIBUTES, known)
            case "reviewed":
                known = self._known("secrecy_review", "outcome")
                return self._choice("secrecy_review.outcome", OUTCOMES, known)
            case "reasoned":
                reason = self._column("determination.reason", pl.String())
                return (reason != "").fill_null(value=False)
            case "plan":
                is_item = self.record_class is DisclosureItem
                plan = self._column("interpretation_plan.approved_on", pl.Date())
                return plan if is_item else pl.lit(None, dtype=pl.Date)
            case "people":
                names = [
                    self._column(each, pl.String()).fill_null("")
                    for each in ("secrecy_review.by", "drafted_by")
                ]
                known = self._known("secrecy_review", "outcome")
                told = pl.concat_str(names, separator="\x1f")
                return pl.when(known).then(told).otherwise(pl.lit(""))
            case "grounds":
                named = self._column("determination.grounds", pl.List(pl.String()))
                return pl.when(known).then(named)
            case _:
                raise KeyError(name)

    def _choice(self, name: str, numbers: Mapping[str, int], known: pl.Expr) -> pl.Expr:
        column, found = self._column(name, pl.String()), pl.lit(0, dtype=pl.UInt8)
        for text, number in numbers.items():
            found = pl.when(column == text).then(pl.lit(number, dtype=pl.UInt8)).otherwise(found)
        return pl.when(known).then(found).otherwise(pl.lit(0, dtype=pl.UInt8))

    def _text(self, name: str) -> pl.Expr:
        nothing = pl.lit(None, dtype=pl.String)
        if name == "kind":
            if self.kind == "list":
                return self._column("list_kind", pl.String())
            return pl.lit(self.kind) if self.record_class is Matter else nothing
        if name not in self._fields:
            return nothing
        column = self._column(name, pl.String())
        default: Any = self._fields[name].default
        if name == "form":
            return column.fill_null(default.value)
        return column.fill_null(default) if isinstance(default, str) else column

    # What no expression tells is worked out for each distinct value, or for each row.

    def _needs_work(self, name: str) -> bool:
        sort, _, of = name.partition(":")
        if sort == "text":
            return of in _NUMBERS or not (of in TEXT_FIELDS or of in {"kind", "form"})
        if sort == "fact":
            return of in DERIVED and of not in TURNS_ON
        if sort not in {"day", "moment"}:
            return False
        if of in DERIVED_DAYS:
            known = of in _OWN_DAYS | _STATED_DAYS
            return not known or self._has_list_of_times(of)
        return self._has_list_of_times(of)

    def _has_list_of_times(self, name: str) -> bool:
        return isinstance(self._schema.get(name), pl.List) and f"{name}{TIME}" in self._schema

    def _by_work(self, name: str, batch: pl.DataFrame, view: pl.DataFrame) -> pl.Series:
        sort, _, of = name.partition(":")
        rows = view[ROW].to_list()
        if sort == "text" and of in _NUMBERS:
            return _folded(batch, of, rows)
        ask = _ASKED[sort]
        answers = [ask(case, of) for case in cases(batch, rows, self._when)]
        return pl.Series(answers, dtype=_ANSWERS[sort])

    def _fact(
        self, name: str, classes: Classes[Truth], batch: pl.DataFrame, view: pl.DataFrame
    ) -> pl.Series:
        of = name.removeprefix("fact:")
        rows = view.lazy().with_columns(pl.col(ROW).alias("place"))
        new = classes.unknown(rows)
        truths = [DERIVED[of](case) for case in cases(batch, new["place"].to_list(), self._when)]
        classes.learn(new["code"], truths)
        numbers = view.lazy().select(ROW, classes.number.alias("number"))
        truths_of = classes.column(BOOLEANS.__getitem__, pl.Boolean()).alias(name)
        return numbers.with_columns(truths_of).collect()[name]


BOOLEANS = {Truth.YES: True, Truth.NO: False, Truth.UNKNOWN: None}
TRUTHS = {value: truth for truth, value in BOOLEANS.items()}
_NUMBERS: dict[str, Callable[[str], Any]] = {
    "index_number": IndexNumber.parse,
    "document_number": DocumentNumber.parse,
}
_ASKED: dict[str, Callable[[Case, str], object]] = {
    "fact": lambda case, name: BOOLEANS[case.fact(name)],
    "text": Case.text,
    "day": Case.day,
    "moment": lambda case, name: (at := case.moment(name)) and at.replace(tzinfo=None),
}
_ANSWERS: dict[str, pl.DataType] = {
    "fact": pl.Boolean(),
    "text": pl.String(),
    "day": pl.Date(),
    "moment": pl.Datetime("us"),
}


def _folded(batch: pl.DataFrame, name: str, rows: list[int]) -> pl.Series:
    if name not in batch.columns:
        return pl.repeat(None, len(rows), dtype=pl.String, eager=True)
    texts = batch[name].gather(rows)
    known = texts.drop_nulls().unique()
    numbers = pl.Series([str(_NUMBERS[name](each)) for each in known], dtype=pl.String)
    return texts.replace_strict(known, numbers, default=None, return_dtype=pl.String)
