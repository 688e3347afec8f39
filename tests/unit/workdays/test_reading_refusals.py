"""Holiday notices that cannot be right, and texts that are none: each fault with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengov.domain.citation import Trust
from opengov.errors import NoticeError
from opengov.workdays.day import DayKind, DaySource
from opengov.workdays.notice import Notice, NoticeDay
from opengov.workdays.reading import read_notice

SAMPLES = Path(__file__).parent / "notices"


def text_of(name: object) -> str:
    return (SAMPLES / f"{name}.txt").read_text("utf-8")


def refusal(text: str, **options: object) -> NoticeError:
    with pytest.raises(NoticeError) as caught:
        read_notice(text, **options)  # type: ignore[arg-type]
    return caught.value


def line_of(words: str, text: str) -> str:
    return f"line {text[: text.index(words)].count(chr(10)) + 1}"


@pytest.mark.parametrize(
    ("old", "new", "quoted", "why"),
    [
        ("4月8日（星期日）", "4月8日（星期六）", "4月8日（星期六）", "2018-04-08 is a 星期日"),
        ("4月8日（星期日）", "4月7日（星期日）", "4月7日（星期日）", "2018-04-07 is a 星期六"),
        ("4月8日（星期日）", "4月8日（期日）", "4月8日（期日）", "no weekday"),
        ("2月15日至21日", "2月30日至21日", "2月30日", "is no day"),
        ("2月15日至21日", "2月15日至29日", "29日", "is no day"),
        ("1月1日放假", "13月1日放假", "13月1日", "is no day"),
        ("共7天", "共8天", "共8天", "7 days are named"),
        ("2月15日至21日", "2月21日至15日", "2月21日至15日", "ends before it begins"),
        ("2月15日至21日", "2月15日至4月21日", "2月15日至4月21日", "is 66 days"),
        ("6月18日放假", "6月17日放假", "端午节", "2018-06-18 (星期一), the statutory 端午节"),
        ("2月15日至21日", "2月17日至23日", "春节", "the statutory 春节"),
        ("4月8日（星期日）上班", "4月7日（星期六）上班", "4月7日（星期六）上班", "also off"),
        ("4月8日（星期日）上班", "4月9日（星期一）上班", "4月9日（星期一）上班", "worked anyway"),
        (
            "4月8日（星期日）",
            "4月14日（星期六）",
            "4月14日（星期六）上班",
            "a weekend lies between",
        ),
        ("9月30日（星期日）", "9月23日（星期日）", "上班", "a break joins"),
        ("4月28日（星期六）", "5月5日（星期六）", "5月5日（星期六）上班", "leaves 2018-04-28 off"),
        (
            "2月24日（星期六）上班",
            "2月24日（星期六）上班，2月23日（星期五）起上班",
            "起上班",
            "resumes work",
        ),
        ("春节：2月15日", "春节：2017年2月15日", "2017年2月15日", "no day of 2018"),
        ("春节：2月15日", "春节：2008年2月15日", "2008年2月15日", "is in 2008"),
        ("2月15日至", "2月15日（正月初一）至", "正月初一", "正月初一 is 2018-02-16"),
        ("2月15日至21日", "2月15日至21日（农历除夕至正月初七）", "正月初七", "2018-02-22"),
        ("2月15日至", "2月15日（腊月二十八）至", "腊月二十八", "2018-02-14 or 2018-02-13"),
        ("6月18日放假", "6月18日（中秋节）放假", "中秋节", "2018-09-24"),
        (
            "9月24日放假，与周末连休",
            "9月24日（星期一）放假，9月26日补休",
            "9月26日补休",
            "not join",
        ),
        ("9月24日放假，与周末连休", "9月24日放假，9月23日（星期日）补休", "补休", "off anyway"),
        ("4月8日（星期日）上班", "4月8日（星期日）上班，不调休", "不调休", "is worked in exchange"),
        (
            "10月1日至7日放假调休",
            "10月1日至7日放假，10月8日（星期一）照常公休",
            "公休",
            "day of rest",
        ),
        ("七、国庆节：", "七、国庆节：10月1日为法定节假日，", "10月1日为法定节假日", "leaves out"),
        ("6月18日放假", "6月18日、19日为法定节假日", "为法定节假日", "which it is not"),
        (
            "4月8日（星期日）上班",
            "4月8日、9日两个公休日调至4月6日",
            "调至4月6日",
            "moves 2 days to 1",
        ),
        ("4月8日（星期日）上班", "4月8日三个公休日调至4月6日", "三个公休日", "counts 3 days"),
        (
            "4月28日（星期六）上班",
            "4月28日公休日调至4月30日，4月22日上班",
            "上班",
            "says otherwise",
        ),
        ("7天。2月11日", "7天。2月115日", "2月115日", "not understood"),
        ("六、中秋节：9月24日", "六、中秋节：请9月24日", "9月24日", "not understood"),
        ("1月1日放假", "1月1日不放假", "1月1日", "not understood"),
        ("六、中秋节：", "六、中元节：", "中元节", "no holiday that the order knows"),
        ("六、中秋节：", "六、端午节：", "端午节", "headed twice"),
        ("五、端午节：", "五、端午节：24日，", "24日", "has no month"),
        ("现将2018年", "现将2019年", "现将2019年", "a title on 2018"),
        ("2017年11月30日", "2017年11月31日", "2017年11月31日", "no day of the calendar"),
        ("2017年11月30日", "2018年1月3日", "2018年1月3日", "cannot be the day of issue"),
        ("2017年11月30日", "2016年9月30日", "2016年9月30日", "cannot be the day of issue"),
        ("〔2017〕", "〔2018〕", "国办发明电〔2018〕12号", "was issued on 2017-11-30"),
    ],
)
def test_what_cannot_be_right_is_quoted_with_its_line(
    old: str, new: str, quoted: str, why: str
) -> None:
    text = text_of(2018)
    assert old in text
    text = text.replace(old, new)
    faults = refusal(text).faults
    fault = next(fault for fault in faults if why in fault.what)
    assert isinstance(fault, NoticeError)
    assert fault.where == line_of(new, text)
    assert quoted in fault.what.split("”")[0]
    assert fault.remedy


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("六、中秋节：9月24日放假，与周末连休。\n", "", "does not arrange 中秋节"),
        ("2017年11月30日\n", "", "has no day of issue"),
        ("2月11日（星期日）、", "", "gives 12 days off, weekdays off less weekend days worked"),
    ],
)
def test_what_is_missing_is_told_at_the_title(old: str, new: str, why: str) -> None:
    fault = next(f for f in refusal(text_of(2018).replace(old, new)).faults if why in f.what)
    assert "国务院办公厅关于2018年部分节假日安排的通知" in fault.what
    assert fault.where == "line 1"


def test_before_2008_three_holidays_fewer_were_statutory() -> None:
    text = text_of(2007)
    start = text.index("四、")
    faults = refusal(text[:start] + text[text.index("节假日期间") :]).faults
    assert [f.what for f in faults if "does not arrange" in f.what] == [
        "“国务院办公厅关于2007年部分节假日安排的通知” does not arrange 国庆节."
    ]


def test_all_faults_come_at_once_in_the_order_of_the_text() -> None:
    text = text_of(2018).replace("4月8日（星期日）", "4月8日（星期六）").replace("共7天", "共9天")
    error = refusal(text)
    assert [fault.where for fault in error.faults] == ["line 6", "line 7", "line 11"]
    assert str(error).count("notice-invalid") == 4


def test_lines_are_those_of_the_text_as_it_was_given() -> None:
    text = ("\r\n" * 7) + text_of(2018).replace("\n", "\r\n").replace("共7天", "共\r\n8天")
    assert [fault.where for fault in refusal(text).faults] == ["line 13", "line 19"]


def test_lines_of_a_web_page() -> None:
    wrong = text_of(2018).replace("4月8日（星期日）", "4月8日（<i>星期</i>一）")
    rows = "\n".join(f"<tr><td>{line}</td></tr>" for line in wrong.splitlines())
    error = refusal(f"<html>\n<body><table>\n{rows}</table></body></html>")
    assert [fault.where for fault in error.faults] == ["line 9"]


def test_an_unbalanced_notice_may_be_let_through() -> None:
    text = text_of(2018).replace("2月11日（星期日）、", "")
    assert (
        len(read_notice(text, allow_unusual=True).days) == len(read_notice(text_of(2018)).days) - 1
    )
    wrong = text.replace("4月8日（星期日）", "4月8日（星期六）")
    assert len(refusal(wrong, allow_unusual=True).faults) == 1


def test_statutory_days_on_one_date_count_twice() -> None:
    # Mid-Autumn of 2020 was 1 October; a notice that gave nothing for it would be short of a day.
    text = text_of(2020).replace(
        "10月10日（星期六）上班", "10月10日（星期六）、10月11日（星期日）上班"
    )
    assert "gives 10 days off" in str(refusal(text))


@pytest.mark.parametrize("year", [2018, 2019])
def test_the_forged_notice_with_the_dates_of_2016(year: int) -> None:
    text = text_of(2016).replace("2016年", f"{year}年").replace("〔2015〕18号", "〔2018〕18号")
    text = text.replace("2015年12月10日", f"{year - 1}年12月10日")
    faults = [fault.what for fault in refusal(text).faults]
    assert any(f"{year}-02-06 is a 星期" in what for what in faults)
    assert any("the statutory 清明节" in what for what in faults)
    assert ("国办发明电〔2018〕18号" in "".join(faults)) == (year == 2018)


# Notices that change what stands.


def test_a_longer_break_needs_the_notice_that_set_it() -> None:
    error = refusal(text_of("2020-spring-festival"))
    assert "春节 of 2020" in error.faults[0].what
    assert "国务院办公厅关于2020年部分节假日安排的通知 is needed" in error.faults[0].what
    assert "known" in error.faults[0].remedy


def test_so_does_an_amendment_and_another_year_does_not_help() -> None:
    error = refusal(text_of("2019-labour-day"), known=[read_notice(text_of(2018))])
    assert "国务院办公厅关于2019年部分节假日安排的通知 is needed" in str(error)


def test_a_notice_that_came_later_is_no_ground() -> None:
    later = read_notice(text_of(2019))
    text = text_of("2019-labour-day").replace("2019年3月22日", "2018年3月22日")
    assert "is needed" in str(refusal(text.replace("〔2019〕", "〔2018〕"), known=[later]))


def test_an_amendment_that_exchanges_days_gives_as_many_as_it_replaces() -> None:
    known = [read_notice(text_of(2019))]
    text = text_of("2019-labour-day").replace("4月28日（星期日）、", "")
    assert "gives 2 days off" in str(refusal(text, known=known))
    assert len(read_notice(text, known=known, allow_unusual=True).days) == 5
    # 放假 without 调休 exchanges nothing: the days are given.
    more = text.replace("放假调休", "放假")
    assert len(read_notice(more, known=known).days) == 5


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("2月2日（农历正月初九，星期日）", "1月30日（星期四）", "does not make the break longer"),
        ("2月2日（农历正月初九，星期日）", "12月2日（星期三）", "does not make the break longer"),
        ("2月3日（星期一）起", "2月4日（星期二）起", "resumes work on 2020-02-04"),
        ("正月初九", "正月初八", "正月初八 is 2020-02-01"),
        ("2020年1月26日", "2020年2月6日", "is later than every day"),
        ("2020年1月26日", "2022年1月26日", "cannot be the day of issue"),
        ("，2月3日（星期一）起正常上班", "，共12天", "3 days are added to 7"),
        ("起正常上班", "有雨", "is not understood"),
    ],
)
def test_a_longer_break_that_cannot_be_right(old: str, new: str, why: str) -> None:
    text = text_of("2020-spring-festival")
    assert old in text
    assert why in str(refusal(text.replace(old, new), known=[read_notice(text_of(2020))]))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("9月3日全国放假1天", "9月2日全国放假1天", "4 days are named"),
        ("全国放假1天", "全国放假2天", "1 days are named"),
        ("，9月6日（星期日）上班", "", "gives 2 days off"),
        ("2015年5月13日", "2015年9月13日", "is later than every day"),
    ],
)
def test_a_holiday_for_one_occasion_that_cannot_be_right(old: str, new: str, why: str) -> None:
    text = text_of("2015-victory-day")
    assert old in text
    assert why in str(refusal(text.replace(old, new)))


def test_an_amendment_that_names_no_holiday() -> None:
    text = text_of("2019-labour-day").replace("2019年劳动节\n假期", "2019年部分节假日")
    assert "does not say which holiday" in str(refusal(text, known=[read_notice(text_of(2019))]))


# Texts that are no notice of the State Council.


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\u3000\n",
        "这是一段文字。2018年1月1日放假，与周末连休。",
        "<html><body><h1>Weather</h1><p>It will rain.</p></body></html>",
        "<!DOCTYPE html><html><script>国务院办公厅关于2018年部分节假日安排的通知 1月1日放假",
        "国务院办公厅关于印发政务公开工作要点的通知\n国办发〔2018〕23号\n4月24日起施行。",
        "国务院办公厅关于2018年部分节假日安排的通知",
        "据悉，《国务院办公厅关于2024年部分节假日安排的通知》公布，春节2月10日至17日放假调休。",
    ],
)
def test_text_of_something_else_is_said_to_be_no_notice(text: str) -> None:
    error = refusal(text)
    assert "no holiday notice" in error.what
    assert error.remedy


@pytest.mark.parametrize(
    "title",
    [
        "北京市人民政府办公厅关于2018年部分节假日安排的通知",
        "北京市人民政府办公厅\n关于2018年部分节假日安排的通知",
        "北京市人民政府办公厅转发国务院办公厅关于2018年部分节假日安排的通知的通知",
        "关于转发国务院办公厅关于2018年部分节假日安排的通知的通知",
    ],
)
def test_a_notice_of_another_authority_is_not_taken(title: str) -> None:
    text = text_of(2018).replace("国务院办公厅关于2018年部分节假日安排的通知", title)
    assert "not issued by the State Council itself" in refusal(text).what


def test_who_issued_it_may_stand_below_alone_but_must_stand_somewhere() -> None:
    text = text_of(2018).replace("国务院办公厅关于", "关于")
    assert read_notice(text).source.issuer == "国务院办公厅"
    assert "does not say who issued it" in str(refusal(text.replace("国务院办公厅\n", "")))


@pytest.mark.parametrize("year", ["0018", "2003", "2100"])
def test_years_without_a_table_of_festivals(year: str) -> None:
    error = refusal(text_of(2018).replace("2018年", f"{year}年"))
    assert "2004 to 2099" in str(error)


def test_a_text_that_is_too_long_is_not_read() -> None:
    assert "no holiday notice" in refusal(text_of(2018) + "，" * 1_000_000).what


def test_a_page_that_the_parser_cannot_take() -> None:
    # Older versions of Python stop at such a declaration, newer ones pass over it.
    page = f"<html><p>{text_of(2018).replace(chr(10), '<br>')}</p><![bad[x</html>"
    try:
        assert read_notice(page).days == read_notice(text_of(2018)).days
    except NoticeError as error:
        assert "cannot be read" in error.what  # noqa: PT017


def test_a_notice_for_one_occasion_without_any_year() -> None:
    text = "国务院关于运动会放假的通知\n9月3日（星期四）放假1天。\n国务院\n2015年5月13日"
    assert [str(each.day) for each in read_notice(text).days] == ["2015-09-03"]
    assert "which year" in refusal(text.replace("2015年5月13日", "")).what


def test_no_day_is_set_by_two_holidays() -> None:
    text = text_of(2018).replace("6月18日放假", "6月18日放假，5月1日放假")
    assert "sets 2018-05-01, which 劳动节 sets too" in str(refusal(text))


def test_a_notice_of_which_nothing_is_understood() -> None:
    text = "国务院关于运动会放假的通知\n鼓励单位9月3日放假。\n国务院\n2015年5月13日"
    assert "sets no day that is understood" in str(refusal(text))


def test_days_of_known_notices_may_be_named_in_other_words() -> None:
    day = NoticeDay(day=date(2019, 5, 1), kind=DayKind.STATUTORY, holiday="“五一”国际劳动节")
    source = DaySource(title="…", issued=date(2018, 12, 4), trust=Trust.REPORTED)
    known = [Notice(source=source, arranges=2019, days=(day,))]
    assert len(read_notice(text_of("2019-labour-day"), known=known).days) == 6


@given(
    st.sampled_from([2004, 2008, 2009, 2014, 2018, 2025, "2019-labour-day"]),
    st.integers(0, 2000),
    st.sampled_from(
        ["", "1", "0", "日", "月", "至", "、", "。", "，", "（", "）", "放假", "上班", "\n"]
    ),
    st.integers(0, 3),
)
def test_whatever_is_changed_days_are_never_made_of_it(
    name: object, at: int, new: str, gone: int
) -> None:
    text = text_of(name)
    known = [read_notice(text_of(2019))]
    changed = text[: at % len(text)] + new + text[at % len(text) + gone :]
    try:
        read = read_notice(changed, known=known)
    except NoticeError:
        return
    as_it_was = read_notice(text, known=known)
    assert {(d.day, d.kind) for d in read.days} == {(d.day, d.kind) for d in as_it_was.days}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("国务院办公厅\n2017年", "浙江省人民政府办公厅\n2017年", "signs a notice of 国务院办公厅"),
        ("国办发明电〔2017〕12号", "浙政办发〔2017〕12号", "is no number of 国务院办公厅"),
        ("国办发明电〔2017〕12号", "财办发明电〔2017〕12号", "is no number of 国务院办公厅"),
    ],
)
def test_another_body_neither_numbers_nor_signs_it(old: str, new: str, why: str) -> None:
    text = text_of(2018)
    assert old in text
    assert why in str(refusal(text.replace(old, new)))


def test_a_day_for_one_occasion_lies_among_those_that_are_counted() -> None:
    text = text_of("2015-victory-day")
    old = "其中9月3日（星期四）放假"
    assert old in text
    found = refusal(text.replace(old, "其中9月2日（星期三）放假"))
    assert "beyond the 3 days that are counted" in str(found)
