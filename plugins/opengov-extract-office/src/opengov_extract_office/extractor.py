"""Which reader is for which format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov_extract_office.legacy import read_legacy
from opengov_extract_office.package import read_package
from opengov_extract_office.sheets import read_workbook
from opengov_extract_office.slides import read_slides
from opengov_extract_office.word import read_document

if TYPE_CHECKING:
    from opengov.screening.passage import Blob, Extracted

_READERS = {"docx": read_document, "xlsx": read_workbook, "pptx": read_slides}
_LEGACY = frozenset({"doc", "xls", "ppt", "ole-package"})


class OfficeExtractor:
    """Reads Office files part by part, so that no part is passed over."""

    formats = frozenset(_READERS) | _LEGACY

    def extract(self, blob: Blob, kind: str, *, room: int) -> Extracted:
        """Read a file; see ``opengov.ports.Extractor``."""
        if kind in _LEGACY:
            return read_legacy(blob, kind, room)
        return read_package(blob, kind, room, _READERS[kind])
