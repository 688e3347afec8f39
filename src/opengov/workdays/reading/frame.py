"""What frames a notice: its title, number, issuer and day of issue, and where its body lies."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum

from attrs import frozen

from opengov.domain.numerals import numeral
from opengov.errors import NoticeError
from opengov.workdays.reading.faults import Faults
from opengov.workdays.reading.names import HOLIDAY_NAMES, names_in
from opengov.workdays.reading.text import FoldedText, Place

_NOUGHT_TO_NINE = "〇○◯零OΟo一二三四五六七八九0-9"
_DAY = (
    rf"(?P<year>[{_NOUGHT_TO_NINE}]{{4}})年"
    r"(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,3})月"
    r"(?P<day>[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})[日号]"
)
_WRITTEN_DAY = re.compile(_DAY)
_LABELLED_DAY = rf":?(?:{_DAY}|(?P<y>[0-9]{{4}})[-/.](?P<m>[0-9]{{1,2}})[-/.](?P<d>[0-9]{{1,2}}))"
_MADE = re.compile(rf"(?:成文|签发|印发|发文)(?:日期|时间){_LABELLED_DAY}")
_PUBLISHED = re.compile(rf"(?:发布|公布)(?:日期|时间){_LABELLED_DAY}")
_SIGNATURE = re.compile(
    rf"(国务院(?:办公厅)?)(?:\(?(?:公章|印章|盖章|章|印)\)?)?{_DAY}(?!\S{{0,2}}(?:公布|修订|批准|起))"
)
_SIGNED = re.compile(r"国务院(?:办公厅)?")

_TITLE = re.compile(
    r"(国务院(?:办公厅)?)?关于((?:(?!关于)[^。;:《》]){2,80}?)的?(?:通知|公告|决定)"
)
_ABOUT_HOLIDAYS = re.compile(r"节假日|放假|假期|假日|调休|休假")
_NUMBER = re.compile(r"(国[办发函明电国务院令字]{1,7})\(([0-9]{4})\)第?([0-9]{1,4})号")
_OTHER_NUMBER = re.compile(r"[一-鿿]{2,10}\([0-9]{4}\)第?[0-9]{1,4}号")
_SIGNED_BY = re.compile(r"[一-鿿]{2,30}(?:政府|国务院|办公厅|办公室|委员会|厅|局|部|公司)$")
_SALUTATION = re.compile(r"各省、自治区、直辖市(?:[^:。0-9]{0,40}:)?")
_A_DAY_SET = re.compile(
    r"[0-9][日号](?:\([^()]{0,40}\))*"
    r"(?:[、,]|至|到|-|起|全国|放假|调休|补休|公休|休息|上班|正常|照常)"
    r"|(?:至|到)(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}[日号]"
)
_BODIES = "厅府局委会办院部室司处区市省县"

_YEAR = re.compile(r"([0-9]{4})年")
_YEARLY = re.compile(r"[0-9]{4}年[^年]{0,6}节假日")
_CHANGES = re.compile(r"调整(?!安排)|修改|变更|更改|调换|取消|补充")
_OCCASION = re.compile(r"^(?:[0-9]{4}年)?(.+?)(?:全国)?(?:调休|放假|休假|假期|安排)*$")


class NoticeKind(Enum):
    """What a notice does, as its title says."""

    YEARLY = "arranges a year"
    AMENDMENT = "arranges a holiday anew"
    EXTENSION = "makes a break longer"
    ONE_OFF = "gives a holiday for one occasion"


@frozen(kw_only=True)
class Frame:
    """The frame of a notice. ``body`` is where it may set days."""

    title: str
    title_at: Place
    kind: NoticeKind
    year: int | None
    """The year in the title."""
    number: str
    number_at: Place
    issuer: str
    issued: date | None
    issued_at: Place
    body: Place

    @property
    def holidays(self) -> tuple[str, ...]:
        """The holidays in the title; for one occasion, the occasion."""
        subject = re.sub(r"^.*?关于|的?(?:通知|公告|决定)$", "", self.title)
        if self.kind is NoticeKind.ONE_OFF:
            occasion = _OCCASION.match(subject)
            return (occasion[1] if occasion else subject,)
        return names_in(subject)


def find_frame(copy: FoldedText, faults: Faults) -> Frame:
    """Find the frame; text without the title of such a notice, or without a day, is none."""
    title = _title(copy)
    number = _number(copy, title.end())
    start = _start_of_body(copy, title, number)
    signature = _signature(copy, start)
    issued, issued_at, end = _day_of_issue(copy, faults, start, signature)
    issuer = title[1] or (signature[1] if signature else "") or _bare_signature(copy, start)
    if not issuer:
        faults.add(title.span(), "does not say who issued it.", "Give the notice with its issuer.")
    _check_others(copy, faults, title, issuer, (start, issued_at[0] if issued_at else start))
    if issued is None:
        faults.add(title.span(), "has no day of issue.", "Give the notice with its signature.")
    words = title[0]
    year = _YEAR.search(words)
    return Frame(
        title=_as_written(copy, title.span()),
        title_at=title.span(),
        kind=_kind(words),
        year=int(year[1]) if year else None,
        number=f"{number[1]}〔{number[2]}〕{number[3]}号" if number else "",
        number_at=number.span() if number else title.span(),
        issuer=issuer,
        issued=issued,
        issued_at=issued_at or title.span(),
        body=(start, end),
    )


def _check_others(
    copy: FoldedText, faults: Faults, title: re.Match[str], issuer: str, body: Place
) -> None:
    """Another body than the issuer neither numbers the notice nor signs it."""
    for match in _OTHER_NUMBER.finditer(copy.text, title.end(), body[0]):
        if not _NUMBER.search(match[0]):
            what = f"is no number of {issuer}."
            faults.add(match.span(), what, "Compare the number; the notice may be forged.")
    signed = _SIGNED_BY.search(copy.text[body[0] : body[1]])
    if signed and signed[0] not in {"国务院", "国务院办公厅"}:
        start = body[0] + signed.start()
        if copy.begins_line(start):
            place = (start, body[1])
            what = f"signs a notice of {issuer}."
            faults.add(place, what, "Compare the signature; the notice may be forged.")


def _kind(title: str) -> NoticeKind:
    if "延长" in title:
        return NoticeKind.EXTENSION
    if _CHANGES.search(title):
        return NoticeKind.AMENDMENT
    if _YEARLY.search(title):
        return NoticeKind.YEARLY
    return NoticeKind.AMENDMENT if HOLIDAY_NAMES.search(title) else NoticeKind.ONE_OFF


def _as_written(copy: FoldedText, place: Place) -> str:
    """Return words with their own punctuation, but plain digits and simplified characters."""
    pairs = zip(copy.text[slice(*place)], copy.raw[slice(*place)], strict=True)
    return "".join(plain if own.isalnum() else own for plain, own in pairs)


def _title(copy: FoldedText) -> re.Match[str]:
    """Return the last title before the first day that is set; links to others may stand around.

    What stands in 《》 is cited, and what another authority forwards it has made its own.
    """
    titles = [
        match
        for match in _TITLE.finditer(copy.text)
        if _ABOUT_HOLIDAYS.search(match[2]) and copy.text[match.start() - 1 : match.start()] != "《"
    ]
    own = [match for match in titles if not _is_of_others(copy, match)]
    if titles and not own:
        raise NoticeError(
            f"“{copy.quote(*titles[0].span())}” is not issued by the State Council itself.",
            where=f"line {copy.line(titles[0].start())}",
            remedy="Give the notice of the State Council, not one that forwards or applies it.",
        )
    day = _A_DAY_SET.search(copy.text, own[0].end()) if own else None
    if day is None:
        raise NoticeError(
            "the text is no holiday notice of the State Council: "
            + ("it sets no day." if own else "it has no title of one."),
            remedy="Give the whole notice, from its title to its day of issue.",
        )
    return [match for match in own if match.end() <= day.start()][-1]


def _is_of_others(copy: FoldedText, title: re.Match[str]) -> bool:
    before = copy.text[max(0, title.start() - 40) : title.start()]
    if title[1]:
        return before.endswith(("转发", "印发", "贯彻", "落实", "转", "根据", "按照"))
    if copy.begins_line(title.start()):
        return before[-1:] in _BODIES and bool(before)
    return re.search(r"[一-鿿]$", before) is not None and not before.endswith("题")


def _number(copy: FoldedText, title_end: int) -> re.Match[str] | None:
    """Return the number nearest to the title; the body may cite those of other notices."""
    salutation = _SALUTATION.search(copy.text, title_end)
    if salutation:
        end = salutation.start()
    else:
        day = _A_DAY_SET.search(copy.text, title_end)
        end = day.start() if day else len(copy.text)
    numbers = [
        match
        for match in _NUMBER.finditer(copy.text, 0, end)
        if copy.text[match.start() - 2 : match.start()] != "》("
    ]
    return numbers[-1] if numbers else None


def _start_of_body(copy: FoldedText, title: re.Match[str], number: re.Match[str] | None) -> int:
    salutation = _SALUTATION.search(copy.text, title.end())
    if salutation:
        return salutation.end()
    return max(title.end(), number.end() if number else 0)


def _signature(copy: FoldedText, start: int) -> re.Match[str] | None:
    for match in _SIGNATURE.finditer(copy.text, start):
        if copy.begins_line(match.start()) or copy.text[match.start() - 1] in "。.!)":
            return match
    return None


def _bare_signature(copy: FoldedText, start: int) -> str:
    alone = (
        match[0]
        for match in _SIGNED.finditer(copy.text, start)
        if copy.stands_alone(match.start(), match.end())
    )
    return next(alone, "")


def _day_of_issue(
    copy: FoldedText, faults: Faults, start: int, signature: re.Match[str] | None
) -> tuple[date | None, Place | None, int]:
    """Return the day, its place, and where the body ends.

    The signature governs; then a day on a line of its own, before or after; then the labels
    that web pages put above, of which those that say when the notice was made come first.
    """
    after = _lone_day(copy, start, len(copy.text))
    found = (
        signature
        or after
        or _MADE.search(copy.text)
        or _lone_day(copy, 0, start)
        or _PUBLISHED.search(copy.text)
    )
    if found is None:
        return None, None, _end_without_day(copy, start)
    end = found.start() if found in {signature, after} else _end_without_day(copy, start)
    named = ("year", "month", "day") if found["year"] else ("y", "m", "d")
    place = (found.start(named[0]), found.end())
    try:
        year, month, day = (numeral(part) or 0 for part in found.group(*named))
        return date(year, month, day), place, end
    except ValueError:
        faults.add(place, "is no day of the calendar.", "Mend the day of issue.")
        return None, place, end


def _end_without_day(copy: FoldedText, start: int) -> int:
    for match in _SIGNED.finditer(copy.text, start):
        if copy.stands_alone(match.start(), match.end()):
            return match.start()
    return len(copy.text)


def _lone_day(copy: FoldedText, start: int, end: int) -> re.Match[str] | None:
    for match in _WRITTEN_DAY.finditer(copy.text, start, end):
        before = copy.text[max(0, match.start() - 1) : match.start()]
        after = copy.text[match.end() : match.end() + 1]
        broken_off = before in set(",、:至到-(将自从") or after in set("放上休全调起为公至到-、(,")
        if copy.stands_alone(match.start(), match.end()) and not broken_off:
            return match
    return None
