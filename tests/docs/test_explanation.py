"""What the explanations say of packs and layers is what the packs and the contract say."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import opengov_policy_cn
import opengov_policy_tourism
import pytest

from tests.docs.pages import DOCS, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.domain import NegativeListRule
    from opengov.policy import AnyProvision, Pack

PACKS = (opengov_policy_cn.load(), opengov_policy_tourism.load())
LAW = (DOCS / "explanation" / "the-law.md").read_text("utf-8")


def rows(pack: Pack) -> Iterator[str]:
    """Return the row of each version of each norm: its days, its articles, what was read."""
    for norm in (*pack.provisions, *pack.rules):
        yield f"| `{norm.id}` | {norm.in_force.start} | {norm.in_force.end or ''} | {cited(norm)} |"


def cited(norm: AnyProvision | NegativeListRule) -> str:
    return "；".join(
        f"{citation.instrument.number}{citation.article}（{citation.trust.value}）"
        for citation in norm.citations
    )


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_every_version_of_every_norm_is_listed_with_its_source(pack: Pack) -> None:
    part = LAW.partition(f"`{pack.id}`\n")[2].partition("\n## ")[0]
    listed = [line for line in part.splitlines() if re.match(r"\| `[a-z0-9-]+` \| \d", line)]
    assert listed == [row.replace(" |  | ", " | | ") for row in rows(pack)]


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_every_source_is_named(pack: Pack) -> None:
    for instrument in pack.instruments:
        assert instrument.title in LAW
        assert instrument.number in LAW


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
