"""Copies of PDF files: every page becomes a picture, painted over where it is masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium
from attrs import evolve, frozen
from PIL import ImageDraw, ImageFont

from opengov.screening import Mask, Passage, Place, PlaceKind
from opengov_redact_files.container import refused
from opengov_redact_files.ledger import apart
from opengov_redact_files.pdf_letters import Letter, ground, letters_of
from opengov_redact_files.pdf_page import shown
from opengov_redact_files.pdf_write import Glyph, Leaf, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL import Image

    from opengov.screening import Blob
    from opengov_redact_files.ledger import Ledger
    from opengov_redact_files.pdf_letters import Box

MARGIN = 2
"""Pixels around a letter that are painted over with it."""

MOST_PAGES = 2000
GROUND = (224, 224, 224)
INK = (0, 0, 0)


def redact_pdf(blob: Blob, ledger: Ledger) -> bytes:
    """Return a new PDF with the pages as a reader sees them and their masked text."""
    try:
        document = pypdfium2.PdfDocument(blob.content)
    except pypdfium2.PdfiumError as error:
        raise refused(f"the file is damaged or encrypted: {error}") from error
    try:
        _check(document, ledger)
        learnt = [reading for page in _sheets(document, ledger) for reading in page.readings()]
        for passage, _ in learnt:
            ledger.learn(passage)
        return written([page.masked(ledger) for page in _sheets(document, ledger)])
    finally:
        document.close()


def _check(document: pypdfium2.PdfDocument, ledger: Ledger) -> None:
    if pdfium.FPDF_GetSecurityHandlerRevision(document) != -1:
        raise refused("the file is encrypted.")
    if document.get_formtype() in {pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND}:
        raise refused("the file is a form that shows what a program makes of it.")
    if not 0 < len(document) <= MOST_PAGES:
        raise refused(f"the file has {len(document)} pages.")
    if any(document.get_metadata_dict().values()):
        ledger.drop(PlaceKind.METADATA, is_hidden=True)
    if pdfium.FPDFBookmark_GetFirstChild(document, None):
        ledger.drop(PlaceKind.OUTLINE, is_hidden=True)
    if pdfium.FPDFDoc_GetAttachmentCount(document) > 0:
        ledger.drop(PlaceKind.OTHER, "attachments", is_hidden=True)
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        ledger.drop(PlaceKind.OTHER, "scripts", is_hidden=True)
    if document.get_formtype() != pdfium.FORMTYPE_NONE:
        ledger.drop(PlaceKind.FORM)


def _sheets(document: pypdfium2.PdfDocument, ledger: Ledger) -> Iterator[_Sheet]:
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            text = page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise refused(f"page {number} is damaged: {error}") from error
        if pdfium.FPDFPage_GetAnnotCount(page) > 0:
            ledger.drop(PlaceKind.COMMENT, f"annotations of page {number}")
        picture, scale, had_pictures = shown(page, number, ledger)
        letters = tuple(letters_of(page, text, picture))
        text.close()
        page.close()
        if any(not letter.is_seen for letter in letters):
            ledger.drop(PlaceKind.PAGE, f"page {number}: letters that are not seen", is_hidden=True)
        sheet = _Sheet(number, picture, scale, letters)
        is_empty = sheet.is_blank and not had_pictures
        if not is_empty and not any(one.is_seen and one.box for one in letters):
            raise refused(f"page {number} shows something and has no text; it may be a scan.")
        yield sheet


@frozen
class _Sheet:
    """A page as a picture, and its letters in reading order."""

    number: int
    picture: Image.Image
    scale: float
    letters: tuple[Letter, ...]

    @property
    def is_blank(self) -> bool:
        """Whether the page shows nothing at all."""
        return len(self.picture.getcolors(2) or [1, 2]) == 1

    def readings(self) -> Iterator[tuple[Passage, list[int]]]:
        """Return the text in each way it may be read, with the letter behind each character.

        A line end parts two texts, or is only where a line was full. Letters that are not seen
        are left out, or are taken in, because they may say the same as a picture of them.
        """
        place = Place(kind=PlaceKind.PAGE, name=str(self.number))
        for is_whole in (True, False):
            for line_ends in (True, False):
                chosen = [
                    index
                    for index, letter in enumerate(self.letters)
                    if (is_whole or letter.is_seen) and (line_ends or letter.character != "\n")
                ]
                text = "".join(self.letters[index].character for index in chosen)
                yield Passage(place=place, text=text), chosen

    def masked(self, ledger: Ledger) -> Leaf:
        """Return the page of the copy."""
        found = []
        for passage, chosen in self.readings():
            found += [
                evolve(mask, start=chosen[mask.start], end=chosen[mask.end - 1] + 1)
                for mask in ledger.asked_for(passage)
            ]
        masks = apart(found)
        ledger.keep(Place(kind=PlaceKind.PAGE, name=str(self.number)), masks)
        painter = _Painter(self)
        glyphs: list[Glyph] = []
        end = 0
        for mask in masks:
            glyphs += painter.glyphs(self.letters[end : mask.start])
            glyphs += painter.mask(mask)
            end = mask.end
        glyphs += painter.glyphs(self.letters[end:])
        width, height = self.picture.width / self.scale, self.picture.height / self.scale
        return Leaf(width, height, None if self.is_blank else self.picture, glyphs)


@frozen
class _Painter:
    """Paints masks into the picture of a page."""

    sheet: _Sheet

    def mask(self, mask: Mask) -> Iterator[Glyph]:
        """Paint over the letters of a mask, and return what stands there instead.

        Nothing stands in the place of letters that nobody sees: they get the colour around them.
        """
        letters = self.sheet.letters[mask.start : mask.end]
        lines = _lines(letters)
        if not any(letter.is_seen and letter.box for letter in letters):
            draw = ImageDraw.Draw(self.sheet.picture)
            for box, _ in lines:
                draw.rectangle(box.corners, fill=ground(self.sheet.picture, box))
            return
        total = sum(count for _, count in lines)
        rest, left = mask.replacement, total
        for box, count in lines:
            share = round(len(rest) * count / left)
            self._paint(box, rest[:share])
            width = (box.right - box.left) / max(share, 1)
            for index, letter in enumerate(rest[:share]):
                start = box.left + index * width
                yield from self._glyph(letter, start, start + width, box)
            rest, left = rest[share:], left - count

    def glyphs(self, letters: Sequence[Letter]) -> Iterator[Glyph]:
        """Return the text layer of letters that stay."""
        last: Box | None = None
        for letter in letters:
            if letter.box is not None and letter.is_seen:
                last = letter.box
                yield from self._glyph(letter.character, last.left, last.right, last)
            elif letter.box is None and letter.character == " " and last is not None:
                narrow = (last.bottom - last.top) / 5
                yield from self._glyph(" ", last.right, last.right + narrow, last)

    def _glyph(self, letter: str, left: float, right: float, box: Box) -> Iterator[Glyph]:
        scale = self.sheet.scale
        if not "\ud800" <= letter <= "\udfff":
            yield Glyph(
                letter,
                left / scale,
                (self.sheet.picture.height - box.bottom) / scale,
                max(right - left, 1) / scale,
                max(box.bottom - box.top, 1) / scale,
            )

    def _paint(self, box: Box, text: str) -> None:
        """Paint a box over; what can be written with plain letters is written into it."""
        draw = ImageDraw.Draw(self.sheet.picture)
        corners = box.wider(MARGIN).corners
        if not text or not text.isascii():
            draw.rectangle(corners, fill=INK)
            return
        draw.rectangle(corners, fill=GROUND)
        size = float(max(box.bottom - box.top, 4)) * 0.8
        font = ImageFont.load_default(size)
        size *= min(1.0, (box.right - box.left) / max(font.getlength(text), 1))
        middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
        draw.text(middle, text, fill=INK, font=ImageFont.load_default(max(size, 4)), anchor="mm")


def _lines(letters: Sequence[Letter]) -> list[tuple[Box, int]]:
    """Return the boxes of letters, one for each line they stand on, with how many stand there."""
    lines: list[tuple[Box, int]] = []
    for box in (letter.box for letter in letters):
        if box is None:
            continue
        if lines:
            around, count = lines[-1]
            middle = (box.top + box.bottom) / 2
            if around.top <= middle <= around.bottom and box.left >= around.left:
                lines[-1] = around.around(box), count + 1
                continue
        lines.append((box, 1))
    return lines
