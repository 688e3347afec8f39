"""The clauses of a notice: which days it speaks of, and what it says of them."""

from __future__ import annotations

import re
from enum import Enum, auto
from itertools import chain
from typing import TYPE_CHECKING

from attrs import frozen

from opengov.domain.numerals import numeral
from opengov.workdays.reading.days import WrittenDays, written_days
from opengov.workdays.reading.faults import Faults
from opengov.workdays.reading.names import HOLIDAY, HOLIDAY_NAMES
from opengov.workdays.reading.text import FoldedText, Place

if TYPE_CHECKING:
    from collections.abc import Iterator


class Says(Enum):
    """What a clause says of its days, or of those before it."""

    OFF = auto()
    """放假调休, 放假公休, 休息."""
    HOLIDAY = auto()
    """放假 alone."""
    SUBSTITUTE = auto()
    """补休 or 调休: off in exchange."""
    REST = auto()
    """照常公休, 为公休日: an ordinary Saturday or Sunday."""
    STATUTORY = auto()
    """为法定节假日."""
    WORK = auto()
    """上班."""
    WORK_AS_EVER = auto()
    """正常上班, 照常上班."""
    RESUME = auto()
    """起正常上班: work goes on after the break."""
    MOVED = auto()
    """公休日调至: the rest of these days is moved to those of ``to``."""
    SWAPPED = auto()
    """对调: weekdays and weekend days change places."""
    UNTIL = auto()
    """延长假期至: the new last day of the break."""
    COUNT = auto()
    """共7天."""
    JOINED = auto()
    """与周末连休."""
    UNMOVED = auto()
    """不调休."""


@frozen(kw_only=True)
class Clause:
    """What is said, of which days, and where."""

    says: Says
    at: Place
    days: WrittenDays | None = None
    to: WrittenDays | None = None
    number: int | None = None
    """That of 共7天 or of 两个公休日."""
    holidays_along: int = 0
    """How many holidays are moved along, as in 10月3日公休日及中秋节分别调至."""


@frozen(kw_only=True)
class _Piece:
    kind: str
    at: Place
    words: re.Match[str] | None = None
    days: WrittenDays | None = None


_NUMERAL = r"(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,2})"
NUMBERING = (
    r"第?[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[、.](?=[0-9]{1,4}[年月])"
    r"|\([一二三四五六七八九十0-9]{1,3}\)|[①-⑳㈠-㈩⑴-⒇⒈-⒛]"
)
"""What counts the parts of a body: 一、 （一） 1. ①."""
_KINDS = {
    "former": r"由?原(?:定|来|安排)?[^。;!?]{0,120}?(?:调整|变更|改)为",
    "stop": r"[。;!?]|(?<![0-9])\.",
    "advice": r"鼓励|提倡|倡导|建议|有条件",
    "moved": rf"(?:(?P<pieces>{_NUMERAL})个)?的?(?:周末)?(?:公休日?|休息日|双休日)?"
    rf"(?P<along>(?:[、及和与]{HOLIDAY})*)(?:分别|相应)?(?:调整|调休|调|移|串)(?:至|到|为)",
    "swapped": r"(?:相互|互相)?(?:对调|互换|调换)",
    "work": r"(?:起|开始|恢复|正常|照常|调休|补)*(?:上班|补班|为?工作日)",
    "statutory": rf"为?(?:{HOLIDAY})?的?法定节?假日|为{HOLIDAY}(?:假期|当日|假日)?",
    "rest": r"为?(?:照常|正常)?(?:公休日?|休息日|双休日)|(?:照常|正常)休息",
    "joined": r"与[^,。;]{0,6}?连休|与[^,。;]{0,4}周末(?:相连|连接|连放)?",
    "unmoved": r"不(?:作|做|再|进行)?调休",
    "off": r"(?:全国|统一|均|都)*(?:放假|调休|公休|补休|休假|休息)+",
    "count": rf"共(?:计|放假|休息?)?(?P<total>{_NUMERAL})天|(?<=[假休])(?P<bare>{_NUMERAL})天",
    "mark": rf'{NUMBERING}|[,:、"]',
    "filler": r"其中|其余|同时|另外?|将|把|即|自|从|定于|于|调整后|调整为"
    r"|(?:党中央、)?(?:国务院)?决定",
}
_PIECE = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))

_ASIDE = re.compile(
    "值班|值守|保卫|突发|学校|院校|开学|学生|幼儿园|职工|员工|工资|报酬|免费|通行|收费|旅游|景区|企业"
    "|单位|各地|疫情|另行|上报|报送|修订|修改|办法|原则|《|印发|发布|责任编辑|来源|打印|字号|日期"
)
_DIGITS = "0123456789"
_EXTENDED = re.compile(r"延长[^。;]*(?:至|到)$")
_REACH = 60
"""How far before its day 延长 may stand."""
_DAY_IN_PROSE = re.compile(r"[0-9]\)?[月日号]")


def clauses(copy: FoldedText, faults: Faults, start: int, end: int) -> Iterator[Clause]:
    """Yield what is said between two places; advice, and what is told to others, are left out.

    Any other words on days that are not understood are a fault: no day may be lost silently.
    """
    sentence: list[_Piece] = []
    for piece in (*_pieces(copy.text[:end], start), None):
        if piece is None or piece.kind == "stop":
            if sentence:
                yield from _Sentence(copy, faults, sentence).clauses()
            sentence = []
        else:
            sentence.append(piece)


def _pieces(text: str, at: int) -> Iterator[_Piece]:
    prose = at
    while at < len(text):
        piece = _piece(text, at)
        if piece is None:
            at += 1
            continue
        if prose < at:
            yield _Piece(kind="prose", at=(prose, at))
        yield piece
        at = prose = piece.at[1]
    if prose < at:
        yield _Piece(kind="prose", at=(prose, at))


def _piece(text: str, at: int) -> _Piece | None:
    days = written_days(text, at) if text[at] in _DIGITS else None
    if days:
        return _Piece(kind="days", at=days.at, days=days)
    words = _PIECE.match(text, at)
    return _Piece(kind=str(words.lastgroup), at=words.span(), words=words) if words else None


class _Sentence:
    """A sentence in pieces: days wait until it is said what becomes of them."""

    def __init__(self, copy: FoldedText, faults: Faults, pieces: list[_Piece]) -> None:
        self._copy = copy
        self._faults = faults
        self._pieces = pieces
        self._waiting: list[WrittenDays] = []
        self._moved: re.Match[str] | None = None

    def clauses(self) -> Iterator[Clause]:
        """Yield the clauses, as far as no advice begins."""
        led_by_prose = False
        for piece in self._pieces:
            if piece.kind == "advice":
                break
            if piece.days:
                yield from self._met_days(piece.days, led_by_prose=led_by_prose)
            elif piece.kind == "prose":
                self._met_prose(piece)
            elif piece.words and piece.kind not in {"mark", "filler", "former"}:
                yield from self._met_words(piece.kind, piece.words)
            # 于 and the like lead on what stands before them: 安排职工于2月9日休息.
            led_by_prose = piece.kind == "prose" or (led_by_prose and piece.kind == "filler")
        self._drop_waiting()

    def _met_days(self, days: WrittenDays, *, led_by_prose: bool) -> Iterator[Clause]:
        start, at = self._pieces[0].at[0], days.at[0]
        if _EXTENDED.search(self._copy.text[max(start, at - _REACH) : at]):
            yield Clause(says=Says.UNTIL, at=days.at, days=days)
        elif led_by_prose:
            self._unread(days.at)
        elif self._moved and self._waiting:
            yield self._moving(self._moved, days)
        else:
            self._waiting.append(days)

    def _moving(self, words: re.Match[str], to: WrittenDays) -> Clause:
        days = self._taken()
        return Clause(
            says=Says.MOVED,
            at=(days.at[0], to.at[1]),
            days=days,
            to=to,
            number=numeral(words["pieces"] or ""),
            holidays_along=len(HOLIDAY_NAMES.findall(words["along"])),
        )

    def _met_prose(self, piece: _Piece) -> None:
        self._drop_waiting()
        if _DAY_IN_PROSE.search(self._copy.text, *piece.at):
            self._unread(piece.at)

    def _met_words(self, kind: str, words: re.Match[str]) -> Iterator[Clause]:
        if kind in {"count", "joined", "unmoved"}:
            number = numeral(words["total"] or words["bare"] or "")
            yield Clause(says=_says(kind, words[0]), at=words.span(), number=number)
        elif kind == "moved":
            self._moved = words
        elif self._waiting:
            days = self._taken()
            yield Clause(says=_says(kind, words[0]), at=(days.at[0], words.end()), days=days)

    def _taken(self) -> WrittenDays:
        """Return all the days that wait, as one list; none waits any more."""
        waiting, self._waiting, self._moved = self._waiting, [], None
        items = tuple(chain.from_iterable(days.items for days in waiting))
        return WrittenDays(items=items, at=(waiting[0].at[0], waiting[-1].at[1]))

    def _drop_waiting(self) -> None:
        if self._waiting:
            self._unread(self._taken().at)

    def _unread(self, place: Place) -> None:
        """Object to days that nothing is said of, unless this is about something else."""
        start, end = self._pieces[0].at[0], self._pieces[-1].at[1]
        if _ASIDE.search(self._copy.text, start, end) or self._copy.stands_alone(*place):
            return
        self._faults.add(
            place,
            f"is not understood in “{self._copy.quote(start, end)}”.",
            "Write as the notices do: 1月1日至3日放假, 1月4日（星期日）上班, 1月5日（星期一）补休.",
        )


def _says(kind: str, words: str) -> Says:
    if kind == "work":
        if re.search("起|开始|恢复", words):
            return Says.RESUME
        return Says.WORK_AS_EVER if re.search("正常|照常", words) else Says.WORK
    if kind == "off":
        what = re.sub("全国|统一|均|都", "", words)
        if what == "放假":
            return Says.HOLIDAY
        return Says.SUBSTITUTE if re.fullmatch("(?:补休|调休)+", what) else Says.OFF
    return Says[kind.upper()]
