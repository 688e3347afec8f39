"""The lint of packs: a fault for each kind of mistake, told so that its author can mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from opengov.errors import (
    OpenGovError,
    PackCitationError,
    PackConflictError,
    PackGapError,
    PackOverlapError,
    PackSyntaxError,
    PackTranslationError,
    PackUnreachableError,
)
from opengov.packs import load_pack
from tests.unit.packs.packs import (
    FORMS,
    WORDS,
    edit,
    fault_of,
    faults_of,
    ground,
    norm,
    top,
    version,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

X = "provisions/x.toml version 1"


def told(fault: OpenGovError, kind: type[OpenGovError], where: str, *words: str) -> None:
    """See that a fault is of this kind, at this place, and says these words and what to do."""
    assert (type(fault), fault.where) == (kind, where)
    assert all(word in str(fault) for word in words)
    assert fault.remedy or kind is PackSyntaxError


@pytest.mark.parametrize("kind", FORMS)
def test_a_norm_of_each_kind_is_sound(tmp_path: Path, kind: str) -> None:
    pack = load_pack(write(tmp_path, x=norm("x", kind)))
    assert [each.id for each in pack.provisions] == ["x"]


# The days in force


def test_versions_that_overlap(tmp_path: Path) -> None:
    text = top("x") + version() + version(start="2026-01-01")
    fault = fault_of(write(tmp_path, x=text))
    told(fault, PackOverlapError, "provisions/x.toml version 2 start", "2020-01-01", "2026-01-01")


def test_a_gap_without_a_reason(tmp_path: Path) -> None:
    ended = top("x") + version(more="end = 2025-12-01")
    fault = fault_of(write(tmp_path, x=ended + version(start="2026-01-01")))
    told(fault, PackGapError, "provisions/x.toml version 2 start", "2025-12-01", "gap")


def test_a_gap_with_a_reason_is_sound(tmp_path: Path) -> None:
    ended = top("x") + version(more="end = 2025-12-01")
    later = version(start="2026-01-01", more='gap = "the plan was suspended"')
    assert len(load_pack(write(tmp_path, x=ended + later)).provisions) == 2


# Sources


@pytest.mark.parametrize(
    ("cite", "where", "words"),
    [
        ("", X, "no source"),
        ("plann", f"{X} cites", "mean 'plan'"),
        ("old-plan", f"{X} cites", "ended on 2020-01-01"),
    ],
    ids=["missing", "dangling", "not in force"],
)
def test_citations(tmp_path: Path, cite: str, where: str, words: str) -> None:
    fault = fault_of(write(tmp_path, x=top("x") + version(cite=cite)))
    told(fault, PackCitationError, where, words)


def test_a_ground_cites_its_source_as_well(tmp_path: Path) -> None:
    folder = write(tmp_path, x=norm("x"))
    (folder / "rules").mkdir()
    (folder / "rules" / "small.toml").write_text(ground().replace('"plan"', '"plann"'), "utf-8")
    told(fault_of(folder), PackCitationError, "rules/small.toml version 1 cites", "plann")


# Conditions that nothing can meet


@pytest.mark.parametrize(
    "condition",
    [
        '{ all = [{ kind = "item" }, { kind = "list" }] }',
        '{ all = [{ tag = "urgent" }, { not = { tag = "urgent" } }] }',
        "{ all = [{ before = { made_on = 2018-01-01 } }, { after = { made_on = 2018-01-01 } }] }",
        '{ all = [{ issuer = ["甲局"] }, { issuer = ["乙局"] }] }',
        '{ all = [{ not = { done = "made_on" } }, { after = { made_on = 2018-01-01 } }] }',
    ],
    ids=["two kinds", "fact and not", "before and after", "two issuers", "not done and after"],
)
def test_a_condition_that_no_record_can_meet(tmp_path: Path, condition: str) -> None:
    fault = fault_of(write(tmp_path, x=norm("x", more=f"when = {condition}")))
    told(fault, PackUnreachableError, f"{X} when", "never applies")


def test_a_gate_that_nothing_can_open(tmp_path: Path) -> None:
    never = '{ all = [{ tag = "urgent" }, { not = { tag = "urgent" } }] }'
    form = FORMS["gate"].replace('{ tag = "urgent" }', never)
    fault = fault_of(write(tmp_path, x=norm("x", "gate", form=form)))
    told(fault, PackUnreachableError, f"{X} requires", "nothing can open")


def test_a_norm_that_is_always_waived(tmp_path: Path) -> None:
    always = 'waived_by = { any = [{ tag = "urgent" }, { not = { tag = "urgent" } }] }'
    fault = fault_of(write(tmp_path, x=norm("x", more=always)))
    told(fault, PackUnreachableError, f"{X} waived_by", "every record is waived")


@pytest.mark.parametrize(
    "condition",
    [
        '{ any = [{ tag = "urgent" }, { not = { tag = "urgent" } }] }',
        '{ all = [{ kind = "item" }, { any = [{ tag = "small" }, { not = { tag = "small" } }] }] }',
    ],
)
def test_a_condition_or_a_part_that_every_record_meets(tmp_path: Path, condition: str) -> None:
    fault = fault_of(write(tmp_path, x=norm("x", more=f"when = {condition}")))
    told(fault, PackUnreachableError, f"{X} when", "it says nothing")


# Norms that contradict each other


def limited(limit: str) -> str:
    return f'limit = {limit}\nanchors = ["received_on"]\ndone_by = ["replied_on"]'


CONTRADICTIONS = {
    "two deadlines": (norm("x"), norm("y", form=limited("{ workdays = 6 }")), "two limits"),
    "a duration beyond a deadline": (
        norm("x", "min-duration", form=limited("{ workdays = 6 }")),
        norm("y"),
        "may not end before",
    ),
    "a duration beyond a window": (
        norm("x", "min-duration"),
        norm("y", "window"),
        "may not end before",
    ),
    "a window beyond a deadline": (
        norm("x", "window", form=FORMS["window"].replace("at_most", "at_least")),
        norm("y", form=limited('{ days = 9, last_day = "stays" }')),
        "may not end before",
    ),
    "two windows": (
        norm("x", "window", form=FORMS["window"].replace("at_most", "at_least")),
        norm("y", "window", form=FORMS["window"].replace("10", "9")),
        "may not end before",
    ),
    "months beyond days": (
        norm("x", "min-duration", form=FORMS["min-duration"].replace("days = 30", "months = 2")),
        norm("y", "window"),
        "may not end before",
    ),
    "two turns": (
        norm("x", "cadence"),
        norm("y", "cadence", form=FORMS["cadence"].replace("yearly", "monthly")),
        "returns in two ways",
    ),
    "gates that exclude each other": (
        norm("x", "gate"),
        norm("y", "gate").replace('{ tag = "urgent" }', '{ not = { tag = "urgent" } }'),
        "nothing can open both gates before publication",
    ),
}


@pytest.mark.parametrize(("one", "other", "words"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_norms_that_contradict_each_other(tmp_path: Path, one: str, other: str, words: str) -> None:
    fault = fault_of(write(tmp_path, x=one, y=other))
    told(fault, PackConflictError, "provisions/y.toml version 1", words, X, "displaces")


@pytest.mark.parametrize(("one", "other", "words"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_on_different_records_they_do_not(tmp_path: Path, one: str, other: str, words: str) -> None:
    urgent = one + 'when = { tag = "urgent" }\n'
    calm = other + 'when = { not = { tag = "urgent" } }\n'
    load_pack(write(tmp_path, x=urgent, y=calm))


@pytest.mark.parametrize(("one", "other", "words"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_nor_where_the_special_law_displaces_the_general(
    tmp_path: Path, one: str, other: str, words: str
) -> None:
    special = one + 'displaces = ["y"]\nbecause = { zh = "特别规定", en = "the special rule" }\n'
    load_pack(write(tmp_path, x=special, y=other))


def test_two_norms_do_not_take_the_place_of_each_other(tmp_path: Path) -> None:
    because = 'because = { zh = "特别规定", en = "the special rule" }\n'
    one = norm("x", more='displaces = ["y"]\n' + because)
    other = norm("y", "prompt", more='displaces = ["x"]\n' + because)
    fault = fault_of(write(tmp_path, x=one, y=other))
    told(fault, PackConflictError, "provisions/y.toml version 1", "nothing is left", X)


def test_a_norm_that_is_waived_where_another_applies_does_not_contradict_it(tmp_path: Path) -> None:
    general = norm("x", more='waived_by = { tag = "urgent" }\n')
    special = norm("y", form=limited("{ workdays = 1 }"), more='when = { tag = "urgent" }\n')
    load_pack(write(tmp_path, x=general, y=special))


def test_a_duration_and_a_deadline_of_different_acts_do_not_contradict(tmp_path: Path) -> None:
    deadline = limited("{ workdays = 5 }").replace("replied_on", "made_on")
    load_pack(write(tmp_path, x=norm("x", "min-duration"), y=norm("y", form=deadline)))


def test_a_special_law_says_what_it_displaces_and_why(tmp_path: Path) -> None:
    because = 'because = { zh = "特别规定", en = "the special rule" }'
    text = norm("x", more=f'displaces = ["replies"]\n{because}')
    fault = fault_of(write(tmp_path, x=text, y=norm("reply", "prompt")))
    told(fault, PackCitationError, f"{X} displaces", "'replies'", "mean 'reply'")


def test_a_special_law_without_a_reason(tmp_path: Path) -> None:
    text = norm("x", more='displaces = ["y"]')
    fault = fault_of(write(tmp_path, x=text, y=norm("y", "prompt")))
    told(fault, PackCitationError, f"{X} because", "does not say why")


@pytest.mark.parametrize("level", ["national", "local"])
def test_only_an_agency_binds_itself_to_a_number_for_promptly(tmp_path: Path, level: str) -> None:
    text = norm("x", "prompt", more="within = { workdays = 3 }")
    fault = fault_of(write(tmp_path / level, level=level, x=text))
    told(fault, PackConflictError, f"{X} within", "及时", "agency")
    load_pack(write(tmp_path / "agency", level="agency", x=text))


# Units


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ("20", "the limit 20 has no unit"),
        ("{ weeks = 2 }", "has no unit"),
        ("{ days = 20 }", "days, last_day"),
        ('{ days = 20, last_day = "flies" }', "flies"),
        ("{ workdays = -1 }", "-1"),
        ("{ workdays = 1.5 }", "1.5"),
    ],
)
def test_a_limit_states_its_unit_and_what_becomes_of_its_last_day(
    tmp_path: Path, limit: str, words: str
) -> None:
    fault = fault_of(write(tmp_path, x=norm("x", form=limited(limit))))
    told(fault, PackSyntaxError, f"{X} limit", words)


def test_hours_do_not_run_from_a_bare_day(tmp_path: Path) -> None:
    form = limited('{ hours = 24, first_hour = "counts" }').replace("received_on", "made_on")
    fault = fault_of(write(tmp_path, x=norm("x", form=form)))
    told(fault, PackSyntaxError, f"{X} anchors", "no time of day")


# Both languages


PAUSE = 'pauses = [{ begins = "received_on", ends = "replied_on", reason = { zh = "停" } }]'


@pytest.mark.parametrize(
    ("kind", "old", "new", "where"),
    [
        ("deadline", 'en = "Reply"', 'en = " "', "provisions/x.toml title"),
        ("gate", 'en = "It is not urgent."', 'en = ""', f"{X} unmet"),
        ("deadline", "limit", 'note = { zh = "读法" }\nlimit', f"{X} note"),
        ("deadline", "limit", 'bearer = { zh = "机关" }\nlimit', f"{X} bearer"),
        ("deadline", "limit", f"{PAUSE}\nlimit", f"{X} pauses 1 reason"),
    ],
)
def test_texts_are_in_both_languages(
    tmp_path: Path, kind: str, old: str, new: str, where: str
) -> None:
    fault = fault_of(write(tmp_path, x=norm("x", kind).replace(old, new)))
    told(fault, PackTranslationError, where, "both languages")


def test_words_are_in_both_languages(tmp_path: Path) -> None:
    words = WORDS.replace('en = "urgent"', 'en = ""')
    fault = fault_of(write(tmp_path, words=words, x=norm("x")))
    told(fault, PackTranslationError, "words.toml fact urgent", "'urgent'")


# Names


@pytest.mark.parametrize(
    ("kind", "old", "new", "where", "words"),
    [
        ("deadline", '"reply"', '"replys"', f"{X} duty", "no duty is called 'replys'"),
        ("deadline", '"received_on"', '"recieved_on"', f"{X} anchors", "mean 'received_on'"),
        ("deadline", '"replied_on"', '"repleid_on"', f"{X} done_by", "mean 'replied_on'"),
        ("required-elements", '"reasons"', '"reason"', f"{X} elements", "mean 'reasons'"),
        ("channel-duty", '"website"', '"web-site"', f"{X} channels", "mean 'website'"),
        ("gate", '"urgent"', '"urgnet"', f"{X} requires", "no fact is called 'urgnet'"),
        ("deadline", "limit", 'when = { kind = "requset" }\nlimit', f"{X} when", "mean 'request'"),
        ("deadline", "limit", 'when = { done = "made" }\nlimit', f"{X} when", "mean 'made_on'"),
        (
            "deadline",
            "limit",
            'when = { field = { titel = "通知" } }\nlimit',
            f"{X} when",
            "mean 'title'",
        ),
    ],
)
def test_a_name_that_nobody_explains_is_told_with_the_one_like_it(
    tmp_path: Path, kind: str, old: str, new: str, where: str, words: str
) -> None:
    fault = fault_of(write(tmp_path, x=norm("x", kind).replace(old, new)))
    told(fault, PackSyntaxError, where, words)


@pytest.mark.parametrize("name", ["our plan", "Our-Plan", "我局", "a/b", "-"])
def test_an_id_that_is_no_word(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path, x=norm("x"))
    edit(folder, "pack.toml", lambda text: text.replace('"our-plan"', f'"{name}"'))
    told(fault_of(folder), PackSyntaxError, "pack.toml id", name, "hyphens")


# Sources that were not read


def test_what_is_unverified_says_why(tmp_path: Path) -> None:
    text = norm("x").replace('article = "一"', 'article = "一", trust = "unverified"')
    fault = fault_of(write(tmp_path, x=text))
    told(fault, PackCitationError, f"{X} cites 1 note", "nobody says why")
    load_pack(write(tmp_path, x=text.replace('"unverified"', '"unverified", note = "from memory"')))


# Together


@pytest.mark.parametrize("name", ["words.toml", "instruments.toml"])
def test_what_follows_from_a_fault_is_none(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path, x=norm("x"), y=norm("y", "gate"))
    (folder / name).write_text("[[", "utf-8")
    told(fault_of(folder), PackSyntaxError, name, "not TOML")


def test_a_norm_that_cannot_be_built_is_there_nevertheless(tmp_path: Path) -> None:
    special = norm("x", more='displaces = ["y"]\nbecause = { zh = "特别", en = "special" }')
    folder = write(tmp_path, x=special, y=norm("y", form=limited("20")))
    told(fault_of(folder), PackSyntaxError, "provisions/y.toml version 1 limit", "no unit")


def test_all_faults_come_at_once_each_with_its_file_and_key(tmp_path: Path) -> None:
    two = version(cite="plann") + version(limited("20"), start="2026-01-01")
    folder = write(
        tmp_path,
        x=norm("x", more='when = { all = [{ kind = "item" }, { kind = "list" }] }'),
        y=top("y", "deadlin") + version(),
        z=top("z") + version(limited("{ workdays = 5 }")),
        w=top("w") + two,
    )
    (folder / "rules").mkdir()
    (folder / "rules" / "small.toml").write_text(ground('escapes = [{ kind = "x" }]'), "utf-8")
    edit(folder, "provisions/z.toml", lambda text: text.replace("replied_on", "repleid_on"))
    assert sorted(fault.where for fault in faults_of(folder)) == [
        "provisions/w.toml version 2 limit",
        f"{X} when",
        "provisions/y.toml kind",
        "provisions/z.toml version 1 done_by",
        "rules/small.toml version 1 escapes 1 fact",
        "rules/small.toml version 1 escapes 1 kind",
    ]
