"""Pages in the layouts of many sites, read as a careful person reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from opengov.errors import NoMetadataError
from opengov.intake import read_page
from tests.unit.intake.reading import disagreements, expected_pages

HERE = Path(__file__).parent
PAGES = expected_pages(HERE / "expect.toml")


def page_bytes(page: dict[str, Any]) -> bytes:
    text = (HERE / "pages" / str(page["file"])).read_text("utf-8")
    return text.encode(str(page.get("encoding", "utf-8")))


def cases(pages: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(page, id=page["file"]) for page in pages]


@pytest.mark.parametrize("page", cases([page for page in PAGES if "expect" in page]))
def test_a_page_is_read_as_a_person_reads_it(page: dict[str, Any]) -> None:
    found = read_page(page_bytes(page), name=page["file"])
    assert not list(disagreements(found, page)), page["remark"]


@pytest.mark.parametrize("page", cases([page for page in PAGES if page.get("rejected")]))
def test_a_page_without_a_block_is_rejected(page: dict[str, Any]) -> None:
    with pytest.raises(NoMetadataError) as caught:
        read_page(page_bytes(page), name=page["file"])
    assert page["file"] in str(caught.value)


def test_every_sample_is_expected_and_every_expectation_has_its_sample() -> None:
    assert sorted(page["file"] for page in PAGES) == sorted(
        file.name for file in (HERE / "pages").iterdir()
    )
