"""Breaking sentences into lines where Chinese may be broken.

rich breaks at spaces, of which Chinese has none: it would begin a line with a full stop and cut
a year in two. The rules are those of Unicode (UAX 14).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from uniseg.linebreak import line_break_units

if TYPE_CHECKING:
    from collections.abc import Iterator


def lines(sentence: str, width: int) -> list[str]:
    """Break a sentence into lines of at most ``width`` columns; a longer word stays whole.

    >>> lines("应于2018年5月21日前完成。", 12)
    ['应于2018年', '5月21日前完', '成。']
    """
    broken = [""]
    for unit in _units(sentence):
        if broken[-1] and cell_len((broken[-1] + unit).rstrip()) > width:
            broken.append("")
        broken[-1] += unit
    return [line.rstrip() for line in broken]


def _units(sentence: str) -> Iterator[str]:
    """Yield what must stay together; a number keeps the character that it counts: 5月, 20个."""
    held = ""
    for unit in line_break_units(sentence):
        held += unit
        if not held[-1].isdigit():
            yield held
            held = ""
    if held:
        yield held
