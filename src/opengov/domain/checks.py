"""Validators of the core types: what would let a frozen value change is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from opengov.errors import InvalidValueError

if TYPE_CHECKING:
    from attrs import Attribute


def is_tuple(instance: object, attribute: Attribute[Any], value: Any) -> None:
    """Refuse a list, which could be changed behind the back of a frozen value."""
    if not isinstance(value, tuple):
        _refuse(tuple, instance, attribute, value)


def is_frozenset(instance: object, attribute: Attribute[Any], value: Any) -> None:
    """Refuse a set that can be changed."""
    if not isinstance(value, frozenset):
        _refuse(frozenset, instance, attribute, value)


def _refuse(kind: type, instance: object, attribute: Attribute[Any], value: object) -> NoReturn:
    raise InvalidValueError(
        f"{attribute.name} must be a {kind.__name__}, not {type(value).__name__}.",
        where=type(instance).__name__,
        remedy=f"Wrap it in {kind.__name__}(…).",
    )
