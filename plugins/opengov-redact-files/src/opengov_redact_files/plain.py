"""Copies of text files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.screening import Passage, Place, PlaceKind, masked
from opengov_redact_files.encoding import decoded

if TYPE_CHECKING:
    from opengov.screening import Blob
    from opengov_redact_files.ledger import Ledger


def redact_text(blob: Blob, ledger: Ledger) -> bytes:
    """Return the text with its masks, in the encoding that it came in."""
    text, encoding, mark = decoded(blob.content)
    passage = Passage(place=Place(kind=PlaceKind.BODY), text=text)
    ledger.learn(passage)
    return mark + masked(text, ledger.apply(passage)).encode(encoding)
