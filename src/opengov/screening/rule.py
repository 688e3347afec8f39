"""What is looked for in texts, and what it means when it is found."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum

from attrs import field, frozen

from opengov.domain import Citation, LocalizedText, Period
from opengov.domain.checks import is_tuple
from opengov.errors import InvalidValueError


class Action(Enum):
    """What a finding does to the text that it stands in, from the mildest on."""

    MASK = "mask"
    """A part of it is hidden in the published copy, by the custom for its kind."""
    REMOVE = "remove"
    """It is taken out of the published copy whole."""
    REFER = "refer"
    """A person must look at it."""
    WITHHOLD = "withhold"
    """The whole text stays in."""


@frozen(kw_only=True)
class Terms:
    """Words, any of which is found as it stands, folded.

    A word does not count where it stands within one of ``unless``: 秘密 within 商业秘密.
    """

    words: tuple[str, ...] = field(validator=is_tuple)
    unless: tuple[str, ...] = field(default=(), validator=is_tuple)


@frozen(kw_only=True)
class Pattern:
    """A regular expression, tried only around its ``anchors``.

    Every match must contain one of the anchors, which are plain words: they are looked for in the
    one pass in which all words are, and the expression sees ``reach`` characters on both sides.
    """

    expression: str = field()
    anchors: tuple[str, ...] = field(validator=is_tuple)
    reach: int = 64

    @expression.validator
    def _compiles(self, _attribute: object, expression: str) -> None:
        try:
            compiled = re.compile(expression)
        except (re.error, RecursionError) as error:
            raise InvalidValueError(
                f"the expression {expression!r} is not one: {error}.",
                where="Pattern",
                remedy="Mend it; the syntax is that of Python's re.",
            ) from error
        if compiled.match(""):
            raise InvalidValueError(
                f"the expression {expression!r} is found in an empty text.",
                where="Pattern",
                remedy="Let it ask for at least one character.",
            )


@frozen(kw_only=True)
class Detected:
    """Whatever a detector takes for something of ``kind``."""

    kind: str


@frozen(kw_only=True)
class ScreeningRule:
    """One thing that may not go out as it stands, in one version, with its source.

    ``ground`` names the rule of the negative list (政务公开负面清单) that it is kept in by.
    ``refer_to`` says who decides where the action is to refer. ``edition`` is the day from which it
    is really in force, where it is taken to be in force on other days.
    """

    id: str
    title: LocalizedText
    action: Action
    looks_for: Terms | Pattern | Detected = field()
    ground: str
    in_force: Period
    citations: tuple[Citation, ...] = field(validator=is_tuple)
    refer_to: LocalizedText | None = field(default=None)
    note: LocalizedText | None = None
    edition: date | None = None

    @property
    def version(self) -> date:
        """The day from which the version is really in force, by which it is known."""
        return self.edition or self.in_force.start

    @refer_to.validator
    def _is_referred_to_somebody(self, _attribute: object, refer_to: object) -> None:
        if (self.action is Action.REFER) != (refer_to is not None):
            raise InvalidValueError(
                f"the screening rule {self.id} "
                + ("refers to nobody." if refer_to is None else "refers nothing."),
                where="ScreeningRule",
                remedy="Say in refer_to who decides, where the action is refer and only there.",
            )

    @citations.validator
    def _has_a_source(self, _attribute: object, citations: tuple[Citation, ...]) -> None:
        if not citations:
            raise InvalidValueError(
                f"the screening rule {self.id} has no source.",
                where="ScreeningRule",
                remedy="Cite an article.",
            )

    @looks_for.validator
    def _looks_for_something(self, _attribute: object, looks_for: object) -> None:
        words: tuple[str, ...] = ("detected",)
        if isinstance(looks_for, Terms):
            words = looks_for.words
        elif isinstance(looks_for, Pattern):
            words = looks_for.anchors
        if not words or not all(word.strip() for word in words):
            raise InvalidValueError(
                f"the screening rule {self.id} looks for nothing, or for blanks.",
                where="ScreeningRule",
                remedy="Name at least one word; a pattern needs the plain words that anchor it.",
            )
