"""Reading a holiday notice: from its text to the days that it sets.

A notice is taken at its word and checked against all it says twice: weekdays, numbers of
days, the moon, the order in force. Whatever does not go together is refused, as a copy with a
slip of the pen and a forged notice must be.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from opengov.domain.citation import Trust
from opengov.errors import InvalidValueError, NoticeError
from opengov.workdays.day import DayKind, DaySource
from opengov.workdays.festivals import festivals
from opengov.workdays.notice import SATURDAY, Notice, NoticeDay, days_given
from opengov.workdays.reading.break_checks import check_break
from opengov.workdays.reading.breaks import Break, provisions, read_break
from opengov.workdays.reading.changes import longer, restored, standing_before, standing_of
from opengov.workdays.reading.checks import (
    check_apart,
    check_balance,
    check_complete,
    check_frame,
    check_in_time,
    check_near,
    check_years,
)
from opengov.workdays.reading.clauses import Says
from opengov.workdays.reading.faults import Faults
from opengov.workdays.reading.frame import Frame, NoticeKind, find_frame
from opengov.workdays.reading.text import FoldedText, folded
from opengov.workdays.statutory import statutory_count, statutory_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from opengov.workdays.reading.changes import Standing

_EXCHANGES = re.compile("(?<!不)调休")
_FULL_DAY = re.compile(r"([0-9]{4})年[0-9]{1,2}月[0-9]{1,2}[日号]")


def read_notice(
    text: str,
    *,
    known: Iterable[Notice] = (),
    url: str = "",
    allow_unusual: bool = False,
) -> Notice:
    """Read the text of a notice of the State Council on holidays, or of a page that shows it.

    ``known`` are notices issued before; one that changes an arrangement needs the notice that
    made it. What cannot be right is a ``NoticeError`` with every fault and its line.

    So is what no notice since 2004 has done: a yearly one that gives more or fewer days off than
    the order on holidays, or has a weekend worked that is not next to its break. With
    ``allow_unusual`` that is taken.
    """
    copy = folded(text)
    faults = Faults(copy)
    frame = find_frame(copy, faults)
    year = _year(copy, frame)
    statutory = _statutory(year, copy, frame)
    standing = standing_before(frame, known)
    breaks = [
        read_break(copy, faults, provision, year) for provision in provisions(copy, frame, faults)
    ]
    check_frame(copy, frame, year, faults)
    check_years(breaks, year, faults)
    check_apart(breaks, faults)
    if not allow_unusual:
        check_near(breaks, standing.days.values(), faults)
    for found in breaks:
        check_break(found, {} if frame.kind is NoticeKind.EXTENSION else statutory, faults)
    days = _days_set(frame, breaks, year, standing, faults)
    given = _days_given(copy, frame, days, year, standing)
    if given is not None and not allow_unusual:
        check_balance(days, given, frame, faults)
    _refuse(frame, days, faults)
    return Notice(
        source=DaySource(
            title=frame.title,
            number=frame.number,
            issuer=frame.issuer,
            issued=frame.issued,
            url=url,
            trust=Trust.REPORTED,
        ),
        arranges=year if frame.kind is NoticeKind.YEARLY else None,
        days=tuple(sorted(days, key=lambda each: each.day)),
    )


def _year(copy: FoldedText, frame: Frame) -> int:
    """Return the year that days without one are of: by the title, or by the first full day."""
    if frame.year:
        return frame.year
    first = _FULL_DAY.search(copy.text, *frame.body)
    if first:
        return int(first[1])
    if frame.issued:
        return frame.issued.year
    raise NoticeError(
        "the notice does not say which year it is about.",
        where=f"line {copy.line(frame.title_at[0])}",
        remedy="Give the notice with its year.",
    )


def _statutory(year: int, copy: FoldedText, frame: Frame) -> Mapping[date, str]:
    try:
        festivals(year)
        return statutory_days(year)
    except InvalidValueError as error:
        raise NoticeError(
            f"“{copy.quote(*frame.title_at)}” is about {year}: {error.what}",
            where=f"line {copy.line(frame.title_at[0])}",
            remedy=error.remedy,
        ) from None


def _days_set(
    frame: Frame, breaks: list[Break], year: int, standing: Standing, faults: Faults
) -> list[NoticeDay]:
    """Return the days that the notice sets, those of an earlier one that it undoes among them."""
    statutory = statutory_days(year)
    days = [each for found in breaks for each in _days(found, frame, statutory)]
    if frame.kind is NoticeKind.YEARLY:
        check_complete(frame, breaks, year, faults)
        return days
    check_in_time(frame, breaks, faults)
    if frame.kind is NoticeKind.ONE_OFF:
        return days
    before: dict[date, NoticeDay] = {}
    added: list[NoticeDay] = []
    for found in breaks:
        stood = standing_of(found, standing, frame, year, faults)
        before |= stood
        if frame.kind is NoticeKind.EXTENSION:
            added += longer(found, stood, _holiday(found), faults)
    return added if frame.kind is NoticeKind.EXTENSION else [*days, *restored(before, days)]


def _days_given(
    copy: FoldedText, frame: Frame, days: list[NoticeDay], year: int, standing: Standing
) -> int | None:
    """Return how many days off there must be, or ``None`` where the notice may give others.

    What changes a break by 调休 exchanges days, so it gives as many as what it replaces. Without
    that word, or by 延长, it may give more.
    """
    match frame.kind:
        case NoticeKind.YEARLY:
            return statutory_count(year)
        case NoticeKind.ONE_OFF:
            return sum(each.kind is DayKind.ONE_OFF for each in days)
        case NoticeKind.EXTENSION:
            return None
        case NoticeKind.AMENDMENT:
            touched = {each.holiday for each in days}
            before = [
                each
                for each in standing.days.values()
                if each.holiday in touched and each.day.year == year
            ]
            start, end = frame.body
            exchanges = bool(_EXCHANGES.search(copy.text, start, end))
            return days_given(before) if exchanges and before else None


def _days(found: Break, frame: Frame, statutory: Mapping[date, str]) -> Iterable[NoticeDay]:
    """Yield the days of a break with what they are."""
    for day in found.off:
        kind = DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.MOVED
        count, said = found.finest[day]
        for_once = frame.kind is NoticeKind.ONE_OFF and said is Says.HOLIDAY
        if day in statutory:
            kind = DayKind.STATUTORY
        elif for_once and (kind is DayKind.MOVED or count == 1):
            kind = DayKind.ONE_OFF
        yield NoticeDay(day=day, kind=kind, holiday=_holiday(found))
    for day in found.worked:
        yield NoticeDay(day=day, kind=DayKind.MAKE_UP, holiday=_holiday(found))


def _holiday(found: Break) -> str:
    return "、".join(found.names)


def _refuse(frame: Frame, days: list[NoticeDay], faults: Faults) -> None:
    if not days and not faults.found:
        what = "sets no day that is understood."
        faults.add(frame.title_at, what, "Compare the text with the official one.")
    if faults.found:
        raise NoticeError(
            f"{frame.number or frame.title} is refused.",
            where="notice",
            remedy="See to each fault; slips of a copy are not in the official text.",
            faults=sorted(faults.found, key=lambda fault: int(fault.where.removeprefix("line "))),
        )
