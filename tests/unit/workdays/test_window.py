"""Minimum durations and windows, and those of several norms over one another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengov.domain.text import Message
from opengov.errors import InvalidValueError
from opengov.workdays import (
    CalendarDays,
    FirstHour,
    FixedDate,
    Hours,
    LastDay,
    Workdays,
    announced_calendar,
)
from opengov.workdays.window import Narrowest, Opening, Timing, Window, narrowest, opening

CALENDAR = announced_calendar()
BEIJING = timezone(timedelta(hours=8))
STAYS = LastDay.STAYS

OF_713 = Window(at_least=Workdays(7))
OF_115 = Window(at_least=Workdays(5), at_most=Workdays(15))
COMMENTS = Window(at_least=CalendarDays(30, last_day=STAYS))


def opened(window: Window, start: date | datetime) -> Opening:
    return opening(window, start=start, calendar=CALENDAR)


def both(*windows: Window, start: date | datetime) -> Narrowest:
    return narrowest(windows, start=start, calendar=CALENDAR)


def test_a_review_of_five_to_fifteen_working_days() -> None:
    found = opened(OF_115, date(2025, 9, 25))
    assert found.opens is not None
    assert found.closes is not None
    # Over the National Day: the worked 28 September and 11 October count.
    assert (found.opens.on, found.closes.on) == (date(2025, 10, 9), date(2025, 10, 22))
    assert found.judge(date(2025, 10, 8)) is Timing.TOO_EARLY
    assert found.judge(date(2025, 10, 9)) is Timing.IN_TIME
    assert found.judge(date(2025, 10, 22)) is Timing.IN_TIME
    assert found.judge(date(2025, 10, 23)) is Timing.TOO_LATE
    assert found.contradiction is None


def test_thirty_days_of_comments_end_with_the_thirtieth() -> None:
    found = opened(COMMENTS, date(2019, 9, 1))
    assert found.closes is None
    assert found.judge(date(2019, 9, 30)) is Timing.TOO_EARLY
    assert found.judge(date(2019, 10, 1)) is Timing.IN_TIME
    assert found.judge(date(2030, 1, 1)) is Timing.IN_TIME
    # The day begins in Beijing.
    assert found.judge(datetime(2019, 9, 30, 16, tzinfo=UTC)) is Timing.IN_TIME


def test_only_a_longest_duration() -> None:
    found = opened(Window(at_most=Workdays(15)), date(2018, 2, 8))
    assert found.opens is None
    assert found.judge(date(2018, 2, 8)) is Timing.IN_TIME
    assert found.judge(date(2018, 3, 6)) is Timing.IN_TIME
    assert found.judge(date(2018, 3, 7)) is Timing.TOO_LATE


def test_two_norms_together_leave_seven_to_fifteen() -> None:
    start = date(2025, 9, 25)
    found = both(OF_713, OF_115, start=start)
    assert found.opens is not None
    assert found.closes is not None
    assert (found.opens.limit, found.closes.limit) == (Workdays(7), Workdays(15))
    assert [layer.window for layer in found.layers] == [OF_713, OF_115]
    assert found.judge(date(2025, 10, 9)) is Timing.TOO_EARLY
    assert found.judge(found.opens.on) is Timing.IN_TIME
    assert found.judge(date(2025, 10, 23)) is Timing.TOO_LATE
    assert found.contradiction is None


@given(
    st.dates(date(2010, 1, 1), date(2026, 1, 1)),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 30)), min_size=1, max_size=4),
    st.integers(0, 60),
)
def test_together_in_time_is_in_time_for_each(
    start: date, bounds: list[tuple[int, int]], after: int
) -> None:
    windows = [Window(at_least=Workdays(a), at_most=Workdays(max(a, b))) for a, b in bounds]
    found = both(*windows, start=start)
    day = start + timedelta(days=after)
    alone = {layer.judge(day) for layer in found.layers}
    least, most = max(a for a, _ in bounds), min(max(a, b) for a, b in bounds)
    if least > most:
        assert found.judge(day) is Timing.CONTRADICTED
        assert found.contradiction is not None
    else:
        assert (found.judge(day) is Timing.IN_TIME) == (alone == {Timing.IN_TIME})
    assert found.opens is not None
    assert found.closes is not None
    assert found.opens.limit == Workdays(least)
    assert found.closes.limit == Workdays(most)


def test_norms_that_leave_no_day_are_named_and_not_reconciled() -> None:
    found = both(OF_115, COMMENTS, start=date(2025, 9, 1))
    assert found.opens is not None
    assert found.closes is not None
    days = {"opens": date(2025, 10, 1), "closes": date(2025, 9, 22)}
    assert found.contradiction == Message("window.contradiction", days)
    for day in (date(2025, 9, 2), date(2025, 9, 25), date(2025, 11, 1)):
        assert found.judge(day) is Timing.CONTRADICTED
    # Each norm for itself still says what it says.
    assert [layer.judge(date(2025, 9, 10)) for layer in found.layers] == [
        Timing.IN_TIME,
        Timing.TOO_EARLY,
    ]


def test_one_norm_can_contradict_itself_in_two_units() -> None:
    window = Window(at_least=CalendarDays(10, last_day=STAYS), at_most=Workdays(3))
    message = opened(window, date(2018, 5, 16)).contradiction
    assert message is not None
    assert message.key == "window.contradiction"
    # Over the Spring Festival three working days last longer than ten days.
    assert opened(window, date(2018, 2, 13)).contradiction is None


def test_a_notice_to_come_leaves_days_undecided() -> None:
    found = opened(OF_115, date(2027, 1, 29))
    assert found.opens is not None
    assert found.closes is not None
    assert found.closes.earliest < found.closes.latest
    assert found.judge(found.closes.earliest) is Timing.IN_TIME
    assert found.judge(found.closes.latest) is Timing.UNDECIDED
    assert found.judge(found.closes.latest + timedelta(days=1)) is Timing.TOO_LATE
    later = opened(Window(at_least=Workdays(15)), date(2027, 1, 29))
    assert later.opens is not None
    assert later.judge(later.opens.earliest - timedelta(days=1)) is Timing.TOO_EARLY
    assert later.judge(later.opens.earliest) is Timing.UNDECIDED
    assert later.judge(later.opens.latest) is Timing.IN_TIME


def test_a_contradiction_may_turn_on_a_notice_to_come() -> None:
    start = date(2027, 1, 29)
    closes = opened(OF_115, start).closes
    assert closes is not None
    days = (closes.latest - start).days
    in_days = Window(at_least=CalendarDays(days, last_day=STAYS))
    found = both(OF_115, in_days, start=start)
    assert found.contradiction == Message(
        "window.contradiction-possible", {"opens": closes.latest, "closes": closes.earliest}
    )
    assert found.judge(closes.latest) is Timing.UNDECIDED
    assert found.judge(closes.earliest) is Timing.TOO_EARLY
    # What one norm surely forbids is forbidden, whatever is open about another.
    longer = Window(at_least=CalendarDays(days + 9, last_day=STAYS))
    together = both(Window(at_least=Workdays(15)), longer, start=start)
    assert together.layers[0].judge(closes.earliest) is Timing.UNDECIDED
    assert together.judge(closes.earliest) is Timing.TOO_EARLY
    # The other way round: a shortest duration that may yet end after the longest.
    days = (closes.earliest - start).days
    at_most = Window(at_most=CalendarDays(days, last_day=STAYS))
    found = both(Window(at_least=Workdays(15)), at_most, start=start)
    assert found.contradiction == Message(
        "window.contradiction-possible", {"opens": closes.latest, "closes": closes.earliest}
    )


def test_hours_beside_days() -> None:
    start = datetime(2018, 5, 16, 10, tzinfo=BEIJING)
    quick = Window(
        at_least=Hours(24, first_hour=FirstHour.COUNTS),
        at_most=Hours(48, first_hour=FirstHour.COUNTS),
    )
    found = opened(quick, start)
    assert found.judge(datetime(2018, 5, 17, 9, 59, tzinfo=BEIJING)) is Timing.TOO_EARLY
    assert found.judge(datetime(2018, 5, 17, 2, 0, tzinfo=UTC)) is Timing.IN_TIME
    assert found.judge(datetime(2018, 5, 18, 10, 0, tzinfo=BEIJING)) is Timing.IN_TIME
    assert found.judge(datetime(2018, 5, 18, 10, 1, tzinfo=BEIJING)) is Timing.TOO_LATE
    # A bare day is enough unless the bound falls on it.
    assert found.judge(date(2018, 5, 16)) is Timing.TOO_EARLY
    assert found.judge(date(2018, 5, 19)) is Timing.TOO_LATE
    with pytest.raises(InvalidValueError, match="turns on the hour"):
        found.judge(date(2018, 5, 17))
    with pytest.raises(InvalidValueError, match="day"):
        found.judge(datetime(2018, 5, 17, 9))  # noqa: DTZ001
    # The 18th as a day ends after every moment of it.
    mixed = both(quick, Window(at_most=Workdays(2)), start=start)
    assert mixed.closes is not None
    assert isinstance(mixed.closes.limit, Hours)
    # It may end in the course of the 18th, and by 10:00 it must.
    assert both(quick, Window(at_least=Workdays(2)), start=start).contradiction is None
    assert both(quick, Window(at_least=Workdays(3)), start=start).contradiction is not None


def test_windows_that_cannot_be() -> None:
    with pytest.raises(InvalidValueError, match="shortest or a longest"):
        Window()
    with pytest.raises(InvalidValueError, match="at least"):
        Window(at_least=Workdays(7), at_most=Workdays(5))
    with pytest.raises(InvalidValueError, match="no window"):
        both(start=date(2018, 5, 16))
    # What cannot be compared without a calendar is left to the days.
    fixed = FixedDate(month=1, day=31, years_after=1, last_day=STAYS)
    Window(at_least=Workdays(7), at_most=CalendarDays(5, last_day=STAYS))
    Window(at_least=fixed, at_most=Workdays(5))
    Window(
        at_least=CalendarDays(7, last_day=STAYS), at_most=CalendarDays(5, last_day=LastDay.MOVES)
    )
    Window(at_least=Workdays(0), at_most=Workdays(0))


def test_bounds_in_days_and_in_hours_are_laid_over_one_another() -> None:
    """From 10:00 on a Monday: one working day opens with Tuesday, forty hours at 02:00 after."""
    start = datetime(2025, 9, 1, 10, tzinfo=BEIJING)
    day, hours = (
        Window(at_least=Workdays(1)),
        Window(at_least=Hours(40, first_hour=FirstHour.COUNTS)),
    )
    both = narrowest([day, hours], start=start, calendar=CALENDAR)
    assert both.opens is not None
    assert both.opens.limit == Hours(40, first_hour=FirstHour.COUNTS)
    assert both.judge(datetime(2025, 9, 3, 1, tzinfo=BEIJING)) is Timing.TOO_EARLY
    assert both.judge(datetime(2025, 9, 3, 2, tzinfo=BEIJING)) is Timing.IN_TIME
    at_most = Window(at_most=Hours(40, first_hour=FirstHour.COUNTS))
    within = narrowest([day, at_most], start=start, calendar=CALENDAR)
    assert within.contradiction is None
    assert within.judge(datetime(2025, 9, 2, 9, tzinfo=BEIJING)) is Timing.IN_TIME


def test_before_it_began_nothing_is_in_time() -> None:
    late = opening(Window(at_most=Workdays(15)), start=date(2025, 9, 25), calendar=CALENDAR)
    assert late.judge(date(2025, 9, 24)) is Timing.TOO_EARLY
    assert late.judge(date(2025, 9, 25)) is Timing.IN_TIME
