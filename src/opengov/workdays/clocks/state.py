"""How a clock stands after some of its events: from where it counts, what, and what stops it."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, assert_never

from attrs import evolve, frozen

from opengov.domain.text import Message
from opengov.domain.time import BEIJING
from opengov.workdays.calendar import civil
from opengov.workdays.clocks.events import (
    Clock,
    Extend,
    Lift,
    Pause,
    Restart,
    Resume,
    SetPeriod,
    Start,
    Suspend,
    When,
)
from opengov.workdays.counting import ONE_DAY
from opengov.workdays.limit import FixedDate, Hours, Limit

if TYPE_CHECKING:
    from opengov.workdays.clocks.events import ClockEvent


@frozen(kw_only=True)
class Stop:
    """A time in which the clock does not run: after ``since``, up to and including ``until``.

    ``until`` is ``None`` as long as it lasts.
    """

    since: When
    until: When | None
    reason: Message


@frozen(kw_only=True)
class ClockState:
    """A clock that has started. ``period`` is the limit without ``extension``."""

    start: When
    period: Limit
    extension: int = 0
    extensions: int = 0
    """How often it was extended since it was last started."""
    corrections: int = 0
    paused: Stop | None = None
    suspended: Stop | None = None
    ended: tuple[Stop, ...] = ()
    """What stopped it for a time."""

    @property
    def limit(self) -> Limit:
        """The limit with its extension, which is counted on without a break."""
        if isinstance(self.period, FixedDate):
            return self.period
        return evolve(self.period, count=self.period.count + self.extension)

    @property
    def open_stops(self) -> tuple[Stop, ...]:
        """What stops it now, the older first."""
        stops = (stop for stop in (self.paused, self.suspended) if stop is not None)
        return tuple(sorted(stops, key=lambda stop: stop.since))

    @property
    def stops(self) -> tuple[Stop, ...]:
        """Everything that ever stopped it, and what does so now, in order."""
        return tuple(sorted((*self.ended, *self.open_stops), key=lambda stop: stop.since))


def point(when: When, limit: Limit) -> When:
    """Return ``when`` as the clock reads it: a moment in Beijing where it is in hours, or a day.

    A bare day stands for its end where the clock is in hours.
    """
    day = civil(when)  # refuses a moment without a zone
    if not isinstance(limit, Hours):
        return day
    if isinstance(when, datetime):
        return when.astimezone(BEIJING)
    return datetime.combine(day + ONE_DAY, time.min, BEIJING)


def clock_state(clock: Clock, *, as_of: When | None = None) -> ClockState | None:
    """Return how the clock stands by the end of ``as_of``, by default after every event.

    ``None`` where it has not started by then.
    """
    limit = clock.rules.limit
    found: ClockState | None = None
    for event in clock.events:
        on = point(event.on, limit)
        if as_of is not None and on > point(as_of, limit):
            break
        if isinstance(event, Start):
            found = ClockState(start=on, period=limit)
        elif found is not None:
            found = _moved(found, event, on)
    return found


def _moved(now: ClockState, event: ClockEvent, on: When) -> ClockState:
    match event:
        case Pause():
            because = Message("clock.paused", {"reason": event.reason, "since": on})
            return evolve(now, paused=Stop(since=on, until=None, reason=because))
        case Suspend():
            because = Message("clock.suspended", {"reason": event.reason, "since": on})
            return evolve(now, suspended=Stop(since=on, until=None, reason=because))
        case Resume():
            return evolve(now, paused=None, ended=_with(now.ended, now.paused, on))
        case Lift():
            return evolve(now, suspended=None, ended=_with(now.ended, now.suspended, on))
        case Restart():
            # Afresh: an extension was one of the count that ended. What stops the clock goes on.
            return evolve(now, start=on, extension=0, extensions=0, corrections=now.corrections + 1)
        case Extend():
            longer = 0 if isinstance(event.by, FixedDate) else event.by.count
            return evolve(now, extension=now.extension + longer, extensions=now.extensions + 1)
        case SetPeriod():
            return evolve(now, period=event.limit, extension=0)
        case Start():
            return now
        case _:
            assert_never(event)


def _with(ended: tuple[Stop, ...], stop: Stop | None, until: When) -> tuple[Stop, ...]:
    return ended if stop is None else (*ended, evolve(stop, until=until))
