"""Reads a file and all that it holds, file within file, under one budget."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen
from attrs.validators import gt

from opengov.errors import ExtractionError
from opengov.files.encoding import is_strange
from opengov.files.formats import ENCRYPTED, PICTURE, format_of
from opengov.screening.passage import Extracted, Passage, Place, PlaceKind, Unread, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opengov.ports import Extractor
    from opengov.screening.passage import Blob

_REFERRED = {PICTURE: Unreadable.SCANNED, ENCRYPTED: Unreadable.ENCRYPTED}
_SHORT = 20
"""A text shorter than this is too little to call it garbled."""


@frozen(kw_only=True)
class Limits:
    """How much one file may cost, with all that it holds.

    ``size`` bounds the file as it is handed in, ``unpacked`` what comes out of it, files and
    text together. After ``seconds`` no further part is begun, and after twice as many a worker
    is killed. ``memory`` bounds a worker, where the system can.
    """

    size: int = field(default=200 << 20, validator=gt(0))
    unpacked: int = field(default=512 << 20, validator=gt(0))
    files: int = field(default=5_000, validator=gt(0))
    depth: int = field(default=6, validator=gt(0))
    seconds: float = field(default=60.0, validator=gt(0))
    memory: int = field(default=2 << 30, validator=gt(0))


def read_file(blob: Blob, extractors: Iterable[Extractor], limits: Limits) -> Extracted:
    """Return all text of a file and of the files within it; none is left in ``members``.

    What no extractor reads, what is damaged and what lies beyond the limits is in ``unread``.
    This runs in the process that calls it: ``FileReader`` keeps hostile files away from that.
    """
    walk = _Walk(extractors, limits)
    kind = walk.read(blob, ())
    return Extracted(format=kind, passages=tuple(walk.passages), unread=tuple(walk.unread))


def refused(name: str, why: Unreadable, detail: str = "", *, kind: str = "unknown") -> Extracted:
    """Return what is known of a file that was not read: its name, and why."""
    place = Place(kind=PlaceKind.FILE_NAME, name=name)
    return Extracted(
        format=kind,
        passages=(Passage(place=place, text=name),),
        unread=(Unread(place=place, why=why, detail=detail),),
    )


class _Walk:
    def __init__(self, extractors: Iterable[Extractor], limits: Limits) -> None:
        self._extractors: dict[str, Extractor] = {}
        for extractor in extractors:
            for kind in extractor.formats:
                self._extractors.setdefault(kind, extractor)
        self._limits = limits
        self._room = limits.unpacked
        self._files = 0
        self._end = time.monotonic() + limits.seconds
        self.passages: list[Passage] = []
        self.unread: list[Unread] = []

    def read(self, blob: Blob, within: tuple[str, ...]) -> str:
        """Read a file and what it holds, and return its format."""
        self._files += 1
        place = Place(kind=PlaceKind.FILE_NAME, name=blob.name, within=within)
        self.passages.append(Passage(place=place, text=blob.name))
        kind = format_of(blob)
        refusal = self._refusal(blob, within)
        if refusal is not None:
            self.unread.append(Unread(place=place, why=refusal, detail=kind))
            return kind
        extractor = self._extractors.get(kind)
        if extractor is None:
            why = _REFERRED.get(kind, Unreadable.UNKNOWN_FORMAT)
            self.unread.append(Unread(place=place, why=why, detail=kind))
            return kind
        try:
            extracted = extractor.extract(blob, kind, room=self._room)
        except ExtractionError as error:
            self.unread.append(Unread(place=place, why=Unreadable(error.why), detail=error.what))
        except MemoryError:
            self.unread.append(Unread(place=place, why=Unreadable.TOO_LARGE, detail=kind))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001  (a library in Rust panics beside Exception)
            self.unread.append(Unread(place=place, why=Unreadable.DAMAGED, detail=repr(error)))
        else:
            self._take(extracted, place)
        return kind

    def _refusal(self, blob: Blob, within: tuple[str, ...]) -> Unreadable | None:
        if len(within) > self._limits.depth:
            return Unreadable.TOO_DEEP
        if self._files > self._limits.files or len(blob.content) > self._limits.size:
            return Unreadable.TOO_LARGE
        if time.monotonic() > self._end:
            return Unreadable.TOO_SLOW
        return None

    def _take(self, extracted: Extracted, place: Place) -> None:
        within = (*place.within, place.name)
        self._room -= sum(len(member.content) for member in extracted.members)
        self._room -= sum(len(passage.text) for passage in extracted.passages)
        self.unread += (
            evolve(unread, place=evolve(unread.place, within=within)) for unread in extracted.unread
        )
        if self._room < 0:
            self.unread.append(Unread(place=place, why=Unreadable.TOO_LARGE, detail="unpacked"))
            return
        for passage in extracted.passages:
            placed = evolve(passage, place=evolve(passage.place, within=within))
            self.passages.append(placed)
            if len(passage.text) > _SHORT and is_strange(passage.text):
                self.unread.append(Unread(place=placed.place, why=Unreadable.GARBLED))
        for member in extracted.members:
            self.read(member, within)
