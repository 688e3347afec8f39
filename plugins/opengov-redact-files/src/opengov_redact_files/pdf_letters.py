"""The letters of a PDF page, with the boxes they take in a picture of it."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium
from attrs import frozen

from opengov_redact_files.container import refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from PIL import Image
    from pypdfium2 import PdfPage, PdfTextPage

    Color = tuple[int, int, int]

UNSEEN_MODES = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
STROKED_MODES = frozenset({pdfium.FPDF_TEXTRENDERMODE_STROKE})

LEAST_CONTRAST = 24
"""Letters that differ less from what is under them are not seen."""

SYMBOLS = range(0xF020, 0xF100)
BROKEN_WORD = "\x02"
"""What PDFium gives for the hyphen at the end of a line."""


@frozen
class Box:
    """A rectangle in the picture: pixels from above left."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """The sides in the order in which pictures take them."""
        return self.left, self.top, self.right, self.bottom

    def around(self, other: Box) -> Box:
        """Return the rectangle around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def wider(self, margin: int) -> Box:
        """Return the rectangle with a margin on each side."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)


@frozen
class Letter:
    """One character; without a box it is a blank or line end that nobody drew."""

    character: str
    box: Box | None
    is_seen: bool


def letters_of(page: PdfPage, text: PdfTextPage, picture: Image.Image) -> Iterator[Letter]:
    """Return the characters of a page in reading order; ``picture`` is what a reader sees of it."""
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        character = chr(code - 0xF000 if code in SYMBOLS else code) if code < 0x110000 else "\ufffd"
        if character == BROKEN_WORD:
            character = "-"
        if character == "\r":
            continue
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            yield Letter("\n" if character == "\n" else " ", None, is_seen=True)
            continue
        box = _box(page, text, index, picture)
        if character.isspace():
            yield Letter(" ", box, is_seen=True)
            continue
        is_seen = box is not None and _is_seen(text, index, box, picture)
        if is_seen and (
            pdfium.FPDFText_HasUnicodeMapError(text, index) == 1 or not _is_known(character)
        ):
            raise refused("the file shows letters and does not say which they are.")
        yield Letter(character, box, is_seen=is_seen)


def _is_known(character: str) -> bool:
    code = ord(character)
    return code >= 0x20 and not 0xD800 <= code <= 0xF8FF and code not in {0xFFFD, 0xFFFE, 0xFFFF}


def _box(page: PdfPage, text: PdfTextPage, index: int, picture: Image.Image) -> Box | None:
    """Return the box of a letter: that of its ink together with that of its line."""
    sides = [ctypes.c_double() for _ in range(4)]
    boxes = []
    if pdfium.FPDFText_GetCharBox(text, index, *(ctypes.byref(side) for side in sides)):
        left, right, bottom, top = (side.value for side in sides)
        boxes.append((left, bottom, right, top))
    loose = pdfium.FS_RECTF()
    if pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(loose)):
        boxes.append((loose.left, loose.bottom, loose.right, loose.top))
    found: Box | None = None
    for left, bottom, right, top in boxes:
        corners = [_pixel(page, picture, x, y) for x, y in ((left, bottom), (right, top))]
        (x1, y1), (x2, y2) = corners
        box = Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        found = box if found is None else found.around(box)
    return found


def _pixel(page: PdfPage, picture: Image.Image, x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(
        page, 0, 0, *picture.size, 0, x, y, ctypes.byref(across), ctypes.byref(down)
    )
    return across.value, down.value


def _is_seen(text: PdfTextPage, index: int, box: Box, picture: Image.Image) -> bool:
    """Tell whether the letter is in the picture, in a colour that differs from what is around."""
    middle = ((box.left + box.right) // 2, (box.top + box.bottom) // 2)
    if not (0 <= middle[0] < picture.width and 0 <= middle[1] < picture.height):
        return False
    mode = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(text, index))
    if mode in UNSEEN_MODES:
        return False
    ink = _ink(text, index, is_stroke=mode in STROKED_MODES)
    around = ground(picture, box)
    contrast = _distance(ink, around)
    if contrast < LEAST_CONTRAST:
        return False
    inside = _colors(picture, _within(box.wider(1), picture))
    return any(_distance(color, ink) < 0.75 * contrast for _, color in inside)


def _ink(text: PdfTextPage, index: int, *, is_stroke: bool) -> Color:
    parts = [ctypes.c_uint() for _ in range(4)]
    ask = pdfium.FPDFText_GetStrokeColor if is_stroke else pdfium.FPDFText_GetFillColor
    ask(text, index, *(ctypes.byref(part) for part in parts))
    red, green, blue, _ = (part.value for part in parts)
    return red, green, blue


def ground(picture: Image.Image, box: Box) -> Color:
    """Return the colour that most of the line around a box has."""
    left, top, right, bottom = _within(box.wider(2), picture)
    counted: dict[Color, int] = {}
    for strip in (
        (left, top, right, top + 1),
        (left, bottom - 1, right, bottom),
        (left, top, left + 1, bottom),
        (right - 1, top, right, bottom),
    ):
        for count, color in _colors(picture, strip):
            counted[color] = counted.get(color, 0) + count
    return max(counted, key=counted.__getitem__)


def _colors(picture: Image.Image, corners: tuple[int, int, int, int]) -> list[tuple[int, Color]]:
    part = picture.crop(corners)
    counted: Any = part.getcolors(part.width * part.height)
    return list(counted)


def _within(box: Box, picture: Image.Image) -> tuple[int, int, int, int]:
    left, top = max(box.left, 0), max(box.top, 0)
    right, bottom = min(box.right, picture.width), min(box.bottom, picture.height)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _distance(one: Color, other: Color) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))
