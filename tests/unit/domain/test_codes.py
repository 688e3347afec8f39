"""Check digits against codes that agencies really use, and against single wrong characters."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from opengov.domain import CreditCode, OrganisationCode
from opengov.errors import InvalidValueError

# The issuers in index numbers of agencies, as their sites print them.
ORGANISATIONS = [
    "734972044", "003110926", "003129766", "003043524", "000014349", "092084634",
    "053533505", "717817552", "01527918X",
]  # fmt: skip
CREDIT = [
    "11370322004222241N", "11370000MB2847723P", "11341702486344515H", "1150022873659872X5",
    "11220802013594178H",
]  # fmt: skip


@pytest.mark.parametrize("code", ORGANISATIONS)
def test_real_organisation_codes_are_valid(code: str) -> None:
    assert str(OrganisationCode.parse(code)) == code


@pytest.mark.parametrize("code", CREDIT)
def test_real_credit_codes_are_valid_and_hold_a_valid_organisation_code(code: str) -> None:
    assert OrganisationCode.is_valid(str(CreditCode.parse(code).organisation))


def test_a_hyphen_and_small_letters_are_read() -> None:
    assert str(OrganisationCode.parse(" 01527918-x ")) == "01527918X"


def test_a_number_of_another_kind_fails_the_check() -> None:
    assert not OrganisationCode.is_valid("035210000")


@given(st.sampled_from(CREDIT), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJ"))
def test_one_wrong_character_is_found(code: str, place: int, wrong: str) -> None:
    assume(code[place] != wrong)
    assert not CreditCode.is_valid(code[:place] + wrong + code[place + 1 :])


@pytest.mark.parametrize(
    "text", ["", "1", "73497204I", "7349720440", "市旅游委", "11370322004222241O"]
)
def test_what_is_no_code_is_refused_with_advice(text: str) -> None:
    for kind in (OrganisationCode, CreditCode):
        with pytest.raises(InvalidValueError) as caught:
            kind.parse(text)
        assert caught.value.remedy


def test_a_code_cannot_be_made_with_a_wrong_check() -> None:
    with pytest.raises(InvalidValueError, match="GB 11714"):
        OrganisationCode("garbage")
    with pytest.raises(InvalidValueError, match="GB 32100"):
        CreditCode("x")
