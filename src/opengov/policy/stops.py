"""The clock of a deadline: begun afresh, stopped and made longer, by the days of the record."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from attrs import frozen

from opengov.domain import BEIJING, Message
from opengov.errors import CalendarError, ClockError
from opengov.workdays import Hours
from opengov.workdays.calendar import civil
from opengov.workdays.clocks import (
    Clock,
    ClockRules,
    Extend,
    Pause,
    Restart,
    Resume,
    Start,
    clock_due,
    step,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.domain import LocalizedText, StatedTime
    from opengov.policy.case import Case
    from opengov.policy.counting import Counting
    from opengov.policy.provision import ClockPause, Deadline
    from opengov.workdays import Due
    from opengov.workdays.clocks import ClockEvent


@frozen(kw_only=True)
class RunOut:
    """The last day of a clock; none while it stands still, or where no calendar reaches it.

    ``restarted_by`` is the step that began the count afresh, on ``restarted_on``.
    """

    due: Due | None
    stands_still: bool = False
    restarted_by: str | None = None
    restarted_on: date | None = None


@frozen
class _Stop:
    since: date
    until: date | None
    reason: LocalizedText


Bare = tuple[str, date]
"""A step and a day of it that states no time."""


@frozen(kw_only=True)
class _Steps:
    """What happened to a clock, as one reading of the days that state no time has it."""

    norm: Deadline
    case: Case
    begins: date
    done: date | None
    late: frozenset[Bare]

    def times(self, name: str) -> list[date]:
        """Return when a step was taken, up to when it was done: of a clock in hours moments."""
        found = sorted(self._moment(name, at) for at in self.case.every_time(name))
        return [when for when in found if self.done is None or _is_by(when, self.done)]

    def _moment(self, name: str, at: StatedTime) -> date:
        if not isinstance(self.norm.limit, Hours):
            return at.day
        if at.time is not None:
            return at.earliest
        first, last = ends_of(at.day, self.case)
        if (name, at.day) in self.late:
            return last
        if isinstance(self.begins, datetime) and civil(self.begins) == at.day:
            return max(first, self.begins)
        return first

    def may_end(self, pause: ClockPause, since: date, end: date) -> bool:
        """Say whether a stop was there to be ended; on one day it was, unless hours say not."""
        if since <= end:
            return True
        stated = {(at.day, at.time is None) for at in self.case.every_time(pause.begins)}
        stated |= {(at.day, at.time is None) for at in self.case.every_time(pause.ends)}
        return civil(since) == civil(end) and (civil(end), True) in stated


def ends_of(day: date, case: Case) -> tuple[datetime, datetime]:
    """Return the first and the last moment that a bare day can mean, by when it is known."""
    last = datetime.combine(day, time.max, BEIJING)
    if day == case.today:
        last = min(last, case.known_at)
    return datetime.combine(day, time.min, BEIJING), last


def bare_steps(norm: Deadline, case: Case, start: date, done: date | None) -> list[Bare]:
    """Return what happened to the clock of ``norm`` on a day of which no time is stated."""
    names = [*norm.restarts, *([norm.extension.on] if norm.extension else [])]
    names += [name for pause in norm.pauses for name in (pause.begins, pause.ends)]
    until = case.today if done is None else done
    found = {
        (name, at.day)
        for name in names
        for at in case.every_time(name)
        if at.time is None and start <= at.day <= until
    }
    return sorted(found)


def run_out(
    norm: Deadline,
    begins: date,
    case: Case,
    counting: Counting,
    notes: list[Message],
    *,
    done: date | None,
    late: frozenset[Bare] = frozenset(),
) -> RunOut | None:
    """Run the clock of ``norm`` from ``begins``; ``None`` where nothing happened to it.

    What came after it was ``done`` changes nothing. What the norm does not allow the clock is
    told and has no effect. Of a clock in hours a bare day is its first moment, or the last of
    those in ``late``.
    """
    if done is not None and not _is_by(begins, done):
        return None
    steps = _Steps(norm=norm, case=case, begins=begins, done=done, late=late)
    try:
        stops = _without_overlap(_stops(steps, counting, notes))
        events = [*_restarts(steps), *_events(stops), *_extensions(steps)]
        if not events:
            return None
        return _run(steps, sorted(events, key=_in_order), counting, notes)
    except CalendarError:
        notes.append(Message("obligation.not-announced", {"start": begins}))
        return RunOut(due=None)


def _is_by(when: date, done: date) -> bool:
    """Say whether ``when`` does not lie after ``done``; a bare day is looked at as a day."""
    if isinstance(when, datetime) and isinstance(done, datetime):
        return when <= done
    return civil(when) <= civil(done)


def _restarts(steps: _Steps) -> Iterator[Restart]:
    days = {when for name in steps.norm.restarts for when in steps.times(name)}
    yield from (Restart(on=when) for when in days if when >= steps.begins)


def _stops(steps: _Steps, counting: Counting, notes: list[Message]) -> Iterator[_Stop]:
    """Return each stop that goes on after the clock began.

    Which of several that were asked has answered is not on record: a step that ends a stop ends
    the one that began last, which makes the count the shortest that it can be.
    """
    for pause in steps.norm.pauses:
        begun = steps.times(pause.begins)
        if pause.once:
            notes += [Message("obligation.stopped-again", {"day": day}) for day in begun[1:]]
            begun = begun[:1]
        ended: dict[int, date] = {}
        for end in steps.times(pause.ends):
            going = [
                n
                for n, since in enumerate(begun)
                if n not in ended and steps.may_end(pause, since, end)
            ]
            if going:
                ended[going[-1]] = end
        for number, since in enumerate(begun):
            now = steps.case.today if steps.done is None else steps.done
            until = _at_most(pause, since, ended.get(number), now, counting)
            if until is None or until > max(since, steps.begins):
                yield _Stop(max(since, steps.begins), until, pause.reason)


def _at_most(
    pause: ClockPause, since: date, until: date | None, now: date, counting: Counting
) -> date | None:
    """Return when a pause ended, be it that nobody answered in the time that the norm gives."""
    if pause.at_most is None:
        return until
    last: date = counting.due(pause.at_most, since).latest
    if last > civil(now):
        return until
    if isinstance(since, datetime):  # of a clock in hours
        last = datetime.combine(last, time.max, BEIJING)
    return min(last, until or last)


def _without_overlap(stops: Iterator[_Stop]) -> Iterator[_Stop]:
    """Lay stops end to end: what two of them stop at once is stopped once, until both are over."""
    covered: date | None = None
    for stop in sorted(stops, key=lambda stop: (stop.since, stop.until or date.max)):
        if covered is not None and stop.until is not None and stop.until <= covered:
            continue
        yield _Stop(max(stop.since, covered or stop.since), stop.until, stop.reason)
        if stop.until is None:
            return
        covered = stop.until


def _events(stops: Iterator[_Stop]) -> Iterator[ClockEvent]:
    for stop in stops:
        yield Pause(on=stop.since, reason=stop.reason)
        if stop.until is not None:
            yield Resume(on=stop.until)


def _extensions(steps: _Steps) -> Iterator[Extend]:
    extension = steps.norm.extension
    if extension is not None:
        for when in steps.times(extension.on):
            if when >= steps.begins:
                # Who approved it and why is the business of the procedure; the norm asks for the
                # day.
                yield Extend(on=when, by=extension.limit, approved_by="—", reason="—")


def _in_order(event: ClockEvent) -> tuple[date, int]:
    """Order events; on one day what stopped it ends before something else stops it."""
    return event.on, (Resume, Restart, Pause, Extend).index(type(event))


def _run(
    steps: _Steps, events: list[ClockEvent], counting: Counting, notes: list[Message]
) -> RunOut:
    calendar, norm, case, done = counting.calendar, steps.norm, steps.case, steps.done
    cap = norm.extension.limit if norm.extension is not None else None
    clock = Clock(rules=ClockRules(limit=norm.limit, extension_cap=cap))
    clock = step(clock, Start(on=steps.begins), calendar=calendar)
    for event in events:
        try:
            clock = step(clock, event, calendar=calendar)
        except ClockError:
            if not isinstance(event, Resume):  # it ends what was refused
                notes.append(Message(_refusal(event, clock), {"day": event.on}))
        else:
            notes += _lost(event, clock)
    now = case.known_at if isinstance(norm.limit, Hours) else case.today
    found = clock_due(clock, calendar=calendar, as_of=now if done is None else done)
    again = next((each.on for each in clock.events if isinstance(each, Restart)), None)
    name = None if again is None else _named(steps, again)
    if found.stopped:
        key = "obligation.stands-still" if done is None else "obligation.stood-still"
        told = {"since": found.stopped_since, "earliest": found.earliest}
        notes.append(Message(key, told))
        return RunOut(due=None, stands_still=True, restarted_by=name, restarted_on=again)
    if found.if_resumed.provisional is not None:
        notes.append(found.if_resumed.provisional.reason)
    return RunOut(due=found.if_resumed, restarted_by=name, restarted_on=again)


def _named(steps: _Steps, when: date) -> str:
    """Return the step that was taken then."""
    return next(name for name in steps.norm.restarts if when in steps.times(name))


def _lost(event: ClockEvent, clock: Clock) -> Iterator[Message]:
    """Tell an extension of the count that ended when it began afresh."""
    if isinstance(event, Restart):
        for each in clock.events:
            if isinstance(each, Extend):
                told = {"day": each.on, "start": event.on}
                yield Message("obligation.extension-before", told)


def _refusal(event: ClockEvent, clock: Clock) -> str:
    before = any(isinstance(each, type(event)) for each in clock.events)
    match event:
        case Restart():
            return "obligation.restarted-again" if before else "obligation.restarted-too-late"
        case Extend():
            return "obligation.extended-again" if before else "obligation.extended-too-late"
        case _:
            return "obligation.stopped-too-late"
