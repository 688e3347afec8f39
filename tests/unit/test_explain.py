"""Due dates in words: what was counted, what was not, and why."""

from __future__ import annotations

from datetime import date

import pytest
from opengov_policy_cn import calendar

from opengov import explain
from opengov.i18n import Translator
from opengov.workdays import (
    CalendarDays,
    FirstHour,
    FixedDate,
    Hours,
    LastDay,
    Limit,
    Months,
    Workdays,
    Years,
    due,
    latest_before,
)
from opengov.workdays.clocks import Clock, ClockRules, Pause, Resume, Start, clock_due


def told(start: date, count: int, language: str) -> str:
    last = due(Workdays(count), start=start, calendar=calendar())
    return explain.count(last, Translator(language))


def test_the_turn_of_2018_is_told_with_every_day_that_was_skipped() -> None:
    assert told(date(2018, 12, 5), 20, "zh") == (
        "计算：2018年12月5日的次日起数20个工作日；周末12月8日至9日、12月15日至16日、12月22日至23日"
        "不计；元旦放假2018年12月30日至2019年1月1日不计（国办发明电〔2018〕15号）；"
        "元旦调休上班的12月29日计入（国办发明电〔2018〕15号）。"
    )
    assert told(date(2018, 12, 5), 20, "en") == (
        "Count: 20 working days from the day after 5 December 2018; 8–9 Dec, 15–16 Dec, 22–23 Dec"
        " not counted (weekend); 30 Dec 2018\u2009–\u20091 Jan 2019 not counted (holiday: 元旦)"
        " (国办发明电〔2018〕15号);"
        " 29 Dec counted, worked in exchange for 元旦 (国办发明电〔2018〕15号)."
    )


@pytest.mark.parametrize(
    ("start", "count", "words"),
    [
        (date(2018, 5, 14), 3, "其间没有休息日"),
        # Friday, and then a Saturday that is worked: nothing is skipped, and it is still told.
        (date(2018, 12, 28), 1, "元旦调休上班的12月29日计入"),
    ],
)
def test_nothing_skipped_and_nothing_hidden(start: date, count: int, words: str) -> None:
    assert words in told(start, count, "zh")


PAUSED = Clock(
    rules=ClockRules(limit=Workdays(5), pauses_for=frozenset({"征求第三方意见"})),
    events=(
        Start(on=date(2024, 5, 13)),
        Pause(on=date(2024, 5, 14), reason="征求第三方意见"),
        Resume(on=date(2024, 5, 17)),
    ),
)


def test_a_clock_that_was_paused_says_so() -> None:
    found = clock_due(PAUSED, calendar=calendar(), as_of=date(2024, 5, 20))
    assert list(explain.clock(found, Translator("zh"))) == [
        "期限于2024年5月23日届满。",
        (
            "计算：2024年5月13日的次日起数5个工作日；5月15日至17日停止计算（自2024年5月14日起停止计算："
            "征求第三方意见）；周末5月18日至19日不计。"
        ),
    ]
    rows = explain.ledger_table(found.if_resumed, Translator("en"))
    assert [(row[0].day, row[3]) for row in rows][:4] == [
        (14, 1),
        (15, None),
        (16, None),
        (17, None),
    ]
    assert "stopped on 14 May 2024" in rows[1][2]


def test_a_clock_that_stands_still_has_no_last_day() -> None:
    found = clock_due(PAUSED, calendar=calendar(), as_of=date(2024, 5, 16))
    first, *_ = explain.clock(found, Translator("en"))
    assert first.startswith("The clock stands still (stopped on 14 May 2024: 征求第三方意见).")
    assert "22 May 2024 at the soonest" in first


def test_counting_back_in_calendar_days_leaves_nothing_out() -> None:
    week = CalendarDays(7, last_day=LastDay.STAYS)
    found = latest_before(week, event=date(2024, 5, 8), calendar=calendar())
    assert explain.latest_before(found, Translator("zh")) == (
        "最迟为2024年5月1日：自2024年5月8日（当日不计）往前数7日。"
    )


def test_a_clock_in_months_that_was_stopped_does_not_claim_another_month() -> None:
    rules = ClockRules(limit=Months(1, last_day=LastDay.STAYS))
    events = (
        Start(on=date(2025, 1, 31)),
        Pause(on=date(2025, 2, 10), reason="征求意见"),
        Resume(on=date(2025, 2, 15)),
    )
    found = clock_due(
        Clock(rules=rules, events=events), calendar=calendar(), as_of=date(2025, 3, 1)
    )
    assert list(explain.clock(found, Translator("zh"))) == [
        "期限于2025年3月5日届满。",
        (
            "计算：自2025年1月31日起1个月，停止计算的日数顺延。期间停止计算："
            "2月11日至15日停止计算（自2025年2月10日起停止计算：征求意见）。"
        ),
    ]


def test_counting_back_is_told() -> None:
    found = latest_before(Workdays(3), event=date(2024, 5, 8), calendar=calendar())
    assert explain.latest_before(found, Translator("zh")) == (
        "最迟为2024年4月30日：自2024年5月8日（当日不计）往前数3个工作日；"
        "劳动节放假5月1日至5日不计（国办发明电〔2023〕7号）。"
    )


@pytest.mark.parametrize(
    ("limit", "zh", "en"),
    [
        (CalendarDays(30, last_day=LastDay.MOVES), "30日", "30 calendar days"),
        (CalendarDays(1, last_day=LastDay.MOVES), "1日", "1 calendar day"),
        (Months(1, last_day=LastDay.STAYS), "1个月", "1 month"),
        (Years(3, last_day=LastDay.STAYS), "3年", "3 years"),
        (Hours(24, first_hour=FirstHour.COUNTS), "24小时", "24 hours"),
        (
            FixedDate(month=1, day=31, years_after=1, last_day=LastDay.MOVES),
            "次年1月31日",
            "31 January of the next year",
        ),
        (
            FixedDate(month=1, day=31, years_after=2, last_day=LastDay.MOVES),
            "其后第2年的1月31日",
            "31 January, 2 years on",
        ),
        (
            FixedDate(month=3, day=31, last_day=LastDay.STAYS),
            "当年3月31日",
            "31 March of the same year",
        ),
    ],
)
def test_limits_in_words(limit: Limit, zh: str, en: str) -> None:
    assert explain.limit(limit, Translator("zh")) == zh
    assert explain.limit(limit, Translator("en")) == en


def test_a_last_day_that_was_moved_says_over_what() -> None:
    found = due(
        CalendarDays(20, last_day=LastDay.MOVES), start=date(2024, 4, 11), calendar=calendar()
    )
    assert explain.count(found, Translator("zh")) == (
        "计算：2024年4月11日的次日起连续数20日，休息日计算在内，至2024年5月1日届满。届满日无人上班，顺延："
        "劳动节放假5月1日至5日不计（国办发明电〔2023〕7号）；顺延至2024年5月6日。"
    )


def test_a_provisional_date_gives_both_bounds() -> None:
    found = due(Workdays(40), start=date(2026, 12, 20), calendar=calendar())
    assert explain.last_day(found, Translator("zh")) == (
        "2027年2月19日至2027年2月23日之间的一日（暂定）"
    )
    assert "1 Jan – 23 Feb 2027 not announced yet" in explain.count(
        found, Translator("en")
    ).replace("\u2009", " ")
