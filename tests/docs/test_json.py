"""The JSON on the page is what the library reads and writes."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest
from click.testing import CliRunner
from opengov_policy_cn import load

from opengov.cli import forms
from opengov.cli.main import cli
from opengov.i18n import Translator
from opengov.intake import read_page, stated_fields
from opengov.policy import assess
from opengov.reports import agenda
from opengov.serial import RECORD_TYPES, from_data, json_schema, to_data
from opengov.serial.forms import EVENT_TAGS
from opengov.testing import BEGIN, an_item
from tests.docs.pages import REFERENCE, coded

PAGE = REFERENCE / "json.md"
EXAMPLES = {
    name: json.loads(text.partition("```json\n")[2].partition("```")[0])
    for name, text in coded(PAGE, 3).items()
}


def row(name: str) -> str:
    """Return what a table of the page says of ``name``."""
    found = re.search(rf"^\| `{name}` \| (.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert found is not None, name
    return found[1]


def quoted(text: str) -> list[str]:
    return re.findall(r"`([a-z_]+)`", text)


def test_every_record_type_has_an_example() -> None:
    assert set(EXAMPLES) == set(RECORD_TYPES)


@pytest.mark.parametrize("name", RECORD_TYPES)
def test_an_example_fits_the_schema_and_is_read_whole(name: str) -> None:
    jsonschema.validate(
        EXAMPLES[name],
        json_schema(RECORD_TYPES[name]),
        format_checker=jsonschema.FormatChecker(),
    )
    value: Any = from_data(EXAMPLES[name], RECORD_TYPES[name])
    assert contains(to_data(value), EXAMPLES[name])


def contains(whole: object, part: object) -> bool:
    """Say whether ``whole`` is ``part`` with nothing but defaults added."""
    match part:
        case dict():
            return isinstance(whole, dict) and all(
                key in whole and contains(whole[key], value) for key, value in part.items()
            )
        case list():
            return (
                isinstance(whole, list)
                and len(whole) == len(part)
                and all(map(contains, whole, part))
            )
        case _:
            return whole == part


def test_the_item_on_the_page_is_complete() -> None:
    assert set(EXAMPLES["item"]) == set(to_data(an_item()))


@pytest.mark.parametrize("tag", EVENT_TAGS)
def test_every_event_is_listed_with_its_keys(tag: str) -> None:
    keys = [member.name for member in attrs.fields(EVENT_TAGS[tag])]
    assert sorted(quoted(row(tag))) == sorted(set(keys) - {"subject", "at", "actor"})


def test_what_commands_print_is_listed() -> None:
    words = Translator("en")
    item = an_item(made_on=date(2025, 9, 18))
    found = assess(item, [load()], as_of=BEGIN.date(), known_at=BEGIN)
    assert set(quoted(row("assess"))) == set(forms.assessment(found, words))
    (line, *_) = agenda([(item, found)], everything=True)
    told = PAGE.read_text("utf-8").partition("An obligation has ")[2].partition(". Its")[0]
    assert set(quoted(told)) | {"title"} == set(forms.agenda_line(line, words))


@pytest.mark.parametrize("command", ["plugins", "doctor", "packs"])
def test_what_a_command_lists_is_told(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (first, *_) = json.loads(CliRunner().invoke(cli, [command, "--json"]).stdout)
    assert quoted(row(command)) == list(first)


def test_what_intake_prints_is_told(tmp_path: Path) -> None:
    text = "索引号：123456788/202509-014\n发布机构：云汀市文旅局"
    (tmp_path / "page.txt").write_text(text, "utf-8")
    (tmp_path / "empty.txt").touch()
    pages = [str(tmp_path / "page.txt"), str(tmp_path / "empty.txt")]
    read, failed = CliRunner().invoke(cli, ["intake", *pages, "--json"]).stdout.splitlines()
    beside = set(json.loads(read)) - set(stated_fields(read_page(text).item))
    assert {*beside, *json.loads(failed)} == set(quoted(row("intake"))) - {"null"}
