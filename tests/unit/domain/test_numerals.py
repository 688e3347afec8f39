"""Numerals as dates and counts are written with them."""

from __future__ import annotations

import pytest

from opengov.domain.numerals import numeral


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2018", 2018),
        ("二〇一八", 2018),
        ("二○○七", 2007),
        ("二零零七", 2007),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十七", 27),
        ("廿七", 27),
        ("卅", 30),
        ("卅一", 31),
        ("三十", 30),
        ("两", 2),
        ("七", 7),
        ("", None),
        ("x", None),
        ("二十七八", None),
        ("十十", None),
        ("²", None),
    ],
)
def test_what_is_written_is_read(text: str, number: int | None) -> None:
    assert numeral(text) == number
