"""What a notice adds in brackets to a day: its weekday, its day by the moon, its festival."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from opengov.domain.numerals import numeral
from opengov.errors import InvalidValueError
from opengov.workdays.festivals import festivals
from opengov.workdays.notice import WEEKDAYS
from opengov.workdays.reading.names import HOLIDAY_NAMES, arranged_under, holiday_called
from opengov.workdays.statutory import statutory_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PARTS = re.compile(r"[、,;/及和或·]")
_UNTIL = re.compile(r"至|到|-+")
_WEEKDAY = re.compile(r"(?:星期|礼拜|周)([一二三四五六日天])")
_LIKE_A_WEEKDAY = re.compile(r"星|期|礼拜|周(?!年)")
_MOON = re.compile(
    r"(?:农历|旧历|阴历)?(大年|正月|五月|八月|腊月|十二月|)(初|)([一二三四五六七八九十廿]{1,3})"
)
_EVE = re.compile(r"除夕|(?:大)?年三十")
_NOTHING = re.compile(r"即|农历|当日|当天|含|共[0-9]{1,2}天|法定节?假日|公休日?|休息日")


def remark_faults(remark: str, days: Sequence[date], *, is_span: bool) -> Iterator[str]:
    """Yield what in a remark does not fit its days; the last of them stands before it.

    A remark on a span names both its ends, one on a list as many weekdays as there are days.
    """
    halves = _UNTIL.split(remark)
    if len(halves) == 2 and is_span:
        pairs = list(zip(halves, (days[0], days[-1]), strict=True))
    else:
        parts = [part for part in _PARTS.split(remark) if part]
        weekdays = [part for part in parts if _WEEKDAY.search(part)]
        if len(weekdays) > 1 and len(weekdays) <= len(days):
            pairs = list(zip(weekdays, days[-len(weekdays) :], strict=True))
            pairs += [(part, days[-1]) for part in parts if part not in weekdays]
        else:
            pairs = [(remark, days[-1])]
    for words, day in pairs:
        for part in filter(None, _PARTS.split(words)):
            yield from _part_faults(part, day)


def _part_faults(part: str, day: date) -> Iterator[str]:
    weekday = _WEEKDAY.search(part)
    if weekday:
        stated = weekday[1].replace("天", "日")
        if stated != WEEKDAYS[day.weekday()]:
            yield f"does not fit: {day} is a 星期{WEEKDAYS[day.weekday()]}."
        part = part.replace(weekday[0], "")
    elif _LIKE_A_WEEKDAY.search(part):
        yield f"names no weekday; {day} is a 星期{WEEKDAYS[day.weekday()]}."
        return
    words = _NOTHING.sub("", part)
    try:
        meant = _days_meant(words, day.year)
    except InvalidValueError:
        return
    if meant and day not in meant:
        shown = " or ".join(str(each) for each in meant)
        yield f"does not fit {day}: {words} is {shown}."


def _days_meant(words: str, year: int) -> list[date]:
    """Return the days that the words can mean; none where that is not known."""
    spring = festivals(year).spring
    if _EVE.fullmatch(words):
        return [spring - timedelta(days=1)]
    name = HOLIDAY_NAMES.fullmatch(words)
    if name:
        holiday = holiday_called(name[0])
        days = statutory_days(year).items()
        return [day for day, names in days if holiday in arranged_under(names)]
    moon = _MOON.fullmatch(words)
    if not moon or not (moon[1] or moon[2]):
        return []
    month, number = moon[1], numeral(moon[3])
    if number is None:
        return []
    if month in {"腊月", "十二月"}:  # a month of the moon has 29 days or 30
        return [spring - timedelta(days=length + 1 - number) for length in (29, 30)]
    if month in {"大年", "正月", ""}:
        return [spring + timedelta(days=number - 1)]
    known = {("五月", 5): festivals(year).dragon_boat, ("八月", 15): festivals(year).mid_autumn}
    return [known[month, number]] if (month, number) in known else []
