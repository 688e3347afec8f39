"""Copies of text, tables as text, and web pages."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from opengov.errors import RedactionError
from opengov.screening import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from opengov.ports import Redacted

    Redact = Callable[..., Redacted]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_keeps_its_encoding_and_line_ends(redact: Redact, encoding: str) -> None:
    copy = redact("联系电话：13812345678\r\n谢谢\r\n".encode(encoding), "txt").blob.content
    assert copy == "联系电话：138****5678\r\n谢谢\r\n".encode(encoding)


def test_a_name_that_is_masked_once_is_masked_wherever_it_stands(redact: Redact) -> None:
    redacted = redact("诸葛亮已到。\n姓名：诸葛亮\n诸葛 亮离开。".encode(), "txt", "诸葛亮.txt")
    assert redacted.blob.content.decode() == "某某已到。\n姓名：某某\n某某离开。"
    assert redacted.blob.name == "某某.txt"
    assert [mask.rule for _, mask in redacted.masks] == ["name"] * 4


def test_the_name_of_a_file_is_masked_with_what_a_name_may_have(redact: Redact) -> None:
    assert redact(b"", "txt", "13812345678的申请.txt").blob.name == "138＊＊＊＊5678的申请.txt"


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"\xff\xfe\x00\xd8", b"a\x1b[2Kb", b"\x81"])
def test_what_is_no_text_has_no_copy(redact: Redact, content: bytes) -> None:
    with pytest.raises(RedactionError):
        redact(content, "txt")


TABLE = (
    '编号;"姓名";"电话"\r\n'
    '1;"张""三";13812345678\r\n'
    '2;"李\r\n四";"139-1234-5678"\r\n'
    '3;;"13712345678; 35.5"\r\n'
    "4;x;35.50"
)


def test_a_table_keeps_its_dialect_and_what_is_not_masked(redact: Redact) -> None:
    copy = redact(TABLE.encode("gb18030"), "csv").blob.content.decode("gb18030")
    assert copy == (
        TABLE.replace("13812345678", "138****5678")
        .replace("139-1234-5678", "139****5678")
        .replace("13712345678", "137****5678")
    )


def test_a_table_is_read_by_others_as_before(redact: Redact) -> None:
    source = 'a,"b,c"\n"13812345678","x\ny"\n,\n'
    copy = redact(source.encode(), "csv").blob.content.decode()
    assert list(csv.reader(io.StringIO(copy))) == [["a", "b,c"], ["138****5678", "x\ny"], ["", ""]]


def test_tabs_part_the_cells_of_a_tsv(redact: Redact) -> None:
    copy = redact(b"a,b\t13812345678\t\nx\t\t", "csv").blob.content
    assert copy == b"a,b\t138****5678\t\nx\t\t"


PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>公示 13800000001</title>
<style>.gone, div > #away { display: none } .seen { color: red }</style>
<script>var a = "MARK-script"</script><meta name="author" content="MARK-meta">
</head><body onload="MARK-handler"><!-- MARK-comment -->
<p class="seen" data-a="MARK-data" title="MARK-title">电话 138<b>0000</b>0002 。</p>
<p class="gone">MARK-class</p><div><span id="away">MARK-id</span>留下</div>
<p hidden>MARK-hidden</p><p style="display : none">MARK-style</p>
<p style="color:#fff">MARK-white</p><template>MARK-template</template>
<form action="/MARK-action"><input value="MARK-input"><textarea>MARK-area</textarea>表</form>
<img src="MARK-src" alt="MARK-alt"><svg><text>MARK-svg</text></svg>
<a href="https://a.cn/?t=13800000003">连接</a><a href="tel:13800000004">打</a>
<a href="https://a.cn/b">好</a>
<table><tr><th>姓名</th><td>13800000005<br>x</td></tr><tr><td><table><tr><td>1380000<i>0006</i>
</td></tr></table></td></tr></table><iframe srcdoc="MARK-frame"></iframe></body></html>"""


def test_a_page_keeps_only_what_a_reader_sees(redact: Redact, told: Callable[[bytes], str]) -> None:
    redacted = redact(PAGE.encode("gb18030"), "html")
    copy = told(redacted.blob.content)
    assert "MARK" not in copy
    assert "1380000000" not in copy
    assert copy.count("138****000") == 4
    assert '<a href="https://a.cn/b">好</a>' in copy
    for kept in ("留下", "表", "连接", "打", "<th>姓名</th>"):
        assert kept in copy
    kinds = {place.kind for place in redacted.left_out}
    assert {PlaceKind.ALTERNATIVE, PlaceKind.LINK, PlaceKind.OTHER} <= kinds


def test_text_astray_in_a_table_is_left_out_and_told(redact: Redact) -> None:
    redacted = redact(b"<table>13800000001<tr><td>a</td>b</tr></table>", "html")
    assert b"<table><tr><td>a</td></tr></table>" in redacted.blob.content
    assert redacted.left_out


def test_a_format_that_nobody_redacts_is_an_error(redact: Redact) -> None:
    with pytest.raises(RedactionError, match="ofd"):
        redact(b"", "ofd")
