"""Marks of classification and of internal papers, and what only looks like one."""

from __future__ import annotations

import pytest

from opengov.screening import PlaceKind
from tests.unit.screening.texts import found


@pytest.mark.parametrize("mark", [
    "绝密★30年", "机密★20年", "秘密★10年", "秘密★1年", "机密*长期", "秘密＊６个月", "机 密★10年",
    "机　密　★　1　年", "秘蜜★10年", "绝密☆20年", "机\u200b密★10年", "秘密★2030年12月31日前",
])  # fmt: skip
def test_a_mark_with_its_period(mark: str) -> None:
    assert found(f"{mark}\n\n关于印发方案的通知") == {("classification-mark", mark)}


@pytest.mark.parametrize("text", [
    "要严守国家秘密。", "保护商业秘密和个人隐私。", "机密级以上文件按规定管理。", "特急\n\n明电",
    "急件★3日内办结", "本件为特急明电。",
])  # fmt: skip
def test_words_and_signs_of_haste_are_no_marks(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(
    "text", ["内部资料", "（内部资料）", "本件为内部资料，注意保存。", "此文件系内部资料。"]
)
def test_an_internal_paper(text: str) -> None:
    assert found(text) == {("internal-mark", "内部资料")}


@pytest.mark.parametrize("text", ["完善内部资料管理制度。", "内部资料性出版物实行许可管理。"])
def test_internal_papers_that_are_only_spoken_of(text: str) -> None:
    assert found(text) == set()


def test_a_file_may_be_named_by_its_mark() -> None:
    assert found("内部资料-名单.docx", kind=PlaceKind.FILE_NAME) == {("internal-mark", "内部资料")}
