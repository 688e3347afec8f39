"""Identity numbers against GB 11643: examples, the recursion of ISO 7064, and python-stdnum."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from opengov.screening.identity import check_character, is_identity_number, is_old_identity_number
from tests.unit.screening.texts import TODAY, check_by_the_standard

FIRST = st.text("0123456789", min_size=17, max_size=17)
BIRTHS = st.dates(date(1900, 1, 1), date(2026, 1, 1))


def whole(first: str) -> str:
    return first + check_by_the_standard(first)


@pytest.mark.parametrize(("first", "check"), [
    ("11010519491231002", "X"),  # the examples of GB 11643-1999
    ("44052418800101001", "4"),
])  # fmt: skip
def test_the_examples_of_the_standard(first: str, check: str) -> None:
    assert check_character(first) == check == check_by_the_standard(first)
    assert is_identity_number(first + check, today=TODAY)


@given(FIRST)
def test_the_check_is_that_of_iso_7064(first: str) -> None:
    assert (
        check_character(first) == check_by_the_standard(first) == ric.calc_check_digit(f"{first}0")
    )


@given(BIRTHS, st.sampled_from(["110101", "110105", "310101"]), st.integers(0, 999))
def test_whom_stdnum_knows_is_known(born: date, region: str, serial: int) -> None:
    number = whole(f"{region}{born:%Y%m%d}{serial:03}")
    assert is_identity_number(number, today=TODAY)
    assert ric.is_valid(number)


@pytest.mark.parametrize("number", [
    whole("11010520230229001"),  # no leap year
    whole("11010520261125001"),  # born tomorrow
    whole("11010518491231001"),
    whole("99010519491231002"),
    whole("16010519491231002"),  # no province
    "110105194912310021",
    "11010519491231002x"[:17],
    "１１０１０５１９４９１２３１００２X",
])  # fmt: skip
def test_what_is_none(number: str) -> None:
    assert not is_identity_number(number, today=TODAY)


@pytest.mark.parametrize("region", ["810000", "820000", "830000", "710000", "931156"])
def test_residents_of_hong_kong_macau_and_taiwan_and_foreigners(region: str) -> None:
    assert is_identity_number(whole(f"{region}19900307001"), today=TODAY)


@pytest.mark.parametrize(("number", "is_one"), [
    ("110105491231002", True),
    ("110105491331002", False),
    ("160105491231002", False),
    ("11010549123100", False),
])  # fmt: skip
def test_fifteen_digits(number: str, *, is_one: bool) -> None:
    assert is_old_identity_number(number, today=TODAY) is is_one
