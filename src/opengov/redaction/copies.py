"""The published copy of a file: made by a redactor, checked, and only then handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.errors import ExtractionError, RedactionError
from opengov.redaction.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from opengov.ports import Redacted, Redactor
    from opengov.screening import Blob, Extracted, Mask, Passage


def published_copy(
    original: Blob,
    kind: str,
    redactor: Redactor,
    extract: Callable[[Blob], Extracted],
    masking: Callable[[Passage], tuple[Mask, ...]],
) -> Redacted:
    """Return the copy of a file in which nothing that is masked is left, or raise.

    ``extract`` reads a file of any format and must not come from the plugin that redacts.
    """
    redacted = redactor.redact(original, kind, masking)
    try:
        leaks = verify(original, redacted.blob, extract, masking)
    except ExtractionError as error:
        raise RedactionError(
            "the original cannot be read, so nobody knows what must be gone from a copy.",
            remedy="Let a person look at it.",
            faults=[error],
        ) from error
    if leaks:
        raise RedactionError(
            "the copy is not fit to be published.",
            remedy="Let a person look at it.",
            faults=[
                RedactionError(f"{leak.kind.value} ({leak.rule or 'no rule'})", where=leak.place)
                for leak in leaks
            ],
        )
    return redacted
