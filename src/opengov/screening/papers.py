"""Licence plates and passports: short codes that are known by how they begin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opengov.screening.finding import Found
from opengov.screening.labels import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opengov.screening.matching import Hit
    from opengov.screening.screened import Screened

PLATE = "licence-plate"
PASSPORT = "passport"

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_PLATE = re.compile(
    rf"[{_PROVINCES}][{_LETTERS}][ ·•.\-]{{0,2}}"
    rf"(?:[{_LETTERS}0-9]{{4}}[挂学警港澳领试]|[{_LETTERS}0-9]{{5,6}})(?![A-Za-z0-9\-])"
)
_DIGIT = re.compile(r"[0-9]")


class PlateDetector:
    """Finds licence plates (机动车号牌): province, letter, five characters, six if electric."""

    id = "plates"
    anchors = tuple(f"{province}{letter}" for province in _PROVINCES for letter in _LETTERS)

    def find(self, text: Screened, hits: Sequence[Hit]) -> Iterator[Found]:
        """Find them where the beginning of one was hit."""
        for start, _, _ in hits:
            found = _PLATE.match(text.text, start)
            if found and len(_DIGIT.findall(found[0])) > 1:
                plate = found[0]
                hidden = f"{plate[:2]}{'*' * 3}{plate[-2:]}"
                yield Found(PLATE, *text.folded.span(*found.span()), hidden)


_PASSPORT = re.compile(r"(?:[A-Z]{1,2}[0-9]{6,10}|1[45][0-9]{7})(?![A-Za-z0-9])")
_ORDINARY = re.compile(r"[EG][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}")
_LABELS = ("护照", "通行证", "旅行证", "PASSPORT", "Passport", "passport")
_BEGINNING = re.compile(r"(?<![A-Za-z0-9])[A-Z0-9]")
_REACH = 20
"""So many characters after the word the number begins."""


class PassportDetector:
    """Finds numbers of passports and travel permits (护照、通行证).

    The number of an ordinary Chinese passport is known by its shape where nothing calls it the
    number of a thing; the others, of foreign ones too, where a word before them says what they are.
    """

    id = "passports"
    anchors = (
        *(f"E{sign}" for sign in "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"),
        *(f"G{n}" for n in range(10)),
        *_LABELS,
    )

    def find(self, text: Screened, hits: Sequence[Hit]) -> Iterator[Found]:
        """Find them where the beginning, or such a word, was hit."""
        begins = set()
        for start, end, _ in hits:
            if text.text[start:end] in _LABELS:
                begins |= {at.start() for at in _BEGINNING.finditer(text.text, end, end + _REACH)}
            else:
                begins.add(start)
        for begin in sorted(begins):
            found = self._at(begin, text)
            if found:
                yield found

    def _at(self, start: int, text: Screened) -> Found | None:
        found = _PASSPORT.match(text.text, start)
        before = text.text[start - 1 : start]
        if not found or (before.isascii() and before.isalnum()):
            return None
        label = text.label(start)
        if label is not Label.PASSPORT and (
            (label is not None and label is not Label.IDENTITY) or not _ORDINARY.fullmatch(found[0])
        ):
            return None
        number = found[0]
        hidden = f"{number[0]}{'*' * (len(number) - 3)}{number[-2:]}"
        return Found(PASSPORT, *text.folded.span(*found.span()), hidden)
