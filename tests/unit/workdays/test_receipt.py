"""The day of receipt, by the way in which a request came (条例 2019, art. 31)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from opengov.errors import InvalidValueError
from opengov.workdays.receipt import Submission, received_on

SUBMITTED, SIGNED, CONFIRMED = date(2025, 9, 24), date(2025, 9, 26), date(2025, 9, 28)


@pytest.mark.parametrize(
    ("submission", "day"),
    [
        (Submission.IN_PERSON, SUBMITTED),
        (Submission.SIGNED_POST, SIGNED),
        (Submission.ORDINARY_POST, CONFIRMED),
        (Submission.INTERNET, CONFIRMED),
        (Submission.FAX, CONFIRMED),
    ],
)
def test_the_way_decides(submission: Submission, day: date) -> None:
    found = received_on(submission, submitted=SUBMITTED, signed=SIGNED, confirmed=CONFIRMED)
    assert found == day


def test_every_way_is_known() -> None:
    for submission in Submission:
        day = received_on(submission, submitted=SUBMITTED, signed=SUBMITTED, confirmed=SUBMITTED)
        assert day == SUBMITTED


@pytest.mark.parametrize(
    ("submission", "asked"),
    [
        (Submission.SIGNED_POST, "signed"),
        (Submission.ORDINARY_POST, "confirmed"),
        (Submission.INTERNET, "confirmed"),
        (Submission.FAX, "confirmed"),
    ],
)
def test_the_day_that_decides_is_needed(submission: Submission, asked: str) -> None:
    others = {"signed": SIGNED, "confirmed": CONFIRMED}
    others.pop(asked)
    with pytest.raises(InvalidValueError) as caught:
        received_on(submission, submitted=SUBMITTED, **others)
    (fault,) = caught.value.faults
    assert fault.where == f"received_on.{asked}"
    with pytest.raises(InvalidValueError, match="cannot be told") as caught:
        received_on(submission, submitted=SUBMITTED, **{asked: date(2025, 9, 23)})
    assert "2025-09-23 lies before 2025-09-24" in str(caught.value)


def test_what_does_not_decide_is_not_looked_at() -> None:
    day = received_on(Submission.IN_PERSON, submitted=SUBMITTED, signed=date(2020, 1, 1))
    assert day == SUBMITTED


def test_moments_count_as_their_day_in_beijing() -> None:
    evening = datetime(2025, 9, 24, 16, 5, tzinfo=UTC)
    assert received_on(Submission.IN_PERSON, submitted=evening) == date(2025, 9, 25)
    confirmed = datetime(2025, 9, 30, 15, 59, tzinfo=UTC)
    assert received_on(Submission.FAX, submitted=evening, confirmed=confirmed) == date(2025, 9, 30)


def test_every_moment_without_a_zone_is_named() -> None:
    naive = datetime(2025, 9, 24, 16)  # noqa: DTZ001
    with pytest.raises(InvalidValueError) as caught:
        received_on(Submission.INTERNET, submitted=naive, signed=naive, confirmed=naive)
    assert [fault.where for fault in caught.value.faults] == [
        "received_on.submitted",
        "received_on.signed",
        "received_on.confirmed",
    ]
    with pytest.raises(InvalidValueError) as caught:
        received_on(Submission.INTERNET, submitted=naive)
    assert len(caught.value.faults) == 2
