"""A PDF written from nothing: pictures of pages, and their text beneath in letters without ink."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING

from attrs import define, field, frozen
from PIL import Image, ImageChops

if TYPE_CHECKING:
    from collections.abc import Sequence

CODES_OF_A_FONT = 255
QUALITY = 85


@frozen
class Glyph:
    """A letter of the text layer: where it stands on the page, in points from below left."""

    letter: str
    left: float
    bottom: float
    width: float
    height: float


@frozen
class Leaf:
    """A page of the copy; ``picture`` is ``None`` for a blank one."""

    width: float
    height: float
    picture: Image.Image | None
    glyphs: Sequence[Glyph]


def written(leaves: Sequence[Leaf]) -> bytes:
    """Return a PDF of pages; it has no metadata, no links and no history."""
    return _Writer().document(leaves)


@define
class _Writer:
    """Numbers objects and keeps them until all are known; an object is its body."""

    _objects: list[bytes] = field(factory=list)
    _codes: dict[str, int] = field(factory=dict)

    def document(self, leaves: Sequence[Leaf]) -> bytes:
        """Return the whole file."""
        catalog, pages = self._reserved(), self._reserved()
        for leaf in leaves:
            for glyph in leaf.glyphs:
                self._codes.setdefault(glyph.letter, len(self._codes))
        fonts = self._fonts()
        kids = [self._page(leaf, pages, fonts) for leaf in leaves]
        self._objects[catalog - 1] = b"<< /Type /Catalog /Pages %d 0 R >>" % pages
        listed = b" ".join(b"%d 0 R" % kid for kid in kids)
        self._objects[pages - 1] = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (listed, len(kids))
        return self._file(catalog)

    def _reserved(self) -> int:
        self._objects.append(b"")
        return len(self._objects)

    def _add(self, body: bytes) -> int:
        self._objects.append(body)
        return len(self._objects)

    def _stream(self, content: bytes, entries: bytes = b"") -> int:
        packed = zlib.compress(content, 6)
        return self._packed(packed, entries + b" /Filter /FlateDecode")

    def _packed(self, packed: bytes, entries: bytes) -> int:
        head = b"<<%b /Length %d >>\nstream\n" % (entries, len(packed))
        return self._add(head + packed + b"\nendstream")

    def _page(self, leaf: Leaf, pages: int, fonts: Sequence[int]) -> int:
        content = []
        resources = b""
        if leaf.picture is not None:
            content.append(b"q %.2f 0 0 %.2f 0 0 cm /P Do Q" % (leaf.width, leaf.height))
            resources += b" /XObject << /P %d 0 R >>" % self._picture(leaf.picture)
        used = sorted({self._codes[glyph.letter] // CODES_OF_A_FONT for glyph in leaf.glyphs})
        if used:
            named = b" ".join(b"/F%d %d 0 R" % (index, fonts[index]) for index in used)
            resources += b" /Font << %b >>" % named
            content.append(self._text(leaf.glyphs))
        body = self._stream(b"\n".join(content))
        box = b"[0 0 %.2f %.2f]" % (leaf.width, leaf.height)
        return self._add(
            b"<< /Type /Page /Parent %d 0 R /MediaBox %b /Resources <<%b >> /Contents %d 0 R >>"
            % (pages, box, resources, body)
        )

    def _picture(self, picture: Image.Image) -> int:
        red, green, blue = picture.convert("RGB").split()
        is_gray = not any(ImageChops.difference(red, other).getbbox() for other in (green, blue))
        size = b" /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8"
        entries = size % picture.size
        if is_gray:
            return self._stream(red.tobytes(), entries + b" /ColorSpace /DeviceGray")
        target = io.BytesIO()
        picture.convert("RGB").save(target, "JPEG", quality=QUALITY)
        return self._packed(
            target.getvalue(), entries + b" /ColorSpace /DeviceRGB /Filter /DCTDecode"
        )

    def _text(self, glyphs: Sequence[Glyph]) -> bytes:
        lines = [b"BT 3 Tr"]
        current = -1
        for glyph in glyphs:
            font, code = divmod(self._codes[glyph.letter], CODES_OF_A_FONT)
            if font != current:
                lines.append(b"/F%d 1 Tf" % font)
                current = font
            lines.append(
                b"%.2f 0 0 %.2f %.2f %.2f Tm <%02x> Tj"
                % (glyph.width, glyph.height, glyph.left, glyph.bottom, code + 1)
            )
        return b"\n".join([*lines, b"ET"])

    def _fonts(self) -> list[int]:
        """Return fonts whose letters are squares without ink; each says what its codes mean."""
        letters = list(self._codes)
        blank = self._stream(b"1000 0 0 0 1000 1000 d1") if letters else 0
        fonts = []
        for start in range(0, len(letters), CODES_OF_A_FONT):
            part = letters[start : start + CODES_OF_A_FONT]
            meaning = self._stream(_meaning(part))
            fonts.append(
                self._add(
                    b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] "
                    b"/FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << /b %d 0 R >> "
                    b"/Encoding << /Type /Encoding /Differences [1 %b] >> /FirstChar 1 "
                    b"/LastChar %d /Widths [%b] /Resources << >> /ToUnicode %d 0 R >>"
                    % (blank, b"/b " * len(part), len(part), b"1000 " * len(part), meaning)
                )
            )
        return fonts

    def _file(self, catalog: int) -> bytes:
        target = io.BytesIO()
        target.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for number, body in enumerate(self._objects, 1):
            offsets.append(target.tell())
            target.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        start = target.tell()
        target.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1))
        for offset in offsets:
            target.write(b"%010d 00000 n \n" % offset)
        target.write(
            b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
            % (len(offsets) + 1, catalog, start)
        )
        return target.getvalue()


def _meaning(letters: Sequence[str]) -> bytes:
    """Return the map from the codes of a font to Unicode."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName /text def /CMapType 2 def",
        "1 begincodespacerange <00> <FF> endcodespacerange",
    ]
    for start in range(0, len(letters), 100):
        part = letters[start : start + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [
            f"<{start + index + 1:02x}> <{letter.encode('utf-16-be').hex()}>"
            for index, letter in enumerate(part)
        ]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")
