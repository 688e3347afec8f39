"""Every command: what it prints, for people and as JSON, and how it ends."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest

from opengov.serial import dumps
from opengov.testing import an_item
from tests.cli.conftest import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

    Run = Callable[..., Ran]

DONE, REFUSED, WRONG_USAGE, OUTSIDE_FAILED = range(4)
PLAN = SAMPLES / "plan.txt"
PLAN_ID = "123456788/202509-011"


# Pages -----------------------------------------------------------------------------------


def test_intake_prints_one_object_a_page(run: Run) -> None:
    ran = run("intake", *sorted(SAMPLES.iterdir()), "--json")
    pages = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.status == DONE
    assert len(pages) == len(list(SAMPLES.iterdir()))
    plan = next(page for page in pages if page["file"].endswith("plan.txt"))
    assert plan["index_number"] == PLAN_ID
    assert plan["effective_on"] == "2025-09-22"
    assert plan["document_number"] is plan["repealed_on"] is None


def test_a_page_that_cannot_be_read_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    ran = run("intake", tmp_path / "empty.txt", PLAN, "--json")
    first, second = map(json.loads, ran.out.splitlines())
    assert ran.status == WRONG_USAGE
    assert first["error"]["code"] == "page-empty"
    assert second["index_number"] == PLAN_ID


def test_assess_explains_each_date(run: Run) -> None:
    arguments = ("assess", PLAN, "--fact", "major-policy=yes", "--known-at", "2025-09-30")
    assessment = run(*arguments, "--json").json
    (due,) = (o for o in assessment["obligations"] if o["duty"] == "publication")
    assert due["due"]["on"] == "2025-10-23"
    assert len(due["due"]["ledger"]) == 34
    assert "第二十六条" in due["explanation"][0]
    assert "2025年10月23日" in run(*arguments).out
    assert "23 October 2025" in run(*arguments, "--lang", "en").out


def test_assess_reads_a_record_as_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "item.json").write_text(dumps(an_item()), "utf-8")
    assessment = run("assess", "item.json", "--known-at", "2025-09-30", "--json").json
    assert assessment["record_id"] == an_item().id
    assert assessment["ruling"] == "open"


def test_schema_is_a_json_schema(run: Run) -> None:
    assert {"item", "list", "decision", "interpretation"} < set(run("schema").json)
    assert run("schema", "item").json["$schema"].startswith("https://json-schema.org/")


# An agency -------------------------------------------------------------------------------


def test_a_document_goes_its_way_from_page_to_site(run: Run, agency: Path) -> None:
    refused = run("publish", PLAN, "--actor", "网站管理员", "--json")
    assert refused.status == REFUSED
    assert len(refused.json["refused"]) >= 3
    assert not (agency.parent / "site").exists()

    received = run(
        "receive", PLAN, "--drafted-by", "林岚", "--fact", "major-policy=no", "--actor", "林岚"
    )
    assert (received.status, received.out.strip()) == (DONE, PLAN_ID)
    assert run("determine", PLAN_ID, "--attribute", "proactive", "--actor", "周远").status == DONE
    assert run("review", PLAN_ID, "--outcome", "cleared", "--actor", "陈序").status == DONE
    published = run("publish", PLAN_ID, "--actor", "网站管理员", "--json")
    assert published.status == DONE
    page = agency.parent / "site" / published.json["deliveries"][0]["receipt"]["reference"]
    assert "深化政务公开工作实施方案" in page.read_text("utf-8")

    again = run("publish", PLAN_ID, "--actor", "网站管理员", "--json")
    assert again.json == published.json
    history = [
        json.loads(line)["type"] for line in run("history", PLAN_ID, "--json").out.splitlines()
    ]
    assert history.count("item-published") == 1
    assert "publication-refused" in history
    assert "拒绝" in run("history", PLAN_ID).out


def test_the_agenda_lists_what_is_open(run: Run, agency: Path) -> None:
    del agency
    assert run("agenda").status == DONE
    run("receive", PLAN, "--drafted-by", "林岚", "--actor", "林岚")
    run("determine", PLAN_ID, "--attribute", "proactive", "--actor", "周远")
    lines = run("agenda", "--known-at", "2025-10-01", "--json").json
    assert [(line["duty"], line["due"]["on"]) for line in lines if line["due"]] == [
        ("publication", "2025-10-23")
    ]
    assert "2025-10-23" in run("agenda", "--known-at", "2025-10-01").out


# The installation ------------------------------------------------------------------------


def test_plugins_are_listed_with_what_they_offer(run: Run) -> None:
    found = {plugin["name"]: plugin for plugin in run("plugins", "--json").json}
    assert found["store-sql"]["hooks"] == ["opengov_stores"]
    assert found["channel-site"]["distribution"] == "opengov-channel-site"
    assert not any(plugin["problems"] for plugin in found.values())
    assert "policy-cn" in run("plugins").out


def test_the_doctor_finds_everything_in_order(run: Run, agency: Path) -> None:
    del agency
    checks = {check["part"]: check for check in run("doctor", "--json").json}
    assert all(check["ok"] for check in checks.values())
    assert {"store", "channel site", "pack cn-national"} <= set(checks)


def test_the_doctor_names_what_is_broken(run: Run, agency: Path, tmp_path: Path) -> None:
    del agency
    (tmp_path / "opengov.db").write_bytes(b"this is no database" * 100)
    ran = run("doctor")
    assert ran.status == OUTSIDE_FAILED
    assert "store-unavailable" in ran.out


# Bad input -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.txt", b"", "page-empty"),
        ("scan.pdf", b"%PDF-1.7 \x00\x01", "page-not-text"),
        ("prose.txt", "今天天气很好，我们去公园。".encode(), "page-without-metadata"),
        ("broken.json", b"{", "json-invalid"),
        ("wrong.json", b'{"type": "item"}', "json-invalid"),
        ("latin.json", b'{"type": "\xe9"}', "page-not-text"),
    ],
)
def test_a_file_that_is_no_page_is_named(
    run: Run, agency: Path, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(content)
    for command in (("assess", name), ("publish", name, "--actor", "a")):
        ran = run(*command)
        assert ran.status == WRONG_USAGE
        assert code in ran.err
        assert name in ran.err
        assert "Traceback" not in ran.err
    assert not (agency.parent / "site").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("assess", "missing.txt"),
        ("assess", PLAN, "--as-of", "2025-02-30"),
        ("assess", PLAN, "--fact", "major-policy=perhaps"),
        ("assess", PLAN, "--pack", "unknown-pack"),
        ("publish", PLAN),
        ("publish", "no-such-record", "--actor", "a"),
        ("packs", "no-such-folder"),
        ("unknown",),
        ("doctor", "--config", "missing.toml"),
    ],
    ids=str,
)
def test_wrong_usage_is_said_so(run: Run, arguments: tuple[object, ...]) -> None:
    ran = run(*arguments)
    assert ran.status == WRONG_USAGE
    assert ran.err.strip()
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("packs = [", "not TOML"),
        ("colour = 1", "colour"),
        ("packs = 1", "packs"),
        ('[store]\nuse = "oracle"', "oracle"),
        ('[store]\nurl = "x"', "which provider"),
        ('[store]\nuse = "sql"', "url"),
        ('[channels.site]\nuse = "site"\nfolder = "s"\nsite_id_code = "12"', "site_id_code"),
    ],
)
def test_settings_that_cannot_be_used_are_explained(
    run: Run, tmp_path: Path, settings: str, said: str
) -> None:
    (tmp_path / "opengov.toml").write_text(settings, "utf-8")
    ran = run("publish", PLAN, "--actor", "a", "--channel", "site")
    assert ran.status == WRONG_USAGE
    assert said in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["opengov.toml"]


def test_a_database_of_a_newer_program_is_left_alone(run: Run, agency: Path) -> None:
    run("agenda")
    database = agency.parent / "opengov.db"
    with sqlite3.connect(database) as connection:
        connection.execute("update opengov_version set version_num = '9999'")
    connection.close()
    ran = run("agenda")
    assert ran.status == OUTSIDE_FAILED
    assert "newer program" in ran.err
