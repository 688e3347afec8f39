"""Real pages, read as a careful person read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from opengov.intake import read_page
from tests.unit.intake.reading import disagreements, expected_pages

SHARED = Path(__file__).parents[4] / "shared"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not SHARED.exists(), reason="the shared pages of the developers are not here"
    ),
]
PAGES = expected_pages(SHARED / "pages" / "expect.toml") if SHARED.exists() else []
NAMES = (
    "title index_number document_number issuing_body made_on published_at subject_class category "
    "validity"
).split()
"""The fields of which these expectations speak."""


@pytest.mark.parametrize("page", [pytest.param(page, id=page["file"]) for page in PAGES])
def test_a_real_page(page: dict[str, Any]) -> None:
    source = (SHARED / "pages" / page["file"]).read_bytes()
    found = read_page(source, name=page["file"])
    assert not list(disagreements(found, page, NAMES)), page["remark"]


def test_the_seed_page() -> None:
    (seed,) = (SHARED / "seed").iterdir()
    found = read_page(seed.read_bytes(), name=seed.name)
    assert found.warnings == ()
    assert found.unplaced == ()
    item = found.item
    assert item.title == "关于全面推进政务公开工作的实施方案"
    assert str(item.index_number) == "734972044/201805-018"
    assert item.document_number is None
    assert item.issuing_body == "市旅游委"
    assert item.made_on is None
    assert str(item.published_at) == "2018-05-16T15:22:46"
    assert item.category == "年度专题与整改提升"
    assert item.subject_class == "商贸、海关、旅游"
    assert item.information_source == "市旅游委员会"
    assert item.keywords == ("政务公开", "舆情", "工作", "决策", "重大决策")
    assert str(item.effective_on) == "2018-05-16"
    assert item.repealed_on is None
    assert item.page_views == 12
    assert item.body.startswith("为认真贯彻落实")
    assert "此文不代表" not in item.body


def test_what_the_signature_contradicts_is_reported() -> None:
    found = read_page((SHARED / "pages" / "html" / "gov09.html").read_bytes())
    assert [warning.key for warning in found.warnings] == ["intake.signature-date"]
