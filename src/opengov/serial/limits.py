"""Limits and due dates in JSON and TOML: each unit under a key of its own."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from operator import eq
from typing import TYPE_CHECKING, Any

from opengov.workdays import (
    CalendarDays,
    DayKind,
    Due,
    FirstHour,
    FixedDate,
    Hours,
    LastDay,
    LatestBefore,
    LedgerDay,
    Limit,
    Months,
    Provisional,
    Workdays,
    Years,
)

if TYPE_CHECKING:
    from collections.abc import Callable
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
        what = f"expected a limit with one of the keys {', '.join(_SHAPES)}, found {value!r}"
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


def _day_kind(value: object, _: object) -> DayKind:
    # 0.1.0 knew one kind of day off, and its releases may still wait in an outbox.
    return DayKind.STATUTORY if value == "holiday" else DayKind(value)


def _when(value: object, _: object) -> date | datetime:
    if not isinstance(value, str):
        what = f"expected a day or a moment as ISO 8601 text, found {value!r}"
        raise TypeError(what)
    return date.fromisoformat(value) if len(value) == len("2018-05-16") else _moment(value)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.utcoffset() is None:
        what = f"expected a moment with an offset, found {text!r}"
        raise ValueError(what)
    return moment


def _maybe(read: Callable[[object, object], object]) -> Callable[[object, object], object]:
    return lambda value, _: None if value is None else read(value, Limit)


def register_limits(converter: Converter) -> None:
    """Teach a converter limits and due dates."""
    for kind in LIMITS:
        converter.register_unstructure_hook(kind, limit_data)
        converter.register_structure_hook(kind, limit_from)
    converter.register_structure_hook_func(lambda kind: kind == Limit, limit_from)
    converter.register_unstructure_hook_func(lambda kind: kind == Limit, limit_data)
    converter.register_structure_hook_func(lambda kind: kind == Limit | None, _maybe(limit_from))
    converter.register_unstructure_hook_func(
        lambda kind: kind == Limit | None, lambda limit: limit and limit_data(limit)
    )
    for when in (date | datetime, date | datetime | None):
        converter.register_structure_hook_func(partial(eq, when), _maybe(_when))
        converter.register_unstructure_hook_func(
            partial(eq, when), lambda value: value and value.isoformat()
        )

    def common(due: Due | LatestBefore) -> dict[str, object]:
        return {
            "on": None if due.provisional else due.earliest.isoformat(),
            "earliest": due.earliest.isoformat(),
            "latest": due.latest.isoformat(),
            "at": due.at and due.at.isoformat(),
            "provisional": due.provisional and converter.unstructure(due.provisional),
            "limit": limit_data(due.limit),
            "overlays": list(due.overlays),
            "ledger": [converter.unstructure(line) for line in due.ledger],
        }

    def due_data(due: Due) -> dict[str, object]:
        return {"start": due.start.isoformat(), **common(due)}

    def latest_data(found: LatestBefore) -> dict[str, object]:
        return {"event": found.event.isoformat(), **common(found)}

    def due_from(value: object, _: object) -> Due:
        needed = {"start", "limit", "ledger"}
        if not isinstance(value, dict) or not needed <= value.keys():
            what = f"expected an object with {', '.join(sorted(needed))}, found {value!r}"
            raise TypeError(what)
        provisional, at = value.get("provisional"), value.get("at")
        return Due(
            start=_when(value["start"], date),
            limit=limit_from(value["limit"]),
            # Releases of the first format have the day alone.
            earliest=date.fromisoformat(value.get("earliest") or value["on"]),
            latest=date.fromisoformat(value.get("latest") or value["on"]),
            at=datetime.fromisoformat(at) if at else None,
            provisional=converter.structure(provisional, Provisional) if provisional else None,
            overlays=tuple(value.get("overlays", ())),
            ledger=converter.structure(value["ledger"], tuple[LedgerDay, ...]),
        )

    def latest_from(value: object, _: object) -> LatestBefore:
        if not isinstance(value, dict) or "event" not in value:
            what = f"expected an object with event, found {value!r}"
            raise TypeError(what)
        found = due_from({"start": value["event"], **value}, Due)
        return LatestBefore(
            event=found.start,
            limit=found.limit,
            earliest=found.earliest,
            latest=found.latest,
            at=found.at,
            provisional=found.provisional,
            overlays=found.overlays,
            ledger=found.ledger,
        )

    converter.register_structure_hook(DayKind, _day_kind)
    converter.register_unstructure_hook(Due, due_data)
    converter.register_unstructure_hook(LatestBefore, latest_data)
    converter.register_structure_hook(LatestBefore, latest_from)
    converter.register_structure_hook(Due, due_from)
