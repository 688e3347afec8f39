"""Published copies of files from which what is masked is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.domain import LocalizedText
from opengov.hooks import hookimpl
from opengov.ports import NoOptions, Provider

if TYPE_CHECKING:
    from opengov.ports import Redactor


def _build(_options: NoOptions) -> Redactor:
    from opengov_redact_files.redactor import FilesRedactor  # noqa: PLC0415  (when it is needed)

    return FilesRedactor()


@hookimpl
def opengov_redactors() -> list[Provider[Redactor]]:
    """Offer the redactor ``files``."""
    return [
        Provider(
            name="files",
            summary=LocalizedText(
                zh="文本、表格、网页、Word 和 PDF 的公开副本",
                en="Published copies of text, tables, web pages, Word and PDF files",
            ),
            build=_build,
        )
    ]
