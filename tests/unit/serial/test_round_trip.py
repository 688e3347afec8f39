"""JSON forms: nothing is lost, and what is wrong is named with its path."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from enum import EnumType
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opengov.domain import (
    AnyRecord,
    Citation,
    CreditCode,
    Decision,
    DisclosureItem,
    DisclosureList,
    DocumentNumber,
    EntryField,
    Event,
    Fact,
    IndexNumber,
    Instrument,
    Interpretation,
    ListEdition,
    ListEntry,
    ListKind,
    LocalizedText,
    Matter,
    Message,
    Milestone,
    NegativeListRule,
    OrganisationCode,
    Period,
    PublicationRefused,
    StatedTime,
)
from opengov.errors import SerialError
from opengov.serial import RECORD_TYPES, dumps, from_data, json_schema, loads, to_data

ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001
CLOCKS = st.none() | st.times().map(lambda clock: clock.replace(microsecond=0))
st.register_type_strategy(datetime, MOMENTS)
st.register_type_strategy(IndexNumber, st.text(max_size=12).map(IndexNumber.parse))
st.register_type_strategy(DocumentNumber, st.text(max_size=12).map(DocumentNumber.parse))
st.register_type_strategy(
    Period,
    st.builds(
        lambda start, days: Period(start, start + timedelta(days=days) if days else None),
        st.dates(max_value=date(2100, 1, 1)),
        st.integers(0, 400),
    ),
)
st.register_type_strategy(StatedTime, st.builds(StatedTime, st.dates(), CLOCKS))
st.register_type_strategy(
    Milestone,
    st.builds(
        Milestone,
        st.sampled_from(["received_on", "replied_on", "report_heard_on"]),
        st.builds(StatedTime, st.dates(), CLOCKS),
    ),
)
GIVEN: dict[str, st.SearchStrategy[Any]] = {
    "id": st.text("abc市0", min_size=1, max_size=8),
    "facts": st.lists(
        st.builds(Fact, name=st.text(max_size=4), holds=st.booleans()),
        unique_by=lambda fact: fact.name,
        max_size=3,
    ).map(tuple),
    "editions": st.just(()),
    "kind": st.just("request"),
}


def records() -> st.SearchStrategy[AnyRecord]:
    """Records with every field drawn; editions have a test of their own."""
    return st.one_of(
        *map(drawn, (DisclosureItem, Interpretation, Decision, DisclosureList, Matter))
    )


def drawn(kind: type[AnyRecord]) -> st.SearchStrategy[AnyRecord]:
    attrs.resolve_types(kind)
    return st.builds(
        kind,
        **{
            member.name: GIVEN[member.name]
            if member.name in GIVEN and not isinstance(member.type, EnumType)
            else st.from_type(member.type)
            for member in attrs.fields(kind)
        },
    )


@settings(max_examples=60, deadline=None)
@given(records())
def test_a_record_survives_json_and_follows_its_schema(record: AnyRecord) -> None:
    assert loads(dumps(record), AnyRecord) == record
    assert loads(dumps(record), type(record)) == record
    jsonschema.validate(to_data(record), json_schema(type(record)))


def test_a_list_survives_json_with_its_editions() -> None:
    entry = ListEntry(key="a", name="b", fields=(EntryField("办事依据", "c"),))
    edition = ListEdition(effective_on=date(2024, 1, 1), entries=(entry,))
    powers = DisclosureList(id="l", kind=ListKind.POWERS, editions=(edition,))
    assert loads(dumps(powers), AnyRecord) == powers
    jsonschema.validate(to_data(powers), json_schema(DisclosureList))


def test_a_rule_survives_json() -> None:
    rule: NegativeListRule = from_data(
        {
            "id": "state-secret",
            "title": {"zh": "国家秘密", "en": ""},
            "force": "mandatory",
            "fact": "state-secret",
            "in_force": {"start": "2008-05-01", "end": "2019-05-15"},
            "citations": [{"instrument": {"id": "r", "title": "条例"}, "article": "第十四条"}],
        },
        NegativeListRule,
    )
    assert rule.citations == (
        Citation(instrument=Instrument(id="r", title="条例"), article="第十四条"),
    )
    assert loads(dumps(rule), NegativeListRule) == rule
    jsonschema.validate(to_data(rule), json_schema(NegativeListRule))


def test_messages_keep_the_types_of_their_parameters() -> None:
    parameters = {
        "count": 3,
        "day": date(2018, 5, 16),
        "text": LocalizedText(zh="文", en="text"),
        "inner": Message("inner", {"a": "b"}),
    }
    event = PublicationRefused(
        subject="a",
        at=datetime.fromisoformat("2018-05-16T15:22:46+08:00"),
        actor="b",
        reasons=(Message("key", parameters),),
    )
    assert loads(dumps(event), Event) == event


def test_codes_and_numbers_are_their_text() -> None:
    assert to_data(IndexNumber.parse("734972044/201805-018")) == "734972044/201805-018"
    for code in (OrganisationCode.parse("734972044"), CreditCode.parse("11370322004222241N")):
        assert from_data(to_data(code), type(code)) == code


def test_keys_are_in_a_stable_order_and_chinese_is_readable() -> None:
    text = dumps(DisclosureItem(id="a", title="题"))
    assert '"title": "题"' in text
    assert list(json.loads(text)) == sorted(json.loads(text))


@pytest.mark.parametrize(
    ("data", "path", "words"),
    [
        ({"type": "item", "id": 5}, "$.id", "expected text, found 5"),
        ({"type": "item"}, "$.id", "missing"),
        ({"type": "item", "id": "a", "titel": "x"}, "$", "unknown keys: titel"),
        ({"type": "item", "id": "a", "made_on": "2018-02-30"}, "$.made_on", "day is out of range"),
        ({"type": "item", "id": "a", "made_on": "2018-05-16T00:00:00"}, "$.made_on", ""),
        (
            {"type": "item", "id": "a", "facts": [{"name": "x", "holds": "yes"}]},
            "$.facts[0].holds",
            "expected true or false, found 'yes'",
        ),
        ({"type": "item", "id": "a", "published_at": "yesterday"}, "$.published_at", "not a day"),
        (
            {"type": "item", "id": "a", "published_at": "2018-05-15T16:22:46Z"},
            "$.published_at",
            "is the time in Beijing. Write 2018-05-16T00:22:46",
        ),
        (
            {"type": "item", "id": "a", "milestones": {"sent_on": "x"}},
            "$.milestones.sent_on",
            "'x' is not a day",
        ),
        (
            {"type": "item", "id": "a", "milestones": {"sent_on": ["2018-05-16", 5]}},
            "$.milestones.sent_on[1]",
            "expected text, found 5",
        ),
        (
            {"type": "item", "id": "a", "milestones": {"sent": "2018-05-16"}},
            "$.milestones.sent",
            "does not name a day",
        ),
        ({"type": "thing", "id": "a"}, "$", "type 'thing'"),
        ({"id": "a"}, "$", "no type"),
        ([], "$", "no type"),
    ],
)  # fmt: skip
def test_every_fault_has_its_path(data: object, path: str, words: str) -> None:
    with pytest.raises(SerialError) as caught:
        from_data(data, AnyRecord, where="record.json")
    assert caught.value.where == "record.json"
    found = {fault.where: fault.what for fault in caught.value.faults}
    assert words in found[path]


def test_all_faults_come_at_once() -> None:
    with pytest.raises(SerialError) as caught:
        loads('{"type": "item", "id": 5, "made_on": "x", "keywords": 3}', AnyRecord)
    assert {fault.where for fault in caught.value.faults} == {"$.id", "$.made_on", "$.keywords"}


def test_a_key_that_stands_twice_is_told_with_its_path() -> None:
    text = '{"type": "item", "id": "a", "id": "b", "facts": [{"name": "x", "name": "y"}]}'
    with pytest.raises(SerialError, match="stands twice") as caught:
        loads(text, AnyRecord, where="record.json")
    assert caught.value.where == "record.json"
    assert {fault.where for fault in caught.value.faults} == {"$.id", "$.facts[0].name"}


def test_text_that_is_no_json() -> None:
    with pytest.raises(SerialError, match="not JSON"):
        loads('{"type": "item"', AnyRecord, where="record.json")


@pytest.mark.parametrize("name", RECORD_TYPES)
def test_schemas_are_valid_and_refuse_strangers(name: str) -> None:
    schema = json_schema(RECORD_TYPES[name])
    jsonschema.Draft202012Validator.check_schema(schema)
    assert not jsonschema.Draft202012Validator(schema).is_valid({"id": "a", "stranger": 1})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"type": "item", "id": "\\ud800"}', "half a character"),
    ],
)
def test_what_no_record_can_be_is_a_typed_error(text: str, words: str) -> None:
    with pytest.raises(SerialError, match=words):
        loads(text, AnyRecord)


def test_half_a_character_is_not_written() -> None:
    with pytest.raises(SerialError, match="half a character"):
        dumps(DisclosureItem(id="a", title="\ud800"))
