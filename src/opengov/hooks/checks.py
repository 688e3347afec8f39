"""What is wrong with a plugin before it is registered: names, signatures, marks."""

from __future__ import annotations

import difflib
import inspect
from typing import TYPE_CHECKING, Any

from attrs import frozen

from opengov.errors import PluginInvalidError
from opengov.hooks import specs
from opengov.hooks.specs import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PREFIX = "opengov_"

HOOKS: dict[str, tuple[str, ...]] = {
    name: tuple(inspect.signature(spec).parameters)
    for name, spec in vars(specs).items()
    if hasattr(spec, f"{PROJECT}_spec")
}
"""Every hook and the parameters an implementation may take."""

_PLAIN = inspect.Parameter.POSITIONAL_OR_KEYWORD


@frozen
class Implementation:
    """One function of a plugin, and the parameters of the hook that it wants."""

    hook: str
    function: Callable[..., object]
    parameters: tuple[str, ...]


def implementations(plugin: object, name: str) -> tuple[Implementation, ...]:
    """Return what a plugin implements; every fault is in the ``PluginInvalidError``."""
    found: list[Implementation] = []
    faults: list[PluginInvalidError] = []
    for member_name in dir(plugin):
        marked, member = _member(plugin, member_name)
        if not marked and not (member_name.startswith(PREFIX) and callable(member)):
            continue
        wrong = list(_faults(member_name, member, marked=marked))
        faults += (PluginInvalidError(fault, where=f"{name}.{member_name}") for fault in wrong)
        if not wrong:
            taken = tuple(inspect.signature(member).parameters)
            found.append(Implementation(member_name, member, taken))
    if not found and not faults:
        faults.append(PluginInvalidError("it implements no hook.", where=name))
    if faults:
        raise PluginInvalidError(
            "the plugin was not registered.",
            where=name,
            remedy="Mend what is listed; nothing of it is in use.",
            faults=faults,
        )
    return tuple(found)


def _member(plugin: object, name: str) -> tuple[bool, Any]:
    """Return whether a member is marked as a hook, without running properties of the plugin."""
    if isinstance(inspect.getattr_static(plugin, name, None), property):
        return False, None
    member = getattr(plugin, name, None)
    return hasattr(member, f"{PROJECT}_impl"), member


def _faults(name: str, function: Callable[..., object], *, marked: bool) -> Iterator[str]:
    if not marked:
        yield "it is named like a hook and not marked; put @hookimpl above it."
        return
    if name not in HOOKS:
        near = difflib.get_close_matches(name, HOOKS, n=1)
        advice = f"did you mean {near[0]}?" if near else f"the hooks are {', '.join(HOOKS)}."
        yield f"there is no hook of this name; {advice}"
        return
    options = getattr(function, f"{PROJECT}_impl")
    if any(options.get(option) for option in ("wrapper", "hookwrapper")):
        yield "a hook is answered, never wrapped."
    if any(options.get(option) for option in ("tryfirst", "trylast")):
        yield "plugins are called in the order of their names; leave tryfirst and trylast out."
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        yield "hooks are called synchronously; make it a plain function."
    if inspect.isgeneratorfunction(function):
        yield "a hook returns a list; it does not yield."
    yield from _signature_faults(name, function)


def _signature_faults(name: str, function: Callable[..., object]) -> Iterator[str]:
    given = HOOKS[name]
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is not _PLAIN or parameter.default is not parameter.empty:
            yield f"parameter {parameter} must be a plain one, without a default."
        elif parameter.name not in given:
            offered = f"it is given {', '.join(given)}." if given else "it is given nothing."
            yield f"there is no parameter {parameter.name}; {offered}"
