"""Numbers of persons: found however they are written, and nothing else with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from opengov.i18n import Translator
from tests.unit.screening.texts import SCREENER, check_by_the_standard, found, passage

RESIDENT = "11010519491231002X"
JOINTS = st.sampled_from(["", "", "", " ", "\u3000", "-", "\u200b", "\ufeff", "\u2060"])
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@given(
    st.integers(0, 999),
    st.sampled_from(["", "身份证号码：", "公民身份号码", "张三，"]),
    st.sampled_from(["19491231", "20000229", "19850706"]),
    st.data(),
)
def test_no_mixture_of_disguises_hides_an_identity_number(
    serial: int, before: str, born: str, data: st.DataObject
) -> None:
    first = f"110105{born}{serial:03}"
    number = first + check_by_the_standard(first)
    # Groups as people write them: region, birth, the rest; any digit may be wide or be followed by
    # a character without a shape.
    parts = [number[:6], number[6:14], number[14:]]
    joint = data.draw(st.sampled_from(["", " ", "-", "\u3000"]))
    written = joint.join(
        "".join(
            (digit.translate(WIDE) if data.draw(st.booleans()) else digit)
            + data.draw(st.sampled_from(["", "", "\u200b", "\u2060"]))
            for digit in part
        )
        for part in parts
    ).rstrip("\u200b\u2060")
    assert found(f"{before}{written}，汉族") == {("identity-number", written)}


@given(st.sampled_from([" ", "\u3000", "-", "\u200b"]))
def test_a_number_spaced_out_is_one(joint: str) -> None:
    written = joint.join(RESIDENT)
    assert found(f"身份证：{written}。") == {("identity-number", written)}


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(1, 10))
def test_a_wrong_check_is_no_identity_number_without_a_label(first: str, shift: int) -> None:
    right = "0123456789X".index(check_by_the_standard(first))
    wrong = first + "0123456789X"[(right + shift) % 11]
    assert "identity-number" not in {kind for kind, _ in found(f"另有{wrong}一项")}


@pytest.mark.parametrize("text", [
    "13812341234", "138 1234 1234", "138-1234-1234", "１３８１２３４１２３４",
    "138\u200b1234\u200b1234", "1 3 8 1 2 3 4 1 2 3 4", "19912341234", "1381234 1234",
])  # fmt: skip
@pytest.mark.parametrize("around", ["手机：{}", "联系人张三{}", "{}", "（{}）", "电话{}转告"])
def test_mobile_numbers(text: str, around: str) -> None:
    assert found(around.format(text)) == {("mobile-number", text)}


@pytest.mark.parametrize("text", [
    "统一社会信用代码91110000710931032L",
    "统一社会信用代码：123456789012345678",
    "注册号110105012345678",
    "索引号：000014349/2018-00012",
    "国办发〔2018〕37号",
    "咨询电话：010-65123456转8012",
    "电话（0871）63123456",
    "服务热线400-810-1234",
    "投资12345678901.50元",
    "合同编号：13812341234",
    "订单号13912345678901",
    "2018年5月16日至2018-06-13",
    "20180516-20180613",
    "京ICP备05070218号",
    "东经116.397428，北纬39.909230",
    "条码6901234567892",
    "共计13812341234元",
    "传真：025-83412345",
    "项目代码2018-110105-47-03-012345",
])  # fmt: skip
def test_numbers_of_things_are_not_those_of_persons(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(
    "text",
    ["某某公司 13812341234", "企业名称：某某商贸 13812341234", "单位名称：某厂 手机13812341234"],
)
def test_a_mobile_number_beside_an_organisation_is_one(text: str) -> None:
    assert found(text) == {("mobile-number", "13812341234")}


def test_the_nearest_label_decides() -> None:
    assert found("QQ：12345678901，手机：13812341234") == {("mobile-number", "13812341234")}
    assert found("合同编号：13812341234，电话13912341234") == {("mobile-number", "13912341234")}


def test_what_is_a_card_too_is_decided_by_what_it_is_called() -> None:
    """Of all-digit identity numbers some pass Luhn: this one begins like a card as well."""
    number = next(
        each
        for serial in range(1000)
        if (
            each := f"62010119900307{serial:03}"
            + check_by_the_standard(f"62010119900307{serial:03}")
        )
        and each.isdigit()
        and luhn.is_valid(each)
    )
    assert found(f"身份证号：{number}") == {("identity-number", number)}
    assert found(f"号码{number}。") == {("identity-number", number)}
    assert found(f"银行卡号：{number}") == {("bank-card", number)}
    doubt = SCREENER.screen(passage(f"号码{number}。"))[0].doubt
    assert doubt is not None
    assert Translator("en").render(doubt) == (
        "It could also be a bank card number; the text around it decided."
    )
