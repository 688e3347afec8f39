"""The table of records: what each column is called, what it may hold, and in what form.

A table has one row per record. ``id`` and ``kind`` stand in every table; ``kind`` is item, list,
decision, interpretation, or that of a matter. A column that is missing is one in which nobody
stated anything.

- The texts of a record have columns of their names: ``issuing_body``, ``genre``.
- ``fact:NAME`` is a boolean; null is not known.
- ``NAME_on`` is a day. It may be a Datetime, or have its times of day in ``NAME_on:time``; a step
  that was taken several times is a list. ``published_at`` is such a day, too.
- ``determination.*``, ``secrecy_review.*`` and ``interpretation_plan.*`` are the parts of those.
- ``elements`` and ``channels`` are lists of names.
- ``rest`` is a JSON object with what no column can say, such as the editions of a list, and
  ``related`` a JSON array of the records that can be evidence. Both are as ``opengov.serial``
  writes them.
"""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

import polars as pl
from attrs import fields

from opengov.domain import BEIJING, DisclosureAttribute, Matter, ReviewOutcome
from opengov.domain.milestone import NAME, STATED_ELSEWHERE
from opengov.errors import TableError
from opengov.policy.case import FIELD_DAYS, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

FACT, TIME, SEVERAL = "fact:", ":time", "several:"

_PLAIN_TEXT = {"str", "str | None", str, str | None}
MATTER = "matter"
_OWN: dict[str, frozenset[str]] = {
    name: frozenset(member.name for member in fields(kind))
    for kind, name in {**KINDS, Matter: MATTER}.items()
}
"""The fields of each type of record; a matter is of any other kind."""

TEXTS: tuple[str, ...] = tuple(
    dict.fromkeys(
        member.name for kind in KINDS for member in fields(kind) if member.type in _PLAIN_TEXT
    )
)
"""The fields of records that are texts."""

NUMBERS = frozenset({"document_number", "index_number"})

_TEXT, _NAMES, _MOMENT = pl.String(), pl.List(pl.String()), pl.Datetime("us")
COLUMNS: dict[str, pl.DataType] = {
    "id": _TEXT,
    "kind": _TEXT,
    **dict.fromkeys((*TEXTS, *sorted(NUMBERS)), _TEXT),
    "determination.attribute": pl.Enum([each.value for each in DisclosureAttribute]),
    "determination.by": _TEXT,
    "determination.at": _MOMENT,
    "determination.reason": _TEXT,
    "determination.grounds": _NAMES,
    "secrecy_review.outcome": pl.Enum([each.value for each in ReviewOutcome]),
    "secrecy_review.by": _TEXT,
    "secrecy_review.at": _MOMENT,
    "secrecy_review.note": _TEXT,
    "secrecy_review.dismissed": _NAMES,
    "interpretation_plan.submitted_on": pl.Date(),
    "interpretation_plan.approved_on": pl.Date(),
    "interpretation_plan.approved_by": _TEXT,
    "elements": _NAMES,
    "channels": _NAMES,
    "rest": _TEXT,
    "related": _TEXT,
}
"""The columns with fixed names, in the form that they are given: moments on a Beijing clock."""

_FORMS = {**COLUMNS, "kind": pl.Categorical()}
"""The form in which columns are worked with."""

PARTS = {
    "determination": ("determination.attribute", "determination.by", "determination.at"),
    "secrecy_review": ("secrecy_review.outcome", "secrecy_review.by", "secrecy_review.at"),
    "interpretation_plan": ("interpretation_plan.submitted_on",),
}
"""What has to be stated of each part of a record, where anything of it is."""


def is_day(name: str) -> bool:
    """Say whether a column of this name holds days."""
    return name == "published_at" or (bool(NAME.fullmatch(name)) and name not in STATED_ELSEWHERE)


def field_days(kind: str) -> frozenset[str]:
    """Return the days that records of a kind have as fields; all others are milestones."""
    return frozenset(FIELD_DAYS) & _OWN.get(kind, _OWN[MATTER])


def normal(frame: pl.DataFrame, *, first: int = 0) -> pl.DataFrame:
    """Return a table with each column in its form; every fault is in the one ``TableError``.

    ``first`` is the number of its first row.
    """
    faults = [fault for name, kind in frame.schema.items() for fault in _misfit(name, kind, frame)]
    remedy = "Give every record an id, and a kind such as item."
    faults += [
        TableError(f"the table has no column {name!r}.", where="table", remedy=remedy)
        for name in ("id", "kind")
        if name not in frame.columns
    ]
    need_none(faults)
    made = frame.with_columns(
        [each for name, kind in frame.schema.items() for each in _in_form(name, kind)]
    )
    need_none(list(_wrong_values(frame, made, first)))
    return made


def need_none(faults: list[TableError]) -> None:
    """Raise the faults of a table as one, if there are any."""
    if faults:
        raise TableError(
            "this is not a table of records.",
            where="table",
            remedy="Mend the places below.",
            faults=faults,
        )


def _misfit(name: str, kind: pl.DataType, frame: pl.DataFrame) -> Iterator[TableError]:
    where = f"column {name!r}"
    wanted = _wanted(name)
    if wanted is None:
        yield TableError("nobody knows this column.", where=where, remedy=_near(name))
    elif not isinstance(kind, wanted) and kind != pl.Null:
        names = " or ".join(each.__name__ for each in wanted)
        yield TableError(f"it holds {kind}, not {names}.", where=where, remedy="Cast it.")
    elif name.endswith(TIME) and name.removesuffix(TIME) not in frame.columns:
        yield TableError("times of day without days.", where=where, remedy="Add the days.")


def _wanted(name: str) -> tuple[type[pl.DataType], ...] | None:
    if name.startswith(FACT) and name != FACT:
        return (pl.Boolean,)
    if name.endswith(TIME) and is_day(name.removesuffix(TIME)):
        return (pl.Time,)
    if is_day(name):
        return (pl.Date, pl.Datetime, pl.List)
    form = COLUMNS.get(name)
    if form is None:
        return None
    return (
        (pl.String, pl.Categorical, pl.Enum)
        if form == _TEXT
        else (
            (type(form), pl.String, pl.Categorical) if isinstance(form, pl.Enum) else (type(form),)
        )
    )


def _near(name: str) -> str:
    if name in STATED_ELSEWHERE:
        return f"It follows from {STATED_ELSEWHERE[name]}: state that."
    near = get_close_matches(name, COLUMNS, n=1)
    return f"Did you mean {near[0]!r}?" if near else "Leave it out, or mend its name."


def _in_form(name: str, kind: pl.DataType) -> Iterator[pl.Expr]:
    column = pl.col(name)
    if is_day(name):
        if isinstance(kind, pl.List):
            several = column.list.len() > 1
            yield pl.when(several).then(column).alias(f"{SEVERAL}{name}")
            column = pl.when(~several).then(column).list.first()
            kind = kind.inner  # type: ignore[assignment]
        if isinstance(kind, pl.Datetime):
            clock = _on_a_clock(column, kind)
            yield clock.dt.time().alias(f"{name}{TIME}")
            column = clock
        yield column.cast(pl.Date).alias(name)
    elif isinstance(kind, pl.Datetime):
        yield _on_a_clock(column, kind).cast(_MOMENT)
    elif name in _FORMS and kind != _FORMS[name]:
        yield column.cast(_FORMS[name], strict=False)
    elif kind == pl.Null:
        yield column.cast(pl.Boolean if name.startswith(FACT) else pl.Time)


def _on_a_clock(moments: pl.Expr, kind: pl.Datetime) -> pl.Expr:
    """Return moments as a clock in Beijing shows them; those without a zone are so already."""
    if kind.time_zone is None:
        return moments
    east = BEIJING.utcoffset(None)
    return moments.dt.convert_time_zone("UTC").dt.replace_time_zone(None) + east


_Fault = tuple[str, pl.Expr, str, str]
"""A column, the rows in which it is wrong, what is wrong with them, and the remedy."""


def _wrong_values(given: pl.DataFrame, made: pl.DataFrame, first: int) -> Iterator[TableError]:
    """Name each value that no record can have, with the first row that has it."""
    faults = [*_wrong_names(made), *_wrong_days(made), *_half_stated(made), *_strange(made)]
    faults += _wrong_json(made)
    for name, form in COLUMNS.items():
        if isinstance(form, pl.Enum) and name in given.columns:
            lost = given[name].is_not_null() & made[name].is_null()
            remedy = f"Write one of {', '.join(form.categories)}."
            faults.append((name, pl.lit(lost), "a text that is no choice", remedy))
    is_wrong = made.select(rows.any().alias(str(n)) for n, (_, rows, *_) in enumerate(faults))
    for (name, rows, fault, remedy), wrong in zip(faults, is_wrong.row(0), strict=True):
        if wrong:
            places = made.select(pl.arg_where(rows)).to_series()
            where = f"column {name!r}, row {first + places[0]}"
            what = fault
            if len(places) > 1:
                what += f" in {len(places)} rows, of which this is the first"
            yield TableError(f"{what}.", where=where, remedy=remedy)


def _wrong_names(made: pl.DataFrame) -> Iterator[_Fault]:
    name = pl.col("id")
    blank = name.is_null() | (name == "") | (name.str.strip_chars() != name)
    yield "id", blank, "no id", "Give a text without white space around it."
    blanks = [kind for kind in made["kind"].unique() if kind is None or not kind.strip()]
    yield "kind", pl.col("kind").is_in(blanks, nulls_equal=True), "no kind", "State one."


def _wrong_days(made: pl.DataFrame) -> Iterator[_Fault]:
    for name, kind in made.schema.items():
        if kind == pl.Date:
            beyond = ~pl.col(name).is_between(date.min, date.max)
            yield name, beyond.fill_null(value=False), "a day of no year from 1 to 9999", "Mend it."
        if name.endswith(TIME):
            bare = pl.col(name).is_not_null() & pl.col(name.removesuffix(TIME)).is_null()
            yield name, bare, "a time of day without a day", "Add the day."


def _half_stated(made: pl.DataFrame) -> Iterator[_Fault]:
    for part, needed in PARTS.items():
        stated = [
            pl.col(name).is_not_null() for name in made.columns if name.startswith(f"{part}.")
        ]
        for name in needed if stated else ():
            lacking = pl.col(name).is_null() if name in made.columns else pl.lit(value=True)
            remedy = f"State it with the rest of the {part}, or nothing of that."
            yield name, pl.any_horizontal(stated) & lacking, "nothing is stated", remedy


def _wrong_json(made: pl.DataFrame) -> Iterator[_Fault]:
    for name, begin, what in (("rest", "{", "object"), ("related", "[", "array")):
        if name in made.columns:
            read = pl.col(name).str.json_path_match("$").str.starts_with(begin)
            bad = pl.col(name).is_not_null() & ~read.fill_null(value=False)
            yield (
                name,
                bad,
                f"no JSON {what}",
                "Write it as opengov.serial does, or leave it empty.",
            )


def _strange(made: pl.DataFrame) -> Iterator[_Fault]:
    for name in made.columns:
        having = {kind for kind, own in _OWN.items() if name.partition(".")[0] in own}
        if name in COLUMNS and name not in {"kind", "rest", "related"} and having != _OWN.keys():
            theirs = pl.col("kind").is_in(sorted(having))
            what = f"records of this kind have no {name}"
            yield name, pl.col(name).is_not_null() & ~theirs, what, "Leave it empty there."
