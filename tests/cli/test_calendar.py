"""`opengov calendar`: reading notices, counting, showing days, replaying the past.

The notice for 2027 in `notices/` is invented: none was out when this was written.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from opengov.packs import read_notice_file
from tests.cli.conftest import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ran

    Run = Callable[..., Ran]

DONE, WRONG_USAGE = 0, 2
NOTICE = Path(__file__).parent / "notices" / "2027.txt"
SHARED = Path(__file__).parents[3] / "shared" / "notices"


def test_a_new_notice_is_read_and_kept_and_used(run: Run, tmp_path: Path) -> None:
    before = run("calendar", "due", "2026-12-20", "40wd", "--json").json
    assert before["on"] is None
    assert before["provisional"]["awaited"] == 2027

    ran = run("calendar", "read", NOTICE, "--out", "notices", "--json")
    assert ran.status == DONE
    assert ran.json["notice"]["arranges"] == 2027
    changed = {row["after"]["day"]: row["after"]["kind"] for row in ran.json["changes"]}
    assert changed["2027-02-13"] == "make-up"
    assert changed["2027-02-08"] == "statutory"
    assert {row["before"]["kind"] for row in ran.json["changes"]} == {"unannounced"}

    kept = read_notice_file(Path(ran.json["kept"]))
    assert kept.source.number == "国办发明电〔2026〕9号"
    assert kept.source.issued == date(2026, 11, 20)

    # A second copy of the same notice takes the place of the first.
    assert run("calendar", "read", NOTICE, "--out", "notices").status == DONE
    assert len(list(Path("notices").iterdir())) == 1

    Path("opengov.toml").write_text('[calendar]\nnotices = "notices"\n', "utf-8")
    after = run("calendar", "due", "2026-12-20", "40wd", "--json").json
    assert before["earliest"] <= after["on"] <= before["latest"]
    # 9 days in December, 20 in January, 1 to 4 and 13 to 19 February.
    assert after["on"] == "2027-02-19"


def test_for_people_it_says_what_changes(run: Run) -> None:
    ran = run("calendar", "read", NOTICE)
    assert ran.status == DONE
    assert "国办发明电〔2026〕9号" in ran.out
    assert "安排尚未公布" in ran.out
    assert "调休上班（春节）" in ran.out
    assert "没有办理中的事项因此改期" in ran.out
    assert "No open obligation moves." in run("calendar", "read", NOTICE, "--lang", "en").out


@pytest.mark.parametrize(
    ("right", "wrong", "line"),
    [
        ("2月13日（周六）", "2月13日（周五）", 10),
        ("1月1日（周五）至3日", "1月1日（周五）至4日", 9),
        ("共8天", "共9天", 10),
        ("10月9日（周六）上班", "10月5日（周二）上班", 15),
        ("2月5日（农历除夕、周五）", "2月5日（农历正月初一、周五）", 10),
    ],
)
def test_a_tampered_notice_is_refused_with_the_line(
    run: Run, tmp_path: Path, right: str, wrong: str, line: int
) -> None:
    forged = tmp_path / "forged.txt"
    text = NOTICE.read_text("utf-8")
    assert right in text
    forged.write_text(text.replace(right, wrong), "utf-8")
    ran = run("calendar", "read", forged, "--out", "notices")
    assert ran.status == WRONG_USAGE
    assert "notice-invalid" in ran.err
    assert f"line {line}" in ran.err
    assert not Path("notices").exists()


def test_what_is_no_notice_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe\x00\x00\xd8")
    for source in (SAMPLES / "plan.txt", tmp_path / "a.txt"):
        ran = run("calendar", "read", source)
        assert ran.status == WRONG_USAGE
        assert "notice-invalid" in ran.err


def test_the_open_obligations_that_move_are_listed(run: Run, agency: Path, tmp_path: Path) -> None:
    """An extension like that of 2020, invented for a spring that is announced."""
    record = tmp_path / "record.json"
    record.write_text(
        '{"type": "item", "id": "a/1", "title": "办法", "issuing_body": "局",'
        ' "made_on": "2026-11-20"}',
        "utf-8",
    )
    assert run("receive", record, "--actor", "甲").status == DONE
    assert run("determine", "a/1", "--attribute", "proactive", "--actor", "乙").status == DONE
    notice = tmp_path / "off.txt"
    notice.write_text(
        "国务院关于纪念日调休放假的通知\n国发明电〔2026〕3号\n"
        "为便于公众参加纪念活动，2026年12月3日全国放假1天。"
        "12月3日（星期四）放假。\n国务院\n2026年11月24日\n",
        "utf-8",
    )
    ran = run("calendar", "read", notice, "--json", "--allow-unusual")
    assert ran.status == DONE, ran.err
    (move,) = (m for m in ran.json["moves"] if m["duty"] == "publication")
    assert (move["before"]["latest"], move["after"]["latest"]) == ("2026-12-18", "2026-12-21")
    shown = run("calendar", "read", notice, "--allow-unusual").out
    assert "2026年12月18日" in shown
    assert "2026年12月21日" in shown


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared, not part of the repository")
@pytest.mark.parametrize("path", sorted(SHARED.glob("*.txt")), ids=lambda path: str(path.stem))
def test_real_notices_say_what_is_known_of_them(run: Run, path: Path) -> None:
    ran = run("calendar", "read", path)
    assert ran.status == DONE, ran.err
    assert "日期一致" in ran.out


# Counting ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "last"),
    [
        (("2018-05-16", "20wd"), "2018-06-13"),
        (("2020-01-20", "20wd", "--known-at", "2020-01-25"), "2020-02-21"),
        (("2020-01-20", "20wd", "--known-at", "2020-01-27"), "2020-02-25"),
        (("2025-09-25", "7wd"), "2025-10-11"),
        (("2024-04-11", "20d"), "2024-05-06"),
        (("2024-04-11", "20d", "--stays"), "2024-05-01"),
        (("2024-01-31", "1m"), "2024-02-29"),
        (("2024-02-29", "1y"), "2025-02-28"),
        (("2018-08-01T10:20", "24h"), "2018-08-02"),
    ],
)
def test_a_due_date(run: Run, arguments: tuple[str, ...], last: str) -> None:
    assert run("calendar", "due", *arguments, "--json").json["on"] == last


def test_hours_by_the_two_rules(run: Run) -> None:
    start = ("calendar", "due", "2018-08-01T10:20", "24h")
    assert run(*start, "--json").json["at"] == "2018-08-02T10:20:00+08:00"
    skipped = run(*start, "--skip-first-hour", "--json").json
    assert skipped["at"] == "2018-08-02T11:00:00+08:00"
    assert "2018年8月2日11:00" in run(*start, "--skip-first-hour").out


def test_every_day_of_the_count_is_shown(run: Run) -> None:
    out = run("calendar", "due", "2018-12-05", "20wd").out
    assert "2019年1月3日" in out
    assert "2018-12-29" in out
    assert "调休上班（元旦），国办发明电〔2018〕15号" in out
    assert out.count("周末") >= 6


@pytest.mark.parametrize("odd", ["20", "20日", "wd", "-3wd", "2.5d", "20wk", "１wd"])
def test_a_limit_without_a_unit_is_not_guessed(run: Run, odd: str) -> None:
    ran = run("calendar", "due", "2018-05-16", "--", odd)
    assert ran.status == WRONG_USAGE
    assert "20wd, 30d, 6m, 1y or 24h" in ran.err


def test_an_option_of_another_unit_is_wrong_usage(run: Run) -> None:
    assert run("calendar", "due", "2018-05-16", "20wd", "--stays").status == WRONG_USAGE
    assert run("calendar", "due", "2018-05-16", "20d", "--skip-first-hour").status == WRONG_USAGE
    assert run("calendar", "due", "2018-05-16", "24h").status == WRONG_USAGE


# Days and replay -----------------------------------------------------------------------------


def test_days_show_who_says_so(run: Run) -> None:
    rows = run("calendar", "days", "2018-12-28", "2019-01-03", "--json").json
    assert [(row["day"], row["kind"]) for row in rows] == [
        ("2018-12-29", "make-up"),
        ("2018-12-30", "weekend"),
        ("2018-12-31", "moved"),
        ("2019-01-01", "statutory"),
    ]
    assert {row["source"]["number"] for row in rows} == {"国办发明电〔2018〕15号"}


def test_a_day_as_it_was_known(run: Run) -> None:
    out = run("calendar", "days", "2018-12-29", "--known-at", "2018-12-03").out
    assert "周末（尚未最终确定）" in out
    assert "安排尚未公布（法定节假日：劳动节）" in run("calendar", "days", "2027-05-01").out
    assert run("calendar", "days", "2018-12-29", "2018-12-28").status == WRONG_USAGE


def test_an_overlay_of_the_agency_is_named(run: Run) -> None:
    Path("opengov.toml").write_text('[calendar]\noverlays = ["closures.toml"]\n', "utf-8")
    Path("closures.toml").write_text(
        'title = "搬迁"\n[[holiday]]\nname = "搬迁"\nclosure = [2018-05-17]\n', "utf-8"
    )
    found = run("calendar", "due", "2018-05-16", "3wd", "--json").json
    assert found["on"] == "2018-05-22"
    assert found["overlays"] == ["搬迁"]
    assert "搬迁" in run("calendar", "due", "2018-05-16", "3wd").out


def test_replaying_the_spring_of_2020(run: Run) -> None:
    """By hand: 7 working days from a start are moved by the notice of 26 January 2020.

    It is so for starts whose seventh working day, as the notice of November had it, was Friday
    31 January or later, and that lie before the 26th: 17 January (1 February) to 25 January.
    The 16th ends on Friday 31 January too.
    """
    (row,) = run(
        "calendar", "replay", "--from", "2020-01-01", "--to", "2020-02-10", "--workdays", "7",
        "--json",
    ).json  # fmt: skip
    assert row["starts"] == 41
    assert row["provisional"] == 0
    assert row["moved"] == 10
    assert row["movers"] == {"国办发明电〔2020〕1号": 10}


def test_replay_for_people(run: Run) -> None:
    out = run("calendar", "replay", "--from", "2018-11-01", "--to", "2019-01-31").out
    assert "当日为暂定的" in out
    assert "40个工作日" in out
