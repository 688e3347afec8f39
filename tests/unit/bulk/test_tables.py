"""Tables of records: to rows and back, what is refused, and files."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings

from opengov.bulk import assess_parquet, assess_table, records_of, rows, table_of
from opengov.domain import (
    BEIJING,
    Determination,
    DisclosureAttribute,
    Fact,
    Matter,
    Milestone,
    Period,
    ReviewOutcome,
    SecrecyReview,
    StatedTime,
)
from opengov.errors import InvalidValueError, TableError
from opengov.policy import Deadline, Gate, Level, Pack, Step
from opengov.policy.condition import Tagged
from opengov.workdays import FirstHour, Hours, Workdays
from tests.unit.bulk.compare import differences
from tests.unit.bulk.made import LAW, populations, text

if TYPE_CHECKING:
    from pathlib import Path

    from opengov.domain import AnyRecord

NOW = datetime(2025, 3, 31, 12, tzinfo=BEIJING)
REPLY = Deadline(
    id="reply",
    duty="reply",
    title=text("答复"),
    in_force=Period(date(2008, 5, 1)),
    citations=(LAW,),
    when=Tagged("urgent"),
    limit=Workdays(20),
    anchors=("received_on",),
    done_by=("replied_on",),
)
DAY_AND_NIGHT = Hours(24, first_hour=FirstHour.COUNTS)
PACK = Pack(
    id="rules",
    title="规则",
    level=Level.NATIONAL,
    jurisdiction="CN",
    version="1",
    reviewed_on=date(2026, 1, 1),
    provisions=(REPLY,),
)


def matter(number: int) -> Matter:
    received = StatedTime(date(2025, 1, 2), time(9) if number % 2 else None)
    return Matter(
        id=f"matter-{number}",
        kind="request",
        facts=(Fact("urgent", holds=number % 3 > 0),),
        milestones=(Milestone("received_on", received),),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(population=populations())
def test_records_come_back_from_a_table(
    population: tuple[list[AnyRecord], list[AnyRecord]],
) -> None:
    records, others = population
    table = table_of(records, related={record.id: others for record in records})
    told = [
        (evolve(record, facts=tuple(sorted(record.facts, key=lambda fact: fact.name))), related)
        for record, related in records_of(table)
    ]
    assert told == [(record, tuple(others)) for record in records]


def test_every_fault_of_a_table_is_told_at_once() -> None:
    table = pl.DataFrame(
        {"id": ["a"], "knid": ["x"], "fact:urgent": ["yes"], "published_on": [date(2025, 1, 2)]}
    )
    with pytest.raises(TableError) as told:
        assess_table(table, [PACK], as_of=NOW.date(), known_at=NOW)
    assert [fault.where for fault in told.value.faults] == [
        "column 'knid'",
        "column 'fact:urgent'",
        "column 'published_on'",
        "table",
    ]
    assert "Did you mean 'kind'?" in str(told.value)
    assert "published_at" in str(told.value)


def test_a_value_that_no_record_can_have_is_told_with_its_row() -> None:
    table = pl.DataFrame(
        {
            "id": ["a", " b", "c"],
            "kind": ["request", "item", "item"],
            "genre": ["通知", "通知", None],
            "determination.attribute": [None, "open", "exempt"],
        }
    )
    with pytest.raises(TableError) as told:
        assess_table(table, [PACK], as_of=NOW.date(), known_at=NOW)
    assert {fault.where for fault in told.value.faults} == {
        "column 'id', row 1",
        "column 'genre', row 0",
        "column 'determination.attribute', row 1",
        "column 'determination.by', row 2",
        "column 'determination.at', row 2",
    }


def test_a_datetime_is_a_day_with_its_time_and_a_list_several_days() -> None:
    plain = table_of(
        [
            Matter(
                id="a",
                kind="request",
                milestones=(
                    Milestone("asked_on", StatedTime(date(2025, 1, 3))),
                    Milestone("asked_on", StatedTime(date(2025, 1, 9))),
                    Milestone("received_on", StatedTime(date(2025, 1, 2), time(7, 30))),
                ),
            )
        ]
    )
    given = pl.DataFrame(
        {
            "id": ["a"],
            "kind": ["request"],
            "asked_on": [[date(2025, 1, 3), date(2025, 1, 9)]],
            "received_on": [datetime(2025, 1, 2, 7, 30, tzinfo=BEIJING)],
        }
    )
    assert list(records_of(given)) == list(records_of(plain))


def test_a_file_is_assessed_as_a_table_is(tmp_path: Path) -> None:
    table = table_of(matter(number) for number in range(30))
    table.write_parquet(tmp_path / "records.parquet", row_group_size=7)
    found = assess_table(table, [PACK], as_of=NOW.date(), known_at=NOW)
    written = assess_parquet(
        tmp_path / "records.parquet", tmp_path / "out", [PACK], as_of=NOW.date(), known_at=NOW
    )
    assert written.records == 30
    for name in ("obligations", "findings"):
        told = pl.read_parquet(tmp_path / "out" / f"{name}.parquet")
        assert told.height == getattr(written, name)
        wanted = getattr(found, name)
        rows = [sorted(map(str, frame.rows())) for frame in (told, wanted)]
        assert rows[0] == rows[1]
    reasons = pl.read_parquet(tmp_path / "out" / "reasons.parquet")
    assert reasons["signature"].to_list() == list(range(reasons.height))


def test_an_empty_file_gives_empty_tables(tmp_path: Path) -> None:
    table_of([matter(1)]).head(0).write_parquet(tmp_path / "records.parquet")
    written = assess_parquet(
        tmp_path / "records.parquet", tmp_path / "out", [PACK], as_of=NOW.date(), known_at=NOW
    )
    assert (written.records, written.obligations, written.findings) == (0, 0, 0)


def test_a_run_that_fails_leaves_nothing(tmp_path: Path) -> None:
    table = table_of(matter(number) for number in range(3))
    bad = table.with_columns(id=pl.lit(" "))
    pl.concat([table, bad]).write_parquet(tmp_path / "records.parquet")
    with pytest.raises(TableError, match="row 3"):
        assess_parquet(
            tmp_path / "records.parquet", tmp_path / "out", [PACK], as_of=NOW.date(), known_at=NOW
        )
    assert [path.name for path in tmp_path.iterdir()] == ["records.parquet"]


def test_a_folder_that_exists_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError):
        assess_parquet(
            tmp_path / "records.parquet", tmp_path, [PACK], as_of=NOW.date(), known_at=NOW
        )


def test_without_polars_the_extra_is_named() -> None:
    program = "import sys; sys.modules['polars'] = None; import opengov.bulk"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert "MissingExtraError" in done.stderr
    assert "opengov[bulk]" in done.stderr


def test_every_row_says_why() -> None:
    table = table_of([matter(1)])
    found = assess_table(table, [PACK], as_of=NOW.date(), known_at=NOW)
    (signature,) = found.obligations["signature"]
    reason = found.explain(signature)
    assert reason.source is not None
    assert (reason.source.provision, reason.duty) == ("reply", "reply")
    with pytest.raises(InvalidValueError):
        found.explain(999)


def test_what_columns_cannot_count_is_assessed_on_every_core(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pack = evolve(PACK, provisions=(evolve(REPLY, limit=DAY_AND_NIGHT),))
    table = table_of(matter(number) for number in range(40))
    alone = assess_table(table, [pack], as_of=NOW.date(), known_at=NOW)
    monkeypatch.setattr(rows, "ALONE", 10)
    monkeypatch.setattr(rows, "CHUNK", 7)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    shared = assess_table(table, [pack], as_of=NOW.date(), known_at=NOW)
    assert alone.obligations["due_at"].null_count() < 40
    for name in ("obligations", "findings", "reasons"):
        assert sorted(map(str, getattr(alone, name).rows())) == sorted(
            map(str, getattr(shared, name).rows())
        )


def at_a_moment(seconds: int, fact: str) -> Matter:
    """Return a record of which ``fact`` holds from so many seconds after ``NOW`` on."""
    at = NOW + timedelta(seconds=seconds)
    determined = Determination(attribute=DisclosureAttribute.PROACTIVE, by="b", at=at)
    review = SecrecyReview(outcome=ReviewOutcome.CLEARED, by="c", at=at)
    return Matter(
        id=f"matter-{seconds}",
        kind="request",
        facts=(Fact("urgent", holds=True),),
        determination=determined if fact == "proactive" else None,
        secrecy_review=review if fact == "secrecy-review-cleared" else None,
    )


@pytest.mark.parametrize("fact", ["secrecy-review-cleared", "proactive"])
def test_what_happens_at_the_very_moment_has_happened(fact: str) -> None:
    gate = Gate(
        id="gate",
        duty="gate",
        title=text("门"),
        in_force=Period(date(2008, 5, 1)),
        citations=(LAW,),
        blocks=Step.PUBLICATION,
        requires=Tagged(fact),
        unmet=text("未审"),
    )
    pack = evolve(PACK, provisions=(REPLY, gate))
    for first, second in ((0, 1), (1, 0)):  # which of them stands for both, if they share
        records = [at_a_moment(first, fact), at_a_moment(second, fact)]
        assert differences(records, [pack], as_of=NOW.date(), known_at=NOW) == ([], [])
    received = [Milestone("received_on", StatedTime.of(NOW + timedelta(seconds=n))) for n in (0, 1)]
    records = [evolve(each, milestones=(day,)) for each, day in zip(records, received, strict=True)]
    found = assess_table(table_of(records), [pack], as_of=NOW.date(), known_at=NOW)
    assert found.obligations["start"].null_count() == 1


def test_what_stands_in_the_rest_counts_as_what_stands_in_columns() -> None:
    """Two rows with equal columns, of which one states in ``rest`` that the norm applies."""
    urgent = '{"facts" : [{"name": "urgent", "holds": false, "stated_by": ""}]}'
    table = pl.DataFrame(
        {
            "id": ["a", "b"],
            "kind": ["request", "request"],
            "received_on": [date(2025, 3, 3)] * 2,
            "rest": [None, urgent],
        }
    )
    found = assess_table(table, [PACK], as_of=NOW.date(), known_at=NOW)
    assert found.obligations.select("record_id", "applies").rows() == [("a", "unknown")]


def test_every_malformed_rest_is_told_with_its_row() -> None:
    """Also where rows that answer alike are read only once."""
    table = pl.DataFrame(
        {
            "id": ["a", "b", "c", "d", "e", "f"],
            "kind": ["request"] * 6,
            "rest": ["{}", '{"keywords":', None, "[]", ' {"keywords": []} ', "5"],
            "related": ["[]", None, "{}", None, "[", '["'],
        }
    )
    with pytest.raises(TableError) as told:
        assess_table(table, [PACK], as_of=NOW.date(), known_at=NOW)
    assert [fault.where for fault in told.value.faults] == [
        "column 'rest', row 1",
        "column 'related', row 2",
    ]
    assert [" in 3 rows" in str(fault) for fault in told.value.faults] == [True, True]


def test_what_no_record_can_have_in_its_rest_is_told_with_its_record() -> None:
    table = pl.DataFrame(
        {
            "id": ["a", "b", "c"],
            "kind": ["item"] * 3,
            "rest": [None, '{"keyword": []}', '{"keywords": 5}'],
        }
    )
    with pytest.raises(TableError) as told:
        assess_table(table, [PACK], as_of=NOW.date(), known_at=NOW)
    assert sorted(fault.where for fault in told.value.faults) == ["record 'b'", "record 'c'"]


def test_a_gate_that_may_have_been_breached_has_a_row() -> None:
    gate = Gate(
        id="gate",
        duty="gate",
        title=text("门"),
        in_force=Period(date(2008, 5, 1)),
        citations=(LAW,),
        blocks=Step.PUBLICATION,
        requires=Tagged("urgent"),
        unmet=text("未审"),
    )
    table = pl.DataFrame(
        {
            "id": ["a", "b", "c"],
            "kind": ["request"] * 3,
            "fact:urgent": [None, False, True],
            "published_at": [date(2025, 3, 3)] * 3,
        }
    )
    pack = evolve(PACK, provisions=(gate,))
    found = assess_table(table, [pack], as_of=NOW.date(), known_at=NOW).findings
    told = found.filter(pl.col("sort").is_in(["breach", "possible-breach"])).sort("record_id")
    assert told.select("record_id", "sort", "what", "truth").rows() == [
        ("a", "possible-breach", "publication", "unknown"),
        ("b", "breach", "publication", "no"),
    ]
