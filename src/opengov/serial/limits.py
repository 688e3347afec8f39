"""Limits in JSON and TOML: each unit under a key of its own."""

from __future__ import annotations

from functools import partial
from operator import eq
from typing import TYPE_CHECKING, Any

from opengov.workdays import (
    CalendarDays,
    FirstHour,
    FixedDate,
    Hours,
    LastDay,
    Limit,
    Months,
    Workdays,
    Years,
)

if TYPE_CHECKING:
    from enum import Enum

    from cattrs import Converter

Schema = dict[str, Any]

_MOVING = {"days": CalendarDays, "months": Months, "years": Years}
_COUNT: Schema = {"type": "integer", "minimum": 0}


def _choice_of(kind: type[Enum]) -> Schema:
    return {"enum": [member.value for member in kind]}


_SHAPES: dict[str, tuple[type, Schema]] = {
    "workdays": (Workdays, {"workdays": _COUNT}),
    **{
        unit: (kind, {unit: _COUNT, "last_day": _choice_of(LastDay)})
        for unit, kind in _MOVING.items()
    },
    "hours": (Hours, {"hours": _COUNT, "first_hour": _choice_of(FirstHour)}),
    "month": (
        FixedDate,
        {
            "month": {"type": "integer", "minimum": 1, "maximum": 12},
            "day": {"type": "integer", "minimum": 1, "maximum": 31},
            "years_after": _COUNT,
            "last_day": _choice_of(LastDay),
        },
    ),
}
"""The key that tells the unit, with the type and the keys that belong to it."""

_OPTIONAL = {"years_after"}

LIMITS = tuple(kind for kind, _ in _SHAPES.values())


def limit_schema(kind: object) -> Schema:
    """Return the JSON Schema of one unit, or of any limit."""
    shapes = [
        {
            "type": "object",
            "properties": keys,
            "required": [key for key in keys if key not in _OPTIONAL],
            "additionalProperties": False,
        }
        for unit, keys in _SHAPES.values()
        if kind in {unit, Limit}
    ]
    return shapes[0] if len(shapes) == 1 else {"oneOf": shapes}


def limit_data(limit: Limit) -> dict[str, object]:
    """Return a limit as data: ``{"workdays": 20}``, ``{"days": 30, "last_day": "moves"}``."""
    match limit:
        case Workdays(count):
            return {"workdays": count}
        case Hours(count):
            return {"hours": count, "first_hour": limit.first_hour.value}
        case FixedDate():
            return {
                "month": limit.month,
                "day": limit.day,
                "years_after": limit.years_after,
                "last_day": limit.last_day.value,
            }
        case _:
            unit = next(unit for unit, kind in _MOVING.items() if isinstance(limit, kind))
            return {unit: limit.count, "last_day": limit.last_day.value}


def limit_from(value: object, wanted: object = Limit) -> Limit:
    """Read a limit; an unknown unit, or a key too many or too few, is a ``TypeError``."""
    unit = next((unit for unit in _SHAPES if isinstance(value, dict) and unit in value), None)
    if unit is None or not isinstance(value, dict):
        what = (
            f"the limit {value!r} has no unit: write one of the keys {', '.join(_SHAPES)},"
            " such as { workdays = 20 }"
        )
        raise TypeError(what)
    kind, keys = _SHAPES[unit]
    missing, strange = set(keys) - set(value) - _OPTIONAL, set(value) - set(keys)
    if missing or strange or wanted not in {kind, Limit}:
        what = f"expected a limit with the keys {', '.join(keys)}, found {value!r}"
        raise TypeError(what)
    given = {("count" if key == unit != "month" else key): held for key, held in value.items()}
    choices = {"last_day": LastDay, "first_hour": FirstHour}
    for key in choices.keys() & given.keys():
        given[key] = choices[key](given[key])
    count = (given.pop("count"),) if "count" in given else ()
    limit: Limit = kind(*count, **given)
    return limit


def register_limits(converter: Converter) -> None:
    """Teach a converter limits."""
    for kind in LIMITS:
        converter.register_unstructure_hook(kind, limit_data)
        converter.register_structure_hook(kind, limit_from)
    converter.register_structure_hook_func(partial(eq, Limit), limit_from)
    converter.register_unstructure_hook_func(partial(eq, Limit), limit_data)
    converter.register_structure_hook_func(
        partial(eq, Limit | None), lambda value, _: None if value is None else limit_from(value)
    )
    converter.register_unstructure_hook_func(
        partial(eq, Limit | None), lambda limit: limit and limit_data(limit)
    )
