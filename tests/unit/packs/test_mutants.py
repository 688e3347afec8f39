"""Mutants of norms: each small change is made, tried, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from opengov.errors import PackCaseError, PackInvalidError, PackSyntaxError
from opengov.packs.load import load
from opengov.packs.mutants import Fate, count, trial
from opengov.packs.mutations import mutants
from opengov.policy import Step
from tests.unit.packs.packs import FORMS, ground, norm, top, version, write

if TYPE_CHECKING:
    from pathlib import Path

X = "provisions/x.toml version 1"


def changes(folder: Path) -> set[str]:
    return {f"{each.at}: {each.change}" for each in mutants(load(folder).tables)}


def of(tmp_path: Path, form: str, kind: str = "deadline", more: str = "") -> set[str]:
    return changes(write(tmp_path, x=norm("x", kind, more, form)))


def limits(tmp_path: Path, limit: str) -> set[str]:
    form = f'limit = {limit}\nanchors = ["received_on"]\ndone_by = ["replied_on"]'
    found = of(tmp_path, form)
    return {each.removeprefix("version 1 limit") for each in found if " limit" in each}


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (
            "{ workdays = 5 }",
            {
                " workdays: 5 → 6",
                " workdays: 5 → 4",
                ": { workdays = 5 } → { days = 5, last_day = moves }",
            },
        ),
        (
            '{ days = 5, last_day = "stays" }',
            {
                " days: 5 → 6",
                " days: 5 → 4",
                " last_day: stays → moves",
                ": { days = 5, last_day = stays } → { workdays = 5 }",
                ": { days = 5, last_day = stays } → { months = 5, last_day = stays }",
            },
        ),
        (
            '{ months = 1, last_day = "moves" }',
            {
                " months: 1 → 2",
                " months: 1 → 0",
                " last_day: moves → stays",
                ": { months = 1, last_day = moves } → { days = 1, last_day = moves }",
                ": { months = 1, last_day = moves } → { years = 1, last_day = moves }",
            },
        ),
        (
            '{ hours = 24, first_hour = "counts" }',
            {
                " hours: 24 → 25",
                " hours: 24 → 23",
                " first_hour: counts → skipped",
                ": { hours = 24, first_hour = counts } → { workdays = 24 }",
                ": { hours = 24, first_hour = counts } → { days = 24, last_day = moves }",
            },
        ),
        (
            '{ years = 1, last_day = "stays" }',
            {
                " years: 1 → 2",
                " years: 1 → 0",
                " last_day: stays → moves",
                ": { years = 1, last_day = stays } → { months = 1, last_day = stays }",
            },
        ),
        (
            '{ month = 1, day = 31, years_after = 1, last_day = "stays" }',
            {
                " month: 1 → 2",
                " month: 1 → 0",
                " day: 31 → 32",
                " day: 31 → 30",
                " years_after: 1 → 2",
                " years_after: 1 → 0",
                " last_day: stays → moves",
            },
        ),
    ],
)
def test_of_a_limit_its_numbers_its_unit_and_its_last_day(
    tmp_path: Path, limit: str, expected: set[str]
) -> None:
    assert limits(tmp_path, limit) == expected


CLOCK = """
limit = { workdays = 5 }
anchors = ["received_on", "made_on"]
done_by = ["replied_on"]
governed_by = ["received_on"]
restarts = ["made_on"]
extension = { on = "printed_on", limit = { workdays = 2 } }
pauses = [{ begins = "formed_on", ends = "made_on", reason = { zh = "停", en = "stop" }, \
at_most = { workdays = 15 } }]
"""


def test_of_a_clock_each_part(tmp_path: Path) -> None:
    found = of(tmp_path, CLOCK)
    assert {each.partition(": ")[0] for each in found if each.endswith("left out")} == {
        "version 1 anchors 1",
        "version 1 anchors 2",
        "version 1 done_by 1",
        "version 1 governed_by 1",
        "version 1 restarts 1",
        "version 1 extension",
        "version 1 pauses 1",
        "version 1 pauses 1 at_most",
    }
    assert "version 1 pauses 1 at_most workdays: 15 → 14" in found
    assert "version 1 extension limit workdays: 2 → 3" in found


def test_of_a_condition_each_part_left_out_or_negated(tmp_path: Path) -> None:
    dated = "{ before = { made_on = 2026-01-01 } }"
    when = f'when = {{ all = [{{ tag = "urgent" }}, {{ not = {dated} }}] }}'
    found = of(tmp_path, FORMS["deadline"], more=when)
    told = "{ tag = urgent }, { not = { before = { made_on = 2026-01-01 } } }"
    assert {each.removeprefix("version 1 when") for each in found if " when" in each} == {
        f": {{ all = [{told}] }} → {{}}",
        f": {{ all = [{told}] }} → {{ not = {{ all = [{told}] }} }}",
        " all 1: { tag = urgent } → left out",
        " all 1: { tag = urgent } → { not = { tag = urgent } }",
        f" all 2: {{ not = {dated} }} → left out",
        f" all 2: {{ not = {dated} }} → {dated}",
        " all 2 not before made_on: 2026-01-01 → 2026-01-02",
        " all 2 not before made_on: 2026-01-01 → 2025-12-31",
    }


def test_of_a_waiver_and_a_gate(tmp_path: Path) -> None:
    found = of(tmp_path, FORMS["gate"], "gate", 'waived_by = { tag = "small" }')
    assert "version 1 waived_by: { tag = small } → left out" in found
    assert "version 1 requires: { tag = urgent } → {}" in found
    assert len([each for each in found if " blocks: publication → " in each]) == len(Step) - 1


def test_of_numbers_and_periods_and_lists(tmp_path: Path) -> None:
    cadence = of(tmp_path / "a", FORMS["cadence"] + "\nat_least = 2", "cadence")
    assert {"version 1 at_least: 2 → 3", "version 1 at_least: 2 → 1"} <= cadence
    assert {each for each in cadence if " every" in each} == {
        f"version 1 every: yearly → {other}" for other in ("monthly", "quarterly", "half-yearly")
    }
    channels = of(tmp_path / "b", FORMS["channel-duty"], "channel-duty")
    assert "version 1 channels 1: website → left out" in channels
    elements = of(tmp_path / "c", FORMS["required-elements"], "required-elements")
    assert "version 1 elements 1: reasons → left out" in elements


def test_where_one_version_follows_another_the_boundary_moves(tmp_path: Path) -> None:
    two = top("x") + version(more="end = 2026-01-01") + version(start="2026-01-01")
    tables = load(write(tmp_path, x=two)).tables
    moved = [each for each in mutants(tables) if each.at == "version 2 start"]
    assert [each.change for each in moved] == [
        "2026-01-01 → 2026-01-02",
        "2026-01-01 → 2025-12-31",
    ]
    for each in moved:
        first, second = each.table["version"]
        assert first["end"] == second["start"] != tables["provisions/x.toml"]["version"][0]["end"]
    assert not [each for each in mutants(tables) if each.at == "version 1 end"]


def test_of_a_ground_its_force_and_what_lifts_it(tmp_path: Path) -> None:
    folder = write(tmp_path, x=norm("x", "default"))
    (folder / "rules").mkdir()
    text = ground('escapes = [{ kind = "consent", fact = "urgent" }]')
    (folder / "rules" / "small.toml").write_text(text, "utf-8")
    found = changes(folder)
    assert "force: mandatory → discretionary" in found
    assert "version 1 escapes 1: { kind = consent, fact = urgent } → left out" in found


# Trying them


CASES = """
[[case]]
name = "answered on the fifth working day"
as_of = 2026-06-01
record = {{ type = "matter", kind = "request", id = "a", milestones = {{ {days} }} }}
expect = {{ obligations = [{{ norm = "x", due = 2026-05-12, status = "{status}" }}] }}
"""
DAYS = "received_on = 2026-05-06, replied_on = 2026-05-12"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = write(tmp_path, x=norm("x"))
    (made / "cases.toml").write_text(CASES.format(days=DAYS, status="met"), "utf-8")
    return made


def test_survivors_are_what_no_case_notices(folder: Path) -> None:
    found = trial(folder)
    tried = list(found.run(found.mutants))
    survivors = {str(each.mutant) for each in tried if each.fate is Fate.SURVIVED}
    assert survivors == {
        f"{X} start: 2020-01-01 → 2020-01-02",
    }
    fates = {str(each.mutant).removeprefix(X): each for each in tried}
    assert fates[" limit workdays: 5 → 6"].by == "answered on the fifth working day"
    assert fates[" anchors 1: received_on → left out"].fate is Fate.REFUSED
    assert count(tried) == {Fate.REFUSED: 3, Fate.KILLED: 3, Fate.SURVIVED: 1}


def test_processes_find_the_same(folder: Path) -> None:
    found = trial(folder)
    assert list(found.run(found.mutants, jobs=2)) == list(found.run(found.mutants))


def test_what_is_on_disk_stays_as_it_is(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.toml")}
    found = trial(folder)
    assert list(found.run(found.mutants))
    assert {path: path.read_bytes() for path in folder.rglob("*.toml")} == before
    again = load(folder)
    assert (again.pack, again.tables) == (found.loaded.pack, found.loaded.tables)


def test_cases_that_fail_anyway_teach_nothing(folder: Path) -> None:
    (folder / "cases.toml").write_text(CASES.format(days=DAYS, status="overdue"), "utf-8")
    with pytest.raises(PackInvalidError, match="fail already"):
        trial(folder)


LISTED = """
[[equivalent]]
norm = "x"
at = "{at}"
change = "{change}"
because = "{because}"
"""


def listed(folder: Path, at: str, change: str, because: str = "The law says so.") -> None:
    text = LISTED.format(at=at, change=change, because=because)
    (folder / "mutants.toml").write_text(text, "utf-8")


def test_a_listed_equivalent_is_known(folder: Path) -> None:
    listed(folder, "version 1 start", "2020-01-01 → 2020-01-02")
    found = trial(folder)
    tried = list(found.run(found.mutants))
    known = [each.mutant for each in tried if found.is_listed(each.mutant)]
    assert [str(each) for each in known] == [f"{X} start: 2020-01-01 → 2020-01-02"]
    assert list(found.faults(tried)) == []


@pytest.mark.parametrize(
    ("at", "change", "because", "kind", "words"),
    [
        ("version 1 limit workdays", "5 → 6", "x", PackCaseError, "answered on the fifth"),
        ("version 1 anchors 1", "received_on → left out", "x", PackCaseError, "no day is named"),
        ("version 1 limit workdays", "6 → 7", "x", PackSyntaxError, "5 → 6"),
        ("version 1 start", "2020-01-01 → 2020-01-02", " ", PackSyntaxError, "no reason"),
    ],
    ids=["killed by a case", "refused by the lint", "no mutant", "no reason"],
)
def test_a_list_of_equivalents_that_is_wrong(
    folder: Path, at: str, change: str, because: str, kind: type[Exception], words: str
) -> None:
    listed(folder, at, change, because)
    found = trial(folder)
    (fault,) = found.faults(found.run(found.mutants))
    assert isinstance(fault, kind)
    assert fault.where == "mutants.toml equivalent 1"
    assert words in str(fault)
