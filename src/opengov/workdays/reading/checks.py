"""What must hold of a notice as a whole: its years, its completeness, its balance."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from opengov.workdays.notice import SATURDAY, days_given
from opengov.workdays.reading.break_checks import weekend_run
from opengov.workdays.reading.frame import NoticeKind
from opengov.workdays.reading.names import arranged_under
from opengov.workdays.statutory import statutory_days

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opengov.workdays.notice import NoticeDay
    from opengov.workdays.reading.breaks import Break
    from opengov.workdays.reading.faults import Faults
    from opengov.workdays.reading.frame import Frame
    from opengov.workdays.reading.text import FoldedText

_ONE_DAY = timedelta(days=1)
_MONTH = 31
_SHORT = 3
_YEAR_IN_PREAMBLE = re.compile(r"现将(?:调整|延长|修改)?([0-9]{4})年")
_YEAR_OF_NUMBER = re.compile(r"〔([0-9]{4})〕")


def check_frame(copy: FoldedText, frame: Frame, year: int, faults: Faults) -> None:
    """The years of title, preamble, number and day of issue go together."""
    for match in _YEAR_IN_PREAMBLE.finditer(copy.text, *frame.body):
        if frame.year and int(match[1]) != frame.year:
            faults.add(match.span(), f"and a title on {frame.year}.", "Mend one of the years.")
    issued = frame.issued
    if issued is None:
        return
    numbered = _YEAR_OF_NUMBER.search(frame.number)
    if numbered and int(numbered[1]) != issued.year:
        what = f"is a number of {numbered[1]}, but the notice was issued on {issued}."
        faults.add(frame.number_at, what, "Mend the number or the day; it may be forged.")
    if frame.kind is NoticeKind.YEARLY:
        earliest, latest = date(year - 2, 10, 1), date(year - 1, 12, 31)
    else:
        earliest, latest = date(year - 1, 1, 1), date(year, 12, 31)
    if not earliest <= issued <= latest:
        what = f"cannot be the day of issue for {year}: such a notice comes {earliest} to {latest}."
        faults.add(frame.issued_at, what, "Mend the day of issue or the year; it may be forged.")


def check_years(breaks: Iterable[Break], year: int, faults: Faults) -> None:
    """Every day is of the year, or of the December before."""
    for found in breaks:
        for day, place in {**found.off, **found.worked, **found.until}.items():
            if day.year != year and (day.year, day.month) != (year - 1, 12):
                what = f"names {day}, which is no day of {year} or the December before."
                faults.add(place, what, "Mend the year in the title or of the day.")


def check_apart(breaks: Iterable[Break], faults: Faults) -> None:
    """No day is set by two breaks."""
    seen: dict[date, str] = {}
    for found in breaks:
        for day, place in {**found.off, **found.worked}.items():
            if day in seen:
                what = f"sets {day}, which {seen[day]} sets too."
                faults.add(place, what, "Name each day under one holiday.")
        seen |= dict.fromkeys({**found.off, **found.worked}, "、".join(found.names))


def check_near(breaks: Iterable[Break], others: Iterable[NoticeDay], faults: Faults) -> None:
    """Rest is taken from the weekends next to a break: all notices since 2004 keep to that.

    ``others`` are days that earlier notices set.
    """
    breaks = [found for found in breaks if found.off]
    taken = {day for found in breaks for day in (*found.off, *found.worked)}
    taken |= {each.day for each in others}
    joined = {day for found in breaks if found.joined for day in weekend_run(found)}
    for found in breaks:
        worked = {day: at for day, at in found.worked.items() if day.weekday() >= SATURDAY}
        for day, place in worked.items():
            if day in joined - found.off.keys():
                what = f"has {day} worked, which belongs to a weekend that a break joins."
                faults.add(place, what, "Mend the day.")
            if not taken.issuperset(_weekends_passed_over(found, day)):
                what = f"has {day} worked, though a weekend lies between it and its break."
                faults.add(place, what, "Mend the day: the weekend next to the break is taken.")
        left = [day for day in _halves_to_take(found) if day not in taken]
        if worked and left:
            what = f"leaves {left[0]} off, the rest of a weekend of which the other day is not."
            faults.add(next(iter(worked.values())), what, "Mend the days that are worked.")


def _weekends_passed_over(found: Break, day: date) -> list[date]:
    """Return the weekend days between a break and a day, but for those of the same weekend."""
    nearest = min(found.off, key=lambda off: abs((off - day).days))
    first, last = sorted((nearest, day))
    between = (first + _ONE_DAY * n for n in range(1, min(_MONTH, (last - first).days)))
    return [each for each in between if each.weekday() >= SATURDAY and each != _other_half(day)]


def _halves_to_take(found: Break) -> list[date]:
    """Return the weekend days at the edges that must be worked where any are.

    If a break divides a weekend, the other half: left off, it would make the break longer. If
    a short one touches a weekend of which one day is worked, the other day.
    """
    edges = sorted(weekend_run(found) - found.off.keys())
    divided = [day for day in edges if _other_half(day) in found.off]
    touched = [day for day in edges if _other_half(day) in found.worked]
    return divided + touched if len(found.off) <= _SHORT else divided


def _other_half(day: date) -> date:
    """Return the other day of a weekend."""
    return day + (_ONE_DAY if day.weekday() == SATURDAY else -_ONE_DAY)


def check_complete(frame: Frame, breaks: Iterable[Break], year: int, faults: Faults) -> None:
    """A yearly notice arranges every statutory holiday, each once."""
    headed: set[str] = set()
    for found in breaks:
        if headed & set(found.names):
            faults.add(found.provision.heading, "is headed twice.", "Head each holiday once.")
        headed |= set(found.names)
    for names in statutory_days(year).values():
        for name in arranged_under(names):
            if name not in headed:
                faults.add(frame.title_at, f"does not arrange {name}.", "Give the whole notice.")


def check_in_time(frame: Frame, breaks: Iterable[Break], faults: Faults) -> None:
    """What changes days comes before the last of them."""
    days = [day for found in breaks for day in (*found.off, *found.worked, *found.until)]
    if frame.issued and days and max(days) < frame.issued:
        what = f"is later than every day that it is about; the last is {max(days)}."
        faults.add(frame.issued_at, what, "Mend the day of issue or the days; it may be forged.")


def check_balance(days: Iterable[NoticeDay], given: int, frame: Frame, faults: Faults) -> None:
    """Rest is exchanged one day for another: what is off beyond that are the days ``given``."""
    found = days_given(days)
    if found != given:
        what = f"gives {found} days off, weekdays off less weekend days worked, instead of {given}."
        faults.add(frame.title_at, what, "Mend the day that is one too many or missing.")
