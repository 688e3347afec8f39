"""What was found in a text, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from opengov.domain import Message
    from opengov.screening.rule import ScreeningRule


@frozen
class Found:
    """A stretch of a text that a detector takes for something of ``kind``.

    ``start`` and ``end`` count characters of the text as it was handed in, ``end`` excluded.
    ``replacement`` is how it looks in a published copy where a part of it may be seen, and
    ``doubt`` says what else it could be, where the text around it had to decide.
    """

    kind: str
    start: int
    end: int
    replacement: str = ""
    doubt: Message | None = None


@frozen
class Finding:
    """What a rule found: where, and what stands there in a published copy."""

    rule: ScreeningRule
    start: int
    end: int
    replacement: str = ""
    doubt: Message | None = None
