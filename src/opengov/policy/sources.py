"""Naming the norm that a finding rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.domain import Citation, Message, NegativeListRule, Trust
from opengov.policy.assessment import Source

if TYPE_CHECKING:
    from opengov.policy.pack import Pack
    from opengov.policy.provision import Norm


def source_of(norm: Norm, pack: Pack) -> Source:
    """Return where ``norm`` comes from."""
    return Source(
        pack=pack.id,
        level=pack.level,
        provision=norm.id,
        title=norm.title,
        citations=norm.citations,
        version=norm.version,
        note=norm.note,
        bearer=None if isinstance(norm, NegativeListRule) else norm.bearer,
    )


def doubts(citations: tuple[Citation, ...]) -> tuple[Message, ...]:
    """Return a warning for each source whose text was not read in full."""
    return tuple(
        Message(f"citation.{citation.trust.value}", {"citation": str(citation)})
        for citation in citations
        if citation.trust is not Trust.READ
    )
