"""Policy packs, and the stack of them that governs an agency."""

from __future__ import annotations

from datetime import date
from enum import Enum
from functools import total_ordering
from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.domain import Instrument, NegativeListRule, Word
from opengov.domain.checks import is_frozenset, is_tuple
from opengov.policy.provision import AnyProvision
from opengov.screening.rule import ScreeningRule
from opengov.workdays import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable


@total_ordering
class Level(Enum):
    """How high the body stands that made a pack's norms; the national level comes first."""

    NATIONAL = "national"
    LOCAL = "local"
    AGENCY = "agency"

    def __lt__(self, other: Level) -> bool:
        return _RANKS[self] < _RANKS[other]


_RANKS = {level: rank for rank, level in enumerate(Level)}


@frozen(kw_only=True)
class Words:
    """What a pack calls the duties, kinds, days, facts, elements and channels that it names."""

    duties: tuple[Word, ...] = field(default=(), validator=is_tuple)
    kinds: tuple[Word, ...] = field(default=(), validator=is_tuple)
    days: tuple[Word, ...] = field(default=(), validator=is_tuple)
    facts: tuple[Word, ...] = field(default=(), validator=is_tuple)
    elements: tuple[Word, ...] = field(default=(), validator=is_tuple)
    channels: tuple[Word, ...] = field(default=(), validator=is_tuple)


@frozen(kw_only=True)
class Pack:
    """The norms of one source of law, as data.

    ``issuers`` are the bodies whose records the pack governs, by every name they use;
    none means every body in the jurisdiction. ``limits`` says what the pack does not know.
    ``calendar`` holds the working days of the jurisdiction, where the pack brings its notices.
    """

    id: str
    title: str
    level: Level
    jurisdiction: str
    version: str
    reviewed_on: date
    limits: str = ""
    issuers: frozenset[str] = field(default=frozenset(), validator=is_frozenset)
    instruments: tuple[Instrument, ...] = field(default=(), validator=is_tuple, repr=False)
    provisions: tuple[AnyProvision, ...] = field(default=(), validator=is_tuple, repr=False)
    rules: tuple[NegativeListRule, ...] = field(default=(), validator=is_tuple, repr=False)
    screening: tuple[ScreeningRule, ...] = field(default=(), validator=is_tuple, repr=False)
    words: Words = field(factory=Words, repr=False)
    calendar: Calendar | None = field(default=None, eq=False, repr=False)


def below(pack: Pack, packs: Iterable[Pack]) -> tuple[Pack, ...]:
    """Return those of ``packs`` that a pack stands on: the ones of higher levels."""
    return tuple(each for each in packs if each.level < pack.level and each.id != pack.id)


def stacked(packs: tuple[Pack, ...] | list[Pack]) -> tuple[Pack, ...]:
    """Return the packs from the national level down, in a stable order."""
    return tuple(sorted(packs, key=lambda pack: (pack.level, pack.id)))
