"""Folded text: what hides a word is gone, and every place leads back to the text handed in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengov.screening.folding import Folded

PIECES = st.sampled_from(
    [*"机密1１AＡ⼯。★x", " ", "\u3000", "\u200b", "\ufeff", "\n", "\r\n", "\t"]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


@pytest.mark.parametrize(
    ("source", "folded"),
    [
        ("机 密", "机密"),
        ("机\u3000\u3000密", "机密"),
        ("机\u200b密", "机密"),
        ("机\n密", "机密"),
        ("机\n\n密", "机\n\n密"),
        ("１３８\u200b００", "13800"),
        ("ＡＢＣ", "ABC"),
        ("⼯作", "工作"),
        ("张三 138", "张三 138"),
        ("第\t二", "第\t二"),
    ],
)
def test_what_is_folded(source: str, folded: str) -> None:
    assert Folded(source).text == folded


@pytest.mark.parametrize("parting", ["\t", "\n"])
def test_the_cells_and_rows_of_a_table_stay_apart(parting: str) -> None:
    assert Folded(f"机{parting}密", is_table=True).text == f"机{parting}密"


@given(source=TEXTS, is_table=st.booleans())
def test_a_folded_character_leads_to_the_one_it_came_from(source: str, *, is_table: bool) -> None:
    folded = Folded(source, is_table=is_table)
    plain = str.maketrans("１Ａ⼯", "1A工")
    last = -1
    for at, character in enumerate(folded.text):
        start, end = folded.span(at, at + 1)
        assert end == start + 1
        assert start > last
        assert source[start].translate(plain) == character or source[start].isspace()
        last = start


@given(TEXTS)
def test_folding_drops_only_what_has_no_shape_or_stands_between_characters(source: str) -> None:
    kept = [each for each in source if not each.isspace() and each not in "\u200b\ufeff"]
    plain = "".join(kept).translate(str.maketrans("１Ａ⼯", "1A工"))
    assert "".join(Folded(source).text.split()) == plain
