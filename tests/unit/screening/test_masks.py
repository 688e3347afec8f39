"""Masks: in order, without overlaps, and nothing of what they hide is left."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from opengov.screening import Action, Detected, Finding, Mask, Screener, masked, masks_of
from tests.unit.screening.texts import KINDS, SCREENER, TODAY, check_by_the_standard, passage, rule

HIDE = rule(Detected(kind="identity-number"), name="hide")
REMOVE = rule(Detected(kind="identity-number"), action=Action.REMOVE, name="remove")
SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 8), st.sampled_from([HIDE, REMOVE]), st.booleans())
)


def test_the_custom_for_phones_and_identity_numbers() -> None:
    text = "联系人手机13812341234，身份证号11010519491231002X。"
    assert masked(text, SCREENER.masks(passage(text))) == (
        "联系人手机138****1234，身份证号11*************02X。"
    )


def test_a_rule_may_take_it_out_whole() -> None:
    remover = Screener(
        [rule(Detected(kind=each), action=Action.REMOVE) for each in KINDS], as_of=TODAY
    )
    text = "手机13812341234。"
    assert masked(text, remover.masks(passage(text))) == "手机［不予公开］。"


def test_the_same_number_is_hidden_in_the_same_way_however_it_is_written() -> None:
    text = "手机13812341234；手机138 1234 1234；手机１３８１２３４１２３４。"
    masks = SCREENER.masks(passage(text))
    assert [mask.replacement for mask in masks] == ["138****1234"] * 3


@given(SPANS)
def test_masks_are_in_order_without_overlaps_and_cover_all_that_was_found(
    spans: list[tuple[int, int, object, bool]],
) -> None:
    findings = [
        Finding(HIDE if each is HIDE else REMOVE, start, start + size, "*" if shown else "")
        for start, size, each, shown in spans
    ]
    masks = masks_of(findings)
    assert all(one.end <= other.start for one, other in pairwise(masks))
    hidden = {at for mask in masks for at in range(mask.start, mask.end)}
    assert hidden == {at for each in findings for at in range(each.start, each.end)}


@given(
    st.integers(0, 999), st.sampled_from(["", "身份证号：", "电话"]), st.text("甲，1 ", max_size=6)
)
def test_nothing_of_the_original_is_left(serial: int, before: str, after: str) -> None:
    first = f"11010519491231{serial:03}"
    number = first + check_by_the_standard(first)
    text = f"{before}{number}甲{after}"
    assert number not in masked(text, SCREENER.masks(passage(text)))


def test_masks_applied() -> None:
    masks = (
        Mask(start=0, end=1, replacement="[]", rule="r"),
        Mask(start=1, end=3, replacement="", rule="r"),
    )
    assert masked("abcd", masks) == "[]d"
    assert masked("abcd", ()) == "abcd"
