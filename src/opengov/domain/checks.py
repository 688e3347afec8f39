"""Validators of the core types: what would let a frozen value change is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opengov.errors import InvalidValueError

if TYPE_CHECKING:
    from attrs import Attribute


def is_tuple(instance: object, attribute: Attribute[Any], value: Any) -> None:
    """Refuse a list, which could be changed behind the back of a frozen value."""
    _is_a(tuple, instance, attribute, value)


def is_frozenset(instance: object, attribute: Attribute[Any], value: Any) -> None:
    """Refuse a set that can be changed."""
    _is_a(frozenset, instance, attribute, value)


def _is_a(kind: type, instance: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, kind):
        raise InvalidValueError(
            f"{attribute.name} must be a {kind.__name__}, not {type(value).__name__}.",
            where=type(instance).__name__,
            remedy=f"Wrap it in {kind.__name__}(…).",
        )
