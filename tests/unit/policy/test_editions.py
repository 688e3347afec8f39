"""A longest time between two acts over the editions of a norm, and its repeal.

A time falls due under one edition, and that one tells it. A shorter interval is counted from the
day on which it took effect, unless the old one ends sooner.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from opengov.domain import Period
from opengov.policy import Cadence
from opengov.policy.condition import KindIs
from opengov.workdays import LastDay, Months, Years
from tests.unit.policy.norms import Status, common, matter, pack, told

YEAR, MONTH = Years(1, last_day=LastDay.STAYS), Months(1, last_day=LastDay.STAYS)
REVISED = date(2019, 5, 15)
YEARLY = Cadence(
    **common("inspection", date(2008, 1, 1)),
    every=YEAR,
    done_by=("acted_on",),
    anchors=("established_on",),
)
OLD = evolve(YEARLY, in_force=Period(date(2008, 1, 1), REVISED))
NEW = evolve(YEARLY, in_force=Period(REVISED))

Told = list[tuple[date | None, Status, date | None]]


def stands(*editions: Cadence, on: str, **days: Any) -> Told:
    """Return the last day of each time that is told, how it stands, and which edition says so."""
    record = matter("agency", **{"established_on": "2010-01-01"} | days)
    found = told(record, pack(*editions), on=on).obligations
    return [(each.due.on if each.due else None, each.status, each.source.version) for each in found]


def test_a_new_edition_neither_hides_nor_resets_a_time_that_was_too_long() -> None:
    late = [(date(2011, 6, 1), Status.OVERDUE, OLD.version)]
    assert stands(OLD, NEW, acted_on="2010-06-01", on="2018-06-15") == late
    assert stands(OLD, NEW, acted_on="2010-06-01", on="2019-06-15") == late
    assert stands(OLD, NEW, on="2019-06-15") == [(date(2011, 1, 1), Status.OVERDUE, OLD.version)]
    before = {"established_on": "2019-06-01", "acted_on": "2019-01-01"}
    assert stands(OLD, NEW, on="2019-06-15", **before) == [
        (date(2020, 6, 1), Status.RUNNING, NEW.version)
    ]


def test_what_is_older_than_the_norm_is_counted_from_its_first_edition() -> None:
    for on in ("2018-06-15", "2019-06-15"):
        assert stands(OLD, NEW, established_on="1999-01-01", on=on) == [
            (date(2009, 1, 1), Status.OVERDUE, OLD.version)
        ]


def test_an_act_on_the_first_day_of_an_edition_ends_the_time_before_it() -> None:
    """A year from 10 May 2018 ends on 10 May 2019, five days before the new edition."""
    assert stands(OLD, NEW, acted_on=["2010-12-01", "2018-05-10", "2019-05-15"], on="2019-06-01")[
        1:
    ] == [
        (date(2011, 12, 1), Status.MET_LATE, OLD.version),
        (date(2019, 5, 10), Status.MET_LATE, OLD.version),
    ]


@pytest.mark.parametrize(
    ("acted", "due"),
    [
        ("2018-05-13", date(2019, 5, 13)),
        ("2018-05-14", date(2019, 5, 14)),  # the last day on which the norm was in force
        ("2018-05-15", None),
    ],
)
@pytest.mark.parametrize("after", [[], ["2019-08-01"]])
def test_a_repeal_ends_the_time_that_goes_on_and_mends_none(
    acted: str, due: date | None, after: list[str]
) -> None:
    days = ["2010-12-01", *(f"{year}-06-01" for year in range(2011, 2018)), acted, *after]
    expected = [] if due is None else [(due, Status.BREACHED, OLD.version)]
    assert stands(OLD, acted_on=days, on="2020-01-01") == expected
    if due is not None:
        found = told(matter("agency", acted_on=acted), pack(OLD), on="2020-01-01").obligations
        assert [each.period for each in found] == [Period(date.fromisoformat(acted), REVISED)]


def test_a_norm_that_lives_on_for_others_alone_was_repealed_for_the_rest() -> None:
    elsewhere = evolve(NEW, when=KindIs("bureau"))
    assert stands(OLD, elsewhere, on="2020-01-01") == [
        (date(2011, 1, 1), Status.BREACHED, OLD.version)
    ]


@pytest.mark.parametrize(
    ("acted", "due", "edition"),
    [
        ("2018-05-14", date(2019, 5, 14), OLD),  # it had run out already
        ("2018-06-01", date(2019, 6, 1), NEW),  # the old year ends sooner than the new month
        ("2018-09-10", date(2019, 6, 15), NEW),  # a month from the day of the new edition
        ("2019-05-14", date(2019, 6, 15), NEW),
        ("2019-05-16", date(2019, 6, 16), NEW),
    ],
)
def test_a_shorter_interval_runs_from_the_new_edition_on_unless_the_old_one_ends_sooner(
    acted: str, due: date, edition: Cadence
) -> None:
    """Once a year until 14 May 2019, from the 15th once a month."""
    new = evolve(NEW, every=MONTH)
    established: dict[str, Any] = {"established_on": acted, "acted_on": acted}
    late = [(due, Status.OVERDUE, edition.version)]
    assert stands(OLD, new, on="2019-06-17", **established) == late
    (found,) = told(matter("agency", **established), pack(OLD, new), on="2019-06-17").obligations
    notes = [note.key for note in found.notes]
    assert ("obligation.edition-within" in notes) == (
        acted in {"2018-06-01", "2018-09-10", "2019-05-14"}
    )


def test_an_act_within_the_new_interval_leaves_nothing_to_tell() -> None:
    new = evolve(NEW, every=MONTH)
    days: dict[str, Any] = {
        "established_on": "2018-09-10",
        "acted_on": ["2018-09-10", "2019-06-15"],
    }
    assert stands(OLD, new, on="2019-07-15", **days) == [(date(2019, 7, 15), Status.MET, REVISED)]


def test_a_longer_interval_counts_for_what_had_not_run_out() -> None:
    """Once a month until 14 May 2019, from the 15th once a year."""
    old = evolve(OLD, every=MONTH)

    def last(acted: str) -> Told:
        return stands(old, NEW, on="2019-06-17", established_on=acted, acted_on=acted)

    assert last("2019-04-14") == [(date(2019, 5, 14), Status.OVERDUE, OLD.version)]
    assert last("2019-04-15") == [(date(2020, 4, 15), Status.MET, NEW.version)]


def test_a_time_that_ran_through_three_editions_is_told_by_the_one_it_fell_due_under() -> None:
    """A year, from 15 May 2019 a month, from 1 June a year again: not due by then, so a year."""
    second = evolve(NEW, every=MONTH, in_force=Period(REVISED, date(2019, 6, 1)))
    third = evolve(YEARLY, in_force=Period(date(2019, 6, 1)))
    days: dict[str, Any] = {"established_on": "2018-12-01", "acted_on": "2018-12-01"}
    assert stands(OLD, second, third, on="2019-12-02", **days) == [
        (date(2019, 12, 1), Status.OVERDUE, third.version)
    ]
    longer = evolve(second, in_force=Period(REVISED, date(2019, 7, 1)))
    fourth = evolve(YEARLY, in_force=Period(date(2019, 7, 1)))
    assert stands(OLD, longer, fourth, on="2019-12-02", **days) == [
        (date(2019, 6, 15), Status.OVERDUE, longer.version)
    ]
