"""Due dates in JSON: the day or its bounds, why it is provisional, and every day of the count."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from operator import eq
from typing import TYPE_CHECKING, Any

from opengov.errors import NotAnnouncedError
from opengov.serial.limits import limit_data, limit_from
from opengov.workdays import DayKind, Due, LatestBefore, LedgerDay, Limit, Provisional

if TYPE_CHECKING:
    from collections.abc import Callable

    from cattrs import Converter

    from opengov.serial.limits import Schema

_NEEDED = {"limit", "ledger"}


def register_due_dates(converter: Converter) -> None:
    """Teach a converter due dates, and days that may be moments."""
    for when in (date | datetime, date | datetime | None):
        converter.register_structure_hook_func(partial(eq, when), _when)
        converter.register_unstructure_hook_func(partial(eq, when), _text)
    converter.register_structure_hook(DayKind, _day_kind)
    converter.register_unstructure_hook(
        Due, lambda due: {"start": _text(due.start), **_data(due, converter)}
    )
    converter.register_structure_hook(
        Due, lambda value, _: Due(**_fields(value, "start", converter))
    )
    converter.register_unstructure_hook(
        LatestBefore, lambda found: {"event": _text(found.event), **_data(found, converter)}
    )
    converter.register_structure_hook(
        LatestBefore, lambda value, _: LatestBefore(**_fields(value, "event", converter))
    )


def due_schema(schema_of: Callable[[object], Schema]) -> Schema:
    """Return the JSON Schema of a due date; ``schema_of`` gives that of its parts."""
    day: Schema = {"type": "string", "format": "date"}
    moment: Schema = {"type": "string", "format": "date-time"}
    nothing: Schema = {"type": "null"}
    keys: Schema = {
        "start": {"anyOf": [day, moment]},
        "on": {"anyOf": [day, nothing]},
        "earliest": day,
        "latest": day,
        "at": {"anyOf": [moment, nothing]},
        "provisional": schema_of(Provisional | None),
        "limit": schema_of(Limit),
        "overlays": {"type": "array", "items": {"type": "string"}},
        "ledger": schema_of(tuple[LedgerDay, ...]),
    }
    return {
        "type": "object",
        "properties": keys,
        "required": ["start", *sorted(_NEEDED)],
        "additionalProperties": False,
    }


def _data(found: Due | LatestBefore, converter: Converter) -> dict[str, object]:
    try:
        on = _text(found.on)
    except NotAnnouncedError:
        on = None
    return {
        "on": on,
        "earliest": _text(found.earliest),
        "latest": _text(found.latest),
        "at": _text(found.at),
        "provisional": found.provisional and converter.unstructure(found.provisional),
        "limit": limit_data(found.limit),
        "overlays": list(found.overlays),
        "ledger": [converter.unstructure(line) for line in found.ledger],
    }


def _fields(value: object, anchor: str, converter: Converter) -> dict[str, Any]:
    """Return what a due date is made of; ``anchor`` is the field that it is counted from."""
    if not isinstance(value, dict) or not {anchor, *_NEEDED} <= value.keys():
        what = f"expected an object with {', '.join(sorted({anchor, *_NEEDED}))}, found {value!r}"
        raise TypeError(what)
    # 0.1.0 had the day alone.
    only = str(value.get("on"))
    provisional = value.get("provisional")
    return {
        anchor: _when(value[anchor], date),
        "limit": limit_from(value["limit"]),
        "earliest": date.fromisoformat(value.get("earliest", only)),
        "latest": date.fromisoformat(value.get("latest", only)),
        "at": _when(value.get("at"), datetime),
        "provisional": provisional and converter.structure(provisional, Provisional),
        "overlays": tuple(value.get("overlays", ())),
        "ledger": converter.structure(value["ledger"], tuple[LedgerDay, ...]),
    }


def _text(when: date | None) -> str | None:
    return None if when is None else when.isoformat()


def _when(value: object, _: object) -> date | datetime | None:
    if value is None:
        return None
    if not isinstance(value, str):
        what = f"expected a day or a moment as ISO 8601 text, found {value!r}"
        raise TypeError(what)
    if len(value) == len("2018-05-16"):
        return date.fromisoformat(value)
    moment = datetime.fromisoformat(value)
    if moment.utcoffset() is None:
        what = f"expected a moment with an offset, found {value!r}"
        raise ValueError(what)
    return moment


def _day_kind(value: object, _: object) -> DayKind:
    # 0.1.0 knew one kind of day off, and its releases may still wait in an outbox.
    return DayKind.STATUTORY if value == "holiday" else DayKind(value)
