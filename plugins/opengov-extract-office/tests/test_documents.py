"""Word documents: a secret in any corner is found, and told where it stands."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import docx
import pytest
from opengov_extract_office.extractor import OfficeExtractor

from opengov.files import Limits, read_file
from opengov.screening import Blob, Extracted, Passage, PlaceKind, Unreadable

NAMES = """xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram\""""


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def part(root: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} {NAMES}>{inner}</{root}>'


def paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


BODY = "".join(
    [
        paragraph(run("身份证 110101") + run("19900307") + '<w:bookmarkStart w:name="in-bookmark"/>'
                  + run("1234")),
        paragraph(run("in-vanish", "<w:vanish/>") + run("in-white", '<w:color w:val="FFFFFF"/>')
                  + run("in-tiny", '<w:sz w:val="2"/>') + run("in-style", '<w:rStyle w:val="S"/>')),
        paragraph('<w:del w:author="in-author"><w:r><w:delText>in-deleted</w:delText></w:r></w:del>'
                  "<w:ins>" + run("in-inserted") + "</w:ins>"
                  "<w:moveFrom>" + run("in-moved") + "</w:moveFrom>"),
        paragraph("<w:r><w:fldChar/><w:instrText>HYPERLINK in-field</w:instrText></w:r>"),
        paragraph('<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="in-alt"/>'
                  "</wp:inline></w:drawing></w:r>"),
        paragraph("<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>"
                  + paragraph(run("in-") + run("box"))
                  + "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent>"
                  + paragraph(run("in-") + run("box"))
                  + "</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r>"),
        '<w:sdt><w:sdtPr><w:alias w:val="in-alias"/><w:dropDownList>'
        '<w:listItem w:displayText="in-choice" w:value="1"/></w:dropDownList></w:sdtPr>'
        "<w:sdtContent>" + paragraph(run("in-control")) + "</w:sdtContent></w:sdt>",
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph(run("名单"))
        + "</w:tc><w:tc>" + paragraph(run("备注")) + "</w:tc></w:tr><w:tr><w:tc>"
        + paragraph(run("张") + run("三")) + "</w:tc><w:tc>" + paragraph(run("138"))
        + paragraph(run("00")) + "</w:tc><w:tc><w:tbl><w:tr><w:tc>" + paragraph(run("内"))
        + "</w:tc></w:tr></w:tbl>" + paragraph(run("外")) + "</w:tc></w:tr>"
        "<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>" + paragraph(run("in-hidden-row"))
        + "</w:tc></w:tr></w:tbl>",
        "<!-- in-remark --><w:body2>in-stray</w:body2>",
        paragraph("<w:r><w:sym w:font='x' w:char='4E2D'/><w:t>a</w:t><w:noBreakHyphen/>"
                  "<w:t>b</w:t></w:r>"),
    ]
)  # fmt: skip

PARTS = {
    "word/document.xml": part("w:document", f"<w:body>{BODY}</w:body>"),
    "word/header3.xml": part("w:hdr", paragraph(run("in-") + run("header"))),
    "word/footer1.xml": part("w:ftr", paragraph(run("in-footer"))),
    "word/footnotes.xml": part(
        "w:footnotes", f"<w:footnote>{paragraph(run('in-note'))}</w:footnote>"
    ),
    "word/endnotes.xml": part("w:endnotes", f"<w:endnote>{paragraph(run('in-end'))}</w:endnote>"),
    "word/comments.xml": part(
        "w:comments",
        f'<w:comment w:author="in-commenter">{paragraph(run("in-comment"))}</w:comment>',
    ),
    "word/glossary/document.xml": part("w:glossaryDocument", paragraph(run("in-glossary"))),
    "word/styles.xml": part(
        "w:styles",
        '<w:style w:styleId="B"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="S"><w:basedOn w:val="B"/></w:style>',
    ),
    "word/settings.xml": part("w:settings", '<w:docVar w:name="v" w:val="in-variable"/>'),
    "word/charts/chart1.xml": part(
        "c:chartSpace",
        "<a:p><a:r><a:t>in-</a:t></a:r><a:r><a:t>chart</a:t></a:r></a:p><c:v>in-point</c:v>",
    ),
    "word/diagrams/data1.xml": part(
        "dgm:dataModel",
        "<dgm:t><a:p><a:r><a:t>in-</a:t></a:r><a:r><a:t>smart</a:t></a:r></a:p></dgm:t>",
    ),
    "docProps/core.xml": part("core", "<creator>in-creator</creator>"),
    "docProps/app.xml": part("Properties", "<Company>in-company</Company>"),
    "docProps/custom.xml": part(
        "Properties", '<property name="in-name"><v>in-custom</v></property>'
    ),
    "customXml/item1.xml": part("root", '<x y="in-attribute">in-xml</x>'),
    "odd/unknown.xml": part("odd", "in-unknown <b>mixed</b> tail"),
    "word/_rels/document.xml.rels": (
        "<Relationships><Relationship Id='r1' Type='http://x/hyperlink' TargetMode='External' "
        "Target='http://x/?in-target'/></Relationships>"
    ),
    "[Content_Types].xml": "<Types/>",
    "word/in-part-name.xml": "<a/>",
}


def packed(parts: dict[str, str | bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return whole.getvalue()


def read(parts: dict[str, str | bytes]) -> Extracted:
    return read_file(Blob("a.docx", packed(parts)), [OfficeExtractor()], Limits())


@cache
def everything() -> Extracted:
    return read({**PARTS})


def found(extracted: Extracted, text: str) -> list[Passage]:
    return [passage for passage in extracted.passages if text in passage.text]


@pytest.mark.parametrize(
    ("text", "kind", "is_hidden"),
    [
        ("身份证 110101199003071234", PlaceKind.BODY, False),
        ("in-vanish", PlaceKind.BODY, True),
        ("in-white", PlaceKind.BODY, True),
        ("in-tiny", PlaceKind.BODY, True),
        ("in-style", PlaceKind.BODY, True),
        ("in-deleted", PlaceKind.DELETED, True),
        ("in-moved", PlaceKind.DELETED, True),
        ("in-inserted", PlaceKind.BODY, False),
        ("in-author", PlaceKind.METADATA, True),
        ("in-field", PlaceKind.LINK, True),
        ("in-target", PlaceKind.LINK, True),
        ("in-alt", PlaceKind.ALTERNATIVE, True),
        ("in-box", PlaceKind.TEXT_BOX, False),
        ("in-alias", PlaceKind.OTHER, True),
        ("in-choice", PlaceKind.OTHER, True),
        ("in-control", PlaceKind.BODY, False),
        ("in-hidden-row", PlaceKind.BODY, True),
        ("in-remark", PlaceKind.OTHER, True),
        ("in-stray", PlaceKind.OTHER, True),
        ("in-bookmark", PlaceKind.OTHER, True),
        ("中a-b", PlaceKind.BODY, False),
        ("in-header", PlaceKind.HEADER, False),
        ("in-footer", PlaceKind.FOOTER, False),
        ("in-note", PlaceKind.NOTE, False),
        ("in-end", PlaceKind.NOTE, False),
        ("in-comment", PlaceKind.COMMENT, True),
        ("in-commenter", PlaceKind.METADATA, True),
        ("in-glossary", PlaceKind.OTHER, True),
        ("in-variable", PlaceKind.OTHER, True),
        ("in-chart", PlaceKind.OTHER, False),
        ("in-point", PlaceKind.OTHER, False),
        ("in-smart", PlaceKind.OTHER, False),
        ("in-creator", PlaceKind.METADATA, True),
        ("in-company", PlaceKind.METADATA, True),
        ("in-custom", PlaceKind.METADATA, True),
        ("in-name", PlaceKind.OTHER, True),
        ("in-attribute", PlaceKind.OTHER, True),
        ("in-xml", PlaceKind.OTHER, True),
        ("in-unknown mixed tail", PlaceKind.OTHER, True),
        ("in-part-name", PlaceKind.FILE_NAME, True),
    ],
)
def test_every_corner_of_a_document_is_read(text: str, kind: PlaceKind, is_hidden: object) -> None:
    places = {(p.place.kind, p.place.is_hidden) for p in found(everything(), text)}
    assert (kind, is_hidden) in places


def test_nothing_of_it_is_left_unread() -> None:
    assert everything().unread == ()


def test_a_text_box_is_told_once_though_a_document_holds_it_twice() -> None:
    assert len(found(everything(), "in-box")) == 1


def test_what_is_hidden_is_never_told_as_shown() -> None:
    shown = [p.text for p in everything().passages if not p.place.is_hidden]
    for text in ("in-vanish", "in-deleted", "in-comment", "in-hidden-row"):
        assert not any(text in passage for passage in shown)


def test_a_table_keeps_its_cells_apart_and_tables_within_it() -> None:
    tables = [p.text for p in everything().passages if p.is_table and not p.place.is_hidden]
    assert tables == ["内", "名单\t\t备注\n张三\t138 00\t外"]


def test_a_real_document_is_read() -> None:
    document = docx.Document()
    document.add_paragraph("索引号").add_run("：000")
    document.sections[0].header.paragraphs[0].text = "机密★一年"
    document.core_properties.author = "张三"
    whole = io.BytesIO()
    document.save(whole)
    extracted = read_file(Blob("a.docx", whole.getvalue()), [OfficeExtractor()], Limits())
    assert found(extracted, "索引号：000")[0].place.kind is PlaceKind.BODY
    assert found(extracted, "机密★一年")[0].place.kind is PlaceKind.HEADER
    assert found(extracted, "张三")[0].place.kind is PlaceKind.METADATA


def whys(extra: dict[str, str | bytes]) -> set[Unreadable]:
    return {unread.why for unread in read({**PARTS, **extra}).unread}


BOMB = part("w:document", "<w:body/>").replace(
    "?>", '?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>', 1
)


@pytest.mark.parametrize(
    ("extra", "why"),
    [
        ({"word/vbaProject.bin": b"x"}, Unreadable.ACTIVE),
        ({"word/activeX/activeX1.xml": "<a/>"}, Unreadable.ACTIVE),
        ({"word/media/image1.png": b"\x89PNG\r\n"}, Unreadable.SCANNED),
        ({"word/embeddings/x.bin": b"\x00\x01\x02\xff" * 9}, Unreadable.UNKNOWN_FORMAT),
        ({"word/header9.xml": "<w:hdr><w:p"}, Unreadable.DAMAGED),
        ({"word/header9.xml": BOMB}, Unreadable.DAMAGED),
        ({"customXml/item2.xml": "<a>" + "QUJD" * 600 + "</a>"}, Unreadable.EMBEDDED),
        (
            {
                "word/_rels/header3.xml.rels": "<Relationships><Relationship Id='r' "
                "Type='http://x/image' TargetMode='External' Target='http://x/a.png'/>"
                "</Relationships>"
            },
            Unreadable.EMBEDDED,
        ),
        (
            {
                "word/header9.xml": part(
                    "w:hdr", paragraph("<w:r><w:instrText>DDEAUTO c:\\x</w:instrText></w:r>")
                )
            },
            Unreadable.ACTIVE,
        ),
    ],
)
def test_what_a_person_must_look_at_is_told(extra: dict[str, str | bytes], why: Unreadable) -> None:
    assert whys(extra) == {why}


def test_entities_are_not_expanded_and_nothing_is_fetched() -> None:
    hostile = part("w:hdr", paragraph(run("&x;"))).replace(
        "?>", '?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>', 1
    )
    extracted = read({**PARTS, "word/header9.xml": hostile})
    assert not found(extracted, "root:")
    assert {unread.why for unread in extracted.unread} == {Unreadable.DAMAGED}


def test_a_file_within_a_file_is_read() -> None:
    inner = packed({**PARTS, "word/document.xml": part("w:document", paragraph(run("in-inner")))})
    extracted = read({**PARTS, "word/embeddings/inner.docx": inner})
    (passage,) = found(extracted, "in-inner")
    assert passage.place.within == ("a.docx", "word/embeddings/inner.docx")
