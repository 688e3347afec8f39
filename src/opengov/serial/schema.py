"""JSON Schema (draft 2020-12) of records and assessments, made from the types themselves."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import attrs

from opengov.domain import (
    Decision,
    DisclosureItem,
    DisclosureList,
    Interpretation,
    Matter,
    Message,
    NegativeListRule,
    StatedTime,
)
from opengov.policy import Held
from opengov.serial.conditions import held_schema
from opengov.serial.due_dates import due_schema
from opengov.serial.forms import STATED_TIME_PATTERN, TAGS, TEXT_FORMS, TYPE_KEY, UNIONS
from opengov.serial.limits import LIMITS, limit_schema
from opengov.serial.milestones import MILESTONES, milestones_schema
from opengov.workdays import Due, Limit

RECORD_TYPES: dict[str, type] = {
    "item": DisclosureItem,
    "list": DisclosureList,
    "decision": Decision,
    "interpretation": Interpretation,
    "matter": Matter,
    "negative-list-rule": NegativeListRule,
}
"""The record types by the names under which their schemas are exported."""

Schema = dict[str, Any]

_MESSAGE: Schema = {
    "type": "object",
    "properties": {"key": {"type": "string"}, "parameters": {"type": "object"}},
    "required": ["key", "parameters"],
    "additionalProperties": False,
}

_SCALARS: dict[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    time: {"type": "string", "format": "time"},
    NoneType: {"type": "null"},
    object: {},
    Message: _MESSAGE,
}


def json_schema(kind: type) -> Schema:
    """Return the schema of what ``to_data`` gives for ``kind`` and ``from_data`` accepts."""
    definitions: dict[str, Schema] = {}
    root = _schema(kind, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.__name__,
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema(kind: Any, definitions: dict[str, Schema]) -> Schema:
    if kind in _SCALARS:
        return _SCALARS[kind]
    if kind is StatedTime:
        return {"type": "string", "pattern": STATED_TIME_PATTERN}
    if kind == MILESTONES:
        return milestones_schema(_schema(StatedTime, definitions))
    if kind in TEXT_FORMS:
        return {"type": "string"}
    if kind in LIMITS or kind == Limit:
        return limit_schema(kind)
    for union, tags in UNIONS.items():
        if kind == union:
            return {"oneOf": [_schema(member, definitions) for member in tags.values()]}
    if get_origin(kind) in {Union, UnionType}:
        return {"anyOf": [_schema(member, definitions) for member in get_args(kind)]}
    if get_origin(kind) in {tuple, frozenset}:
        unique = {"uniqueItems": True} if get_origin(kind) is frozenset else {}
        items = _schema(get_args(kind)[0], definitions)
        return {"type": "array", "items": items, **unique}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    return _class(kind, definitions)


def _class(kind: type, definitions: dict[str, Schema]) -> Schema:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}  # Stands in while the members of a recursive type are drawn.
        definitions[name] = _drawn(kind, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _drawn(kind: type, definitions: dict[str, Schema]) -> Schema:
    if kind is Due:
        return due_schema(lambda part: _schema(part, definitions))
    if kind is Held:
        return held_schema()
    attrs.resolve_types(kind)
    properties: dict[str, Schema] = {}
    required = []
    if kind in TAGS:
        properties[TYPE_KEY] = {"const": TAGS[kind]}
    for member in attrs.fields(kind):
        properties[member.name] = _schema(member.type, definitions)
        if member.default is attrs.NOTHING:
            required.append(member.name)
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
