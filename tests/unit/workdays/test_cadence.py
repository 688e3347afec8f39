"""Duties that return: each period is an obligation of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengov.domain.period import Period
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
from opengov.workdays.cadence import (
    Cadence,
    CadencePeriod,
    CadenceStatus,
    Frequency,
    Fulfilment,
    kept,
    periods,
)

CALENDAR = announced_calendar()
DONE, LATE, MISSED, OPEN, NOT_YET = (
    CadenceStatus.DONE,
    CadenceStatus.DONE_LATE,
    CadenceStatus.MISSED,
    CadenceStatus.OPEN,
    CadenceStatus.NOT_YET,
)

HEARING = Cadence(every=Frequency.YEARLY)
REPORT = Cadence(
    every=Frequency.YEARLY,
    due=FixedDate(month=1, day=31, years_after=1, last_day=LastDay.STAYS),
)
CATALOGUE = Cadence(every=Frequency.MONTHLY, due=Workdays(10))
SINCE = date(2018, 5, 16)


def how(
    cadence: Cadence, *done: date | Fulfilment, today: date, since: date = SINCE
) -> tuple[CadencePeriod, ...]:
    return kept(cadence, done=done, since=since, today=today, calendar=CALENDAR)


def statuses(found: Iterable[CadencePeriod]) -> list[CadenceStatus]:
    return [period.status for period in found]


def test_months_quarters_half_years_and_years() -> None:
    for frequency, second in [
        (Frequency.MONTHLY, date(2018, 6, 1)),
        (Frequency.QUARTERLY, date(2018, 7, 1)),
        (Frequency.HALF_YEARLY, date(2018, 7, 1)),
        (Frequency.YEARLY, date(2019, 1, 1)),
    ]:
        first, *others = periods(Cadence(every=frequency), since=SINCE, until=date(2021, 1, 1))
        # The first is cut by the day on which the norm begins; the last ends with the year.
        assert first == Period(SINCE, second)
        assert others[0].start == second
        assert others[-1].end == date(2021, 1, 1)


def test_the_last_period_is_whole() -> None:
    cadence = Cadence(every=Frequency.QUARTERLY)
    assert periods(cadence, since=date(2018, 10, 1), until=date(2019, 1, 2)) == (
        Period(date(2018, 10, 1), date(2019, 1, 1)),
        Period(date(2019, 1, 1), date(2019, 4, 1)),
    )
    assert periods(cadence, since=SINCE, until=SINCE) == ()
    with pytest.raises(InvalidValueError, match="before"):
        periods(cadence, since=SINCE, until=date(2018, 5, 15))


@given(
    st.sampled_from(Frequency),
    st.dates(date(1990, 1, 1), date(2040, 12, 31)),
    st.integers(0, 3000),
)
def test_every_day_lies_in_exactly_one_period(
    frequency: Frequency, since: date, length: int
) -> None:
    until = since + timedelta(days=length)
    found = periods(Cadence(every=frequency), since=since, until=until)
    assert [p.end for p in found[:-1]] == [p.start for p in found[1:]]
    for day in (since, since + timedelta(days=length // 2), until - timedelta(days=1)):
        assert sum(p.covers(day) for p in found) == (since <= day < until)


def test_a_hearing_every_year() -> None:
    found = how(HEARING, date(2018, 12, 31), date(2020, 3, 1), today=date(2021, 6, 1))
    assert statuses(found) == [DONE, MISSED, DONE, OPEN]
    assert [period.due.on for period in found] == [date(y, 12, 31) for y in range(2018, 2022)]
    assert [period.evidence for period in found] == [
        (date(2018, 12, 31),),
        (),
        (date(2020, 3, 1),),
        (),
    ]
    assert [period.is_cut for period in found] == [True, False, False, False]


def test_a_year_that_was_skipped_stays_visible() -> None:
    # Two hearings in the year after are two of that year.
    found = how(HEARING, date(2019, 1, 2), date(2019, 2, 1), today=date(2026, 1, 1))
    assert statuses(found)[:3] == [MISSED, DONE, MISSED]
    assert found[1].evidence == (date(2019, 1, 2), date(2019, 2, 1))
    assert statuses(found)[-1] is OPEN


def test_a_report_on_the_year_by_the_31_january_after() -> None:
    on_time, late = date(2019, 1, 31), date(2020, 2, 10)
    found = how(REPORT, on_time, late, today=date(2021, 2, 1))
    assert statuses(found) == [DONE, LATE, MISSED, NOT_YET]
    assert [period.due.on.year for period in found] == [2019, 2020, 2021, 2022]
    # While a report can be made and is not late, its year is open.
    assert statuses(how(REPORT, today=date(2018, 12, 31))) == [NOT_YET]
    assert statuses(how(REPORT, today=date(2019, 1, 1))) == [OPEN, NOT_YET]
    assert statuses(how(REPORT, today=date(2019, 1, 31))) == [OPEN, NOT_YET]
    assert statuses(how(REPORT, today=date(2019, 2, 1))) == [MISSED, NOT_YET]


def test_what_is_done_before_the_year_is_over_is_no_report_on_it() -> None:
    assert statuses(how(REPORT, date(2018, 12, 20), today=date(2019, 2, 1))) == [MISSED, NOT_YET]
    # Unless it says itself that it is.
    early = Fulfilment(on=date(2018, 12, 20), about=date(2018, 12, 1))
    assert statuses(how(REPORT, early, today=date(2019, 2, 1))) == [DONE, NOT_YET]


def test_a_late_act_is_late_for_its_own_month_only() -> None:
    # January and February are skipped; on 15 April it is the turn of March, and still in time.
    since = date(2019, 1, 1)
    found = how(CATALOGUE, date(2019, 4, 15), since=since, today=date(2019, 4, 20))
    assert statuses(found) == [MISSED, MISSED, DONE, NOT_YET]
    # Ten working days after it would be late, for March alone.
    found = how(CATALOGUE, date(2019, 4, 18), since=since, today=date(2019, 4, 20))
    assert statuses(found) == [MISSED, MISSED, LATE, NOT_YET]
    # A second one on the day serves March too, unless it says what it is about.
    twice = (date(2019, 4, 15), date(2019, 4, 15))
    assert statuses(how(CATALOGUE, *twice, since=since, today=date(2019, 4, 20))) == [
        MISSED,
        MISSED,
        DONE,
        NOT_YET,
    ]
    named = Fulfilment(on=date(2019, 4, 15), about=date(2019, 1, 31))
    assert statuses(how(CATALOGUE, twice[0], named, since=since, today=date(2019, 4, 20))) == [
        LATE,
        MISSED,
        DONE,
        NOT_YET,
    ]


def test_where_due_dates_overlap_the_oldest_is_served_first() -> None:
    cadence = Cadence(every=Frequency.MONTHLY, due=CalendarDays(60, last_day=LastDay.STAYS))
    found = how(
        cadence,
        date(2019, 3, 5),
        date(2019, 3, 6),
        since=date(2019, 1, 1),
        today=date(2019, 3, 31),
    )
    assert [period.evidence for period in found] == [(date(2019, 3, 5),), (date(2019, 3, 6),), ()]
    # 1 April is the last day for January.
    for day, status in [(date(2019, 4, 1), DONE), (date(2019, 4, 2), MISSED)]:
        found = how(cadence, day, since=date(2019, 1, 1), today=date(2019, 4, 2))
        assert found[0].status is status


def test_what_is_due_on_the_first_day_after_is_about_the_whole_period() -> None:
    cadence = Cadence(every=Frequency.MONTHLY, due=CalendarDays(1, last_day=LastDay.STAYS))
    done = (date(2019, 1, 31), date(2019, 3, 1))
    found = how(cadence, *done, since=date(2019, 1, 1), today=date(2019, 3, 1))
    assert [period.evidence for period in found] == [(), (date(2019, 3, 1),), ()]


def test_several_times_a_year() -> None:
    twice = Cadence(every=Frequency.YEARLY, at_least=2)
    found = how(twice, date(2018, 6, 1), date(2019, 3, 1), date(2019, 3, 1), today=date(2019, 4, 1))
    assert statuses(found) == [MISSED, DONE]
    # Half of it is shown, and is not enough.
    assert found[0].evidence == (date(2018, 6, 1),)
    late = Fulfilment(on=date(2019, 1, 5), about=date(2018, 12, 31))
    assert statuses(how(twice, date(2018, 6, 1), late, today=date(2019, 4, 1))) == [LATE, OPEN]


def test_due_within_the_period() -> None:
    training = Cadence(
        every=Frequency.YEARLY, due=FixedDate(month=11, day=30, last_day=LastDay.STAYS)
    )
    found = how(training, date(2018, 11, 30), date(2019, 12, 1), today=date(2020, 11, 30))
    assert statuses(found) == [DONE, LATE, OPEN]
    # A norm that begins after its due date asks for nothing in that year.
    found = how(training, since=date(2018, 12, 5), today=date(2019, 12, 1))
    assert [period.due.on.year for period in found] == [2019]


def test_what_came_later_is_not_looked_at() -> None:
    assert statuses(how(HEARING, date(2019, 1, 2), today=date(2018, 12, 31))) == [OPEN]
    late = Fulfilment(on=date(2019, 1, 2), about=date(2018, 12, 1))
    assert statuses(how(HEARING, late, today=date(2019, 1, 1))) == [MISSED, OPEN]
    # Nor what was done before the norm began.
    found = how(HEARING, date(2018, 5, 15), today=date(2018, 12, 31))
    assert (statuses(found), found[0].evidence) == ([OPEN], ())


def test_a_due_date_that_is_not_confirmed_is_past_after_its_latest_day() -> None:
    cadence = Cadence(every=Frequency.YEARLY, due=Workdays(25))
    (found, _) = how(cadence, since=date(2026, 1, 1), today=date(2027, 1, 1))
    assert not found.due.is_confirmed
    latest = found.due.latest
    assert found.due.earliest < latest
    day_after = latest + timedelta(days=1)
    since = date(2026, 1, 1)
    assert how(cadence, since=since, today=latest)[0].status is OPEN
    assert how(cadence, since=since, today=day_after)[0].status is MISSED
    assert how(cadence, latest, since=since, today=day_after)[0].status is DONE
    assert how(cadence, day_after, since=since, today=day_after)[0].status is LATE


@given(
    st.sampled_from([HEARING, REPORT, CATALOGUE, Cadence(every=Frequency.QUARTERLY, at_least=2)]),
    st.lists(st.dates(date(2018, 1, 1), date(2021, 12, 31)), max_size=30),
    st.dates(SINCE, date(2021, 12, 31)),
)
def test_no_act_serves_two_periods(cadence: Cadence, done: list[date], today: date) -> None:
    found = how(cadence, *done, today=today)
    served = sorted(day for period in found for day in period.evidence)
    counted = [day for day in sorted(done) if day <= today]
    assert not [day for day in set(served) if served.count(day) > counted.count(day)]
    # A later day never heals what was missed.
    later = how(cadence, *done, today=today + timedelta(days=400))
    missed = [period.span for period in found if period.status is MISSED]
    still = {period.span: period.status for period in later}
    assert all(still[span] in {MISSED, LATE} for span in missed)


def test_all_that_is_wrong_with_a_cadence_is_said_at_once() -> None:
    with pytest.raises(InvalidValueError) as caught:
        Cadence(every=Frequency.MONTHLY, due=Hours(24, first_hour=FirstHour.COUNTS), at_least=0)
    assert len(caught.value.faults) == 2
    with pytest.raises(InvalidValueError, match="once a year"):
        Cadence(every=Frequency.MONTHLY, due=REPORT.due)


def test_an_act_about_no_period() -> None:
    strange = [
        Fulfilment(on=date(2018, 6, 1), about=date(2018, 5, 15)),
        Fulfilment(on=date(2018, 6, 1), about=date(2019, 1, 1)),
    ]
    with pytest.raises(InvalidValueError) as caught:
        how(HEARING, *strange, today=date(2018, 12, 31))
    assert len(caught.value.faults) == 2
    assert "2019-01-01" in str(caught.value)


def test_moments_count_as_their_day_in_beijing() -> None:
    at = datetime(2018, 12, 31, 16, 30, tzinfo=UTC)
    found = how(HEARING, at, today=date(2019, 1, 1))
    assert statuses(found) == [MISSED, DONE]
    assert found[1].evidence == (date(2019, 1, 1),)
    with pytest.raises(InvalidValueError):
        how(HEARING, datetime(2018, 12, 31, 16), today=date(2019, 1, 1))  # noqa: DTZ001


def test_before_the_norm_begins_there_is_no_period() -> None:
    assert how(HEARING, since=date(2025, 10, 2), today=date(2025, 9, 30)) == ()
