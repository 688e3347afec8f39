"""Copies of PDF files: a secret in every corner of one, and none in the copy."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from opengov.errors import RedactionError
from opengov.screening import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from opengov.ports import Redacted

    Redact = Callable[..., Redacted]

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def drawn(draw: Callable[[Any], None], change: Callable[[Any], None] | None = None) -> bytes:
    """Return a PDF: drawn first, changed afterwards."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(400, 400))
    canvas.setFont("STSong-Light", 12)
    draw(canvas)
    canvas.save()
    if change is None:
        return target.getvalue()
    changed = io.BytesIO()
    with pikepdf.open(target) as document:
        change(document)
        document.save(changed)
    return changed.getvalue()


def line(text: str, x: float = 40, y: float = 350) -> Callable[[Any], None]:
    return lambda canvas: canvas.drawString(x, y, text)


def corners(canvas: Any) -> None:
    canvas.setTitle("MARK-title")
    canvas.setAuthor("MARK-author")
    canvas.bookmarkPage("MARK-anchor")
    canvas.addOutlineEntry("MARK-outline", "MARK-anchor")
    canvas.drawString(40, 370, "关于姓名：诸葛亮的公示，电话13800000001。")
    canvas.drawString(40, 350, "又 138 0000 0002 两个 13800000003")
    canvas.drawString(40, 330, "断行 1380000")
    canvas.drawString(40, 315, "0004 完；诸葛亮")
    canvas.setFillGray(1)
    canvas.drawString(40, 290, "MARK-white 13800000005")
    canvas.setFillGray(0)
    canvas.rect(40, 260, 200, 16, fill=1)
    canvas.drawString(44, 264, "MARK-covered 13800000006")
    canvas.drawString(900, 264, "MARK-outside 13800000007")
    canvas.saveState()
    text = canvas.beginText(40, 240)
    text.setTextRenderMode(3)
    text.textOut("MARK-invisible 13800000008")
    canvas.drawText(text)
    canvas.restoreState()
    canvas.linkURL("https://MARK-url", (0, 0, 50, 50))
    canvas.acroForm.textfield(name="MARK-field", value="MARK-value", x=40, y=200)
    canvas.setFont("Helvetica", 40)
    canvas.drawString(40, 120, "KEPT 138")


def attached(document: Any) -> None:
    document.attachments["MARK-file.txt"] = b"MARK-attached 13800000009"
    document.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS="app.alert('MARK-script')"
    )
    with document.open_metadata() as metadata:
        metadata["dc:description"] = "MARK-xmp"
    page = document.pages[0].obj
    page.Annots.append(
        document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Text,
                Rect=[0, 0, 9, 9],
                Contents="MARK-note",
            )
        )
    )
    page.PieceInfo = pikepdf.Dictionary(A="MARK-piece")


def test_nothing_that_is_hidden_or_masked_is_left(
    redact: Redact, told: Callable[[bytes], str], unpacked: Callable[[bytes], bytes]
) -> None:
    redacted = redact(drawn(corners, attached), "pdf", "13800000010.pdf")
    content = redacted.blob.content
    for searched in (told(content), unpacked(content).decode("latin-1")):
        assert "MARK" not in searched
        assert "1380000" not in searched
        assert "诸葛亮" not in searched
    text = told(content)
    assert "关于姓名：某某的公示，电话138****0001。" in text
    for kept in ("138****0002", "138****0003", "138****", "KEPT 138", "完；某某"):
        assert kept in text
    kinds = {place.kind for place in redacted.left_out}
    assert {
        PlaceKind.METADATA, PlaceKind.OUTLINE, PlaceKind.FORM, PlaceKind.COMMENT, PlaceKind.OTHER,
        PlaceKind.PAGE,
    } <= kinds  # fmt: skip


def test_the_copy_holds_pictures_and_their_text_and_nothing_else(redact: Redact) -> None:
    copy = redact(drawn(corners, attached), "pdf").blob.content
    with pikepdf.open(io.BytesIO(copy)) as document:
        assert set(document.Root.keys()) == {"/Type", "/Pages"}
        assert "/Info" not in document.trailer
        page = document.pages[0].obj
        assert set(page.keys()) == {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}


def rendered(content: bytes) -> Image.Image:
    picture: Image.Image = pypdfium2.PdfDocument(content)[0].render(scale=2).to_pil()
    return picture.convert("L")


def ink(picture: Image.Image, left: int, top: int, right: int, bottom: int) -> int:
    """Count the dark dots of an area, given in points from above left."""
    part = picture.crop((left * 2, top * 2, right * 2, bottom * 2))
    return sum(part.histogram()[:128])


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_ink_of_what_is_masked_is_gone_and_all_else_stays(
    redact: Redact, rotation: int
) -> None:
    def turned(document: Any) -> None:
        document.pages[0].Rotate = rotation
        document.pages[0].CropBox = [20, 20, 380, 380]

    secret, kept = "姓名：诸葛亮", "留下的字"

    def both(canvas: Any) -> None:
        line(secret)(canvas)
        line(kept, 40, 300)(canvas)

    source = drawn(both, turned)
    before, after = rendered(source), rendered(redact(source, "pdf").blob.content)
    assert before.size == after.size
    upright = [picture.rotate(rotation, expand=True) for picture in (before, after)]
    # The crop takes 20 points off: the name stands at (56, 20) to (92, 33), the rest below it.
    lost, stays, label = (58, 20, 90, 33), (20, 65, 90, 90), (18, 18, 54, 36)
    assert ink(upright[0], *lost) > 100
    dark = ink(upright[1], *lost)
    assert dark == (32 * 2) * (13 * 2)
    for area in (stays, label):
        assert ink(upright[1], *area) == pytest.approx(ink(upright[0], *area), rel=0.35)


def test_pictures_are_left_out_and_a_scan_has_no_copy(redact: Redact) -> None:
    seal = ImageReader(Image.new("RGB", (40, 40), "red"))

    def sealed(canvas: Any) -> None:
        line("有字")(canvas)
        canvas.drawImage(seal, 300, 20, 40, 40)

    redacted = redact(drawn(sealed), "pdf")
    assert {place.kind for place in redacted.left_out} >= {PlaceKind.ALTERNATIVE}
    assert pypdfium2.PdfDocument(redacted.blob.content)[0].render().to_pil().getpixel(
        (320, 360)
    ) == (255, 255, 255)

    def scanned(canvas: Any) -> None:
        canvas.drawImage(seal, 0, 0, 400, 400)
        text = canvas.beginText(40, 240)
        text.setTextRenderMode(3)
        text.textOut("OCR 13800000001")
        canvas.drawText(text)

    def small_scan(canvas: Any) -> None:
        canvas.drawImage(seal, 100, 100, 150, 150)

    for draw in (scanned, small_scan):
        with pytest.raises(RedactionError, match="scan"):
            redact(drawn(draw), "pdf")


def test_drawings_that_may_be_letters_have_no_copy(redact: Redact) -> None:
    def curves(canvas: Any) -> None:
        line("有字")(canvas)
        for index in range(20):
            canvas.circle(100 + 10 * index, 200, 4, fill=1)

    with pytest.raises(RedactionError, match="letters"):
        redact(drawn(curves), "pdf")


def test_encryption_and_damage_have_no_copy(redact: Redact) -> None:
    encrypted = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn(line("x")))) as document:
        document.save(encrypted, encryption=pikepdf.Encryption(owner="o", user=""))
    for content in (encrypted.getvalue(), b"%PDF-1.7\nnothing", b""):
        with pytest.raises(RedactionError):
            redact(content, "pdf")


def test_a_blank_page_stays_one(redact: Redact) -> None:
    def blank(canvas: Any) -> None:
        line("x")(canvas)
        canvas.showPage()
        canvas.showPage()

    assert len(pypdfium2.PdfDocument(redact(drawn(blank), "pdf").blob.content)) == 2


def test_the_copy_of_a_file_is_always_the_same(redact: Redact) -> None:
    source = drawn(line("电话13800000001"))
    assert redact(source, "pdf").blob == redact(source, "pdf").blob
