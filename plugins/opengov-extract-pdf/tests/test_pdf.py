"""PDF files: what pages show, what stands behind them, and what they held before."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from opengov_extract_pdf.extractor import PdfExtractor
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from opengov.files import Limits, read_file
from opengov.screening import Blob, Extracted, Passage, PlaceKind, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable


def read(content: bytes) -> Extracted:
    return read_file(Blob("a.pdf", content), [PdfExtractor()], Limits())


def found(extracted: Extracted, text: str) -> list[Passage]:
    return [passage for passage in extracted.passages if text in passage.text]


def whys(extracted: Extracted) -> set[Unreadable]:
    return {unread.why for unread in extracted.unread}


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    whole = io.BytesIO()
    canvas = Canvas(whole, **options)
    draw(canvas)
    canvas.save()
    return whole.getvalue()


def plain(canvas: Canvas) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(72, 700, "联系人：张三，电话 13800138000")


def test_a_page_is_read() -> None:
    extracted = read(drawn(plain))
    (passage,) = [p for p in extracted.passages if p.place.kind is PlaceKind.PAGE]
    assert passage.text == "联系人：张三，电话 13800138000"
    assert passage.place.name == "1"
    assert extracted.unread == ()


def test_a_number_that_goes_on_in_the_next_line_is_one() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "ID 110101199003")
        canvas.drawString(72, 685, "071234 ends")

    assert found(read(drawn(draw)), "110101199003071234")


def put(pdf: pikepdf.Pdf) -> None:
    """Put a secret into every corner of a file of one page."""
    page = pdf.pages[0].obj
    stream = pdf.make_stream
    root = pdf.Root
    pdf.docinfo["/Title"] = "in-title"
    pdf.docinfo["/Custom"] = String("自定义")
    root.Metadata = stream(b"<x:xmpmeta>in-xmp</x:xmpmeta>")
    root.Metadata.Type = Name.Metadata
    pdf.attachments["in-file-name.txt"] = b"in-attachment"
    page.Annots = pdf.make_indirect(
        Array(
            [
                Dictionary(Type=Name.Annot, Subtype=Name.Text, Contents="in-annotation",
                           T="in-annotator", RC="<p>in-rich</p>", Rect=[0, 0, 9, 9]),
                Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9],
                           A=Dictionary(S=Name.URI, URI="http://x/?in-link")),
                Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="in-field",
                           TU="in-tip", V="in-value", Rect=[0, 0, 9, 9]),
                Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[72, 600, 300, 620],
                           AP=Dictionary(N=stamp(pdf))),
            ]
        )
    )  # fmt: skip
    page.Annots[2] = pdf.make_indirect(page.Annots[2])
    root.AcroForm = Dictionary(Fields=[page.Annots[2]])
    root.StructTreeRoot = Dictionary(K=Dictionary(S=Name.Figure, Alt="in-alt"))
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("in-outline", 0))
    page.PieceInfo = Dictionary(X=Dictionary(Private=stream(b"in-private")))
    page.Thing = Dictionary(Odd=Array([String("in-array")]))
    spoken = stream(b"/Span <</ActualText (in-aloud)>> BDC EMC")
    page.Contents = Array([page.Contents, spoken])
    pdf.make_indirect(Dictionary(Odd="in-unused"))


def stamp(pdf: pikepdf.Pdf) -> pikepdf.Object:
    form = pdf.make_stream(b"BT /F1 12 Tf 2 4 Td (in-stamp) Tj ET")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    form.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 228, 20],
                           Resources=Dictionary(Font=Dictionary(F1=font))))  # fmt: skip
    return form


def changed(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(drawn(plain))) as pdf:
        change(pdf)
        whole = io.BytesIO()
        pdf.save(whole, fix_metadata_version=False)
    return whole.getvalue()


@cache
def everything() -> Extracted:
    return read(changed(put))


@pytest.mark.parametrize(
    ("text", "kind", "is_hidden"),
    [
        ("in-title", PlaceKind.METADATA, True),
        ("自定义", PlaceKind.METADATA, True),
        ("in-xmp", PlaceKind.METADATA, True),
        ("in-file-name.txt", PlaceKind.FILE_NAME, True),
        ("in-annotation", PlaceKind.COMMENT, True),
        ("in-annotator", PlaceKind.COMMENT, True),
        ("in-rich", PlaceKind.COMMENT, True),
        ("in-link", PlaceKind.LINK, True),
        ("in-field", PlaceKind.FORM, False),
        ("in-tip", PlaceKind.FORM, False),
        ("in-value", PlaceKind.FORM, False),
        ("in-stamp", PlaceKind.PAGE, False),
        ("in-alt", PlaceKind.ALTERNATIVE, True),
        ("in-outline", PlaceKind.OUTLINE, False),
        ("in-private", PlaceKind.OTHER, True),
        ("in-array", PlaceKind.OTHER, True),
        ("in-aloud", PlaceKind.ALTERNATIVE, True),
    ],
)
def test_every_corner_of_a_file_is_read(text: str, kind: PlaceKind, is_hidden: object) -> None:
    places = {(p.place.kind, p.place.is_hidden) for p in found(everything(), text)}
    assert (kind, is_hidden) in places


def test_what_is_attached_becomes_a_member() -> None:
    extracted = PdfExtractor().extract(Blob("a.pdf", changed(put)), "pdf", room=1 << 20)
    assert [(m.name, m.content) for m in extracted.members] == [
        ("in-file-name.txt", b"in-attachment")
    ]


def a_picture(canvas: Canvas, width: float, height: float) -> None:
    picture = ImageReader(Image.new("RGB", (60, 60), "red"))
    canvas.drawImage(picture, 0, 0, width, height)


@pytest.mark.parametrize("text", ["", "a few words"])
def test_a_page_with_large_pictures_is_referred(text: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, text)
        a_picture(canvas, 400, 600)

    extracted = read(drawn(draw))
    assert whys(extracted) == {Unreadable.SCANNED}
    assert extracted.unread[0].place.name == "1"
    assert "49%" in extracted.unread[0].detail or "48%" in extracted.unread[0].detail


def test_a_picture_within_a_form_counts_too() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("f")
        a_picture(canvas, 300, 300)
        canvas.endForm()
        canvas.doForm("f")

    assert whys(read(drawn(draw))) == {Unreadable.SCANNED}


def test_a_tiny_picture_is_no_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "words")
        a_picture(canvas, 20, 20)

    assert read(drawn(draw)).unread == ()


def test_a_page_of_lines_and_no_text_is_referred() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(300):
            canvas.line(0, number, 50, number)

    assert whys(read(drawn(draw))) == {Unreadable.SCANNED}


def action(**keys: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(**keys)

    return change


@pytest.mark.parametrize(
    "change",
    [
        action(S=Name.JavaScript, JS="in-script"),
        action(S=Name.Launch, F="in-program"),
        lambda pdf: pdf.Root.update({"/AcroForm": Dictionary(XFA=pdf.make_stream(b"<in-xfa/>"))}),
    ],
)
def test_a_file_that_acts_is_referred_and_its_words_are_read(
    change: Callable[[pikepdf.Pdf], None],
) -> None:
    extracted = read(changed(change))
    assert whys(extracted) == {Unreadable.ACTIVE}
    assert any(found(extracted, text) for text in ("in-script", "in-program", "in-xfa"))


def test_a_file_behind_a_password_is_referred() -> None:
    locked = drawn(plain, encrypt=StandardEncryption("user", ownerPassword="owner"))
    assert whys(read(locked)) == {Unreadable.ENCRYPTED}


def test_a_file_that_may_only_not_be_printed_is_read() -> None:
    guarded = drawn(plain, encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))
    assert found(read(guarded), "13800138000")


def test_what_an_earlier_revision_held_is_told_as_deleted() -> None:
    content = drawn(lambda canvas: canvas.drawString(72, 700, "in-past"), pageCompression=0)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        number = pdf.pages[0].Contents.objgen[0]
        size = int(pdf.trailer.Size)
        root = pdf.Root.objgen[0]
    start = content.rindex(b"startxref")
    past = int(content[start:].split()[1])
    new = b"%d 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n" % number
    table = len(content) + len(new)
    saved_again = (
        content + new + b"xref\n%d 1\n%010d 00000 n \n" % (number, len(content))
        + b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (size, root, past)
        + b"startxref\n%d\n%%%%EOF\n" % table
    )  # fmt: skip
    (passage,) = found(read(saved_again), "in-past")
    assert passage.place.kind is PlaceKind.DELETED


def test_a_page_in_no_list_of_pages_is_read() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        with pikepdf.open(io.BytesIO(drawn(lambda c: c.drawString(72, 700, "in-orphan")))) as other:
            pdf.pages.extend(other.pages)
            kept = pdf.pages[1].obj
            del pdf.pages[1]
            pdf.Root.Kept = Dictionary(Holds=kept)

    extracted = read(changed(change))
    assert [p.place.is_hidden for p in found(extracted, "in-orphan")] == [True]


@pytest.mark.parametrize("where", ["before", "after"])
def test_what_stands_beside_the_file_is_read(where: str) -> None:
    content = drawn(plain)
    beside = "in-beside 藏".encode()
    extracted = read(beside + b"\n" + content if where == "before" else content + beside)
    assert found(extracted, "in-beside 藏")
    binary = bytes(range(256)) * 2
    assert Unreadable.EMBEDDED in whys(read(content + binary))


def test_letters_that_mean_nothing_are_told_as_garbled() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Odd, Encoding=Name("/Identity-H"),
            DescendantFonts=[
                Dictionary(
                    Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Odd,
                    CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
                )
            ],
        )  # fmt: skip
        pdf.pages[0].Resources = Dictionary(Font=Dictionary(F1=font))
        pdf.pages[0].Contents = pdf.make_stream(b"BT /F1 12 Tf 72 700 Td <0101020203030404> Tj ET")

    assert Unreadable.GARBLED in whys(read(changed(change)))


def test_a_stream_that_swells_is_refused() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["bomb.txt"] = bytes(20 << 20)

    blob = Blob("a.pdf", changed(change))
    extracted = PdfExtractor().extract(blob, "pdf", room=1 << 20)
    assert extracted.members == ()
    assert Unreadable.TOO_LARGE in {unread.why for unread in extracted.unread}
