"""What norms say of a record beside its dates: findings, and the facts to ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.domain import LocalizedText, Truth, Word
from opengov.domain.checks import is_tuple
from opengov.policy.assessment import (
    ChannelFinding,
    ElementsFinding,
    GateFinding,
    GroundFinding,
    ObligationStatus,
    Question,
    Source,
)
from opengov.policy.condition import Answer
from opengov.policy.findings import channels, elements, gate
from opengov.policy.grounds import SEPARABLE
from opengov.policy.provision import Cadence, ChannelDuty, Default, Gate, RequiredElements

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from opengov.policy.applied import Applied
    from opengov.policy.assessment import Obligation
    from opengov.policy.case import Case
    from opengov.policy.dated import Demand
    from opengov.policy.grounds import Ground
    from opengov.policy.pack import Pack
    from opengov.policy.provision import Dated


@frozen(kw_only=True)
class Told:
    """The findings, the questions, and the norms that give obligations."""

    grounds: tuple[GroundFinding, ...] = field(validator=is_tuple)
    gates: tuple[GateFinding, ...] = field(validator=is_tuple)
    elements: tuple[ElementsFinding, ...] = field(validator=is_tuple)
    channels: tuple[ChannelFinding, ...] = field(validator=is_tuple)
    dated: tuple[tuple[Applied, Dated], ...] = field(validator=is_tuple)
    questions: tuple[Question, ...] = field(validator=is_tuple)


def is_default(found: Applied) -> bool:
    """Say whether it is a norm by which what is on no list is open, and surely says so here."""
    return (
        isinstance(found.norm, Default)
        and found.applies.truth is Truth.YES
        and found.excused.truth is Truth.NO
    )


def told(
    stack: tuple[Pack, ...], case: Case, found: Iterable[Applied], grounds: Iterable[Ground]
) -> Told:
    """Ask every norm that applies, and collect what it says."""
    asked: dict[str, list[Source]] = {}
    found = tuple(found)
    is_open = any(map(is_default, found))
    gates: list[GateFinding] = []
    lacking: list[ElementsFinding] = []
    out: list[ChannelFinding] = []
    dated: list[tuple[Applied, Dated]] = []
    for each in found:
        norm = each.norm
        holds = UNDECIDED
        match norm:
            case Default():
                if is_open:  # another one says so already
                    continue
            case Gate():
                finding, holds, held_then = gate(each, norm, case)
                gates.append(finding)
                _ask(asked, held_then, each.source)
            case RequiredElements():
                lacking += elements(each, norm, case, _words(stack, "elements"))
            case ChannelDuty():
                out.append(channels(each, norm, case, _words(stack, "channels")))
            case _:
                dated.append((each, norm))
        if holds.truth is not Truth.YES:  # an open gate asks for nothing more
            for open_answer in (holds, each.applies, each.excused):
                _ask(asked, open_answer, each.source)
    for ground in grounds:
        _ask(asked, Answer(Truth.UNKNOWN, ground.unknown), ground.finding.source)
        if ground.finding.holds is Truth.YES:  # whether all of it must stay in
            severed = Answer(case.fact(SEPARABLE), frozenset({SEPARABLE}))
            _ask(asked, severed, ground.finding.source)
    return Told(
        grounds=tuple(g.finding for g in grounds if g.finding.holds is not Truth.NO),
        gates=tuple(gates),
        elements=tuple(lacking),
        channels=tuple(out),
        dated=tuple(dated),
        questions=_questions(asked, _words(stack, "facts")),
    )


def with_starts(
    asked: tuple[Question, ...],
    demands: Iterable[Demand],
    due: Collection[Obligation],
) -> tuple[Question, ...]:
    """Return the questions; where a start that is not known matters already, its day is one."""
    if all(each.anchor is not None for each in due):
        return asked
    by_source = {id(each.found.source): each for each in demands}
    questions = {each.fact: each for each in asked}
    for obligation in due:
        demand = by_source[id(obligation.source)]
        if obligation.anchor is None and _turns_on_start(obligation, demand.norm):
            day, source = demand.norm.anchors[0], obligation.source
            known = questions.get(day)
            questions[day] = Question(
                fact=day,
                sources=(*known.sources, source) if known else (source,),
                title=demand.found.day_titles.get(day),
            )
    return tuple(questions[fact] for fact in sorted(questions))


def _turns_on_start(found: Obligation, norm: Dated) -> bool:
    """Say whether something was done from an unknown day on, or returns from one on."""
    if isinstance(norm, Cadence):
        return bool(norm.anchors) and found.status is ObligationStatus.NOT_YET_RUNNING
    return found.evidence is not None and found.status is ObligationStatus.UNKNOWN


UNDECIDED = Answer(Truth.NO)
"""What a norm that is no gate answers to whether the gate is open."""


def _ask(asked: dict[str, list[Source]], open_answer: Answer, source: Source) -> None:
    """Ask for what left an answer open."""
    if open_answer.truth is Truth.UNKNOWN:
        for fact in sorted(open_answer.unknown):
            sources = asked.setdefault(fact, [])
            if source not in sources:
                sources.append(source)


def _questions(
    asked: Mapping[str, list[Source]], titles: Mapping[str, Word]
) -> tuple[Question, ...]:
    return tuple(
        Question(
            fact=fact,
            sources=tuple(sources),
            title=titles[fact].title if fact in titles else None,
        )
        for fact, sources in sorted(asked.items())
    )


def _words(stack: tuple[Pack, ...], sort: str) -> Mapping[str, Word]:
    """Return what the packs call things; the highest level has the last word."""
    return _Titles(
        {word.name: word for pack in reversed(stack) for word in getattr(pack.words, sort)}
    )


class _Titles(dict[str, Word]):
    """Words by name; one that no pack explains is called by its name."""

    def __missing__(self, name: str) -> Word:
        return Word(name, LocalizedText(zh=name))
