"""The same records under two laws, dates and calendars, on the command line."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from opengov_policy_cn import NOTICES

from opengov.app import OpenGov
from opengov.domain import (
    BEIJING,
    DisclosureItem,
    Fact,
    Interpretation,
    Matter,
    Milestone,
    StatedTime,
)
from opengov.packs import load_pack
from opengov.policy import law_of
from opengov.reports import Under
from opengov.serial import dumps, to_data
from opengov.settings import Settings
from tests.cli.conftest import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ran

    Run = Callable[..., Ran]

DONE, WRONG_USAGE = 0, 2
REQUESTS = Path(__file__).parent / "requests"
EDITIONS = ("--law-of", "2019-05-14", "--against-law-of", "2019-05-15")
KNOWN = ("--known-at", "2020-06-30")


def request(name: str, **milestones: str) -> Matter:
    return Matter(
        id=name,
        kind="request",
        milestones=tuple(
            Milestone(step, StatedTime.parse(day)) for step, day in milestones.items()
        ),
    )


LATE = request("r1", received_on="2019-04-08", replied_on="2019-05-06")
ASKED = request(
    "r2",
    received_on="2019-06-03",
    third_party_asked_on="2019-06-05",
    third_party_answered_on="2019-06-12",
    replied_on="2019-07-02",
)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Return a folder with two requests and a document, in a list and a line each."""
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "requests.json").write_text(json.dumps(to_data([LATE, ASKED])), "utf-8")
    item = DisclosureItem(
        id="d1",
        made_on=StatedTime.parse("2018-03-01").day,
        published_at=StatedTime.parse("2018-03-20"),
    )
    (folder / "item.ndjson").write_text(dumps(item) + "\n\n", "utf-8")
    return folder


def lines(ran: Ran) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.out.splitlines()]


def test_two_editions_of_the_regulation(run: Run, records: Path) -> None:
    ran = run("replay", records, "--pack", REQUESTS, *EDITIONS, *KNOWN)
    assert ran.status == DONE
    for part in (
        "期限由15个工作日改为20个工作日",
        "延长由15个工作日改为20个工作日",
        "新增：第三方答复期限",
        "未变的1条：主动公开期限",
        "此前2019年4月28日，逾期完成",
        "此后2019年5月7日，按期完成",
        "第二十四条",
        "第三十三条",
        "共3件，其中2件有差别",
    ):
        assert part in ran.out
    english = run("replay", records, "--pack", REQUESTS, *EDITIONS, *KNOWN, "--lang", "en").out
    assert "before, 28 April 2019, met late" in english


def test_as_json_there_is_a_line_for_each_norm_each_record_and_the_tally(
    run: Run, records: Path
) -> None:
    found = lines(run("replay", records, "--pack", REQUESTS, *EDITIONS, *KNOWN, "--json"))
    assert [line["type"] for line in found] == ["norm"] * 3 + ["record"] * 2 + ["tally"]
    late = next(line for line in found if line.get("record_id") == "r1")
    (change,) = late["obligations"]
    assert change["effects"] == ["moves", "status"]
    assert (change["before"]["due"]["on"], change["after"]["due"]["on"]) == (
        "2019-04-28",
        "2019-05-07",
    )
    assert found[-1]["records"] == 3
    assert found[-1]["differing"] == 2


def test_the_records_of_a_store_are_replayed(run: Run, agency: Path, records: Path) -> None:
    del agency
    (records / "one.json").write_text(dumps(LATE), "utf-8")
    for source in (records / "one.json", SAMPLES / "plan.txt"):
        assert run("receive", source, "--actor", "a").status == DONE
    found = lines(run("replay", "--pack", REQUESTS, *EDITIONS, *KNOWN, "--json"))
    assert found[-1]["records"] == 2
    assert found[-1]["effects"] == {"moves": 1, "status": 1}


def test_a_pack_more_on_the_other_side_is_a_difference_of_the_law(run: Run, records: Path) -> None:
    sides = ("--pack", REQUESTS, "--against", REQUESTS, "--against", SAMPLES.parent / "pack")
    page = run("replay", records, *sides, *KNOWN).out
    assert "全部规则，不论是否涉及下列记录" in page
    found = lines(run("replay", records, *sides, *KNOWN, "--json"))
    norms = [line for line in found if line["type"] == "norm"]
    assert norms
    assert {line["difference"] for line in norms} == {"appears"}


def test_one_moment_counts_as_now_on_both_sides(
    run: Run, records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[datetime] = []

    class Ticking:
        def now(self) -> datetime:
            asked.append(datetime(2020, 1, 1, len(asked), tzinfo=BEIJING))
            return asked[-1]

    monkeypatch.setattr("opengov.cli.replay.SystemClock", Ticking)
    run("replay", records, "--pack", REQUESTS, *EDITIONS)
    assert len(asked) == 1


def test_a_version_keeps_its_real_day(run: Run, records: Path) -> None:
    found = lines(run("replay", records, "--pack", REQUESTS, *EDITIONS, *KNOWN, "--json"))
    late = next(line for line in found if line.get("record_id") == "r1")
    versions = [late["obligations"][0][side]["source"]["version"] for side in ("before", "after")]
    assert versions == ["2008-05-01", "2019-05-15"]


def test_an_application_replays_its_store() -> None:
    pack = load_pack(REQUESTS)
    known = datetime(2020, 6, 30, tzinfo=BEIJING)
    before, after = (
        Under(packs=(law_of(pack, date(2019, 5, day)),), known_at=known) for day in (14, 15)
    )
    with OpenGov.open(Settings()) as agency:
        for record in (LATE, ASKED):
            agency.receive(record, actor="a")
        found = list(agency.replay(before, after))
    assert [(each.record_id, len(each.obligations)) for each in found] == [("r1", 1), ("r2", 2)]


def test_two_versions_of_a_pack_are_set_against_each_other(
    run: Run, records: Path, tmp_path: Path
) -> None:
    draft = tmp_path / "draft"
    for path in REQUESTS.rglob("*.toml"):
        target = draft / path.relative_to(REQUESTS)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text("utf-8")
        target.write_text(text.replace("workdays = 20", "workdays = 10"), "utf-8")
    sides = ("--pack", REQUESTS, "--against", draft)
    ran = run("replay", records, *sides, *KNOWN)
    assert "期限由20个工作日改为10个工作日" in ran.out
    assert "共3件，其中2件有差别" in ran.out


def test_what_was_known_later_and_the_law_of_another_day(run: Run, records: Path) -> None:
    pack = ("--pack", REQUESTS, "--json")
    known = ("--known-at", "2019-06-20", "--against-known-at", "2019-07-30")
    found = lines(run("replay", records, *pack, *known))
    (changed,) = (line for line in found if line["type"] == "record")
    assert changed["record_id"] == "r2"
    days = ("--as-of", "2019-05-14", "--against-as-of", "2019-05-15")
    seen = lines(run("replay", records, *pack, *days, *KNOWN))
    assert seen[-1]["effects"]["appears"] >= 1  # norms that begin later are not seen before


def test_a_notice_that_was_not_known_moves_a_date(run: Run, records: Path) -> None:
    notice = NOTICES / "2019-labour-day.toml"
    found = lines(
        run("replay", records, "--pack", REQUESTS, *KNOWN, "--without-notice", notice, "--json")
    )
    (moved,) = (line for line in found if line["type"] == "record")
    # Without the amendment of March 2019 nobody worked on Sunday 28 April.
    (change,) = moved["obligations"]
    assert (change["before"]["due"]["on"], change["after"]["due"]["on"]) == (
        "2019-04-29",
        "2019-04-28",
    )


def test_an_overlay_of_the_settings_can_be_left_out(
    run: Run, records: Path, tmp_path: Path
) -> None:
    overlay = tmp_path / "closure.toml"
    overlay.write_text(
        'title = "停电"\n[[holiday]]\nname = "停电"\nclosure = [2019-04-10]\n', "utf-8"
    )
    (tmp_path / "opengov.toml").write_text('[calendar]\noverlays = ["closure.toml"]\n', "utf-8")
    found = lines(
        run("replay", records, "--pack", REQUESTS, *KNOWN, "--without-notice", overlay, "--json")
    )
    (moved,) = (line for line in found if line["type"] == "record")
    (change,) = moved["obligations"]
    assert (change["before"]["due"]["on"], change["after"]["due"]["on"]) == (
        "2019-04-28",
        "2019-04-29",
    )


def test_interpretations_among_the_records_are_evidence(run: Run, tmp_path: Path) -> None:
    item = DisclosureItem(
        id="i",
        issuing_body="云汀市文旅局",
        published_at=StatedTime.parse("2025-09-22"),
        facts=(Fact("major-policy", holds=True),),
    )
    told = Interpretation(id="e", document_id="i", published_at=StatedTime.parse("2025-09-30"))
    (tmp_path / "all.json").write_text(json.dumps(to_data([item, told])), "utf-8")
    moments = ("--known-at", "2025-09-25", "--against-known-at", "2025-10-20")
    found = lines(run("replay", "all.json", "--pack", "cn-national", *moments, "--json"))
    statuses = {
        change["after"]["status"]
        for line in found
        if line.get("record_id") == "i"
        for change in line["obligations"]
        if change["after"]["duty"] == "interpretation"
    }
    assert statuses == {"met-late"}


@pytest.mark.parametrize(
    "arguments",
    [(), ("--as-of", "2020-01-01"), ("--pack", "cn-national"), ("--against-law-of", "never")],
    ids=str,
)
def test_two_sides_that_are_the_same_are_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run("replay", *arguments)
    assert ran.status == WRONG_USAGE
    assert ran.err


def test_a_file_that_holds_no_record_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text('[{"type": "item"}]', "utf-8")
    ran = run("replay", "list.json", *EDITIONS)
    assert ran.status == WRONG_USAGE
    assert "list.json [0]" in ran.err
