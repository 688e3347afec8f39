"""The pages of a PDF as they are shown: their text, and whether pictures stand for text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

from opengov.screening.passage import PlaceKind, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.files import Told

_SMALLEST_SHARE = 0.01
"""A picture over less of the page than this is no text that a reader could read."""
_MANY_PATHS = 200
"""Letters may be drawn: so many lines and no text are no ruled paper."""
_GOES_ON = re.compile(r"([0-9A-Za-z]+)[ \t]*\n[ \t]*([0-9A-Za-z]+)")


def tell_pages(told: Told, content: bytes, *, is_hidden: bool = False) -> None:
    """Tell the text of each page, and which pages a person must look at."""
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        told.leave(Unreadable.DAMAGED, "pages", str(error))
        return
    with pdf:
        if pdf.get_formtype():
            pdf.init_forms()
        for number in range(len(pdf)):
            try:
                _tell_page(told, pdf, number, is_hidden=is_hidden)
            except pypdfium2.PdfiumError as error:
                told.leave(Unreadable.DAMAGED, _label(number), str(error))


def _label(number: int) -> str:
    return str(number + 1)


def _tell_page(told: Told, pdf: pypdfium2.PdfDocument, number: int, *, is_hidden: bool) -> None:
    label = _label(number)
    page = pdf[number]
    text, unmapped = _text(page)
    told.add(PlaceKind.PAGE, text, label, is_hidden=is_hidden)
    for found in _GOES_ON.finditer(text):
        # A number that goes on in the next line is one number to its reader.
        told.add(PlaceKind.PAGE, found[1] + found[2], label, is_hidden=is_hidden)
    if unmapped:
        told.leave(Unreadable.GARBLED, label, f"{unmapped} letters without a meaning")
    share = _pictured(page)
    if share >= _SMALLEST_SHARE:
        told.leave(Unreadable.SCANNED, label, f"pictures over {share:.0%} of the page")
    elif not text.strip() and _has_many_paths(page):
        told.leave(Unreadable.SCANNED, label, "drawn, and no text")
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()
    page = pdf[number]
    with_notes, _ = _text(page)
    page.close()
    if with_notes != text:
        told.add(PlaceKind.PAGE, with_notes, f"{label}+", is_hidden=is_hidden)


def _text(page: pypdfium2.PdfPage) -> tuple[str, int]:
    """Return the text of a page, and how many of its letters nobody can tell."""
    textpage = page.get_textpage()
    count = textpage.count_chars()
    unmapped = sum(
        raw.FPDFText_HasUnicodeMapError(textpage, at) == 1
        and not raw.FPDFText_IsGenerated(textpage, at)
        for at in range(count)
    )
    text = textpage.get_text_range() if count else ""
    textpage.close()
    # Where a word is broken at the end of a line PDFium writes U+FFFE for the hyphen.
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-"), unmapped


def _pictured(page: pypdfium2.PdfPage) -> float:
    """Return how much of a page pictures cover; those that overlap count twice."""
    width, height = page.get_size()
    area: float = sum(_area(found, width, height) for found in _pictures(page))
    share: float = min(area / (width * height), 1.0) if width * height > 0 else 0.0
    return share


def _pictures(page: pypdfium2.PdfPage) -> Iterator[pypdfium2.PdfObject]:
    """Yield pictures, and the groups of objects that hold some, as they stand on the page."""
    held = False
    group = None
    for found in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)):
        if found.level == 0 and found.type == raw.FPDF_PAGEOBJ_IMAGE:
            yield found
        elif found.level == 0:
            group, held = found, False
        elif found.type == raw.FPDF_PAGEOBJ_IMAGE and group is not None and not held:
            held = True
            yield group


def _area(found: pypdfium2.PdfObject, width: float, height: float) -> float:
    left, bottom, right, top = found.get_bounds()
    wide = min(right, width) - max(left, 0.0)
    high = min(top, height) - max(bottom, 0.0)
    area: float = max(wide, 0.0) * max(high, 0.0)
    return area


def _has_many_paths(page: pypdfium2.PdfPage) -> bool:
    paths = page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,))
    return any(at >= _MANY_PATHS for at, _ in enumerate(paths))
