"""A part of a Word document written anew, element by element, from what may be in a copy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import define, field
from lxml import etree

from opengov.screening import PlaceKind
from opengov_redact_files.word_hidden import is_unseen
from opengov_redact_files.word_names import (
    DRAWING,
    MC,
    NAMESPACES,
    NO_ATTRIBUTES,
    NO_DRAWING_ML,
    PROPERTIES,
    SHAPES,
    SILENT,
    SPACE,
    STRUCTURE,
    UNWRAPPED,
    WP,
    A,
    Element,
    M,
    R,
    V,
    W,
    w,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from opengov_redact_files.ledger import Ledger

PAGE_FIELD = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[^\"]*")


@define
class Field:
    """A complex field that has begun: its instruction, and whether what follows is shown."""

    instruction: str = ""
    is_result: bool = False
    is_page: bool = False


@define
class Copier:
    """Copies the parts of one document; ``part_of`` gives the new name of a header or footer."""

    ledger: Ledger
    hidden_styles: frozenset[str] = frozenset()
    part_of: Callable[[str], str] = str
    _fields: list[Field] = field(factory=list)
    _shapes: int = 0

    def copied(self, root: Element) -> Element:
        """Return the copy of the root of a part."""
        self._fields.clear()
        copy = etree.Element(root.tag, nsmap=NAMESPACES)
        self._children(root, copy)
        return copy

    def _children(self, source: Element, target: Element) -> None:
        for child in source.iterchildren(etree.Element):
            self._child(child, target)

    def _child(self, source: Element, target: Element) -> None:
        name = etree.QName(source)
        if name.namespace == W:
            self._main(source, name.localname, target)
        elif name.namespace == MC and name.localname == "AlternateContent":
            self._alternatives(source, target)
        elif name.namespace == M:
            if self._is_shown():
                self._math(source, target)
        elif name.namespace == A:
            if name.localname in NO_DRAWING_ML:
                return
            self._plain(source, target)
        elif name.localname in DRAWING.get(name.namespace or "", ()):
            self._drawn(source, name, target)
        else:
            self.ledger.drop(PlaceKind.OTHER, name.localname)

    def _main(self, source: Element, local: str, target: Element) -> None:
        if local in UNWRAPPED:
            if local == "hyperlink":
                self.ledger.drop(PlaceKind.LINK)
            self._children(source, target)
        elif local == "fldSimple":
            self._simple_field(source, target)
        elif local in PROPERTIES:
            _properties(source, target, self.part_of)
        elif local in {"del", "moveFrom", "delText"} or _is_deleted(source, local):
            self.ledger.drop(PlaceKind.DELETED, is_hidden=True)
        elif local.startswith("comment"):
            self.ledger.drop(PlaceKind.COMMENT, is_hidden=True)
        elif local == "r":
            self._run(source, target)
        elif local in STRUCTURE:
            self._structure(source, local, target)
        elif local not in SILENT and not local.startswith("customXml"):
            self.ledger.drop(PlaceKind.OTHER, local)

    def _structure(self, source: Element, local: str, target: Element) -> None:
        if local == "drawing" and not _is_shape(source):
            self.ledger.drop(PlaceKind.ALTERNATIVE, "picture, chart or diagram")
            return
        hidden = source.iterfind(f"*/{{{WP}}}docPr[@hidden]") if local == "drawing" else ()
        if any(one.get("hidden") in {"1", "true"} for one in hidden):
            self.ledger.drop(PlaceKind.TEXT_BOX, is_hidden=True)
            return
        copy = etree.SubElement(target, source.tag, _main_attributes(source))
        if local == "t":
            copy.text = source.text
            copy.set(SPACE, "preserve")
        self._children(source, copy)
        if local in {"drawing", "pict"} and not len(copy):
            target.remove(copy)

    def _run(self, source: Element, target: Element) -> None:
        if is_unseen(source, self.hidden_styles):
            if "".join(source.itertext(w("t"))):
                self.ledger.drop(PlaceKind.OTHER, "hidden text", is_hidden=True)
            for child in source.iterchildren(w("fldChar"), w("instrText")):
                self._field_part(child, source, target)
            return
        copy: Element | None = None
        properties = source.find(w("rPr"))
        for child in source.iterchildren(etree.Element):
            if child.tag in {w("fldChar"), w("instrText")}:
                self._field_part(child, source, target)
                copy = None
            elif child.tag != w("rPr") and self._is_shown():
                if copy is None:
                    copy = etree.SubElement(target, w("r"))
                    if properties is not None:
                        _properties(properties, copy, self.part_of)
                self._child(child, copy)

    def _is_shown(self) -> bool:
        return all(one.is_result and not one.is_page for one in self._fields)

    def _field_part(self, source: Element, run: Element, target: Element) -> None:
        kind = source.get(w("fldCharType"))
        if source.tag == w("instrText"):
            if self._fields:
                self._fields[-1].instruction += source.text or ""
        elif kind == "begin":
            self._fields.append(Field())
        elif kind in {"separate", "end"} and self._fields:
            last = self._fields[-1]
            if not last.is_result and all(one.is_result for one in self._fields[:-1]):
                self._page_field(last, run, target)
            last.is_result = True
            if kind == "end":
                self._fields.pop()

    def _page_field(self, ended: Field, run: Element, target: Element) -> None:
        found = PAGE_FIELD.fullmatch(ended.instruction)
        if not found:
            return
        ended.is_page = True
        copy = etree.SubElement(target, w("fldSimple"), {w("instr"): found[1]})
        inner = etree.SubElement(copy, w("r"))
        properties = run.find(w("rPr"))
        if properties is not None:
            _properties(properties, inner, self.part_of)
        etree.SubElement(inner, w("t")).text = "1"

    def _simple_field(self, source: Element, target: Element) -> None:
        found = PAGE_FIELD.fullmatch(source.get(w("instr"), ""))
        if found:
            target = etree.SubElement(target, w("fldSimple"), {w("instr"): found[1]})
        self._children(source, target)

    def _alternatives(self, source: Element, target: Element) -> None:
        """Keep the first choice that draws a shape; the fallback says the same in an older way."""
        for choice in source.iterchildren(f"{{{MC}}}Choice"):
            if any(_is_shape(drawing) for drawing in choice.iterchildren(w("drawing"))):
                copy = etree.SubElement(target, source.tag)
                kept = etree.SubElement(copy, choice.tag, Requires="wps")
                self._children(choice, kept)
                if not len(kept):
                    target.remove(copy)
                return
        self.ledger.drop(PlaceKind.ALTERNATIVE, "picture, chart or diagram")

    def _math(self, source: Element, target: Element) -> None:
        copy = etree.SubElement(target, source.tag, _attributes(source, M))
        copy.text = source.text if etree.QName(source).localname == "t" else None
        self._children(source, copy)

    def _drawn(self, source: Element, name: etree.QName, target: Element) -> None:
        style = source.get("style", "").replace(" ", "").lower()
        if "visibility:hidden" in style or "display:none" in style:
            self.ledger.drop(PlaceKind.TEXT_BOX, is_hidden=True)
            return
        copy = self._plain(source, target)
        if name.localname in {"docPr", "cNvPr"}:
            self._shapes += 1
            copy.set("id", str(self._shapes))
            copy.set("name", f"Shape {self._shapes}")
        if name.namespace == V and "id" in source.attrib and name.localname == "shapetype":
            copy.set("id", source.get("id", ""))

    def _plain(self, source: Element, target: Element) -> Element:
        """Copy an element of a drawing: its own attributes, and text only where it is a number."""
        copy = etree.SubElement(target, source.tag, _attributes(source, ""))
        guide = source.get("name", "")
        if source.tag == f"{{{A}}}gd" and re.fullmatch(r"[A-Za-z]\w{0,7}", guide):
            copy.set("name", guide)
        text = (source.text or "").strip()
        if re.fullmatch(r"-?\d{1,12}|left|right|center|top|bottom|inside|outside", text):
            copy.text = text
        self._children(source, copy)
        return copy


def _main_attributes(source: Element) -> dict[str, str]:
    return {
        name: value
        for name, value in source.attrib.items()
        if name.startswith(w("")) and not name.startswith(w("rsid"))
    }


def _attributes(source: Element, namespace: str) -> dict[str, str]:
    prefix = f"{{{namespace}}}" if namespace else ""
    return {
        name: value
        for name, value in source.attrib.items()
        if name.startswith(prefix)
        and ("{" not in name or prefix)
        and etree.QName(name).localname not in NO_ATTRIBUTES
    }


def _is_shape(drawing: Element) -> bool:
    data = drawing.find(f".//{{{A}}}graphicData")
    return data is not None and data.get("uri") in SHAPES


def _is_deleted(source: Element, local: str) -> bool:
    if local == "tr":
        return source.find(f"{w('trPr')}/{w('del')}") is not None
    return local == "tc" and source.find(f"{w('tcPr')}/{w('cellDel')}") is not None


def _properties(source: Element, target: Element, part_of: Callable[[str], str]) -> None:
    """Copy settings; of the changes that were made to them nothing is kept."""
    copy = etree.SubElement(target, source.tag, _main_attributes(source))
    for child in source.iterchildren(w("*")):
        local = etree.QName(child).localname
        if local in SILENT or local.endswith("Change") or local in {"ins", "del", "cellIns"}:
            continue
        if local in {"moveFrom", "moveTo", "cellMerge", "bookmarkStart", "altChunk"}:
            continue
        if local in {"headerReference", "footerReference"}:
            part = part_of(child.get(f"{{{R}}}id", ""))
            if part:
                kept = etree.SubElement(
                    copy, child.tag, {w("type"): child.get(w("type"), "default")}
                )
                kept.set(f"{{{R}}}id", part)
            continue
        _properties(child, copy, part_of)


def definitions(root: Element, allowed: frozenset[str] | None = None) -> Element:
    """Copy a part that defines styles, lists or settings; ``allowed`` names all it may have."""
    copy = etree.Element(root.tag, nsmap=NAMESPACES)
    _define(root, copy, allowed)
    return copy


def _define(source: Element, target: Element, allowed: frozenset[str] | None) -> None:
    for child in source.iterchildren(w("*")):
        local = etree.QName(child).localname
        if local in SILENT or local.endswith("Change") or "PicBullet" in local:
            continue
        if allowed is not None and local not in allowed:
            continue
        copy = etree.SubElement(target, child.tag, _main_attributes(child))
        _define(child, copy, allowed)


def theme(root: Element) -> Element:
    """Copy the colours and fonts of a theme."""
    copy = etree.Element(root.tag, nsmap={"a": A})
    _theme(root, copy)
    return copy


def _theme(source: Element, target: Element) -> None:
    for child in source.iterchildren(f"{{{A}}}*"):
        if etree.QName(child).localname in NO_DRAWING_ML:
            continue
        plain = {name: value for name, value in child.attrib.items() if "{" not in name}
        copy = etree.SubElement(target, child.tag, plain)
        _theme(child, copy)
