"""What was read of a file so far: passages without repeats, members, and what is unread."""

from __future__ import annotations

from attrs import Factory, mutable

from opengov.screening.passage import (
    Blob,
    Extracted,
    Passage,
    Place,
    PlaceKind,
    Unread,
    Unreadable,
)


@mutable
class Told:
    """Collects what a file holds; the same text in the same place is told once."""

    _passages: dict[Passage, None] = Factory(dict)
    _members: list[Blob] = Factory(list)
    _unread: dict[Unread, None] = Factory(dict)

    def add(
        self,
        kind: PlaceKind,
        text: str,
        name: str = "",
        *,
        is_hidden: bool = False,
        is_table: bool = False,
    ) -> None:
        """Tell a text, unless it is blank."""
        if text.strip():
            place = Place(kind=kind, name=name, is_hidden=is_hidden)
            self._passages[Passage(place=place, text=text, is_table=is_table)] = None

    def hold(self, name: str, content: bytes) -> None:
        """Tell a file within the file."""
        if content:
            self._members.append(Blob(name, content))

    def leave(self, why: Unreadable, name: str, detail: str = "") -> None:
        """Tell what is not read."""
        place = Place(kind=PlaceKind.OTHER, name=name)
        self._unread[Unread(place=place, why=why, detail=detail)] = None

    def take(self, unread: list[Unread]) -> None:
        """Tell what an archive could not give."""
        self._unread.update(dict.fromkeys(unread))

    def extracted(self, kind: str) -> Extracted:
        """Return all that was told."""
        return Extracted(
            format=kind,
            passages=tuple(self._passages),
            members=tuple(self._members),
            unread=tuple(self._unread),
        )
