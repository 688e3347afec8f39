"""Conditions in TOML and JSON: one key a table, nested by ``all``, ``any`` and ``not``.

``{ all = [{ kind = "item" }, { not = { tag = "state-secret" } }] }``. An empty table always
holds.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, assert_never

from opengov.domain import Truth
from opengov.errors import InvalidValueError
from opengov.policy.condition import (
    ALWAYS,
    After,
    All,
    AnyOf,
    Before,
    Done,
    FieldIs,
    IssuedBy,
    KindIs,
    Not,
    Tagged,
)
from opengov.serial.shown import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opengov.policy import Condition


def condition_from(table: object, where: str) -> Condition:  # noqa: PLR0911  (one arm a key)
    """Build the condition that ``table`` writes; else an ``InvalidValueError`` at ``where``."""
    match table:
        case dict() if not table:
            return ALWAYS
        case {"kind": str(kind), **rest} if not rest:
            return KindIs(kind)
        case {"tag": str(name), **rest} if not rest:
            return Tagged(name)
        case {"done": str(name), **rest} if not rest:
            return Done(name)
        case {"issuer": [*names], **rest} if not rest and _texts(names):
            return IssuedBy(frozenset(names))
        case {"field": {**pair}, **rest} if not rest and (said := _said(pair)):
            return FieldIs(*said)
        case {"before": {**pair}, **rest} if not rest and (dated := _dated(pair)):
            return Before(*dated)
        case {"after": {**pair}, **rest} if not rest and (dated := _dated(pair)):
            return After(*dated)
        case {"all": [*parts], **rest} if not rest and parts:
            return All(_several(parts, f"{where}.all"))
        case {"any": [*parts], **rest} if not rest and parts:
            return AnyOf(_several(parts, f"{where}.any"))
        case {"not": part, **rest} if not rest:
            return Not(condition_from(part, f"{where}.not"))
    raise InvalidValueError(
        f"{shown(table)} is not a condition.",
        where=where,
        remedy="Write one table with one key: kind, tag, done, issuer, field, before, after, all,"
        " any or not.",
    )


def condition_data(condition: Condition) -> dict[str, Any]:
    """Return a condition as data that ``condition_from`` reads back."""
    match condition:
        case KindIs(kind):
            return {"kind": kind}
        case Tagged(name):
            return {"tag": name}
        case Done(name):
            return {"done": name}
        case IssuedBy(names):
            return {"issuer": sorted(names)}
        case FieldIs(name, value):
            return {"field": {name: value}}
        case Before(name, day):
            return {"before": {name: day.isoformat()}}
        case After(name, day):
            return {"after": {name: day.isoformat()}}
        case All(parts):
            return {"all": [condition_data(part) for part in parts]} if parts else {}
        case AnyOf(parts):
            return {"any": [condition_data(part) for part in parts]}
        case Not(part):
            return {"not": condition_data(part)}
        case _:
            assert_never(condition)


def held_schema() -> dict[str, Any]:
    """Return the JSON Schema of a question and whether it holds."""
    text: dict[str, Any] = {"type": "string"}
    pair = {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": text}
    asked = {
        **dict.fromkeys(("kind", "tag", "done"), text),
        "issuer": {"type": "array", "items": text},
        **dict.fromkeys(("field", "before", "after"), pair),
    }
    holds = {"enum": [truth.value for truth in Truth]}
    return {
        "oneOf": [
            {
                "type": "object",
                "properties": {key: schema, "holds": holds},
                "required": [key, "holds"],
                "additionalProperties": False,
            }
            for key, schema in asked.items()
        ]
    }


def _several(parts: list[Any], where: str) -> tuple[Condition, ...]:
    return tuple(condition_from(part, f"{where}[{n}]") for n, part in enumerate(parts))


def _said(pair: Mapping[object, object]) -> tuple[str, str] | None:
    """Return the field of a record and the text that it is to have."""
    for name, value in pair.items():
        if len(pair) == 1 and isinstance(name, str) and isinstance(value, str):
            return name, value
    return None


def _texts(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(value, str) for value in values)


def _dated(pair: Mapping[object, object]) -> tuple[str, date] | None:
    """Return the day of a record and the date it is compared with."""
    for name, day in pair.items():
        found = _day(day)
        if len(pair) == 1 and isinstance(name, str) and found is not None:
            return name, found
    return None


def _day(value: object) -> date | None:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
