"""Due dates in words: the limit, the last day, and how it was counted."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, assert_never

from opengov.domain import BEIJING, Message
from opengov.workdays import (
    CalendarDays,
    DayKind,
    Due,
    FixedDate,
    Hours,
    LatestBefore,
    Months,
    Workdays,
    Years,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from opengov.i18n import Translator
    from opengov.workdays import CalendarDay, LedgerDay, Limit
    from opengov.workdays.clocks import ClockDue

BREAK = "break"
"""A break of several days, told in one: the statutory days, those moved, and its weekends."""
STOPPED = "stopped"
"""Days on which a clock stood still."""
Why = tuple[str, str, str, Message | None]
"""What is told of a run of days: how they count, the holiday, who says so, what stopped them."""


def limit(limit: Limit, words: Translator) -> str:
    """Return the limit in words, such as 20个工作日."""
    match limit:
        case Workdays():
            return counted("limit.workdays", limit.count, words)
        case CalendarDays():
            return counted("limit.days", limit.count, words)
        case Months():
            return counted("limit.months", limit.count, words)
        case Years():
            return counted("limit.years", limit.count, words)
        case Hours():
            return counted("limit.hours", limit.count, words)
        case FixedDate():
            day = words.month_day(limit.month, limit.day)
            after = {0: "limit.fixed-date", 1: "limit.fixed-date-next"}
            key = after.get(limit.years_after, "limit.fixed-date-later")
            return words.text(key, day=day, years=limit.years_after)
        case _:
            assert_never(limit)


def between(shortest: Limit | None, longest: Limit | None, words: Translator) -> str:
    """Return two bounds of a duration in words: 不少于30日, 5至15个工作日."""
    if shortest is None:
        return limit(longest, words) if longest is not None else ""
    if longest is None:
        return words.text("measure.at-least", limit=limit(shortest, words))
    match shortest, longest:
        case (Workdays(least), Workdays()) | (CalendarDays(least), CalendarDays()):
            return words.text("measure.range", least=least, longest=limit(longest, words))
    return words.text(
        "measure.between",
        shortest=words.text("measure.at-least", limit=limit(shortest, words)),
        longest=limit(longest, words),
    )


def counted(key: str, number: int, words: Translator) -> str:
    """Return a number of things; one of them has a sentence of its own."""
    return words.text(f"{key}-one" if number == 1 else key, count=number)


def last_day(due: Due | LatestBefore, words: Translator) -> str:
    """Return the last day, or moment; a provisional one says so and gives both bounds."""
    if due.at is not None:
        return words.text("due.moment", day=words.day(due.at.date()), time=f"{due.at:%H:%M}")
    if due.provisional is None:
        return words.day(due.latest)
    if due.earliest == due.latest:
        return words.text("due.provisional-day", day=words.day(due.latest))
    return words.text(
        "due.provisional-span", earliest=words.day(due.earliest), latest=words.day(due.latest)
    )


def count(due: Due, words: Translator) -> str:
    """Tell the ledger in a sentence: what was counted, and each run of days that was not."""
    told = " ".join if words.language == "en" else "".join
    return told(_sentences(due, words))


def _sentences(due: Due, words: Translator) -> Iterator[str]:
    start, told = words.day(due.start_day), limit(due.limit, words)
    tail = [line for line in due.ledger if line.reason is None]
    match due.limit:
        case Workdays():
            runs = _runs(due.ledger, due, words)
            key = "ledger.sentence" if runs else "ledger.plain"
            yield words.text(key, start=start, limit=told, runs=runs)
        case CalendarDays(number):
            tail = [line for line in tail if line.number in {None, number}]
            last = tail[0].day.day if tail else due.start_day
            yield words.text("ledger.days", start=start, limit=told, last=words.day(last))
            yield from _stopped_and_moved(due, tail, words)
        case Months() | Years() if len(tail) < len(due.ledger):
            yield words.text("ledger.months-stopped", start=start, limit=told)
            yield from _stopped_and_moved(due, tail, words)
        case Months() | Years():
            last = tail[0].day.day if tail else due.start_day
            yield words.text("ledger.months", start=start, limit=told, last=words.day(last))
            yield from _stopped_and_moved(due, tail, words)
        case FixedDate():
            yield words.text("ledger.fixed-date", limit=told, start=start)
            yield from _stopped_and_moved(due, tail, words)
        case Hours():
            key = f"ledger.hours-{due.limit.first_hour.value}"
            at = _beijing(due.start)
            yield words.text(key, limit=told, start=start, time=f"{at:%H:%M}")
        case _:
            assert_never(due.limit)
    if due.overlays:
        yield words.text("ledger.overlays", names=words.text("ledger.comma").join(due.overlays))


def _beijing(moment: date | datetime) -> datetime:
    assert isinstance(moment, datetime)  # noqa: S101  (hours are counted from a moment)
    return moment.astimezone(BEIJING)


def _stopped_and_moved(due: Due, tail: list[LedgerDay], words: Translator) -> Iterator[str]:
    """Tell what stopped the count, and the days off that its last day was moved over."""
    stopped = [line for line in due.ledger if line.reason is not None]
    if stopped:
        yield words.text("ledger.stopped-days", runs=_runs(stopped, due, words))
    off = [line for line in tail if not line.day.is_workday]
    if any(line.day.kind is DayKind.UNANNOUNCED for line in off):
        yield words.text("ledger.moved-open", last=last_day(due, words))
    elif off and tail[-1] is not off[-1]:
        yield words.text("ledger.moved", runs=_runs(off, due, words), last=last_day(due, words))


def _runs(ledger: Iterable[LedgerDay], due: Due | LatestBefore, words: Translator) -> str:
    """Tell each run of days that are not plain working days, with the notice that says so."""
    year = (due.start_day if isinstance(due, Due) else due.event_day).year
    runs: dict[Why, list[str]] = {}
    for why, days in groupby(ledger, key=_why):
        if why[0] != DayKind.WORKDAY.value:
            run = list(days)
            told = words.days(run[0].day.day, run[-1].day.day, within=year)
            runs.setdefault(why, []).append(told)
    # What was skipped comes first, in its order; then the weekends that were worked.
    ordered = sorted(runs.items(), key=lambda run: run[0][0] == DayKind.MAKE_UP.value)
    return words.text("ledger.separator").join(
        words.text(
            f"ledger.{kind}",
            days=words.text("ledger.comma").join(days),
            holiday=holiday,
            by=words.text("ledger.by", source=source) if source not in {"", holiday} else "",
            reason=words.render(reason) if reason else "",
        )
        for (kind, holiday, source, reason), days in ordered
    )


def _why(line: LedgerDay) -> Why:
    day = line.day
    if line.reason is not None:
        return STOPPED, "", "", line.reason
    in_break = day.kind in {DayKind.STATUTORY, DayKind.MOVED} or (
        day.kind is DayKind.WEEKEND and bool(day.holiday)
    )
    if day.kind is DayKind.UNANNOUNCED:
        return day.kind.value, "", "", None
    kind = BREAK if in_break else day.kind.value
    return kind, day.holiday, str(day.source) if day.source else "", None


def latest_before(found: LatestBefore, words: Translator) -> str:
    """Say which day is early enough before an event, and how it was counted back."""
    # Only working days leave out what is off; other units count every day.
    runs = _runs(found.ledger, found, words) if isinstance(found.limit, Workdays) else ""
    event = words.day(found.event_day)
    if found.at is not None:
        event = words.render(Message("due.at", {"at": found.event}))
    key = "ledger.before" if runs else "ledger.before-plain"
    if found.at is not None:
        key = "ledger.before-hours"
    return words.text(
        key,
        day=last_day(found, words),
        event=event,
        limit=limit(found.limit, words),
        runs=runs,
    )


def clock(found: ClockDue, words: Translator) -> Iterator[str]:
    """Say when a clock runs out, or what stops it, and how it was counted."""
    day = last_day(found.if_resumed, words)
    if found.stopped:
        reasons = words.text("ledger.separator").join(map(words.render, found.stopped))
        yield words.text("clock.stopped", reasons=reasons, as_of=found.as_of, day=day)
    else:
        yield words.text("clock.runs-out", day=day)
    yield count(found.if_resumed, words)
    if isinstance(found.if_resumed.limit, Hours):
        yield from (words.render(stop.reason) for stop in found.stops)


def ledger_day(day: CalendarDay, words: Translator) -> str:
    """Say why one day was counted or not, and which notice says so."""
    named = day.kind is DayKind.UNANNOUNCED and day.holiday
    key = f"day-kind.{day.kind.value}{'-holiday' if named else ''}"
    told = words.text(key, holiday=day.holiday)
    if day.source is None or str(day.source) == day.holiday:
        return told
    return words.text("day-kind.by", kind=told, source=str(day.source))


def ledger_table(due: Due, words: Translator) -> tuple[tuple[date, str, str, int | None], ...]:
    """Return the ledger row by row: day, weekday, why, and its number where it counts."""
    return tuple(
        (
            line.day.day,
            words.weekday(line.day.day),
            words.render(line.reason) if line.reason else ledger_day(line.day, words),
            line.number,
        )
        for line in due.ledger
    )
