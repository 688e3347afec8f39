"""The agenda as a calendar file (iCalendar, RFC 5545), for the calendars that clerks look at.

A due date is a civil day in Asia/Shanghai. An all-day event would not say so: it has no zone, so
its alarms ring by the clock of whoever reads it, and programs differ in when. Each due date is
therefore shown in the office hours of its day, with a zone: it stands on that day in every
program, and its alarms ring as an office opens. It leaves the hours free for other things.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from opengov import explain
from opengov.domain import BEIJING, Truth
from opengov.errors import InvalidValueError, MissingExtraError
from opengov.policy import ObligationStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from icalendar import Alarm, Event, Timezone

    from opengov.i18n import Translator
    from opengov.policy import Obligation
    from opengov.reports import AgendaLine
    from opengov.workdays import Due

OPENS, CLOSES = time(9), time(17, 30)
"""The hours of the day on which a due date is shown."""

LAST_HOUR = timedelta(hours=1)
"""How long before its end a limit in hours is shown."""

ALARMS = (timedelta(days=7), timedelta(days=1), timedelta(0))
"""A week before, the day before, and on the day, each at nine."""

DONE = frozenset({ObligationStatus.MET, ObligationStatus.MET_LATE})

_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What the format forbids in text, or what some readers take for the end of a line."""


def calendar_file(
    lines: Iterable[AgendaLine],
    words: Translator,
    *,
    stamp: datetime,
    alarms: Sequence[timedelta] = ALARMS,
) -> bytes:
    """Return the file: an event for each line that has a date, in the order of the lines.

    ``stamp`` is the moment of writing. ``alarms`` say how long before its event each one rings;
    what is done rings no more, and nothing rings that should have rung before ``stamp``. An event
    keeps its identifier from file to file, and a later file outranks an earlier one, so that
    importing it again brings a calendar up to date. A provisional date is shown on the earliest
    day that it can be.
    """
    if stamp.utcoffset() is None:
        raise InvalidValueError(
            f"the stamp must be a moment with a zone, not {stamp!r}.",
            where="calendar_file",
            remedy="Give an aware datetime.",
        )
    try:
        from icalendar import Calendar  # noqa: PLC0415  (an extra)
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            "writing a calendar file needs icalendar, which is not installed.",
            remedy="Run: pip install 'opengov[ics]'",
        ) from error
    calendar = Calendar()
    calendar.add("prodid", f"-//opengov//agenda//{words.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", words.text("ics.name"))
    calendar.add("x-wr-timezone", str(BEIJING))
    calendar.add_component(_zone())
    for line in lines:
        due = line.obligation.due
        if due is not None:
            calendar.add_component(_event(line, due, words, stamp.astimezone(UTC), alarms))
    data: bytes = calendar.to_ical()
    return data


def _event(
    line: AgendaLine, due: Due, words: Translator, stamp: datetime, alarms: Sequence[timedelta]
) -> Event:
    from icalendar import Event  # noqa: PLC0415  (an extra)

    found = line.obligation
    starts, ends = _shown(due)
    summary = _plain(" ".join(_summary(line, words).split()))
    sure = due.is_confirmed and found.applies is Truth.YES
    event = Event()
    event.add("uid", _identifier(found))
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", int(stamp.timestamp()) // 60)  # in seconds it would overflow in 2038
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED" if sure else "TENTATIVE")
    event.add("summary", summary)
    event.add("description", _plain("\n".join(_description(found, due, words))))
    event.add("categories", [words.text(f"status.{found.status.value}")])
    url = next(filter(None, (cited.instrument.url for cited in found.source.citations)), None)
    if url:
        event.add("url", url)
    if found.status not in DONE:
        for before in alarms:
            if starts - before >= stamp:
                event.add_component(_alarm(summary, before))
    return event


def _shown(due: Due) -> tuple[datetime, datetime]:
    """Return from when to when a calendar shows it, on the earliest day that it can be."""
    if due.at is not None:
        last = due.at.astimezone(BEIJING)
        return last - LAST_HOUR, last
    return (
        datetime.combine(due.earliest, OPENS, BEIJING),
        datetime.combine(due.earliest, CLOSES, BEIJING),
    )


def _identifier(found: Obligation) -> str:
    """Name what is the same obligation in every file: this norm of this pack on this record."""
    key = f"{found.source.pack}\n{found.source.provision}\n{found.record_id}"
    return f"{sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:40]}@opengov"


def _summary(line: AgendaLine, words: Translator) -> str:
    found = line.obligation
    duty = explain.duty(found, words)
    told = words.text("ics.summary", duty=duty, title=line.title)
    if found.applies is Truth.UNKNOWN:
        told = words.text("ics.if-it-applies", summary=told)
    if found.due is not None and not found.due.is_confirmed:
        told = words.text("ics.provisional", summary=told)
    return f"★ {told}" if found.binding else told


def _description(found: Obligation, due: Due, words: Translator) -> Iterator[str]:
    yield from explain.obligation(found, words)
    if found.binding:
        yield words.text("ics.binding")
    if due.at is not None:
        yield words.text("ics.shown-hour")
        return
    if due.earliest != due.latest:
        yield words.text("ics.shown-earliest", latest=due.latest)
    yield words.text("ics.shown-hours", opens=f"{OPENS:%H:%M}", closes=f"{CLOSES:%H:%M}")


def _plain(text: str) -> str:
    return _UNFIT.sub(" ", text)


def _alarm(summary: str, before: timedelta) -> Alarm:
    from icalendar import Alarm  # noqa: PLC0415  (an extra)

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -before)
    return alarm


def _zone() -> Timezone:
    """Describe Asia/Shanghai as the library counts in it: eight hours ahead, all the time."""
    from icalendar import Timezone, TimezoneStandard  # noqa: PLC0415  (an extra)

    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  (the format wants local time)
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone = Timezone()
    zone.add("tzid", str(BEIJING))
    zone.add_component(standard)
    return zone
