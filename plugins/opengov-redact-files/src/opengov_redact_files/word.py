"""Copies of Word documents: a new package of the parts that a reader sees, and nothing else."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import unquote

from attrs import define, field
from lxml import etree

from opengov.screening import Place, PlaceKind, masked
from opengov_redact_files.container import parsed, parts_of, refused
from opengov_redact_files.word_copy import Copier, definitions, theme
from opengov_redact_files.word_hidden import hidden_styles
from opengov_redact_files.word_names import CONTENT, RELATION, SETTINGS, Element, R, w
from opengov_redact_files.word_text import attributes_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opengov.screening import Blob
    from opengov_redact_files.ledger import Ledger


RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
MAIN = "document.main"

STORIES = {
    "header": PlaceKind.HEADER,
    "footer": PlaceKind.FOOTER,
    "footnotes": PlaceKind.NOTE,
    "endnotes": PlaceKind.NOTE,
}

TOLD = {
    "comments": PlaceKind.COMMENT,
    "people": PlaceKind.METADATA,
    "media": PlaceKind.ALTERNATIVE,
    "docProps": PlaceKind.METADATA,
    "customXml": PlaceKind.METADATA,
}
"""What a part is that is left out, by what its path has in it; all others are ``OTHER``."""

UNTOLD = ("_rels/", "[Content_Types].xml", "word/fontTable.xml", "word/webSettings.xml")


@define
class _Part:
    """A part of the copy; ``kind`` is the last word of its relationship and its content type."""

    name: str
    kind: str
    root: Element
    identifier: str = ""

    @property
    def place(self) -> Place:
        return Place(kind=STORIES.get(self.kind, PlaceKind.BODY), name=self.name)


def redact_docx(blob: Blob, ledger: Ledger) -> bytes:
    """Return the document with masked texts; changes are accepted, links lose their targets."""
    package = _Package(parts_of(blob), ledger)
    parts = package.copied()
    texts = [text for part in parts for text in texts_of(part.root, part.place)]
    if not any(passage.text.strip() for passage, _ in texts) and package.has_pictures:
        raise refused("the document has pictures and no text.")
    for passage, _ in texts:
        ledger.learn(passage)
    attributes = [one for part in parts for one in attributes_of(part.root)]
    for passage, _, _ in attributes:
        ledger.learn(passage)
    for passage, pieces in texts:
        pieces.put(ledger.apply(passage))
    for passage, element, name in attributes:
        masks = ledger.asked_for(passage)
        if masks:
            element.set(name, masked(passage.text, masks))
            ledger.apply(passage)
    return _written(parts)


@define
class _Package:
    """The parts of the original, found by their relationships."""

    parts: Mapping[str, bytes]
    ledger: Ledger
    main: str = field(init=False)
    _used: set[str] = field(factory=set, init=False)
    _stories: dict[str, _Part] = field(factory=dict, init=False)
    _relations: dict[str, tuple[str, str]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        found = [name for kind, name in self._related("").values() if kind == "officeDocument"]
        if len(found) != 1 or found[0] not in self.parts:
            raise refused("the file has no document, or more than one.")
        self.main = found[0]
        self._relations = self._related(self.main)

    @property
    def has_pictures(self) -> bool:
        return any("/media/" in name or "/embeddings/" in name for name in self.parts)

    def copied(self) -> list[_Part]:
        """Return the parts of the copy, the document first."""
        styles = self._parsed("styles")
        copier = Copier(self.ledger, hidden_styles(styles))
        copier.part_of = lambda identifier: self._story(identifier, copier)
        document = self._read(self.main)
        if document.tag != w("document"):
            raise refused("the document is of the strict form, or no document of Word.")
        # A section names its headers in the middle of the text, and a copier follows one text.
        for reference in document.iter(w("headerReference"), w("footerReference")):
            self._story(reference.get(f"{{{R}}}id", ""), copier)
        for kind in ("footnotes", "endnotes"):
            for identifier, (found, _) in self._relations.items():
                if found == kind:
                    self._story(identifier, copier)
        parts = [_Part("document", MAIN, copier.copied(document)), *self._stories.values()]
        for kind, allowed in (("styles", None), ("numbering", None), ("settings", SETTINGS)):
            root = self._parsed(kind)
            if root is not None:
                parts.append(_Part(kind, kind, definitions(root, allowed), f"d{kind}"))
        look = self._parsed("theme")
        if look is not None:
            parts.append(_Part("theme1", "theme", theme(look), "dtheme"))
        self._tell()
        return parts

    def _story(self, identifier: str, copier: Copier) -> str:
        if identifier in self._stories:
            return self._stories[identifier].identifier
        kind, name = self._relations.get(identifier, ("", ""))
        if kind not in STORIES or name not in self.parts:
            return ""
        number = len(self._stories) + 1
        root = copier.copied(self._read(name))
        title = f"{kind}{number}" if kind in {"header", "footer"} else kind
        self._stories[identifier] = _Part(title, kind, root, f"r{number}")
        return f"r{number}"

    def _parsed(self, kind: str) -> Element | None:
        for found, name in self._relations.values():
            if found == kind and name in self.parts:
                return self._read(name)
        return None

    def _read(self, name: str) -> Element:
        self._used.add(name)
        return parsed(self.parts[name])

    def _related(self, source: str) -> dict[str, tuple[str, str]]:
        folder, base = posixpath.split(source)
        content = self.parts.get(posixpath.join(folder, "_rels", f"{base}.rels"))
        if content is None:
            raise refused("the file is no document: it does not say what its parts are.")
        related = {}
        for relation in parsed(content).iterchildren(f"{{{RELATIONS}}}Relationship"):
            if relation.get("TargetMode") == "External":
                continue
            target = posixpath.join("/", folder, unquote(relation.get("Target", "")))
            kind = relation.get("Type", "").rpartition("/")[2]
            related[relation.get("Id", "")] = kind, posixpath.normpath(target).lstrip("/")
        return related

    def _tell(self) -> None:
        for name in sorted(self.parts):
            if name in self._used or name.endswith(".rels") or name.startswith(UNTOLD):
                continue
            kind = next((kind for word, kind in TOLD.items() if word in name), PlaceKind.OTHER)
            self.ledger.drop(kind, name, is_hidden=kind is not PlaceKind.ALTERNATIVE)


def _written(parts: list[_Part]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, root in _index(parts):
            written = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
            archive.writestr(_member(name), written)
        for part in parts:
            etree.cleanup_namespaces(part.root, keep_ns_prefixes=["w", "r", "wps"])
            written = etree.tostring(
                part.root, encoding="UTF-8", xml_declaration=True, standalone=True
            )
            archive.writestr(_member(f"word/{part.name}.xml"), written)
    return target.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _index(parts: list[_Part]) -> list[tuple[str, Element]]:
    """Return what says which parts there are, and how they belong together."""
    types = etree.Element(f"{{{TYPES}}}Types", nsmap={None: TYPES})
    etree.SubElement(
        types,
        f"{{{TYPES}}}Default",
        Extension="rels",
        ContentType="application/vnd.openxmlformats-package.relationships+xml",
    )
    package = etree.Element(f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS})
    _relate(package, "r1", "officeDocument", "word/document.xml")
    document = etree.Element(f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS})
    for part in parts:
        content = THEME if part.kind == "theme" else f"{CONTENT}{part.kind}+xml"
        etree.SubElement(
            types, f"{{{TYPES}}}Override", PartName=f"/word/{part.name}.xml", ContentType=content
        )
        if part.kind != MAIN:
            _relate(document, part.identifier, part.kind, f"{part.name}.xml")
    return [
        ("[Content_Types].xml", types),
        ("_rels/.rels", package),
        ("word/_rels/document.xml.rels", document),
    ]


def _relate(target: Element, identifier: str, kind: str, name: str) -> None:
    etree.SubElement(
        target, f"{{{RELATIONS}}}Relationship", Id=identifier, Type=RELATION + kind, Target=name
    )
