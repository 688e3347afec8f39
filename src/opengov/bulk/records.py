"""Records as the rows of a table, and the rows of a table as records."""

from __future__ import annotations

import json
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

import polars as pl
from attrs import fields

from opengov.bulk.layout import (
    COLUMNS,
    FACT,
    NUMBERS,
    PARTS,
    SEVERAL,
    TIME,
    field_days,
    is_day,
    need_none,
    normal,
)
from opengov.domain import BEIJING, AnyRecord, StatedTime
from opengov.errors import OpenGovError, TableError
from opengov.policy.case import KINDS, kind_of
from opengov.serial import from_data, to_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Related = tuple[AnyRecord, ...]

TYPES = frozenset(KINDS.values())


def frame_of(table: Any) -> pl.DataFrame:
    """Return a polars frame of what is one, or of any Arrow table, without copying its values."""
    return table if isinstance(table, pl.DataFrame) else pl.DataFrame(table)


def table_of(
    records: Iterable[AnyRecord], *, related: Mapping[str, Iterable[AnyRecord]] | None = None
) -> pl.DataFrame:
    """Return a table with a row for each record, in their order.

    ``related`` are the records that can be evidence, by the id of the record that they are
    evidence for. What no column can say stands in ``rest``.
    """
    evidence = related or {}
    rows = [_row(record, tuple(evidence.get(record.id, ()))) for record in records]
    names = dict.fromkeys(["id", "kind", *sorted({name for row in rows for name in row})])
    return pl.DataFrame(
        [pl.Series(name, [row.get(name) for row in rows], _form(name)) for name in names]
    )


def _form(name: str) -> pl.DataType:
    if name in COLUMNS:
        return COLUMNS[name]
    if name.startswith(FACT):
        return pl.Boolean()
    return pl.Time() if name.endswith(TIME) else pl.Date()


def _row(record: AnyRecord, related: Related) -> dict[str, Any]:
    row: dict[str, Any] = {"id": record.id, "kind": kind_of(record)}
    for member in fields(type(record)):
        name, value = member.name, getattr(record, member.name)
        if name in PARTS and value is not None:
            row |= {
                f"{name}.{part.name}": getattr(value, part.name) for part in fields(type(value))
            }
        elif name in COLUMNS and name != "kind":
            row[name] = str(value) if name in NUMBERS and value is not None else value
        elif name in field_days(row["kind"]):
            row[name] = value
    row |= {f"{FACT}{fact.name}": fact.holds for fact in record.facts}
    if record.published_at is not None:
        row |= _time("published_at", record.published_at)
    for each in record.milestones:
        if each.name not in row:
            row |= _time(each.name, each.at)
    row = {name: plain for name, value in row.items() if (plain := _plain(value)) is not None}
    told, data = _data(row), to_data(record)
    rest = {name: value for name, value in data.items() if told.get(name, _NOTHING) != value}
    rest = {name: value for name, value in rest.items() if name in told or value not in _EMPTY}
    if rest:
        row["rest"] = json.dumps(rest, ensure_ascii=False)
    if related:
        row["related"] = json.dumps([to_data(each) for each in related], ensure_ascii=False)
    return row


_NOTHING = object()
_EMPTY: tuple[object, ...] = (None, "", [], {})
"""What a record states where nobody stated anything."""


def _time(name: str, at: StatedTime) -> dict[str, Any]:
    return {name: at.day, f"{name}{TIME}": at.time}


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(BEIJING).replace(tzinfo=None)
        case tuple():
            return list(value)
        case frozenset():
            return sorted(map(str, value))
        case _:
            return value


def records_of(table: Any) -> Iterator[tuple[AnyRecord, Related]]:
    """Return each row of a table as a record, with the records that can be evidence for it.

    A table that is none of records is a ``TableError`` with every fault.
    """
    return iter(pairs(normal(frame_of(table))))


def pairs(frame: pl.DataFrame) -> list[tuple[AnyRecord, Related]]:
    """Return the rows of a table in its form as records."""
    found, faults = [], []
    for row in frame.iter_rows(named=True):
        try:
            found.append(_pair({name: value for name, value in row.items() if value is not None}))
        except (OpenGovError, ValueError) as error:
            faults.append(TableError(str(error), where=f"record {row['id']!r}"))
    need_none(faults)
    return found


def _pair(row: dict[str, Any]) -> tuple[AnyRecord, Related]:
    data = _data(row)
    return from_data(data, AnyRecord), tuple(
        from_data(each, AnyRecord) for each in json.loads(row.get("related", "[]"))
    )


def _data(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row in the form that ``opengov.serial`` reads."""
    kind = row["kind"]
    data: dict[str, Any] = {"type": kind if kind in TYPES else "matter"}
    if kind not in TYPES:
        data["kind"] = kind
    own, facts = field_days(kind), []
    milestones: dict[str, Any] = {}
    for name, value in row.items():
        part, _, rest = name.partition(".")
        if name.startswith(FACT):
            facts.append({"name": name.removeprefix(FACT), "holds": value, "stated_by": ""})
        elif rest:
            data.setdefault(part, {})[rest] = _written(value)
        elif name in COLUMNS and name != "kind":
            data[name] = value
        elif name.startswith(SEVERAL):
            milestones[name.removeprefix(SEVERAL)] = [_stated(each) for each in value]
        elif is_day(name):
            at = str(StatedTime(value, row.get(f"{name}{TIME}")))
            is_field = name == "published_at" or (name in own and f"{name}{TIME}" not in row)
            (data if is_field else milestones)[name] = at
    data |= {"facts": facts, "milestones": milestones}
    data |= json.loads(data.pop("rest", "{}"))
    data.pop("related", None)
    return data


def _stated(value: date) -> str:
    if isinstance(value, datetime):
        return str(StatedTime(value.date(), value.time().replace(microsecond=0)))
    return str(StatedTime(value))


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=BEIJING).isoformat()
    return value.isoformat() if isinstance(value, date) else value
