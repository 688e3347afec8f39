"""Notices and overlays as TOML files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from opengov_policy_cn import NOTICES, notices

from opengov.errors import NoticeError, OpenGovError, PackError
from opengov.packs import notice_text, read_notice_file, read_notices, read_overlay_file
from opengov.workdays import DayKind

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'title = "试"\nissued = 2026-06-01\n'


def test_every_notice_comes_back_from_its_text(tmp_path: Path) -> None:
    for notice in notices():
        path = tmp_path / "notice.toml"
        path.write_text(notice_text(notice), "utf-8")
        assert read_notice_file(path) == notice


def test_the_files_are_as_the_library_writes_them() -> None:
    for path in NOTICES.glob("*.toml"):
        assert notice_text(read_notice_file(path)) == path.read_text("utf-8"), path.name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + '[[holiday]]\nname = "试"\nworked = [2026-06-06]', "no kind of day 'worked'"),
        (HEAD + '[[holiday]]\nname = "试"\nmake-up = ["2026-06-06"]', "list of TOML dates"),
        (HEAD + '[[holiday]]\nname = "试"\nmake-up = [2026-06-06T00:00:00]', "list of TOML dates"),
        (HEAD + '[[holiday]]\nname = "试"\nmake-up = [2026-06-05]', "cannot be make-up"),
        (HEAD + '[[holiday]]\nname = "试"\nmoved = [2026-06-05, 2026-06-05]', "named twice"),
        ('title = "试"\n', "no day of issue"),
        ("issued = 2026-06-01\n", "title"),
        (HEAD + "year = 2026", "year"),
        ("title = ", "not TOML"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused_with_its_name(
    tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "odd.toml"
    path.write_text(text, "utf-8")
    with pytest.raises((NoticeError, PackError), match=words) as caught:
        read_notice_file(path)
    assert "odd.toml" in str(caught.value)
    assert isinstance(caught.value, OpenGovError)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoticeError, match="no such folder"):
        read_notices(tmp_path / "nope")


def test_all_faults_of_a_folder_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text("title = ", "utf-8")
    (tmp_path / "two.toml").write_text('title = "试"\n', "utf-8")
    with pytest.raises(NoticeError) as caught:
        read_notices(tmp_path)
    assert len(caught.value.faults) == 2


def test_an_overlay(tmp_path: Path) -> None:
    path = tmp_path / "region.toml"
    path.write_text(
        'title = "广西壮族三月三"\nnumber = "桂政办发〔2025〕1号"\nissued = 2025-01-10\n'
        '[[holiday]]\nname = "三月三"\nregional = [2025-03-31, 2025-04-01]\n',
        "utf-8",
    )
    overlay = read_overlay_file(path)
    assert overlay.name == "广西壮族三月三"
    assert overlay.days == dict.fromkeys((date(2025, 3, 31), date(2025, 4, 1)), DayKind.REGIONAL)
    assert overlay.known_on == date(2025, 1, 10)
    path.write_text('title = "x"\n[[holiday]]\nname = "x"\nstatutory = [2025-03-31]\n', "utf-8")
    with pytest.raises(OpenGovError, match="cannot be used"):
        read_overlay_file(path)
