"""Values as pages print them: days, times, and what says that there is none."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengov.intake.partings import parted
from opengov.intake.shapes import fits, fits_well, is_body, is_document_number, is_index_number
from opengov.intake.values import ImpossibleDayError, cleaned, is_day_alone, stated_time

DAY = date(2021, 3, 13)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2021-03-13", None),
        ("2021/3/13", None),
        ("2021.03.13", None),
        ("2021年3月13日", None),
        ("２０２１年３月１３日", None),
        ("2021 年 3 月 13 日", None),
        ("2021 - 03 - 13", None),
        ("20210313", None),
        ("二〇二一年三月十三日", None),
        ("二○二一年三月十三日", None),
        ("2021年03月13日 14:06", time(14, 6)),
        ("2021-03-13 14∶06", time(14, 6)),
        ("2021-03-13 14：06：36", time(14, 6, 36)),
        ("2021-03-13T14:06:00", time(14, 6)),
        ("2021-03-13 14:06:36.0", time(14, 6, 36)),
        ("2021-03-13T14:06:36+08:00", time(14, 6, 36)),
        ("20210313140636", time(14, 6, 36)),
        ("2021年3月13日 下午2时06分", time(14, 6)),
        ("2021-03-13 星期六 14:06", time(14, 6)),
        ("2021-03-13 25:61", None),
    ],
)
def test_a_day_is_read_as_precisely_as_it_is_stated(text: str, clock: time | None) -> None:
    stated = stated_time(text)
    assert stated is not None
    assert (stated.day, stated.time) == (DAY, clock)


@pytest.mark.parametrize(
    "text", ["2018-02-30", "2018年13月1日", "20180230", "二〇一八年二月三十日"]
)
def test_a_day_that_no_calendar_has_is_an_error_that_names_it(text: str) -> None:
    with pytest.raises(ImpossibleDayError, match="2018-"):
        stated_time(text)


@pytest.mark.parametrize(
    "text",
    ["", "2021", "2021年3月", "长期", "自发布之日起", "11340802MB1534129K/2020-00031", "32021013"],
)
def test_what_is_no_day(text: str) -> None:
    assert stated_time(text) is None


@given(st.dates(date(1949, 10, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"):
        stated = stated_time(day.strftime(form))
        assert stated is not None
        assert stated.day == day


@pytest.mark.parametrize("text", ["", "无", "暂无", "-", "——", "/", "N/A", "null", "（无）", "[ ]"])
def test_what_says_that_there_is_no_value(text: str) -> None:
    assert cleaned(text) == ""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("：市旅游委 ", "市旅游委"),
        ("【主动公开】", "主动公开"),
        ("\u3000教\u200b育\xa0", "教育"),
        ("“关于放假的通知”", "关于放假的通知"),
        ("关于《办法》的通知（试行）", "关于《办法》的通知（试行）"),
        ("有效 /", "有效"),
    ],
)
def test_a_value_is_freed_of_what_set_it_apart(text: str, value: str) -> None:
    assert cleaned(text) == value


@given(st.text(max_size=80))
def test_cleaning_is_settled_and_keeps_no_gap_outside(text: str) -> None:
    value = cleaned(text)
    assert value == value.strip()


def test_a_day_alone_is_a_signature_and_a_sentence_is_not() -> None:
    assert is_day_alone("二〇〇四年四月二十七日")
    assert is_day_alone(" 2018年12月4日 ")
    assert not is_day_alone("自2018年12月4日起施行")


@pytest.mark.parametrize(
    "text",
    [
        "734972044/201805-018",
        "01527918X-2020-153077",
        "11370322004222241N/2021-5135380",
        "6107280000/2024-001005",
    ],
)
def test_index_numbers_are_known_by_their_shape(text: str) -> None:
    assert is_index_number(text)
    assert fits_well("index_number", text)


@pytest.mark.parametrize(
    "text",
    [
        "镇政发〔2024〕7号",
        "镇政发[2024]7号",
        "镇政办（2024）7号",
        "镇政发﹝2024﹞7号",
        "石文〔2018〕11號",
        "国令第707号",
        "第12号公告",
        "2021年第3号",
    ],
)
def test_document_numbers_are_known_by_their_shape(text: str) -> None:
    assert is_document_number(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市旅游委", True),
        ("国务院办公厅、中央军委办公厅", True),
        ("金門縣政府", True),
        ("全县召开动员会", False),
        ("云溪县人民政府关于机构改革的通知发至各局", False),
        ("2021年", False),
    ],
)
def test_agencies_are_known_by_how_their_names_end(text: str, expected: bool) -> None:  # noqa: FBT001
    assert is_body(text) is expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("category", "2021-03-13"),
        ("subject_class", "734972044/201805-018"),
        ("document_number", "2021-03-13"),
        ("index_number", "关于做好防汛工作的通知"),
        ("issuing_body", "云教〔2021〕5号"),
        ("validity", "关于做好防汛工作的通知"),
        ("page_views", "加载中"),
    ],
)
def test_what_a_field_cannot_hold(name: str, text: str) -> None:
    assert not fits(name, text)


@pytest.mark.parametrize(
    ("name", "text", "value", "behind"),
    [
        ("index_number", "734972044/201805-018信息分类", "734972044/201805-018", "信息分类"),
        ("issuing_body", "市旅游委2018-05-16", "市旅游委", "2018-05-16"),
        ("issuing_body", "市旅游委 成文日 2018-05-16", "市旅游委", "成文日 2018-05-16"),
        ("issuing_body", "市教育局 市财政局", "市教育局 市财政局", ""),
        ("document_number", "云教〔2021〕5号标题：关于放假的通知", "云教〔2021〕5号", "标题："),
        (
            "document_number",
            "云教〔2021〕5号 云财〔2021〕9号",
            "云教〔2021〕5号 云财〔2021〕9号",
            "",
        ),
        ("title", "关于放假的通知发文机关县政府办", "关于放假的通知", "发文机关县政府办"),
        ("title", "关于公布索引号和文号的通知", "关于公布索引号和文号的通知", ""),
        ("category", "信息公开目录", "信息公开目录", ""),
    ],
)
def test_a_value_is_cut_where_it_runs_on(name: str, text: str, value: str, behind: str) -> None:
    found, rest = parted(name, text)
    assert found == value
    assert rest.startswith(behind)
    assert bool(rest) is bool(behind)
