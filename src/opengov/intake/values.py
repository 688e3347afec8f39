"""What stands behind a label, read as the field wants it."""

from __future__ import annotations

import re
from datetime import date, time
from functools import lru_cache

from opengov.domain import StatedTime
from opengov.domain.numerals import numeral
from opengov.intake.fold import fold, squeezed, tidied

_NOTHING = re.compile(
    r"[-—–_/\\.。·*]*|无|暂无|没有|空|无文号|无发文字号|未知|不详|null|none|nil|undefined|n/?a|nan",
    re.IGNORECASE,
)
_WRAPS = ("[]", "【】", "〔〕", "［］", "()", "（）", '""', "“”", "''", "{}", "<>")
_EMPTY = re.compile(r"\[\s*\]|【\s*】|〔\s*〕|〖\s*〗|［\s*］|\(\s*\)|（\s*）")
_EDGES = ":：∶;；,，|｜*＊ "


@lru_cache(maxsize=4096)
def cleaned(text: str) -> str:
    """Return a value without what only set it apart; empty where it says that there is none."""
    value = re.sub(r"\s[/\\·•、]+$", "", _EMPTY.sub(" ", tidied(text)).strip(_EDGES))
    if value[:1] == '"' and value.count('"') == 1:
        value = value[1:]
    for pair in _WRAPS:
        opening, closing = pair[0], pair[1]
        inner = value[1:-1]
        if value[:1] == opening and value[-1:] == closing and closing not in inner:
            value = inner.strip()
    if squeezed(value) in {"(无)", "[无]"} or _NOTHING.fullmatch(squeezed(value)):
        return ""
    return value


_NUMBERING = re.compile(
    r"(?:[①-⑳㈠-㈩⑴-⒇⒈-⒛•·●■◆▪*]"
    r"|[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:、|[.．](?!\d)))\s*"
)


def unnumbered(text: str) -> str:
    """Return a value without the number or bullet before it."""
    return text[match.end() :] if (match := _NUMBERING.match(text)) else text


_NUMERAL = "〇零○0-9一二三四五六七八九十廿卅"
_CHINESE_DAY = re.compile(
    rf"([{_NUMERAL}]{{4}})年([{_NUMERAL}]{{1,3}})月([{_NUMERAL}]{{1,3}})[日号]?"
)
DAY = re.compile(
    r"(\d{4})\s*(?:年|[-/.~,])\s*(\d{1,2})\s*(?:月|[-/.~,])\s*(\d{1,2})(?!\d)\s*[日号]?"
)
# Without anything between, only what begins like a year of our time and ends like a day.
_COMPACT_DAY = re.compile(
    r"((?:19|20)\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(?![\dA-SU-Za-z/-])"
)
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
    match = DAY.match(folded)
    if match:
        return StatedTime(_day(match), _time(folded[match.end() :]))
    match = _COMPACT_DAY.match(folded)
    if match:
        clock = f"{match[4]}:{match[5]}:{match[6] or '00'}" if match[4] else ""
        return StatedTime(_day(match), _time(clock or folded[match.end() :]))
    match = _CHINESE_DAY.match(folded.replace(" ", ""))
    if match is None:
        return None
    numbers = [numeral(part) for part in match.groups()]
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


def is_day_alone(text: str) -> bool:
    """Say whether a line is a day and nothing else, as under a signature."""
    folded = fold(text).replace(" ", "")
    return any(kind.fullmatch(folded) for kind in (DAY, _CHINESE_DAY))
