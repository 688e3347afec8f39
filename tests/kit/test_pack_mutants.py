"""For each promise of a pack: one that breaks it, and the kit catches it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from opengov.testing import PackContract

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = Path(__file__).parents[2] / "src" / "opengov" / "cli" / "sample" / "pack"

Break = tuple[str, str, str]
"""A file of the sample pack, and what is replaced in it by what."""

NORM = "provisions/interpretation-within-7.toml"
BREAKS: dict[str, Break] = {
    "test_it_loads_without_a_fault": (NORM, "workdays = 7", "20"),
    "test_it_has_worked_cases_and_they_come_out_as_written": (NORM, "= 7", "= 8"),
    "test_every_version_has_a_case_that_meets_it_and_one_that_breaches_it": (
        "cases.toml",
        "published_at = 2025-10-09",
        "published_at = 2025-09-29",
    ),
    "test_its_screening_rules_find_what_the_cases_say_and_each_has_some": (
        "cases.toml",
        '[[case]]\nname = "read out',
        (
            '[[screening]]\nname = "x"\nas_of = 2025-10-24\ntext = "x"\nverdict = "withhold"\n\n'
            '[[case]]\nname = "read out'
        ),
    ),
    "test_it_says_where_its_limits_are": ("pack.toml", "A sample:", " "),
    "test_what_was_not_read_says_where_it_was_seen": (
        NORM,
        'article = "二（一）"',
        'article = "二（一）", trust = "unverified"',
    ),
}


def promises() -> list[str]:
    return [name for name in vars(PackContract) if name.startswith("test_")]


def broken(folder: Path) -> set[str]:
    """Run every promise against a pack; return those that it breaks."""
    contract = PackContract()
    contract.folder = folder
    return {name for name in promises() if _fails(getattr(contract, name))}


def _fails(promise: Callable[[], None]) -> bool:
    try:
        promise()
    except Exception:
        return True
    return False


def test_the_sample_pack_breaks_no_promise() -> None:
    assert broken(SAMPLE) == set()


def test_every_promise_has_a_pack_that_breaks_it() -> None:
    assert list(BREAKS) == promises()


@pytest.mark.parametrize("promise", BREAKS)
def test_a_pack_that_breaks_a_promise_is_caught(tmp_path: Path, promise: str) -> None:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "pack"))
    name, old, new = BREAKS[promise]
    path = folder / name
    text = path.read_text("utf-8")
    if promise == "test_it_says_where_its_limits_are":
        text = text.partition("limits")[0] + 'limits = " "\n'
    path.write_text(text.replace(old, new), "utf-8")
    assert promise in broken(folder)
