"""Lists (清单): what an agency may do, must do or offers, in dated editions."""

from __future__ import annotations

from datetime import date
from enum import Enum
from itertools import pairwise

from attrs import field, frozen

from opengov.domain.checks import is_tuple
from opengov.domain.record import Record
from opengov.domain.time import StatedTime, is_day
from opengov.errors import InvalidValueError


class ListKind(Enum):
    """What a list enumerates."""

    LICENSING = "licensing"
    """行政许可事项目录"""
    POWERS = "powers"
    """行政权力清单"""
    RESPONSIBILITIES = "responsibilities"
    """责任清单"""
    PUBLIC_SERVICES = "public-services"
    """公共服务事项清单"""
    MARKET_ACCESS = "market-access"
    """市场准入负面清单"""


@frozen
class EntryField:
    """One named value of an entry."""

    name: str
    value: str


@frozen(kw_only=True)
class ListEntry:
    """One entry, known by a ``key`` that stays the same from edition to edition."""

    key: str
    name: str
    fields: tuple[EntryField, ...] = field(default=(), validator=is_tuple)


@frozen(kw_only=True)
class ListEdition:
    """The list as it stands from ``effective_on``; keys are unique within it."""

    effective_on: date = field(validator=is_day)
    entries: tuple[ListEntry, ...] = field(default=(), validator=is_tuple)
    published_at: StatedTime | None = None
    authority: str = ""

    @entries.validator
    def _unique_keys(self, _attribute: object, entries: tuple[ListEntry, ...]) -> None:
        keys = [entry.key for entry in entries]
        doubles = sorted({key for key in keys if keys.count(key) > 1})
        if doubles:
            raise InvalidValueError(
                f"entries share the key {', '.join(doubles)}.",
                where=f"edition of {self.effective_on}",
                remedy="Give every entry a key of its own.",
            )


@frozen(kw_only=True)
class EditionDifference:
    """What changed between two editions, by key, in the order of the editions."""

    added: tuple[ListEntry, ...]
    removed: tuple[ListEntry, ...]
    changed: tuple[tuple[ListEntry, ListEntry], ...]


def difference(older: ListEdition, newer: ListEdition) -> EditionDifference:
    """Compare two editions entry by entry; an entry is the same one if its key is."""
    before = {entry.key: entry for entry in older.entries}
    after = {entry.key: entry for entry in newer.entries}
    return EditionDifference(
        added=tuple(entry for key, entry in after.items() if key not in before),
        removed=tuple(entry for key, entry in before.items() if key not in after),
        changed=tuple(
            (before[key], entry)
            for key, entry in after.items()
            if key in before and before[key] != entry
        ),
    )


@frozen(kw_only=True)
class DisclosureList(Record):
    """A list with its editions, oldest first, no two from the same day."""

    kind: ListKind
    editions: tuple[ListEdition, ...] = field(default=(), validator=is_tuple)

    @editions.validator
    def _in_order(self, _attribute: object, editions: tuple[ListEdition, ...]) -> None:
        days = [edition.effective_on for edition in editions]
        if any(earlier >= later for earlier, later in pairwise(days)):
            raise InvalidValueError(
                "editions are not in the order of their days.",
                where=self.id,
                remedy="Put the oldest first, one edition a day.",
            )

    def edition_on(self, day: date) -> ListEdition | None:
        """Return the edition in force on ``day``; ``None`` before the first."""
        return next((e for e in reversed(self.editions) if e.effective_on <= day), None)
