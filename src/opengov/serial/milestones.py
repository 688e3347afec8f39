"""Milestones in TOML and JSON: each day under its name, or a list where it came several times."""

from __future__ import annotations

from functools import partial
from operator import eq
from typing import TYPE_CHECKING, Any

from cattrs.errors import AttributeValidationNote, ClassValidationError

from opengov.domain import Milestone, StatedTime
from opengov.serial.shown import shown

if TYPE_CHECKING:
    from cattrs import Converter

    from opengov.serial.limits import Schema

MILESTONES = tuple[Milestone, ...]


def register_milestones(converter: Converter) -> None:
    """Teach a converter milestones."""
    converter.register_structure_hook_func(
        partial(eq, MILESTONES), lambda value, _: _milestones(value, converter)
    )
    converter.register_unstructure_hook_func(partial(eq, MILESTONES), _data)


def milestones_schema(stated: Schema) -> Schema:
    """Return the JSON Schema of milestones; ``stated`` is that of one time."""
    several = {"type": "array", "items": stated, "minItems": 1}
    return {"type": "object", "additionalProperties": {"anyOf": [stated, several]}}


def _milestones(value: object, converter: Converter) -> tuple[Milestone, ...]:
    if not isinstance(value, dict):
        what = f"expected days by their names, found {shown(value)}"
        raise TypeError(what)
    found: list[Milestone] = []
    faults: list[Exception] = []
    for name, times in value.items():
        for number, each in enumerate(times if isinstance(times, list) else [times]):
            try:
                found.append(Milestone(str(name), converter.structure(each, StatedTime)))
            except (TypeError, ValueError) as fault:
                place = f"{name}[{number}]" if isinstance(times, list) else str(name)
                fault.add_note(AttributeValidationNote(place, place, StatedTime))  # its path
                faults.append(fault)
    if faults:
        raise ClassValidationError("milestones", faults, Milestone)
    return tuple(found)


def _data(milestones: tuple[Milestone, ...]) -> dict[str, Any]:
    found: dict[str, list[str]] = {}
    for each in milestones:
        found.setdefault(each.name, []).append(str(each.at))
    return {name: times[0] if len(times) == 1 else times for name, times in found.items()}
