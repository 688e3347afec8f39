"""Meta tags of government pages as statements of the page (the names are in the 2017 rules)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.intake.readers import Proposal
from opengov.intake.values import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.intake.page import Page

_TAGS = {
    "pubdate": ("published_at", 0.35),
    "contentsource": ("information_source", 0.35),
}
"""Weaker than any label: sites fill tags from templates, and often wrongly."""


def tagged(page: Page) -> Iterator[Proposal]:
    """Propose what the meta tags state; the title tag is among the headings."""
    for name, content in page.tags:
        known = _TAGS.get(name.lower())
        value = cleaned(content)
        if known and value:
            yield Proposal(
                field=known[0],
                label=name,
                value=value,
                confidence=known[1],
                reader="tags",
                line=0,
            )
