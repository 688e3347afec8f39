"""Packs of every kind of norm and records to put to them, generated: few names, days near by."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import attrs
from attrs import evolve
from hypothesis import strategies as st

from opengov.domain import (
    BEIJING,
    Determination,
    DisclosureAttribute,
    DisclosureItem,
    Escape,
    Fact,
    GroundForce,
    Interpretation,
    Matter,
    Milestone,
    NegativeListRule,
    Period,
    Relief,
    ReviewOutcome,
    SecrecyReview,
    StatedTime,
)
from opengov.policy import ClockPause, Extension, Level, Pack
from opengov.policy.condition import (
    NEVER,
    After,
    All,
    AnyOf,
    Before,
    Done,
    FieldIs,
    IssuedBy,
    KindIs,
    Not,
    Tagged,
)
from opengov.policy.provision import (
    Cadence,
    ChannelDuty,
    Deadline,
    Default,
    Gate,
    MinDuration,
    Prompt,
    RequiredElements,
    Step,
    Window,
)
from opengov.workdays import CalendarDays, FirstHour, Frequency, Hours, LastDay, Workdays
from opengov.workdays import Window as Bounds
from tests.unit.policy.norms import LAW, named

if TYPE_CHECKING:
    from opengov.domain import AnyRecord
    from opengov.policy import AnyProvision, Condition
    from opengov.workdays import Limit

FACTS = ("major-policy", "state-secret", "consent", "separable")
MILESTONES = (
    "discussed_on",
    "received_on",
    "decided_on",
    "asked_on",
    "answered_on",
    "corrected_on",
)
DAYS = ("formed_on", "received_on", "decided_on", "published_on", "interpreted_on")
LONG_AGO, LAST_WINTER = date(2008, 5, 1), date(2019, 2, 1)
NEAR = st.dates(date(2019, 5, 10), date(2019, 5, 20))
TIMES = st.builds(StatedTime, NEAR, st.sampled_from([None, time(9)]))
MOMENTS = st.builds(
    lambda day, hour: datetime(day.year, day.month, day.day, hour, tzinfo=BEIJING),
    NEAR,
    st.integers(0, 23),
)


def questions() -> st.SearchStrategy[Condition]:
    return st.one_of(
        st.builds(Tagged, st.sampled_from([*FACTS, "published", "proactive"])),
        st.builds(KindIs, st.sampled_from(["item", "request"])),
        st.builds(Done, st.sampled_from(DAYS)),
        st.just(IssuedBy(frozenset({"甲", "乙"}))),
        st.just(FieldIs("genre", "通知")),
        st.builds(Before, st.sampled_from(DAYS), NEAR),
        st.builds(After, st.sampled_from(DAYS), NEAR),
    )


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    questions(),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        st.builds(Not, inner),
    ),
    max_leaves=4,
)
OFTEN = st.one_of(st.just(All()), CONDITIONS)
RARELY = st.one_of(st.just(NEVER), CONDITIONS)
IN_DAYS: st.SearchStrategy[Limit] = st.one_of(
    st.builds(Workdays, st.integers(1, 5)),
    st.builds(CalendarDays, st.integers(1, 5), last_day=st.sampled_from(LastDay)),
)
IN_HOURS = st.builds(
    Hours, st.sampled_from([5, 24, 48]), first_hour=st.sampled_from(list(FirstHour))
)
LIMITS = st.one_of(IN_DAYS, IN_DAYS, IN_HOURS)
ANCHORS = st.lists(st.sampled_from(DAYS), min_size=1, max_size=2, unique=True).map(tuple)
DONE_BY = st.sampled_from([("published_on",), ("decided_on",), ("interpreted_on", "decided_on")])
GOVERNED_BY = st.sampled_from([(), (), ("formed_on",), ("decided_on", "received_on")])
DISPLACED = st.sampled_from(
    [(), (), ("gate-0",), ("first",), ("second",), ("elements", "channels")]
)
PAUSE = ClockPause("asked_on", "answered_on", named("征求意见"))
PAUSES = st.sampled_from([(), (PAUSE,), (evolve(PAUSE, at_most=Workdays(2), once=True),)])


def common(draw: st.DrawFn, name: str, start: date, end: date | None = None) -> dict[str, Any]:
    return {
        "id": name,
        "duty": draw(st.sampled_from(["one", "two", "three"])),
        "title": named(name),
        "in_force": Period(start, end),
        "citations": (LAW,),
        "when": draw(OFTEN),
        "waived_by": draw(RARELY),
        "displaces": draw(DISPLACED),
    }


def deadline(draw: st.DrawFn, told: dict[str, Any]) -> Deadline:
    limit = draw(LIMITS)
    longer = evolve(limit, count=1)  # type: ignore[arg-type]
    return Deadline(
        **told,
        limit=limit,
        anchors=draw(ANCHORS),
        done_by=draw(DONE_BY),
        governed_by=draw(GOVERNED_BY),
        restarts=draw(st.sampled_from([(), ("corrected_on",)])),
        pauses=draw(PAUSES),
        extension=draw(st.sampled_from([None, Extension("decided_on", longer)])),
    )


def plain_deadline(draw: st.DrawFn, told: dict[str, Any]) -> Deadline:
    return Deadline(**told, limit=draw(IN_DAYS), anchors=draw(ANCHORS), done_by=draw(DONE_BY))


def shortest(draw: st.DrawFn, told: dict[str, Any]) -> MinDuration:
    return MinDuration(
        **told, limit=draw(LIMITS), anchors=draw(ANCHORS), done_by=draw(DONE_BY),
        governed_by=draw(GOVERNED_BY),
    )  # fmt: skip


def window(draw: st.DrawFn, told: dict[str, Any]) -> Window:
    bounds = draw(
        st.sampled_from(
            [
                Bounds(at_least=Workdays(1), at_most=Workdays(3)),
                Bounds(at_most=CalendarDays(3, last_day=LastDay.STAYS)),
                Bounds(at_least=Hours(5, first_hour=FirstHour.COUNTS), at_most=Workdays(3)),
            ]
        )
    )
    return Window(**told, bounds=bounds, anchors=draw(ANCHORS), done_by=draw(DONE_BY))


def prompt(draw: st.DrawFn, told: dict[str, Any]) -> Prompt:
    within = draw(st.one_of(st.none(), LIMITS))
    return Prompt(**told, within=within, anchors=draw(ANCHORS), done_by=draw(DONE_BY))


def cadence(draw: st.DrawFn, told: dict[str, Any]) -> Cadence:
    every = draw(st.one_of(st.just(Frequency.MONTHLY), IN_DAYS))
    return Cadence(
        **told,
        every=every,
        at_least=draw(st.integers(1, 2)) if isinstance(every, Frequency) else 1,
        limit=draw(st.one_of(st.none(), IN_DAYS)) if isinstance(every, Frequency) else None,
        anchors=draw(st.sampled_from([(), ("received_on",), ("formed_on", "decided_on")])),
        done_by=draw(st.sampled_from([("decided_on",), ("published_on", "corrected_on")])),
    )


def gate(draw: st.DrawFn, name: str) -> Gate:
    return Gate(
        **common(draw, name, draw(NEAR)) | {"when": draw(CONDITIONS)},
        governed_by=draw(GOVERNED_BY),
        blocks=draw(st.sampled_from([Step.PUBLICATION, Step.PUBLICATION, Step.DISCUSSION])),
        requires=draw(CONDITIONS),
        unmet=named("未"),
    )


KINDS = (plain_deadline, deadline, shortest, window, prompt, cadence)


@st.composite
def editions(draw: st.DrawFn, name: str) -> list[AnyProvision]:
    """One norm of one kind in up to three editions, which may have been repealed."""
    make = draw(st.sampled_from(KINDS))
    first = LAST_WINTER if make is cadence else LONG_AGO
    starts = [first, *sorted(draw(st.sets(NEAR, max_size=2)))]
    last = draw(st.sampled_from([None, None, date(2019, 5, 21)]))
    return [
        make(draw, common(draw, name, start, end))
        for start, end in zip_longest(starts, starts[1:], fillvalue=last)
        if start is not None
    ]


@st.composite
def packs(draw: st.DrawFn, level: Level = Level.NATIONAL) -> Pack:
    norms: list[AnyProvision] = [
        Default(**common(draw, "default", LONG_AGO) | {"displaces": ()}),
        RequiredElements(**common(draw, "elements", draw(NEAR)), elements=("name", "phone")),
        ChannelDuty(
            **common(draw, "channels", draw(NEAR)), channels=("website", "gazette"), at_least=1
        ),
        *(gate(draw, f"gate-{number}") for number in range(draw(st.integers(1, 3)))),
        *draw(editions("first")),
        *draw(editions("second")),
    ]
    return Pack(
        id=level.value,
        title="包",
        level=level,
        jurisdiction="CN",
        version="1",
        reviewed_on=date(2026, 1, 1),
        issuers=draw(st.sampled_from([frozenset(), frozenset({"甲"})])),
        provisions=tuple(norms),
        rules=(
            NegativeListRule(
                id="secret",
                title=named("秘密"),
                force=draw(st.sampled_from(list(GroundForce))),
                fact="state-secret",
                in_force=Period(draw(NEAR)),
                citations=(LAW,),
                escapes=(Escape(draw(st.sampled_from(list(Relief))), "consent"),),
            ),
        ),
    )


STACKS = st.one_of(
    packs().map(lambda pack: (pack,)), st.tuples(packs(Level.LOCAL), packs(Level.NATIONAL))
)


@st.composite
def records(draw: st.DrawFn) -> AnyRecord:
    told: dict[str, Any] = draw(
        st.fixed_dictionaries(
            {
                "issuing_body": st.sampled_from([None, "甲", "乙", "丙", "丁"]),
                "drafted_by": st.sampled_from([None, "起草", "审查"]),
                "published_at": st.one_of(st.none(), TIMES),
                "facts": st.dictionaries(st.sampled_from([*FACTS, "strange"]), st.booleans()).map(
                    lambda facts: tuple(Fact(name, holds) for name, holds in facts.items())
                ),
                "milestones": st.lists(
                    st.builds(Milestone, st.sampled_from([*MILESTONES, "strange_on"]), TIMES),
                    max_size=8,
                ).map(tuple),
                "elements": st.frozensets(st.sampled_from(["name", "phone"])),
                "channels": st.one_of(
                    st.none(), st.frozensets(st.sampled_from(["website", "wechat"]))
                ),
                "determination": st.one_of(
                    st.none(),
                    st.builds(
                        Determination,
                        attribute=st.sampled_from(DisclosureAttribute),
                        by=st.just("认定"),
                        at=MOMENTS,
                        reason=st.sampled_from(["", "理由"]),
                        grounds=st.sampled_from([(), ("secret",), ("strange",)]),
                    ),
                ),
                "secrecy_review": st.one_of(
                    st.none(),
                    st.builds(
                        SecrecyReview,
                        outcome=st.sampled_from(ReviewOutcome),
                        by=st.just("审查"),
                        at=MOMENTS,
                    ),
                ),
            }
        )
    )
    if draw(st.booleans()):
        return Matter(id="m", kind="request", **told)
    return DisclosureItem(
        id="m",
        genre=draw(st.sampled_from([None, "通知", "办法"])),
        formed_on=draw(st.one_of(st.none(), NEAR)),
        **told,
    )


@st.composite
def populations(draw: st.DrawFn) -> list[AnyRecord]:
    """Records that differ from one another in one field each."""
    base, other = draw(records()), draw(records())
    names = [
        member.name
        for member in attrs.fields(type(base))
        if member.name != "id" and hasattr(other, member.name)
    ]
    return [base, *(evolve(base, **{name: getattr(other, name)}) for name in names)]


RELATED = st.lists(
    st.builds(
        Interpretation,
        id=st.sampled_from(["e", "f"]),
        document_id=st.sampled_from(["m", "other"]),
        published_at=st.one_of(st.none(), TIMES),
    ),
    max_size=2,
).map(tuple)
"""Interpretations, of the records or of something else."""
