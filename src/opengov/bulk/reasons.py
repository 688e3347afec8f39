"""Why a row of a result says what it says: each reason is kept once, under its number.

Rows of records that give the same answers have the same reasons, so a table of millions of rows
refers to few. The number of a reason is the ``signature`` of its rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from attrs import frozen

from opengov.domain import LocalizedText, Message, Truth
from opengov.errors import InvalidValueError
from opengov.policy import (
    ChannelFinding,
    ElementsFinding,
    GateFinding,
    GroundFinding,
    ObligationStatus,
)
from opengov.policy.condition import Held
from opengov.serial import dumps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.bulk.result import Names
    from opengov.policy import Assessment, Conflict, Finding, Obligation, Pack
    from opengov.policy.assessment import Source

STATUSES = pl.Enum([each.value for each in ObligationStatus])
TRUTHS = pl.Enum([each.value for each in Truth])
SORTS = pl.Enum(
    ["ruling", "default", "ground", "gate", "breach", "possible-breach", "elements", "channels",
     "conflict", "question", "warning"]
)  # fmt: skip


@frozen(kw_only=True)
class Reason:
    """The norm behind a row, whether it applies, and the questions that decided it.

    A ruling has no norm but ``messages``; so has what is not understood.
    """

    source: Source | None = None
    duty: str | None = None
    duty_title: LocalizedText | None = None
    applies: Truth = Truth.YES
    displaced_by: Source | None = None
    path: tuple[Held, ...] = ()
    messages: tuple[Message, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it a reason of its own."""
        special = _which(self.displaced_by)
        return _which(self.source), self.duty, self.applies, special, self.path, self.messages


def _which(source: Source | None) -> tuple[object, ...] | None:
    return None if source is None else (source.pack, source.provision, source.version)


MOST_REASONS = 20_000
"""From how many reasons on they are forgotten between two batches."""


class Reasons:
    """The reasons that were found, by number; ``first`` is that of the first."""

    def __init__(self, stack: tuple[Pack, ...], names: Names, *, first: int = 0) -> None:
        self._stack = stack
        self._names = names
        self._first = first
        self._versions = {pack.id: pack.version for pack in stack}
        self._numbers: dict[tuple[object, ...], int] = {}
        self._found: list[Reason] = []
        self._norms = pl.DataFrame(schema=names.norm)
        self._told = 0

    def number_of(self, reason: Reason) -> int:
        """Return the number of a reason, a new one where it was not found before."""
        number = self._numbers.setdefault(reason.key, self._first + len(self._found))
        if number == self._first + len(self._found):
            self._found.append(reason)
        return number

    def explain(self, signature: int) -> Reason:
        """Return the reason of this number."""
        if not 0 <= signature - self._first < len(self._found):
            raise InvalidValueError(
                f"no row has the signature {signature!r}.",
                where="explain",
                remedy="Give one that stands in a row of the same result.",
            )
        return self._found[signature - self._first]

    def norms(self, signatures: pl.Series) -> pl.DataFrame:
        """Return the norm of each of these reasons, in few bytes."""
        new = [_norm(reason) for reason in self._found[self._norms.height :]]
        if new:
            added = pl.DataFrame(new, self._names.norm, orient="row")
            self._norms = pl.concat([self._norms, added], rechunk=True)
        return self._norms.select(pl.all().gather(signatures - self._first))

    def fresh(self) -> pl.DataFrame:
        """Return what ``table`` has, of the reasons that were found since this was asked last."""
        begin, self._told = self._told, len(self._found)
        return self._table(begin)

    def table(self) -> pl.DataFrame:
        """Return a row for each reason: the norm in both languages, its sources, the path."""
        return self._table(0)

    def begun_anew(self) -> Reasons:
        """Return none, if there are too many to keep; the numbers go on."""
        if len(self._found) < MOST_REASONS:
            return self
        return Reasons(self._stack, self._names, first=self._first + len(self._found))

    def _table(self, begin: int) -> pl.DataFrame:
        found = enumerate(self._found[begin:], self._first + begin)
        return pl.DataFrame(
            [self._row(number, reason) for number, reason in found],
            {
                "signature": pl.UInt32,
                **dict.fromkeys(("pack", "pack_version", "provision"), pl.String),
                "version": pl.Date,
                "duty": pl.String,
                "applies": TRUTHS,
                "displaced_by": pl.String,
                **dict.fromkeys(("title_zh", "title_en", "note_zh", "note_en"), pl.String),
                "citations": pl.List(pl.String),
                "path": pl.String,
                "messages": pl.String,
            },
            orient="row",
        )

    def _row(self, number: int, reason: Reason) -> tuple[object, ...]:
        source, path, messages = reason.source, dumps(reason.path), dumps(reason.messages)
        if source is None:
            empty = (None,) * 4
            return number, *empty, reason.duty, None, None, *empty, [], path, messages
        note = source.note or LocalizedText(zh="")
        return (
            number,
            source.pack,
            self._versions[source.pack],
            source.provision,
            source.version,
            reason.duty,
            reason.applies.value,
            reason.displaced_by and _named(reason.displaced_by),
            source.title.zh,
            source.title.en,
            note.zh,
            note.en,
            [str(citation) for citation in source.citations],
            path,
            messages,
        )


def _named(source: Source) -> str:
    return f"{source.pack}/{source.provision}"


def _norm(reason: Reason) -> tuple[object, ...]:
    source = reason.source
    if source is None:
        return (None,) * 5
    return source.pack, source.provision, source.version, reason.duty, reason.applies.value


def reason_for(found: Obligation) -> Reason:
    """Return the reason of an obligation, which does not turn on its days."""
    return Reason(
        source=found.source,
        duty=found.duty,
        duty_title=found.duty_title,
        applies=found.applies,
        displaced_by=found.displaced_by,
        path=found.path,
    )


@frozen
class Told:
    """One finding: its sort, what it names, whether it holds, and why.

    ``what`` is the ruling, the step behind a gate, the missing element or channel, the fact to
    ask for, how norms disagree, or the name that no pack knows. ``about`` is the entry of a list
    that lacks something, or the norm that another one disagrees with.
    """

    sort: str
    what: str | None
    truth: Truth | None
    reason: Reason
    about: str | None = None


def told_of(found: Assessment) -> Iterator[Told]:
    """Return what packs find of a record beside its obligations."""
    yield Told("ruling", found.ruling.value, None, Reason(messages=found.reasons))
    for source in found.defaults:
        yield Told("default", None, Truth.YES, Reason(source=source))
    for message in found.warnings:
        name = message.get("name")
        about = None if name is None else str(name)
        yield Told("warning", about, None, Reason(messages=(message,)))
    for finding in found.findings:
        yield from _finding(finding)
    for question in found.questions:
        for source in dict.fromkeys(question.sources):
            yield asks(question.fact, source)
    for conflict in found.conflicts:
        yield disagreement(conflict)


def _finding(finding: Finding) -> Iterator[Told]:
    applies = getattr(finding, "applies", Truth.YES)
    reason = Reason(source=finding.source, applies=applies, path=finding.path)
    match finding:
        case GroundFinding():
            force = "mandatory" if finding.mandatory else "discretionary"
            yield Told("ground", force, finding.holds, reason)
        case GateFinding():
            yield Told("gate", finding.blocks.value, finding.holds, reason)
            if finding.is_breached or finding.may_be_breached:
                sort = "breach" if finding.is_breached else "possible-breach"
                yield Told(sort, finding.blocks.value, finding.held_then, reason)
        case ElementsFinding():
            for word in finding.missing:
                yield Told("elements", word.name, Truth.NO, reason, finding.entry)
        case ChannelFinding():
            names = [word.name for word in finding.missing]
            yield from (Told("channels", name, finding.met, reason) for name in names or (None,))


def asks(fact: str, source: Source) -> Told:
    """Ask for a fact that decides something under a norm."""
    return Told("question", fact, Truth.UNKNOWN, Reason(source=source))


def disagreement(found: Conflict) -> Told:
    """Say that a norm disagrees with a stricter one."""
    reason = Reason(source=found.looser, duty=found.duty, duty_title=found.duty_title)
    return Told("conflict", found.kind.value, None, reason, _named(found.stricter))
