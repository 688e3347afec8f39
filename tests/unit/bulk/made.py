"""Packs and records of every sort, made up by Hypothesis around the days on which things change."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from opengov.domain import (
    BEIJING,
    AnyRecord,
    Citation,
    Decision,
    Determination,
    DisclosureAttribute,
    DisclosureItem,
    DisclosureList,
    DocumentNumber,
    EntryField,
    Escape,
    Fact,
    GroundForce,
    Instrument,
    Interpretation,
    InterpretationElement,
    InterpretationPlan,
    ListEdition,
    ListEntry,
    ListKind,
    LocalizedText,
    Matter,
    Milestone,
    NegativeListRule,
    Participation,
    ParticipationForm,
    Period,
    Relief,
    ReviewOutcome,
    SecrecyReview,
    StatedTime,
)
from opengov.policy import (
    AnyProvision,
    Cadence,
    ChannelDuty,
    ClockPause,
    Condition,
    Deadline,
    Default,
    Extension,
    Gate,
    Level,
    MinDuration,
    Pack,
    Prompt,
    RequiredElements,
    Step,
    Window,
)
from opengov.policy.condition import (
    ALWAYS,
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
from opengov.workdays import (
    CalendarDays,
    FirstHour,
    FixedDate,
    Frequency,
    Hours,
    LastDay,
    Limit,
    Months,
    Workdays,
    Years,
)
from opengov.workdays import Window as Bounds

LAW = Citation(instrument=Instrument(id="law", title="条例"), article="第一条")
KINDS = ("item", "decision", "interpretation", "list", "request", "incident")
FACTS = ("major-policy", "state-secret", "consent", "separable")
DERIVED = (
    "attribute-determined",
    "attribute-reasoned",
    "interpretation-plan-approved",
    "proactive",
    "published",
    "secrecy-review-by-another",
    "secrecy-review-cleared",
)
MILESTONES = ("received_on", "replied_on", "extended_on", "asked_on", "answered_on", "applied_on")
DAYS = (
    *MILESTONES,
    "made_on",
    "effective_on",
    "decided_on",
    "published_on",
    "determined_on",
    "secrecy_reviewed_on",
    "interpreted_on",
    "participation_closed_on",
)
ELEMENTS = ("background", "purpose", "scope")
CHANNELS = ("website", "gazette")
ISSUERS = ("市旅游委", "市文旅局", "市府办")

NEW_YEAR = st.dates(date(2024, 12, 20), date(2025, 1, 10))
NATIONAL_DAY = st.dates(date(2025, 9, 22), date(2025, 10, 12))
LATE = st.dates(date(2025, 11, 20), date(2025, 12, 31))
SOON = st.one_of(NEW_YEAR, NATIONAL_DAY, LATE)
TIMES = st.builds(StatedTime, SOON, st.sampled_from([None, None, time(0), time(9, 30)]))
MOMENTS = st.builds(
    lambda day, clock: datetime.combine(day, clock, BEIJING),
    SOON,
    st.sampled_from([time(0), time(9, 30), time(23, 59, 59)]),
)
MOVES, STAYS = LastDay.MOVES, LastDay.STAYS
DAY_LIMITS: st.SearchStrategy[Limit] = st.sampled_from(
    [
        Workdays(3),
        Workdays(20),
        CalendarDays(10, last_day=MOVES),
        CalendarDays(10, last_day=STAYS),
        Months(1, last_day=MOVES),
        Years(1, last_day=STAYS),
        FixedDate(month=1, day=5, last_day=MOVES),
    ]
)
HOURS: st.SearchStrategy[Limit] = st.sampled_from(
    [Hours(24, first_hour=FirstHour.COUNTS), Hours(5, first_hour=FirstHour.SKIPPED)]
)
LIMITS = st.one_of(DAY_LIMITS, DAY_LIMITS, HOURS)
PLAIN_SORTS = (0, 1, 2, 5, 6, 7)


def some(names: tuple[str, ...], most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    """Return one or more of the names, in any order."""
    return st.lists(st.sampled_from(names), min_size=1, max_size=most, unique=True).map(tuple)


QUESTIONS: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Tagged, st.sampled_from((*FACTS, *DERIVED))),
    st.builds(KindIs, st.sampled_from(KINDS)),
    st.builds(Done, st.sampled_from(DAYS)),
    st.just(IssuedBy(frozenset(ISSUERS[:2]))),
    st.sampled_from([FieldIs("genre", "通知"), FieldIs("document_number", "国办发〔2018〕118号")]),
    st.builds(Before, st.sampled_from(DAYS), SOON),
    st.builds(After, st.sampled_from(DAYS), SOON),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    QUESTIONS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        st.builds(Not, inner),
    ),
    max_leaves=4,
)


def text(name: str) -> LocalizedText:
    """Return a title."""
    return LocalizedText(zh=name, en=name)


@st.composite
def provisions(
    draw: st.DrawFn, number: int, others: tuple[str, ...], *, plain: bool
) -> AnyProvision:
    """Return a norm of any kind; if ``plain``, one that columns can count."""
    start = draw(st.one_of(st.just(date(2008, 5, 1)), SOON))
    end = draw(st.one_of(st.none(), st.just(start + timedelta(days=9))))
    told: dict[str, Any] = {
        "id": f"norm-{number}",
        "duty": draw(st.sampled_from(["reply", "review"])),
        "title": text(f"norm {number}"),
        "in_force": Period(start, end),
        "citations": (LAW,),
        "when": draw(st.one_of(st.just(ALWAYS), CONDITIONS)),
        "waived_by": draw(st.one_of(st.just(NEVER), st.just(NEVER), CONDITIONS)),
        "governed_by": draw(st.one_of(st.just(()), st.just(()), some(DAYS))),
        "displaces": draw(st.one_of(st.just(()), some(others, 1))) if others else (),
        "because": text("special"),
    }
    dated: dict[str, Any] = {"anchors": draw(some(DAYS)), "done_by": draw(some(DAYS))}
    sort = draw(st.sampled_from(PLAIN_SORTS) if plain else st.integers(0, 8))
    limits = DAY_LIMITS if plain else LIMITS
    if sort <= 2:
        limit = draw(limits)
        clocked = draw(st.booleans()) and isinstance(limit, Workdays)
        pause = ClockPause("asked_on", "answered_on", text("asking"))
        return Deadline(
            **told,
            **dated,
            limit=limit,
            restarts=draw(st.one_of(st.just(()), some(MILESTONES, 1))),
            pauses=(pause,) if clocked else (),
            extension=Extension("extended_on", Workdays(5)) if clocked else None,
        )
    if sort == 3:
        return MinDuration(**told, **dated, limit=draw(LIMITS))
    if sort == 4:
        bounds = draw(
            st.sampled_from(
                [
                    Bounds(at_least=Workdays(5), at_most=Workdays(15)),
                    Bounds(at_least=CalendarDays(12, last_day=STAYS), at_most=Workdays(7)),
                    Bounds(at_most=Hours(48, first_hour=FirstHour.COUNTS)),
                ]
            )
        )
        return Window(**told, **dated, bounds=bounds)
    if sort == 5:
        return Prompt(**told, **dated, within=draw(st.one_of(st.none(), limits)))
    if sort == 6:
        return Gate(
            **told,
            blocks=draw(st.sampled_from(list(Step))),
            requires=draw(CONDITIONS),
            unmet=text("not yet"),
        )
    if sort == 7:
        if draw(st.booleans()):
            return RequiredElements(**told, elements=draw(some(ELEMENTS, 3)))
        channels = draw(some(CHANNELS))
        return ChannelDuty(**told, channels=channels, at_least=draw(st.integers(1, len(channels))))
    every: Any = draw(st.sampled_from([Frequency.QUARTERLY, Workdays(10)]))
    told["when"] = All((KindIs("incident"), told["when"]))
    return Cadence(
        **told, every=every, done_by=dated["done_by"], anchors=draw(st.just(dated["anchors"]))
    )


@st.composite
def grounds(draw: st.DrawFn, number: int) -> NegativeListRule:
    """Return a ground."""
    escapes = st.builds(Escape, st.sampled_from(list(Relief)), st.sampled_from(FACTS))
    return NegativeListRule(
        id=f"ground-{number}",
        title=text(f"ground {number}"),
        force=draw(st.sampled_from(list(GroundForce))),
        fact=draw(st.sampled_from(FACTS)),
        in_force=Period(date(2008, 5, 1)),
        citations=(LAW,),
        escapes=tuple(draw(st.lists(escapes, max_size=2))),
    )


@st.composite
def packs(draw: st.DrawFn, *, plain: bool = False) -> tuple[Pack, ...]:
    """Return a national pack, and perhaps a local one for some issuers."""
    made: list[Pack] = []
    for level, name in ((Level.NATIONAL, "national"), (Level.LOCAL, "local")):
        count = draw(st.integers(1, 4))
        start = 10 * len(made)
        ids = tuple(f"norm-{n}" for n in range(start + count))
        norms = [draw(provisions(start + n, ids, plain=plain)) for n in range(count)]
        if draw(st.booleans()):
            norms.append(
                Default(
                    id=f"default-{name}",
                    duty="open",
                    title=text("open"),
                    in_force=Period(date(2008, 5, 1)),
                    citations=(LAW,),
                    when=draw(st.one_of(st.just(ALWAYS), CONDITIONS)),
                )
            )
        rules = [draw(grounds(start + n)) for n in range(draw(st.integers(0, 2)))]
        made.append(
            Pack(
                id=name,
                title=name,
                level=level,
                jurisdiction="CN",
                version="1",
                reviewed_on=date(2026, 1, 1),
                provisions=tuple(norms),
                rules=tuple(rules),
                issuers=frozenset(ISSUERS[:1]) if level is Level.LOCAL else frozenset(),
            )
        )
    return tuple(made[: draw(st.integers(1, 2))])


def common(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """Return what every record may state."""
    names = draw(st.lists(st.sampled_from(MILESTONES), max_size=6))
    facts = draw(st.dictionaries(st.sampled_from(FACTS), st.booleans()))
    return {
        "id": f"record-{number}",
        "issuing_body": draw(st.sampled_from([None, *ISSUERS])),
        "drafted_by": draw(st.sampled_from([None, "起草人", " 起草 人"])),
        "made_on": draw(st.one_of(st.none(), SOON)),
        "published_at": draw(st.one_of(st.none(), TIMES)),
        "milestones": tuple(Milestone(name, draw(TIMES)) for name in names),
        "facts": tuple(Fact(name, holds=holds) for name, holds in sorted(facts.items())),
        "channels": draw(st.sampled_from([None, frozenset(), frozenset({"website"})])),
        "determination": draw(
            st.one_of(
                st.none(),
                st.builds(
                    Determination,
                    attribute=st.sampled_from(list(DisclosureAttribute)),
                    by=st.just("认定人"),
                    at=MOMENTS,
                    reason=st.sampled_from(["", "因为"]),
                    grounds=st.sampled_from([(), ("ground-0",), ("ground-1", "ground-10")]),
                ),
            )
        ),
        "secrecy_review": draw(
            st.one_of(
                st.none(),
                st.builds(
                    SecrecyReview,
                    outcome=st.sampled_from(list(ReviewOutcome)),
                    by=st.sampled_from(["起草人", "审查人", " "]),
                    at=MOMENTS,
                ),
            )
        ),
    }


@st.composite
def records(draw: st.DrawFn, number: int) -> AnyRecord:
    """Return a record of any kind."""
    told = common(draw, number)
    elements = frozenset(draw(st.lists(st.sampled_from(ELEMENTS), max_size=3)))
    kind = draw(st.sampled_from(KINDS))
    if kind == "item":
        plan = st.builds(InterpretationPlan, submitted_on=SOON, approved_on=SOON)
        number_ = draw(st.sampled_from([None, "国办发[2018]118号", "云文〔2025〕3号"]))
        return DisclosureItem(
            **told,
            elements=elements,
            genre=draw(st.sampled_from([None, "通知", "公告"])),
            document_number=None if number_ is None else DocumentNumber.parse(number_),
            effective_on=draw(st.one_of(st.none(), SOON)),
            interpretation_plan=draw(st.one_of(st.none(), plan)),
        )
    if kind == "decision":
        rounds = draw(st.lists(SOON, max_size=2))
        return Decision(
            **told,
            elements=elements,
            decided_on=draw(st.one_of(st.none(), SOON)),
            participation=tuple(
                Participation(
                    form=ParticipationForm.SURVEY, open_on=Period(day, day + timedelta(days=3))
                )
                for day in rounds
            ),
        )
    if kind == "interpretation":
        known = frozenset(InterpretationElement(name) for name in elements)
        return Interpretation(**told, elements=known, document_id="record-0")
    if kind == "list":
        entry = ListEntry(key="a", name="事项", fields=(EntryField("scope", "全市"),))
        editions = draw(st.lists(SOON, max_size=2, unique=True).map(sorted))
        return DisclosureList(
            **told,
            elements=elements,
            kind=ListKind.POWERS,
            editions=tuple(ListEdition(effective_on=day, entries=(entry,)) for day in editions),
        )
    return Matter(**told, elements=elements, kind=kind)


@st.composite
def populations(draw: st.DrawFn) -> tuple[list[AnyRecord], list[AnyRecord]]:
    """Return records, and interpretations of some of them."""
    count = draw(st.integers(1, 12))
    interpretations: list[AnyRecord] = [
        Interpretation(
            id=f"interpretation-{n}",
            document_id=f"record-{draw(st.integers(0, count - 1))}",
            published_at=draw(st.one_of(st.none(), TIMES)),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    return [draw(records(n)) for n in range(count)], interpretations
