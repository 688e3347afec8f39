"""Worked cases: records with the outcome that the text of the law demands.

Cases are written from the norm, not from the output, and are run against the pack.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.domain import AnyRecord, InterpretationElement
from opengov.errors import PackCaseError
from opengov.packs.raw import read_table, structured
from opengov.policy import Assessment, ObligationStatus, Pack, Ruling, assess

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from opengov.workdays import Calendar


@frozen(kw_only=True)
class ExpectedObligation:
    """An obligation that the norm ``norm`` must give; what is not stated is not checked."""

    norm: str
    due: date | None = None
    status: ObligationStatus | None = None
    binding: bool | None = None


@frozen(kw_only=True)
class Expected:
    """What must come out; what is not stated is not checked.

    ``absent`` are norms that must give no obligation, ``closed`` and ``open`` are gates,
    ``withheld_by`` the grounds that hold, ``conflicts`` the duties on which layers disagree.
    """

    ruling: Ruling | None = None
    obligations: tuple[ExpectedObligation, ...] = ()
    absent: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    withheld_by: tuple[str, ...] | None = None
    missing: tuple[InterpretationElement, ...] | None = None
    conflicts: tuple[str, ...] | None = None
    asks: tuple[str, ...] = ()


@frozen(kw_only=True)
class Case:
    """One worked case."""

    name: str
    as_of: date
    known_at: datetime
    record: AnyRecord
    related: tuple[AnyRecord, ...] = ()
    expect: Expected


@frozen(kw_only=True)
class _Cases:
    case: tuple[Case, ...] = field(default=())


def read_cases(folder: Path) -> tuple[Case, ...]:
    """Read ``cases.toml`` of the pack in ``folder``."""
    path = folder / "cases.toml"
    return structured(read_table(path), _Cases, path).case


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
        ("missing elements", expect.missing, [e for f in found.elements for e in f.missing]),
        ("conflicts", expect.conflicts, [c.duty for c in found.conflicts]),
    )
    for what, wanted_set, found_list in sets:
        if wanted_set is not None and set(wanted_set) != set(found_list):
            yield f"{what} are {_names(found_list)}, not {_names(wanted_set)}"
    asked = {question.fact for question in found.questions}
    yield from (f"nobody asks for {fact}" for fact in expect.asks if fact not in asked)


def _obligation_deviations(wanted: ExpectedObligation, found: Assessment) -> Iterator[str]:
    matching = [o for o in found.obligations if o.source.provision == wanted.norm]
    if len(matching) != 1:
        yield f"{wanted.norm} gives {len(matching)} obligations, not one"
        return
    (obligation,) = matching
    found_due = obligation.due
    days = {found_due.earliest, found_due.latest} if found_due else set()
    if wanted.due is not None and days != {wanted.due}:
        yield f"{wanted.norm} is due {_names(days)}, not {wanted.due}"
    if wanted.status not in {None, obligation.status}:
        yield f"{wanted.norm} is {obligation.status.value}, not {wanted.status.value}"
    if wanted.binding not in {None, obligation.binding}:
        yield f"{wanted.norm} is {'' if obligation.binding else 'not '}binding"


def _names(values: Iterable[object]) -> str:
    return ", ".join(sorted(str(getattr(v, "value", v)) for v in values)) or "none"
