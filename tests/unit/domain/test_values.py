"""What the core types refuse, and what they keep apart."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengov.domain import (
    Determination,
    DisclosureAttribute,
    DisclosureItem,
    DisclosureList,
    EntryField,
    Fact,
    ListEdition,
    ListEntry,
    ListKind,
    Period,
    StatedTime,
    Truth,
    civil_day,
    difference,
)
from opengov.domain.facts import every, some
from opengov.errors import InvalidValueError

NOW = datetime(2018, 5, 16, 15, 22, 46, tzinfo=UTC)


def test_a_datetime_is_not_a_day() -> None:
    with pytest.raises(InvalidValueError, match="made_on must be a day"):
        DisclosureItem(id="a", made_on=NOW)


def test_a_moment_needs_a_zone() -> None:
    with pytest.raises(InvalidValueError, match="moment with a zone"):
        Determination(attribute=DisclosureAttribute.PROACTIVE, by="a", at=NOW.replace(tzinfo=None))


@pytest.mark.parametrize("record_id", ["", " ", " a"])
def test_a_record_needs_an_id(record_id: str) -> None:
    with pytest.raises(InvalidValueError):
        DisclosureItem(id=record_id)


def test_a_fact_has_one_answer() -> None:
    with pytest.raises(InvalidValueError, match="more than once"):
        DisclosureItem(id="a", facts=(Fact("x", holds=True), Fact("x", holds=False)))


def test_a_fact_that_nobody_stated_is_not_known() -> None:
    assert DisclosureItem(id="a").stated("state-secret") is Truth.UNKNOWN


def test_periods_are_half_open() -> None:
    period = Period(date(2008, 5, 1), date(2019, 5, 15))
    assert [period.covers(day) for day in (date(2008, 4, 30), date(2008, 5, 1))] == [False, True]
    assert [period.covers(day) for day in (date(2019, 5, 14), date(2019, 5, 15))] == [True, False]
    assert not period.overlaps(Period(date(2019, 5, 15)))
    with pytest.raises(InvalidValueError):
        Period(date(2019, 5, 15), date(2019, 5, 15))


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.times())
def test_a_stated_time_survives_its_written_form(day: date, time: object) -> None:
    for stated in (StatedTime(day), StatedTime(day, time.replace(microsecond=0))):  # type: ignore[attr-defined]
        assert StatedTime.parse(str(stated)) == stated


@pytest.mark.parametrize("text", ["", "2018-02-30", "2018-5-16", "2018-05-16T25:00", "x"])
def test_no_stated_time(text: str) -> None:
    with pytest.raises(InvalidValueError):
        StatedTime.parse(text)


def test_the_civil_day_is_the_one_in_beijing() -> None:
    assert civil_day(datetime(2018, 5, 16, 15, 59, 59, tzinfo=UTC)) == date(2018, 5, 16)
    assert civil_day(datetime(2018, 5, 16, 15, 59, 59, tzinfo=UTC) + timedelta(seconds=1)) == date(
        2018, 5, 17
    )


YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def test_truth_is_kleene() -> None:
    assert every() is YES
    assert some() is NO
    assert every(YES, UNKNOWN) is UNKNOWN
    assert every(NO, UNKNOWN) is NO
    assert some(YES, UNKNOWN) is YES
    assert some(NO, UNKNOWN) is UNKNOWN
    assert UNKNOWN.negated() is UNKNOWN


@given(st.lists(st.sampled_from(Truth)))
def test_de_morgan(values: list[Truth]) -> None:
    assert every(*values).negated() is some(*(value.negated() for value in values))


def edition(day: date, **names: str) -> ListEdition:
    entries = [
        ListEntry(key=key, name=name, fields=(EntryField("依据", name),))
        for key, name in names.items()
    ]
    return ListEdition(effective_on=day, entries=tuple(entries))


def test_the_difference_between_editions() -> None:
    found = difference(
        edition(date(2024, 1, 1), a="one", b="two"), edition(date(2025, 1, 1), b="zwei", c="three")
    )
    assert [entry.key for entry in found.added] == ["c"]
    assert [entry.key for entry in found.removed] == ["a"]
    assert [(old.name, new.name) for old, new in found.changed] == [("two", "zwei")]


def test_a_list_knows_its_edition_on_a_day() -> None:
    older, newer = edition(date(2024, 1, 1)), edition(date(2025, 1, 1))
    powers = DisclosureList(id="l", kind=ListKind.POWERS, editions=(older, newer))
    assert powers.edition_on(date(2023, 12, 31)) is None
    assert powers.edition_on(date(2024, 12, 31)) == older
    assert powers.edition_on(date(2025, 1, 1)) == newer
    with pytest.raises(InvalidValueError, match="order"):
        DisclosureList(id="l", kind=ListKind.POWERS, editions=(newer, older))


def test_keys_are_unique_within_an_edition() -> None:
    entry = ListEntry(key="a", name="one")
    with pytest.raises(InvalidValueError, match="share the key a"):
        ListEdition(effective_on=date(2024, 1, 1), entries=(entry, entry))
