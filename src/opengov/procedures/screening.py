"""What screening finds in the texts of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.domain import DisclosureItem, DisclosureList
from opengov.screening import Located, Passage, Place, PlaceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.domain import AnyRecord
    from opengov.screening import Screener

TITLE = "title"
"""The name of the place that a title stands in."""


def passages(record: AnyRecord) -> Iterator[Passage]:
    """Return the texts of a record that readers will see, each in the words it stands under."""
    title = Place(kind=PlaceKind.OTHER, name=TITLE)
    yield Passage(place=title, text=record.title or "")
    yield Passage(place=Place(kind=PlaceKind.BODY), text=record.body)
    stated: list[tuple[str, str]] = []
    match record:
        case DisclosureItem():
            stated = [(each.label, each.value) for each in record.other_fields]
        case DisclosureList():
            for edition in record.editions:
                for entry in edition.entries:
                    stated.append(("", entry.name))
                    stated += ((each.name, each.value) for each in entry.fields)
    for label, value in stated:
        yield Passage(
            place=Place(kind=PlaceKind.FORM, name=label),
            text=f"{label}：{value}" if label else value,
        )


def screened(record: AnyRecord, screener: Screener) -> tuple[Located, ...]:
    """Return what is found in the texts of a record, each with its place."""
    return tuple(
        Located(passage.place, finding)
        for passage in passages(record)
        for finding in screener.screen(passage)
    )
