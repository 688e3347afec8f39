"""Every object of a PDF: whatever is written in one is told, reached by a page or not."""

from __future__ import annotations

import io
import re
import warnings
import zlib
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from opengov.files import text_of
from opengov.screening.passage import PlaceKind, Unreadable

if TYPE_CHECKING:
    from opengov.files import Told

_BINARY = frozenset(
    "/ID /Registry /Ordering /Panose /CharSet /Lookup /U /O /UE /OE /Perms /DA /Cert".split()
)
"""Keys whose strings are no words: hashes, tables, names of fonts."""
_PLACES = {
    **dict.fromkeys("/Alt /ActualText /E".split(), PlaceKind.ALTERNATIVE),
    **dict.fromkeys("/URI /Base".split(), PlaceKind.LINK),
    **dict.fromkeys("/V /DV /TU /TM /Opt /CA /RV".split(), PlaceKind.FORM),
    **dict.fromkeys("/Contents /RC /Subj".split(), PlaceKind.COMMENT),
}
_SHOWN = frozenset({PlaceKind.FORM, PlaceKind.OUTLINE})
_ACTIONS = frozenset("/JavaScript /Launch /ImportData /Rendition /RichMediaExecute".split())
_MEDIA = frozenset("/RichMedia /3D /Movie /Screen /Sound".split())
_DRAWN = frozenset("/Image /Form /Type1C /CIDFontType0C /OpenType".split())
_MACHINERY = frozenset("/XRef /ObjStm /CMap /XObject /Pattern /Halftone".split())
_FONT_FILES = frozenset("/FontFile /FontFile2 /FontFile3 /ToUnicode /CIDToGIDMap /CIDSet".split())
_DRAWS = frozenset("/Contents /CharProcs /N /R /D /AP /Alternates /SMask /Mask".split())
_TOLD_ALOUD = re.compile(rb"/(?:ActualText|Alt|E)\s*[(<]")


class Objects:
    """Goes through the objects of a file, first those that the file uses, then the others."""

    def __init__(self, pdf: pikepdf.Pdf, told: Told, room: int) -> None:
        self._pdf = pdf
        self._told = told
        self._room = room
        self._seen: set[tuple[int, int]] = set()
        self._held: set[tuple[int, int]] = set()
        info = pdf.trailer.get("/Info")
        self._info = info.objgen if isinstance(info, Dictionary) else (0, 0)
        self._pages = {page.objgen for page in pdf.pages}
        self._orphans: list[Any] = []
        self._texts: dict[tuple[PlaceKind, bool], dict[str, None]] = {}

    def tell(self) -> None:
        """Tell what is written in all objects."""
        self._walk(self._pdf.trailer, is_used=True)
        for found in self._pdf.objects:
            self._walk(found, is_used=False)
        for (kind, is_hidden), texts in self._texts.items():
            for text in texts:
                self._told.add(kind, text, is_hidden=is_hidden)

    def orphaned_pages(self) -> bytes:
        """Return a file of the pages that are in no list of pages, or nothing."""
        if not self._orphans:
            return b""
        try:
            with pikepdf.new() as apart, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                for page in self._orphans:
                    apart.pages.append(pikepdf.Page(page))
                written = io.BytesIO()
                apart.save(written)
        except (pikepdf.PdfError, ValueError, RuntimeError) as error:
            self._told.leave(Unreadable.EMBEDDED, "", f"a page that is not shown: {error}")
            return b""
        return written.getvalue()

    def _add(self, kind: PlaceKind, text: str, *, is_hidden: bool) -> None:
        self._texts.setdefault((kind, is_hidden), {})[text.replace("\x00", "")] = None

    def _walk(self, start: Any, *, is_used: bool) -> None:
        waiting: list[tuple[Any, str, Any]] = [(start, "", None)]
        while waiting:
            found, key, parent = waiting.pop()
            if isinstance(found, String):
                self._string(found, key, parent, is_used=is_used)
                continue
            if not isinstance(found, (Array, Dictionary, Stream)):
                continue
            if found.is_indirect:
                if found.objgen in self._seen:
                    continue
                self._seen.add(found.objgen)
            if isinstance(found, Array):
                if len(found) and isinstance(found[0], Name) and found[0] in ("/Indexed", "/I"):
                    continue
                waiting += ((child, key, parent) for child in found)
                continue
            self._look(found)
            if isinstance(found, Stream):
                self._stream(found, key, is_used=is_used)
            waiting += ((child, name, found) for name, child in found.items())

    def _string(self, found: Any, key: str, parent: Any, *, is_used: bool) -> None:
        if key in _BINARY or (key == "/Contents" and parent is not None and "/ByteRange" in parent):
            return
        kind = _PLACES.get(key, PlaceKind.OTHER)
        if parent is not None:
            if parent.is_indirect and parent.objgen == self._info:
                kind = PlaceKind.METADATA
            elif key in {"/T", "/V"} and ("/FT" in parent or parent.get("/Subtype") == "/Widget"):
                kind = PlaceKind.FORM
            elif key == "/T" and "/Subtype" in parent:
                kind = PlaceKind.COMMENT
            elif key == "/Title" and "/Parent" in parent:
                kind = PlaceKind.OUTLINE
            elif key in {"/F", "/UF"} and parent.get("/Type") == "/Filespec":
                kind = PlaceKind.FILE_NAME
        if key == "/JS":
            self._told.leave(Unreadable.ACTIVE, "", "JavaScript")
        self._add(kind, _letters(found), is_hidden=not is_used or kind not in _SHOWN)

    def _look(self, found: Any) -> None:
        """Look at a dictionary for what it is: an action, a page, a file that is attached."""
        said = str(found.get("/S", ""))
        if said in _ACTIONS:
            self._told.leave(Unreadable.ACTIVE, "", said)
        if str(found.get("/Subtype", "")) in _MEDIA:
            self._told.leave(Unreadable.EMBEDDED, "", str(found.get("/Subtype")))
        if "/XFA" in found:
            self._told.leave(Unreadable.ACTIVE, "", "XFA")
        attached = found.get("/EF")
        if isinstance(attached, Dictionary):
            name = next((_letters(found[key]) for key in ("/UF", "/F") if key in found), "attached")
            for stream in attached.values():
                if isinstance(stream, Stream):
                    self._hold(name, stream)
        if found.get("/Type") == "/Page" and found.objgen not in self._pages:
            self._orphans.append(found)

    def _hold(self, name: str, stream: Any) -> None:
        if stream.objgen in self._held:
            return
        self._held.add(stream.objgen)
        content = self._unpacked(stream, name)
        if content is not None:
            self._told.hold(name, content)

    def _stream(self, found: Any, key: str, *, is_used: bool) -> None:
        kind, subtype = str(found.get("/Type", "")), str(found.get("/Subtype", ""))
        if kind == "/EmbeddedFile" or found.objgen in self._held:
            self._hold("attached", found)
        elif kind == "/Metadata" or key in {"/Metadata", "/XFA", "/JS", "/RC", "/RV"}:
            self._text(found, key, PlaceKind.METADATA if "Metadata" in kind + key else None)
        elif kind in _MACHINERY or subtype in _DRAWN or key in _FONT_FILES | _DRAWS:
            if not is_used and kind not in {"/XRef", "/ObjStm"}:
                self._told.leave(Unreadable.EMBEDDED, "", "objects that no page uses")
            self._told_aloud(found, subtype, key)
        elif not {"/FunctionType", "/ShadingType", "/PatternType", "/N", "/Length1"} & set(
            found.keys()
        ):
            self._text(found, key, None)

    def _text(self, stream: Any, key: str, kind: PlaceKind | None) -> None:
        """Tell a stream that is text; one that is none is referred."""
        content = self._unpacked(stream, key)
        if not content:
            return
        text = text_of(content)
        if text is None:
            self._told.leave(Unreadable.EMBEDDED, key, f"{len(content)} bytes")
            return
        self._add(kind or PlaceKind.OTHER, text, is_hidden=True)
        if key == "/JS":
            self._told.leave(Unreadable.ACTIVE, "", "JavaScript")

    def _told_aloud(self, stream: Any, subtype: str, key: str) -> None:
        """Tell what a program reads aloud in the place of letters that are drawn."""
        if subtype == "/Image" or key in _FONT_FILES:
            return
        content = self._unpacked(stream, key)
        if not content or not _TOLD_ALOUD.search(content):
            return
        for step in pikepdf.parse_content_stream(stream):
            operands, operator = step.operands, step.operator
            if str(operator) in {"BDC", "DP"} and len(operands) == 2:
                properties = operands[1]
                for value in properties.values() if isinstance(properties, Dictionary) else ():
                    if isinstance(value, String):
                        self._add(PlaceKind.ALTERNATIVE, _letters(value), is_hidden=True)

    def _unpacked(self, stream: Any, name: str) -> bytes | None:
        """Return the content of a stream, unless it is larger than there is room for."""
        packing = stream.get("/Filter")
        packings = list(packing) if isinstance(packing, Array) else [packing]
        try:
            if packings == [Name.FlateDecode] and "/DecodeParms" not in stream:
                content = zlib.decompressobj().decompress(stream.read_raw_bytes(), self._room + 1)
            else:
                content = stream.read_bytes()
        except (pikepdf.PdfError, zlib.error, ValueError, RuntimeError) as error:
            self._told.leave(Unreadable.DAMAGED, name, str(error))
            return None
        if len(content) > self._room:
            self._told.leave(Unreadable.TOO_LARGE, name)
            return None
        self._room -= len(content)
        return content


def _letters(found: Any) -> str:
    """Return a string in letters; one that is none of PDF's own encodings may be Chinese."""
    packed = bytes(found)
    if packed.startswith((b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf")) or packed.isascii():
        return str(found)
    return text_of(packed) or str(found)
