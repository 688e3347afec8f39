"""The pages that are made from the code are as the code makes them."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import opengov
from tests.docs.generate import MODULES, PAGES, TOLD, packages, public, python
from tests.docs.pages import REFERENCE, coded


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_page_is_up_to_date(path: Path) -> None:
    assert path.read_text("utf-8") == PAGES[path](), "run: python -m tests.docs.generate"


def test_every_package_that_says_what_is_public_is_on_the_page() -> None:
    names = [found.name for found in pkgutil.walk_packages(opengov.__path__, "opengov.")]
    saying = {
        name
        for name in names
        if not name.startswith("opengov.cli") and hasattr(importlib.import_module(name), "__all__")
    }
    listed = set(coded(REFERENCE / "python.md", 2))
    assert saying | set(MODULES) | {"opengov", "opengov.errors"} == listed


def test_every_name_is_explained_and_no_explanation_is_left_over() -> None:
    assert set(TOLD) <= {name for module in (opengov, *packages()) for name in public(module)}
    for line in (REFERENCE / "python.md").read_text("utf-8").splitlines():
        assert not line.endswith("|  |"), line


def test_a_name_is_described_as_what_it_is_in_its_module() -> None:
    part = python().partition("\n## `opengov.screening`\n")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", part, re.MULTILINE))
    assert rows["Finding"].startswith("What a rule found")
    assert rows["KINDS"] == "What the detectors of the library find."
    assert rows["DETECTORS"].startswith("What the library detects itself.")
    assert rows["Verdict"].startswith("What the findings come to")
