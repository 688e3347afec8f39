"""Index and document numbers: read whatever stands there, report what a scheme demands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengov.domain import DocumentNumber, IndexNumber, IndexScheme


@pytest.mark.parametrize(
    ("text", "scheme", "year", "month", "serial"),
    [
        ("734972044/201805-018", IndexScheme.ORGANISATION_CODE, 2018, 5, "018"),
        ("000014349/2018-00222", IndexScheme.ORGANISATION_CODE, 2018, None, "00222"),
        ("01527918X-2020-153077", IndexScheme.ORGANISATION_CODE, 2020, None, "153077"),
        ("11370322004222241N/2021-5135380", IndexScheme.CREDIT_CODE, 2021, None, "5135380"),
        ("11341702486344515H/202110-00013", IndexScheme.CREDIT_CODE, 2021, 10, "00013"),
        ("6107280000/2024-001005", IndexScheme.SITE_CODE, 2024, None, "001005"),
        ("001008003001086/2020-42401", IndexScheme.LOCAL, 2020, None, "42401"),
        ("dqxs/2021-00016", IndexScheme.LOCAL, 2021, None, "00016"),
        ("4/2026-00001", IndexScheme.LOCAL, 2026, None, "00001"),
    ],
)
def test_forms_seen_on_pages(
    text: str, scheme: IndexScheme, year: int, month: int | None, serial: str
) -> None:
    number = IndexNumber.parse(text)
    assert (number.scheme, number.year, number.month, number.serial) == (
        scheme,
        year,
        month,
        serial,
    )
    assert number.problems == ()
    assert str(number) == text


def test_a_wrong_check_digit_is_reported_and_the_number_kept() -> None:
    number = IndexNumber.parse("035210000/2025-00016")
    assert [problem.key for problem in number.problems] == ["index-number.organisation-check"]
    assert str(number) == "035210000/2025-00016"


def test_a_month_that_does_not_exist_is_reported() -> None:
    assert [p.key for p in IndexNumber.parse("734972044/201813-018").problems] == [
        "index-number.month"
    ]


def test_width_and_white_space_are_folded() -> None:
    assert (
        str(IndexNumber.parse(" ７３４９７２０４４／２０１８０５－０１８ "))
        == "734972044/201805-018"
    )


@given(st.text())
def test_nothing_is_rejected(text: str) -> None:
    IndexNumber.parse(text)
    DocumentNumber.parse(text)


@pytest.mark.parametrize(
    ("text", "agency", "year", "serial", "standard"),
    [
        ("国办发〔2018〕118号", "国办发", 2018, 118, "国办发〔2018〕118号"),
        ("国办发[2018]118号", "国办发", 2018, 118, "国办发〔2018〕118号"),
        ("国办发（2018）118号", "国办发", 2018, 118, "国办发〔2018〕118号"),
        ("国办发【2018】第 118 号", "国办发", 2018, 118, "国办发〔2018〕118号"),
        ("镇政发﹝2024﹞007号", "镇政发", 2024, 7, "镇政发〔2024〕7号"),
        ("白洮政明电〔2021〕1号", "白洮政明电", 2021, 1, "白洮政明电〔2021〕1号"),
        ("国令第707号", "国令", None, 707, "国令第707号"),
        ("公告2018年第5号", "公告", 2018, 5, "公告2018年第5号"),
    ],
)
def test_document_numbers(
    text: str, agency: str, year: int | None, serial: int, standard: str
) -> None:
    number = DocumentNumber.parse(text)
    assert (number.agency_code, number.year, number.serial) == (agency, year, serial)
    assert number.standard == standard


def test_another_style_is_reported_once() -> None:
    assert not DocumentNumber.parse("国办发〔2018〕118号").problems
    assert [p.key for p in DocumentNumber.parse("国办发[2018]118号").problems] == [
        "document-number.style"
    ]
