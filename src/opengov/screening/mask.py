"""What is put in the place of a text that may not go out."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Mask:
    """A stretch of a text and what stands there in the published copy.

    ``start`` and ``end`` count characters of the text as it was handed in, ``end`` excluded.
    ``rule`` is the id of the rule that asks for it. The same text is replaced in the same way
    throughout a document.
    """

    start: int
    end: int
    replacement: str
    rule: str


def masked(text: str, masks: tuple[Mask, ...]) -> str:
    """Return ``text`` with every mask applied; masks are in order and do not overlap."""
    parts: list[str] = []
    end = 0
    for mask in masks:
        parts += (text[end : mask.start], mask.replacement)
        end = mask.end
    return "".join((*parts, text[end:]))
