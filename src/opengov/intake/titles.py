"""The title and the text of a document, from what stands around its block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opengov.intake.fold import squeezed, tidied
from opengov.intake.readers import Proposal
from opengov.intake.values import ends_like_a_title, is_day_alone, is_document_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opengov.intake.block import Block
    from opengov.intake.page import Line, Page

NEAR = 6
"""How many lines around a block a heading is looked for in."""

_NAVIGATION = re.compile(
    r"[>›»]|当前位置|您的位置|首页|^\[.*\]$|^第[一二三四五六七八九十\d]+[条章号]"
)
_WINDOW_SUFFIX = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]*$")


def titles(page: Page, blocks: Sequence[Block]) -> Iterator[Proposal]:
    """Propose headings as the title, for pages that label none."""
    main = blocks[0] if blocks else None
    labelled = {number for block in blocks for number in block.marks}
    for number, line in enumerate(page.lines):
        if line.heading and number not in labelled and _may_be_title(line):
            yield _title(tidied(line.text), 0.45 + 0.1 * ends_like_a_title(line.text), number)
    if main is not None:
        around = [
            *range(main.first - 1, max(-1, main.first - 1 - NEAR), -1),
            *range(main.last + 1, min(len(page.lines), main.last + 1 + NEAR)),
        ]
        for number in around:
            if number not in labelled and _may_be_title(page.lines[number]):
                yield _heading(page.lines, number)
    window = _WINDOW_SUFFIX.sub("", page.window_title)
    if len(squeezed(window)) >= 4:
        yield _title(window, 0.3, 0)
    for name, content in page.tags:
        if name.lower() == "articletitle" and content:
            yield _title(content, 0.5, 0)


def _heading(lines: Sequence[Line], number: int) -> Proposal:
    """Return a heading, with the lines that it runs on over."""
    text = tidied(lines[number].text)
    used = {number}
    if not ends_like_a_title(text) and "关于" in text:
        longer = text
        for more in range(number + 1, min(number + 4, len(lines))):
            if not _may_be_title(lines[more]):
                break
            longer += tidied(lines[more].text)
            used.add(more)
            if ends_like_a_title(longer):
                text = longer
                break
    confidence = 0.25 + 0.1 * ("关于" in text) + 0.1 * ends_like_a_title(text)
    return _title(text, confidence, number)


def _may_be_title(line: Line) -> bool:
    text = squeezed(line.text)
    return (
        4 <= len(text) <= 120
        and not line.is_row
        and re.search(r"[一-鿿]{3}", text) is not None
        and not text.endswith(("。", ":", ",", "；", ";", "、"))
        and not _NAVIGATION.search(text)
        and not is_day_alone(text)
        and not is_document_number(text)
    )


def _title(text: str, confidence: float, number: int) -> Proposal:
    return Proposal(
        field="title",
        label="",
        value=text,
        confidence=round(confidence, 3),
        reader="heading",
        line=number + 1,
        used=frozenset({number}),
    )


_BOILERPLATE = re.compile(
    r"^[(\[]?(?:此文不代表|本文不代表|本网站声明|免责声明|声明:|扫一扫|扫码|打印(?:本页)?$|关闭(?:窗口|本页)?$|"
    r"【?(?:大|打印|关闭|收藏|我要纠错)|字体[:大]|分享到|上一篇|下一篇|上一条|下一条|版权所有|主办单位:|承办:?单位|"
    r"网站标识码|.{0,12}ICP备|.{0,6}公网安备|返回顶部|相关(?:链接|文件|解读|阅读|附件)$|您现在的位置|当前位置|"
    r"本页内容为示例|责任编辑:|编辑:|来源:)"
)


def body_of(page: Page, blocks: Sequence[Block], title: str, used: set[int]) -> str:
    """Return the text of the document: what is neither metadata nor its heading nor boilerplate."""
    main = blocks[0]
    marked = {number for block in blocks[:1] for number in block.marks} | used
    behind = [line for at, line in enumerate(page.lines) if at > main.last and at not in marked]
    before = [line for at, line in enumerate(page.lines) if at < main.first and at not in marked]
    body = list(_paragraphs(behind, title)) or list(_paragraphs(before, title))
    return "\n".join(body)


def _paragraphs(lines: Sequence[Line], title: str) -> Iterator[str]:
    heading = squeezed(title)
    started = False
    for line in lines:
        text = " ".join(cell for cell in line.cells if cell)
        plain = squeezed(text)
        if not plain or _BOILERPLATE.match(plain):
            continue
        if not started and heading and (plain in heading or plain == heading):
            heading = heading if plain == heading else heading.replace(plain, "", 1)
            continue
        started = True
        yield text
