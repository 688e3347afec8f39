"""The columns of a table of records: what each is called, and what it may hold."""

from __future__ import annotations

from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING, Any

import attrs
import polars as pl

from opengov.domain import DisclosureAttribute, InterpretationForm, ListKind, ReviewOutcome
from opengov.domain.milestone import NAME
from opengov.errors import InvalidValueError
from opengov.policy.applied import chosen_by
from opengov.policy.case import DAYS, DERIVED, KINDS
from opengov.policy.condition import After, Before, Done, Tagged, questions
from opengov.policy.grounds import FACTS
from opengov.policy.provision import Deadline, Gate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opengov.policy import Condition, Pack
    from opengov.policy.provision import AnyProvision


class Sort(Enum):
    """What a column holds. ``null`` stands for what nobody stated, in each of them."""

    TEXT = "text"
    TEXTS = "a list of texts"
    DAY = "days (Date, or Datetime where a time of day is stated)"
    DAYS = "days (Date, or Datetime where a time of day is stated), or lists of them"
    BARE_DAY = "days (Date)"
    TIMES = "times of day (Time), or lists of them"
    MOMENT = "moments (Datetime with a zone)"
    TRUTH = "yes, no or null (Boolean)"


TEXT_FIELDS = frozenset(
    member.name
    for kind in KINDS
    for member in attrs.fields(kind)
    if member.type in {"str | None", str | None, "str", str}
)
"""The fields of records that are texts: each has a column of its name."""

CHOICES: dict[str, frozenset[str]] = {
    "determination.attribute": frozenset(each.value for each in DisclosureAttribute),
    "form": frozenset(each.value for each in InterpretationForm),
    "list_kind": frozenset(each.value for each in ListKind),
    "secrecy_review.outcome": frozenset(each.value for each in ReviewOutcome),
}
"""The columns whose texts are of a closed set."""

FIXED: dict[str, Sort] = {
    **dict.fromkeys(sorted(TEXT_FIELDS), Sort.TEXT),
    "kind": Sort.TEXT,
    "list_kind": Sort.TEXT,
    "form": Sort.TEXT,
    "index_number": Sort.TEXT,
    "document_number": Sort.TEXT,
    "editions": Sort.TEXT,
    "published_at": Sort.DAY,
    "elements": Sort.TEXTS,
    "channels": Sort.TEXTS,
    "determination.attribute": Sort.TEXT,
    "determination.by": Sort.TEXT,
    "determination.at": Sort.MOMENT,
    "determination.reason": Sort.TEXT,
    "determination.grounds": Sort.TEXTS,
    "secrecy_review.outcome": Sort.TEXT,
    "secrecy_review.by": Sort.TEXT,
    "secrecy_review.at": Sort.MOMENT,
    "secrecy_review.note": Sort.TEXT,
    "interpretation_plan.submitted_on": Sort.BARE_DAY,
    "interpretation_plan.approved_on": Sort.BARE_DAY,
}
"""The columns that every table may have, beside its days and its facts."""

FACT = "fact."
TIME = ".time"
OWN_COLUMN = {
    "published_on": "published_at",
    "determined_on": "determination.at",
    "secrecy_reviewed_on": "secrecy_review.at",
}
"""The days that follow from another column, and so have none of their name."""

REQUIRED = ("id", "kind")


def sort_of(name: str) -> Sort | None:
    """Return what a column of this name holds; ``None`` where no column is called so."""
    if name in FIXED:
        return FIXED[name]
    if name.startswith(FACT):
        return Sort.TRUTH if name.removeprefix(FACT) not in {"", *DERIVED} else None
    if name.endswith(TIME):
        of = sort_of(name.removesuffix(TIME))
        return Sort.TIMES if of in {Sort.DAY, Sort.DAYS} else None
    return Sort.DAYS if NAME.fullmatch(name) and name not in OWN_COLUMN else None


def names_of(stack: Iterable[Pack]) -> frozenset[str]:
    """Return the names of the columns that a table may have under these packs."""
    days, facts = set(DAYS - OWN_COLUMN.keys()), set(FACTS)
    for pack in stack:
        days |= {word.name for word in pack.words.days}
        facts |= {word.name for word in pack.words.facts}
        facts |= {rule.fact for rule in pack.rules}
        facts |= {escape.fact for rule in pack.rules for escape in rule.escapes}
        for norm in pack.provisions:
            days |= set(days_of(norm))
            for question in (q for each in _conditions(norm) for q in questions(each)):
                if isinstance(question, Tagged):
                    facts.add(question.name)
                elif isinstance(question, Done | Before | After):
                    days.add(question.name)
    days -= OWN_COLUMN.keys()
    days.add("published_at")
    timed = {f"{name}{TIME}" for name in days}
    return frozenset({*FIXED, *days, *timed, *(f"{FACT}{name}" for name in facts - DERIVED.keys())})


def _conditions(norm: AnyProvision) -> Iterator[Condition]:
    yield norm.when
    yield norm.waived_by
    if isinstance(norm, Gate):
        yield norm.requires


def days_of(norm: AnyProvision) -> Iterator[str]:
    """Return the days that a norm turns on, beside those of its conditions."""
    yield from chosen_by(norm)
    yield from getattr(norm, "anchors", ())
    yield from getattr(norm, "done_by", ())
    if isinstance(norm, Deadline):
        yield from norm.restarts
        yield from (name for pause in norm.pauses for name in (pause.begins, pause.ends))
        if norm.extension is not None:
            yield norm.extension.on


def need_columns(schema: Mapping[str, pl.DataType], names: frozenset[str] | None = None) -> None:
    """Refuse a table with a column that nobody knows, or that holds something else.

    Every fault is in the one ``InvalidValueError``. ``names`` are those that may be used.
    """
    faults = [
        InvalidValueError(
            f"the table has no column {name!r}.",
            where="table",
            remedy="Every record needs an id and a kind, such as item.",
        )
        for name in REQUIRED
        if name not in schema
    ]
    for name, kind in schema.items():
        faults += _faults(name, kind, schema, names)
    if faults:
        raise InvalidValueError(
            "this is not a table of records.",
            where="table",
            remedy="Mend the columns below.",
            faults=faults,
        )


def _faults(
    name: str, kind: pl.DataType, schema: Mapping[str, pl.DataType], names: frozenset[str] | None
) -> Iterator[InvalidValueError]:
    sort, where = sort_of(name), f"column {name!r}"
    if sort is None or (names is not None and name not in names):
        yield InvalidValueError("nobody knows this column.", where=where, remedy=_near(name, names))
    elif not _holds(kind, sort):
        yield InvalidValueError(
            f"it holds {kind}, not {sort.value}.", where=where, remedy=_cast(kind, sort)
        )
    elif sort is Sort.TIMES:
        base = schema.get(name.removesuffix(TIME))
        as_lists = isinstance(kind, pl.List)
        if base not in (pl.Null, pl.List(pl.Date) if as_lists else pl.Date):
            yield InvalidValueError(
                "a time of day needs its day.",
                where=where,
                remedy=f"Give {name.removesuffix(TIME)!r} as days of the same shape beside it.",
            )


def _near(name: str, names: frozenset[str] | None) -> str:
    stem = name.removeprefix(FACT)
    if stem in DERIVED and stem != name:
        return "It follows from other columns, and is never stated."
    if name in OWN_COLUMN:
        return f"It follows from {OWN_COLUMN[name]!r}: give that."
    near = get_close_matches(name, sorted(names or FIXED), n=1)
    return f"Did you mean {near[0]!r}?" if near else "Leave it out, or mend its name."


def _holds(kind: pl.DataType, sort: Sort) -> bool:  # noqa: PLR0911  (one return a sort)
    inner = kind.inner if isinstance(kind, pl.List) else None
    if isinstance(kind, pl.Null) or isinstance(inner, pl.Null):
        return True
    match sort:
        case Sort.TEXT:
            return isinstance(kind, pl.String | pl.Categorical | pl.Enum)
        case Sort.TEXTS:
            return isinstance(inner, pl.String | pl.Categorical | pl.Enum)
        case Sort.DAY:
            return isinstance(kind, pl.Date | pl.Datetime)
        case Sort.DAYS:
            return isinstance(inner or kind, pl.Date | pl.Datetime)
        case Sort.BARE_DAY:
            return isinstance(kind, pl.Date)
        case Sort.TIMES:
            return isinstance(inner or kind, pl.Time)
        case Sort.MOMENT:
            return isinstance(kind, pl.Datetime) and kind.time_zone is not None
        case Sort.TRUTH:
            return isinstance(kind, pl.Boolean)


def _cast(kind: pl.DataType, sort: Sort) -> str:
    if sort is Sort.MOMENT and isinstance(kind, pl.Datetime):
        return "Say its zone: pl.col(…).dt.replace_time_zone('Asia/Shanghai')."
    if isinstance(kind, pl.String) and sort in {Sort.DAY, Sort.DAYS, Sort.BARE_DAY}:
        return "Read it as a day first: pl.col(…).str.to_date()."
    return "Cast it first."


def faults_in(frame: pl.DataFrame) -> pl.LazyFrame:
    """Return one row that tells what is wrong with the values, for ``need_values``."""
    lacks = {
        f"lacks:{number}": (pl.col(name).is_not_null() & where & _null(frame, needed)).sum()
        for number, (name, needed, where) in enumerate(_PAIRS)
        if name in frame.columns
    }
    strange = [
        pl.col(name).filter(~pl.col(name).is_in(sorted(choices))).unique().implode().alias(name)
        for name, choices in CHOICES.items()
        if name in frame.columns
    ]
    name = pl.col("id")
    return frame.lazy().select(
        (pl.col("kind").is_null() | (pl.col("kind") == "")).sum().alias("kindless"),
        (name.is_null() | (name == "") | (name.str.strip_chars() != name)).sum().alias("nameless"),
        *strange,
        **lacks,
    )


def _null(frame: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name).is_null() if name in frame.columns else pl.lit(value=True)


_PAIRS = (
    ("determination.attribute", "determination.at", pl.lit(value=True)),
    ("secrecy_review.outcome", "secrecy_review.at", pl.lit(value=True)),
    ("kind", "list_kind", pl.col("kind") == "list"),
)
"""What needs another column beside it, and where."""


def need_values(told: Mapping[str, Any]) -> None:
    """Refuse rows that no record can be made of; ``told`` is the row of ``faults_in``."""
    faults = [*_nameless(told), *_strange(told), *_lacking(told)]
    if faults:
        raise InvalidValueError(
            "some rows are no records.",
            where="table",
            remedy="Mend what is listed.",
            faults=faults,
        )


def _nameless(told: Mapping[str, Any]) -> Iterator[InvalidValueError]:
    if told["nameless"]:
        yield InvalidValueError(
            f"{told['nameless']} rows have none, or one with white space around it.",
            where="column 'id'",
            remedy="Give each record a text that stays the same for ever.",
        )
    if told["kindless"]:
        yield InvalidValueError(
            f"{told['kindless']} rows have none.",
            where="column 'kind'",
            remedy="Give each record one, such as item, or the kind of a matter.",
        )


def _strange(told: Mapping[str, Any]) -> Iterator[InvalidValueError]:
    for name, choices in CHOICES.items():
        if strangers := sorted(told.get(name, ())):
            yield InvalidValueError(
                f"it holds {', '.join(map(repr, strangers[:3]))}.",
                where=f"column {name!r}",
                remedy=f"Write one of {', '.join(sorted(choices))}.",
            )


def _lacking(told: Mapping[str, Any]) -> Iterator[InvalidValueError]:
    for number, (name, needed, _) in enumerate(_PAIRS):
        if count := told.get(f"lacks:{number}"):
            yield InvalidValueError(
                f"{count} rows state {name} without it.",
                where=f"column {needed!r}",
                remedy="State both, or neither.",
            )
