"""The converter between values and JSON-ready data."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, datetime, time
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

import attrs
from cattrs import BaseValidationError, Converter, transform_error
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from opengov.domain import AnyRecord, Event, LocalizedText, Message, Truth
from opengov.errors import OpenGovError, SerialError
from opengov.policy import Held
from opengov.policy.condition import All, AnyOf, Not
from opengov.serial.conditions import condition_data, condition_from
from opengov.serial.due_dates import register_due_dates
from opengov.serial.forms import TAGS, TEXT_FORMS, TYPE_KEY, UNIONS
from opengov.serial.limits import LIMITS, register_limits
from opengov.serial.messages import message_data, message_from
from opengov.serial.milestones import register_milestones
from opengov.serial.shown import shown
from opengov.workdays import Due, LatestBefore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def make_converter() -> Converter:
    """Return a new converter; changing it changes nobody else's."""
    converter = Converter(forbid_extra_keys=True)
    _register_scalars(converter)
    _register_texts(converter)
    _register_classes(converter)
    _register_unions(converter)
    converter.register_unstructure_hook(Message, message_data)
    converter.register_structure_hook(Message, message_from)
    return converter


def _register_scalars(converter: Converter) -> None:
    # cattrs would turn 5 into "5" and "5" into 5; a record that says the wrong type is wrong.
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _exactly(kind))
    for moment in (date, datetime, time):
        converter.register_unstructure_hook(moment, _iso)
        converter.register_structure_hook(moment, _from_iso(moment))
    converter.register_structure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, Enum), _choice
    )
    converter.register_unstructure_hook_func(
        lambda kind: getattr(kind, "__origin__", kind) is frozenset,
        lambda members: sorted(converter.unstructure(member) for member in members),
    )
    register_limits(converter)
    register_due_dates(converter)
    register_milestones(converter)
    _register_paths(converter)


def _register_paths(converter: Converter) -> None:
    """Teach a converter what decided that a norm applies."""
    converter.register_unstructure_hook(
        Held, lambda held: {**condition_data(held.question), "holds": held.truth.value}
    )
    converter.register_structure_hook(Held, _held)


def _held(value: object, _: object) -> Held:
    if not isinstance(value, dict) or "holds" not in value:
        what = f"expected a condition and whether it holds, found {value!r}"
        raise TypeError(what)
    asked = {key: told for key, told in value.items() if key != "holds"}
    question = condition_from(asked, "path")
    if isinstance(question, All | AnyOf | Not):
        what = f"a path holds single questions, not {asked!r}"
        raise TypeError(what)
    return Held(question, Truth(value["holds"]))


def _iso(value: date | time) -> str:
    return value.isoformat()


NAMES: dict[type, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    date: "a day such as 2018-05-16",
    datetime: "a moment such as 2018-05-16T15:22:46+08:00",
    time: "a time of day such as 15:22:46",
}
"""What people call the types of single values."""


def _exactly(kind: type) -> Callable[[object, object], object]:
    def structure(value: object, _: object) -> object:
        if type(value) is not kind:
            what = f"expected {NAMES[kind]}, found {shown(value)}"
            raise TypeError(what)
        if isinstance(value, str) and _HALF_CHARACTER.search(value):
            what = f"{value!r} holds half a character, which no file can keep"
            raise ValueError(what)
        return value

    return structure


def _from_iso(kind: type[date | time]) -> Callable[[object, object], object]:
    def structure(value: object, _: object) -> object:
        what = f"expected {NAMES[kind]}, found {shown(value)}"
        if not isinstance(value, str):
            raise TypeError(what)
        try:
            return kind.fromisoformat(value)
        except ValueError as error:
            told = str(error)
            raise ValueError(what if told.startswith("Invalid") else f"{what}: {told}") from None

    return structure


def _choice(value: object, kind: type[Enum]) -> Enum:
    try:
        return kind(value)
    except ValueError:
        choices = ", ".join(str(member.value) for member in kind)
        what = f"expected one of {choices}, found {shown(value)}"
        raise ValueError(what) from None


def _register_texts(converter: Converter) -> None:
    for kind, parse in TEXT_FORMS.items():
        converter.register_unstructure_hook(kind, str)
        converter.register_structure_hook(kind, _parsed(parse))
    converter.register_structure_hook_func(
        lambda kind: kind == str | LocalizedText,
        lambda value, _: converter.structure(
            value, LocalizedText if isinstance(value, dict) else str
        ),
    )


def _parsed(parse: Callable[[str], object]) -> Callable[[object, object], object]:
    def structure(value: object, _: object) -> object:
        if isinstance(value, str):
            return parse(value)
        what = f"expected text, found {shown(value)}"
        raise TypeError(what)

    return structure


def _register_classes(converter: Converter) -> None:
    def structure_factory(kind: type) -> Callable[[object, object], object]:
        attrs.resolve_types(kind)
        plain: Callable[[Any, Any], object] = make_dict_structure_fn(
            kind, converter, _cattrs_forbid_extra_keys=True
        )
        tag = TAGS.get(kind)

        def structure(value: object, target: object) -> object:
            if not isinstance(value, dict):
                what = f"expected an object, found {shown(value)}"
                raise TypeError(what)
            if tag is not None:
                if value.get(TYPE_KEY, tag) != tag:
                    what = f"expected type {tag!r}, found {shown(value[TYPE_KEY])}"
                    raise ValueError(what)
                value = {key: held for key, held in value.items() if key != TYPE_KEY}
            return plain(value, target)

        return structure

    def unstructure_factory(kind: type) -> Callable[[object], object]:
        attrs.resolve_types(kind)
        plain: Callable[[object], dict[str, object]] = make_dict_unstructure_fn(kind, converter)
        tag = TAGS.get(kind)
        if tag is None:
            return plain
        return lambda value: {TYPE_KEY: tag, **plain(value)}

    special = {Due, Held, LatestBefore, Message, *LIMITS, *TEXT_FORMS}
    converter.register_structure_hook_factory(
        lambda kind: attrs.has(kind) and kind not in special, structure_factory
    )
    converter.register_unstructure_hook_factory(
        lambda kind: attrs.has(kind) and kind not in special, unstructure_factory
    )


def _register_unions(converter: Converter) -> None:
    for tags in UNIONS.values():
        converter.register_structure_hook_func(_is_union_of(tags), _tagged(converter, tags))
        converter.register_unstructure_hook_func(
            _is_union_of(tags),
            lambda value: converter.unstructure(value, type(value)),
        )


def _type_found(tag: object) -> str:
    return "no type" if tag is None else f"type {shown(tag)}"


def _is_union_of(tags: dict[str, type]) -> Callable[[object], bool]:
    """Recognise the closed set, and the same with ``None`` in it."""
    members = set(tags.values())
    return lambda kind: set(get_args(kind)) - {type(None)} == members


def _tagged(converter: Converter, tags: dict[str, type]) -> Callable[[object, object], object]:
    def structure(value: object, kind: object) -> object:
        if value is None and type(None) in get_args(kind):
            return None
        tag = value.get(TYPE_KEY) if isinstance(value, dict) else None
        if not isinstance(tag, str) or tag not in tags:
            what = (
                f"expected an object with type one of {', '.join(tags)}, found {_type_found(tag)}"
            )
            raise ValueError(what)
        return converter.structure(value, tags[tag])

    return structure


_CONVERTER = make_converter()


def to_data(value: object) -> Any:
    """Return ``value`` as lists, dicts and scalars that ``json`` can write."""
    return _CONVERTER.unstructure(value)


def from_data(data: object, kind: type[T] | object, *, where: str = "") -> T:
    """Build a value of ``kind``; every fault of the data is in the ``SerialError``."""
    try:
        return _CONVERTER.structure(data, cast("type[T]", kind))
    except (BaseValidationError, TypeError, ValueError) as error:
        raise SerialError(
            f"this is not a valid {_name(kind)}.",
            where=where,
            remedy="Mend the places below.",
            faults=[SerialError(what, where=path) for what, path in faults_of(error)],
        ) from error


def dumps(value: object, *, indent: int | None = None) -> str:
    """Return ``value`` as JSON text, Chinese as it is, keys in a stable order.

    Half a character (a lone surrogate), which no file can keep, is a ``SerialError``.
    """
    text = json.dumps(to_data(value), ensure_ascii=False, sort_keys=True, indent=indent)
    if half := _HALF_CHARACTER.search(text):
        raise SerialError(
            f"the text holds half a character: {half[0]!r}.",
            remedy="Mend the text; a lone surrogate comes from a cut or wrongly decoded string.",
        )
    return text


def loads(text: str, kind: type[T] | object, *, where: str = "") -> T:
    """Read JSON text; what is not JSON, or not a ``kind``, is a ``SerialError``."""
    return from_data(parsed(text, where=where), kind, where=where)


def parsed(text: str, *, where: str = "") -> Any:
    """Return the data that JSON text holds; a key that stands twice in an object is a fault.

    Of two values under one key a reader would take one in silence.
    """
    doubled: list[_Doubled] = []

    def one_of_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        doubled.append(_Doubled(found, pairs))
        return doubled[-1]

    try:
        data = json.loads(text, object_pairs_hook=one_of_each)
    except RecursionError as error:
        what = "this is nested too deeply to be a record."
        raise SerialError(what, where=where, remedy="Check where the file came from.") from error
    except ValueError as error:
        what = f"this is not JSON: {error}."
        raise SerialError(what, where=where, remedy="Check that the file is whole.") from error
    if doubled:
        raise SerialError(
            "a key stands twice in one object.",
            where=where,
            remedy="Leave one of the two; several days of one name are a list.",
            faults=[
                SerialError(f"the key {name!r} stands twice.", where=path)
                for path, name in _doubled_in(data, "$")
            ],
        )
    return data


class _Doubled(dict[str, Any]):
    """An object in which keys stand twice."""

    def __init__(self, found: dict[str, Any], pairs: list[tuple[str, Any]]) -> None:
        super().__init__(found)
        counts = Counter(name for name, _ in pairs)
        self.names = [name for name, count in counts.items() if count > 1]


def _doubled_in(data: object, path: str) -> Iterator[tuple[str, str]]:
    """Return the path and the name of each key that stands twice."""
    match data:
        case dict():
            if isinstance(data, _Doubled):
                yield from ((f"{path}.{name}", name) for name in data.names)
            for name, held in data.items():
                yield from _doubled_in(held, f"{path}.{name}")
        case list():
            for number, held in enumerate(data):
                yield from _doubled_in(held, f"{path}[{number}]")


def faults_of(error: BaseException) -> list[tuple[str, str]]:
    """Return what is wrong and its path, for each fault that cattrs found."""
    lines = transform_error(error, path="$", format_exception=_words)
    return [_split(line) for line in lines]


def _name(kind: object) -> str:
    if kind == AnyRecord:
        return "record"
    return str(getattr(kind, "__name__", "event" if kind == Event else kind))


def _words(error: BaseException, _kind: type | None) -> str:
    match error:
        case ForbiddenExtraKeysError():
            return f"unknown keys: {', '.join(sorted(error.extra_fields))}"
        case KeyError():
            return f"the key {error.args[0]!r} is missing"
        case OpenGovError():
            place = f"{error.where}: " if error.where else ""
            return f"{place}{error.what.rstrip('.')}. {error.remedy.rstrip('.')}".strip(". ")
        case _:
            return str(error)


def _split(line: str) -> tuple[str, str]:
    what, _, path = line.rpartition(" @ ")
    return (f"{what}.", path) if what else (f"{line}.", "$")
