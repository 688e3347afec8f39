"""The format of a file is told by its content, whatever its name says."""

from __future__ import annotations

import io
import zipfile

import pytest

from opengov.files import format_of, is_strange, text_of
from opengov.screening import Blob


def a_zip(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "application/vnd.oasis.opendocument.text")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n%PDF-1.7\n\x00\xff", "pdf"),
        (a_zip("[Content_Types].xml", "word/document.xml"), "docx"),
        (a_zip("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (a_zip("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (a_zip("a.txt"), "zip"),
        (a_zip(), "zip"),
        (a_zip("OFD.xml", "Doc_0/Document.xml"), "ofd"),
        (a_zip("mimetype", "content.xml"), "odt"),
        (b"MZ\x00\x00\xff\xfe\x00" * 20 + a_zip("a.txt"), "program"),
        (b"\xfe\x01\x00\x02" * 20 + a_zip("a.txt"), "zip"),
        (b"{\\rtf1 a}", "rtf"),
        (b"RIFF\x00\x00\x00\x00WEBP", "picture"),
        (b"<!-- a -->\n<HTML>", "html"),
        (b"<?xml version='1.0'?><w:a/>", "xml"),
        (b"From: a@b.cn\nTo: c@d.cn\nSubject: e\n\nf", "eml"),
        (b"MIME-Version: 1.0\nContent-Type: text/plain\n\nf", "eml"),
        (b"Subject: a\nb", "txt"),
        (b"BMW is a car, MZ was a motorcycle", "txt"),
        ("姓名,电话".encode("gb18030"), "txt"),
        (b"", "txt"),
        (b"\x00\x01\x02\x03" * 30, "unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1broken", "ole"),
    ],
)
def test_the_content_tells_the_format(content: bytes, expected: str) -> None:
    assert format_of(Blob("a.dat", content)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.csv", "csv"), ("A.TSV", "csv"), ("a.eml", "eml"), ("a.htm", "html"), ("a.docx", "txt")],
)
def test_the_name_only_tells_texts_apart(name: str, expected: str) -> None:
    assert format_of(Blob(name, b"plain")) == expected
    assert format_of(Blob(name, b"%PDF-1.7")) == "pdf"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]
)
def test_a_text_is_read_in_the_encodings_of_agencies(encoding: str) -> None:
    assert text_of("公开 information 2018".encode(encoding)) == "公开 information 2018"


def test_a_broken_byte_makes_no_binary() -> None:
    text = text_of("政府信息公开".encode() * 20 + b"\xff, 13800138000")
    assert text is not None
    assert "13800138000" in text


def test_bytes_are_no_text() -> None:
    assert text_of(bytes(range(256)) * 4) is None


def test_text_of_private_letters_is_strange() -> None:
    assert is_strange("\ue000\ue001\ue002 abc")
    assert not is_strange("公开\n\t2018年")
