"""Extractors for Word, Excel and PowerPoint files, the old formats included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.domain import LocalizedText
from opengov.hooks import hookimpl
from opengov.ports import NoOptions, Provider

if TYPE_CHECKING:
    from opengov.ports import Extractor


def _build(_options: NoOptions) -> Extractor:
    from opengov_extract_office.extractor import OfficeExtractor  # noqa: PLC0415  (when needed)

    return OfficeExtractor()


@hookimpl
def opengov_extractors() -> list[Provider[Extractor]]:
    """Offer the extractor ``office``."""
    return [
        Provider(
            name="office",
            summary=LocalizedText(
                zh="Word、Excel、PowerPoint，含旧格式",
                en="Word, Excel, PowerPoint, the old formats included",
            ),
            build=_build,
        )
    ]
