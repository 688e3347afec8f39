"""Folding text for comparison without moving a character.

Labels are looked for in the folded text and values are cut out of the original at the same
places, so that a value keeps the characters of its page.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from opengov.intake.vocabulary import TRADITIONAL

CELL = "\x1e"
"""Stands between two cells of a row."""

SEAM = "\x1f"
"""Stands where one inline element of HTML ends and another begins: may be a gap, may be none."""

_SPACES = " \t\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\u00ad" + SEAM
SPACE = re.compile(f"[{_SPACES}]")
_COLONS = "\u2236\ua789\ufe55\uff1a\u02d0\ufe13"


@cache
def _folded_character(character: str) -> str:
    if SPACE.match(character):
        return " "
    if character in _COLONS:
        return ":"
    folded = unicodedata.normalize("NFKC", character)
    if len(folded) != 1 or unicodedata.category(character) == "No":
        return character  # ① counts a line; as a plain 1 it would run into what follows
    return folded.translate(TRADITIONAL)


def fold(text: str) -> str:
    """Return text of the same length: half width, simplified, every kind of space a space."""
    return "".join(map(_folded_character, text))


def squeezed(text: str) -> str:
    """Return text for comparison: NFKC, without any white space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", SPACE.sub(" ", text)))


def tidied(text: str) -> str:
    """Return a value without the seams of HTML, with single spaces and without any around it."""
    without = re.sub("[\u200b-\u200d\u2060\ufeff\u00ad" + SEAM + "]", "", text)
    return " ".join(without.split())
