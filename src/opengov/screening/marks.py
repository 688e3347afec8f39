"""Marks of classification (国家秘密标志), and those of papers that are not for the public.

A mark is 密级★保密期限: the level, a star, and the period or what ends it (GB/T 9704, 保密法). It
is found spaced out, in full width, with the star as a scanner reads it, and without a period where
it stands alone. In a sentence a level is a word: 严守国家秘密 and 机密级 are no marks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opengov.screening.finding import Found
from opengov.screening.folding import Folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opengov.screening.matching import Hit
    from opengov.screening.screened import Screened

SECRET = "classification-mark"  # noqa: S105
INTERNAL = "internal-mark"

_SLIPS = (
    "绝蜜",
    "机蜜",
    "秘蜜",
    "绝宓",
    "机宓",
    "秘宓",
    "机密",
    "機密",
    "絶密",
    "絕密",
    "祕密",
    "杌密",
    "枧密",
    "机宻",
    "秘宻",
    "绝宻",
)
"""How a scanner, or another script, writes a level."""

_LEVELS = tuple(dict.fromkeys(("绝密", "机密", "秘密", *_SLIPS)))
_STARS = frozenset("★☆✩✭✮✯⭐")
_STAR = "★☆✩✭✮✯⭐✦✶*＊﹡※⋆"
_MISREAD_STAR = "女大火食文太六k+x×X#%&·°"
_PERIOD = (
    r"(?:[0-9OoIlZz]{1,2} ?(?:年|个月|月|天|日)|[一二三四五六七八九十]{1,3}(?:年|个月)|长期"
    r"|[0-9]{4} ?年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?(?:前|止)?"
    r"|[^\n\t，。；]{0,12}(?:前|后|解密|公布|公开)(?![\u4e00-\u9fff]))"
)
_STARRED = re.compile(rf" ?[{_STAR}]{{1,2}}")
_PERIOD_AFTER = re.compile(rf" ?[{_STAR}]{{1,2}} ?(?P<period>{_PERIOD})")
_MISREAD = re.compile(rf" ?[{_MISREAD_STAR}] ?(?P<period>{_PERIOD})")
_BARE_PERIOD = re.compile(rf"[ :：]{{0,2}}(?P<period>{_PERIOD}) *(?=$|[\n\t)）】\]］〕])")
_OPEN, _CLOSED = "([（【［〔<《「{", ")]）】］〕>》」}"
_CALLED = re.compile(r"密\s*级\s*[:：为]?\s*$")
_WORDS = ("国家", "商业", "工作", "技术", "军事", "个人", "通信", "通讯", "核心")
_LINE_ENDS = "\n\t\r"
_REACH = 40
"""So many characters behind a level its period is looked for."""

_REACH_BACK = 200
"""So many characters before a level the beginning of its line is looked for."""

_INTERNAL = (
    "内部资料",
    "内部文件",
    "内部材料",
    "内部使用",
    "内部参阅",
    "内部传阅",
    "内部情况",
    "仅供内部",
    "不得外传",
    "严禁外传",
    "注意保存",
    "不宜公开",
    "不对外公开",
)
_SAID = re.compile(
    r"(?:[本此该](?:件|文|文件|资料|材料|刊|稿|表|简报|通报|报告|纪要|页|册|书)|以上|以下)(?:内容)?"
    r"(?:为|是|系|属于?|作为)$"
)
"""How a text speaks of itself, right before such a mark."""

_ALONE = "注意保存妥善保管严禁外传不得公开翻印请勿仅供参考使用，、！!·—- 　★"
"""What may stand beside such a mark on its line."""


class MarkDetector:
    """Finds marks of state secrets and of internal papers (内部资料).

    急件, 特急 and 明电 say how fast and how a paper was sent, and are no marks.
    """

    id = "marks"
    anchors = (*_LEVELS, *_INTERNAL)

    def find(self, text: Screened, hits: Sequence[Hit]) -> Iterator[Found]:
        """Find them where a level, or such a word, was hit."""
        for start, end, _ in sorted(set(hits)):
            word = text.text[start:end]
            line = _Line(text, *text.folded.span(start, end), word)
            if word in _LEVELS:
                stop, kind = _end_of_mark(line), SECRET
            else:
                is_mark = line.is_said_of_the_text or line.is_alone(_ALONE)
                stop, kind = (line.end if is_mark else None), INTERNAL
            if stop is not None:
                yield Found(kind, line.source_start, line.source_position(stop), "")


class _Line:
    """The line, or the cell, around a word: folded, but with its ends.

    A word that is broken over two lines has the beginning of the second behind it.
    """

    def __init__(self, screened: Screened, start: int, end: int, word: str) -> None:
        source = screened.passage.text
        self._is_file_name = screened.is_file_name
        # Never further than so far: a text of one line is not to be read anew for each hit.
        far = max(0, start - _REACH_BACK)
        self._first = max(far, *(source.rfind(mark, far, start) + 1 for mark in _LINE_ENDS))
        last = min(len(source), end + _REACH)
        ends = [at for mark in _LINE_ENDS if (at := source.find(mark, end, last)) >= 0]
        self._behind = Folded(source[end : min(ends, default=last)], is_table=True)
        self._source_end = end
        before = Folded(source[self._first : start], is_table=True).text
        self.source_start = start
        self.text = f"{before}{word}{self._behind.text}".replace("\u3000", " ")
        self.start, self.end = len(before), len(before) + len(word)

    def source_position(self, at: int) -> int:
        """Return where in the source the part of the line ends that ends at ``at``."""
        if at <= self.end:
            return self._source_end
        return self._source_end + self._behind.span(0, at - self.end)[1]

    @property
    def begins(self) -> bool:
        """Whether nothing but blanks, digits such as a copy number, or a bracket stands before."""
        before = self.text[: self.start]
        return not before.strip(f" 0123456789№:：份号{_OPEN}") or before[-1:] in set(_OPEN)

    @property
    def is_part_of_a_word(self) -> bool:
        """Whether it is a word such as 商业秘密."""
        return self.text[: self.start].endswith(_WORDS)

    @property
    def is_said_of_the_text(self) -> bool:
        """Whether the text says so of itself: 本件为内部资料."""
        return _SAID.search(self.text[: self.start]) is not None

    def is_alone(self, beside: str) -> bool:
        """Say whether it has its line or brackets to itself, or a file is named by it."""
        before, after = self.text[: self.start], self.text[self.end :]
        if before[-1:] in set(_OPEN) and after[:1] in set(_CLOSED):
            return True
        if self._is_file_name:
            return not any("\u4e00" <= each <= "\u9fff" for each in (before[-1:], after[:1]))
        return not f"{before}{after}".strip(f"{beside} 0123456789{_OPEN}{_CLOSED}№:：份号")


def _end_of_mark(line: _Line) -> int | None:
    """Return where the mark ends that begins with a level, or nothing where it is a word."""
    text, end = line.text, line.end
    whole = _PERIOD_AFTER.match(text, end)
    if whole:
        return whole.end()
    if line.is_part_of_a_word:
        return None
    starred = _STARRED.match(text, end)
    if starred and (line.begins or starred[0].strip() in _STARS):
        return starred.end()
    if line.begins:
        misread = _MISREAD.match(text, end) or _BARE_PERIOD.match(text, end)
        if misread:
            return misread.end()
    is_called = _CALLED.search(text[: line.start]) is not None
    return end if is_called or line.is_alone("级件文") else None
