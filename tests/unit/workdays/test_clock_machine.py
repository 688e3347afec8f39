"""The clock beside a simulator that walks from day to day and knows no arithmetic."""

from __future__ import annotations

from datetime import date, timedelta

from attrs import define, field, frozen
from dateutil.relativedelta import relativedelta
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from opengov.errors import ClockError
from opengov.workdays import (
    CalendarDays,
    LastDay,
    Limit,
    Months,
    Workdays,
    announced_calendar,
    is_workday,
)
from opengov.workdays.clocks.due_date import ClockDue, clock_due
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
)
from opengov.workdays.clocks.steps import step

CALENDAR = announced_calendar()
ONE_DAY = timedelta(days=1)
MOST_EXTENSIONS, MOST_CORRECTIONS = 2, 2


def of_unit(like: Limit, count: int) -> Limit:
    match like:
        case Workdays():
            return Workdays(count)
        case CalendarDays():
            return CalendarDays(count, last_day=like.last_day)
        case Months():
            return Months(count, last_day=like.last_day)
        case _:
            raise AssertionError(like)


def count_of(limit: Limit) -> int:
    assert isinstance(limit, Workdays | CalendarDays | Months)
    return limit.count


LIMITS: st.SearchStrategy[Limit] = st.one_of(
    st.builds(Workdays, st.integers(0, 25)),
    st.builds(CalendarDays, st.integers(0, 40), last_day=st.sampled_from(LastDay)),
    st.builds(Months, st.integers(0, 2), last_day=st.sampled_from(LastDay)),
)


@frozen
class Ran:
    """What the walk found: the last day, and what became of each day before it."""

    last: date
    needs_resuming: bool
    numbers: dict[date, int]
    stopped: frozenset[date]


@define
class Simulator:
    """Flags and a counter. A day counts if nothing stopped the clock when it began."""

    limit: Limit
    happened: list[tuple[date, str, Limit | None]] = field(factory=list)

    def add(self, day: date, what: str, limit: Limit | None = None) -> None:
        self.happened.append((day, what, limit))

    def is_on(self, on: str, off: str) -> bool:
        return [what for _, what, _ in self.happened if what in {on, off}][-1:] == [on]

    def started(self) -> tuple[date, Limit, int]:
        """Return where the count began, the limit, and how much was added to it."""
        start, limit, added = self.happened[0][0], self.limit, 0
        for day, what, given in self.happened:
            if what == "restart":
                start, added = day, 0
            elif what == "extend":
                added += 0 if given is None else count_of(given)
            elif what == "set":
                limit, added = given or limit, 0
        return start, limit, added

    def ran(self, as_of: date) -> Ran:
        """Walk until the clock has run out, as if it ran again from the end of ``as_of``."""
        start, limit, added = self.started()
        total = of_unit(limit, count_of(limit) + added)
        stands_still = any(self.stands(as_of))
        day, number, goal = start, 0, days_to_count(start, total)
        numbers: dict[date, int] = {}
        stopped: set[date] = set()
        needs_resuming = False
        while number < goal or (looks_at_the_last_day(total) and not runs_out(day, stopped)):
            needs_resuming = needs_resuming or (stands_still and day >= as_of)
            stops_tomorrow = day < as_of and any(self.stands(day))
            day += ONE_DAY
            if stops_tomorrow:
                stopped.add(day)
            elif number < goal and (not isinstance(total, Workdays) or is_worked(day)):
                number += 1
                numbers[day] = number
        return Ran(day, needs_resuming, numbers, frozenset(stopped))

    def stands(self, day: date) -> tuple[bool, bool]:
        """Say whether it is paused, and whether it is suspended, at the end of ``day``."""
        paused = suspended = False
        for when, what, _ in self.happened:
            if when <= day:
                paused = {"pause": True, "resume": False}.get(what, paused)
                suspended = {"suspend": True, "lift": False}.get(what, suspended)
        return paused, suspended


def is_worked(day: date) -> bool:
    return is_workday(day, calendar=CALENDAR)


def days_to_count(start: date, limit: Limit) -> int:
    if isinstance(limit, Months):
        return (start + relativedelta(months=limit.count) - start).days
    return count_of(limit)


def looks_at_the_last_day(limit: Limit) -> bool:
    return isinstance(limit, CalendarDays | Months) and limit.last_day is LastDay.MOVES


def runs_out(day: date, stopped: set[date]) -> bool:
    return day not in stopped and is_worked(day)


class ClockMachine(RuleBasedStateMachine):
    """Events at random; each is accepted or refused as the simulator's flags say."""

    @initialize(
        limit=LIMITS,
        cap=st.none() | st.integers(0, 10),
        start=st.dates(date(2012, 1, 1), date(2022, 1, 1)),
    )
    def start(self, limit: Limit, cap: int | None, start: date) -> None:
        self.norm = ClockRules(
            limit=limit,
            extension_cap=None if cap is None else of_unit(limit, cap),
            extensions_allowed=MOST_EXTENSIONS,
            corrections_allowed=MOST_CORRECTIONS,
            pauses_for=frozenset({"third party"}),
            may_set_period=True,
        )
        self.cap = cap
        self.today = start
        self.extensions = self.corrections = 0
        self.by_hand = Simulator(limit=limit)
        self.by_hand.add(start, "start")
        self.clock = step(Clock(rules=self.norm), Start(on=start), calendar=CALENDAR)

    def due_now(self) -> ClockDue:
        return clock_due(self.clock, calendar=CALENDAR, as_of=self.today)

    def has_run_out(self) -> bool:
        ran = self.by_hand.ran(self.today)
        return not ran.needs_resuming and ran.last < self.today

    def tries(self, event: ClockEvent, *, allowed: bool) -> bool:
        """Add the event; say whether it was accepted, which must be as ``allowed`` says."""
        try:
            self.clock = step(self.clock, event, calendar=CALENDAR)
        except ClockError:
            accepted = False
        else:
            accepted = True
        assert accepted == allowed, event
        return accepted

    @rule(days=st.integers(0, 9))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule()
    def pause(self) -> None:
        before = self.due_now()
        allowed = not self.by_hand.is_on("pause", "resume") and not self.has_run_out()
        if self.tries(Pause(on=self.today, reason="third party"), allowed=allowed):
            self.by_hand.add(self.today, "pause")
            # However soon it ends, a pause never makes the last day earlier.
            assert self.due_now().earliest >= before.earliest

    @rule()
    def resume(self) -> None:
        before = self.due_now()
        if self.tries(Resume(on=self.today), allowed=self.by_hand.is_on("pause", "resume")):
            self.by_hand.add(self.today, "resume")
            assert self.due_now().earliest == before.earliest

    @rule()
    def suspend(self) -> None:
        allowed = not self.by_hand.is_on("suspend", "lift") and not self.has_run_out()
        if self.tries(Suspend(on=self.today, reason="不可抗力"), allowed=allowed):
            self.by_hand.add(self.today, "suspend")

    @rule()
    def lift(self) -> None:
        if self.tries(Lift(on=self.today), allowed=self.by_hand.is_on("suspend", "lift")):
            self.by_hand.add(self.today, "lift")

    @rule()
    def pause_and_resume_at_once(self) -> None:
        if self.by_hand.is_on("pause", "resume") or self.has_run_out():
            return
        before = self.due_now()
        self.pause()
        self.resume()
        assert self.due_now() == before

    @rule()
    def restart(self) -> None:
        allowed = self.corrections < MOST_CORRECTIONS and not self.has_run_out()
        if not self.tries(Restart(on=self.today), allowed=allowed):
            return
        self.corrections += 1
        self.extensions = 0
        self.by_hand.add(self.today, "restart")
        standing = {"pause": "resume", "suspend": "lift"}
        if any(self.by_hand.is_on(on, off) for on, off in standing.items()):
            return
        _, limit, _ = self.by_hand.started()
        fresh = step(Clock(rules=ClockRules(limit=limit)), Start(on=self.today), calendar=CALENDAR)
        assert self.due_now() == clock_due(fresh, calendar=CALENDAR, as_of=self.today)

    @rule(count=st.integers(0, 12), by=st.sampled_from(["张三", "  "]))
    def extend(self, count: int, by: str) -> None:
        before = self.due_now()
        limit = self.by_hand.started()[1]
        longer = of_unit(limit, count)
        cap = self.cap
        allowed = (
            cap is not None
            and count <= cap
            and type(limit) is type(self.norm.limit)
            and of_unit(limit, 0) == of_unit(self.norm.limit, 0)
            and self.extensions < MOST_EXTENSIONS
            and bool(by.strip())
            and not self.has_run_out()
        )
        event = Extend(on=self.today, by=longer, approved_by=by, reason="案情复杂")
        if self.tries(event, allowed=allowed):
            self.extensions += 1
            self.by_hand.add(self.today, "extend", longer)
            after = self.due_now()
            assert after.earliest >= before.earliest
            assert cap is not None
            longest = count_of(before.if_resumed.limit) + cap
            assert count_of(after.if_resumed.limit) <= longest

    @rule(limit=LIMITS)
    def set_period(self, limit: Limit) -> None:
        event = SetPeriod(on=self.today, limit=limit, decided_by="李四", reason="申请数量过多")
        try_out = Simulator(limit=self.by_hand.limit, happened=list(self.by_hand.happened))
        try_out.add(self.today, "set", limit)
        then = try_out.ran(self.today)
        allowed = not self.has_run_out() and (then.needs_resuming or then.last >= self.today)
        if self.tries(event, allowed=allowed):
            self.by_hand.add(self.today, "set", limit)

    @precondition(lambda self: len(self.clock.events) > 1)
    @rule(back=st.integers(1, 30))
    def nothing_happens_in_the_past(self, back: int) -> None:
        on = self.clock.events[-1].on - timedelta(days=back)
        for event in (Resume(on=on), Restart(on=on), Pause(on=on, reason="third party")):
            self.tries(event, allowed=False)

    @rule(days=st.integers(0, 9))
    def looking_ahead_changes_nothing_but_what_stands_still(self, days: int) -> None:
        later = self.today + timedelta(days=days)
        ahead = clock_due(self.clock, calendar=CALENDAR, as_of=later)
        assert ahead.earliest >= self.due_now().earliest
        assert ahead.latest == self.due_now().latest

    @invariant()
    def it_is_as_walked(self) -> None:
        if not hasattr(self, "clock"):
            return
        found, ran = self.due_now(), self.by_hand.ran(self.today)
        assert found.earliest == ran.last
        assert bool(found.stopped) == ran.needs_resuming
        assert found.latest == (None if ran.needs_resuming else ran.last)
        if not found.stopped:
            assert found.on == ran.last
        # Every day that a stop took out is named, and the others are numbered as they ran.
        listed = {line.day.day: line for line in found.ledger}
        assert {day for day, line in listed.items() if line.reason} == ran.stopped
        if not isinstance(found.if_resumed.limit, Months):
            assert list(listed) == [
                found.if_resumed.start_day + timedelta(days=n)
                for n in range(1, (ran.last - found.if_resumed.start_day).days + 1)
            ]
            numbers = {day: line.number for day, line in listed.items() if line.number}
            assert numbers == ran.numbers


ClockMachine.TestCase.settings = settings(max_examples=100, stateful_step_count=20, deadline=None)
TestClock = ClockMachine.TestCase
