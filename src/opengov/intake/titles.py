"""The title and the text of a document, from what stands around its block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opengov.intake.fold import fold, squeezed, tidied
from opengov.intake.readers import Proposal
from opengov.intake.shapes import INDEX, ends_like_a_title, fits_well, is_body, is_document_number
from opengov.intake.values import cleaned, is_day_alone, unnumbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    return (found for found in _headings(page, blocks) if not _names_site(found.value))


def _headings(page: Page, blocks: Sequence[Block]) -> Iterator[Proposal]:
    main = blocks[0] if blocks else None
    labelled = {number for block in blocks for number in block.marks}
    for number, line in enumerate(page.lines):
        if line.heading and number not in labelled and _may_be_title(line):
            text = _heading_text(line)
            yield _title(text, 0.45 + 0.1 * ends_like_a_title(text), number)
    if main is not None:
        behind = range(main.last + 1, min(len(page.lines), main.last + 1 + NEAR))
        for number in (*_before(page.lines, main.first), *behind):
            if number not in labelled and _may_be_title(page.lines[number]):
                yield _heading(page.lines, number)
    window = _WINDOW_SUFFIX.sub("", page.window_title)
    if len(squeezed(window)) >= 4:
        yield _title(window, 0.3, 0)
    for name, content in page.tags:
        if name.lower() == "articletitle" and content:
            yield _title(content, 0.5, 0)


def _before(lines: Sequence[Line], first: int) -> Iterable[int]:
    """Return the lines before a block that may hold the title.

    That is the start of the page where the block comes behind the text: a signature stands
    right before it then.
    """
    text_at = next((at for at in range(first) if is_running_text(lines[at])), None)
    if text_at is not None:
        return range(min(text_at, NEAR))
    return range(first - 1, max(-1, first - 1 - NEAR), -1)


def is_running_text(line: Line) -> bool:
    """Say whether a line is a sentence, or the day under a signature."""
    return line.text.rstrip().endswith("。") or is_day_alone(line.text)


def _heading(lines: Sequence[Line], number: int) -> Proposal:
    """Return a heading, with the lines that it runs on over."""
    text = _heading_text(lines[number])
    used = {number}
    if not ends_like_a_title(text) and ("关于" in text or _names_issuer(lines, number)):
        longer = text
        for more in range(number + 1, min(number + 5, len(lines))):
            if not _may_be_title(lines[more]):
                break
            longer += tidied(lines[more].text)
            used.add(more)
            if ends_like_a_title(longer):
                text = longer
                break
    confidence = 0.25 + 0.1 * ("关于" in text) + 0.1 * ends_like_a_title(text)
    return _title(text, confidence, number)


_CHANNEL = re.compile(r"[一-鿿]{0,20}(?:政务|信息|政府信息)公开(?:目录|指南|专栏|平台|网)?")


def _names_site(text: str) -> bool:
    """Say whether a heading is a signature, or the name of a site or of its part."""
    return is_body(text) or _CHANNEL.fullmatch(squeezed(text)) is not None


_LED = re.compile(
    r"[(\[【〖]?(?:标题|题名|名称)[\]】〗]?[ :]+"
    r"|[(\[【〖]?(?:标题|题名|名称|信息|文件|[标题名称])[\]】〗]?[ :—…]*(?=[一-鿿]{0,20}关于)"
)


def _heading_text(line: Line) -> str:
    """Return a heading without a bullet and without a label that was not told from it."""
    text = cleaned(unnumbered(tidied(line.text)).lstrip("#.…—"))
    led = _LED.match(fold(text))
    return text[led.end() :] if led else text


def _names_issuer(lines: Sequence[Line], number: int) -> bool:
    """Say whether a line is the first of a title: the agency, with 关于… on the next."""
    is_followed = number + 1 < len(lines) and squeezed(lines[number + 1].text).startswith("关于")
    return is_followed and is_body(lines[number].text)


_NUMERAL = "[一二三四五六七八九十]{1,3}"
_NUMBERED = re.compile(rf"{_NUMERAL}、|\({_NUMERAL}\)|\d{{1,2}}[.、](?!\d)")


_STARTS_LIKE_DAY = re.compile(r"[一-鿿]{1,6}(?:日期|时间)[^一-鿿]*\d{4}[^一-鿿]")


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
        and not _NUMBERED.match(text)
        and not INDEX.search(text)
        and not _STARTS_LIKE_DAY.match(fold(text))
        and not fits_well("validity", text)
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
