"""What may happen to a clock next: ``step`` adds an event, or says everything against it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from attrs import evolve

from opengov.errors import ClockError
from opengov.workdays.clocks.due_date import clock_due
from opengov.workdays.clocks.events import (
    Clock,
    ClockEvent,
    ClockRules,
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
from opengov.workdays.clocks.state import ClockState, clock_state, point
from opengov.workdays.limit import Hours
from opengov.workdays.units import is_longer, is_same_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.domain.text import LocalizedText
    from opengov.workdays.calendar import Calendar


def step(clock: Clock, event: ClockEvent, *, calendar: Calendar) -> Clock:
    """Return the clock after ``event``; a ``ClockError`` carries every reason against it.

    Events come in the order of their days, and on one day in the order given. A clock that has
    run out can no longer be paused, suspended, extended or given another period: whether it has
    is asked of ``calendar``, which should be the one known on that day. The last day itself is
    in time. Where the last day turns on a notice to come, the event is in time up to its latest.

    A restart counts afresh by the limit that governs, and may be extended anew: an extension
    belonged to the count that ended, a period that was set replaced the limit. A pause or a
    suspension under way goes on.
    """
    faults = tuple(_objections(clock, event, calendar))
    if faults:
        raise ClockError(
            f"the clock does not allow {type(event).__name__} on {event.on}.",
            where="step",
            remedy="Nothing was added; mend what is listed.",
            faults=faults,
        )
    return evolve(clock, events=(*clock.events, event))


def _objections(clock: Clock, event: ClockEvent, calendar: Calendar) -> Iterator[ClockError]:
    yield from _unnamed(event)
    if isinstance(clock.rules.limit, Hours) and not _has_moments(event):
        yield _fault("a clock in hours needs moments.", "Give an aware datetime.")
        return
    state = clock_state(clock)
    if isinstance(event, Start):
        if state is not None:
            yield _fault(
                f"the clock runs already, since {clock.events[0].on}.",
                "A correction makes it count afresh: give a Restart.",
            )
        return
    if state is None:
        yield _fault("the clock has not started.", "Give a Start first.")
        return
    against_rules = list(_against_rules(clock, state, event))
    yield from against_rules
    on = point(event.on, clock.rules.limit)
    last = point(clock.events[-1].on, clock.rules.limit)
    if on < last:
        yield _fault(
            f"{on} lies before {last}, the day of the event before it.",
            "Add events in their order.",
        )
        return
    yield from _against_days(clock, state, event, calendar)
    if not against_rules:
        yield from _against_set_period(clock, event, calendar)


def _has_moments(event: ClockEvent) -> bool:
    asked_on = event.asked_on if isinstance(event, Restart) else None
    return all(isinstance(when, datetime) for when in (event.on, asked_on or event.on))


def _unnamed(event: ClockEvent) -> Iterator[ClockError]:
    """Ask whoever moves the last day for a name and a reason."""
    match event:
        case Extend():
            asked = {"approved_by": event.approved_by, "reason": event.reason}
        case SetPeriod():
            asked = {"decided_by": event.decided_by, "reason": event.reason}
        case Pause() | Suspend():
            asked = {"reason": _text(event.reason)}
        case _:
            asked = {}
    for name, text in asked.items():
        if not text.strip():
            yield _fault(f"{name} is empty.", "Say it; it is kept with the date.")


def _text(reason: str | LocalizedText) -> str:
    return reason if isinstance(reason, str) else reason.zh


def _against_rules(clock: Clock, state: ClockState, event: ClockEvent) -> Iterator[ClockError]:
    rules = clock.rules
    match event:
        case Pause() | Suspend():
            yield from _against_stop(rules, state, event)
        case Resume():
            if state.paused is None:
                yield _fault("it is not paused.", "Give the Pause that has ended first.")
        case Lift():
            if state.suspended is None:
                yield _fault("it is not suspended.", "Give the Suspend that is lifted first.")
        case Restart():
            if state.corrections >= rules.corrections_allowed:
                yield _fault(
                    f"it was restarted {state.corrections} of {rules.corrections_allowed} times.",
                    "A further correction does not count afresh.",
                )
        case Extend():
            yield from _against_extension(rules, state, event)
        case SetPeriod():
            yield from _against_period(rules, event)
        case Start():
            return
        case _:
            assert_never(event)


def _against_stop(
    rules: ClockRules, state: ClockState, event: Pause | Suspend
) -> Iterator[ClockError]:
    standing = state.paused if isinstance(event, Pause) else state.suspended
    if standing is not None:
        yield _fault(f"it is stopped like that since {standing.since}.", "End that first.")
    allowed = rules.pauses_for
    if isinstance(event, Pause) and allowed is not None and event.reason not in allowed:
        yield _fault(
            f"{event.reason!r} does not pause it.",
            f"It pauses for {'、'.join(sorted(allowed)) or 'nothing'}.",
        )


def _against_period(rules: ClockRules, event: SetPeriod) -> Iterator[ClockError]:
    if not rules.may_set_period:
        yield _fault("the norm knows no other period.", "Extend the limit, where it may be.")
    if isinstance(event.limit, Hours) is not isinstance(rules.limit, Hours):
        yield _fault(
            f"{event.limit} cannot replace {rules.limit}.",
            "Hours are replaced by hours, and days by days.",
        )


def _against_extension(rules: ClockRules, state: ClockState, event: Extend) -> Iterator[ClockError]:
    cap, allowed = rules.extension_cap, rules.extensions_allowed
    if cap is None:
        yield _fault("the norm knows no extension.", "Keep to the limit.")
        return
    if state.extensions >= allowed:
        yield _fault(f"it was extended {state.extensions} of {allowed} times.", "Keep to the day.")
    if not is_same_unit(event.by, cap) or not is_same_unit(event.by, state.limit):
        yield _fault(
            f"{state.limit}, extended by at most {cap}, is not extended by {event.by}.",
            "Extend it by the same unit.",
        )
    if is_longer(event.by, cap):
        yield _fault(f"{event.by} is more than {cap}.", "Extend it by no more than that.")


def _against_days(
    clock: Clock, state: ClockState, event: ClockEvent, calendar: Calendar
) -> Iterator[ClockError]:
    """Ask whether the clock had run out, where that matters."""
    decides = event.on
    match event:
        case Resume() | Lift() | Start():
            return
        case Restart(asked_on=asked_on) if asked_on is not None:
            limit = clock.rules.limit
            if not state.start <= point(asked_on, limit) <= point(event.on, limit):
                yield _fault(
                    f"a correction was asked for on {asked_on}, not between {state.start} and"
                    f" {event.on}.",
                    "Mend the day of the correction notice.",
                )
                return
            decides = asked_on
        case _:
            pass
    if _has_run_out(clock, decides, calendar):
        yield _fault(
            f"the clock had run out before {decides}.", "What comes too late is late; record it so."
        )


def _against_set_period(
    clock: Clock, event: ClockEvent, calendar: Calendar
) -> Iterator[ClockError]:
    if isinstance(event, SetPeriod):
        after = evolve(clock, events=(*clock.events, event))
        if _has_run_out(after, event.on, calendar):
            yield _fault(f"{event.limit} would be over already.", "Set a longer period.")


def _has_run_out(clock: Clock, when: When, calendar: Calendar) -> bool:
    """Say whether the clock surely ran out before ``when``; one that stands still has not."""
    found = clock_due(clock, calendar=calendar, as_of=when)
    last = found.at or found.latest
    return last is not None and found.as_of > last


def _fault(what: str, remedy: str) -> ClockError:
    return ClockError(what, where="clock", remedy=remedy)
