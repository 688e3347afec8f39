"""The names that a pack may use: those of this library, and those its ``words.toml`` explains.

A name that nobody explains is a fault: misspelt, it would make a norm that never applies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from attrs import frozen

from opengov.domain import LocalizedText, Word
from opengov.errors import PackSyntaxError
from opengov.packs.places import near
from opengov.policy import Words
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opengov.packs.raw import RawWords
    from opengov.policy import Condition

FIELDS = frozenset(member.name for kind in KINDS for member in attrs.fields(kind))
"""The fields of records."""


def words(raw: RawWords) -> Words:
    """Return the words of a pack."""
    return Words(
        duties=_words(raw.duty),
        kinds=_words(raw.kind),
        days=_words(raw.day),
        facts=_words(raw.fact),
        elements=_words(raw.element),
        channels=_words(raw.channel),
    )


def _words(titles: Mapping[str, LocalizedText]) -> tuple[Word, ...]:
    return tuple(Word(name, title) for name, title in titles.items())


SORTS = {"kind": "kind of record", "channel": "kind of channel"}
"""What people call a sort of name, where it is not the name of its table."""


@frozen
class Names:
    """What a pack may name, by sort."""

    duty: frozenset[str]
    kind: frozenset[str]
    day: frozenset[str]
    fact: frozenset[str]
    element: frozenset[str]
    channel: frozenset[str]

    def need(self, sort: str, names: Iterable[str], where: str) -> tuple[str, ...]:
        """Return the names if the pack may use them; else a ``PackSyntaxError``."""
        given, known = tuple(names), getattr(self, sort)
        strangers = [name for name in given if name not in known]
        if strangers:
            raise PackSyntaxError(
                f"no {SORTS.get(sort, sort)} is called {', '.join(map(repr, strangers))}.",
                where=where,
                remedy=f"Mend the name, or explain it in words.toml under [{sort}]."
                f"{near(strangers[0], known)}",
            )
        return given

    def need_some(self, sort: str, names: Iterable[str], where: str) -> tuple[str, ...]:
        """Return the names, of which there must be one at least."""
        given = self.need(sort, names, where)
        if not given:
            raise PackSyntaxError(f"no {sort} is named.", where=where, remedy="Name one at least.")
        return given

    def check(self, condition: Condition, where: str) -> Condition:
        """Return the condition if it asks only for what may be named."""
        for question in questions(condition):
            match question:
                case KindIs(name):
                    self.need("kind", [name], where)
                case Tagged(name):
                    self.need("fact", [name], where)
                case Done(name) | Before(name, _) | After(name, _):
                    self.need("day", [name], where)
                case FieldIs(name, _):
                    _need_field(name, where)
                case IssuedBy():
                    pass
        return condition


def _need_field(name: str, where: str) -> None:
    if name not in FIELDS:
        raise PackSyntaxError(
            f"no record has a field {name!r}.",
            where=where,
            remedy=f"Name a field of a record.{near(name, FIELDS)}",
        )


def names_of(own: Words) -> Names:
    """Return the names of this library and those of a pack's own words."""
    return Names(
        duty=_names(own.duties),
        kind=frozenset(KINDS.values()) | _names(own.kinds),
        day=DAYS | _names(own.days),
        fact=frozenset(DERIVED) | _names(own.facts),
        element=_names(own.elements),
        channel=_names(own.channels),
    )


def _names(found: tuple[Word, ...]) -> frozenset[str]:
    return frozenset(word.name for word in found)


def is_pack_id(name: str) -> bool:
    """Say whether a pack may be called that: small letters, digits and hyphens."""
    return name.isascii() and name == name.lower() and name.replace("-", "").isalnum()


def untranslated(own: Words) -> Iterator[tuple[str, str]]:
    """Return the sort and the name of each word that is not in both languages."""
    for sort, found in (
        ("duty", own.duties),
        ("kind", own.kinds),
        ("day", own.days),
        ("fact", own.facts),
        ("element", own.elements),
        ("channel", own.channels),
    ):
        for word in found:
            if not (word.title.zh.strip() and word.title.en.strip()):
                yield sort, word.name
