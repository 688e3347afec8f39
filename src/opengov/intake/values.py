"""What stands behind a label, read as the field wants it."""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING

from opengov.domain import StatedTime
from opengov.intake.fold import fold, squeezed, tidied
from opengov.intake.vocabulary import DAYS

if TYPE_CHECKING:
    from collections.abc import Callable

_NOTHING = re.compile(
    r"[-—–_/\\.。·*]*|无|暂无|没有|空|无文号|无发文字号|未知|不详|null|none|nil|undefined|n/?a|nan",
    re.IGNORECASE,
)
_WRAPS = ("[]", "【】", "〔〕", "［］", "()", "（）", '""', "“”", "''", "{}", "<>")
_EDGES = ":：∶;；,，|｜"


def cleaned(text: str) -> str:
    """Return a value without what only set it apart; empty where it says that there is none."""
    value = re.sub(r"\s[/\\·•、]+$", "", tidied(text).strip(_EDGES).strip())
    for pair in _WRAPS:
        opening, closing = pair[0], pair[1]
        inner = value[1:-1]
        if value[:1] == opening and value[-1:] == closing and closing not in inner:
            value = inner.strip()
    if squeezed(value) in {"(无)", "[无]"} or _NOTHING.fullmatch(squeezed(value)):
        return ""
    return value


_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_NUMERAL = "〇零○0-9一二三四五六七八九十廿卅"
_CHINESE_DAY = re.compile(
    rf"([{_NUMERAL}]{{4}})年([{_NUMERAL}]{{1,3}})月([{_NUMERAL}]{{1,3}})[日号]?"
)
_DAY = re.compile(
    r"(\d{4})\s*(?:年|[-/.~,])\s*(\d{1,2})\s*(?:月|[-/.~,])\s*(\d{1,2})(?!\d)\s*[日号]?"
)
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(?!\d)")
_TIME = re.compile(
    r"[\sT,]*(?:(?:星期|周|礼拜)[一二三四五六日天])?[\sT,(]*(上午|下午|晚上|凌晨|中午)?\s*"
    r"(\d{1,2})\s*[:时点]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2}))?\s*([AaPp][Mm])?"
)


class ImpossibleDayError(ValueError):
    """A day that no calendar has, such as 2018-02-30."""


def stated_time(text: str) -> StatedTime | None:
    """Read the day, and the time of day where there is one, that a value begins with.

    ``None`` is no day at all. A day that does not exist is an ``ImpossibleDayError``; an
    impossible time of day is dropped.
    """
    folded = fold(text).strip()
    match = _DAY.match(folded)
    if match:
        return StatedTime(_day(match), _time(folded[match.end() :]))
    match = _COMPACT_DAY.match(folded)
    if match:
        clock = f"{match[4]}:{match[5]}:{match[6] or '00'}" if match[4] else ""
        return StatedTime(_day(match), _time(clock or folded[match.end() :]))
    match = _CHINESE_DAY.match(folded.replace(" ", ""))
    if match is None:
        return None
    numbers = [_number(part) for part in match.groups()]
    if None in numbers:
        return None
    return StatedTime(_date(*numbers))  # type: ignore[arg-type]


def _day(match: re.Match[str]) -> date:
    return _date(int(match[1]), int(match[2]), int(match[3]))


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ImpossibleDayError(f"{year:04}-{month:02}-{day:02}") from None


def _time(text: str) -> time | None:
    match = _TIME.match(text)
    if match is None:
        return None
    half, hour, minute, second, latin = match.groups()
    afternoon = half in {"下午", "晚上"} or (latin or "").lower() == "pm"
    hours = int(hour) + (12 if afternoon and int(hour) < 12 else 0)
    try:
        return time(hours, int(minute), int(second or 0))
    except ValueError:
        return None


def _number(text: str) -> int | None:
    """Read a number of Chinese numerals: 二〇〇四, 二十七, 廿七, 十."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" not in text:
        return int(text.translate(_DIGITS))
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0)


def is_day_alone(text: str) -> bool:
    """Say whether a line is a day and nothing else, as under a signature."""
    folded = fold(text).replace(" ", "")
    return any(kind.fullmatch(folded) for kind in (_DAY, _CHINESE_DAY))


_INDEX = re.compile(
    r"(?:[0-9A-Z]{9}|[0-9A-Z]{18}|[0-9A-Z]{10}|[0-9A-Z]{8}-[0-9A-Z])[-/]\d{4,6}-\d{1,8}",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"[一-鿿]{1,14}[〔[(【﹝]\d{4}[〕\])】﹞](?:第)?\d{1,5}号?|[一-鿿]{0,8}令第\d+号"
)
_BODY = re.compile(
    r"[一-鿿()、 ]{0,40}(?:局|委|办|厅|部|院|署|处|科|政府|委员会|办公室|中心|机关|总队|支队|大队|"
    r"街道|学校|银行|协会|公司|集团|网站|管委会|站|所|馆|社|会|镇|乡|县|市|区|省)"
)
_GENRES = (
    "通知 意见 办法 规定 方案 决定 公告 通告 批复 函 复函 规则 条例 细则 报告 纪要 命令 决议 请示 "
    "公报 规划 计划 预案 指南 目录 清单 名单 公示 标准 制度 要点 章程 解读 令 通报 规范 措施 政策 "
    "说明 安排 工作规则 总结 协议"
).split()
_GENRE_END = re.compile(rf"(?:{'|'.join(_GENRES)})(?:\([^()]{{1,20}}\))?")


_VALIDITY = re.compile(r"(?:现行|继续|已|部分|尚未|未)?(?:有效|失效|废止|生效|修改|修订)|[是否]")


def is_index_number(text: str) -> bool:
    """Say whether a text is shaped like an index number that names its agency."""
    return _INDEX.fullmatch(squeezed(text)) is not None


def is_document_number(text: str) -> bool:
    """Say whether a text is shaped like a document number."""
    return _DOCUMENT.fullmatch(squeezed(text)) is not None


def is_body(text: str) -> bool:
    """Say whether a text is shaped like the name of an agency."""
    folded = squeezed(text)
    return len(folded) >= 2 and _BODY.fullmatch(folded) is not None


def ends_like_a_title(text: str) -> bool:
    """Say whether a text ends with a kind of document, such as 通知 or 办法（试行）."""
    folded = squeezed(text).rstrip('"”』」》')
    return any(match.end() == len(folded) for match in _GENRE_END.finditer(folded))


def _is_day(text: str) -> bool:
    try:
        return stated_time(text) is not None
    except ImpossibleDayError:
        return True


_PROSE = re.compile(r"[。；！？]")

_FITS: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(DAYS, _is_day),
    "index_number": lambda text: (
        re.search(r"[0-9]", fold(text)) is not None
        and len(text) <= 60
        and len(re.findall(r"[一-鿿]", text)) <= 12
        and not _is_day(text)
    ),
    "document_number": lambda text: (
        re.search(r"[0-9〇一二三四五六七八九十]", fold(text)) is not None
        and len(text) <= 60
        and not _is_day(text)
        and "/" not in text
    ),
    "issuing_body": lambda text: (
        len(text) <= 80 and not re.match(r"\d", fold(text)) and not _PROSE.search(text)
    ),
    "title": lambda text: len(text) <= 300 and not is_index_number(text) and not _is_day(text),
    "page_views": lambda text: re.match(r"\d+\s*次?$", fold(text)) is not None,
}


def fits(name: str | None, text: str) -> bool:
    """Say whether a value can be what the field holds; most fields hold any short text."""
    check = _FITS.get(name or "")
    if check is not None:
        return check(text)
    return len(text) <= 120 and not _PROSE.search(text)


def fits_well(name: str | None, text: str) -> bool:
    """Say whether a value is shaped like its field and like little else."""
    match name:
        case "index_number":
            return (
                is_index_number(text) or re.fullmatch(r"[\w/-]{6,40}", squeezed(text)) is not None
            )
        case "document_number":
            return is_document_number(text)
        case "issuing_body":
            return is_body(text)
        case "title":
            return ends_like_a_title(text)
        case "validity":
            return _VALIDITY.fullmatch(squeezed(text)) is not None
        case _:
            return name in _FITS and fits(name, text)
