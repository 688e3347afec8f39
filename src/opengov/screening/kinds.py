"""The kinds of thing that detectors find: a rule for any other kind would never find anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from opengov.screening.addresses import ADDRESS
from opengov.screening.marks import INTERNAL, SECRET
from opengov.screening.names import NAME
from opengov.screening.numbers import CARD, IDENTITY, MOBILE
from opengov.screening.papers import PASSPORT, PLATE
from opengov.screening.screener import DETECTORS, Detector

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KINDS = frozenset({SECRET, INTERNAL, IDENTITY, MOBILE, CARD, PASSPORT, PLATE, ADDRESS, NAME})
"""What the detectors of the library find."""


class OfferedDetector(Detector, Protocol):
    """A detector that a plugin offers: it says what it finds, so that rules can ask for it."""

    @property
    def kinds(self) -> Sequence[str]:
        """The kinds of what it finds."""


def with_offered(offered: Iterable[OfferedDetector]) -> tuple[Detector, ...]:
    """Return the detectors of the library and those offered, names last as in ``DETECTORS``."""
    return (*DETECTORS[:-1], *offered, DETECTORS[-1])


def kinds_of(offered: Iterable[OfferedDetector]) -> frozenset[str]:
    """Return all that is found where these are in use beside the detectors of the library."""
    return KINDS.union(*(each.kinds for each in offered))
