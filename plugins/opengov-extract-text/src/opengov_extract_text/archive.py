"""ZIP archives: the files in them, and what stands beside the files."""

from __future__ import annotations

from opengov.files import Archive
from opengov.screening.passage import Blob, Extracted, Passage, Place, PlaceKind


def read_archive(blob: Blob, kind: str, room: int) -> Extracted:
    """Unpack an archive into members; folders are names, and remarks are metadata."""
    archive = Archive(blob, room=room)
    members = tuple(archive.members())
    unpacked = {member.name for member in members}
    names = (name for name in archive.names() if name not in unpacked)
    passages = [
        Passage(place=Place(kind=PlaceKind.FILE_NAME, name=name), text=name) for name in names
    ]
    for name, remark in (("", archive.comment), *archive.comments()):
        if remark:
            place = Place(kind=PlaceKind.METADATA, name=name, is_hidden=True)
            passages.append(Passage(place=place, text=remark))
    return Extracted(
        format=kind, passages=tuple(passages), members=members, unread=tuple(archive.unread)
    )
