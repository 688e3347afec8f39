"""Copies of Word documents: a secret in every corner of one, and none in the copy."""

# ruff: noqa: E501, ISC004, SLF001  (markup reads best as it is written)

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest

from opengov.errors import RedactionError
from opengov.screening import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from opengov.ports import Redacted

    Redact = Callable[..., Redacted]

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{OFFICE}/relationships" xmlns:m="{OFFICE}/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:MARK-namespace"'
)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def complex_field(instruction: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        mark.format("begin")
        + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        + mark.format("separate")
        + run(result)
        + mark.format("end")
    )


SHAPE = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
    '<wp:extent cx="900000" cy="300000"/><wp:docPr id="1" name="MARK-shape" descr="MARK-alt"/>'
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
    'wordprocessingShape"><wps:wsp><wps:cNvSpPr/><wps:spPr/><wps:txbx><w:txbxContent>'
    f"{paragraph(run('框1380000'), run('0010'))}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    f"<v:textbox><w:txbxContent>{paragraph(run('MARK-fallback'))}</w:txbxContent></v:textbox>"
    "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)

BODY = "".join(
    [
        paragraph(run("电话138", "<w:b/>"), run("0000"), run("0001", "<w:i/>"), run("。")),
        paragraph(run("138"), "<w:r><w:noBreakHyphen/></w:r>", run("0000-0002")),
        paragraph(
            '<w:ins w:author="MARK-inserter">' + run("加13800000003") + "</w:ins>",
            '<w:del w:author="a"><w:r><w:delText>MARK-deleted</w:delText></w:r></w:del>',
            "<w:moveFrom>" + run("MARK-moved") + "</w:moveFrom>",
        ),
        paragraph(run("MARK-vanish", "<w:vanish/>"), run("MARK-style", '<w:rStyle w:val="Z"/>')),
        paragraph(run("MARK-white", '<w:color w:val="FFFFFF"/>'), run("MARK-dot", '<w:sz w:val="2"/>')),
        paragraph('<w:hyperlink r:id="rL" w:tooltip="MARK-tip">' + run("链接") + "</w:hyperlink>"),
        paragraph(complex_field(' HYPERLINK "MARK-field" ', "域13800000004"), run("后")),
        paragraph('<w:fldSimple w:instr="DOCPROPERTY MARK">' + run("简") + "</w:fldSimple>"),
        "<w:sdt><w:sdtPr><w:alias w:val='MARK-alias'/><w:tag w:val='MARK-tag'/></w:sdtPr>"
        f"<w:sdtContent>{paragraph(run('控件13800000005'))}</w:sdtContent></w:sdt>",
        "<w:tbl><w:tblGrid/><w:tr><w:tc>" + paragraph(run("姓名：")) + paragraph(run("诸葛亮"))
        + "</w:tc><w:tc>" + paragraph(run("1380000"), run("0006")) + "</w:tc></w:tr>"
        "<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>" + paragraph(run("MARK-row"))
        + "</w:tc></w:tr></w:tbl>",
        paragraph(SHAPE, "<m:oMath><m:r><m:t>13800000007</m:t></m:r></m:oMath>"),
        paragraph(
            "<w:commentRangeStart w:id='0'/>", run("诸葛亮来了"), "<w:bookmarkStart w:name='MARK-b'/>"
            "<w:r><w:commentReference w:id='0'/><w:footnoteReference w:id='2'/></w:r>"
        ),
        "<w:altChunk r:id='rA'/>",
        "<x:odd>MARK-odd</x:odd>",
    ]
)  # fmt: skip


def document(body: str = BODY, more: dict[str, bytes] | None = None) -> bytes:
    parts = {
        "styles": f"<w:styles {NAMES}><w:style w:type='character' w:styleId='Y'><w:rPr><w:vanish/>"
        "</w:rPr></w:style><w:style w:type='character' w:styleId='Z'><w:name w:val='13800000011'/>"
        "<w:aliases w:val='MARK-aliases'/><w:basedOn w:val='Y'/></w:style></w:styles>",
        "header1": f"<w:hdr {NAMES}>{paragraph(run('头1380000'), run('0008'))}</w:hdr>",
        "footer1": f"<w:ftr {NAMES}>{paragraph(complex_field(' PAGE ', 'MARK-page'))}</w:ftr>",
        "footnotes": f"<w:footnotes {NAMES}><w:footnote w:id='2'>{paragraph(run('注13800000012'))}"
        "</w:footnote></w:footnotes>",
        "comments": f"<w:comments {NAMES}>{paragraph(run('MARK-comment'))}</w:comments>",
        "settings": f"<w:settings {NAMES}><w:docVars><w:docVar w:name='a' w:val='MARK-variable'/>"
        "</w:docVars><w:evenAndOddHeaders/></w:settings>",
        "people": "<a>MARK-people</a>",
    }
    kinds = {"header1": "header", "footer1": "footer"}
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{OFFICE}/relationships/{kinds.get(name, name)}" '
        f'Target="{name}.xml"/>'
        for name in parts
    )
    link = (
        f'<Relationship Id="rL" Type="{OFFICE}/relationships/hyperlink" Target="https://MARK-url"'
    )
    relations += link + ' TargetMode="External"/>'
    section = "<w:sectPr w:rsidR='00MARK'>"
    section += "<w:headerReference w:type='default' r:id='rheader1'/>"
    section += "<w:footerReference w:type='default' r:id='rfooter1'/></w:sectPr>"
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}'
        "</Relationships>",
        "word/document.xml": f"<w:document {NAMES} mc:Ignorable='x'><!-- MARK-xml --><w:body>{body}"
        f"{section}</w:body></w:document>",
        **{f"word/{name}.xml": content for name, content in parts.items()},
        "docProps/core.xml": "<a>MARK-core</a>",
        "docProps/thumbnail.jpeg": "MARK-thumbnail",
        "customXml/item1.xml": "<a>MARK-custom</a>",
        "word/media/image1.png": "MARK-picture",
        "word/embeddings/MARK.bin": "MARK-embedded",
        **(more or {}),
    }  # fmt: skip
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_nothing_that_is_hidden_or_masked_is_left(
    redact: Redact, told: Callable[[bytes], str], unpacked: Callable[[bytes], bytes]
) -> None:
    redacted = redact(document(), "docx", "13800000009.docx")
    content = redacted.blob.content
    for searched in (told(content), unpacked(content).decode("utf-8", "replace")):
        assert "MARK" not in searched
        assert "1380000" not in searched
        assert "诸葛亮" not in searched
        for number in (1, 3, 4, 5, 6, 7, 8, 10, 12):
            assert f"138****{number:04}" in searched
        for kept in ("链接", "简", "后", "某某来了"):
            assert kept in searched
    kinds = {place.kind for place in redacted.left_out}
    assert {
        PlaceKind.COMMENT, PlaceKind.DELETED, PlaceKind.METADATA, PlaceKind.LINK, PlaceKind.OTHER,
        PlaceKind.ALTERNATIVE,
    } <= kinds  # fmt: skip


def test_another_library_opens_the_copy_and_finds_the_formatting(redact: Redact) -> None:
    copy = docx.Document(io.BytesIO(redact(document(), "docx").blob.content))
    first = copy.paragraphs[0]
    assert first.text == "电话138****0001。"
    assert first.runs[0].bold
    assert [cell.text for cell in copy.tables[0].rows[0].cells] == ["姓名：\n某某", "138****0006"]
    assert len(copy.tables[0].rows) == 1
    assert copy.sections[0].header.paragraphs[0].text == "头138****0008"
    footer = copy.sections[0].footer.paragraphs[0]
    assert [one.get(f"{{{one.nsmap['w']}}}instr") for one in footer._p] == ["PAGE"]


def test_a_document_of_pictures_or_with_macros_has_no_copy(redact: Redact) -> None:
    for content in (
        pictures_only(),
        document(more={"word/vbaProject.bin": b""}),
        document(more={"word/activeX/activeX1.xml": b""}),
        document(more={"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
        document(more={"word/document.xml": b"<w:document"}),
        document()[:1500],
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
    ):
        with pytest.raises(RedactionError):
            redact(content, "docx")


def pictures_only() -> bytes:
    empty = {
        f"word/{name}.xml": f"<w:{root} {NAMES}/>".encode()
        for name, root in (("header1", "hdr"), ("footer1", "ftr"), ("footnotes", "footnotes"))
    }
    return document("<w:p/>", empty)
