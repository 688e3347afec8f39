"""Packs on the command line: listed, linted, shown, compared, begun."""

from __future__ import annotations

import re
import shutil
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from opengov_policy_cn import load

from opengov import explain
from opengov.domain import Escape, LocalizedText, Period
from opengov.domain.rule import Relief
from opengov.errors import NotAnnouncedError
from opengov.explain import Called
from opengov.i18n import Translator
from opengov.packs import load_pack, read_cases
from opengov.policy import ChannelDuty, KeyChange, RequiredElements
from opengov.policy.condition import All, AnyOf, Done, KindIs, Not, Tagged
from tests.cli.conftest import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ran

    Run = Callable[..., Ran]

DONE, WRONG_USAGE = 0, 2
REQUESTS = Path(__file__).parent / "requests"
SAMPLE = SAMPLES.parent / "pack"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Return a copy of the sample pack with a wrong limit and a misspelt fact."""
    folder = Path(shutil.copytree(REQUESTS, tmp_path / "broken"))
    reply = folder / "provisions" / "reply-to-request.toml"
    reply.write_text(reply.read_text("utf-8").replace("workdays = 15", "days = 15", 1), "utf-8")
    third = folder / "provisions" / "third-party-within-15.toml"
    third.write_text(
        third.read_text("utf-8").replace("third_party_asked_on", "third_party_ask_on"), "utf-8"
    )
    return folder


# Listing and linting ---------------------------------------------------------------------


def test_packs_alone_lists_what_is_installed(run: Run) -> None:
    listed = run("packs", "--json").json
    assert [pack["id"] for pack in listed] == ["cn-national", "tourism-2018"]
    assert run("packs", "list", "--json").json == listed
    assert "cn-national" in run("packs").out
    assert run("packs", "list").out == run("packs").out


def test_sound_packs_are_counted(run: Run) -> None:
    ran = run("packs", "lint", REQUESTS, SAMPLE)
    assert ran.status == DONE
    assert "3 norms in 5 versions, 10 cases" in ran.out
    assert "yunting-2025" in ran.out
    assert re.search(r"2 linted, \d+ cases, no fault", ran.err)


def test_every_fault_of_every_folder_is_shown_with_its_file(
    run: Run, broken: Path, tmp_path: Path
) -> None:
    failing = Path(shutil.copytree(REQUESTS, tmp_path / "failing"))
    cases = failing / "cases.toml"
    cases.write_text(cases.read_text("utf-8").replace("2019-04-28", "2019-04-29"), "utf-8")
    ran = run("packs", "lint", broken, SAMPLE, failing, tmp_path / "absent")
    assert ran.status == WRONG_USAGE
    assert "yunting-2025" in ran.out
    for part in ("reply-to-request.toml", "third-party-within-15.toml", "third_party_ask_on"):
        assert part in ran.err
    assert f"{cases} case 'a reply of 2019" in ran.err
    assert "pack-case" in ran.err
    assert "pack-not-found" in ran.err
    found = run("packs", "lint", broken, SAMPLE, failing, tmp_path / "absent", "--json").json
    assert [bool(each["faults"]) for each in found] == [True, False, True, True]
    assert [each["pack"] is None for each in found] == [True, False, False, True]
    assert all(fault["where"] for each in found for fault in each["faults"])


def test_cases_of_a_pack_that_does_not_load_are_read_nevertheless(run: Run, broken: Path) -> None:
    (broken / "cases.toml").write_text("[[case]]\nname = 1\n", "utf-8")
    (found,) = run("packs", "lint", broken, "--json").json
    assert {Path(fault["where"].split()[0]).name for fault in found["faults"]} >= {"cases.toml"}


def test_a_version_that_no_case_breaches_is_named(run: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(REQUESTS, tmp_path / "untried"))
    cases = folder / "cases.toml"
    cases.write_text(cases.read_text("utf-8").partition("a third party that")[0], "utf-8")
    with cases.open("a", encoding="utf-8") as file:
        file.write('x"\nas_of = 2020-01-01\nrecord = { type = "item", id = "x" }\nexpect = {}\n')
    ran = run("packs", "lint", folder)
    assert ran.status == WRONG_USAGE
    assert "provisions/third-party-within-15.toml version 1" in ran.err
    assert "pack-unreachable" in ran.err


def linted(run: Run, folder: Path) -> dict[str, str]:
    """Return what is wrong with a pack, by its place."""
    (found,) = run("packs", "lint", folder, "--json").json
    return {
        fault["where"].replace(f"{folder}/", ""): f"{fault['what']} {fault['remedy']}"
        for fault in found["faults"]
    }


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REQUESTS, tmp_path / "sound"))


CASE = """
[[case]]
name = "one more"
as_of = 2020-01-01
expect = {}
[case.record]
type = "matter"
kind = "request"
id = "x"
"""


def more_cases(folder: Path, *stated: str) -> None:
    with (folder / "cases.toml").open("a", encoding="utf-8") as file:
        file.writelines(f"{CASE}{each}\n" for each in stated)


@pytest.mark.parametrize(
    ("stated", "place", "words"),
    [
        ('facts = [{ name = "published", holds = true }]', "record facts", "published_at"),
        ("milestones = { recieved_on = 2019-06-03 }", "record milestones", "mean 'received_on'"),
        ('elements = ["scop"]', "record elements", "mean 'scope'"),
        ('facts = [{ name = "no-such", holds = true }]', "record facts", "words.toml"),
    ],
)
def test_a_name_that_a_case_misspells_or_may_not_state_is_told(
    run: Run, sound: Path, stated: str, place: str, words: str
) -> None:
    more_cases(sound, stated)
    (fault,) = linted(run, sound).items()
    assert fault[0] == f"cases.toml case 'one more' {place}"
    assert words in fault[1]


def test_a_kind_that_is_nearly_a_known_one_is_a_slip(run: Run, sound: Path) -> None:
    more_cases(sound, "")
    cases = sound / "cases.toml"
    text = cases.read_text("utf-8")
    head, name, last = text.rpartition("one more")
    cases.write_text(head + name + last.replace('"request"', '"requset"'), "utf-8")
    assert "mean 'request'" in linted(run, sound)["cases.toml case 'one more' record kind"]
    cases.write_text(head + name + last.replace('"request"', '"wedding"'), "utf-8")
    assert linted(run, sound) == {}


def test_a_case_that_cannot_be_read_leaves_the_others_to_be_run(run: Run, sound: Path) -> None:
    more_cases(sound, "made_on = 5", "milestones = { recieved_on = 2019-06-03 }")
    found = linted(run, sound)
    assert set(found) == {
        "cases.toml case 11 record made_on",
        "cases.toml case 'one more' record milestones",
    }


def test_a_case_that_cannot_be_run_is_a_fault_of_that_case(
    run: Run, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_reach(*_: object, **__: object) -> None:
        raise NotAnnouncedError("nobody knows.", where="9999", remedy="Wait.")

    monkeypatch.setattr("opengov.packs.cases.assess", out_of_reach)
    found = linted(run, sound)
    assert len(found) == len(read_cases(sound))
    assert all("it cannot be run: nobody knows. Wait." in each for each in found.values())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("\ufeff[[case]]".encode(), "byte order mark (BOM) of UTF-8"),
        ("\ufeff[[case]]".encode("utf-16-le"), "byte order mark (BOM) of UTF-16"),
        ("name = '答复'".encode("gbk"), "GBK"),
    ],
)
def test_a_file_in_another_encoding_is_told_in_plain_words(
    run: Run, sound: Path, data: bytes, words: str
) -> None:
    (sound / "cases.toml").write_bytes(data)
    (fault,) = linted(run, sound).values()
    assert words in fault
    assert "Save it as UTF-8 without BOM." in fault


def test_a_list_of_mutants_that_names_an_unknown_norm(run: Run, sound: Path) -> None:
    text = '[[equivalent]]\nnorm = "reply-to-reqest"\nat = "x"\nchange = "y"\nbecause = "z"\n'
    (sound / "mutants.toml").write_text(text, "utf-8")
    (fault,) = linted(run, sound).items()
    assert fault[0] == "mutants.toml equivalent 1 norm"
    assert "mean 'reply-to-request'" in fault[1]


def test_every_fault_says_what_to_do_about_itself(run: Run, broken: Path) -> None:
    (broken / "cases.toml").write_text("[[case]]\nname = 1\n", "utf-8")
    (found,) = run("packs", "lint", broken, "--json").json
    assert found["faults"]
    for fault in found["faults"]:
        assert fault["remedy"].strip()
        assert "below" not in fault["remedy"]


# Showing ---------------------------------------------------------------------------------


def test_the_law_of_a_day_is_a_page(run: Run) -> None:
    page = run("packs", "show", REQUESTS, "--on", "2019-05-15").out
    for part in ("申请答复期限", "20个工作日", "收到申请之日", "第三十三条", "第三方", "经延长"):
        assert part in page
    assert "第二十四条" not in page
    assert "third-party" not in run("packs", "show", REQUESTS, "--on", "2019-05-14").out
    english = run("packs", "show", REQUESTS, "--on", "2019-05-15", "--lang", "en").out
    for part in ("counted from", "day of receipt", "20 working days", "stands still"):
        assert part in english


def test_a_page_as_json_has_every_norm_in_words(run: Run) -> None:
    page = run("packs", "show", "cn-national", "--on", "2020-01-01", "--json").json
    norms = {norm["id"]: norm for duty in page["duties"] for norm in duty["norms"]}
    assert norms["proactive-disclosure"]["measure"] == "20个工作日"
    assert norms["proactive-disclosure"]["start"] == "2019-05-15"
    assert page["grounds"]
    assert page["limits"]
    assert {"articles", "since"} <= set(norms["proactive-disclosure"]["told"])


def test_before_the_first_norm_there_is_nothing(run: Run) -> None:
    assert "没有有效的规则" in run("packs", "show", REQUESTS, "--on", "1999-01-01").out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_norm_of_every_installed_pack_is_told_without_a_bare_key(language: str) -> None:
    words = Translator(language)
    for pack in (load(), load_pack(REQUESTS), load_pack(SAMPLE)):
        called = Called(words, [pack])
        for norm in (*pack.provisions, *pack.rules):
            told = list(explain.norm_lines(norm, called, pack.provisions))
            texts = [explain.norm_measure(norm, called), *(line.text for line in told)]
            texts += [line.label for line in told]
            for text in texts:
                assert text.strip()
                for prefix in ("norm-line.", "measure.", "escape.", "step.", "trust.", "path."):
                    assert prefix not in text


def test_conditions_are_told_with_brackets_where_they_are_needed() -> None:
    called = Called(Translator("zh"), [load_pack(REQUESTS)])
    assert explain.condition(All(), called) == "一律适用"
    nested = All((KindIs("request"), AnyOf((Done("replied_on"), Not(Done("extended_on"))))))
    assert (
        explain.condition(nested, called)
        == "类别为“政府信息公开申请”，且（已有“答复之日”或者尚无“决定延期之日”）"
    )
    kinds = AnyOf((KindIs("item"), KindIs("list")))
    assert explain.condition(kinds, called) == "类别为“政务信息”、“清单”之一"
    assert explain.condition(Not(AnyOf((Tagged("a"), Tagged("b")))), called) == (
        "不符合（“a”或者“b”）"
    )


def test_articles_that_were_not_read_are_marked(run: Run) -> None:
    assert "未经原文核实" in run("packs", "show", "cn-national", "--on", "2010-01-01").out


# Comparing -------------------------------------------------------------------------------


def test_two_days_of_one_pack_are_compared(run: Run) -> None:
    days = ("--on", "2019-05-14", "--on", "2019-05-15")
    told = run("packs", "diff", REQUESTS, *days).out
    assert "期限由15个工作日改为20个工作日" in told
    assert "延长由15个工作日改为20个工作日" in told
    assert "新增：第三方答复期限" in told
    assert "未变的1条：主动公开期限" in told
    everything = run("packs", "diff", REQUESTS, *days, "--all", "--lang", "en").out
    assert "Unchanged: Time limit for proactive disclosure" in everything
    assert "第十八条" in everything
    found = {each["norm"]: each for each in run("packs", "diff", REQUESTS, *days, "--json").json}
    assert found["third-party-within-15"]["before"] is None
    assert found["proactive-disclosure"]["difference"] == "unchanged"
    assert found["proactive-disclosure"]["before"]["start"] == "2008-05-01"
    assert {change["key"]: change["after"] for change in found["reply-to-request"]["changes"]} == {
        "limit": "20个工作日",
        "extension.limit": "20个工作日",
    }


def test_two_packs_are_compared(run: Run, tmp_path: Path) -> None:
    later = Path(shutil.copytree(REQUESTS, tmp_path / "later"))
    path = later / "provisions" / "third-party-within-15.toml"
    path.write_text(path.read_text("utf-8").replace("workdays = 15", "workdays = 10"), "utf-8")
    assert "由15个工作日改为10个工作日" in run("packs", "diff", REQUESTS, later).out
    assert "由15个工作日" not in run("packs", "diff", REQUESTS, REQUESTS).out


@pytest.mark.parametrize(
    "arguments",
    [("cn-national",), ("cn-national", "--on", "2019-05-14"), ("a", "b", "c"), ("a", "b")],
    ids=str,
)
def test_a_comparison_needs_two_sides(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("packs", "diff", *arguments).status == WRONG_USAGE


def test_the_national_law_of_2007_and_of_2019(run: Run) -> None:
    told = run("packs", "diff", "cn-national", "--on", "2019-05-14", "--on", "2019-05-15").out
    assert "期限由15个工作日改为20个工作日" in told
    assert "第三方" in told
    assert "主动公开期限" in told.partition("未变")[2]


def test_each_side_of_a_change_is_told_in_words() -> None:
    """An escape of another kind with the same fact, another displaced norm, another type."""
    called = Called(Translator("en"), [load_pack(REQUESTS)])

    def told(key: str, before: object, after: object) -> tuple[str, str]:
        change = KeyChange(key=key, before=before, after=after)
        return explain.key_values(change, called, called)

    consent, requirement = (
        (Escape(kind, "agreed"),) for kind in (Relief.CONSENT, Relief.REQUIREMENT)
    )
    assert told("escapes", consent, requirement) == ("consent: agreed", "required by law: agreed")
    assert told("kind", "MinDuration", "Deadline") == ("shortest duration", "deadline")
    assert told("displaces", (), ("reply-to-request",)) == ("none", "“Time limit for the reply”")


def test_one_of_something_is_told_in_the_singular() -> None:
    called = Called(Translator("en"), [load_pack(REQUESTS)])
    common = {
        "id": "x",
        "duty": "x",
        "title": LocalizedText(zh="要素", en="Elements"),
        "in_force": Period(date(2020, 1, 1)),
        "citations": (),
    }
    one = RequiredElements(elements=("scope",), **common)  # type: ignore[arg-type]
    assert explain.norm_measure(one, called) == "1 element"
    out = ChannelDuty(channels=("website",), at_least=1, **common)  # type: ignore[arg-type]
    assert explain.norm_measure(out, called) == "1 kind of channel"


# Beginning one ---------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["national", "local", "agency"])
def test_a_new_pack_lints_clean(run: Run, tmp_path: Path, level: str) -> None:
    made = run("packs", "new", "ours", "--id", "our-plan", "--level", level, "--issuer", "某局")
    assert (made.status, made.out.strip()) == (DONE, "ours")
    linted = run("packs", "lint", "ours")
    assert linted.status == DONE, linted.err
    assert [path.name for path in tmp_path.iterdir()] == ["ours"]
    pack = load_pack(tmp_path / "ours")
    assert (pack.id, pack.level.value, pack.issuers) == ("our-plan", level, frozenset({"某局"}))
    assert not run("packs", "show", "ours").err


def test_a_title_stands_in_the_new_pack_as_it_was_given(run: Run, tmp_path: Path) -> None:
    title = 'A "title" \\ 《x》'
    assert run("packs", "new", "ours", "--id", "our-plan", "--title", title).status == DONE
    head = tomllib.loads((tmp_path / "ours" / "pack.toml").read_text("utf-8"))
    assert head["title"] == title
    assert run("packs", "lint", "ours").status == DONE


@pytest.mark.parametrize("name", ["Our Plan", "", "计划", "-"])
def test_an_id_that_is_none_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    assert run("packs", "new", "ours", "--id", name).status == WRONG_USAGE
    assert not list(tmp_path.iterdir())


def test_a_folder_that_holds_something_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    assert run("packs", "new", "ours", "--id", "our-plan").status == DONE
    before = {path: path.read_bytes() for path in (tmp_path / "ours").rglob("*.toml")}
    again = run("packs", "new", "ours", "--id", "other")
    assert again.status == WRONG_USAGE
    assert "ours" in again.err
    assert before == {path: path.read_bytes() for path in (tmp_path / "ours").rglob("*.toml")}


def test_nothing_half_written_stays(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = Path.write_text

    def full(path: Path, *arguments: object) -> int:
        if path.name == "cases.toml":
            raise OSError(28, "No space left on device", str(path))
        return written(path, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", full)
    assert run("packs", "new", "ours", "--id", "our-plan").status
    assert not list(tmp_path.iterdir())


def test_what_packs_call_things_comes_before_what_the_library_calls_them() -> None:
    words = Translator("en")
    assert Called(words).day("published_on") == words.text("day.published_on")
    assert Called(words).fact("no-such-fact") == "no-such-fact"
    assert Called(words, [load_pack(REQUESTS)]).kind("request") == "request"
    assert words.render(LocalizedText(zh="甲", en="a")) == "a"
