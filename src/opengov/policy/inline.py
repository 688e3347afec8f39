"""Conditions as Python expressions, for functions that are written from packs.

Truth is three-valued, so every condition gives two expressions: whether it surely holds, and
whether it may. Each thing that is asked of a record is read once, into a variable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from opengov.policy.case import DERIVED
from opengov.policy.condition import (
    After,
    All,
    AnyOf,
    Before,
    Done,
    FieldIs,
    IssuedBy,
    KindIs,
    Not,
    Tagged,
)

if TYPE_CHECKING:
    from opengov.policy.condition import Condition, Question

ALWAYS, NEVER = "True", "False"


class Variables:
    """The variables of one function: what it reads of a record of one kind, and its constants."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.days: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.derived: dict[str, str] = {}
        self.stated: dict[str, str] = {}
        self.constants: dict[str, object] = {}

    def day(self, name: str) -> str:
        """Return the variable that holds a day."""
        return self.days.setdefault(name, f"day_{len(self.days)}")

    def text(self, name: str) -> str:
        """Return the variable that holds the text of a field."""
        return self.texts.setdefault(name, f"text_{len(self.texts)}")

    def fact(self, name: str) -> str:
        """Return the variable that holds a fact that follows from the record."""
        return self.derived.setdefault(name, f"fact_{len(self.derived)}")

    def statement(self, name: str) -> str:
        """Return the variable that holds what was stated about a fact."""
        return self.stated.setdefault(name, f"stated_{len(self.stated)}")

    def constant(self, value: object) -> str:
        """Return the name of a value that the function is given."""
        name = f"value_{len(self.constants)}"
        self.constants[name] = value
        return name


def surely(condition: Condition, found: Variables) -> str:
    """Return the expression that is true where the condition holds."""
    match condition:
        case All(parts):
            return _all([surely(part, found) for part in parts])
        case AnyOf(parts):
            return _any([surely(part, found) for part in parts])
        case Not(part):
            return _not(maybe(part, found))
        case _:
            return _asked(condition, found)[0]


def maybe(condition: Condition, found: Variables) -> str:
    """Return the expression that is true where the condition holds, or may."""
    match condition:
        case All(parts):
            return _all([maybe(part, found) for part in parts])
        case AnyOf(parts):
            return _any([maybe(part, found) for part in parts])
        case Not(part):
            return _not(surely(part, found))
        case _:
            return _asked(condition, found)[1]


def _asked(question: Question, found: Variables) -> tuple[str, str]:
    """Return whether the answer is surely, and whether it may be, yes."""
    match question:
        case KindIs(kind):
            holds = ALWAYS if kind == found.kind else NEVER
            return holds, holds
        case Tagged(name) if name in DERIVED:
            fact = found.fact(name)
            return f"{fact} is YES", f"{fact} is not NO"
        case Tagged(name):
            stated = found.statement(name)
            return f"{stated} is True", f"{stated} is not False"
        case Done(name):
            done = f"{found.day(name)} is not None"
            return done, done
        case IssuedBy(names):
            body, known = found.text("issuing_body"), found.constant(names)
            return f"{body} in {known}", f"({body} is None or {body} in {known})"
        case FieldIs(name, value):
            text = found.text(name)
            return f"{text} == {value!r}", f"({text} is None or {text} == {value!r})"
        case Before(name, day):
            return _compared(found.day(name), "<", found.constant(day))
        case After(name, day):
            return _compared(found.day(name), ">", found.constant(day))
        case _:
            assert_never(question)


def _compared(day: str, sign: str, other: str) -> tuple[str, str]:
    return (
        f"({day} is not None and {day} {sign} {other})",
        f"({day} is None or {day} {sign} {other})",
    )


def _all(parts: list[str]) -> str:
    if NEVER in parts:
        return NEVER
    left = [part for part in parts if part != ALWAYS]
    return f"({' and '.join(left)})" if left else ALWAYS


def _any(parts: list[str]) -> str:
    if ALWAYS in parts:
        return ALWAYS
    left = [part for part in parts if part != NEVER]
    return f"({' or '.join(left)})" if left else NEVER


def _not(part: str) -> str:
    return {ALWAYS: NEVER, NEVER: ALWAYS}.get(part, f"(not {part})")
