"""What may not go out: text with its places, findings, verdicts, masks."""

from opengov.screening.mask import Mask, masked
from opengov.screening.passage import (
    Blob,
    Extracted,
    Passage,
    Place,
    PlaceKind,
    Unread,
    Unreadable,
)

__all__ = [
    "Blob",
    "Extracted",
    "Mask",
    "Passage",
    "Place",
    "PlaceKind",
    "Unread",
    "Unreadable",
    "masked",
]
