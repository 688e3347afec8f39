"""Conditions as TOML writes them: one key a table, nested by ``all``, ``any`` and ``not``.

``{ all = [{ kind = "item" }, { not = { tag = "state-secret" } }] }``. An empty table always
holds.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import attrs

from opengov.errors import PackSyntaxError
from opengov.policy.case import DAYS, KINDS
from opengov.policy.condition import (
    ALWAYS,
    After,
    All,
    AnyOf,
    Before,
    FieldIs,
    IssuedBy,
    KindIs,
    Not,
    Tagged,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opengov.policy import Condition

_FIELDS = {member.name for kind in KINDS for member in attrs.fields(kind)}


def condition(table: object, where: str) -> Condition:
    """Build the condition that ``table`` writes; else a ``PackSyntaxError`` at ``where``."""
    match table:
        case dict() if not table:
            return ALWAYS
        case {"kind": str(kind), **rest} if not rest and kind in KINDS.values():
            return KindIs(kind)
        case {"tag": str(name), **rest} if not rest:
            return Tagged(name)
        case {"issuer": [*names], **rest} if not rest and _texts(names):
            return IssuedBy(frozenset(names))
        case {"field": {**pair}, **rest} if not rest and len(pair) == 1:
            ((field, value),) = pair.items()
            if isinstance(field, str) and field in _FIELDS and isinstance(value, str):
                return FieldIs(field, value)
        case {"before": {**pair}, **rest} if not rest and (dated := _dated(pair)):
            return Before(*dated)
        case {"after": {**pair}, **rest} if not rest and (dated := _dated(pair)):
            return After(*dated)
        case {"all": [*parts], **rest} if not rest:
            return All(tuple(condition(part, f"{where}.all[{n}]") for n, part in enumerate(parts)))
        case {"any": [*parts], **rest} if not rest and parts:
            return AnyOf(
                tuple(condition(part, f"{where}.any[{n}]") for n, part in enumerate(parts))
            )
        case {"not": part, **rest} if not rest:
            return Not(condition(part, f"{where}.not"))
    raise PackSyntaxError(
        f"{table!r} is not a condition.",
        where=where,
        remedy="Write one table with one key: kind, tag, issuer, field, before, after, all, any"
        " or not; kinds, fields and days must exist.",
    )


def _texts(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(value, str) for value in values)


def _dated(pair: Mapping[object, object]) -> tuple[str, date] | None:
    """Return the day of a record and the date it is compared with."""
    for name, day in pair.items():
        if len(pair) == 1 and isinstance(name, str) and name in DAYS and type(day) is date:
            return name, day
    return None
