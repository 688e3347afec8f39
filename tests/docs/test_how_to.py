"""What a reader copies from a how-to page works: the tests on the page pass on the code on it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import opengov_policy_cn
import pytest

from opengov.packs.mutants import Fate, trial
from tests.docs.pages import DOCS, blocks

NAMED = re.compile(r"# ([\w./-]+\.(?:py|toml))\n")
PAGES = [
    page
    for page in sorted((DOCS / "how-to").glob("*.md"))
    if any(block.startswith("# tests/test_") for block in blocks(page, "python"))
]


def test_the_pack_on_its_page_leaves_no_mutant(tmp_path: Path) -> None:
    """What the page says of its cases is so: follow it, and no change goes unnoticed."""
    for block in blocks(DOCS / "how-to" / "write-a-pack.md", "toml"):
        named = NAMED.match(block)
        if named:
            path = tmp_path / named[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block, "utf-8")
    national = opengov_policy_cn.load()
    one = trial(tmp_path / "our-plan", [national], national.calendar)
    tried = one.run(one.mutants)
    assert [str(each.mutant) for each in tried if each.fate is Fate.SURVIVED] == []


def test_pages_that_come_with_tests_are_found() -> None:
    assert {"write-a-channel", "write-a-review", "write-a-store"} <= {page.stem for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_tests_on_a_page_pass(page: Path, tmp_path: Path) -> None:
    for block in (*blocks(page, "python"), *blocks(page, "toml")):
        named = NAMED.match(block)
        if named:
            path = tmp_path / named[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block, "utf-8")
    (tmp_path / "conftest.py").write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "tests"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
