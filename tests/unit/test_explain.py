"""Due dates in words: what was counted, what was not, and why."""

from __future__ import annotations

from datetime import date

import pytest
from opengov_policy_cn import calendar

from opengov import explain
from opengov.i18n import Translator
from opengov.workdays import Workdays, due


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
