"""The names under which notices speak of the statutory holidays."""

from __future__ import annotations

import re

from opengov.workdays.statutory import (
    DRAGON_BOAT,
    EVE,
    LABOUR,
    MID_AUTUMN,
    NATIONAL,
    NEW_YEAR,
    QINGMING,
    SPRING,
)

HOLIDAY = (
    r'(?:元旦节?|新年|春节|清明节?|端午节?|中秋节?|国庆节?|"?五一"?(?:国际)?(?:劳动节|节)?'
    r'|(?:国际)?劳动节|"十一"(?:国庆节?)?|十一(?=:|国庆)(?:国庆节?)?)'
)
"""A pattern for one name, in folded text."""
HOLIDAY_NAMES = re.compile(HOLIDAY)

_KNOWN_BY = {
    "元旦": NEW_YEAR,
    "新年": NEW_YEAR,
    "春节": SPRING,
    "清明": QINGMING,
    "五一": LABOUR,
    "劳动": LABOUR,
    "端午": DRAGON_BOAT,
    "中秋": MID_AUTUMN,
    "国庆": NATIONAL,
    "十一": NATIONAL,
}


def holiday_called(name: str) -> str:
    """Return the name that the order uses: 劳动节 for “五一”国际劳动节."""
    return next(holiday for part, holiday in _KNOWN_BY.items() if part in name)


def names_in(text: str) -> tuple[str, ...]:
    """Return the holidays that a text names, each once, as they come."""
    folded = text.translate(str.maketrans("“”", '""'))
    return tuple(dict.fromkeys(holiday_called(m[0]) for m in HOLIDAY_NAMES.finditer(folded)))


def arranged_under(statutory: str) -> tuple[str, ...]:
    """Return the holidays under which a statutory day is arranged: 除夕 under 春节."""
    return tuple(SPRING if name == EVE else name for name in statutory.split("、"))
