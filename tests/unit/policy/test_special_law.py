"""Special law in the place of general law, waivers, and what is not known about either."""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import evolve

from opengov.domain import Fact, Period, StatedTime, Truth
from opengov.policy import (
    ChannelDuty,
    Deadline,
    Gate,
    Level,
    RequiredElements,
    Step,
)
from opengov.policy.condition import Done, Tagged
from opengov.workdays import CalendarDays, LastDay, Workdays
from tests.unit.policy.norms import Status, common, matter, named, pack, told

GENERAL = Deadline(
    **common("general"), limit=Workdays(7), anchors=("made_on",), done_by=("shown_on",)
)
SPECIAL = Deadline(
    **common(
        "special",
        when=Tagged("market"),
        displaces=("general", "gate", "elements", "channels"),
        because=named("市场监管领域另有规定"),
    ),
    limit=Workdays(20),
    anchors=("made_on",),
    done_by=("shown_on",),
)
GATE = Gate(
    **common("gate", duty="gate"),
    blocks=Step.PUBLICATION,
    requires=Done("checked_on"),
    unmet=named("没有核对"),
)
ELEMENTS = RequiredElements(**common("elements", duty="elements"), elements=("name",))
CHANNELS = ChannelDuty(**common("channels", duty="channels"), channels=("website",), at_least=1)
WHOLE = pack(GENERAL, SPECIAL, GATE, ELEMENTS, CHANNELS)
OVERDUE = "2026-12-31"


def test_what_the_special_law_displaces_asks_for_nothing_whatever_its_kind() -> None:
    record = evolve(
        matter(facts={"market": True}, made_on="2026-06-01"), channels=frozenset({"gazette"})
    )
    found = told(record, WHOLE, on=OVERDUE)
    assert [(o.source.provision, o.status, o.binding) for o in found.obligations] == [
        ("general", Status.WAIVED, False),
        ("special", Status.OVERDUE, True),
    ]
    general, special = found.obligations
    assert (general.displaced_by, special.displaced_by) == (special.source, None)
    assert [gate.holds for gate in found.gates] == [Truth.YES]
    assert found.elements == ()
    assert [channel.met for channel in found.channels] == [Truth.YES]


def test_where_it_is_not_known_whether_the_special_law_applies_nothing_is_called_wrong() -> None:
    record = evolve(matter(made_on="2026-06-01"), channels=frozenset({"gazette"}))
    found = told(record, WHOLE, on=OVERDUE)
    general, special = found.obligations
    assert (general.status, general.binding) == (Status.UNKNOWN, True)
    assert general.displaced_by is None
    assert "obligation.perhaps-displaced" in [note.key for note in general.notes]
    assert (special.applies, special.binding) == (Truth.UNKNOWN, False)
    assert [gate.holds for gate in found.gates] == [Truth.UNKNOWN]
    assert [lacking.applies for lacking in found.elements] == [Truth.UNKNOWN]
    assert [channel.applies for channel in found.channels] == [Truth.UNKNOWN]
    assert [question.fact for question in found.questions] == ["market"]


def test_a_special_law_displaces_with_its_exceptions() -> None:
    """What the special law does not ask to be shown need not be shown by the general one either."""
    excepted = pack(GENERAL, evolve(SPECIAL, waived_by=Tagged("warning-only")))
    record = matter(facts={"market": True, "warning-only": True}, made_on="2026-06-01")
    assert [o.status for o in told(record, excepted, on=OVERDUE).obligations] == [
        Status.WAIVED,
        Status.WAIVED,
    ]


def test_a_pack_displaces_its_own_norms_alone() -> None:
    local = pack(SPECIAL, level=Level.LOCAL)
    record = matter(facts={"market": True}, made_on="2026-06-01")
    found = told(record, pack(GENERAL), local, on=OVERDUE)
    assert {o.source.provision: o.status for o in found.obligations} == {
        "general": Status.OVERDUE,
        "special": Status.OVERDUE,
    }
    assert [conflict.looser.provision for conflict in found.conflicts] == ["special"]


def test_a_waiver_that_nobody_stated_leaves_a_gate_open_to_question() -> None:
    gate = evolve(GATE, waived_by=Tagged("urgent"))
    found = told(matter(), pack(gate))
    assert [each.holds for each in found.gates] == [Truth.UNKNOWN]
    assert [question.fact for question in found.questions] == ["urgent"]
    assert [each.holds for each in told(matter(facts={"urgent": False}), pack(gate)).gates] == [
        Truth.NO
    ]


def test_an_act_that_came_too_late_is_not_called_so_where_the_norm_may_be_waived() -> None:
    norm = evolve(GENERAL, waived_by=Tagged("urgent"))
    record = matter(made_on="2026-06-01", shown_on="2026-08-01")
    assert [o.status for o in told(record, pack(norm), on=OVERDUE).obligations] == [Status.UNKNOWN]


def test_what_may_not_apply_binds_nobody_and_conflicts_with_nothing() -> None:
    doubtful = evolve(GENERAL, id="doubtful", limit=Workdays(1), when=Tagged("major"), displaces=())
    found = told(matter(made_on="2026-06-01"), pack(doubtful), pack(GENERAL, level=Level.LOCAL))
    assert {o.source.provision: o.binding for o in found.obligations} == {
        "doubtful": False,
        "general": True,
    }
    assert found.conflicts == ()


def test_a_day_ahead_does_not_lose_the_edition_of_the_day_that_is_asked_about() -> None:
    """As of 1 May 2019 the law of 2008 is asked, though the record begins on 20 May."""
    old = evolve(GENERAL, in_force=Period(date(2008, 5, 1), date(2019, 5, 15)))
    new = evolve(GENERAL, limit=Workdays(20), in_force=Period(date(2019, 5, 15)))
    record = matter(made_on="2019-05-20")
    (found,) = told(record, pack(old, new), on="2019-06-01", as_of=date(2019, 5, 1)).obligations
    assert found.limit == Workdays(7)
    (found,) = told(record, pack(old, new), on="2019-06-01").obligations
    assert found.limit == Workdays(20)


def test_packs_are_stacked_in_whatever_order_they_come() -> None:
    local = pack(evolve(GENERAL, limit=CalendarDays(3, last_day=LastDay.STAYS)), level=Level.LOCAL)
    record = matter(made_on="2026-06-01")
    assert told(record, local, pack(GENERAL)) == told(record, pack(GENERAL), local)


def test_a_step_that_waives_comes_by_the_last_day_or_waives_nothing() -> None:
    """Made on 1 June 2026: seven working days end on the 10th."""
    norm = evolve(GENERAL, waived_by=Done("given_up_on"))

    def status(**days: Any) -> Status:
        (found,) = told(matter(made_on="2026-06-01", **days), pack(norm), on=OVERDUE).obligations
        return found.status

    assert status(given_up_on="2026-06-10") is Status.WAIVED
    assert status(given_up_on="2026-06-11") is Status.OVERDUE
    assert status(given_up_on="2026-06-11", shown_on="2026-06-12") is Status.MET_LATE
    assert status(given_up_on="2026-06-11", shown_on="2026-06-09") is Status.MET


def test_a_gate_that_nobody_knows_to_have_been_open_may_be_breached_and_is_asked_about() -> None:
    gate = evolve(GATE, requires=Tagged("checked"))
    out = evolve(matter(), published_at=StatedTime(date(2026, 5, 4)))
    (found,) = told(out, pack(gate)).gates
    assert (found.is_breached, found.may_be_breached) == (False, True)
    assert [question.fact for question in told(out, pack(gate)).questions] == ["checked"]
    denied = evolve(out, facts=(Fact("checked", holds=False),))
    (found,) = told(denied, pack(gate)).gates
    assert (found.is_breached, found.may_be_breached) == (True, False)


def test_a_late_waiver_does_not_hide_a_special_law_that_may_apply() -> None:
    general = evolve(GENERAL, waived_by=Done("given_up_on"))
    record = matter(made_on="2026-06-01", given_up_on="2026-06-11")
    found = told(record, pack(general, SPECIAL), on=OVERDUE).obligations[0]
    assert (found.source.provision, found.status) == ("general", Status.UNKNOWN)
    assert "obligation.perhaps-displaced" in [note.key for note in found.notes]
