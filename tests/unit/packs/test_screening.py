"""Screening rules in packs: built from files, refused with their place, proved by cases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from opengov.errors import (
    PackCitationError,
    PackGapError,
    PackOverlapError,
    PackSyntaxError,
    PackTranslationError,
)
from opengov.packs import load_pack
from opengov.packs.load import load
from opengov.packs.mutants import Fate, count, trial
from opengov.packs.screening import unknown_targets
from opengov.packs.screening_cases import (
    check_screening,
    read_screening_cases,
    screening_coverage,
)
from opengov.policy import law_of
from opengov.screening import KINDS, Action, Detected, Pattern, Terms
from tests.unit.packs.packs import edit, fault_of, faults_of, ground, norm, write

if TYPE_CHECKING:
    from pathlib import Path

RULE = "screening/words.toml"
TERMS = 'action = "remove"\nterms = ["底价", "标底"]\nunless = ["标底公示"]'


def rule(form: str = TERMS, more: str = "", name: str = "bid-secret") -> str:
    return (
        f'id = "{name}"\ntitle = {{ zh = "标底", en = "Reserve price" }}\n[[version]]\n'
        f'start = 2020-01-01\nground = "small-matter"\n'
        f'cites = [{{ instrument = "plan", article = "一" }}]\n{form}\n{more}\n'
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, x=norm("x"))
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/small.toml").write_text(ground(), "utf-8")
    (tmp_path / "screening").mkdir()
    (tmp_path / RULE).write_text(rule(), "utf-8")
    return tmp_path


def with_rule(folder: Path, form: str, more: str = "") -> Path:
    (folder / RULE).write_text(rule(form, more), "utf-8")
    return folder


def test_a_rule_for_words(folder: Path) -> None:
    (found,) = load_pack(folder).screening
    assert found.looks_for == Terms(words=("底价", "标底"), unless=("标底公示",))
    assert found.action is Action.REMOVE
    assert found.ground == "small-matter"
    assert str(found.citations[0].instrument.id) == "plan"


def test_a_rule_for_a_file_of_words(folder: Path) -> None:
    (folder / "screening/words.txt").write_text("# remark\n底价\n\n标底  # another\n", "utf-8")
    pack = load_pack(with_rule(folder, 'action = "mask"\nterms_file = "words.txt"'))
    assert pack.screening[0].looks_for == Terms(words=("底价", "标底"))


def test_a_rule_for_a_pattern_and_one_for_a_kind(folder: Path) -> None:
    form = "action = 'mask'\npattern = '标底[0-9]+元'\nanchors = ['标底']\nreach = 20"
    assert load_pack(with_rule(folder, form)).screening[0].looks_for == Pattern(
        expression="标底[0-9]+元", anchors=("标底",), reach=20
    )
    pack = load_pack(with_rule(folder, 'action = "mask"\ndetects = "identity-number"'))
    assert pack.screening[0].looks_for == Detected(kind="identity-number")


@pytest.mark.parametrize(
    ("form", "kind", "told"),
    [
        ('action = "mask"', PackSyntaxError, "looks for nothing"),
        ('action = "mask"\nterms = ["甲"]\ndetects = "x"', PackSyntaxError, "terms and detects"),
        ('action = "mask"\nterms = ["甲", ""]', PackSyntaxError, "nothing, or for blanks"),
        ('action = "mask"\nterms = ["甲", "\\u200b"]', PackSyntaxError, "is blank"),
        ('action = "mask"\nterms = ["甲1", "甲１"]', PackOverlapError, "already, as '甲1'"),
        ('action = "mask"\nterms = ["甲"]\nunless = ["乙"]', PackSyntaxError, "excuses nothing"),
        ('action = "mask"\nterms_file = "no.txt"', PackSyntaxError, "no file of words"),
        ('action = "mask"\npattern = "(甲"\nanchors = ["甲"]', PackSyntaxError, "is not one"),
        ('action = "mask"\npattern = "甲"', PackSyntaxError, "nothing, or for blanks"),
        ('action = "mask"\nterms = ["甲"]\nanchors = ["甲"]', PackSyntaxError, "to a pattern"),
        ('action = "refer"\nterms = ["甲"]', PackSyntaxError, "refers to nobody"),
        (
            'action = "refer"\nterms = ["甲"]\nrefer_to = { zh = "保密办" }',
            PackTranslationError,
            "both languages",
        ),
    ],
)
def test_a_rule_that_cannot_be_used(
    folder: Path, form: str, kind: type[Exception], told: str
) -> None:
    fault = fault_of(with_rule(folder, form))
    assert type(fault) is kind
    assert told in str(fault)
    assert fault.where.startswith(f"{RULE} version 1")


def test_versions_that_leave_a_gap_and_a_source_that_nobody_lists(folder: Path) -> None:
    late = '[[version]]\nstart = 2023-01-01\nground = "small-matter"\n'
    late += 'action = "mask"\nterms = ["甲"]\ncites = [{ instrument = "none", article = "一" }]'
    edit(folder, RULE, lambda text: text.replace("start", "end = 2022-01-01\nstart", 1) + late)
    assert {type(fault) for fault in faults_of(folder)} == {PackGapError, PackCitationError}


def test_a_file_of_words_that_no_rule_names(folder: Path) -> None:
    (folder / "screening/more.txt").write_text("底价\n", "utf-8")
    assert fault_of(folder).where == "screening/more.txt"


def test_a_ground_on_no_list_and_a_kind_that_nothing_finds(folder: Path) -> None:
    with_rule(folder, 'action = "mask"\ndetects = "identity-numbre"')
    edit(folder, RULE, lambda text: text.replace("small-matter", "big-matter"))
    loaded = load(folder)
    ground, kind = unknown_targets(loaded.pack, (), KINDS, loaded.places)
    assert "no ground of the negative list is called 'big-matter'" in ground.what
    assert "Did you mean 'identity-number'?" in kind.remedy


CASES = """
[[screening]]
name = "底价要删去"
as_of = 2020-01-01
text = "底价与标底，标底公示"
finds = { bid-secret = ["底价", "标底"] }
verdict = "publish-in-part"
published = "［不予公开］与［不予公开］，标底公示"
[[screening]]
name = "公示"
as_of = 2019-12-31
text = "底价"
verdict = "publish"
[[screening]]
name = "别的"
as_of = 2024-01-01
text = "标底公示"
absent = ["bid-secret"]
verdict = "publish"
"""


def test_worked_cases_notice_every_word_and_action(folder: Path) -> None:
    (folder / "cases.toml").write_text(CASES, "utf-8")
    loaded, cases = load(folder), read_screening_cases(folder)
    assert check_screening(cases, [loaded.pack]) == []
    assert screening_coverage(loaded.pack, cases, loaded.places) == []
    one = trial(folder)
    tried = list(one.run([each for each in one.mutants if each.file == RULE]))
    changed = {f"{each.mutant.at}: {each.mutant.change}" for each in tried}
    assert "version 1 terms 1: 底价 → left out" in changed
    assert "version 1 action: remove → mask" in changed
    survivors = [str(each.mutant) for each in tried if each.fate is Fate.SURVIVED]
    # A mask without a custom for its kind takes the word out whole, as removing does.
    assert survivors == ["screening/words.toml version 1 action: remove → mask"]
    assert count(tried)[Fate.KILLED] + count(tried)[Fate.REFUSED] == len(tried) - 1


def test_what_cases_leave_out_or_get_wrong(folder: Path) -> None:
    (folder / "cases.toml").write_text(CASES.replace('["底价", "标底"]', '["底价"]'), "utf-8")
    loaded, cases = load(folder), read_screening_cases(folder)
    (fault,) = check_screening(cases, [loaded.pack])
    assert "bid-secret finds '底价', '标底', not '底价'" in fault.what
    assert len(screening_coverage(loaded.pack, cases[1:2], loaded.places)) == 2


def test_the_law_of_a_day_keeps_the_rules_of_that_day(folder: Path) -> None:
    pack = load_pack(folder)
    assert law_of(pack, date(2019, 12, 31)).screening == ()
    (rule,) = law_of(pack, date(2024, 1, 1)).screening
    assert rule.in_force.covers(date(2008, 1, 1))
    assert rule.version == date(2020, 1, 1)
