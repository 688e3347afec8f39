"""The general rule: every text, attribute and remark of a part that no other rule reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from opengov.screening.passage import PlaceKind, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from opengov.files import Told

_NUMBER = re.compile(r"[-+]?\d{1,10}(?:\.\d+)?(?:pt|px|in|cm|mm|em|%)?")
_IDENTIFIER = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?|[0-9A-F]{8}")
_DULL = frozenset({"lsdException", "Relationship", "tableStyleElement"})
"""Elements whose attributes are the same lists in every file."""
_ALTERNATIVES = frozenset({"descr", "title", "alt", "tooltip", "caption", "altText"})
_PEOPLE = frozenset(
    "author initials userId displayName providerId userName lastModBy creator".split()
)
_SPOKEN = (
    _ALTERNATIVES
    | _PEOPLE
    | frozenset(
        """v name displayText value prompt promptTitle error errorTitle comment description
    displayname ref location connection command refersTo xpath uri tag""".split()
    )
)
"""Attributes in which a person's words may stand: a plain number in them is told too."""
_PACKED = re.compile(r"[A-Za-z0-9+/=\s]{2000,}")
_HAS_TEXT = etree.XPath("boolean(//text()[normalize-space()])")
_PARAGRAPHS = frozenset({"p", "si", "is", "text", "comment"})


def local(element: _Element) -> str:
    """Return the name of an element without its namespace; Office writes two of each."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def tell_attributes(told: Told, root: _Element, name: str) -> None:
    """Tell what stands in attributes, remarks and instructions of a part."""
    values: dict[PlaceKind, dict[str, None]] = {}
    seen: set[tuple[str, str]] = set()
    for element in root.iter():
        if not isinstance(element.tag, str):
            told.add(PlaceKind.OTHER, element.text or "", name, is_hidden=True)
            continue
        if local(element) in _DULL:
            continue
        for pair in element.attrib.items():
            if pair in seen:
                continue
            seen.add(pair)
            key, value = pair[0].rpartition("}")[2], pair[1]
            if _says_nothing(key, value):
                continue
            kind = PlaceKind.OTHER
            if key in _ALTERNATIVES:
                kind = PlaceKind.ALTERNATIVE
            elif key in _PEOPLE:
                kind = PlaceKind.METADATA
            values.setdefault(kind, {})[value] = None
    for sibling in (*root.itersiblings(preceding=True), *root.itersiblings()):
        told.add(PlaceKind.OTHER, sibling.text or "", name, is_hidden=True)
    for kind, lines in values.items():
        told.add(kind, "\n".join(lines), name, is_hidden=True)


def _says_nothing(key: str, value: str) -> bool:
    if not value.strip():
        return True
    if key in _SPOKEN:
        return False
    return bool(_NUMBER.fullmatch(value) or _IDENTIFIER.fullmatch(value)) or (
        value.isascii() and len(value) < 6
    )


def tell_texts(told: Told, root: _Element, name: str, kind: PlaceKind) -> None:
    """Tell every text of a part, a paragraph as one."""
    if not _HAS_TEXT(root):
        return
    lines: dict[str, None] = dict.fromkeys(paragraphs(root))
    if any(_PACKED.search(line) for line in lines):
        told.leave(Unreadable.EMBEDDED, name, "packed data")
    told.add(kind, "\n".join(lines), name, is_hidden=True)


def paragraphs(element: _Element) -> Iterator[str]:
    """Yield the texts below an element; what is split within a paragraph is joined."""
    if not isinstance(element.tag, str):
        return
    if local(element) in _PARAGRAPHS or _is_mixed(element):
        text = "".join(str(part) for part in element.itertext("{*}*")).strip()
        if text:
            yield text
        return
    if element.text and element.text.strip():
        yield element.text.strip()
    for child in element:
        yield from paragraphs(child)


def _is_mixed(element: _Element) -> bool:
    own = bool(element.text and element.text.strip() and len(element))
    return own or any(child.tail and child.tail.strip() for child in element)
