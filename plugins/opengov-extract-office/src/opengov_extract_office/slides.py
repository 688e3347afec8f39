"""Presentations, and the drawings, charts and diagrams that all Office files share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opengov.screening.passage import PlaceKind, table_text
from opengov_extract_office.general import local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from opengov.files import Told
    from opengov_extract_office.package import Package

_PARTS = (
    (re.compile(r"^ppt/slides/[^/]+\.xml$"), (PlaceKind.SLIDE, False)),
    (re.compile(r"^ppt/notesSlides/[^/]+\.xml$"), (PlaceKind.NOTE, True)),
    (re.compile(r"^ppt/(?:slideLayouts|slideMasters)/[^/]+\.xml$"), (PlaceKind.OTHER, False)),
    (re.compile(r"^ppt/(?:notesMasters|handoutMasters)/[^/]+\.xml$"), (PlaceKind.OTHER, True)),
    (re.compile(r"^ppt/comments/[^/]+\.xml$"), (PlaceKind.COMMENT, True)),
)
_DRAWINGS = (
    (re.compile(r"/drawings/[^/]+\.xml$"), PlaceKind.TEXT_BOX),
    (re.compile(r"/(?:charts|chartEx|chartsheets)/[^/]+\.xml$"), PlaceKind.OTHER),
    (re.compile(r"/diagrams/[^/]+\.xml$"), PlaceKind.OTHER),
)


def read_slides(package: Package) -> set[str]:
    """Read the slides and what belongs to them, and return the names of the parts."""
    known = read_drawings(package)
    for name in package.parts:
        rule = next((rule for pattern, rule in _PARTS if pattern.match(name)), None)
        root = package.root(name) if rule else None
        if rule is None or root is None:
            continue
        kind, is_hidden = rule
        unseen = is_hidden or root.get("show") in {"0", "false"}
        tell_drawing(package.told, root, name, kind, is_hidden=unseen)
        known.add(name)
    return known


def read_drawings(package: Package) -> set[str]:
    """Read drawings, charts and diagrams, and return the names of the parts."""
    known = set()
    for name in package.parts:
        kind = next((kind for pattern, kind in _DRAWINGS if pattern.search("/" + name)), None)
        root = package.root(name) if kind else None
        if kind is not None and root is not None:
            tell_drawing(package.told, root, name, kind)
            known.add(name)
    return known


def tell_drawing(
    told: Told, root: _Element, name: str, kind: PlaceKind, *, is_hidden: bool = False
) -> None:
    """Tell the texts of shapes, each as one, then tables, then single values."""
    values: list[str] = []
    for text, is_table, unseen in _texts(root, values, is_hidden=is_hidden):
        told.add(kind, text, name, is_table=is_table, is_hidden=unseen)
    told.add(kind, "\n".join(values), name, is_hidden=is_hidden)


def _texts(
    element: _Element, values: list[str], *, is_hidden: bool
) -> Iterator[tuple[str, bool, bool]]:
    name = local(element)
    if name == "tbl":
        yield _table(element), True, is_hidden
        return
    unseen = is_hidden or any(
        properties.get("hidden") in {"1", "true"}
        for properties in element.iterfind("{*}nvSpPr/{*}cNvPr")
    )
    if any(local(child) == "p" for child in element):
        yield _body(element), False, unseen
        return
    texts = (element.text, element.tail)
    values += (text.strip() for text in texts if text and text.strip())
    for child in element:
        if local(child):
            yield from _texts(child, values, is_hidden=unseen)


def _body(element: _Element) -> str:
    """Return the paragraphs of a text, with whatever stands between them."""
    return "\n".join(filter(None, (_paragraph(child) for child in element if local(child))))


def _paragraph(element: _Element) -> str:
    parts = []
    for child in element.iter("{*}*"):
        name = local(child)
        if name == "br":
            parts.append("\n")
        elif name == "tab":
            parts.append(" ")
        parts.append((child.text or "").strip("\n") if name == "t" else (child.text or "").strip())
        if child is not element and child.tail and child.tail.strip():
            parts.append(child.tail)
    return "".join(parts)


def _table(element: _Element) -> str:
    return table_text(
        [
            " ".join(_body(body) for body in cell.iter("{*}txBody"))
            for cell in row.iterchildren("{*}tc")
        ]
        for row in element.iter("{*}tr")
    )
