"""The item that a page states, and what it states field by field."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from opengov.domain import (
    DisclosureItem,
    DocumentNumber,
    IndexNumber,
    Message,
    StatedField,
    StatedTime,
)
from opengov.intake.fold import fold, squeezed
from opengov.intake.values import is_day_alone, stated_time

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opengov.intake.merge import Merged

_SEPARATORS = re.compile(r"[\s,，;；、|]+")


def item_from(merged: Merged, *, body: str, url: str | None, text: str) -> DisclosureItem:
    """Build the item; without an index number its id is a digest of the page."""
    index_number = IndexNumber.parse(value) if (value := _text(merged, "index_number")) else None
    number = DocumentNumber.parse(value) if (value := _text(merged, "document_number")) else None
    views = re.match(r"\d+", fold(_text(merged, "page_views") or ""))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return DisclosureItem(
        id=str(index_number) if index_number and str(index_number) else f"page-{digest[:12]}",
        title=(_text(merged, "title") or "").rstrip("。") or None,
        issuing_body=_text(merged, "issuing_body"),
        body=body,
        made_on=_day(merged, "made_on"),
        published_at=_time(merged, "published_at"),
        index_number=index_number,
        document_number=number,
        subject_class=_text(merged, "subject_class"),
        category=_text(merged, "category"),
        genre=_text(merged, "genre"),
        information_source=_text(merged, "information_source"),
        keywords=tuple(filter(None, _SEPARATORS.split(_text(merged, "keywords") or ""))),
        formed_on=_day(merged, "formed_on"),
        printed_on=_day(merged, "printed_on"),
        effective_on=_day(merged, "effective_on"),
        repealed_on=_day(merged, "repealed_on"),
        registered_on=_day(merged, "registered_on"),
        validity=_text(merged, "validity"),
        stated_attribute=_text(merged, "stated_attribute"),
        page_views=int(views[0]) if views else None,
        source_url=url,
        other_fields=tuple(
            StatedField(label=proposal.label, value=proposal.value) for proposal in merged.others
        ),
    )


def _text(merged: Merged, name: str) -> str | None:
    return merged.chosen[name].value if name in merged.chosen else None


def _time(merged: Merged, name: str) -> StatedTime | None:
    text = _text(merged, name)
    return stated_time(text) if text else None


def _day(merged: Merged, name: str) -> date | None:
    stated = _time(merged, name)
    return stated.day if stated else None


def doubts(item: DisclosureItem) -> Iterator[Message]:
    """Say what the statements of an item make of each other."""
    if item.index_number is not None:
        yield from item.index_number.problems
        yield from _period(item)
    if item.document_number is not None:
        yield from item.document_number.problems
    published = item.published_at.day if item.published_at else None
    if item.made_on and published and published < item.made_on:
        yield Message(
            "intake.published-before-made", {"published": published, "made": item.made_on}
        )
    if item.effective_on and item.repealed_on and item.repealed_on < item.effective_on:
        yield Message(
            "intake.repealed-before-effective",
            {"repealed": item.repealed_on, "effective": item.effective_on},
        )
    signed = _signature(item.body)
    if item.made_on and signed and signed != item.made_on:
        yield Message("intake.signature-date", {"made": item.made_on, "signed": signed})


def _period(item: DisclosureItem) -> Iterator[Message]:
    year = item.index_number.year if item.index_number else None
    days = [item.made_on, item.published_at.day if item.published_at else None]
    years = {day.year for day in days if day}
    if year and years and year not in years:
        yield Message("intake.index-period", {"number": str(item.index_number), "year": year})


def _signature(body: str) -> date | None:
    """Return the day under the signature: the last line that is a day and nothing else."""
    for line in reversed(body.splitlines()):
        if is_day_alone(line):
            try:
                stated = stated_time(line)
            except ValueError:
                return None
            return stated.day if stated else None
    return None


STATED_NAMES = (
    "title index_number document_number issuing_body made_on published_at subject_class category "
    "validity genre information_source keywords formed_on printed_on effective_on repealed_on "
    "registered_on stated_attribute page_views source_url"
).split()
"""The fields of a page, in the order in which they are shown."""


def stated_fields(item: DisclosureItem) -> dict[str, object]:
    """Return what a page states, as JSON can hold it; what it does not state is ``None``.

    Times are Beijing time without an offset, as precise as they were stated. A page that gives
    the kind of text (体裁分类) and no category has the former for both.
    """
    values: dict[str, object] = {name: getattr(item, name) for name in STATED_NAMES}
    values["category"] = item.category or item.genre
    values["keywords"] = list(item.keywords) or None
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> object:
    if value is None or isinstance(value, (int, list)):
        return value
    return str(value) or None


def is_same_text(one: str, other: str) -> bool:
    """Say whether two texts are equal but for width and white space."""
    return squeezed(one) == squeezed(other)
