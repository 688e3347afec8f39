"""Packs that cannot be used: every fault at once, with its file and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from opengov.errors import (
    OpenGovError,
    PackCitationError,
    PackInvalidError,
    PackNotFoundError,
    PackOverlapError,
    PackSyntaxError,
)
from opengov.packs import check_cases, load_pack, read_cases
from tests.unit.packs.packs import edit

SOUND = Path(__file__).parents[3] / "src" / "opengov" / "cli" / "sample" / "pack"
NORM = "provisions/interpretation-within-7.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOUND, tmp_path / "pack"))


def faults_of(folder: Path) -> list[OpenGovError]:
    with pytest.raises(PackInvalidError) as caught:
        load_pack(folder)
    assert caught.value.where == str(folder)
    return list(caught.value.faults)


def test_a_sound_pack() -> None:
    pack = load_pack(SOUND)
    assert pack.id == "yunting-2025"
    assert [provision.id for provision in pack.provisions] == [
        "interpretation-elements",
        "interpretation-within-7",
        "secrecy-review-first",
    ]
    assert check_cases(read_cases(SOUND), [pack]) == []


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(PackNotFoundError, match="no such folder"):
        load_pack(tmp_path / "nowhere")


def test_an_empty_folder(tmp_path: Path) -> None:
    assert {type(fault) for fault in faults_of(tmp_path)} == {PackNotFoundError}


@pytest.mark.parametrize("name", ["pack.toml", "instruments.toml", NORM])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_file_never_passes_for_a_whole_one(
    folder: Path, name: str, share: float
) -> None:
    edit(folder, name, lambda text: text[: int(len(text) * share)])
    assert name in " ".join(fault.where for fault in faults_of(folder))


def test_a_file_that_is_no_text(folder: Path) -> None:
    (folder / NORM).write_bytes(b"\xff\xfe\x00\x01")
    (fault,) = faults_of(folder)
    assert isinstance(fault, PackSyntaxError)
    assert fault.where == NORM


CITES = 'cites = [{ instrument = "plan-2025", article = "二（一）" }]'
DATES = "start = 2025-09-22\nend = 2025-09-22"


@pytest.mark.parametrize(
    ("old", "new", "kind", "words"),
    [
        (CITES, "", PackCitationError, "no source"),
        ("plan-2025", "plan-2026", PackCitationError, "no instrument 'plan-2026'"),
        ("workdays = 7", 'workdays = "7"', PackSyntaxError, "version 1 limit"),
        ("workdays = 7", "workdays = -7", PackSyntaxError, "version 1 limit"),
        ("workdays = 7", "days = 7", PackSyntaxError, "days, last_day"),
        ("start = 2025-09-22", DATES, PackSyntaxError, "end"),
        ("start = 2025-09-22", 'start = "2025-09-22"', PackSyntaxError, "TOML date"),
        ('kind = "deadline"', 'kind = "dead-line"', PackSyntaxError, "mean 'deadline'"),
        ('["published_on"]', '["published"]', PackSyntaxError, "mean 'published_on'"),
        ('["published_on"]', "[]", PackSyntaxError, "no day is named"),
        ('{ kind = "item" }', '{ kind = "items" }', PackSyntaxError, "mean 'item'"),
        ('{ kind = "item" }', '{ kind = "item", tag = "x" }', PackSyntaxError, "condition"),
        ('{ kind = "item" }', "{ before = { made = 2018-01-01 } }", PackSyntaxError, "made_on"),
        ('{ kind = "item" }', "{ before = { made_on = 3 } }", PackSyntaxError, "when all 1"),
        ("done_by =", "done_buy =", PackSyntaxError, "mean 'done_by'"),
        ("[[version]]", "[[versions]]", PackSyntaxError, "mean 'version'"),
    ],
)  # fmt: skip
def test_faults_say_what_and_where(
    folder: Path, old: str, new: str, kind: type[OpenGovError], words: str
) -> None:
    edit(folder, NORM, lambda text: text.replace(old, new))
    found = faults_of(folder)
    assert [type(fault) for fault in found] == [kind]
    assert words in str(found[0])
    assert found[0].where.startswith(NORM)
    assert found[0].remedy


def test_faults_of_several_files_come_together_each_with_its_file_and_key(folder: Path) -> None:
    edit(folder, NORM, lambda text: text.replace("workdays = 7", "workdays = -1"))
    edit(folder, "pack.toml", lambda text: text.replace("level =", "levels ="))
    edit(folder, "provisions/secrecy-review-first.toml", lambda _: "id = ")
    edit(folder, "words.toml", lambda text: text.replace('en = "a major policy"', 'en = ""'))
    found = faults_of(folder)
    assert sorted(each.where for fault in found for each in fault.faults or [fault]) == [
        "pack.toml",  # levels is unknown
        "pack.toml level",  # and level is missing
        "provisions/interpretation-within-7.toml version 1 limit",
        "provisions/secrecy-review-first.toml",
        "words.toml fact major-policy",
    ]


def test_two_files_with_one_id(folder: Path) -> None:
    shutil.copy(folder / NORM, folder / "provisions" / "copy.toml")
    (fault,) = faults_of(folder)
    assert isinstance(fault, PackOverlapError)
    assert NORM in str(fault)
    assert "copy.toml" in str(fault)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("workdays = 7", "workdays = 6"),
        ("workdays = 7", "workdays = 8"),
        ("2025-09-22", "2025-09-23"),
    ],
)
def test_a_changed_norm_fails_its_cases(folder: Path, old: str, new: str) -> None:
    edit(folder, NORM, lambda text: text.replace(old, new))
    faults = check_cases(read_cases(folder), [load_pack(folder)])
    assert faults
    assert "interpretation-within-7" in faults[0].what
    assert faults[0].where.startswith("case '")


def test_what_would_be_passed_over_is_a_fault(folder: Path) -> None:
    (folder / "provision").mkdir()
    (folder / "provisions" / "late.TOML").write_text("", "utf-8")
    (folder / "README.md").write_text("For people.", "utf-8")
    (folder / "mutants.toml").write_text("", "utf-8")
    assert [Path(fault.where).name for fault in faults_of(folder)] == ["provision", "late.TOML"]


def test_an_instrument_listed_twice_is_a_fault(folder: Path) -> None:
    edit(folder, "instruments.toml", lambda text: text + "\n" + text)
    assert {type(fault) for fault in faults_of(folder)} == {PackOverlapError}


def test_a_ground_may_not_share_the_id_of_a_provision(folder: Path) -> None:
    (folder / "rules").mkdir()
    (folder / "rules" / "same.toml").write_text(
        'id = "interpretation-within-7"\ntitle = { zh = "同名", en = "Same name" }\n'
        'force = "mandatory"\nfact = "major-policy"\n[[version]]\nstart = 2025-09-22\n'
        'cites = [{ instrument = "plan-2025", article = "三" }]\n',
        "utf-8",
    )
    (fault,) = faults_of(folder)
    assert isinstance(fault, PackOverlapError)
    assert "interpretation-within-7" in fault.what
