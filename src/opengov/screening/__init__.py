"""What may not go out: rules and detectors over texts, verdicts, masks of published copies."""

from opengov.screening.finding import Finding, Found
from opengov.screening.kinds import KINDS, OfferedDetector, kinds_of, with_offered
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
from opengov.screening.rule import Action, Detected, Pattern, ScreeningRule, Terms
from opengov.screening.screened import Screened
from opengov.screening.screener import DETECTORS, Detector, Screener, masks_of
from opengov.screening.verdict import (
    Located,
    Publish,
    PublishInPart,
    Refer,
    Verdict,
    Withhold,
    verdict,
)

__all__ = [
    "DETECTORS",
    "KINDS",
    "Action",
    "Blob",
    "Detected",
    "Detector",
    "Extracted",
    "Finding",
    "Found",
    "Located",
    "Mask",
    "OfferedDetector",
    "Passage",
    "Pattern",
    "Place",
    "PlaceKind",
    "Publish",
    "PublishInPart",
    "Refer",
    "Screened",
    "Screener",
    "ScreeningRule",
    "Terms",
    "Unread",
    "Unreadable",
    "Verdict",
    "Withhold",
    "kinds_of",
    "masked",
    "masks_of",
    "verdict",
    "with_offered",
]
