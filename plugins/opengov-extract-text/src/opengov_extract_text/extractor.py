"""Which reader is for which format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov_extract_text import archive, mail, page, plain

if TYPE_CHECKING:
    from opengov.screening.passage import Blob, Extracted

_READERS = {
    "txt": plain.read_text,
    "csv": plain.read_table,
    "html": page.read_page,
    "xml": page.read_page,
    "eml": mail.read_mail,
    "zip": archive.read_archive,
}


class TextExtractor:
    """Reads what is text in itself, and what packs files together."""

    formats = frozenset(_READERS)

    def extract(self, blob: Blob, kind: str, *, room: int) -> Extracted:
        """Read a file; see ``opengov.ports.Extractor``."""
        return _READERS[kind](blob, kind, room)
