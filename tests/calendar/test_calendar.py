"""A calendar of dated notices: what each day is, who says so, and what was known when."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve
from opengov_policy_cn import calendar, notices

from opengov.domain import BEIJING, Trust
from opengov.errors import CalendarError, InvalidValueError, NotAnnouncedError, NoticeError
from opengov.workdays import (
    Calendar,
    DayKind,
    DaySource,
    Notice,
    NoticeDay,
    Overlay,
    Workdays,
    add_workdays,
    calendar_from,
    due,
    is_workday,
    package_years,
    subtract_workdays,
    workdays_between,
)

CHINA = calendar()
SCHEDULE = Path(__file__).parents[3] / "shared" / "notices" / "schedule.json"

# Working days a year, counted from the notices by hand and by two other packages.
PER_YEAR = {
    2008: 251, 2009: 250, 2010: 250, 2011: 250, 2012: 249, 2013: 250, 2014: 250, 2015: 249,
    2016: 250, 2017: 249, 2018: 250, 2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249,
    2024: 251, 2025: 248, 2026: 248,
}  # fmt: skip


def known(year: int, month: int, day: int) -> Calendar:
    return CHINA.as_known(datetime(year, month, day, 12, tzinfo=BEIJING))


@pytest.mark.parametrize(("year", "count"), PER_YEAR.items())
def test_working_days_per_year(year: int, count: int) -> None:
    day, worked = date(year, 1, 1), 0
    while day.year == year:
        worked += is_workday(day, calendar=CHINA)
        day += timedelta(days=1)
    assert worked == count


@pytest.mark.shared
@pytest.mark.skipif(
    not SCHEDULE.exists(), reason="needs ../shared, which is not part of the repository"
)
def test_every_day_is_the_one_of_the_schedule() -> None:
    years = {y: d for y, d in json.loads(SCHEDULE.read_text("utf-8")).items() if y.isdigit()}
    holidays = {d for year in years.values() for d in year["holidays"]}
    make_ups = {d for year in years.values() for d in year["makeup_workdays"]}
    day = date(2008, 1, 1)
    while day <= date(2026, 12, 31):
        text, found = day.isoformat(), CHINA.day(day)
        assert found.is_workday == (
            text in make_ups or (day.weekday() < 5 and text not in holidays)
        ), day
        assert bool(found.source) == (text in make_ups or text in holidays), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "kind", "number"),
    [
        ((2018, 12, 29), DayKind.MAKE_UP, "国办发明电〔2018〕15号"),
        ((2018, 12, 31), DayKind.MOVED, "国办发明电〔2018〕15号"),
        ((2019, 1, 1), DayKind.STATUTORY, "国办发明电〔2018〕15号"),
        ((2015, 9, 3), DayKind.ONE_OFF, "国发明电〔2015〕1号"),
        ((2015, 9, 4), DayKind.MOVED, "国发明电〔2015〕1号"),
        ((2015, 9, 6), DayKind.MAKE_UP, "国发明电〔2015〕1号"),
        ((2019, 5, 2), DayKind.MOVED, "国办发明电〔2019〕3号"),
        ((2020, 1, 31), DayKind.EXTENSION, "国办发明电〔2020〕1号"),
        ((2020, 2, 1), DayKind.EXTENSION, "国办发明电〔2020〕1号"),
        ((2025, 10, 11), DayKind.MAKE_UP, "国办发明电〔2024〕12号"),
        ((2025, 5, 2), DayKind.STATUTORY, "国办发明电〔2024〕12号"),
    ],
)
def test_a_day_knows_its_kind_and_the_notice_that_says_so(
    day: tuple[int, int, int], kind: DayKind, number: str
) -> None:
    found = CHINA.day(date(*day))
    assert found.kind is kind
    assert found.source is not None
    assert found.source.number == number


def test_a_plain_day_needs_nobody_to_say_so() -> None:
    assert CHINA.day(date(2018, 5, 16)).source is None
    assert CHINA.day(date(2018, 5, 19)).kind is DayKind.WEEKEND


def test_a_make_up_saturday_became_a_holiday_a_week_before() -> None:
    """2020-02-01: worked by the notice of November, off by the one of 26 January."""
    assert known(2020, 1, 25).day(date(2020, 2, 1)).kind is DayKind.MAKE_UP
    assert known(2020, 1, 26).day(date(2020, 2, 1)).kind is DayKind.EXTENSION


@pytest.mark.parametrize(
    ("start", "count", "moment", "last"),
    [
        ((2020, 1, 20), 20, (2020, 1, 25), (2020, 2, 21)),
        ((2020, 1, 20), 20, (2020, 1, 27), (2020, 2, 25)),
        ((2020, 1, 17), 7, (2020, 1, 20), (2020, 2, 1)),
        ((2020, 1, 17), 7, (2020, 1, 26), (2020, 2, 4)),
        # 2019: four days at Labour Day instead of one, announced in March.
        ((2019, 4, 18), 7, (2019, 3, 21), (2019, 4, 29)),
        ((2019, 4, 18), 7, (2019, 3, 22), (2019, 4, 28)),
        # 2015: 3 and 4 September off, Sunday the 6th worked, announced in May.
        ((2015, 8, 31), 3, (2015, 5, 12), (2015, 9, 3)),
        ((2015, 8, 31), 3, (2015, 5, 13), (2015, 9, 6)),
    ],
)
def test_the_right_answer_depends_on_when_it_was_asked(
    start: tuple[int, int, int],
    count: int,
    moment: tuple[int, int, int],
    last: tuple[int, int, int],
) -> None:
    assert due(Workdays(count), start=date(*start), calendar=known(*moment)).on == date(*last)


def test_a_moment_is_known_by_its_day_in_beijing() -> None:
    """17:00 UTC on the 25th is 01:00 on the 26th in Beijing, where the notice is out."""
    late = CHINA.as_known(datetime(2020, 1, 25, 17, tzinfo=UTC))
    assert late.day(date(2020, 2, 1)).kind is DayKind.EXTENSION
    with pytest.raises(InvalidValueError, match="zone"):
        CHINA.as_known(datetime(2020, 1, 25, 17))  # noqa: DTZ001


def test_what_was_known_never_grows_by_asking_a_past_calendar_about_later() -> None:
    past = known(2019, 6, 1)
    assert past.as_known(datetime(2026, 1, 1, tzinfo=UTC)).announced == past.announced
    assert past.announced.end == date(2020, 1, 1)


def test_before_the_first_notice_nothing_was_known() -> None:
    with pytest.raises(CalendarError, match="nothing was announced by 2003-12-31"):
        CHINA.as_known(datetime(2003, 12, 31, tzinfo=BEIJING))


def test_the_years_before_the_notices_come_from_the_package_and_say_so() -> None:
    found = CHINA.day(date(2006, 10, 1))
    assert found.source is not None
    assert found.source.title.startswith("chinese-calendar")
    assert found.source.trust is Trust.UNVERIFIED
    # The package has it off; it was worked, for the Tuesday after New Year.
    assert CHINA.day(date(2005, 12, 31)).kind is DayKind.MAKE_UP
    assert CHINA.day(date(2007, 12, 31)).kind is DayKind.MOVED


def test_data_alone_announces_no_year() -> None:
    years = [year.arranges for year in package_years()]
    assert years[:4] == [2004, 2005, 2006, 2007]
    assert all(year.source.issued is None for year in package_years())
    assert all(year.known_on == date(year.arranges or 0, 1, 1) for year in package_years())


def test_a_year_that_lacks_a_statutory_holiday_is_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from chinese_calendar import constants

    stray = {**constants.holidays, date(2027, 1, 1): "New Year's Day"}
    monkeypatch.setattr(constants, "holidays", stray)
    package_years.cache_clear()
    try:
        assert max(year.arranges or 0 for year in package_years()) == 2026
    finally:
        package_years.cache_clear()


def test_whole_data_of_a_year_without_a_notice_counts_from_its_first_day() -> None:
    """The package may learn 2027 before its notice is here; that announces nothing."""
    learned = evolve(
        next(n for n in notices() if n.arranges == 2026),
        arranges=2027,
        days=(NoticeDay(day=date(2027, 1, 1), kind=DayKind.STATUTORY, holiday="元旦"),),
        source=DaySource(title="chinese-calendar 9"),
        known_on=date(2027, 1, 1),
    )
    more = Calendar((*notices(), learned))
    assert more.announced_through == date(2026, 12, 31)
    assert not due(Workdays(20), start=date(2026, 12, 20), calendar=more).is_confirmed
    later = more.as_known(datetime(2027, 1, 2, tzinfo=BEIJING))
    assert later.announced_through == date(2027, 12, 31)


def test_notices_are_shipped_with_number_issue_and_trust() -> None:
    yearly = [notice for notice in notices() if notice.arranges is not None]
    assert [notice.arranges for notice in yearly] == list(range(2008, 2027))
    assert all(notice.source.issued for notice in notices())
    assert [n.source.number for n in notices() if not n.source.number] == [""]  # 2008's is unknown
    changed = {str(n.source): n.source.issued for n in notices() if n.arranges is None}
    assert changed == {
        "国发明电〔2015〕1号": date(2015, 5, 13),
        "国办发明电〔2019〕3号": date(2019, 3, 22),
        "国办发明电〔2020〕1号": date(2020, 1, 26),
    }


def test_a_gap_between_years_ends_what_is_announced() -> None:
    calendar_with_gap = Calendar(n for n in notices() if n.arranges not in {2018, None})
    assert calendar_with_gap.announced.end == date(2018, 1, 1)
    with pytest.raises(NotAnnouncedError):
        calendar_with_gap.day(date(2019, 1, 2))


def test_a_new_notice_can_be_added() -> None:
    off = NoticeDay(day=date(2026, 9, 3), kind=DayKind.ONE_OFF, holiday="试")
    extra = Notice(
        source=DaySource(title="试", number="试〔2026〕1号", issued=date(2026, 6, 1)),
        arranges=None,
        days=(off,),
    )
    longer = CHINA.with_notices(extra)
    assert not is_workday(date(2026, 9, 3), calendar=longer)
    assert is_workday(date(2026, 9, 3), calendar=CHINA)
    assert longer.with_notices(extra).notices == longer.notices  # it takes its own place
    assert Calendar((*CHINA.notices, extra, extra)).notices == longer.notices
    with pytest.raises(InvalidValueError, match="试〔2026〕1号 is there twice"):
        Calendar((*CHINA.notices, extra, evolve(extra, days=())))
    with pytest.raises(InvalidValueError, match="2026 is there twice"):
        Calendar((*CHINA.notices, *package_years()))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((NoticeDay(day=date(2026, 9, 4), kind=DayKind.MAKE_UP),), "cannot be make-up"),
        ((NoticeDay(day=date(2026, 9, 5), kind=DayKind.MOVED),), "cannot be moved"),
        ((NoticeDay(day=date(2025, 9, 5), kind=DayKind.MOVED),), "no day of 2026"),
        ((NoticeDay(day=date(2026, 9, 4), kind=DayKind.MOVED),) * 2, "named twice"),
    ],
)
def test_a_notice_that_cannot_be_right_is_refused(days: tuple[NoticeDay, ...], words: str) -> None:
    with pytest.raises(NoticeError, match=words):
        Notice(source=DaySource(title="试", issued=date(2025, 11, 1)), arranges=2026, days=days)


def test_a_calendar_and_a_due_date_go_to_another_process() -> None:
    past = known(2020, 1, 25).with_overlays(Overlay.off("搬迁", date(2020, 2, 3)))
    again = pickle.loads(pickle.dumps(past))
    assert again.day(date(2020, 2, 1)).kind is DayKind.MAKE_UP
    assert again.day(date(2020, 2, 3)).kind is DayKind.CLOSURE
    found = due(Workdays(20), start=date(2018, 12, 5), calendar=CHINA)
    assert len(pickle.dumps(CHINA)) < 100_000
    copy = pickle.loads(pickle.dumps(found))
    assert copy == found
    assert copy.ledger == found.ledger


# Overlays ------------------------------------------------------------------------------------

GUANGXI = Overlay.off(
    "广西壮族三月三",
    date(2025, 3, 31),
    date(2025, 4, 1),
    kind=DayKind.REGIONAL,
    source=DaySource(title="关于2025年广西三月三放假的通知", number="桂政办发〔2025〕1号"),
)


def test_a_region_has_days_off_of_its_own() -> None:
    region = CHINA.with_overlays(GUANGXI)
    assert region.day(date(2025, 3, 31)).kind is DayKind.REGIONAL
    assert is_workday(date(2025, 3, 31), calendar=CHINA)
    found = due(Workdays(5), start=date(2025, 3, 26), calendar=region)
    assert found.on == date(2025, 4, 7)
    assert due(Workdays(5), start=date(2025, 3, 26), calendar=CHINA).on == date(2025, 4, 2)
    assert found.overlays == ("广西壮族三月三",)
    assert [line.day.holiday for line in found.ledger if line.day.kind is DayKind.REGIONAL] == [
        "广西壮族三月三"
    ] * 2


def test_an_agency_may_close_and_may_work_on_a_day_off() -> None:
    agency = CHINA.with_overlays(
        Overlay.off("搬迁", date(2024, 6, 3)),
        Overlay.off("集中办公", date(2024, 6, 8), kind=DayKind.MAKE_UP),
    )
    assert add_workdays(date(2024, 6, 2), 1, calendar=agency) == date(2024, 6, 4)
    assert is_workday(date(2024, 6, 8), calendar=agency)
    # Named where they touch the count.
    assert due(Workdays(1), start=date(2024, 6, 2), calendar=agency).overlays == ("搬迁",)
    assert due(Workdays(5), start=date(2024, 6, 2), calendar=agency).overlays == (
        "搬迁",
        "集中办公",
    )
    assert due(Workdays(5), start=date(2024, 7, 2), calendar=agency).overlays == ()


def test_a_closure_in_a_year_to_come_moves_the_bounds() -> None:
    closed = CHINA.with_overlays(Overlay.off("搬迁", date(2027, 1, 4), date(2027, 1, 5)))
    found = due(Workdays(3), start=date(2026, 12, 30), calendar=closed)
    assert (found.earliest, found.latest) == (date(2027, 1, 7), date(2027, 1, 7))


def test_an_overlay_counts_from_the_day_it_was_known() -> None:
    late = Overlay.off("搬迁", date(2024, 6, 3), known_on=date(2024, 5, 20))
    agency = CHINA.with_overlays(late)
    assert is_workday(date(2024, 6, 3), calendar=agency.known_by(date(2024, 5, 19)))
    assert not is_workday(date(2024, 6, 3), calendar=agency.known_by(date(2024, 5, 20)))


@pytest.mark.parametrize("kind", [DayKind.STATUTORY, DayKind.WORKDAY, DayKind.UNANNOUNCED])
def test_an_overlay_sets_no_national_holiday(kind: DayKind) -> None:
    with pytest.raises(InvalidValueError, match="cannot be used"):
        Overlay.off("试", date(2024, 6, 3), kind=kind)


# What is asked -------------------------------------------------------------------------------


def test_a_moment_counts_as_its_day_in_beijing() -> None:
    moment = datetime(2018, 5, 15, 16, 30, tzinfo=UTC)  # 00:30 on the 16th in Beijing
    assert add_workdays(moment, 20, calendar=CHINA) == date(2018, 6, 13)
    assert due(Workdays(20), start=moment, calendar=CHINA).start == date(2018, 5, 16)
    assert is_workday(datetime(2018, 5, 18, 17, tzinfo=UTC), calendar=CHINA) is False
    assert workdays_between(moment, date(2018, 6, 13), calendar=CHINA) == 20
    assert subtract_workdays(moment, 1, calendar=CHINA) == date(2018, 5, 15)


@pytest.mark.parametrize("odd", [datetime(2018, 5, 16), "2018-05-16", None, 736830, []])  # noqa: DTZ001
def test_what_is_no_day_is_refused(odd: date) -> None:
    for ask in (
        lambda: add_workdays(odd, 20, calendar=CHINA),
        lambda: is_workday(odd, calendar=CHINA),
        lambda: workdays_between(odd, date(2018, 6, 1), calendar=CHINA),
        lambda: workdays_between(date(2018, 1, 1), odd, calendar=CHINA),
        lambda: due(Workdays(1), start=odd, calendar=CHINA),
        lambda: CHINA.day(odd),
    ):
        with pytest.raises(InvalidValueError):
            ask()


@pytest.mark.parametrize("odd", [1.0, True, "1", None, -1])
def test_what_is_no_count_is_refused(odd: int) -> None:
    with pytest.raises(InvalidValueError):
        add_workdays(date(2018, 5, 16), odd, calendar=CHINA)


def test_a_day_before_the_first_one_never_answers() -> None:
    first = CHINA.announced.start - timedelta(days=1)
    for ask in (
        lambda: add_workdays(first, 1, calendar=CHINA),
        lambda: is_workday(first, calendar=CHINA),
        lambda: workdays_between(first, date(2018, 1, 1), calendar=CHINA),
        lambda: subtract_workdays(date(2004, 1, 5), 20, calendar=CHINA),
    ):
        with pytest.raises(NotAnnouncedError, match="no data for days before"):
            ask()


def test_an_end_before_its_start_is_refused_although_no_working_day_lies_between() -> None:
    with pytest.raises(InvalidValueError, match="before"):
        workdays_between(date(2018, 5, 20), date(2018, 5, 19), calendar=CHINA)


def test_years_of_notices_win_over_the_package() -> None:
    assert {str(n.source) for n in calendar_from(notices()).notices if n.arranges == 2018} == {
        "国办发明电〔2017〕12号"
    }
