"""Holiday notices: their text gives the days that they set, in whatever form it comes.

The samples state the facts of the notices in the wording of their years; what they must come to
is what ``chinesecalendar`` has, and, for the developers, the schedule beside the repository.
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import chinese_calendar
import pytest

from opengov.domain.citation import Trust
from opengov.errors import NoticeError
from opengov.workdays.day import DayKind
from opengov.workdays.notice import Notice
from opengov.workdays.reading import read_notice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SAMPLES = Path(__file__).parent / "notices"
SHARED = Path(__file__).parents[4] / "shared" / "notices"
needs_shared = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not SHARED.exists(), reason="needs ../shared, which is not part of the repository"
    ),
]
YEARS = range(2004, 2027)
CHANGES = ["2015-victory-day", "2019-labour-day", "2020-spring-festival"]
OFF = {kind for kind in DayKind if not kind.is_worked}


def text_of(name: object) -> str:
    return (SAMPLES / f"{name}.txt").read_text("utf-8")


@cache
def notice_of(name: object) -> Notice:
    known = () if name in YEARS else (notice_of(int(str(name)[:4])),)
    return read_notice(text_of(name), known=known)


def kinds_of(notice: Notice) -> dict[str, DayKind]:
    return {str(each.day): each.kind for each in notice.days}


def days_of(year: int) -> Iterator[date]:
    return accumulate(
        range(365 + (year % 4 == 0) - 1),
        lambda day, _: day + timedelta(1),
        initial=date(year, 1, 1),
    )


def test_every_day_of_twenty_three_years_is_worked_or_off_as_it_was() -> None:
    kinds: dict[date, DayKind] = {}
    for name in (*YEARS, *CHANGES):
        kinds |= {each.day: each.kind for each in notice_of(name).days}
    wrong = [
        day
        for year in YEARS
        for day in days_of(year)
        if (kinds[day].is_worked if day in kinds else day.weekday() < 5)
        != chinese_calendar.is_workday(day)
    ]
    # 31 December 2005 was worked, by the notice for 2006; the package does not have it.
    assert wrong == [date(2005, 12, 31)]


def test_a_yearly_notice_says_who_issued_it_when_and_for_which_year() -> None:
    notice = read_notice(text_of(2018), url="https://example.cn/2018")
    assert notice.arranges == 2018
    assert notice.known_on == date(2017, 11, 30)
    assert notice.source.title == "国务院办公厅关于2018年部分节假日安排的通知"
    assert notice.source.number == "国办发明电〔2017〕12号"
    assert notice.source.issuer == "国务院办公厅"
    assert notice.source.issued == date(2017, 11, 30)
    assert notice.source.url == "https://example.cn/2018"
    assert notice.source.trust is Trust.REPORTED


def test_the_days_are_in_order_and_have_the_name_of_their_holiday() -> None:
    days = notice_of(2018).days
    assert [each.day for each in days] == sorted(each.day for each in days)
    spring = [(str(each.day), each.kind) for each in days if each.holiday == "春节"]
    assert spring == [
        ("2018-02-11", DayKind.MAKE_UP),
        ("2018-02-15", DayKind.MOVED),
        ("2018-02-16", DayKind.STATUTORY),
        ("2018-02-17", DayKind.STATUTORY),
        ("2018-02-18", DayKind.STATUTORY),
        ("2018-02-19", DayKind.MOVED),
        ("2018-02-20", DayKind.MOVED),
        ("2018-02-21", DayKind.MOVED),
        ("2018-02-24", DayKind.MAKE_UP),
    ]


@pytest.mark.parametrize(
    ("year", "day", "kind", "holiday"),
    [
        (2008, "2007-12-29", DayKind.MAKE_UP, "元旦"),
        (2008, "2007-12-30", DayKind.WEEKEND, "元旦"),
        (2008, "2007-12-31", DayKind.MOVED, "元旦"),
        # The weekend day itself is statutory, and the day that its rest is moved to is not.
        (2008, "2008-06-08", DayKind.STATUTORY, "端午节"),
        (2008, "2008-06-09", DayKind.MOVED, "端午节"),
        (2008, "2008-05-02", DayKind.MOVED, "劳动节"),
        (2009, "2009-10-03", DayKind.STATUTORY, "国庆节、中秋节"),
        (2012, "2011-12-31", DayKind.MAKE_UP, "元旦"),
        (2012, "2012-09-30", DayKind.STATUTORY, "中秋节、国庆节"),
        (2014, "2014-04-05", DayKind.STATUTORY, "清明节"),
        (2014, "2014-04-07", DayKind.MOVED, "清明节"),
        (2019, "2018-12-30", DayKind.WEEKEND, "元旦"),
        (2023, "2022-12-31", DayKind.WEEKEND, "元旦"),
        (2025, "2025-01-28", DayKind.STATUTORY, "春节"),
        (2025, "2025-05-02", DayKind.STATUTORY, "劳动节"),
        (2026, "2026-02-14", DayKind.MAKE_UP, "春节"),
        (2007, "2006-12-30", DayKind.MAKE_UP, "元旦"),
    ],
)
def test_what_a_day_is(year: int, day: str, kind: DayKind, holiday: str) -> None:
    found = next(each for each in notice_of(year).days if str(each.day) == day)
    assert (found.kind, found.holiday) == (kind, holiday)


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2018, "2018-04-01"),  # 与周末连休 names no days
        (2014, "2014-04-06"),  # the Sunday between a holiday and its 补休
        (2024, "2024-02-09"),  # units are encouraged to let people rest
        (2025, "2025-11-01"),  # a date in the preamble
    ],
)
def test_what_is_no_day_of_a_notice(year: int, day: str) -> None:
    assert day not in kinds_of(notice_of(year))


def test_a_longer_break_takes_in_every_day_after_the_break_as_it_stood() -> None:
    notice = notice_of("2020-spring-festival")
    assert notice.arranges is None
    assert [(str(each.day), each.kind, each.holiday) for each in notice.days] == [
        ("2020-01-31", DayKind.EXTENSION, "春节"),
        ("2020-02-01", DayKind.EXTENSION, "春节"),
        ("2020-02-02", DayKind.EXTENSION, "春节"),
    ]


@pytest.mark.parametrize(
    "clause",
    [
        "将2020年春节假期延长至2月2日（农历正月初九，星期日）。",
        "延长2020年春节假期3天，至2月2日，共10天，2月3日（星期一）恢复上班。",
        "2020年春节假期延长3天，1月31日至2月2日放假，共3天。",
        "延长2020年春节假期至2020年2月2日(周日)，2020年2月3日(周一)起上班。",
    ],
)
def test_other_ways_to_make_a_break_longer(clause: str) -> None:
    text = re.sub(r"一、延长.*\n", f"一、{clause}\n", text_of("2020-spring-festival"))
    assert clause in text
    found = read_notice(text, known=[notice_of(2020)])
    assert found.days == notice_of("2020-spring-festival").days


def test_a_holiday_for_one_occasion() -> None:
    notice = notice_of("2015-victory-day")
    name = "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日"
    assert notice.source.title == f"国务院关于{name}调休放假的通知"
    assert notice.source.issuer == "国务院"
    assert [(str(each.day), each.kind, each.holiday) for each in notice.days] == [
        ("2015-09-03", DayKind.ONE_OFF, name),
        ("2015-09-04", DayKind.MOVED, name),
        ("2015-09-05", DayKind.WEEKEND, name),
        ("2015-09-06", DayKind.MAKE_UP, name),
    ]


def amendment(clauses: str, *, year: int = 2018, holiday: str = "劳动节") -> str:
    return (
        f"国务院办公厅关于调整{year}年{holiday}假期安排的通知\n国办发明电〔{year}〕2号\n"
        f"经国务院批准，现将调整{year}年{holiday}放假安排通知如下。\n一、{clauses}\n"
        f"二、各地区要抓紧落实。\n国务院办公厅\n{year}年3月1日\n"
    )


def test_an_amendment_names_its_days_anew() -> None:
    assert kinds_of(notice_of("2019-labour-day")) == {
        "2019-04-28": DayKind.MAKE_UP,
        "2019-05-01": DayKind.STATUTORY,
        "2019-05-02": DayKind.MOVED,
        "2019-05-03": DayKind.MOVED,
        "2019-05-04": DayKind.WEEKEND,
        "2019-05-05": DayKind.MAKE_UP,
    }


def test_what_an_amendment_drops_goes_back_to_what_its_weekday_says() -> None:
    found = read_notice(amendment("2018年5月1日放假，共1天。"), known=[notice_of(2018)])
    assert found.arranges is None
    assert kinds_of(found) == {
        "2018-04-28": DayKind.WEEKEND,
        "2018-04-30": DayKind.WORKDAY,
        "2018-05-01": DayKind.STATUTORY,
    }
    assert {each.holiday for each in found.days} == {"劳动节"}


def test_an_amendment_of_an_amendment_changes_what_stands() -> None:
    known = [notice_of(2019), notice_of("2019-labour-day")]
    text = amendment("2019年5月1日放假。", year=2019).replace("3月1日", "4月1日")
    assert kinds_of(read_notice(text, known=known)) == {
        "2019-04-28": DayKind.WEEKEND,
        "2019-05-01": DayKind.STATUTORY,
        "2019-05-02": DayKind.WORKDAY,
        "2019-05-03": DayKind.WORKDAY,
        "2019-05-05": DayKind.WEEKEND,
    }


def test_an_amendment_may_say_when_work_goes_on() -> None:
    text = amendment("2018年5月1日放假，5月2日（星期三）起正常上班。")
    assert kinds_of(read_notice(text, known=[notice_of(2018)]))["2018-04-30"] is DayKind.WORKDAY


def test_an_amendment_of_two_holidays_has_a_heading_for_each() -> None:
    text = amendment(
        "劳动节：5月1日放假。\n二、端午节：6月18日（星期一）放假，与周末连休。",
        holiday="部分节假日",
    )
    found = read_notice(text, known=[notice_of(2018)])
    assert {each.holiday for each in found.days} == {"劳动节", "端午节"}


def test_a_notice_that_was_not_issued_yet() -> None:
    # Made up after the order in force; 2027 was not arranged when this was written.
    days = {
        "元旦": "1月1日（周五）至3日（周日）放假，共3天。",
        "春节": "2月5日（农历腊月二十九、周五）至12日（农历正月初七、周五）放假调休，共8天。"
        "1月31日（周日）、2月13日（周六）上班。",
        "清明节": "4月3日（周六）至5日（周一）放假，共3天。",
        "劳动节": "5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。",
        "端午节": "6月9日（周三）放假1天，不调休。",
        "中秋节": "9月15日（周三）放假1天，不调休。",
        "国庆节": "10月1日（周五）至7日（周四）放假调休，共7天。"
        "9月26日（周日）、10月9日（周六）上班。",
    }
    clauses = "\n".join(f"{name}：{clause}" for name, clause in days.items())
    text = f"国务院办公厅关于2027年部分节假日安排的通知\n{clauses}\n国务院办公厅\n2026年12月1日"
    notice = read_notice(text)
    assert notice.arranges == 2027
    assert len(notice.days) == 3 + 8 + 2 + 3 + 5 + 1 + 1 + 1 + 7 + 2
    assert kinds_of(notice)["2027-02-05"] is DayKind.STATUTORY


# What may differ between copies of one text.


def each_clause_on_its_line(text: str) -> str:
    return re.sub(r"([，。：])", r"\1\n", text)


def without_punctuation_at_line_ends(text: str) -> str:
    return re.sub(r"[，。：；]\n", "\n", each_clause_on_its_line(text))


def on_one_line(text: str) -> str:
    return text.replace("\n", "")


def half_width(text: str) -> str:
    return text.translate(str.maketrans("，：；（）〔〕", ",:;()[]"))


def full_width_digits(text: str) -> str:
    return text.translate({ord("0") + n: chr(0xFF10 + n) for n in range(10)})


def short_weekdays(text: str) -> str:
    return text.replace("星期", "周")


def long_weekdays(text: str) -> str:
    return re.sub(r"周(?=[一二三四五六日])", "星期", text)


def other_sundays(text: str) -> str:
    return text.replace("星期日", "星期天").replace("周日", "礼拜天")


def months_written_out(text: str) -> str:
    return re.sub(r"(\d{1,2})月(\d{1,2}日[^月\n，。]{0,14}?)至(?=\d{1,2}日)", r"\1月\2至\1月", text)


def padded(text: str) -> str:
    return re.sub(r"(\d+)", "\u00a0\\1\u200b ", text)


def with_numbering(*numbers: str) -> Callable[[str], str]:
    def renumbered(text: str) -> str:
        for old, new in zip("一二三四五六七", numbers, strict=True):
            text = re.sub(rf"^{old}、", new, text, flags=re.MULTILINE)
        return text

    return renumbered


def swapped(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


def dashed(dash: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"(?<=[日）])至(?=\d)", dash, text)


def title_over_lines(text: str) -> str:
    return re.sub(
        r"^(.{9})(.*)(安排的通知)$", r"\1\n　　\2\n  \3", text, count=1, flags=re.MULTILINE
    )


def on_a_portal(text: str) -> str:
    title, rest = text.split("\n各省", 1)
    lines = title.splitlines()
    head = (
        "首页 > 政策 > 正文\n中央政府门户网站 www.gov.cn 2031年1月5日 来源：国务院办公厅\n"
        f"索 引 号：000014349/2017-00216　主题分类：综合政务\\其他\n标　　题：{''.join(lines)}\n"
        "发布日期：2031年03月28日　字号：大 中 小\n"
    )
    tail = (
        "责任编辑：张三　打印　关闭\n相关链接\n"
        "国务院办公厅关于2031年部分节假日安排的通知 2030-11-05\n"
        "国务院办公厅\n2030年11月5日\n"
    )
    return f"{head}{title}\n各省{rest}{tail}"


def as_a_page(text: str) -> str:
    body = "".join(f"<p>&nbsp;&nbsp;<span>{line}</span></p>\r\n" for line in text.splitlines())
    body = re.sub(r"(\d)月", r"<b>\1</b>月", body)
    return (
        "<!DOCTYPE html><html><head><title>通知_政府网</title>"
        "<script>var day = '1月9日放假';</script>"
        f"<style>p {{ margin: 0 }}</style></head><body><!-- 2月9日放假 -->\n{body}</body></html>"
    )


FORMS: dict[str, Callable[[str], str]] = {
    "each clause on a line of its own": each_clause_on_its_line,
    "line ends instead of punctuation": without_punctuation_at_line_ends,
    "all on one line": on_one_line,
    "half-width punctuation": half_width,
    "full-width digits": full_width_digits,
    "周六": short_weekdays,
    "星期六": long_weekdays,
    "星期天, 礼拜天": other_sundays,
    "the month in every span": months_written_out,
    "spaces and characters of no width": padded,
    "（一）": with_numbering(*(f"（{n}）" for n in "一二三四五六七")),
    "1.": with_numbering(*(f"{n}." for n in range(1, 8))),
    "①": with_numbering(*"①②③④⑤⑥⑦"),
    "no numbering": with_numbering(*[""] * 7),
    "Windows line ends and a byte order mark": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "a title over several lines": title_over_lines,
    "on a portal": on_a_portal,
    "as a web page": as_a_page,
    **{f"{dash} for 至": dashed(dash) for dash in ("—", "－", "-", "~", "～", "–", "到", "——")},
    "正常上班": swapped("）上班", "）正常上班"),
    "照常上班": swapped("）上班", "）照常上班"),
    "调休上班": swapped("）上班", "）调休上班"),
    "和 in lists": swapped("）、", "）和"),
    "commas in lists": swapped("日）、", "日），"),
    "no colon after the name": lambda text: re.sub(r"(节|元旦|”)：", r"\1\n", text),
    "共七天": lambda text: text.replace("共7天", "共七天").replace("共3天", "共计三天"),
    "放假7天": lambda text: re.sub(r"放假(调休)?，共(\d)天", r"放假\1\2天", text),
    "国庆 without 节": swapped("国庆节：", "国庆："),
    "30号": lambda text: re.sub(r"(\d)日", r"\1号", text),
}


@pytest.mark.parametrize("year", [2004, 2007, 2008, 2009, 2012, 2014, 2018, 2019, 2024, 2025, 2026])
@pytest.mark.parametrize("form", FORMS)
def test_a_copy_in_another_form_sets_the_same_days(form: str, year: int) -> None:
    read = read_notice(FORMS[form](text_of(year)))
    assert read.days == notice_of(year).days
    assert read.source == notice_of(year).source


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", CHANGES)
def test_so_does_a_copy_of_a_notice_that_changes_days(form: str, name: str) -> None:
    copy = FORMS[form](text_of(name))
    assert read_notice(copy, known=[notice_of(int(name[:4]))]).days == notice_of(name).days


@pytest.mark.parametrize(
    "number",
    [
        "国办发明电[2017]12号",
        "国办发明电（2017）12号",
        "国办发明电【2017】12号",
        "国办 发明电〔2017〕第12号",
    ],
)
def test_the_brackets_of_a_number_differ(number: str) -> None:
    text = text_of(2018).replace("国办发明电〔2017〕12号", number)
    assert read_notice(text).source.number == "国办发明电〔2017〕12号"


def test_a_notice_may_come_without_its_number() -> None:
    assert notice_of(2005).source.number == ""


@pytest.mark.parametrize(
    ("signature", "head"),
    [
        ("国务院办公厅　　2017年11月30日", ""),
        ("国务院办公厅\n二〇一七年十一月三十日", ""),
        ("国务院办公厅\n二○一七年十一月三十日\n（此件公开发布）", ""),
        ("国务院办公厅（印章）\n2017 年 11 月 30 日", "发布日期：2018年03月28日\n"),
        ("2017年11月30日", ""),
        ("", "成文日期：2017年11月30日　发布日期：2018年03月28日\n"),
        ("", "发布日期：2017-11-30 16:20\n"),
        ("", "2017年11月30日\n"),
        ("国务院办公厅", "发文日期：2017/11/30\n"),
    ],
)
def test_where_the_day_of_issue_stands(signature: str, head: str) -> None:
    text = head + text_of(2018).replace("国务院办公厅\n2017年11月30日", signature)
    assert read_notice(text).source.issued == date(2017, 11, 30)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("9月29日（星期六）、9月30日（星期日）上班", "9月29日、30日（星期六、星期日）上班"),
        ("9月29日（星期六）、9月30日（星期日）上班", "9月29日、30日上班"),
        ("9月29日（星期六）、9月30日（星期日）上班", "9月29日（星期六）、30日（星期日）上班"),
        ("9月29日（星期六）、9月30日（星期日）上班", "9月29日至30日（周六至周日）上班"),
        ("9月24日放假，与周末连休", "9月24日（农历八月十五）放假，与周末连休，共3天"),
        ("9月24日放假，与周末连休", "9月22日至24日放假，共3天"),
        ("1月1日放假，与周末连休", "1月1日放假与周末连休"),
        ("1月1日放假，与周末连休", "2018年1月1日（星期一）放假1天，不调休"),
        (
            "2月15日至21日放假调休",
            "2月15日（农历除夕、星期四）至21日（农历正月初六、星期三）放假调休",
        ),
        ("2月15日至21日放假调休", "2月15至21日放假调休"),
        ("2月24日（星期六）上班", "2月24日（星期六）上班，2月22日（星期四）起正常上班"),
        ("4月8日（星期日）上班", "4月6日（星期五）与4月8日（星期日）对调"),
        ("4月8日（星期日）上班", "4月8日（星期日）公休日调至4月6日（星期五）"),
        ("五、端午节：", "五、2018年端午节：\n"),
        ("有事及时报告。", "值班表于12月25日前报国务院办公厅。"),
    ],
)
def test_a_clause_in_other_words(old: str, new: str) -> None:
    assert old in text_of(2018)
    days = read_notice(text_of(2018).replace(old, new)).days
    named = {each.day for each in notice_of(2018).days}
    assert [each for each in days if each.day in named] == list(notice_of(2018).days)
    assert {each.kind for each in days if each.day not in named} <= {DayKind.WEEKEND}


def test_the_holidays_may_come_in_any_order() -> None:
    head, *items, tail = re.split(r"(?m)^(?=[一二三四五六七]、|节假日期间)", text_of(2018))
    assert read_notice("".join([head, *reversed(items), tail])).days == notice_of(2018).days


def test_a_copy_in_traditional_characters() -> None:
    simple = "国务办厅关于节调发电号补与连周劳动庆际现将"
    text = text_of(2017).translate(
        str.maketrans(simple, "國務辦廳關於節調發電號補與連週勞動慶際現將")
    )
    assert read_notice(text).days == notice_of(2017).days


# Beside the repository: the texts as issued, and the schedule.


def schedule() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SHARED / "schedule.json").read_text("utf-8"))
    return found


def expected(year: int) -> tuple[dict[str, str], set[str], set[str]]:
    """What the yearly notice set: days off with their holiday, make-up days, statutory days."""
    off: dict[str, str] = {}
    worked: set[str] = set()
    for number, facts in schedule().items():
        if number not in {str(year - 1), str(year)}:
            continue
        elsewhere = facts["from_other_year_notice"]
        mine = [*facts["holidays"], *facts["makeup_workdays"]]
        mine = [day for day in mine if elsewhere.get(day, int(number)) == year]
        off |= {day: facts["holidays"][day] for day in mine if day in facts["holidays"]}
        worked |= {day for day in mine if day in facts["makeup_workdays"]}
    notice = schedule()[str(year)]["notice"]
    for change in notice.get("amended_by", []):
        for day, what in change["effect"].get("makeup_workdays", {}).items():
            worked = worked - {day} if what == "add" else worked | {day}
        off = {day: name for day, name in off.items() if day not in change["effect"]["holidays"]}
    return off, worked, schedule()[str(year)]["statutory"].keys() & off.keys()


class TestAgainstTheSchedule:
    pytestmark = needs_shared

    @pytest.mark.parametrize("year", range(2008, 2027))
    def test_each_year_as_its_notice_arranged_it(self, year: int) -> None:
        off, worked, statutory = expected(year)
        days = [each for each in notice_of(year).days if each.day >= date(2008, 1, 1)]
        assert {str(each.day) for each in days if each.kind is DayKind.MAKE_UP} == worked
        assert {str(each.day): each.holiday for each in days if each.kind in OFF} == {
            day: name.replace("“五一”国际劳动节", "劳动节") for day, name in off.items()
        }
        assert {str(each.day) for each in days if each.kind is DayKind.STATUTORY} == statutory
        source = schedule()[str(year)]["notice"]
        assert notice_of(year).source.number == source["number"]
        assert str(notice_of(year).source.issued).startswith(source["issued"])

    @pytest.mark.parametrize(
        ("name", "sample"),
        [
            ("2015-vday", "2015-victory-day"),
            ("2018", 2018),
            ("2019", 2019),
            ("2019-labour-day-amendment", "2019-labour-day"),
            ("2020", 2020),
            ("2020-spring-festival-extension", "2020-spring-festival"),
            ("2025", 2025),
        ],
    )
    def test_the_texts_as_issued(self, name: str, sample: object) -> None:
        text = (SHARED / f"{name}.txt").read_text("utf-8")
        known = [notice_of(year) for year in (2015, 2019, 2020)]
        read = read_notice(text, known=known)
        assert read.days == notice_of(sample).days
        assert read.source == notice_of(sample).source


# A slip of the pen.


def slips(text: str) -> Iterator[str]:
    """Yield the text with every digit of a date, and every weekday, changed to every other."""
    for match in re.finditer(r"(?<=\d年)\d{1,2}(?=月)|\d{1,2}(?=[月日])|\d{4}(?=年)", text):
        for at in range(match.start(), match.end()):
            for digit in "0123456789":
                if digit != text[at]:
                    yield text[:at] + digit + text[at + 1 :]
    for match in re.finditer(r"(?<=[期周])[一二三四五六日](?=[）、至])", text):
        for weekday in "一二三四五六日":
            if weekday != match[0]:
                yield text[: match.start()] + weekday + text[match.end() :]


@pytest.mark.parametrize("name", [2004, 2009, 2012, 2018, 2026, *CHANGES])
def test_no_slip_in_a_date_or_a_weekday_changes_a_day(name: object) -> None:
    known = [notice_of(int(str(name)[:4]))] if name in CHANGES else []
    through = []
    for text in slips(text_of(name)):
        try:
            read = read_notice(text, known=known)
        except NoticeError:
            continue
        if read.days != notice_of(name).days:
            through.append(text)
    assert through == []


LABOUR_2026 = (
    "国务院办公厅关于调整2026年劳动节放假安排的通知\n国办发明电〔2026〕2号\n{clause}\n"
    "国务院办公厅\n2026年3月10日\n"
)


@pytest.mark.parametrize(
    "clause",
    [
        "由原5月1日至5日放假调休、5月9日（星期六）上班，调整为5月1日至5日放假调休、4月26日（星期日）上班。",
        "5月1日至5日放假调休，共5天。4月26日（星期日）上班。",
    ],
)
def test_what_was_before_is_no_day_of_an_amendment(clause: str) -> None:
    known = [read_notice(text_of(2026))]
    found = read_notice(LABOUR_2026.format(clause=clause), known=known)
    changed = {each.day: each.kind for each in found.days}
    assert changed[date(2026, 4, 26)] is DayKind.MAKE_UP
    assert changed[date(2026, 5, 9)] is DayKind.WEEKEND


def test_days_that_are_worked_again_may_be_listed() -> None:
    known = [read_notice(text_of(2026))]
    clause = "5月1日至3日放假，共3天。5月4日（星期一）、5日（星期二）照常上班。"
    found = read_notice(LABOUR_2026.format(clause=clause), known=known, allow_unusual=True)
    changed = {each.day: each.kind for each in found.days}
    assert changed[date(2026, 5, 4)] is changed[date(2026, 5, 5)] is DayKind.WORKDAY


@pytest.mark.parametrize("words", ["经研究，决定2026年9月3日", "国务院决定于2026年9月3日"])
def test_a_day_that_is_decided_on(words: str) -> None:
    text = (
        f"国务院关于2026年9月3日放假的通知\n国发明电〔2026〕1号\n{words}（星期四）全国放假1天。\n"
        "国务院\n2026年5月13日\n"
    )
    (only,) = read_notice(text).days
    assert (only.day, only.kind) == (date(2026, 9, 3), DayKind.ONE_OFF)


def test_a_longer_break_takes_the_make_up_day_before_work_goes_on() -> None:
    """10 October 2026 was to be worked; work goes on on Monday the 12th."""
    text = (
        "国务院办公厅关于延长2026年国庆节假期的通知\n国办发明电〔2026〕3号\n"
        "一、延长2026年国庆节假期至10月9日（星期五），10月12日（星期一）起正常上班。\n"
        "国务院办公厅\n2026年9月28日\n"
    )
    found = read_notice(text, known=[read_notice(text_of(2026))])
    assert {each.day.day for each in found.days if each.kind is DayKind.EXTENSION} == {8, 9, 10, 11}
