"""Where a person lives: an address with the house, the stairs or the door (家庭住址).

The address of an office is public and is none of these; a household address may go out down to
the street office or township, not further.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opengov.screening.finding import Found
from opengov.screening.labels import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opengov.screening.matching import Hit
    from opengov.screening.screened import Screened

ADDRESS = "household-address"

_CALLED = (
    "家庭住址", "家庭地址", "住址", "户籍地址", "户籍所在地", "户籍地", "户口所在地",
    "居住地址", "居住地", "现居住地", "现住", "家住", "住在",
)  # fmt: skip
_DOORS = ("单元", "号楼", "栋", "幢", "家属院", "家属楼", "宿舍", "小区", "村民小组", "组")

_NUMERALS = r"0-9A-Za-z一二三四五六七八九十甲乙丙丁东西南北中\-"
_NUMBER = rf"[{_NUMERALS}]{{1,6}}"
_NUMBERED = re.compile(rf"[{_NUMERALS}]")
_FLAT = re.compile(
    rf"(?:{_NUMBER}(?:号楼|栋|幢|座|号院|号){_NUMBER}(?:单元|门){_NUMBER}(?:室|号|户|房)?"
    rf"|(?:小区|花园|家园|公寓|新村|家属院|家属楼|宿舍|苑|里|庭|府|城|湾|村){_NUMBER}(?:号楼|栋|幢|座|号){_NUMBER}(?:室|户|房|号)"
    rf"|[\u4e00-\u9fff]{{1,4}}(?:村|屯|庄|社区)(?:村民)?{_NUMBER}(?:村民小组|小组|组|社){_NUMBER}(?:号|户))"
)
_DISTRICT = re.compile(r"[省市州盟区县旗镇乡道路街巷弄村屯庄苑园城里庭府]")
_TOWN = re.compile(r".*(?:街道|镇|乡|(?<!小)(?<!社)区|县|旗|市)")
_STOPS = re.compile(
    r"[，。；;、,:：\s（）()“”\"'|｜<>《》]|住在|家住|现住|位于|租住|居住于|户籍地|地址"
)
_OFFICE = re.compile(
    r"办公|单位|公司|机关|局|委员会|政府|地点|建设|项目|工程|受理|接待|窗口|会议|经营|注册地|营业|施工|征收|改造"
    r"|商铺|门店|大厦|写字楼|通讯地址|联系地址|邮寄|报名|现场|住所"
)
_REACH = 40
_LONGEST = 60


class AddressDetector:
    """Finds household addresses by a word before them, the head of a column, or house and door."""

    id = "addresses"
    anchors = (*_CALLED, *_DOORS)

    def find(self, text: Screened, hits: Sequence[Hit]) -> Iterator[Found]:
        """Find them in the cells of such columns; then where such a word, or a house, was hit."""
        columns = list(self._in_columns(text))
        for start, end in columns:
            yield _found(text, start, end)
        taken = 0
        for start, end, _ in sorted(hits):
            if start < taken or any(first <= start < last for first, last in columns):
                continue
            called = text.text[start:end] in _CALLED
            if not called and not _is_numbered(text.text, start, end):
                continue
            span = _after_a_word(text.text, end) if called else _around_a_door(text.text, start)
            if span and (not text.table or text.table.label_at(span[0]) is not Label.ORGANISATION):
                taken = span[1]
                yield _found(text, *span)

    def _in_columns(self, text: Screened) -> Iterator[tuple[int, int]]:
        table = text.table
        if not table:
            return
        for at, cell in table.column(Label.ADDRESS):
            if len(_DISTRICT.findall(cell)) > 1 and re.search(r"[0-9一二三四五六七八九十]", cell):
                yield at, at + len(cell)


def _after_a_word(text: str, at: int) -> tuple[int, int] | None:
    """Return the address that follows a word such as 住址, if one does."""
    begin = re.compile(r"[:：为在于是\s]{0,3}").match(text, at)
    start = begin.end() if begin else at
    stop = _STOPS.search(text, start, start + _LONGEST)
    end = stop.start() if stop else min(len(text), start + _LONGEST)
    value = text[start:end]
    if len(_DISTRICT.findall(value)) < 2 or not re.search(r"[0-9一二三四五六七八九十]", value):
        return None
    return start, end


def _is_numbered(text: str, start: int, end: int) -> bool:
    """Say whether a house or a door has a number on either side, without which it is no address."""
    return any(map(_NUMBERED.match, (text[start - 1 : start], text[end : end + 1])))


def _around_a_door(text: str, at: int) -> tuple[int, int] | None:
    """Return the address around a house or a door, unless it is that of an office."""
    first = max(0, at - _REACH)
    for found in _FLAT.finditer(text, first, at + _REACH):
        if not found.start() <= at < found.end():
            continue
        start = first
        for stop in _STOPS.finditer(text, first, found.start()):
            start = stop.end()
        if _OFFICE.search(text, max(0, start - 12), found.end()):
            return None
        return start, found.end()
    return None


def _found(text: Screened, start: int, end: int) -> Found:
    town = _TOWN.match(text.text[start:end])
    kept = town[0] if town else ""
    return Found(ADDRESS, *text.folded.span(start, end), f"{kept}****")
