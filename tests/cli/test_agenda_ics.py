"""``opengov agenda --ics``: the agenda as a file that calendars read."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from ical.calendar_stream import IcsCalendarStream

from opengov.domain import BEIJING
from opengov.ports import SystemClock
from opengov.serial import dumps
from opengov.testing import an_item
from tests.cli.conftest import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ical.event import Event

    from tests.cli.conftest import Ran

    Run = Callable[..., Ran]

DONE, REFUSED, WRONG_USAGE, OUTSIDE_FAILED = range(4)
PLAN = SAMPLES / "plan.txt"
PLAN_ID = "123456788/202509-011"
NOW = datetime(2025, 10, 1, 12, tzinfo=BEIJING)


@pytest.fixture
def begun(run: Run, agency: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an agency have one document to publish, on the first of October 2025."""
    del agency
    monkeypatch.setattr(SystemClock, "now", lambda self: NOW)
    run("receive", PLAN, "--drafted-by", "林岚", "--actor", "林岚")
    run("determine", PLAN_ID, "--attribute", "proactive", "--actor", "周远")


def events(text: str) -> list[Event]:
    return IcsCalendarStream.calendar_from_ics(text).events


def publication(text: str) -> Event:
    (event,) = (event for event in events(text) if "主动公开" in (event.summary or ""))
    return event


@pytest.mark.usefixtures("begun")
def test_due_dates_come_out_with_alarms(run: Run, tmp_path: Path) -> None:
    ran = run("agenda", "--ics", "agenda.ics")
    assert (ran.status, ran.out) == (DONE, "")
    event = publication((tmp_path / "agenda.ics").read_bytes().decode("utf-8"))
    (line,) = (line for line in run("agenda", "--json").json if line["duty"] == "publication")
    assert event.summary is not None
    assert event.summary.endswith(f"主动公开：{line['title']}")
    assert event.description is not None
    assert event.description.startswith("\n".join(line["explanation"]))
    start = event.dtstart
    assert isinstance(start, datetime)
    assert start == datetime(2025, 10, 23, 9, tzinfo=BEIJING)
    triggers = [alarm.trigger for alarm in event.alarm]
    assert [start + lead for lead in triggers if isinstance(lead, timedelta)] == [
        datetime(2025, 10, day, 1, tzinfo=UTC) for day in (16, 22, 23)
    ]
    assert event.dtstamp == NOW


@pytest.mark.usefixtures("begun")
def test_a_dash_is_standard_output(run: Run, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    ran = run("agenda", "--ics", "-", "--lang", "en")
    assert ran.status == DONE
    assert "\r\nX-WR-TIMEZONE:Asia/Shanghai\r\n" in ran.out
    assert "proactive disclosure: " in ran.out
    assert set(tmp_path.iterdir()) == before


@pytest.mark.usefixtures("begun")
def test_what_has_no_date_is_counted_and_left_out(run: Run, tmp_path: Path) -> None:
    undated = evolve(an_item(), id="undated", index_number=None, made_on=None)
    (tmp_path / "undated.json").write_text(dumps(undated), "utf-8")
    run("receive", "undated.json", "--actor", "林岚")
    lines = run("agenda", "--json").json
    missing = sum(line["due"] is None for line in lines)
    assert missing
    ran = run("agenda", "--ics", "-")
    assert ran.err.startswith(f"{missing}项没有日期")
    assert len(events(ran.out)) == len(lines) - missing


def test_nothing_to_be_done_is_a_calendar_without_events(run: Run, agency: Path) -> None:
    del agency
    ran = run("agenda", "--ics", "-")
    assert (ran.status, ran.err) == (DONE, "")
    assert events(ran.out) == []


@pytest.mark.usefixtures("begun")
def test_writing_again_changes_nothing_and_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    run("agenda", "--ics", "agenda.ics")
    first = (tmp_path / "agenda.ics").read_bytes()
    names = set(tmp_path.iterdir())
    assert run("agenda", "--ics", "agenda.ics").status == DONE
    assert (tmp_path / "agenda.ics").read_bytes() == first
    assert set(tmp_path.iterdir()) == names


@pytest.mark.usefixtures("begun")
def test_a_file_is_replaced_whole_and_keeps_its_place(run: Run, tmp_path: Path) -> None:
    real = tmp_path / "real.ics"
    real.write_bytes(b"old")
    real.chmod(0o640)
    held = real.open("rb")  # a calendar that is reading it
    (tmp_path / "link.ics").symlink_to(real)
    assert run("agenda", "--ics", "link.ics").status == DONE
    with held:
        assert held.read() == b"old"
    assert (tmp_path / "link.ics").is_symlink()
    assert real.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_device_is_written_to_and_not_replaced(run: Run, agency: Path) -> None:
    del agency
    assert run("agenda", "--ics", os.devnull).status == DONE
    with open(os.devnull, "rb") as device:  # noqa: PTH123  (to see that it is still one)
        assert not os.path.isfile(device.name)  # noqa: PTH113


def test_a_folder_that_is_not_there_is_named(run: Run, agency: Path, tmp_path: Path) -> None:
    del agency
    before = set(tmp_path.iterdir())
    ran = run("agenda", "--ics", "nowhere/agenda.ics")
    assert ran.status == OUTSIDE_FAILED
    assert "nowhere" in ran.err
    assert "Traceback" not in ran.err
    assert set(tmp_path.iterdir()) == before | {tmp_path / "opengov.db"}


def test_one_output_at_a_time(run: Run, agency: Path) -> None:
    del agency
    ran = run("agenda", "--ics", "agenda.ics", "--json")
    assert (ran.status, ran.out) == (WRONG_USAGE, "")
    assert "--json" in ran.err


def test_without_the_library_the_extra_is_named_and_no_file_is_made(
    run: Run, agency: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del agency
    monkeypatch.setitem(sys.modules, "icalendar", None)
    ran = run("agenda", "--ics", "agenda.ics")
    assert ran.status == OUTSIDE_FAILED
    assert "opengov[ics]" in ran.err
    assert not (tmp_path / "agenda.ics").exists()
