"""The parts of an Office file: each is read by its rule, and by the general one if it has none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from opengov.files import Archive, Told
from opengov.screening.passage import PlaceKind, Unreadable
from opengov_extract_office.general import tell_attributes, tell_texts
from opengov_extract_office.strings import strings_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from opengov.screening.passage import Blob, Extracted

_XML = re.compile(r"\.(?:xml|rels|vml|xsd|psmdcp)$", re.IGNORECASE)
_ACTIVE = re.compile(r"vbaProject|vbaData|/activeX/|/macrosheets/", re.IGNORECASE)
_PRINTER = re.compile(r"/printerSettings/", re.IGNORECASE)
_METADATA = re.compile(r"^(?:docProps|package/services/metadata)/", re.IGNORECASE)
_SHOWN_FROM_OUTSIDE = ("image", "oleObject", "attachedTemplate", "frame", "video", "audio")


class Package:
    """The parts of a file by name; what is XML is parsed when it is asked for."""

    def __init__(self, blob: Blob, room: int, told: Told) -> None:
        archive = Archive(blob, room=room)
        self.told = told
        self.parts: dict[str, bytes] = {}
        for member in archive.members():
            if member.name in self.parts:
                # Which of two parts a program shows is its own affair: both are read.
                told.hold(member.name, self.parts[member.name])
                told.leave(Unreadable.DAMAGED, member.name, "two parts of one name")
            self.parts[member.name] = member.content
        told.take(archive.unread)
        told.add(PlaceKind.FILE_NAME, "\n".join(archive.names()), "parts", is_hidden=True)
        for text in (archive.comment, *(remark for _, remark in archive.comments())):
            told.add(PlaceKind.METADATA, text, is_hidden=True)
        self._roots: dict[str, _Element | None] = {}

    def root(self, name: str) -> _Element | None:
        """Return the root of a part; ``None`` if there is no such part, or it is damaged."""
        if name not in self._roots:
            content = self.parts.get(name)
            self._roots[name] = None if content is None else self._parsed(name, content)
        return self._roots[name]

    def keep(self, name: str, root: _Element) -> None:
        """Take what is left of a part that was too large to be parsed whole."""
        self._roots[name] = root

    def _parsed(self, name: str, content: bytes) -> _Element | None:
        try:
            root = etree.fromstring(content, parser())
        except etree.XMLSyntaxError as error:
            self.told.leave(Unreadable.DAMAGED, name, str(error))
            try:
                root = etree.fromstring(content, parser(recover=True))
            except etree.XMLSyntaxError:
                root = None
        if root is None:
            return None
        if root.getroottree().docinfo.internalDTD is not None:
            # Office files have none; entities would show what the parts do not hold.
            self.told.leave(Unreadable.DAMAGED, name, "a document type")
        return root

    def related(self, name: str) -> list[tuple[str, str, str, bool]]:
        """Return what a part refers to: the id, the kind, the target, whether it is outside."""
        folder, _, leaf = name.rpartition("/")
        root = self.root(f"{folder}/_rels/{leaf}.rels".lstrip("/"))
        if root is None:
            return []
        return [
            (
                link.get("Id", ""),
                link.get("Type", "").rpartition("/")[2],
                link.get("Target", ""),
                link.get("TargetMode") == "External",
            )
            for link in root.iter("{*}Relationship")
        ]

    def target(self, name: str, link: str) -> str:
        """Return the name of the part that a part refers to by an id."""
        found = next((target for id_, _, target, _ in self.related(name) if id_ == link), "")
        return resolved(name, found)


def resolved(name: str, target: str) -> str:
    """Return the name of a part that is given from another part on."""
    if target.startswith("/"):
        return target[1:]
    path = name.split("/")[:-1]
    for step in target.split("/"):
        if step == "..":
            path = path[:-1]
        elif step not in {"", "."}:
            path.append(step)
    return "/".join(path)


def parser(*, recover: bool = False) -> etree.XMLParser:
    """Return a parser that expands no entity, fetches nothing and bounds what it builds."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover
    )


def read_package(
    blob: Blob, kind: str, room: int, rule: Callable[[Package], set[str]]
) -> Extracted:
    """Read every part of a file; ``rule`` reads those it knows, and returns their names."""
    told = Told()
    package = Package(blob, room, told)
    known = rule(package)
    for name in package.parts:
        _read_part(package, name, is_known=name in known)
    return told.extracted(kind)


def _read_part(package: Package, name: str, *, is_known: bool) -> None:
    told = package.told
    if _ACTIVE.search("/" + name):
        told.leave(Unreadable.ACTIVE, name)
    if not _XML.search(name):
        if _PRINTER.search("/" + name):
            lines = strings_of(package.parts[name], shortest=4)
            told.add(PlaceKind.METADATA, "\n".join(lines), name, is_hidden=True)
        elif not _ACTIVE.search("/" + name):
            told.hold(name, package.parts[name])
        return
    root = package.root(name)
    if root is None:
        if package.parts[name].strip():
            told.leave(Unreadable.DAMAGED, name)
        return
    if name.endswith(".rels"):
        _tell_links(told, root, name)
    elif name != "[Content_Types].xml":
        tell_attributes(told, root, name)
    if _METADATA.match(name):
        tell_texts(told, root, name, PlaceKind.METADATA)
    elif not is_known and name != "[Content_Types].xml":
        tell_texts(told, root, name, PlaceKind.OTHER)


def _tell_links(told: Told, root: _Element, name: str) -> None:
    for link in root.iter("{*}Relationship"):
        if link.get("TargetMode") != "External":
            continue
        target = link.get("Target", "")
        told.add(PlaceKind.LINK, target, is_hidden=True)
        if link.get("Type", "").endswith(_SHOWN_FROM_OUTSIDE):
            told.leave(Unreadable.EMBEDDED, name, f"shown from outside: {target}")
