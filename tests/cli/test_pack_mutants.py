"""``mutate``: which changes of its norms the worked cases of a pack would overlook."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from opengov.cli.main import cli
from opengov.errors import PackInvalidError, PackNotFoundError

if TYPE_CHECKING:
    from click.testing import Result

SAMPLE = Path(__file__).parents[2] / "src" / "opengov" / "cli" / "sample" / "pack"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "pack"))


def ran(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["packs", "mutate", *map(str, arguments), "--jobs", "1"])


def without_the_case_of_the_parts(folder: Path) -> None:
    cases = folder / "cases.toml"
    parts = cases.read_text("utf-8").split("[[case]]")
    kept = [part for part in parts if "with all seven parts" not in part and "any," not in part]
    cases.write_text("[[case]]".join(kept), "utf-8")


def test_the_cases_of_the_sample_pack_overlook_nothing() -> None:
    done = ran(SAMPLE)
    assert done.exit_code == 0, done.output
    assert "0 survive" in done.stderr
    assert done.stdout == ""


def test_each_survivor_is_told_with_file_and_key(folder: Path) -> None:
    without_the_case_of_the_parts(folder)
    done = ran(folder)
    assert done.exit_code == 1
    place = "provisions/interpretation-elements.toml version 1 elements 1"
    assert f"{place}: background → left out" in done.stdout.splitlines()


def test_as_json(folder: Path) -> None:
    without_the_case_of_the_parts(folder)
    done = ran(folder, "--json")
    (found,) = json.loads(done.stdout)
    killed = found["killed_by_lint"] + found["killed_by_cases"] + found["equivalent"]
    assert found["tried"] == found["mutants"] == killed + len(found["survivors"])
    assert {
        "file": "provisions/interpretation-elements.toml",
        "norm": "interpretation-elements",
        "at": "version 1 elements 1",
        "change": "background → left out",
    } in found["survivors"]


def test_a_sample_is_the_same_each_time(folder: Path) -> None:
    without_the_case_of_the_parts(folder)
    first, second = (ran(folder, "--json", "--sample", 12, "--seed", 3) for _ in range(2))
    (found,) = json.loads(first.stdout)
    assert found["tried"] == 12 < found["mutants"]
    assert first.stdout == second.stdout
    assert f"12 of {found['mutants']} mutants" in ran(folder, "--sample", 12).stderr


def test_a_mutant_listed_as_equivalent_that_a_case_notices_is_a_fault(folder: Path) -> None:
    (folder / "mutants.toml").write_text(
        '[[equivalent]]\nnorm = "interpretation-within-7"\nat = "version 1 limit workdays"\n'
        'change = "7 → 8"\nbecause = "A guess."\n',
        "utf-8",
    )
    done = ran(folder)
    assert done.exit_code == 2
    assert "Remove it from the list" in done.stderr


def test_a_pack_whose_cases_fail_or_that_is_not_there_is_refused(
    folder: Path, tmp_path: Path
) -> None:
    norm = folder / "provisions" / "interpretation-within-7.toml"
    norm.write_text(norm.read_text("utf-8").replace("workdays = 7", "workdays = 8"), "utf-8")
    assert isinstance(ran(folder).exception, PackInvalidError)
    assert isinstance(ran(tmp_path / "nowhere").exception, PackNotFoundError)
