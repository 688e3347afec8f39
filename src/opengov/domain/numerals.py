"""Chinese numerals, as dates and counts are written with them."""

from __future__ import annotations

import re

_TENS = re.compile("([1-9]?)十([1-9]?)")
_DIGITS = str.maketrans("〇○◯Ｏ零OΟo一二两三四五六七八九", "000000001223456789")


def numeral(text: str) -> int | None:
    """Read 2018, 二〇一八, 十二, 廿七 or 两; what is none of these is ``None``.

    >>> numeral("二〇一八"), numeral("二十七"), numeral("廿七"), numeral("二十七八")
    (2018, 27, 27, None)
    """
    plain = text.replace("廿", "二十").replace("卅", "三十").translate(_DIGITS)
    match = _TENS.fullmatch(plain)
    if match:
        return int(match[1] or 1) * 10 + int(match[2] or 0)
    return int(plain) if plain.isdecimal() else None
