"""Copies of web pages: written anew from the elements and attributes that are known to be safe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from attrs import frozen
from lxml import etree, html

from opengov.screening import Passage, Place, PlaceKind
from opengov_redact_files.container import refused
from opengov_redact_files.encoding import decoded
from opengov_redact_files.flow import BLOCKS, texts_of
from opengov_redact_files.stylesheet import hides, hiding_rules

if TYPE_CHECKING:
    from opengov.screening import Blob
    from opengov_redact_files.ledger import Ledger
    from opengov_redact_files.stylesheet import Rule

INLINE = frozenset(
    "a abbr b bdi bdo big br cite code del dfn em font i ins kbd mark q rb rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr label".split()
)
CELLS = frozenset({"td", "th"})
ROWS = frozenset({"tr"})
INSIDE = {
    "table": frozenset({"caption", "thead", "tbody", "tfoot", "tr"}),
    "thead": ROWS,
    "tbody": ROWS,
    "tfoot": ROWS,
    "tr": CELLS,
}
"""What a part of a table may hold; browsers show anything else in another place."""

DROPPED = frozenset(
    "script style template noscript object embed iframe svg math canvas audio video input textarea "
    "select option button link meta base head datalist output progress meter map area frame "
    "frameset applet noframes portal img picture source param track dialog".split()
)
ATTRIBUTES = {"colspan", "rowspan", "start", "lang", "dir"}
SAFE_LINK = re.compile(r"(?:https?://|[\w./#?-])[^\s:]*(?::\d+)?[^\s]*", re.IGNORECASE)
NAMED_ENCODING = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def redact_html(blob: Blob, ledger: Ledger) -> bytes:
    """Return the page in UTF-8 with nothing but its visible text, its tables and its links."""
    named = NAMED_ENCODING.search(blob.content[:4096])
    encoding = named[1].decode().lower() if named else ""
    encoding = {"gb2312": "gb18030", "gbk": "gb18030"}.get(encoding, encoding)
    text, _, _ = decoded(blob.content, encoding)
    try:
        page = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, ValueError) as error:
        raise refused(f"the page cannot be read: {error}") from error
    copy = _Rewriter(hiding_rules(page), ledger).copied(page)
    texts = texts_of(copy)
    links = [anchor for anchor in copy.iter("a") if "href" in anchor.attrib]
    for passage, _ in texts:
        ledger.learn(passage)
    for passage, pieces in texts:
        pieces.put(ledger.apply(passage))
    for anchor in links:
        address = Passage(place=Place(kind=PlaceKind.LINK), text=unquote(anchor.get("href", "")))
        if ledger.asked_for(address):
            del anchor.attrib["href"]
            ledger.drop(PlaceKind.LINK)
    written: bytes = html.tostring(copy, encoding="utf-8", doctype="<!DOCTYPE html>")
    return written


@frozen
class _Rewriter:
    """Writes the elements of a page anew."""

    rules: tuple[Rule, ...]
    ledger: Ledger

    def copied(self, page: html.HtmlElement) -> html.HtmlElement:
        """Return the copy of a whole page."""
        root = html.Element("html")
        head = etree.SubElement(root, "head")
        etree.SubElement(head, "meta", charset="utf-8")
        title = page.find(".//title")
        if title is not None and title.text:
            etree.SubElement(head, "title").text = title.text
        body = etree.SubElement(root, "body")
        source = page.find("body")
        if source is not None:
            self._children(source, body)
        return root

    def _children(self, source: html.HtmlElement, target: html.HtmlElement) -> None:
        self._text(target, source.text)
        for child in source:
            self._child(child, target)
            self._text(target, child.tail)

    def _text(self, target: html.HtmlElement, text: str | None) -> None:
        if not text:
            return
        if target.tag in INSIDE and text.strip():
            self.ledger.drop(PlaceKind.OTHER, f"text astray in {target.tag}")
        elif len(target):
            target[-1].tail = (target[-1].tail or "") + text
        else:
            target.text = (target.text or "") + text

    def _child(self, child: html.HtmlElement, target: html.HtmlElement) -> None:
        tag = child.tag
        if not isinstance(tag, str):
            return
        is_astray = target.tag in INSIDE and tag not in INSIDE[target.tag]
        if tag in DROPPED or is_astray or hides(child, self.rules):
            if tag in {"img", "picture", "svg", "object", "embed", "iframe", "canvas", "video"}:
                self.ledger.drop(PlaceKind.ALTERNATIVE, tag)
            elif "".join(child.itertext()).strip():
                self.ledger.drop(PlaceKind.OTHER, tag, is_hidden=True)
            elif tag in {"input", "option", "button"}:
                self.ledger.drop(PlaceKind.FORM, tag)
            return
        if tag not in BLOCKS and tag not in INLINE:
            self._children(child, target)
            return
        copy = etree.SubElement(target, "div" if tag in {"form", "fieldset"} else tag)
        for name in ATTRIBUTES & set(child.keys()):
            if re.fullmatch(r"[\w-]{1,12}", child.get(name, "")):
                copy.set(name, child.get(name, ""))
        address = child.get("href", "").strip() if tag == "a" else ""
        if address and SAFE_LINK.fullmatch(address) and not _is_other_scheme(address):
            copy.set("href", address)
        self._children(child, copy)


def _is_other_scheme(address: str) -> bool:
    scheme = re.match(r"\s*([a-zA-Z][\w+.-]*):", address)
    return scheme is not None and scheme[1].lower() not in {"http", "https"}
