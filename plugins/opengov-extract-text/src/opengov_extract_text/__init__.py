"""Extractors for plain text, tables in text, HTML, XML, mail and ZIP archives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.domain import LocalizedText
from opengov.hooks import hookimpl
from opengov.ports import NoOptions, Provider

if TYPE_CHECKING:
    from opengov.ports import Extractor


def _build(_options: NoOptions) -> Extractor:
    from opengov_extract_text.extractor import TextExtractor  # noqa: PLC0415  (when needed)

    return TextExtractor()


@hookimpl
def opengov_extractors() -> list[Provider[Extractor]]:
    """Offer the extractor ``text``."""
    return [
        Provider(
            name="text",
            summary=LocalizedText(
                zh="纯文本、CSV、HTML、邮件、ZIP", en="Plain text, CSV, HTML, mail, ZIP"
            ),
            build=_build,
        )
    ]
