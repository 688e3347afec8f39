"""Batches answer as single days do, errors included."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opengov_policy_cn import calendar

from opengov.errors import InvalidValueError, NotAnnouncedError
from opengov.workdays import (
    add_workdays,
    add_workdays_batch,
    is_workday,
    is_workday_batch,
    workdays_between_batch,
)

CHINA = calendar()
DAYS = st.dates(date(2004, 1, 1), date(2025, 12, 31))


@given(st.lists(st.tuples(DAYS, st.integers(0, 200)), max_size=20))
def test_a_batch_is_its_single_answers(pairs: list[tuple[date, int]]) -> None:
    starts = np.array([start for start, _ in pairs], dtype="datetime64[D]")
    counts = np.array([count for _, count in pairs], dtype="i8")
    found = add_workdays_batch(starts, counts, calendar=CHINA)
    assert found.tolist() == [add_workdays(s, n, calendar=CHINA) for s, n in pairs]
    ends = found
    assert workdays_between_batch(starts, ends, calendar=CHINA).tolist() == counts.tolist()
    assert is_workday_batch(starts, calendar=CHINA).tolist() == [
        is_workday(start, calendar=CHINA) for start, _ in pairs
    ]


def test_more_than_one_part() -> None:
    """A large batch is worked in parts; the seams must not show."""
    size = 200_003
    chance = np.random.default_rng(7)
    first = np.datetime64("2008-01-01")
    starts = first + chance.integers(0, 6500, size)
    counts = chance.integers(1, 120, size)
    found = add_workdays_batch(starts, counts, calendar=CHINA)
    for index in (0, 65_535, 65_536, 131_072, size - 1):
        start = starts[index].astype(object)
        assert found[index].astype(object) == add_workdays(
            start, int(counts[index]), calendar=CHINA
        )
    assert (workdays_between_batch(starts, found, calendar=CHINA) == counts).all()


def test_one_value_goes_with_many_and_shapes_are_kept() -> None:
    starts = np.array([["2018-05-16", "2018-12-05"]], dtype="datetime64[D]")
    found = add_workdays_batch(starts, 20, calendar=CHINA)
    assert found.shape == (1, 2)
    assert found.tolist() == [[date(2018, 6, 13), date(2019, 1, 3)]]
    assert add_workdays_batch([date(2018, 5, 16)], [3], calendar=CHINA).tolist() == [
        date(2018, 5, 21)
    ]
    assert add_workdays_batch(np.array([], "datetime64[D]"), 3, calendar=CHINA).tolist() == []


def test_december_is_answered_where_single_days_are() -> None:
    assert add_workdays_batch([date(2026, 11, 25)], [7], calendar=CHINA).tolist() == [
        add_workdays(date(2026, 11, 25), 7, calendar=CHINA)
    ]
    assert is_workday_batch([date(2026, 12, 31)], calendar=CHINA).tolist() == [True]


@pytest.mark.parametrize(
    ("starts", "counts", "error"),
    [
        ([date(2026, 12, 20)], [20], NotAnnouncedError),
        ([date(2003, 12, 31)], [1], NotAnnouncedError),
        ([date(2018, 5, 16)], [-1], InvalidValueError),
        ([date(2018, 5, 16)], [1.0], InvalidValueError),
        ([date(2018, 5, 16)], [True], InvalidValueError),
        ([datetime(2018, 5, 16)], [1], InvalidValueError),  # noqa: DTZ001
        (np.array(["2018-05-16T10"], dtype="datetime64[h]"), [1], InvalidValueError),
        (np.array(["NaT"], dtype="datetime64[D]"), [1], InvalidValueError),
        (["2018-05-16"], [1], InvalidValueError),
    ],
)
def test_a_batch_is_as_strict(
    starts: list[date], counts: list[int], error: type[Exception]
) -> None:
    with pytest.raises(error):
        add_workdays_batch(starts, counts, calendar=CHINA)


def test_an_end_before_its_start_is_refused() -> None:
    later, earlier = [date(2018, 5, 20)], [date(2018, 5, 20) - timedelta(days=1)]
    with pytest.raises(InvalidValueError, match="before"):
        workdays_between_batch(later, earlier, calendar=CHINA)


def test_numpy_is_loaded_when_a_batch_is_asked_for_and_not_before() -> None:
    program = (
        "import sys, datetime; from opengov.workdays import *; c = announced_calendar();"
        "add_workdays(datetime.date(2018, 5, 16), 20, calendar=c);"
        "assert 'numpy' not in sys.modules;"
        "add_workdays_batch([datetime.date(2018, 5, 16)], [20], calendar=c);"
        "assert 'numpy' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_count_of_nought_among_many_is_its_start_and_costs_no_more() -> None:
    starts = np.array(["2018-05-16", "2018-05-19", "2018-05-16"], dtype="datetime64[D]")
    found = add_workdays_batch(starts, [0, 0, 3], calendar=CHINA)
    assert found.tolist() == [date(2018, 5, 16), date(2018, 5, 19), date(2018, 5, 21)]
