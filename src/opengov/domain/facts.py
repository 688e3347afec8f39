"""Facts about a record: yes, no, or not known."""

from __future__ import annotations

from enum import Enum

from attrs import frozen


class Truth(Enum):
    """Three-valued truth after Kleene. Not known is never taken for yes or for no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, value: bool | None) -> Truth:  # noqa: FBT001  (a plain truth value, converted)
        """Return the truth of a Python truth value; ``None`` is not known."""
        if value is None:
            return cls.UNKNOWN
        return cls.YES if value else cls.NO

    def negated(self) -> Truth:
        """Return the opposite; the opposite of not known is not known."""
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(self, Truth.UNKNOWN)


def every(*values: Truth) -> Truth:
    """Return no if one value is no, else unknown if one is unknown, else yes."""
    if Truth.NO in values:
        return Truth.NO
    return Truth.UNKNOWN if Truth.UNKNOWN in values else Truth.YES


def some(*values: Truth) -> Truth:
    """Return yes if one value is yes, else unknown if one is unknown, else no."""
    if Truth.YES in values:
        return Truth.YES
    return Truth.UNKNOWN if Truth.UNKNOWN in values else Truth.NO


@frozen
class Fact:
    """One statement about a record that the law turns on, such as ``state-secret``: no.

    A fact that nobody stated is not known. ``stated_by`` says who answers for it.
    """

    name: str
    holds: bool
    stated_by: str = ""
