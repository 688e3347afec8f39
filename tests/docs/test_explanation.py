"""What the explanations say of packs and layers is what the packs and the contract say."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import opengov_policy_cn
import opengov_policy_tourism
import pytest

from opengov.domain import Trust
from tests.docs.pages import DOCS, ROOT

if TYPE_CHECKING:
    from opengov.policy import Pack

PACKS = (opengov_policy_cn.load(), opengov_policy_tourism.load())
LAW = (DOCS / "explanation" / "the-law.md").read_text("utf-8")


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_what_was_not_read_is_told_in_words_too(pack: Pack) -> None:
    """Each instrument of which an article was not read is named where the law is explained."""
    norms = (*pack.provisions, *pack.rules)
    doubtful = {
        citation.instrument
        for norm in norms
        for citation in norm.citations
        if citation.trust is Trust.UNVERIFIED
    }
    part = LAW.partition(f"`{pack.id}`\n")[2].partition("\n## ")[0]
    for instrument in doubtful:
        assert instrument.number in part or instrument.title in part


def test_the_layers_are_those_of_the_contract() -> None:
    page = (DOCS / "explanation" / "architecture.md").read_text("utf-8")
    table = page.partition("| layer | holds |\n|---|---|\n")[2].partition("\n\n")[0]
    drawn = [re.findall(r"`(\w+)`", line.split("|")[1]) for line in table.splitlines()]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (layers,) = (
        contract["layers"]
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    )
    assert [set(names) for names in drawn] == [set(re.findall(r"\w+", line)) for line in layers]
