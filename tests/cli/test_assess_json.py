"""Assessments for other programs: many records, a schema, a line in and a line out."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from opengov.domain import (
    Decision,
    DisclosureItem,
    DisclosureList,
    Fact,
    Interpretation,
    ListEdition,
    ListEntry,
    ListKind,
    Matter,
    Milestone,
    StatedTime,
)
from opengov.serial import dumps, to_data
from opengov.testing import an_item
from tests.cli.conftest import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from opengov.domain import AnyRecord
    from tests.cli.conftest import Ran

    Run = Callable[..., Ran]

DONE, WRONG_USAGE = 0, 2
MATTERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("request", {"received_on": "2024-04-08"}),
    (
        "request",
        {"received_on": "2019-06-03", "extended_on": "2019-06-20", "replied_on": "2019-07-25"},
    ),
    ("incident", {"occurred_on": "2024-02-09T22:15:00"}),
    ("annual-report", {"period_ended_on": "2023-12-31"}),
    ("agency", {"established_on": "2019-01-01"}),
    ("penalty", {"decided_on": "2024-03-01"}),
    ("unheard-of", {}),
)


def records() -> Iterator[AnyRecord]:
    yield an_item()
    yield DisclosureItem(id="bare")
    yield DisclosureItem(
        id="secret", made_on=date(2025, 9, 18), facts=(Fact("state-secret", holds=True),)
    )
    entry = ListEntry(key="a", name="旅游咨询")
    yield DisclosureList(
        id="list",
        kind=ListKind.PUBLIC_SERVICES,
        editions=(ListEdition(effective_on=date(2025, 9, 1), entries=(entry,)),),
    )
    yield Decision(id="decision", draft_published_on=date(2025, 7, 1), decided_on=date(2025, 9, 1))
    yield Interpretation(id="told", document_id="bare", published_at=StatedTime.parse("2025-09-23"))
    for number, (kind, milestones) in enumerate(MATTERS):
        steps = tuple(Milestone(name, StatedTime.parse(at)) for name, at in milestones.items())
        yield Matter(id=f"m{number}", kind=kind, milestones=steps)


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Return a function that gives the next run something to read."""

    def give(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))

    return give


def lines(ran: Ran) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.out.splitlines()]


@pytest.mark.parametrize("known_at", ["2008-06-01", "2019-07-01", "2025-09-30", "2026-11-24"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_assessment_is_of_the_schema(
    run: Run, tmp_path: Path, known_at: str, language: str
) -> None:
    schema = run("schema", "assessment").json
    jsonschema.Draft202012Validator.check_schema(schema)
    whole = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    (tmp_path / "all.json").write_text(json.dumps(to_data(list(records()))), "utf-8")
    ran = run("assess", "all.json", *sorted(SAMPLES.iterdir()), "--known-at", known_at,
              "--lang", language, "--json")  # fmt: skip
    found = lines(ran)
    assert len(found) == len(list(records())) + len(list(SAMPLES.iterdir()))
    for each in found:
        whole.validate(each)
    assert any(each["obligations"] for each in found) or known_at < "2009"


def test_the_schema_refuses_what_no_assessment_says(run: Run, tmp_path: Path) -> None:
    (tmp_path / "item.json").write_text(dumps(an_item()), "utf-8")
    schema = run("schema", "assessment").json
    found = run("assess", "item.json", "--json").json
    whole = jsonschema.Draft202012Validator(schema)
    whole.validate(found)
    for wrong in ({**found, "colour": 1}, {**found, "ruling": "maybe"}, {**found, "as_of": 1}):
        assert not whole.is_valid(wrong)
    for key in found:
        assert not whole.is_valid({name: held for name, held in found.items() if name != key}), key


def test_all_schemas_come_by_name(run: Run) -> None:
    assert run("schema").json["assessment"] == run("schema", "assessment").json


def test_a_record_alone_is_one_object_and_several_are_lines(run: Run, tmp_path: Path) -> None:
    matter = Matter(id="m", kind="request")
    (tmp_path / "one.json").write_text(dumps(matter), "utf-8")
    (tmp_path / "list.json").write_text(f"[{dumps(matter)}]", "utf-8")
    (tmp_path / "many.ndjson").write_text(f"{dumps(matter)}\n{dumps(an_item())}\n", "utf-8")
    one = run("assess", "one.json", "--known-at", "2025-09-30", "--json")
    assert one.json["record_id"] == "m"
    assert one.out.count("\n") > 1
    assert len(lines(run("assess", "list.json", "--known-at", "2025-09-30", "--json"))) == 1
    many = run("assess", "many.ndjson", "one.json", "--known-at", "2025-09-30", "--json")
    assert [each["record_id"] for each in lines(many)] == ["m", an_item().id, "m"]


def test_lines_go_in_and_come_out_in_order_and_a_bad_one_stops_nothing(
    run: Run, stdin: Callable[[bytes], None]
) -> None:
    good = [dumps(Matter(id=name, kind="request")).encode() for name in "ab"]
    stdin(b"\n".join([good[0], b"{", b"", b"\xff", b'{"type": "item"}', good[1]]))
    ran = run("assess", "-", "--json", "--known-at", "2025-09-30")
    assert ran.status == WRONG_USAGE
    found = lines(ran)
    assert [each.get("record_id") for each in found] == ["a", None, None, None, "b"]
    assert [each["where"] for each in found if "error" in each] == [
        "standard input line 2",
        "standard input line 4",
        "standard input line 5",
    ]
    assert found[3]["error"]["faults"][0]["where"] == "$.id"
    assert "Traceback" not in ran.err


def test_nothing_to_read_is_nothing_to_say(run: Run, stdin: Callable[[bytes], None]) -> None:
    stdin(b"")
    ran = run("assess", "-", "--json")
    assert (ran.status, ran.out) == (DONE, "")


def test_people_read_what_is_new_too(run: Run, tmp_path: Path) -> None:
    item = an_item(made_on=date(2025, 9, 18))
    (tmp_path / "item.json").write_text(dumps(item), "utf-8")
    told = run("assess", "item.json", "--known-at", "2025-09-30").out
    assert "适用理由：类别为“政务信息”：是" in told
    assert "以公开为原则" in told
    english = run("assess", "item.json", "--known-at", "2025-09-30", "--lang", "en").out
    assert "its kind is “disclosure item”: yes" in english


def test_a_gate_that_was_passed_is_a_breach(run: Run, tmp_path: Path) -> None:
    item = DisclosureItem(id="i", published_at=StatedTime.parse("2025-09-22"))
    (tmp_path / "item.json").write_text(dumps(item), "utf-8")
    assert (
        "没有记录表明条件已经满足，属于违反"
        in run("assess", "item.json", "--known-at", "2025-09-30").out
    )


def test_a_file_that_cannot_be_read_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{", "utf-8")
    (tmp_path / "item.json").write_text(dumps(an_item()), "utf-8")
    ran = run("assess", "broken.json", "item.json", "--known-at", "2025-09-30", "--json")
    first, second = lines(ran)
    assert ran.status == WRONG_USAGE
    assert (Path(first["where"]).name, first["error"]["code"]) == ("broken.json", "json-invalid")
    assert second["record_id"] == an_item().id


def test_lines_that_hold_nothing_are_passed_over_with_a_mark_of_the_encoding_too(
    run: Run, stdin: Callable[[bytes], None]
) -> None:
    one = dumps(DisclosureItem(id="bare")).encode()
    stdin(b"\xef\xbb\xbf\n\n" + one + b"\r\n \t\r\n" + "\u3000\n".encode())
    ran = run("assess", "-", "--json")
    assert ran.status == DONE
    assert [line["record_id"] for line in lines(ran)] == ["bare"]


def test_a_key_that_stands_twice_is_wrong_in_a_list_of_records_too(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "all.json").write_text('[{"type": "item", "id": "a", "id": "b"}]', "utf-8")
    (found,) = lines(run("assess", "all.json", "--json"))
    assert found["error"]["faults"] == [{"where": "$[0].id", "what": "the key 'id' stands twice."}]
