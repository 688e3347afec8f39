"""The reasons that rows share: a row carries a signature, and the signature is explained here."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

import polars as pl
from attrs import evolve, field, frozen

from opengov.domain import Truth
from opengov.domain.checks import is_tuple
from opengov.errors import InvalidValueError
from opengov.policy import (
    ChannelFinding,
    Conflict,
    ElementsFinding,
    GateFinding,
    GroundFinding,
    Held,
    Obligation,
    Question,
    Ruling,
    Source,
)
from opengov.serial import to_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opengov.domain import Message
    from opengov.policy import Finding

OBLIGATION = "obligation"
FINDINGS = ("ruling", "ground", "gate", "elements", "channels", "question", "conflict")


@frozen(kw_only=True)
class Reason:
    """What rows of one signature have in common: the norm, how things stand, and why.

    ``says`` is the status of an obligation, the ruling, the step that a gate stands before, or
    how norms disagree. ``missing`` names elements, channels, or the fact that is asked for.
    ``against`` is the norm that a looser one is in conflict with. ``path`` are the questions
    that decided, and ``notes`` the keys of the messages that the single record comes with.
    """

    about: str
    source: Source | None = None
    duty: str | None = None
    anchor: str | None = None
    says: str | None = None
    applies: Truth | None = None
    holds: Truth | None = None
    is_open: bool | None = None
    is_breached: bool | None = None
    missing: tuple[str, ...] = field(default=(), validator=is_tuple)
    against: Source | None = None
    notes: tuple[str, ...] = field(default=(), validator=is_tuple)
    path: tuple[Held, ...] = field(default=(), validator=is_tuple)

    @property
    def citations(self) -> tuple[str, ...]:
        """The articles that say so, as they are printed."""
        return tuple(map(str, self.source.citations)) if self.source is not None else ()

    @property
    def signature(self) -> int:
        """A number that is the same for the same reason, in every run and on every machine."""
        told = [
            self.about,
            _name(self.source),
            self.duty,
            self.anchor,
            self.says,
            _text(self.applies),
            _text(self.holds),
            self.is_open,
            self.is_breached,
            self.missing,
            _name(self.against),
            self.notes,
            [to_data(held) for held in self.path],
        ]
        text = json.dumps(told, ensure_ascii=False, sort_keys=True)
        # 63 bits: every reader of Parquet has signed whole numbers of 64.
        return int.from_bytes(sha256(text.encode()).digest()[:8]) >> 1


def _name(source: Source | None) -> tuple[str, str, str] | None:
    return source and (source.pack, source.provision, str(source.version))


def _text(truth: Truth | None) -> str | None:
    return None if truth is None else truth.value


def of_obligation(found: Obligation) -> Reason:
    """Return what an obligation shares with others."""
    return Reason(
        about=OBLIGATION,
        source=found.source,
        duty=found.duty,
        anchor=found.anchor,
        says=found.status.value,
        applies=found.applies,
        notes=_keys(found.notes),
        path=found.path,
    )


def of_finding(found: Finding) -> Reason:
    """Return what a finding shares with others."""
    match found:
        case GroundFinding():
            return Reason(about="ground", source=found.source, holds=found.holds, path=found.path)
        case GateFinding():
            return Reason(
                about="gate",
                source=found.source,
                says=found.blocks.value,
                applies=found.applies,
                holds=found.holds,
                is_open=found.is_open,
                is_breached=found.is_breached,
                path=found.path,
            )
        case ElementsFinding():
            return Reason(
                about="elements",
                source=found.source,
                applies=found.applies,
                missing=tuple(word.name for word in found.missing),
                path=found.path,
            )
        case ChannelFinding():
            return Reason(
                about="channels",
                source=found.source,
                applies=found.applies,
                holds=found.met,
                missing=tuple(word.name for word in found.missing),
                path=found.path,
            )


def of_question(asked: Question) -> Iterator[Reason]:
    """Return a reason for each norm that asks for the fact."""
    return (
        Reason(about="question", source=source, missing=(asked.fact,)) for source in asked.sources
    )


def of_conflict(found: Conflict) -> Reason:
    """Return what a conflict shares with others."""
    return Reason(
        about="conflict",
        source=found.looser,
        duty=found.duty,
        says=found.kind.value,
        against=found.stricter,
    )


def of_ruling(ruling: Ruling, reasons: Iterable[Message]) -> Reason:
    """Return the ruling; which grounds hold, or may, is told by findings of their own."""
    return Reason(about="ruling", says=ruling.value, notes=_keys(reasons))


def _keys(notes: Iterable[Message]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note.key for note in notes))


class Reasons:
    """Every reason that was met, numbered; rows are told by these numbers while they are made."""

    def __init__(self) -> None:
        self.all: list[Reason] = []
        self._numbers: dict[object, int] = {}
        self.signatures: list[int] = []
        self._by_signature: dict[int, Reason] = {}

    def number(self, reason: Reason) -> int:
        """Return the number of a reason, which is the same for equal ones."""
        bare = evolve(reason, source=None, against=None)
        key = bare, _name(reason.source), _name(reason.against)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.all)
            self.all.append(reason)
            signature = reason.signature
            self.signatures.append(signature)
            self._by_signature[signature] = reason
        return number

    def explain(self, signature: int) -> Reason:
        """Return the reason behind a signature; one that no row has is an ``InvalidValueError``."""
        found = self._by_signature.get(signature)
        if found is None:
            raise InvalidValueError(
                f"no row has the signature {signature}.",
                where="explain",
                remedy="Give one from the tables of this very run.",
            )
        return found

    def table(self) -> pl.DataFrame:
        """Return a row for each reason, with titles, citations and the path as JSON."""
        columns: dict[str, tuple[pl.DataType, list[object]]] = {
            "signature": (pl.Int64(), self.signatures),
            "about": (pl.String(), [each.about for each in self.all]),
            "pack": (pl.String(), [each.source and each.source.pack for each in self.all]),
            "provision": (
                pl.String(),
                [each.source and each.source.provision for each in self.all],
            ),
            "title_zh": (pl.String(), [each.source and each.source.title.zh for each in self.all]),
            "title_en": (pl.String(), [each.source and each.source.title.en for each in self.all]),
            "citations": (pl.List(pl.String()), [list(each.citations) for each in self.all]),
            "path": (pl.String(), [_json(each.path) for each in self.all]),
            "notes": (pl.List(pl.String()), [list(each.notes) for each in self.all]),
        }
        return pl.DataFrame(
            [pl.Series(name, values, dtype=kind) for name, (kind, values) in columns.items()]
        )


def _json(path: tuple[Held, ...]) -> str:
    return json.dumps([to_data(held) for held in path], ensure_ascii=False)
