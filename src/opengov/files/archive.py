"""ZIP archives, read within a bound and never written to a disk."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from opengov.errors import ExtractionError
from opengov.screening.passage import Blob, Place, PlaceKind, Unread, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 20
_ENCRYPTED = 0x1
_UTF_8 = 0x800
_DESCRIPTOR = 24
"""The sizes that may follow a member which was packed as a stream."""
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, IndexError,
    NotImplementedError, OverflowError, RuntimeError,
)  # fmt: skip
_LEADS_OUT = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\x00")


class Archive:
    """The members of a ZIP archive, unpacked up to ``room`` bytes together.

    What is not unpacked, and what hides beside the members, is told in ``unread``. An archive
    that lists no members is an ``ExtractionError``.
    """

    def __init__(self, blob: Blob, *, room: int) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(blob.content))
        except _BROKEN as error:
            raise ExtractionError(
                f"the archive cannot be read: {error}.",
                where=blob.name,
                remedy="Pack it again.",
            ) from error
        self._content = blob.content
        self._room = room
        self.unread: list[Unread] = []
        self.comment = _decoded(self._zip.comment)

    def names(self) -> list[str]:
        """Return the names of all entries, those of folders too."""
        return [_name(info) for info in self._zip.infolist()]

    def comments(self) -> Iterator[tuple[str, str]]:
        """Yield the remarks that stand beside members, with their names."""
        for info in self._zip.infolist():
            if info.comment:
                yield _name(info), _decoded(info.comment)

    def members(self) -> Iterator[Blob]:
        """Yield each member that can be unpacked; read ``unread`` afterwards."""
        self._look_between()
        for info in self._zip.infolist():
            name = _name(info)
            if _LEADS_OUT.search(name) or _LEADS_OUT.search(info.orig_filename):
                self._leave(name, Unreadable.UNSAFE_NAME)
            if info.is_dir() and not info.file_size:
                continue
            if info.flag_bits & _ENCRYPTED:
                self._leave(name, Unreadable.ENCRYPTED)
                continue
            content = self._unpacked(info, name)
            if content is not None:
                yield Blob(name, content)

    def _unpacked(self, info: zipfile.ZipInfo, name: str) -> bytes | None:
        # The size that an archive states is a claim: what is counted is what comes out.
        parts: list[bytes] = []
        size = 0
        if info.file_size > self._room:
            self._leave(name, Unreadable.TOO_LARGE, f"{info.file_size} bytes")
            return None
        try:
            with self._zip.open(info) as member:
                while part := member.read(_CHUNK):
                    parts.append(part)
                    size += len(part)
                    if size > self._room:
                        self._leave(name, Unreadable.TOO_LARGE)
                        return None
        except _BROKEN as error:
            self._leave(name, Unreadable.DAMAGED, str(error))
            return None
        self._room -= size
        return b"".join(parts)

    def _look_between(self) -> None:
        """Tell bytes that belong to no member: what the list leaves out is in the file still."""
        starts = sorted({info.header_offset for info in self._zip.infolist()})
        ends = {}
        for info in self._zip.infolist():
            head = self._content[info.header_offset : info.header_offset + 30]
            if len(head) == 30:
                named = int.from_bytes(head[26:28], "little")
                extra = int.from_bytes(head[28:30], "little")
                ends[info.header_offset] = (
                    info.header_offset + 30 + named + extra + info.compress_size
                )
        at = 0
        for start in (*starts, self._zip.start_dir):
            if start - at > _DESCRIPTOR:
                self._leave("", Unreadable.EMBEDDED, f"{start - at} bytes that no member holds")
                return
            at = max(at, ends.get(start, at))

    def _leave(self, name: str, why: Unreadable, detail: str = "") -> None:
        place = Place(kind=PlaceKind.FILE_NAME, name=name)
        self.unread.append(Unread(place=place, why=why, detail=detail))


def _name(info: zipfile.ZipInfo) -> str:
    """Return a name in the letters it was given: GBK where no flag says UTF-8."""
    if info.flag_bits & _UTF_8:
        return info.filename
    try:
        return _decoded(info.filename.encode("cp437"))
    except UnicodeEncodeError:
        return info.filename


def _decoded(name: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("cp437")
