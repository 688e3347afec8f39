"""Worked cases: records with the outcome that the text of the law demands.

Cases are written from the norm, not from the output, and are run against the pack.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import field, frozen

from opengov.domain import BEIJING, AnyRecord, Truth
from opengov.errors import OpenGovError, PackCaseError, PackError, PackSyntaxError
from opengov.packs.files import read_table
from opengov.packs.places import near
from opengov.packs.raw import structured
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
    is provisional, ``displaced_by`` the special law that must take its place.
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
    displaced_by: str | None = None


@frozen(kw_only=True)
class Expected:
    """What must come out; what is not stated is not checked.

    ``absent`` are norms that must give no obligation, ``closed``, ``open`` and ``breached`` are
    gates, ``withheld_by`` the grounds that hold, ``missing`` the elements and ``off`` the kinds
    of channel that are lacking, ``conflicts`` the duties on which layers disagree, ``asks`` the
    facts that are asked for. ``breached``, ``withheld_by``, ``missing`` and ``off`` name all that
    the norms of the pack itself find; of the packs below only what is named is looked for.
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
    editions: dict[str, date] = field(factory=dict)
    silent: tuple[str, ...] = ()


@frozen(kw_only=True)
class Case:
    """One worked case. Without ``known_at`` it is the end of ``as_of`` in Beijing."""

    name: str
    as_of: date
    known_at: datetime = field()
    record: AnyRecord
    related: tuple[AnyRecord, ...] = ()
    expect: Expected

    @property
    def norms(self) -> frozenset[str]:
        """The norms that the case speaks of."""
        expect = self.expect
        return frozenset(
            (
                *(wanted.norm for wanted in expect.obligations),
                *(each.displaced_by for each in expect.obligations if each.displaced_by),
                *expect.absent,
                *expect.closed,
                *expect.open,
                *(expect.breached or ()),
                *(expect.withheld_by or ()),
                *expect.editions,
                *expect.silent,
            )
        )

    @known_at.default
    def _end_of_day(self) -> datetime:
        return datetime.combine(self.as_of, time(23, 59, 59), BEIJING)


def read_cases(folder: Path) -> tuple[Case, ...]:
    """Read the cases of the pack in ``folder``: ``cases.toml``, or the files under ``cases``."""
    return tuple(case for path in case_files(folder) for case in read_case_file(path))


def case_files(folder: Path) -> tuple[Path, ...]:
    """Return the files that hold the cases of a pack; ``cases.toml`` even where it is missing."""
    paths = sorted((folder / "cases").glob("*.toml"))
    alone = folder / "cases.toml"
    return (alone, *paths) if alone.exists() or not paths else tuple(paths)


def read_case_file(path: Path) -> tuple[Case, ...]:
    """Read the cases of one file; what is wrong with any is in the ``PackSyntaxError``."""
    cases, faults = sound_cases(path)
    if faults:
        raise PackSyntaxError(
            "the file does not follow the format of cases.",
            where=path.as_posix(),
            remedy="Mend what is listed below.",
            faults=faults,
        )
    return cases


def sound_cases(path: Path) -> tuple[tuple[Case, ...], tuple[PackError, ...]]:
    """Read the cases of a file that can be read, and say what is wrong with the others.

    Cases on screening rules, which may stand in the same file, are passed over.
    """
    try:
        table = read_table(path)
    except PackError as fault:
        return (), (fault,)
    found, faults = sound_entries(table, "case", Case, path)
    listed = [table.get(key, []) for key in ("case", "screening")]
    if set(table) - {"case", "screening"} or not all(isinstance(each, list) for each in listed):
        what = "a file of cases holds [[case]], [[screening]] and nothing else."
        remedy = "Write [[case]], in double brackets."
        faults = (PackSyntaxError(what, where=path.as_posix(), remedy=remedy), *faults)
    return found, faults


T = TypeVar("T")


def sound_entries(
    table: dict[str, Any], key: str, kind: type[T], path: Path
) -> tuple[tuple[T, ...], tuple[PackError, ...]]:
    """Build the entries under ``key`` that can be built, and say what is wrong with the others."""
    found: list[T] = []
    faults: list[PackError] = []
    listed = table.get(key, [])
    for number, each in enumerate(listed if isinstance(listed, list) else (), 1):
        try:
            found.append(structured(each, kind, path, within=f"{key} {number}"))
        except PackError as fault:
            faults += fault.faults or [fault]  # type: ignore[arg-type]
    return tuple(found), tuple(faults)


def check_cases(
    cases: Iterable[Case], packs: Iterable[Pack], *, calendar: Calendar | None = None
) -> list[PackCaseError]:
    """Run the cases against the stack of ``packs``; every deviation is a fault.

    The last of ``packs`` is the one that the cases are of. ``calendar`` is the one that ``assess``
    takes.
    """
    stack = tuple(packs)
    norms = {norm.id for pack in stack for norm in (*pack.provisions, *pack.rules)}
    return [fault for case in cases for fault in _faults(case, stack, norms, calendar)]


FAILURES = (OpenGovError, ArithmeticError, LookupError, ValueError)
"""What may be raised while a case is run: it belongs to the case, and ends no lint."""


def _faults(
    case: Case, stack: tuple[Pack, ...], norms: set[str], calendar: Calendar | None
) -> Iterator[PackCaseError]:
    where = f"case {case.name!r}"
    for name in sorted(case.norms - norms):  # one that is said to be absent always would be
        yield PackCaseError(
            f"no norm is called {name!r}.", where=where, remedy=f"Mend the name.{near(name, norms)}"
        )
    try:
        for what in _found(case, stack, calendar):
            yield PackCaseError(f"{what}.", where=where, remedy="Mend the norm, or the case.")
    except FAILURES as error:
        told = error.what if isinstance(error, OpenGovError) else f"{error}."
        advice = error.remedy if isinstance(error, OpenGovError) else ""
        yield PackCaseError(
            f"it cannot be run: {told}",
            where=f"{where} record",
            remedy=f"{advice} Mend the days of the record.".strip(),
        )


def _found(case: Case, stack: tuple[Pack, ...], calendar: Calendar | None) -> Iterator[str]:
    found = assess(
        case.record,
        stack,
        as_of=case.as_of,
        known_at=case.known_at,
        related=case.related,
        calendar=calendar,
    )
    return _deviations(case.expect, found, stack[-1].id if stack else "")


def _deviations(expect: Expected, found: Assessment, own: str) -> Iterator[str]:
    if expect.ruling not in {None, found.ruling}:
        yield f"the ruling is {found.ruling.value}, not {expect.ruling.value}"
    for wanted in expect.obligations:
        yield from _obligation_deviations(wanted, found)
    norms = {o.source.provision for o in found.every_obligation}
    yield from (f"{norm} gives an obligation" for norm in expect.absent if norm in norms)
    closed = {gate.source.provision for gate in found.gates if not gate.is_open}
    opened = {gate.source.provision for gate in found.gates if gate.is_open}
    yield from (f"the gate {gate} is not closed" for gate in expect.closed if gate not in closed)
    yield from (f"the gate {gate} is not open" for gate in expect.open if gate not in opened)
    breached = [gate for gate in found.gates if gate.is_breached]
    sets = (
        ("grounds", expect.withheld_by, [(g.source, g.source.provision) for g in found.holding]),
        ("breaches", expect.breached, [(g.source, g.source.provision) for g in breached]),
        (
            "missing elements",
            expect.missing,
            [(f.source, word.name) for f in found.elements for word in f.missing],
        ),
        (
            "channels",
            expect.off,
            [(f.source, word.name) for f in found.channels for word in f.missing],
        ),
    )
    for what, named, told in sets:
        if named is not None:
            names = {name for source, name in told if source.pack == own or name in named}
            if names != set(named):
                yield f"{what} are {_names(names)}, not {_names(named)}"
    duties = {conflict.duty for conflict in found.conflicts}
    if expect.conflicts is not None and set(expect.conflicts) != duties:
        yield f"conflicts are {_names(duties)}, not {_names(expect.conflicts)}"
    asked = {question.fact for question in found.questions}
    yield from (f"nobody asks for {fact}" for fact in expect.asks if fact not in asked)
    spoke = _editions(found)
    for norm, edition in expect.editions.items():
        if spoke.get(norm, set()) != {edition}:
            yield f"{norm} speaks in {_names(spoke.get(norm, ()))}, not in {edition}"
    yield from (f"{norm} has something to say" for norm in expect.silent if norm in spoke)


def _editions(found: Assessment) -> dict[str, set[date | None]]:
    """Return the versions of each norm that have anything to say, by the days they begin."""
    sources = [each.source for each in (*found.every_obligation, *found.findings)]
    spoke: dict[str, set[date | None]] = {}
    for source in (*sources, *found.defaults):
        spoke.setdefault(source.provision, set()).add(source.version)
    return spoke


def _obligation_deviations(wanted: ExpectedObligation, found: Assessment) -> Iterator[str]:
    matching = [
        o
        for o in found.every_obligation
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
    special = obligation.displaced_by.provision if obligation.displaced_by else None
    if wanted.displaced_by not in {None, special}:
        yield f"{wanted.norm} gives way to {special or 'no norm'}, not to {wanted.displaced_by}"


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
