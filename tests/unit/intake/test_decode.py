"""Bytes of pages: every encoding of Chinese sites, and errors that say what to do."""

from __future__ import annotations

import codecs

import pytest

from opengov.errors import EmptyPageError, NotTextError
from opengov.intake import read_page
from opengov.intake.decode import decoded

PAGE = "索引号：734972044/201805-018\n发布机构：市旅游委\n名称：关于放假的通知\n"
TRADITIONAL = "索引號：734972044/201805-018\n發佈機構：金門縣政府\n標題：關於放假的通知\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb2312", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-32"]
)
def test_every_encoding_of_simplified_pages(encoding: str) -> None:
    assert decoded(PAGE.encode(encoding), "page") == PAGE


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "big5hkscs", "gb18030", "utf-16-be"])
def test_every_encoding_of_traditional_pages(encoding: str) -> None:
    assert decoded(TRADITIONAL.encode(encoding), "page") == TRADITIONAL


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_a_page_that_declares_the_wrong_encoding(encoding: str) -> None:
    text = f"<html><meta charset={'utf-8' if encoding == 'gbk' else 'gb2312'}><p>{PAGE}</p>"
    assert decoded(text.encode(encoding), "page") == text


def test_an_encoding_that_nobody_knows_is_passed_over() -> None:
    text = f"<meta charset='x-unknown'><p>{PAGE}</p>"
    assert decoded(text.encode(), "page") == text


def test_a_page_that_was_cut_off_within_a_character() -> None:
    assert decoded(PAGE.encode() + "县".encode()[:2], "page").startswith(PAGE)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_broken_characters_are_reported_and_the_rest_is_read(encoding: str) -> None:
    body = "为规范工作，现将有关事项通知如下，请遵照执行。" * 20
    found = read_page(PAGE.encode(encoding) + b"\xff\xff" + body.encode(encoding))
    assert found.item.issuing_body == "市旅游委"
    assert [warning.key for warning in found.warnings] == ["intake.characters-lost"]


@pytest.mark.parametrize("source", [b"", b" \r\n\t", codecs.BOM_UTF8, "\u3000\xa0", "\ufeff"])
def test_an_empty_page(source: bytes | str) -> None:
    with pytest.raises(EmptyPageError) as caught:
        decoded(source, "leer.txt")
    assert "leer.txt" in str(caught.value)
    assert "Give the whole page" in str(caught.value)


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04....", "Office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\x00\x01\x02\x03", "zero bytes"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "utf-16"),
        (b"\xff\xff\xff", "none of"),
        ("text\x00text", "zero bytes"),
    ],
)
def test_what_is_no_text_says_what_it_is_where_and_what_to_do(
    source: bytes | str, what: str
) -> None:
    with pytest.raises(NotTextError) as caught:
        decoded(source, "scan.pdf")
    message = str(caught.value)
    assert what in message
    assert "scan.pdf" in message
    assert "Give the page as text or HTML" in message
