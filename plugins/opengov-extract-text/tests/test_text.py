"""Text in any encoding, tables, pages, mail and archives, to the last corner."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from opengov_extract_text.extractor import TextExtractor

from opengov.files import Limits, read_file
from opengov.screening import Blob, Extracted, PlaceKind, Unreadable

if TYPE_CHECKING:
    from opengov.screening import Passage


def read(name: str, content: bytes) -> Extracted:
    return read_file(Blob(name, content), [TextExtractor()], Limits())


def found(extracted: Extracted, text: str) -> Passage:
    return next(passage for passage in extracted.passages if text in passage.text)


def whys(extracted: Extracted) -> set[Unreadable]:
    return {unread.why for unread in extracted.unread}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_is_read_in_its_encoding(encoding: str) -> None:
    extracted = read("通知.txt", "联系人：张三，电话 13800138000".encode(encoding))
    assert extracted.format == "txt"
    assert found(extracted, "张三，电话 13800138000").place.kind is PlaceKind.BODY
    assert extracted.unread == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_table_keeps_its_cells_apart(encoding: str) -> None:
    source = '姓名,住址\r\n张三,"一号\n二楼, 东"\r\n'
    table = found(read("名单.csv", source.encode(encoding)), "张三")
    assert table.is_table
    assert table.text == "姓名\t住址\n张三\t一号 二楼, 东"


def test_tabs_and_semicolons_part_cells_too() -> None:
    assert found(read("a.tsv", b"a\tb\nc\td"), "\t").text == "a\tb\nc\td"
    assert found(read("a.csv", b"a;b\nc;d"), "\t").text == "a\tb\nc\td"


PAGE = """<!DOCTYPE html><html><head><title>in-title</title>
<meta name="author" content="in-meta"><style>.x::after{content:"in-style"}</style></head>
<body data-note="in-data" onload="in_handler()">
<p>110101<!-- in-comment --><b>19900307</b>1234 <i style="display:none">in-hidden</i></p>
<div hidden>in-hidden-block</div><img src="x.png" alt="in-alt"><a href="/?q=in-link">to</a>
<form><input type="hidden" value="in-input"><textarea>in-textarea</textarea>
<select><option value="in-option">o</option></select></form>
<template>in-template</template><noscript>in-noscript</noscript>
<script>var a = "in-script"</script><p>&#105;n-entity
<![CDATA[in-cdata]]><?in-instruction?></body></html><!-- in-last"""


@pytest.mark.parametrize(
    ("text", "kind", "is_hidden"),
    [
        ("in-title", PlaceKind.OTHER, True),
        ("in-meta", PlaceKind.METADATA, True),
        ("in-style", PlaceKind.OTHER, True),
        ("in-data", PlaceKind.OTHER, True),
        ("in_handler", PlaceKind.OTHER, True),
        ("in-comment", PlaceKind.COMMENT, True),
        ("110101199003071234", PlaceKind.BODY, False),
        ("in-hidden", PlaceKind.OTHER, True),
        ("in-hidden-block", PlaceKind.OTHER, True),
        ("in-alt", PlaceKind.ALTERNATIVE, False),
        ("in-link", PlaceKind.LINK, True),
        ("in-input", PlaceKind.FORM, True),
        ("in-textarea", PlaceKind.BODY, False),
        ("in-option", PlaceKind.FORM, False),
        ("in-template", PlaceKind.OTHER, True),
        ("in-noscript", PlaceKind.OTHER, True),
        ("in-script", PlaceKind.OTHER, True),
        ("in-entity", PlaceKind.BODY, False),
    ],
)
def test_every_corner_of_a_page_is_read(text: str, kind: PlaceKind, is_hidden: object) -> None:
    place = found(read("a.html", PAGE.encode()), text).place
    assert (place.kind, place.is_hidden) == (kind, is_hidden)


@pytest.mark.parametrize("text", ["in-cdata", "in-instruction", "in-last"])
def test_what_a_parser_likes_to_drop_is_kept(text: str) -> None:
    assert found(read("a.html", PAGE.encode()), text).text


def test_a_page_that_can_change_is_referred() -> None:
    assert Unreadable.ACTIVE in whys(read("a.html", PAGE.encode()))
    assert read("a.html", b"<html><p>plain").unread == ()


def test_an_element_that_is_never_closed_swallows_nothing() -> None:
    assert found(read("a.html", b"<html><p>a<script>secret-tail"), "secret-tail").text


def test_a_table_of_a_page_is_laid_out_as_it_is_shown() -> None:
    source = """<table><tr><th rowspan=2>部门<th colspan=2>费用<tr><th>预算<th>决算
        <tr><td>办公室<td>1<table><tr><td>内<td>层</table><td>2</table>"""
    tables = [p.text for p in read("a.html", source.encode()).passages if p.is_table]
    assert tables == ["内\t层", "部门\t费用\t\n\t预算\t决算\n办公室\t1\t2"]


def test_a_picture_in_the_text_of_a_page_is_referred() -> None:
    extracted = read("a.html", b'<html><img src="data:image/png;base64,iVBORw0KGgoAAAAN">')
    assert whys(extracted) == {Unreadable.SCANNED}


def test_xml_is_read_in_pieces_and_as_a_whole() -> None:
    source = b"<?xml version='1.0'?><a><t>110101</t><t b='in-attribute'>19900307</t></a>"
    extracted = read("a.xml", source)
    assert extracted.format == "xml"
    for text in ("110101\n19900307", "11010119900307", "in-attribute"):
        assert found(extracted, text).text


def a_mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "张三 <zhang@example.cn>"
    mail["To"] = "li@example.cn"
    mail["Subject"] = "关于绝密事项"
    mail["X-Note"] = "in-header"
    mail["Date"] = "Mon, 1 Jan 2018 08:00:00 +0800"
    mail.set_content("正文 in-plain")
    mail.add_alternative("<p>in-html</p><!-- in-remark -->", subtype="html")
    mail.add_attachment("姓名,电话\n张三,1".encode(), maintype="text", subtype="csv",
                        filename="名单（张三）.csv")  # fmt: skip
    return mail


@pytest.mark.parametrize(
    "text", ["关于绝密事项", "张三 <zhang", "in-header", "in-plain", "in-html", "in-remark"]
)
def test_headers_and_bodies_of_a_mail_are_read(text: str) -> None:
    extracted = read("a.eml", a_mail().as_bytes())
    assert extracted.format == "eml"
    assert found(extracted, text).text


def test_what_is_attached_to_a_mail_is_read_with_its_name() -> None:
    outer = EmailMessage()
    outer["From"] = "a@example.cn"
    outer["Subject"] = "Fw"
    outer["Date"] = "Mon, 1 Jan 2018 08:00:00 +0800"
    outer.set_content("see")
    outer.add_attachment(a_mail())
    extracted = read("outer.eml", outer.as_bytes())
    named = found(extracted, "名单（张三）.csv")
    assert named.place.kind is PlaceKind.FILE_NAME
    assert found(extracted, "姓名\t电话").place.within[-1] == "名单（张三）.csv"
    assert len(found(extracted, "姓名\t电话").place.within) == 3


def a_zip(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_archives_within_archives_are_read() -> None:
    inner = a_zip(**{"附件/in.txt": b"secret-inside"})
    extracted = read("outer.zip", a_zip(**{"inner.zip": inner}))
    assert found(extracted, "secret-inside").place.within == (
        "outer.zip", "inner.zip", "附件/in.txt",
    )  # fmt: skip


def test_names_in_gbk_are_read_in_letters() -> None:
    content = bytearray(a_zip(aaaa=b"x"))
    changed = bytes(content).replace(b"aaaa", "张三".encode("gbk"))
    assert found(read("a.zip", changed), "张三").place.kind is PlaceKind.FILE_NAME


def test_remarks_and_folders_of_an_archive_are_read() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.comment = b"in-remark"
        info = zipfile.ZipInfo("a.txt")
        info.comment = b"in-member-remark"
        archive.writestr(info, b"x")
        archive.writestr("张三的材料/", b"")
    extracted = read("a.zip", packed.getvalue())
    for text in ("in-remark", "in-member-remark", "张三的材料/"):
        assert found(extracted, text).text


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\a.txt", "a\\..\\b"])
def test_a_name_that_leads_out_is_told_and_its_content_read(name: str) -> None:
    extracted = read("a.zip", a_zip(**{name: b"secret"}))
    assert whys(extracted) == {Unreadable.UNSAFE_NAME}
    assert found(extracted, "secret").text


def test_a_member_behind_a_password_is_told() -> None:
    content = bytearray(a_zip(**{"a.txt": b"secret"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert whys(read("a.zip", bytes(content))) == {Unreadable.ENCRYPTED}


def test_two_members_of_one_name_are_both_read() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", b"first-one")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", b"second-one")
    extracted = read("a.zip", packed.getvalue())
    assert found(extracted, "first-one").text
    assert found(extracted, "second-one").text


def test_bytes_that_no_list_of_members_names_are_told() -> None:
    packed = a_zip(**{"a.txt": b"x"})
    hidden = a_zip(**{"b.txt": b"secret" * 20})
    # What stands before an archive shifts it, and programs read it all the same.
    extracted = read("a.zip", hidden + packed)
    assert Unreadable.EMBEDDED in whys(extracted)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n", Unreadable.SCANNED),
        ("a.rar", b"Rar!\x1a\x07\x00", Unreadable.UNKNOWN_FORMAT),
        ("a.txt", bytes(range(256)) * 8, Unreadable.UNKNOWN_FORMAT),
        ("a.zip", b"PK\x03\x04broken", Unreadable.DAMAGED),
    ],
)
def test_what_cannot_be_read_is_told(name: str, content: bytes, why: Unreadable) -> None:
    extracted = read(name, content)
    assert whys(extracted) == {why}
    assert [passage.text for passage in extracted.passages] == [name]
