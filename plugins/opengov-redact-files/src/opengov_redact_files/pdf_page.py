"""What a page of a PDF shows, or why it cannot be said what it shows."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium
from PIL import ImageChops

from opengov.screening import PlaceKind
from opengov_redact_files.container import refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from PIL import Image
    from pypdfium2 import PdfPage

    from opengov_redact_files.ledger import Ledger

SCALE = 200 / 72
"""Pixels for a point: 200 to the inch."""

MOST_PIXELS = 40_000_000

MOST_CURVES = 60
"""A page with more filled curves may have letters among them that are no text."""

LARGEST_PICTURE = 0.4
"""The part of a page from which on a picture is taken for a scan of it."""


def shown(page: PdfPage, number: int, ledger: Ledger) -> tuple[Image.Image, float, bool]:
    """Return a picture of the page, the pixels for a point, and whether pictures were left out."""
    width, height = page.get_size()
    scale = min(SCALE, sqrt(MOST_PIXELS / max(width * height, 1)))
    if _curves(page) > MOST_CURVES:
        raise refused(f"page {number} has drawings that may be letters.")
    whole = None
    if any(_pictures(page)):
        whole = _rendered(page, scale)
        _take_out(page)
        ledger.drop(PlaceKind.ALTERNATIVE, f"pictures on page {number}")
    picture = _rendered(page, scale)
    if whole is not None:
        covered = ImageChops.difference(whole, picture).getbbox()
        if covered is not None:
            left, top, right, bottom = covered
            if (right - left) * (bottom - top) > LARGEST_PICTURE * picture.width * picture.height:
                raise refused(f"page {number} is a picture, and may be a scan.")
    return picture, scale, whole is not None


def _rendered(page: PdfPage, scale: float) -> Image.Image:
    bitmap = page.render(
        scale=scale, may_draw_forms=False, draw_annots=False, rev_byteorder=True, maybe_alpha=False
    )
    picture: Image.Image = bitmap.to_pil()
    return picture.convert("RGB")


def _objects(page: PdfPage) -> Iterator[tuple[Any, Any]]:
    """Return the objects of a page, each with the form it is in, or ``None``."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _inside(pdfium.FPDFPage_GetObject(page, index), None)


def _inside(one: Any, form: Any) -> Iterator[tuple[Any, Any]]:
    yield one, form
    if pdfium.FPDFPageObj_GetType(one) == pdfium.FPDF_PAGEOBJ_FORM:
        for index in range(pdfium.FPDFFormObj_CountObjects(one)):
            yield from _inside(pdfium.FPDFFormObj_GetObject(one, index), one)


def _pictures(page: PdfPage) -> Iterator[tuple[Any, Any]]:
    kind = pdfium.FPDF_PAGEOBJ_IMAGE
    return (found for found in _objects(page) if pdfium.FPDFPageObj_GetType(found[0]) == kind)


def _take_out(page: PdfPage) -> None:
    for one, form in list(_pictures(page)):
        if form is None:
            is_out = pdfium.FPDFPage_RemoveObject(page, one)
        else:
            is_out = pdfium.FPDFFormObj_RemoveObject(form, one)
        if not is_out:
            raise refused("a picture cannot be taken out of a page.")
        pdfium.FPDFPageObj_Destroy(one)


def _curves(page: PdfPage) -> int:
    kind, curve = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_SEGMENT_BEZIERTO
    return sum(
        pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(one, index)) == curve
        for one, _ in _objects(page)
        if pdfium.FPDFPageObj_GetType(one) == kind
        for index in range(pdfium.FPDFPath_CountSegments(one))
    )
