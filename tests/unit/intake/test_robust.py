"""Whatever it is given, intake reads it or says why not, and in time."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from opengov.errors import IntakeError
from opengov.intake import read_page
from tests.unit.intake.reading import disagreements, expected_pages

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
HEAD = "索引号：734972044/201805-018\n发布机构：市旅游委\n名称：关于放假的通知\n"
PROSE = "为进一步规范工作，各级机关应当及时准确地公开信息，并按照目录分类编排。"
PIECES = st.sampled_from(
    "索引号 发布机构 名称 文号 发文日期 发布日期 主题分类 ： : 、 \n \t | 〔2021〕5号 2021-03-13 "
    "734972044/201805-018 <td> </td> <tr> <br> <p> </p> &nbsp; 市旅游委 关于放假的通知 无".split(
        " "
    )
)


def read_or_refused(source: bytes | str) -> None:
    with suppress(IntakeError):
        assert read_page(source).item.id


@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00\xd8")
@example(b"<html>\x80\x81")
def test_any_bytes(source: bytes) -> None:
    read_or_refused(source)


@given(st.text(max_size=300))
@example("<table><tr><td>")
@example("\ud800索引号：1")
def test_any_text(text: str) -> None:
    read_or_refused(text)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join))
@example("索引号：\x1e\x1f734972044/201805-018")
def test_any_mixture_of_what_pages_are_made_of(text: str) -> None:
    read_or_refused(text)
    read_or_refused(HEAD + text)


@pytest.mark.parametrize(
    "page",
    [
        HEAD + (PROSE + "\n") * 18_000,
        HEAD + PROSE * 18_000,
        HEAD * 15_000,
        HEAD + "".join(f"<p>{PROSE}</p>" for _ in range(16_000)),
        "<div>" * 100_000 + HEAD + "</div>" * 100_000,
        f"<p>{HEAD}</p>" + "<table><tr><td>" * 20_000,
        ("索" + " " * 3_000 + "引号\n") * 300 + HEAD,
        HEAD + ("[" * 3_000 + "\n") * 300,
    ],
    ids=["lines", "line", "blocks", "html", "nested", "tables", "gaps", "brackets"],
)
def test_large_and_deep_pages_take_seconds_at_most(page: str) -> None:
    begun = time.perf_counter()
    read_or_refused(page)
    assert time.perf_counter() - begun < 20  # it takes two; machines differ


CHANGES: dict[str, Callable[[str], str]] = {
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "blank lines at both ends": lambda text: f"\n\n{text}\n\n",
    "a trail before": lambda text: f"首页 > 政务公开 > 信息公开目录\n{text}",
    "full-width digits": lambda text: text.translate({c: c + 0xFEE0 for c in range(48, 58)}),
    "full-width colons": lambda text: text.replace(":", "："),
    "paragraphs": lambda text: "".join(f"<p>{line}</p>" for line in text.splitlines()),
    "breaks": lambda text: f"<div>{'<br>'.join(text.splitlines())}</div>",
}
PLAIN = [
    page
    for page in expected_pages(HERE / "expect.toml")
    if page["file"].endswith(".txt")
    and "expect" in page
    and "at_least_one" not in page
    # Marks of Markdown and of drawn tables mean nothing in HTML, and blank lines are lost there.
    and not page["file"].startswith(("markdown", "alternate_blank", "ascii", "box", "tabs"))
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_does_not_change_a_page_for_a_person_makes_no_value_wrong(change: str) -> None:
    wrong = []
    for page in PLAIN:
        text = (HERE / "pages" / page["file"]).read_text("utf-8")
        try:
            found = read_page(CHANGES[change](text))
        except IntakeError:
            continue
        lenient: dict[str, Any] = {
            name: [*(wanted if isinstance(wanted, list) else [wanted]), ""]
            for name, wanted in page["expect"].items()
        }
        wrong += [
            f"{page['file']}: {found_wrong}"
            for found_wrong in disagreements(found, {"expect": lenient})
        ]
    assert not wrong
