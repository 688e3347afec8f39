"""Papers, addresses and names: those of private persons, not those of offices and officials."""

from __future__ import annotations

import pytest

from tests.unit.screening.texts import SCREENER, found, passage

HOME = "昆明市五华区学府路12号3栋2单元501室"
RESIDENT = "11010519491231002X"


@pytest.mark.parametrize("plate", ["云A12345", "京AD12345", "粤B·8K6A1", "云Ａ１２３４５"])
def test_plates(plate: str) -> None:
    assert found(f"驾驶{plate}号小型轿车") == {("licence-plate", plate)}


@pytest.mark.parametrize("text", ["护照号码：{}", "持{}入境", "护照 {}"])
@pytest.mark.parametrize("number", ["E12345678", "G12345678", "EA1234567"])
def test_passports(text: str, number: str) -> None:
    assert found(text.format(number)) == {("passport", number)}


@pytest.mark.parametrize("text", ["合同编号：E12345678", "型号G12345678", "HTE12345678"])
def test_numbers_of_things_are_no_passports(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize("text", ["家庭住址：{}。", "家住{}，", "张三租住在{}。"])
def test_where_a_person_lives(text: str) -> None:
    assert found(text.format(HOME)) == {("household-address", HOME)}


@pytest.mark.parametrize(
    "text", ["办公地址：昆明市五华区学府路12号3栋2单元501室。", "受理地点：大理市建设街5号。"]
)
def test_where_an_office_stands_is_public(text: str) -> None:
    assert found(text) == set()


def test_an_address_in_a_column_is_told_once() -> None:
    text = f"户主\t家庭住址\t面积\n张三\t{HOME}\t80.5"
    findings = SCREENER.screen(passage(text, is_table=True))
    told = [text[each.start : each.end] for each in findings]
    assert told.count(HOME) == 1


def test_the_head_of_a_column_says_what_its_numbers_are() -> None:
    text = "姓名\t订单号\t手机\n张三\t13812341234\t13912341234"
    assert found(text, is_table=True) == {
        ("mobile-number", "13912341234"), ("personal-name", "张三"),
    }  # fmt: skip


@pytest.mark.parametrize("row", ["1  张三  {}  600", "张三 {}", "张三,{},600", "1\t欧阳娜娜\t{}"])
def test_a_name_beside_a_number_in_a_row(row: str) -> None:
    name = "欧阳娜娜" if "欧阳" in row else "张三"
    assert ("personal-name", name) in found(row.format(RESIDENT))


@pytest.mark.parametrize(
    "text", ["张三，{}，汉族", "当事人张三（{}）到场。", "张三，手机13812341234"]
)
def test_names_are_not_looked_for_in_sentences(text: str) -> None:
    assert "personal-name" not in {kind for kind, _ in found(text.format(RESIDENT))}


def test_names_of_officials_are_public() -> None:
    text = "姓名\t职务\t手机\n张三\t局长\t13812341234"
    assert found(text, is_table=True) == {("mobile-number", "13812341234")}


def test_a_mobile_number_that_serves_for_qq_is_one() -> None:
    assert found("电话 QQ 13812341234") == {("mobile-number", "13812341234")}


def test_a_spaced_out_number_in_aligned_columns() -> None:
    spaced = " ".join(RESIDENT)
    assert ("identity-number", spaced) in found(f"5  张三  {spaced}  600.00")
    assert ("mobile-number", "1 3 8 1 2 3 4 1 2 3 4") in found("张三  7  1 3 8 1 2 3 4 1 2 3 4  5")
