"""The kinds of norm that a pack can hold, each in dated versions."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from opengov.domain import (
    Citation,
    InterpretationElement,
    LocalizedText,
    Period,
)
from opengov.domain.checks import is_frozenset, is_tuple
from opengov.policy.condition import ALWAYS, Condition
from opengov.workdays import Limit


class Act(Enum):
    """What has to be done for a deadline to be met."""

    PUBLICATION = "publication"
    """The record itself is published."""
    INTERPRETATION = "interpretation"
    """An interpretation of the record is published."""


class Step(Enum):
    """What a gate stands before."""

    PUBLICATION = "publication"


@frozen(kw_only=True)
class Provision:
    """What every norm has: a name, its days in force, when it applies, and its source.

    ``duty`` is the subject on which layers are compared: two packs that set a limit for the
    same duty are shown side by side.
    """

    id: str
    duty: str
    title: LocalizedText
    in_force: Period
    citations: tuple[Citation, ...] = field(validator=is_tuple)
    when: Condition = ALWAYS
    note: str = ""


@frozen(kw_only=True)
class Deadline(Provision):
    """Something must be done within a limit, counted from a day of the record.

    ``anchors`` are the fields the count may start from; the first one stated is taken.
    ``governed_by`` are the fields that choose the edition: the version in force on the first
    stated one governs, and where none was in force there is no duty.
    """

    act: Act
    limit: Limit
    anchors: tuple[str, ...] = field(validator=is_tuple)
    governed_by: tuple[str, ...] = field(validator=is_tuple)


@frozen(kw_only=True)
class Gate(Provision):
    """Something must hold before a step may be taken; not known is not enough."""

    blocks: Step
    requires: Condition
    unmet: LocalizedText


@frozen(kw_only=True)
class RequiredElements(Provision):
    """What an interpretation must cover."""

    elements: frozenset[InterpretationElement] = field(validator=is_frozenset)


AnyProvision = Deadline | Gate | RequiredElements
