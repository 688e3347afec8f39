"""Records as the rows of a table, and the rows of a table as records.

A table holds what norms can ask about: days, facts, what was determined and reviewed, and texts.
What no norm asks, such as the key words of a document, does not come back.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, date, datetime, time
from itertools import chain
from typing import TYPE_CHECKING, Any

import attrs
import polars as pl

from opengov.bulk.columns import (
    FACT,
    OWN_COLUMN,
    TEXT_FIELDS,
    TIME,
    faults_in,
    need_columns,
    need_values,
)
from opengov.bulk.normal import frame_of, normal
from opengov.domain import (
    BEIJING,
    Decision,
    Determination,
    DisclosureAttribute,
    DisclosureItem,
    DisclosureList,
    DocumentNumber,
    Fact,
    IndexNumber,
    Interpretation,
    InterpretationElement,
    InterpretationForm,
    InterpretationPlan,
    ListEdition,
    ListKind,
    Matter,
    Milestone,
    ReviewOutcome,
    SecrecyReview,
    StatedTime,
)
from opengov.policy import Case
from opengov.policy.case import DERIVED_DAYS, FIELD_DAYS, KINDS
from opengov.serial import from_data, to_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opengov.domain import AnyRecord

Pair = tuple["AnyRecord", tuple["AnyRecord", ...]]
"""A record with those related to it."""

FOREVER = datetime.max.replace(tzinfo=BEIJING)
CLASSES: dict[str, type[AnyRecord]] = {name: kind for kind, name in KINDS.items()}
_FIELDS = {kind: frozenset(attrs.fields_dict(kind)) for kind in (*KINDS, Matter)}
_DAYS = {kind: frozenset(FIELD_DAYS) & names for kind, names in _FIELDS.items()}
_ELEMENTS = {each.value: each for each in InterpretationElement}


def table_of(records: Iterable[AnyRecord], *, related: Iterable[AnyRecord] = ()) -> pl.DataFrame:
    """Return a table with a row for each record, in their order.

    ``related`` are records that can be evidence: the interpretations of a document become its
    ``interpreted_on``.
    """
    by_document = defaultdict(list)
    for each in related:
        if isinstance(each, Interpretation):
            by_document[each.document_id].append(each)
    rows = [_row(record, tuple(by_document[record.id])) for record in records]
    names = dict.fromkeys(["id", "kind", *sorted({name for row in rows for name in row})])
    columns: dict[str, Any] = {}
    for name in names:
        values = [row.get(name) for row in rows]
        columns |= _days(name, values) if _is_days(name) else {name: values}
    return normal(pl.DataFrame(columns, strict=False, infer_schema_length=None))


def _is_days(name: str) -> bool:
    return name == "published_at" or (name.endswith("_on") and "." not in name)


def _days(name: str, values: list[tuple[StatedTime, ...] | None]) -> dict[str, pl.Series]:
    """Return the column of a day: lists where one row has several, times where one states one."""
    given = [value or () for value in values]
    days = [[at.day for at in each] or None for each in given]
    times = [[at.time for at in each] or None for each in given]
    columns = {
        name: pl.Series(name, days, dtype=pl.List(pl.Date)),
        f"{name}{TIME}": pl.Series(f"{name}{TIME}", times, dtype=pl.List(pl.Time)),
    }
    if all(len(each) <= 1 for each in given):
        columns = {key: column.list.first() for key, column in columns.items()}
    if all(at.time is None for at in chain.from_iterable(given)):
        del columns[f"{name}{TIME}"]
    return columns


def _row(record: AnyRecord, related: tuple[AnyRecord, ...]) -> dict[str, Any]:
    case = Case(record=record, related=related, known_at=FOREVER)
    row: dict[str, Any] = {"id": record.id, "kind": case.kind}
    if isinstance(record, DisclosureList):
        row |= {"list_kind": record.kind.value, "editions": _editions_text(record.editions)}
    if isinstance(record, Interpretation):
        row["form"] = record.form.value
    names = {*_DAYS[type(record)], *(each.name for each in record.milestones), *_FOLLOWING}
    for name in names - OWN_COLUMN.keys():
        if times := _stated(name, case):
            row[name] = times
    if record.published_at is not None:
        row["published_at"] = (record.published_at,)
    for name in TEXT_FIELDS & _FIELDS[type(record)] - {"id"}:
        row[name] = getattr(record, name)
    row |= {f"{FACT}{fact.name}": fact.holds for fact in record.facts}
    row["elements"] = sorted(record.elements)
    row["channels"] = None if record.channels is None else sorted(record.channels)
    return {**row, **_ruled(record), **_numbers(record)}


_FOLLOWING = frozenset({"interpreted_on", "participation_opened_on", "participation_closed_on"})
"""The days that follow from other records or parts of one, which a table states as they are."""


def _stated(name: str, case: Case) -> tuple[StatedTime, ...]:
    """Return every time of a step, whether it has come or lies ahead."""
    if name in _FOLLOWING:
        return tuple(DERIVED_DAYS[name](case))
    found = [each.at for each in case.record.milestones if each.name == name]
    value = getattr(case.record, name, None)
    return (*found, StatedTime(value)) if type(value) is date else tuple(found)


def _ruled(record: AnyRecord) -> dict[str, Any]:
    row: dict[str, Any] = {}
    if (ruling := record.determination) is not None:
        row["determination.attribute"] = ruling.attribute.value
        row["determination.by"] = ruling.by
        row["determination.at"] = ruling.at.astimezone(UTC)
        row["determination.reason"] = ruling.reason
        row["determination.grounds"] = list(ruling.grounds)
    if (review := record.secrecy_review) is not None:
        row["secrecy_review.outcome"] = review.outcome.value
        row["secrecy_review.by"] = review.by
        row["secrecy_review.at"] = review.at.astimezone(UTC)
        row["secrecy_review.note"] = review.note
    return row


def _numbers(record: AnyRecord) -> dict[str, Any]:
    if not isinstance(record, DisclosureItem):
        return {}
    plan = record.interpretation_plan
    return {
        "index_number": None if record.index_number is None else str(record.index_number),
        "document_number": None if record.document_number is None else str(record.document_number),
        "interpretation_plan.submitted_on": plan and plan.submitted_on,
        "interpretation_plan.approved_on": plan and plan.approved_on,
    }


def _editions_text(editions: tuple[ListEdition, ...]) -> str:
    return json.dumps([to_data(each) for each in editions], ensure_ascii=False)


def records_of(table: Any) -> Iterator[Pair]:
    """Return each row of a table as a record, with the interpretations that it tells of.

    A table that is none of records is an ``InvalidValueError``.
    """
    frame = frame_of(table)
    need_columns(frame.schema)
    frame = normal(frame)
    need_values(faults_in(frame).collect().row(0, named=True))
    return pairs(frame)


def pairs(frame: pl.DataFrame) -> Iterator[Pair]:
    """Return the rows of a checked table in its normal form as records."""
    days = [name for name in frame.columns if _is_days(name)]
    facts = [name for name in frame.columns if name.startswith(FACT)]
    return (_record(row, days, facts) for row in frame.iter_rows(named=True))


def _record(row: Mapping[str, Any], days: list[str], facts: list[str]) -> Pair:
    kind = CLASSES.get(row["kind"], Matter)
    fields = _FIELDS[kind]
    told: dict[str, Any] = {
        name: value
        for name in TEXT_FIELDS & fields
        if (value := row.get(name)) is not None  # what is not stated is what the type says
    }
    milestones, interpretations = [], []
    for name in days:
        if row[name] is None:
            continue
        times = _times(row[name], row.get(f"{name}{TIME}"))
        if name == "published_at":
            told[name] = times[0]
        elif name == "interpreted_on":
            interpretations += [_interpretation(row["id"], n, at) for n, at in enumerate(times, 1)]
        elif name in _DAYS[kind] and len(times) == 1 and times[0].time is None:
            told[name] = times[0].day
        else:
            milestones += [Milestone(name, at) for at in times]
    told["milestones"] = tuple(milestones)
    told["facts"] = tuple(
        Fact(name.removeprefix(FACT), holds=row[name]) for name in facts if row[name] is not None
    )
    if (out := row.get("channels")) is not None:
        told["channels"] = frozenset(out)
    told["determination"] = _determination(row)
    told["secrecy_review"] = _review(row)
    elements = frozenset(row.get("elements") or ())
    return _made(kind, row, told, elements), tuple(interpretations)


def _made(
    kind: type[AnyRecord], row: Mapping[str, Any], told: dict[str, Any], elements: frozenset[str]
) -> AnyRecord:
    if kind is DisclosureItem:
        return DisclosureItem(**told, **_item(row), elements=elements)
    if kind is DisclosureList:
        editions = json.loads(row.get("editions") or "[]")
        return DisclosureList(
            **told,
            elements=elements,
            kind=ListKind(row["list_kind"]),
            editions=tuple(from_data(each, ListEdition, where=row["id"]) for each in editions),
        )
    if kind is Interpretation:
        told.setdefault("document_id", "")
        return Interpretation(
            **told,
            form=InterpretationForm(row.get("form") or "article"),
            elements=frozenset(_ELEMENTS[name] for name in elements if name in _ELEMENTS),
        )
    if kind is Decision:
        return Decision(**told, elements=elements)
    return Matter(**told, elements=elements, kind=row["kind"])


def _item(row: Mapping[str, Any]) -> dict[str, Any]:
    index, number = row.get("index_number"), row.get("document_number")
    approved = row.get("interpretation_plan.approved_on")
    submitted = row.get("interpretation_plan.submitted_on") or approved
    plan = submitted and InterpretationPlan(submitted_on=submitted, approved_on=approved)
    return {
        "index_number": None if index is None else IndexNumber.parse(index),
        "document_number": None if number is None else DocumentNumber.parse(number),
        "interpretation_plan": plan,
    }


def _times(days: Any, times: Any) -> list[StatedTime]:
    if not isinstance(days, list):
        days, times = [days], [times]
    clocks = times or [None] * len(days)
    return [_time(day, clock) for day, clock in zip(days, clocks, strict=True) if day is not None]


def _time(day: date, clock: time | None) -> StatedTime:
    if isinstance(day, datetime):
        return StatedTime(day.date(), day.time())
    return StatedTime(day, None if clock is None else clock.replace(microsecond=0))


def _interpretation(document: str, number: int, at: StatedTime) -> Interpretation:
    return Interpretation(
        id=f"{document}#interpretation-{number}", document_id=document, published_at=at
    )


def _determination(row: Mapping[str, Any]) -> Determination | None:
    attribute = row.get("determination.attribute")
    if attribute is None:
        return None
    return Determination(
        attribute=DisclosureAttribute(attribute),
        by=row.get("determination.by") or "",
        at=row["determination.at"],
        reason=row.get("determination.reason") or "",
        grounds=tuple(row.get("determination.grounds") or ()),
    )


def _review(row: Mapping[str, Any]) -> SecrecyReview | None:
    outcome = row.get("secrecy_review.outcome")
    if outcome is None:
        return None
    return SecrecyReview(
        outcome=ReviewOutcome(outcome),
        by=row.get("secrecy_review.by") or "",
        at=row["secrecy_review.at"],
        note=row.get("secrecy_review.note") or "",
    )
