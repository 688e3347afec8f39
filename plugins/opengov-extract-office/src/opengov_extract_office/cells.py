"""The values of cells as their reader sees them: dates as dates, long numbers in full."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from lxml.etree import _Element

_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""The numbers of the formats for days and times that every program knows."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})\$?\d*")
_LONGEST = 1e22
_LAST_DAY = 2_958_465
"""31 December 9999, as a number of days."""


@frozen
class Formats:
    """Which styles show a number as a day."""

    dates: frozenset[str]
    is_1904: bool = False

    @classmethod
    def of(cls, styles: _Element | None, *, is_1904: bool) -> Formats:
        """Read the formats of the styles of a workbook."""
        if styles is None:
            return cls(frozenset(), is_1904)
        own = {
            found.get("numFmtId", "")
            for found in styles.iter("{*}numFmt")
            if re.search(r"[ymdhsYMDHS年月日]", _QUOTED.sub("", found.get("formatCode", "")))
        }
        dates = {
            str(at)
            for at, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
            if style.get("numFmtId", "") in own or style.get("numFmtId", "") in map(str, _DATES)
        }
        return cls(frozenset(dates), is_1904)

    def is_date(self, style: str) -> bool:
        """Say whether cells of a style show days."""
        return style in self.dates


def column_of(reference: str, otherwise: int) -> int:
    """Return the column of a cell from 0 on, by its name such as ``AB12``."""
    found = _COLUMN.fullmatch(reference)
    if not found:
        return otherwise
    number = 0
    for letter in found[1].upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def shown(text: str, is_date: bool, formats: Formats) -> str:  # noqa: FBT001
    """Return a number as it is shown."""
    try:
        number = float(text)
    except ValueError:
        return text
    if is_date and 0 <= number <= _LAST_DAY:
        begin = datetime(1904, 1, 1) if formats.is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
        moment = begin + timedelta(days=number)
        return f"{moment:%Y-%m-%d}" if number.is_integer() else f"{moment:%Y-%m-%d %H:%M:%S}"
    return str(int(number)) if number.is_integer() and abs(number) < _LONGEST else text
