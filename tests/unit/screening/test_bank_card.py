"""Bank cards against ISO/IEC 7812: the published example, and python-stdnum."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from opengov.screening.bank_card import has_luhn_check, is_bank_card


@given(st.text("0123456789", min_size=1, max_size=24))
def test_the_check_is_that_of_luhn(number: str) -> None:
    assert has_luhn_check(number) == luhn.is_valid(number)
    assert has_luhn_check(number + luhn.calc_check_digit(number))


@pytest.mark.parametrize(("first", "is_one"), [
    ("622202123456789012", True),  # UnionPay, 19 digits
    ("621700123456789", True),
    ("411111111111111", True),  # Visa
    ("955880123456789012", True),
    ("123456789012345", False),  # begins like no card
    ("62220212345678", False),  # 15 digits
    ("4111111111111111", False),  # Visa has no 17
])  # fmt: skip
def test_issuer_and_length(first: str, *, is_one: bool) -> None:
    assert is_bank_card(first + luhn.calc_check_digit(first)) is is_one
    wrong = str((int(luhn.calc_check_digit(first)) + 1) % 10)
    assert not is_bank_card(first + wrong)
