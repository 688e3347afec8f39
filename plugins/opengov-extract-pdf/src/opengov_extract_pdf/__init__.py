"""An extractor for PDF files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.domain import LocalizedText
from opengov.hooks import hookimpl
from opengov.ports import NoOptions, Provider

if TYPE_CHECKING:
    from opengov.ports import Extractor


def _build(_options: NoOptions) -> Extractor:
    from opengov_extract_pdf.extractor import PdfExtractor  # noqa: PLC0415  (when needed)

    return PdfExtractor()


@hookimpl
def opengov_extractors() -> list[Provider[Extractor]]:
    """Offer the extractor ``pdf``."""
    return [
        Provider(
            name="pdf",
            summary=LocalizedText(zh="PDF 文件", en="PDF files"),
            build=_build,
        )
    ]
