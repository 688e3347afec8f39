"""Memory stays flat while the input grows, also where no record says what another one says."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from unittest.mock import patch

import polars as pl

from opengov.bulk import assess_parquet
from opengov.domain import BEIJING, Period
from opengov.policy import Deadline, Gate, Level, Pack, Step
from opengov.policy.condition import All, AnyOf, Tagged
from opengov.workdays import CalendarDays, LastDay, Limit, Workdays
from tests.unit.bulk.made import LAW, text

NOW = datetime(2025, 6, 30, 18, tzinfo=BEIJING)
FACTS = tuple(f"fact-{n}" for n in range(10))
LIMITS: tuple[Limit, ...] = (Workdays(20), CalendarDays(30, last_day=LastDay.MOVES))
NORMS = tuple(
    Deadline(
        id=f"norm-{number}",
        duty=f"duty-{number}",
        title=text(f"norm {number}"),
        in_force=Period(date(1949, 10, 1)),
        citations=(LAW,),
        when=AnyOf(tuple(map(Tagged, FACTS[number::2]))),
        limit=limit,
        anchors=("received_on",),
        done_by=("replied_on",),
    )
    for number, limit in enumerate(LIMITS)
)
GATE = Gate(
    id="gate",
    duty="gate",
    title=text("gate"),
    in_force=Period(date(1949, 10, 1)),
    citations=(LAW,),
    blocks=Step.PUBLICATION,
    requires=All(tuple(map(Tagged, FACTS))),
    unmet=text("not yet"),
)
PACK = Pack(
    id="rules",
    title="规则",
    level=Level.NATIONAL,
    jurisdiction="CN",
    version="1",
    reviewed_on=date(2026, 1, 1),
    provisions=(*NORMS, GATE),
)
SMALL = {
    "opengov.bulk.files.BATCH": 2_000,
    "opengov.bulk.reasons.MOST_REASONS": 500,
    "opengov.bulk.standings.MOST_STANDINGS": 500,
    "opengov.policy.evaluator.MOST_REMEMBERED": 500,
}
"""Few are kept, so that few records are more."""


def all_distinct(count: int) -> pl.DataFrame:
    """Return records of which no two state the same facts, days or grounds."""
    number = pl.int_range(count, eager=True)
    facts = {
        f"fact:{name}": (number // 3**place % 3).replace_strict(
            {0: None, 1: True, 2: False}, return_dtype=pl.Boolean
        )
        for place, name in enumerate(FACTS)
    }
    first = date(1970, 1, 1).toordinal() - date(1950, 1, 1).toordinal()
    received = (number.cast(pl.Int32) - first).cast(pl.Date)
    names = {
        "id": number.cast(pl.String),
        "determination.grounds": [[f"ground-{n}"] for n in number],
    }
    return pl.DataFrame(names | facts).with_columns(
        pl.lit("request").alias("kind"),
        received.alias("received_on"),
        pl.lit("on-request").alias("determination.attribute"),
        pl.lit("a").alias("determination.by"),
        pl.lit(datetime(2025, 6, 1)).alias("determination.at"),  # noqa: DTZ001  (a clock)
    )


def peak(source: Path, target: Path) -> int:
    """Assess a file and return the most memory that this process ever had, in kB."""
    patches = [patch(name, most) for name, most in SMALL.items()]
    for each in patches:
        each.start()
    assess_parquet(source, target, [PACK], as_of=NOW.date(), known_at=NOW)
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    assert found
    return int(found[1])


PROGRAM = """
import sys
from pathlib import Path
from tests.unit.bulk.test_memory import peak
print(peak(*map(Path, sys.argv[1:])))
"""


def test_memory_is_flat_while_the_input_grows(tmp_path: Path) -> None:
    peaks = []
    for count in (5_000, 20_000):
        source, target = tmp_path / f"{count}.parquet", tmp_path / f"{count}"
        all_distinct(count).write_parquet(source)
        command = [sys.executable, "-c", PROGRAM, str(source), str(target)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout))
        reasons = pl.read_parquet(target / "reasons.parquet")["signature"]
        assert reasons.to_list() == list(range(len(reasons)))
        assert len(reasons) > count
        for name in ("obligations", "findings"):
            told = pl.read_parquet(target / f"{name}.parquet")["signature"]
            assert told.is_in(reasons.implode()).all()
    assert peaks[1] < 1.15 * peaks[0]
