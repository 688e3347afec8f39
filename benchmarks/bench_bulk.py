"""Assessing whole tables, beside expressions written by hand for the very same rules.

The population is seeded: records of four kinds, with facts stated, denied or not known, and days
on both sides of every limit. Twenty rules apply, in five units. All ways give the same table, a
row for each obligation; only ``opengov.bulk`` can say why each row says what it says. The curve
is that of files, with the peak of memory; ``--up-to`` sets how many records the largest has.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from opengov import BEIJING
from opengov.bulk import assess_table
from opengov.domain import (
    Citation,
    Instrument,
    LocalizedText,
    Period,
)
from opengov.policy import Deadline, Level, Pack
from opengov.policy.condition import All, KindIs, Tagged
from opengov.workdays import (
    CalendarDays,
    LastDay,
    Limit,
    Months,
    Workdays,
    Years,
    announced_calendar,
    due,
)

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2025, 6, 30, 18, tzinfo=BEIJING)
TODAY = NOW.date()
CALENDAR = announced_calendar()
KNOWN = CALENDAR.as_known(NOW)
KINDS = ("request", "penalty", "licence", "report")
FACTS = (None, "urgent", "complex", "joint", "third-party")
LIMITS: tuple[Limit, ...] = (
    Workdays(20),
    Workdays(7),
    CalendarDays(30, last_day=LastDay.MOVES),
    Months(3, last_day=LastDay.STAYS),
    Years(1, last_day=LastDay.MOVES),
)
RULES = tuple(
    (f"{kind}-{fact or 'all'}", kind, fact, LIMITS[(row + column) % len(LIMITS)])
    for row, kind in enumerate(KINDS)
    for column, fact in enumerate(FACTS)
)
NAMES = pl.Enum([name for name, *_ in RULES])
STATUSES = pl.Enum(["not-yet-running", "running", "met", "met-late", "overdue", "unknown"])
TRUTHS = pl.Enum(["yes", "no", "unknown"])
FIRST_DAY, DAYS = date(2023, 1, 2), 850
LAW = Citation(instrument=Instrument(id="law", title="条例"), article="第一条")


def deadline(name: str, kind: str, fact: str | None, limit: Limit) -> Deadline:
    """Return one rule as a norm of a pack."""
    when = KindIs(kind) if fact is None else All((KindIs(kind), Tagged(fact)))
    return Deadline(
        id=name,
        duty=name,
        title=LocalizedText(zh=name, en=name),
        in_force=Period(date(2008, 5, 1)),
        citations=(LAW,),
        when=when,
        limit=limit,
        anchors=("received_on",),
        done_by=("done_on",),
    )


PACK = Pack(
    id="rules",
    title="规则",
    level=Level.NATIONAL,
    jurisdiction="CN",
    version="1",
    reviewed_on=date(2026, 1, 1),
    provisions=tuple(deadline(*rule) for rule in RULES),
)


def population(count: int) -> pl.DataFrame:
    """Return seeded records as a table."""
    chance = np.random.default_rng(20260101)
    first = (FIRST_DAY - date(1970, 1, 1)).days
    received = (first + chance.integers(0, DAYS, count)).astype("i4")
    done = received + chance.integers(0, 150, count, dtype="i4")
    columns = {
        "id": pl.int_range(count, eager=True).cast(pl.String).str.zfill(9),
        "kind": pl.Series(KINDS).gather(pl.Series(chance.integers(0, len(KINDS), count))),
        "received_on": pl.Series(received).cast(pl.Date),
        "done_on": pl.Series(done).cast(pl.Date),
    }
    frame = pl.DataFrame(columns).with_columns(
        done_on=pl.when(pl.Series(chance.random(count) < 0.7)).then("done_on")
    )
    for fact in FACTS[1:]:
        told = pl.Series(chance.integers(0, 5, count, dtype="i1"))
        stated = pl.when(told < 4).then(told < 2)
        frame = frame.with_columns(stated.alias(f"fact:{fact}"))
    return frame


def in_bulk(frame: pl.DataFrame) -> pl.DataFrame:
    """Assess the table by the pack."""
    return assess_table(frame, [PACK], as_of=TODAY, known_at=NOW).obligations


def due_days(limit: Limit) -> pl.DataFrame:
    """Return the due date of each day that is met."""
    days = pl.date_range(FIRST_DAY, pl.lit(FIRST_DAY).dt.offset_by(f"{DAYS}d"), eager=True)
    counted = [due(limit, start=day, calendar=KNOWN) for day in days]
    return pl.DataFrame(
        {
            "start": days,
            "due_earliest": [each.earliest for each in counted],
            "due_latest": [each.latest for each in counted],
            "provisional": [each.provisional is not None for each in counted],
        }
    )


def by_hand(frame: pl.DataFrame, engine: str = "in-memory") -> pl.DataFrame:
    """Write the rules out as expressions, as one would who knows them and polars well."""
    today = pl.lit(TODAY)
    known = frame.lazy().with_columns(
        start=pl.when(pl.col("received_on") <= today).then("received_on"),
        done_on=pl.when(pl.col("done_on") <= today).then("done_on"),
    )
    tables = {limit: due_days(limit).lazy() for limit in LIMITS}
    done, first, last = pl.col("done_on"), pl.col("due_earliest"), pl.col("due_latest")
    nothing = pl.lit(None, dtype=pl.Date)
    status = (
        pl.when(pl.col("start").is_null())
        .then(pl.lit("not-yet-running", dtype=STATUSES))
        .when(done.is_not_null() & (done <= first))
        .then(pl.lit("met", dtype=STATUSES))
        .when(done.is_not_null() & (done > last))
        .then(pl.lit("met-late", dtype=STATUSES))
        .when(done.is_null() & (today > last))
        .then(pl.lit("overdue", dtype=STATUSES))
        .when(done.is_null() & (today <= first))
        .then(pl.lit("running", dtype=STATUSES))
        .otherwise(pl.lit("unknown", dtype=STATUSES))
    )
    found = []
    for name, kind, fact, limit in RULES:
        stated = pl.lit(value=True) if fact is None else pl.col(f"fact:{fact}")
        of_kind = pl.col("kind") == kind
        found.append(
            known.filter(of_kind if fact is None else of_kind & stated.fill_null(value=True))
            .join(tables[limit], on="start", how="left")
            .select(
                record_id=pl.col("id"),
                pack=pl.lit("rules", dtype=pl.Enum(["rules"])),
                provision=pl.lit(name, dtype=NAMES),
                version=pl.lit(date(2008, 5, 1)),
                duty=pl.lit(name, dtype=NAMES),
                anchor=pl.when(pl.col("start").is_not_null()).then(
                    pl.lit("received_on", dtype=pl.Enum(["received_on"]))
                ),
                start=pl.col("start"),
                due_earliest=first,
                due_latest=last,
                due_at=pl.lit(None, dtype=pl.Datetime("us", "Asia/Shanghai")),
                opens_earliest=nothing,
                opens_latest=nothing,
                provisional=pl.col("provisional"),
                status=status,
                applies=pl.when(stated)
                .then(pl.lit("yes", dtype=TRUTHS))
                .otherwise(pl.lit("unknown", dtype=TRUTHS)),
                binding=first.is_not_null() & stated.fill_null(value=False),
                done_on=done,
                elapsed=pl.lit(None, dtype=pl.Int32),
                period_start=nothing,
            )
        )
    told: pl.DataFrame = pl.concat(found).collect(engine=engine)  # type: ignore[call-overload]
    return told


def same(frame: pl.DataFrame) -> int:
    """Return how many rows both tables have, and stop where they differ in one."""
    order = ["record_id", "provision"]
    hand = by_hand(frame)
    told = in_bulk(frame).select(hand.columns)
    texts = ["pack", "provision", "duty", "applies", "anchor", "status"]
    hand, told = (each.with_columns(pl.col(texts).cast(pl.String)) for each in (hand, told))
    assert hand.sort(order).equals(told.sort(order)), "the two tables differ"
    return hand.height


WAYS: dict[str, Callable[[pl.DataFrame], object]] = {
    "opengov.bulk": in_bulk,
    "polars by hand": by_hand,
    "polars by hand, streaming": lambda frame: by_hand(frame, "streaming"),
}


def compared(size: int) -> None:
    """Time each way over one table, in turns, so that a machine that slows down slows all."""
    frame = population(size)
    best = dict.fromkeys(WAYS, float("inf"))
    for _ in range(5):
        for name, way in WAYS.items():
            begin = time.perf_counter()
            way(frame)
            best[name] = min(best[name], time.perf_counter() - begin)
    hand = min(best["polars by hand"], best["polars by hand, streaming"])
    print(f"{size:,} records, one table")
    for name, spent in best.items():
        print(f"  {name:<28} {spent:8.3f} s  {hand / spent:6.2f} x")


FILES = """
import re, sys, time
sys.path.insert(0, sys.argv[3])
from bench_bulk import NOW, PACK, TODAY
from opengov.bulk import assess_parquet
begin = time.perf_counter()
written = assess_parquet(sys.argv[1], sys.argv[2], [PACK], as_of=TODAY, known_at=NOW)
spent = time.perf_counter() - begin
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
rows = f"{written.obligations:,} obligations and {written.findings:,} findings"
print(f"  {spent:7.1f} s  {spent / written.records * 1e6:6.2f} s a million  {peak:6.0f} MB  {rows}")
"""


def curve(largest: int) -> None:
    """Assess files of more and more records, each in a process of its own."""
    size = 100_000
    while size <= largest:
        with TemporaryDirectory() as folder:
            source = Path(folder) / "records.parquet"
            population(size).write_parquet(source, row_group_size=250_000)
            print(f"{size:,} records, Parquet to Parquet with findings", flush=True)
            here = str(Path(__file__).parent)
            command = [sys.executable, "-c", FILES, str(source), f"{folder}/assessed", here]
            subprocess.run(command, check=True)
        size *= 10


def main() -> None:
    """Compare with expressions by hand, and print the curve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--up-to", type=int, default=1_000_000)
    largest = parser.parse_args().up_to
    few = population(20_000)
    print(f"{same(few)} obligations of {few.height} records are the same both ways")
    for size in (100_000, 1_000_000):
        compared(size)
    curve(largest)


if __name__ == "__main__":
    main()
