"""The redactor: one for all formats, each in a module of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.ports import Redacted
from opengov.screening import Blob, Mask, Passage, Place, PlaceKind, masked
from opengov_redact_files.container import refused
from opengov_redact_files.delimited import redact_delimited
from opengov_redact_files.ledger import Ledger
from opengov_redact_files.page import redact_html
from opengov_redact_files.pdf import redact_pdf
from opengov_redact_files.plain import redact_text
from opengov_redact_files.word import redact_docx
from opengov_redact_files.workbook import redact_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Maker = Callable[[Blob, Ledger], bytes]

NOT_IN_NAMES = str.maketrans({"*": "＊", **dict.fromkeys('?:"<>|/\\', "_")})

MAKERS: Mapping[str, Maker] = {
    "txt": redact_text,
    "csv": redact_delimited,
    "html": redact_html,
    "xlsx": redact_xlsx,
    "docx": redact_docx,
    "pdf": redact_pdf,
}
"""What makes the copy of a file, by its format."""


class FilesRedactor:
    """Makes copies of text, CSV, HTML, Excel, Word and PDF files."""

    @property
    def formats(self) -> frozenset[str]:
        """The formats that it can redact."""
        return frozenset(MAKERS)

    def redact(
        self, blob: Blob, kind: str, masking: Callable[[Passage], tuple[Mask, ...]]
    ) -> Redacted:
        """Return the copy; what cannot be redacted safely is a ``RedactionError``."""
        maker = MAKERS.get(kind)
        if maker is None:
            raise refused(f"files of the format {kind} cannot be redacted.")
        ledger = Ledger(masking)
        name = Passage(place=Place(kind=PlaceKind.FILE_NAME), text=blob.name)
        ledger.learn(name)
        content = maker(blob, ledger)
        copy = masked(blob.name, ledger.apply(name))
        if copy != blob.name:
            copy = copy.translate(NOT_IN_NAMES)
        return Redacted(
            blob=Blob(copy, content),
            masks=tuple(ledger.masks),
            left_out=tuple(ledger.left_out),
        )
