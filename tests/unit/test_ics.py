"""The calendar file, read back by a library that had no part in writing it."""

from __future__ import annotations

import importlib.util
import sys
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from opengov import explain
from opengov.domain import BEIJING, Citation, Instrument, LocalizedText, Truth
from opengov.errors import InvalidValueError, MissingExtraError
from opengov.i18n import Translator
from opengov.ics import calendar_file
from opengov.policy import Level, Obligation, ObligationStatus, Source
from opengov.reports import AgendaLine
from opengov.workdays import FirstHour, Hours, Workdays, announced_calendar, due

if TYPE_CHECKING:
    from ical.calendar import Calendar
    from ical.event import Event

    from opengov.workdays import Limit

ZH, EN = Translator("zh"), Translator("en")
STAMP = datetime(2025, 9, 22, 9, 30, 15, tzinfo=BEIJING)
FORMED = date(2025, 9, 18)
"""Twenty working days from it end on 22 October 2025: the long break of October lies between."""
TWENTY = Workdays(20)
TITLE = "云汀市旅游民宿服务质量管理办法"


def a_line(
    limit: Limit = TWENTY,
    start: date | datetime = FORMED,
    *,
    title: str = TITLE,
    provision: str = "publish",
    **changes: Any,
) -> AgendaLine:
    last = due(limit, start=start, calendar=announced_calendar().as_known(STAMP))
    law = Instrument(id="regulation", title="政府信息公开条例", number="国令第711号")
    obligation = Obligation(
        record_id="123456788/202509-011",
        duty="publication",
        source=Source(
            pack="cn-national",
            level=Level.NATIONAL,
            provision=provision,
            title=LocalizedText(zh="主动公开", en="Proactive disclosure"),
            citations=(Citation(instrument=law, article="第二十六条"),),
        ),
        limit=limit,
        anchor="made_on",
        due=last,
        status=ObligationStatus.RUNNING,
        applies=Truth.YES,
        notes=(last.provisional.reason,) if last.provisional else (),
    )
    return AgendaLine(title=title, obligation=evolve(obligation, **changes))


def written(*lines: AgendaLine, words: Translator = ZH, **options: Any) -> bytes:
    return calendar_file(lines, words, **{"stamp": STAMP, **options})


def read(data: bytes) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(data.decode("utf-8"))


def event_of(line: AgendaLine, **options: Any) -> Event:
    (event,) = read(written(line, **options)).events
    return event


def rings(event: Event) -> list[datetime]:
    """Return the moments at which the alarms of an event ring."""
    assert isinstance(event.dtstart, datetime)
    moments = []
    for alarm in event.alarm:
        assert alarm.action == "DISPLAY"
        assert alarm.description == event.summary
        assert isinstance(alarm.trigger, timedelta)
        moments.append((event.dtstart + alarm.trigger).astimezone(UTC))
    return moments


def nine(*day: int) -> datetime:
    """Return nine in the morning in Shanghai, which is one in the morning in UTC."""
    return datetime(*day, 1, tzinfo=UTC)  # type: ignore[arg-type, misc]


def test_a_due_date_stands_in_the_office_hours_of_its_day_in_shanghai() -> None:
    event = event_of(a_line())
    assert event.dtstart == datetime(2025, 10, 22, 9, tzinfo=BEIJING)
    assert event.dtend == datetime(2025, 10, 22, 17, 30, tzinfo=BEIJING)
    assert event.transparency == "TRANSPARENT"
    assert event.summary == f"主动公开：{TITLE}"
    assert event.status == "CONFIRMED"
    assert event.categories == ["期限内"]


def test_the_zone_is_named_and_described() -> None:
    data = written(a_line())
    assert b"DTSTART;TZID=Asia/Shanghai:20251022T090000\r\n" in data
    assert b"DTEND;TZID=Asia/Shanghai:20251022T173000\r\n" in data
    calendar = read(data)
    (zone,) = calendar.timezones
    assert zone.tz_id == "Asia/Shanghai"
    assert [part.tz_offset_to.offset for part in zone.standard] == [timedelta(hours=8)]
    assert not zone.daylight
    assert calendar.x_wr_timezone == "Asia/Shanghai"
    assert calendar.method is None
    assert b"X-WR-CALNAME:" + "政务公开期限".encode() in data


def test_alarms_ring_at_nine_in_shanghai_the_week_before_the_day_before_and_on_the_day() -> None:
    expected = [nine(2025, 10, 15), nine(2025, 10, 21), nine(2025, 10, 22)]
    assert rings(event_of(a_line())) == expected


def test_alarms_can_be_chosen() -> None:
    alarms = [timedelta(days=3), timedelta(hours=1, minutes=30)]
    assert rings(event_of(a_line(), alarms=alarms)) == [
        nine(2025, 10, 19),
        nine(2025, 10, 22) - timedelta(hours=1, minutes=30),
    ]
    assert rings(event_of(a_line(), alarms=())) == []


def test_no_alarm_that_should_have_rung_before_the_file_was_written() -> None:
    on_time = datetime(2025, 10, 21, 9, tzinfo=BEIJING)
    assert rings(event_of(a_line(), stamp=on_time)) == [nine(2025, 10, 21), nine(2025, 10, 22)]
    too_late = on_time + timedelta(seconds=1)
    assert rings(event_of(a_line(), stamp=too_late)) == [nine(2025, 10, 22)]


def test_what_is_overdue_stays_at_its_date() -> None:
    line = a_line(status=ObligationStatus.OVERDUE)
    event = event_of(line, stamp=datetime(2026, 1, 5, 9, tzinfo=BEIJING))
    assert event.dtstart == datetime(2025, 10, 22, 9, tzinfo=BEIJING)
    assert event.categories == ["已逾期"]


@pytest.mark.parametrize("status", [ObligationStatus.MET, ObligationStatus.MET_LATE])
def test_what_is_done_rings_no_more(status: ObligationStatus) -> None:
    assert rings(event_of(a_line(status=status))) == []


def test_a_provisional_date_stands_on_its_earliest_day_and_says_so() -> None:
    line = a_line(start=date(2026, 1, 28), limit=Workdays(250))
    last = line.obligation.due
    assert last is not None
    assert last.provisional is not None
    assert last.earliest < last.latest
    event = event_of(line)
    assert event.dtstart == datetime.combine(last.earliest, time(9), BEIJING)
    assert event.status == "TENTATIVE"
    assert event.summary == f"【暂定】主动公开：{TITLE}"
    assert event_of(line, words=EN).summary == f"[provisional] proactive disclosure: {TITLE}"
    assert event.description is not None
    assert f"最晚可能为{ZH.day(last.latest)}。" in event.description
    assert ZH.render(last.provisional.reason) in event.description


def test_what_may_not_apply_is_tentative() -> None:
    event = event_of(a_line(applies=Truth.UNKNOWN))
    assert event.status == "TENTATIVE"
    assert event.summary == f"主动公开：{TITLE}（是否适用尚未查明）"


def test_a_limit_in_hours_is_shown_in_its_last_hour() -> None:
    started = datetime(2025, 9, 23, 15, 20, tzinfo=BEIJING)
    event = event_of(a_line(Hours(24, first_hour=FirstHour.COUNTS), started))
    assert event.dtstart == datetime(2025, 9, 24, 14, 20, tzinfo=BEIJING)
    assert event.dtend == datetime(2025, 9, 24, 15, 20, tzinfo=BEIJING)
    # The day before it is 14:20 on the 23rd, and a week before lies in the past.
    assert rings(event) == [
        datetime(2025, 9, 23, 6, 20, tzinfo=UTC),
        datetime(2025, 9, 24, 6, 20, tzinfo=UTC),
    ]


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_the_description_explains_the_date(words: Translator) -> None:
    line = a_line()
    told = event_of(line, words=words).description
    assert told is not None
    *explanation, shown = told.split("\n")
    assert explanation == list(explain.obligation(line.obligation, words))
    assert all(hour in shown for hour in ("09:00", "17:30", "24"))


def test_the_binding_limit_is_marked() -> None:
    event = event_of(a_line(binding=True))
    assert event.summary is not None
    assert event.summary.startswith("★ ")
    assert event.description is not None
    assert "★" in event.description


def test_the_address_of_the_law_is_given_where_there_is_one() -> None:
    assert event_of(a_line()).url is None
    line = a_line()
    source = line.obligation.source
    url = "https://www.gov.cn/law?a=1,2;b=《条例》"
    instrument = evolve(source.citations[0].instrument, url=url)
    cited = (*source.citations, Citation(instrument=instrument))
    event = event_of(a_line(source=evolve(source, citations=cited)))
    assert str(event.url) == url


def test_an_event_keeps_its_identifier_and_a_later_file_outranks_an_earlier_one() -> None:
    before = event_of(a_line())
    later = STAMP + timedelta(minutes=1)
    after = event_of(
        a_line(Workdays(15), title="改过的标题", status=ObligationStatus.OVERDUE), stamp=later
    )
    assert before.uid == after.uid
    assert before.uid.endswith("@opengov")
    assert before.sequence is not None
    assert after.sequence == before.sequence + 1
    assert before.dtstamp == before.last_modified == STAMP
    assert after.dtstamp == after.last_modified == later
    assert b"DTSTAMP:20250922T013015Z\r\n" in written(a_line())


def test_every_obligation_has_an_identifier_of_its_own() -> None:
    line = a_line()
    source = line.obligation.source
    lines = [
        line,
        a_line(provision="other"),
        a_line(source=evolve(source, pack="tourism-2018")),
        a_line(record_id="123456788/202509-012"),
    ]
    assert len({event.uid for event in read(written(*lines)).events}) == len(lines)


def test_sequence_numbers_fit_for_centuries() -> None:
    event = event_of(a_line(), stamp=datetime(2525, 1, 1, tzinfo=UTC))
    assert event.sequence is not None
    assert event.sequence < 2**31


def test_lines_keep_their_order_and_those_without_a_date_are_left_out() -> None:
    lines = [
        a_line(Workdays(20), title="后"),
        a_line(title="没有日期", provision="undated", due=None),
        a_line(Workdays(5), title="前", provision="early"),
    ]
    events = read(written(*lines)).events
    assert [event.summary for event in events] == ["主动公开：后", "主动公开：前"]


def test_the_same_lines_give_the_same_bytes() -> None:
    lines = [a_line(), a_line(Workdays(5), provision="early")]
    same_moment = STAMP.astimezone(UTC)
    assert written(*lines) == written(*lines) == written(*lines, stamp=same_moment)


def test_an_empty_agenda_is_an_empty_calendar() -> None:
    calendar = read(written())
    assert calendar.events == []
    assert calendar.prodid == "-//opengov//agenda//ZH"


HARD = [
    "关于A,B;C的通知\\附件：“甲”、乙:丙",
    "云汀市" * 60,
    "𠮷野家" * 40 + ",;" * 40,
    "{title} {0} %s",
    "a\\,b\\;c\\\\d",
    "；，\u202e倒",
]


@pytest.mark.parametrize("title", HARD)
def test_any_title_comes_back_whole_from_lines_of_75_octets(title: str) -> None:
    data = written(a_line(title=title))
    assert event_of(a_line(title=title)).summary == f"主动公开：{title}"
    assert_lines_are_folded(data)


def assert_lines_are_folded(data: bytes) -> None:
    assert data.endswith(b"\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode("utf-8")  # no character is cut in two


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=120))
def test_no_title_breaks_the_file(title: str) -> None:
    data = written(a_line(title=title), a_line(provision="other"))
    assert_lines_are_folded(data)
    assert len(read(data).events) == 2


@pytest.mark.parametrize("hidden", ["\n", "\r\n", "\r", "\x85", "\u2028", "\x0b", "\x00", "\ud800"])
def test_a_title_of_several_lines_stays_one_property(hidden: str) -> None:
    title = f"第一行{hidden}STATUS:CANCELLED"
    event = event_of(a_line(title=title))
    assert event.status == "CONFIRMED"
    assert event.summary == "主动公开：第一行 STATUS:CANCELLED"


def test_a_stamp_without_a_zone_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="zone"):
        written(stamp=datetime(2025, 9, 22))  # noqa: DTZ001  (what is refused)


def test_without_the_library_it_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    assert importlib.util.find_spec("icalendar") is not None
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtraError, match=r"opengov\[ics\]"):
        written(a_line())
