"""The names that packs know: a record that states another one is not understood.

A fact that is misspelt would count as not stated, and a ground could go unseen; so what no pack
knows is told, and nothing is open while a fact or a ground of the record is not understood.
"""

from __future__ import annotations

from difflib import get_close_matches
from itertools import chain
from typing import TYPE_CHECKING

from attrs import fields, frozen

from opengov.domain import Message
from opengov.policy.case import DAYS, DERIVED, KINDS
from opengov.policy.condition import (
    After,
    Before,
    Done,
    FieldIs,
    IssuedBy,
    KindIs,
    Tagged,
    questions,
)
from opengov.policy.grounds import FACTS
from opengov.policy.provision import (
    Cadence,
    ChannelDuty,
    Deadline,
    Gate,
    MinDuration,
    Prompt,
    RequiredElements,
    Window,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opengov.domain import AnyRecord, NegativeListRule, Word
    from opengov.policy.case import Case
    from opengov.policy.condition import Condition
    from opengov.policy.pack import Pack, Words
    from opengov.policy.provision import AnyProvision

Name = tuple[str, str]
"""A sort of name (fact, day, kind, element, channel, ground) and the name."""


@frozen
class Vocabulary:
    """Every name that a stack of packs knows, by sort."""

    fact: frozenset[str]
    day: frozenset[str]
    kind: frozenset[str]
    element: frozenset[str]
    channel: frozenset[str]
    ground: frozenset[str]

    def strangers(self, case: Case) -> tuple[Name, ...]:
        """Return the names of a record that no pack knows."""
        record, ruling = case.record, case.determination
        if self._knows_what_most_state(record, case.kind) and not (ruling and ruling.grounds):
            return ()
        stated: tuple[tuple[str, Iterable[str]], ...] = (
            ("fact", (fact.name for fact in record.facts)),
            ("day", (each.name for each in record.milestones)),
            ("kind", (case.kind,)),
            ("element", record.elements),
            ("channel", record.channels or ()),
            ("ground", ruling.grounds if ruling is not None else ()),
        )
        return tuple(
            (sort, name)
            for sort, names in stated
            for name in sorted({*names} - getattr(self, sort))
        )

    def _knows_what_most_state(self, record: AnyRecord, kind: str) -> bool:
        """Say so at once: of very many records hardly one states a name that nobody knows."""
        facts, days = self.fact, self.day
        for fact in record.facts:
            if fact.name not in facts:
                return False
        for each in record.milestones:
            if each.name not in days:
                return False
        return (
            kind in self.kind
            and record.elements <= self.element
            and (record.channels or NOTHING) <= self.channel
        )

    def told(self, stranger: Name) -> Message:
        """Say that a name is not known, and which one may be meant."""
        sort, name = stranger
        near = get_close_matches(name, sorted(getattr(self, sort)), n=1)
        if not near:
            return Message(f"record.unknown-{sort}", {"name": name})
        return Message(f"record.unknown-{sort}-near", {"name": name, "near": near[0]})


NOTHING: frozenset[str] = frozenset()

DECISIVE = frozenset({"fact", "ground"})
"""The sorts of name of which one that is not understood could keep a record in."""


def vocabulary_of(stack: tuple[Pack, ...]) -> Vocabulary:
    """Return what the packs explain in their words, and what their norms name beside that."""
    named: dict[str, set[str]] = {member.name: set() for member in fields(Vocabulary)}
    for sort, name in chain.from_iterable(map(_names, stack)):
        named[sort].add(name)
    return Vocabulary(
        fact=frozenset(named["fact"] | DERIVED.keys() | FACTS),
        day=frozenset(named["day"] | DAYS),
        kind=frozenset(named["kind"] | {*KINDS.values()}),
        element=frozenset(named["element"]),
        channel=frozenset(named["channel"]),
        ground=frozenset(named["ground"]),
    )


def _names(pack: Pack) -> Iterator[Name]:
    yield from _explained(pack.words)
    for norm in pack.provisions:
        for condition in (norm.when, norm.waived_by):
            yield from _asked(condition)
        yield from (("day", name) for name in norm.governed_by)
        yield from _of_kind(norm)
    for rule in pack.rules:
        yield from _of_rule(rule)


def _explained(words: Words) -> Iterator[Name]:
    sorts: dict[str, tuple[Word, ...]] = {
        "fact": words.facts,
        "day": words.days,
        "kind": words.kinds,
        "element": words.elements,
        "channel": words.channels,
    }
    for sort, found in sorts.items():
        yield from ((sort, word.name) for word in found)


def _asked(condition: Condition) -> Iterator[Name]:
    for question in questions(condition):
        match question:
            case Tagged(name):
                yield "fact", name
            case Done(name) | Before(name, _) | After(name, _):
                yield "day", name
            case KindIs(name):
                yield "kind", name
            case IssuedBy() | FieldIs():
                pass


def _of_rule(rule: NegativeListRule) -> Iterator[Name]:
    yield "ground", rule.id
    yield "fact", rule.fact
    yield from (("fact", escape.fact) for escape in rule.escapes)


def _of_kind(norm: AnyProvision) -> Iterator[Name]:
    match norm:
        case Deadline() | MinDuration() | Window() | Cadence() | Prompt():
            yield from (("day", name) for name in (*norm.anchors, *norm.done_by))
        case Gate():
            yield from _asked(norm.requires)
        case RequiredElements():
            yield from (("element", name) for name in norm.elements)
        case ChannelDuty():
            yield from (("channel", name) for name in norm.channels)
        case _:
            pass
    if isinstance(norm, Deadline):
        yield from (("day", name) for name in norm.restarts)
        yield from (("day", day) for pause in norm.pauses for day in (pause.begins, pause.ends))
        yield from () if norm.extension is None else (("day", norm.extension.on),)
