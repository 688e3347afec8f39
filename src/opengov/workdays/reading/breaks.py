"""The breaks that a notice sets: for each heading the days off and the days worked for them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from opengov.workdays.notice import SATURDAY
from opengov.workdays.reading.clauses import NUMBERING, Clause, Says, clauses
from opengov.workdays.reading.days import DayReader
from opengov.workdays.reading.faults import Faults
from opengov.workdays.reading.frame import Frame, NoticeKind
from opengov.workdays.reading.names import HOLIDAY, names_in
from opengov.workdays.reading.text import FoldedText, Place
from opengov.workdays.statutory import NEW_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_A_DAY = r"(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}"
_NUMBERED = rf"(?:{NUMBERING}|[0-9]{{1,2}}[、.])"
_NAMES = rf"(?:[0-9]{{4}}年)?(?P<names>{HOLIDAY}(?:[、,和与及暨]{HOLIDAY})*)"
_HEADING = re.compile(
    rf"(?P<numbering>{_NUMBERED})?{_NAMES}(?:放假|假期)?(?:安排|时间)?(?::|[,。.-]?(?={_A_DAY}))"
)
_OTHER_HEADING = re.compile(rf"{_NUMBERED}(?P<names>[^0-9,。:;]{{2,30}}):(?={_A_DAY})")

_OFF = frozenset({Says.OFF, Says.HOLIDAY, Says.SUBSTITUTE, Says.REST, Says.STATUTORY})


@frozen(kw_only=True)
class Provision:
    """A part of the body on one break. ``names`` are the holidays that it arranges."""

    names: tuple[str, ...]
    heading: Place
    start: int
    end: int


@frozen(kw_only=True)
class Moved:
    """Weekend days whose rest is moved to weekdays."""

    days: tuple[date, ...]
    to: tuple[date, ...]
    clause: Clause


@frozen(kw_only=True)
class Counted:
    """A number of days, and how many there are of what it is said of."""

    stated: int
    named: frozenset[date]
    at: Place


@define(kw_only=True)
class Break:
    """What a provision says of each day, with the place where it says so."""

    provision: Provision
    off: dict[date, Place] = field(factory=dict)
    finest: dict[date, tuple[int, Says]] = field(factory=dict)
    """What is said of a day off where it is named among the fewest."""
    statutory: dict[date, Place] = field(factory=dict)
    rest: dict[date, Place] = field(factory=dict)
    stated_work: dict[date, Place] = field(factory=dict)
    resumed: dict[date, Place] = field(factory=dict)
    until: dict[date, Place] = field(factory=dict)
    moved: list[Moved] = field(factory=list)
    counted: list[Counted] = field(factory=list)
    joined: list[Clause] = field(factory=list)
    unmoved: list[Clause] = field(factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        """The holidays of the break."""
        return self.provision.names

    @property
    def worked(self) -> dict[date, Place]:
        """The weekend days worked: as stated, or else those whose rest was moved away."""
        return self.stated_work or self.moved_away

    @property
    def moved_away(self) -> dict[date, Place]:
        """The days whose rest was moved, as far as they are not off all the same."""
        return {
            day: move.clause.at for move in self.moved for day in move.days if day not in self.off
        }


def provisions(copy: FoldedText, frame: Frame, faults: Faults) -> tuple[Provision, ...]:
    """Cut the body at its headings; without any, it is about the holiday in the title."""
    start, end = frame.body
    headings = [] if frame.kind is NoticeKind.ONE_OFF else list(_headings(copy, start, end))
    if frame.kind is NoticeKind.YEARLY:
        headings += _other_headings(copy, faults, headings, start, end)
        headings.sort(key=lambda match: match.start())
    if not headings:
        if not frame.holidays:
            faults.add(frame.title_at, "does not say which holiday it is about.", "Head the days.")
        return (Provision(names=frame.holidays, heading=frame.title_at, start=start, end=end),)
    stops = [match.start() for match in headings[1:]] + [end]
    return tuple(
        Provision(
            names=names_in(match["names"]), heading=match.span("names"), start=match.end(), end=stop
        )
        for match, stop in zip(headings, stops, strict=True)
    )


def _headings(copy: FoldedText, start: int, end: int) -> Iterator[re.Match[str]]:
    for match in _HEADING.finditer(copy.text, start, end):
        before = copy.text[match.start() - 1]
        if match["numbering"] or copy.begins_line(match.start()) or before in "。;:.":
            yield match


def _other_headings(
    copy: FoldedText, faults: Faults, headings: list[re.Match[str]], start: int, end: int
) -> Iterator[re.Match[str]]:
    known = {match.start() for match in headings}
    for match in _OTHER_HEADING.finditer(copy.text, start, end):
        if match.start() not in known:
            faults.add(match.span("names"), "is no holiday that the order knows.", "Mend the name.")
            yield match


def read_break(copy: FoldedText, faults: Faults, provision: Provision, year: int) -> Break:
    """Read one provision; days without a year are those of ``year``."""
    found = Break(provision=provision)
    reader = DayReader(year=year, turns=NEW_YEAR in provision.names, faults=faults)
    named: tuple[date, ...] = ()
    for clause in clauses(copy, faults, provision.start, provision.end):
        days = reader.read(clause.days) if clause.days else ()
        if clause.says in _OFF and days:
            _add_days_off(found, clause, days)
            named = days
            reader.span = reader.span or (min(days), max(days))
        elif clause.says is Says.COUNT and clause.number is not None:
            of_all = copy.text[clause.at[0]] == "共"
            of_these = frozenset(found.off if of_all else named)
            found.counted.append(Counted(stated=clause.number, named=of_these, at=clause.at))
        elif clause.says in {Says.MOVED, Says.SWAPPED}:
            found.moved.append(_moving(clause, days, reader))
        else:
            _add_rest(found, clause, days)
    _add_days_moved_to(found)
    return found


def _add_days_off(found: Break, clause: Clause, days: tuple[date, ...]) -> None:
    for day in days:
        found.off.setdefault(day, clause.at)
        if day not in found.finest or len(days) <= found.finest[day][0]:
            found.finest[day] = (len(days), clause.says)
    if clause.says is Says.STATUTORY:
        found.statutory.update(dict.fromkeys(days, clause.at))
    if clause.says is Says.REST:
        found.rest.update(dict.fromkeys(days, clause.at))


def _moving(clause: Clause, days: tuple[date, ...], reader: DayReader) -> Moved:
    if clause.to:
        return Moved(days=days, to=reader.read(clause.to), clause=clause)
    weekend = tuple(day for day in days if day.weekday() >= SATURDAY)
    return Moved(days=weekend, to=tuple(day for day in days if day not in weekend), clause=clause)


def _add_days_moved_to(found: Break) -> None:
    for move in found.moved:
        for day in move.to:
            found.off.setdefault(day, move.clause.at)
            found.finest[day] = (1, Says.SUBSTITUTE)


def _add_rest(found: Break, clause: Clause, days: Iterable[date]) -> None:
    places = dict.fromkeys(days, clause.at)
    match clause.says:
        case Says.WORK:
            found.stated_work |= places
        case Says.WORK_AS_EVER:
            for day, place in places.items():
                weekend = day.weekday() >= SATURDAY
                (found.stated_work if weekend else found.resumed)[day] = place
        case Says.RESUME:
            found.resumed |= places
        case Says.UNTIL:
            found.until |= places
        case Says.JOINED:
            found.joined.append(clause)
        case Says.UNMOVED:
            found.unmoved.append(clause)
        case _:
            pass
