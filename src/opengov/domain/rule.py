"""Grounds for not disclosing (政务公开负面清单)."""

from __future__ import annotations

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


@frozen(kw_only=True)
class NegativeListRule:
    """One ground for not disclosing, in one version, with its source.

    The rule holds when the fact ``fact`` does. ``released_by`` names the facts of which any
    one lifts it: the third party's consent, an overriding public interest.
    """

    id: str
    title: LocalizedText
    force: GroundForce
    fact: str
    in_force: Period
    citations: tuple[Citation, ...] = field(validator=is_tuple)
    released_by: tuple[str, ...] = field(default=(), validator=is_tuple)
    note: str = ""

    @citations.validator
    def _has_a_source(self, _attribute: object, citations: tuple[Citation, ...]) -> None:
        if not citations:
            raise InvalidValueError(
                "a ground for not disclosing needs a source.",
                where=self.id,
                remedy="Cite the article that names it.",
            )
