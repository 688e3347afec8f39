"""Reads PDF files: their pages, every object behind them, and what earlier revisions held."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pikepdf

from opengov.errors import ExtractionError
from opengov.files import Told, text_of
from opengov.screening.passage import PlaceKind, Unreadable
from opengov_extract_pdf.objects import Objects
from opengov_extract_pdf.pages import tell_pages

if TYPE_CHECKING:
    from opengov.screening.passage import Blob, Extracted

_END = re.compile(rb"startxref\s+\d+\s+%%EOF\s*")
_BEGIN = b"%PDF-"
_MOST_REVISIONS = 20


class PdfExtractor:
    """Reads PDF files. What only an earlier revision holds is told as deleted."""

    formats = frozenset({"pdf"})

    def extract(self, blob: Blob, kind: str, *, room: int) -> Extracted:
        """Read a file; see ``opengov.ports.Extractor``."""
        told = Told()
        begin = max(blob.content.find(_BEGIN), 0)
        content = blob.content[begin:]
        ends = [found.end() for found in _END.finditer(content)]
        _read(told, content, blob.name, room)
        _tell_beside(told, blob.content[:begin])
        if ends:
            _tell_beside(told, content[ends[-1] :])
        _tell_revisions(told, content, blob.name, room, ends[:-1])
        return told.extracted(kind)


def _read(told: Told, content: bytes, name: str, room: int) -> None:
    try:
        pdf = pikepdf.open(io.BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise _failed(name, "it has a password.", Unreadable.ENCRYPTED) from error
    except (pikepdf.PdfError, ValueError, OSError) as error:
        raise _failed(name, f"it cannot be read: {error}.", Unreadable.DAMAGED) from error
    with pdf:
        objects = Objects(pdf, told, room)
        objects.tell()
        orphans = objects.orphaned_pages()
    tell_pages(told, content)
    if orphans:
        tell_pages(told, orphans, is_hidden=True)


def _failed(name: str, what: str, why: Unreadable) -> ExtractionError:
    error = ExtractionError(what, where=name, remedy="Save it again, without a password.")
    error.why = why.value
    return error


def _tell_beside(told: Told, content: bytes) -> None:
    """Tell what stands before or after the file proper, where programs do not look."""
    if not content.strip(b"\x00\r\n\t "):
        return
    text = text_of(content)
    if text is None:
        told.leave(Unreadable.EMBEDDED, "", f"{len(content)} bytes beside the file")
    else:
        told.add(PlaceKind.OTHER, text, is_hidden=True)


def _tell_revisions(told: Told, content: bytes, name: str, room: int, ends: list[int]) -> None:
    """Tell what the file held before it was saved again: it is all there still."""
    if len(ends) > _MOST_REVISIONS:
        told.leave(Unreadable.TOO_LARGE, "", f"{len(ends)} revisions")
    now = told.extracted("pdf")
    known = {passage.text for passage in now.passages}
    held = {member.content for member in now.members}
    for end in ends[-_MOST_REVISIONS:]:
        before = Told()
        try:
            _read(before, content[:end], name, room)
        except ExtractionError as error:
            if b"/Linearized" not in content[:1024]:
                told.leave(Unreadable.EMBEDDED, "", f"an earlier revision: {error.what}")
            continue
        past = before.extracted("pdf")
        for passage in past.passages:
            if passage.text not in known:
                known.add(passage.text)
                told.add(PlaceKind.DELETED, passage.text, passage.place.name, is_hidden=True)
        for member in past.members:
            if member.content not in held:
                held.add(member.content)
                told.hold(member.name, member.content)
