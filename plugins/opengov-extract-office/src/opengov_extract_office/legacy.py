"""The old formats: what is read of them is told, and what is not sure is referred."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import olefile
from office_oxide import Document, OfficeOxideError

from opengov.errors import ExtractionError
from opengov.files import Told, is_strange
from opengov.screening.passage import PlaceKind, Unreadable
from opengov_extract_office.biff import tell_workbook
from opengov_extract_office.strings import strings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.screening.passage import Blob, Extracted

_ACTIVE = frozenset({"Macros", "_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT"})
_OBJECTS = frozenset({"ObjectPool", "MBD"})
_PICTURES = frozenset({"Pictures", "Data"})
_STREAMS = {
    "doc": ("WordDocument", "1Table", "0Table"),
    "ppt": ("PowerPoint Document", "Current User"),
    "xls": (),
}
_PROPERTIES = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
_NATIVE = "\x01Ole10Native"


def read_legacy(blob: Blob, kind: str, room: int) -> Extracted:
    """Read a compound file: its text as far as it is sure, its streams, its properties."""
    told = Told()
    try:
        compound = olefile.OleFileIO(io.BytesIO(blob.content))
    except Exception as error:
        raise ExtractionError(
            f"its directory cannot be read: {error}.", where=blob.name, remedy="Save it again."
        ) from error
    with compound:
        streams = _Streams(compound, room, told)
        if kind == "xls":
            tell_workbook(told, blob, streams.read("Workbook") or streams.read("Book"))
        elif kind in {"doc", "ppt"}:
            _tell_text(told, blob, kind)
        for name in _STREAMS.get(kind, ()):
            lines = strings_of(streams.read(name))
            told.add(PlaceKind.OTHER, "\n".join(lines), name, is_hidden=True)
        streams.tell_rest(kind)
    return told.extracted(kind)


def _tell_text(told: Told, blob: Blob, kind: str) -> None:
    try:
        with Document.from_bytes(blob.content, "doc" if kind == "doc" else "ppt") as document:
            text = document.plain_text()
    except OfficeOxideError as error:
        told.leave(Unreadable.DAMAGED, kind, str(error))
        return
    told.add(PlaceKind.BODY, text)
    if not text.strip() or is_strange(text):
        told.leave(Unreadable.GARBLED, kind)


class _Streams:
    def __init__(self, compound: olefile.OleFileIO, room: int, told: Told) -> None:
        self._compound = compound
        self._room = room
        self._told = told
        self._read: set[str] = set()

    def read(self, name: str) -> bytes:
        """Return a stream, or nothing where there is none."""
        if not self._compound.exists(name):
            return b""
        self._read.add(name)
        if self._compound.get_size(name) > self._room:
            self._told.leave(Unreadable.TOO_LARGE, name)
            return b""
        try:
            content: bytes = self._compound.openstream(name).read()
        except OSError as error:
            self._told.leave(Unreadable.DAMAGED, name, str(error))
            return b""
        self._room -= len(content)
        return content

    def tell_rest(self, kind: str) -> None:
        """Tell every other stream: properties and strings of it, or why it is referred."""
        for path in self._paths():
            name = "/".join(path)
            if name in self._read:
                continue
            if _ACTIVE & set(path):
                self._told.leave(Unreadable.ACTIVE, path[0])
            elif path[-1] == _NATIVE:
                self._native(name)
            elif path[0] in _OBJECTS or path[0].startswith("MBD"):
                self._told.leave(Unreadable.EMBEDDED, path[0])
            elif path[0] in _PICTURES and kind != "xls" and self._compound.get_size(name):
                self._told.leave(Unreadable.SCANNED, path[0])
            else:
                lines = strings_of(self.read(name))
                where = PlaceKind.METADATA if path[-1] in _PROPERTIES else PlaceKind.OTHER
                self._told.add(where, "\n".join(lines), name, is_hidden=True)

    def _paths(self) -> Iterator[list[str]]:
        yield from self._compound.listdir(streams=True, storages=False)

    def _native(self, name: str) -> None:
        """Tell the file that an object is wrapped around: its name, its paths, its content."""
        content = self.read(name)
        head = content[6:]
        label, _, rest = head.partition(b"\x00")
        source, _, rest = rest.partition(b"\x00")
        size_of_path = int.from_bytes(rest[4:8], "little")
        path, data = rest[8 : 8 + size_of_path], rest[8 + size_of_path :]
        size = int.from_bytes(data[:4], "little")
        if len(content) < 10 or not 0 < size <= len(data) - 4:
            self._told.leave(Unreadable.EMBEDDED, name)
            return
        for text in (source, path, data[4 + size :]):
            lines = "\n".join(strings_of(text))
            self._told.add(PlaceKind.METADATA, lines, name, is_hidden=True)
        self._told.hold(label.decode("gb18030", "replace") or "object", data[4 : 4 + size])
