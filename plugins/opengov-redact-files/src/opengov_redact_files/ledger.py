"""What is masked in one document, so that the same text is replaced wherever it stands."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from opengov.screening import Mask, Passage, Place, PlaceKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DASHES = frozenset("-‐‑‒–—―−－_·•")
"""What people put between the digits of a number."""


@frozen
class Folded:
    """A text as it is compared: half-width, in small letters, without blanks and dashes.

    ``places`` has for each character where it stands in the text; in a table the ends of cells
    stay, because two neighbouring cells are not one number.
    """

    text: str
    places: tuple[int, ...]


def folded(text: str, *, is_table: bool = False) -> Folded:
    """Fold a text for comparison."""
    letters: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text):
        if is_table and character in "\t\n":
            letters.append(character)
            places.append(index)
            continue
        for letter in unicodedata.normalize("NFKC", character).casefold():
            if letter.isspace() or letter in DASHES or unicodedata.category(letter) == "Cf":
                continue
            letters.append(letter)
            places.append(index)
    return Folded("".join(letters), tuple(places))


def is_telling(original: str) -> bool:
    """Tell whether a folded text says something of its own, wherever it stands."""
    han = sum("\u3400" <= letter <= "\u9fff" or letter >= "\U00020000" for letter in original)
    return len(original) >= 6 or han >= 2


class Ledger:
    """Asks for masks and keeps what was masked.

    Everything is learned first: what is masked for the words around it in one place is then
    masked in all others, too. ``left_out`` names what has no place in the copy.
    """

    def __init__(self, masking: Callable[[Passage], tuple[Mask, ...]]) -> None:
        self._masking = masking
        self._asked: dict[Passage, tuple[Mask, ...]] = {}
        self._known: dict[str, Mask] = {}
        self.masks: list[tuple[Place, Mask]] = []
        self.left_out: list[Place] = []

    def learn(self, passage: Passage) -> None:
        """Remember what is masked in the passage."""
        for mask in self._ask(passage):
            original = folded(passage.text[mask.start : mask.end]).text
            if is_telling(original) and original != folded(mask.replacement).text:
                self._known.setdefault(original, mask)

    def drop(self, kind: PlaceKind, name: str = "", *, is_hidden: bool = False) -> None:
        """Say that something is left out of the copy."""
        place = Place(kind=kind, name=name, is_hidden=is_hidden)
        if place not in self.left_out:
            self.left_out.append(place)

    def apply(self, passage: Passage) -> tuple[Mask, ...]:
        """Return the masks of a passage that goes into the copy, in order, none over another."""
        masks = self.asked_for(passage)
        self.keep(passage.place, masks)
        return masks

    def keep(self, place: Place, masks: tuple[Mask, ...]) -> None:
        """Say what was masked in a place."""
        self.masks += [(place, mask) for mask in masks]

    def asked_for(self, passage: Passage) -> tuple[Mask, ...]:
        """Return the same masks without keeping them."""
        return apart([*self._ask(passage), *self._again(passage)])

    def _ask(self, passage: Passage) -> tuple[Mask, ...]:
        if passage not in self._asked:
            self._asked[passage] = self._masking(passage) if passage.text.strip() else ()
        return self._asked[passage]

    def _again(self, passage: Passage) -> Iterable[Mask]:
        if not self._known:
            return
        text = folded(passage.text, is_table=passage.is_table)
        for original, mask in self._known.items():
            at = text.text.find(original)
            while at >= 0:
                end = at + len(original)
                yield evolve(mask, start=text.places[at], end=text.places[end - 1] + 1)
                at = text.text.find(original, end)


def apart(masks: list[Mask]) -> tuple[Mask, ...]:
    """Return masks that do not overlap; of two that do the longer one covers both."""
    apart: list[Mask] = []
    for mask in sorted(masks, key=lambda mask: (mask.start, -mask.end)):
        if not apart or mask.start >= apart[-1].end:
            apart.append(mask)
            continue
        last = apart[-1]
        longer = max(last, mask, key=lambda one: one.end - one.start)
        apart[-1] = evolve(longer, start=last.start, end=max(last.end, mask.end))
    return tuple(apart)
