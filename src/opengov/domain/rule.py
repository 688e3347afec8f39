"""Grounds for not disclosing (政务公开负面清单)."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from opengov.domain.checks import is_tuple
from opengov.domain.citation import Citation
from opengov.domain.period import Period
from opengov.domain.text import LocalizedText
from opengov.errors import InvalidValueError


class GroundForce(Enum):
    """Whether the ground forbids disclosure or only allows to withhold."""

    MANDATORY = "mandatory"
    DISCRETIONARY = "discretionary"


class Relief(Enum):
    """What lifts a ground for not disclosing (条例 2019, arts. 14 to 16)."""

    CONSENT = "consent"
    """The third party agrees."""
    PUBLIC_INTEREST = "public-interest"
    """Not disclosing would do great harm to the public interest."""
    DECLASSIFICATION = "declassification"
    """The secret was declassified. It stays one until then, so not stated means no."""
    REQUIREMENT = "requirement"
    """A law, regulation or rule requires disclosure."""


@frozen
class Escape:
    """One way out of a ground: it is lifted where ``fact`` holds."""

    kind: Relief
    fact: str


@frozen(kw_only=True)
class NegativeListRule:
    """One ground for not disclosing, in one version, with its source.

    The rule holds when the fact ``fact`` does, unless one of its ``escapes`` lifts it. ``edition``
    is the day from which it is really in force, where it is taken to be in force on other days.
    """

    id: str
    title: LocalizedText
    force: GroundForce
    fact: str
    in_force: Period
    citations: tuple[Citation, ...] = field(validator=is_tuple)
    escapes: tuple[Escape, ...] = field(default=(), validator=is_tuple)
    note: LocalizedText | None = None
    edition: date | None = None

    @property
    def version(self) -> date:
        """The day from which the version is really in force, by which it is known."""
        return self.edition or self.in_force.start

    @citations.validator
    def _has_a_source(self, _attribute: object, citations: tuple[Citation, ...]) -> None:
        if not citations:
            raise InvalidValueError(
                "a ground for not disclosing needs a source.",
                where=self.id,
                remedy="Cite the article that names it.",
            )
