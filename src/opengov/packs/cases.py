"""Worked cases: records with the outcome that the text of the law demands.

Cases are written from the norm, not from the output, and are run against the pack.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.domain import BEIJING, AnyRecord, Truth
from opengov.errors import PackCaseError
from opengov.packs.raw import read_table, structured
from opengov.policy import Assessment, ObligationStatus, Pack, Ruling, assess

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from opengov.policy import Obligation
    from opengov.workdays import Calendar


@frozen(kw_only=True)
class ExpectedObligation:
    """An obligation that the norm ``norm`` must give; what is not stated is not checked.

    ``period`` is the first day of the period of a duty that returns, ``opens`` the first day on
    which something may end, ``latest`` the last bound where ``due`` is the first of a date that
    is provisional.
    """

    norm: str
    period: date | None = None
    due: date | None = None
    latest: date | None = None
    at: datetime | None = None
    opens: date | None = None
    status: ObligationStatus | None = None
    binding: bool | None = None
    applies: Truth | None = None
    elapsed: int | None = None


@frozen(kw_only=True)
class Expected:
    """What must come out; what is not stated is not checked.

    ``absent`` are norms that must give no obligation, ``closed``, ``open`` and ``breached`` are
    gates, ``withheld_by`` the grounds that hold, ``missing`` the elements and ``off`` the kinds
    of channel that are lacking, ``conflicts`` the duties on which layers disagree, ``asks`` the
    facts that are asked for.
    """

    ruling: Ruling | None = None
    obligations: tuple[ExpectedObligation, ...] = ()
    absent: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    breached: tuple[str, ...] | None = None
    withheld_by: tuple[str, ...] | None = None
    missing: tuple[str, ...] | None = None
    off: tuple[str, ...] | None = None
    conflicts: tuple[str, ...] | None = None
    asks: tuple[str, ...] = ()


@frozen(kw_only=True)
class Case:
    """One worked case. Without ``known_at`` it is the end of ``as_of`` in Beijing."""

    name: str
    as_of: date
    known_at: datetime = field()
    record: AnyRecord
    related: tuple[AnyRecord, ...] = ()
    expect: Expected

    @known_at.default
    def _end_of_day(self) -> datetime:
        return datetime.combine(self.as_of, time(23, 59, 59), BEIJING)


@frozen(kw_only=True)
class _Cases:
    case: tuple[Case, ...] = field(default=())


def read_cases(folder: Path) -> tuple[Case, ...]:
    """Read the cases of the pack in ``folder``: ``cases.toml``, or the files under ``cases``."""
    paths = sorted((folder / "cases").glob("*.toml"))
    alone = folder / "cases.toml"
    if alone.exists() or not paths:
        paths = [alone, *paths]
    return tuple(
        case for path in paths for case in structured(read_table(path), _Cases, path).case
    )


def check_cases(
    cases: Iterable[Case], packs: Iterable[Pack], *, calendar: Calendar | None = None
) -> list[PackCaseError]:
    """Run the cases against the stack of ``packs``; every deviation is a fault.

    ``calendar`` is the one that ``assess`` takes.
    """
    stack = tuple(packs)
    return [
        PackCaseError(f"{what}.", where=f"case {case.name!r}", remedy="Mend the norm, or the case.")
        for case in cases
        for what in _deviations(
            case.expect,
            assess(
                case.record,
                stack,
                as_of=case.as_of,
                known_at=case.known_at,
                related=case.related,
                calendar=calendar,
            ),
        )
    ]


def _deviations(expect: Expected, found: Assessment) -> Iterator[str]:
    if expect.ruling not in {None, found.ruling}:
        yield f"the ruling is {found.ruling.value}, not {expect.ruling.value}"
    for wanted in expect.obligations:
        yield from _obligation_deviations(wanted, found)
    norms = {o.source.provision for o in found.obligations}
    yield from (f"{norm} gives an obligation" for norm in expect.absent if norm in norms)
    closed = {gate.source.provision for gate in found.gates if not gate.is_open}
    opened = {gate.source.provision for gate in found.gates if gate.is_open}
    yield from (f"the gate {gate} is not closed" for gate in expect.closed if gate not in closed)
    yield from (f"the gate {gate} is not open" for gate in expect.open if gate not in opened)
    sets = (
        ("grounds", expect.withheld_by, [g.source.provision for g in found.holding]),
        ("breaches", expect.breached, [g.source.provision for g in found.gates if g.is_breached]),
        ("missing elements", expect.missing, [w.name for f in found.elements for w in f.missing]),
        ("channels", expect.off, [w.name for f in found.channels for w in f.missing]),
        ("conflicts", expect.conflicts, [c.duty for c in found.conflicts]),
    )
    for what, wanted_set, found_list in sets:
        if wanted_set is not None and set(wanted_set) != set(found_list):
            yield f"{what} are {_names(found_list)}, not {_names(wanted_set)}"
    asked = {question.fact for question in found.questions}
    yield from (f"nobody asks for {fact}" for fact in expect.asks if fact not in asked)


def _obligation_deviations(wanted: ExpectedObligation, found: Assessment) -> Iterator[str]:
    matching = [
        o
        for o in found.obligations
        if o.source.provision == wanted.norm
        and (wanted.period is None or (o.period is not None and o.period.start == wanted.period))
    ]
    if len(matching) != 1:
        yield f"{wanted.norm} gives {len(matching)} obligations, not one"
        return
    (obligation,) = matching
    yield from _day_deviations(wanted, obligation)
    if wanted.status not in {None, obligation.status}:
        yield f"{wanted.norm} is {obligation.status.value}, not {wanted.status.value}"
    if wanted.binding not in {None, obligation.binding}:
        yield f"{wanted.norm} is {'' if obligation.binding else 'not '}binding"
    if wanted.applies not in {None, obligation.applies}:
        yield f"whether {wanted.norm} applies is {obligation.applies.value}"
    if wanted.elapsed not in {None, obligation.elapsed}:
        yield f"{wanted.norm} took {obligation.elapsed} working days, not {wanted.elapsed}"


def _day_deviations(wanted: ExpectedObligation, found: Obligation) -> Iterator[str]:
    days = {found.due.earliest, found.due.latest} if found.due else set()
    expected = {wanted.due, wanted.latest or wanted.due}
    if wanted.due is not None and days != expected:
        yield f"{wanted.norm} is due {_names(days)}, not {_names(expected)}"
    at = found.due.at if found.due else None
    if wanted.at is not None and at != wanted.at:
        yield f"{wanted.norm} is due at {at}, not at {wanted.at}"
    opens = {found.opens.earliest, found.opens.latest} if found.opens else set()
    if wanted.opens is not None and opens != {wanted.opens}:
        yield f"{wanted.norm} opens {_names(opens)}, not {wanted.opens}"


def _names(values: Iterable[object]) -> str:
    return ", ".join(sorted(str(getattr(v, "value", v)) for v in values)) or "none"
