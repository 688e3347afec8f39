"""Whether the worked cases of a pack would notice if a norm said something else.

Every mutant of its norms is loaded and the cases are run against it. One that the lint refuses,
or that fails a case, is killed; one that survives shows what no case checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from enum import Enum
from multiprocessing import get_context
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.errors import (
    OpenGovError,
    PackCaseError,
    PackError,
    PackInvalidError,
    PackSyntaxError,
)
from opengov.packs.cases import Case, check_cases, read_cases
from opengov.packs.files import read_table
from opengov.packs.load import Loaded, load, with_table
from opengov.packs.mutations import Mutant, mutants
from opengov.packs.places import near
from opengov.packs.raw import structured
from opengov.packs.screening import FOLDER as SCREENING
from opengov.packs.screening_cases import (
    ScreeningCase,
    check_screening,
    read_screening_cases,
)
from opengov.policy import Pack
from opengov.policy.case import kind_of
from opengov.screening import OfferedDetector, with_offered
from opengov.workdays import Calendar

if TYPE_CHECKING:
    from opengov.packs.load import Table

EQUIVALENTS = "mutants.toml"
"""The file of a pack that lists mutants which say the same in other words."""

AT_ONCE = 8
"""How many mutants a process is given at a time."""


class Fate(Enum):
    """What became of a mutant."""

    REFUSED = "refused"
    """The lint does not let it load."""
    KILLED = "killed"
    """A worked case fails."""
    SURVIVED = "survived"


@frozen(kw_only=True)
class Tried:
    """A mutant and what became of it; ``by`` is the case or the fault that killed it."""

    mutant: Mutant
    fate: Fate
    by: str = ""


@frozen(kw_only=True)
class Equivalent:
    """A mutant that no case can notice, for the reason ``because``."""

    norm: str
    at: str
    change: str
    because: str

    def fits(self, mutant: Mutant) -> bool:
        """Say whether this is the mutant that is meant."""
        return (self.norm, self.at, self.change) == (mutant.norm, mutant.at, mutant.change)


@frozen(kw_only=True)
class _Listed:
    equivalent: tuple[Equivalent, ...] = ()


@frozen(kw_only=True)
class Trial:
    """A pack with its cases and what they count on, ready to try mutants of it."""

    loaded: Loaded
    cases: tuple[Case, ...]
    below: tuple[Pack, ...]
    calendar: Calendar | None
    mutants: tuple[Mutant, ...] = field(repr=False)
    equivalents: tuple[Equivalent, ...] = ()
    screening: tuple[ScreeningCase, ...] = ()
    detectors: tuple[OfferedDetector, ...] = ()

    def run(self, chosen: Iterable[Mutant], *, jobs: int = 1) -> Iterator[Tried]:
        """Try each of these mutants, in ``jobs`` processes; results come as they are known."""
        if jobs == 1:
            yield from map(self.tried, chosen)
            return
        with ProcessPoolExecutor(
            jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(self,)
        ) as pool:
            yield from pool.map(_tried, chosen, chunksize=AT_ONCE)

    def tried(self, mutant: Mutant) -> Tried:
        """Load a mutant and run the cases until one fails, those on its norm first."""
        try:
            pack = with_table(self.loaded, mutant.file, mutant.table)
        except PackInvalidError as refused:
            return Tried(mutant=mutant, fate=Fate.REFUSED, by=refused.faults[0].what)
        if PurePath(mutant.file).parts[0] == SCREENING:
            return self._screened(mutant, pack)
        for case in self._in_order(mutant):
            if _fails(case, (*self.below, pack), self.calendar):
                return Tried(mutant=mutant, fate=Fate.KILLED, by=case.name)
        return Tried(mutant=mutant, fate=Fate.SURVIVED)

    def _screened(self, mutant: Mutant, pack: Pack) -> Tried:
        """Run the cases of screening rules, on which other norms have no bearing."""
        failed = check_screening(
            self.screening, (*self.below, pack), detectors=with_offered(self.detectors)
        )
        if failed:
            return Tried(mutant=mutant, fate=Fate.KILLED, by=failed[0].where)
        return Tried(mutant=mutant, fate=Fate.SURVIVED)

    def _in_order(self, mutant: Mutant) -> list[Case]:
        table = self.loaded.tables[mutant.file]
        names, kinds = _names_of(table), frozenset(_kinds_in(table))
        return sorted(self.cases, key=lambda case: _distance(case, mutant.norm, names, kinds))

    def faults(self, tried: Iterable[Tried]) -> Iterator[OpenGovError]:
        """Name what is wrong with the list of equivalent mutants, as far as they were tried."""
        fates = {each.mutant: each for each in tried}
        for number, listed in enumerate(self.equivalents, 1):
            where = f"{EQUIVALENTS} equivalent {number}"
            meant = next((mutant for mutant in self.mutants if listed.fits(mutant)), None)
            if not listed.because.strip():
                yield PackSyntaxError(
                    "no reason is given.", where=where, remedy="Say why no case can notice it."
                )
            if meant is None:
                yield _no_such_mutant(listed, where, self.mutants)
            elif meant in fates and fates[meant].fate is not Fate.SURVIVED:
                yield PackCaseError(
                    f"{meant} is listed as equivalent, but it is noticed by {fates[meant].by!r}.",
                    where=where,
                    remedy="Remove it from the list.",
                )

    def is_listed(self, mutant: Mutant) -> bool:
        """Say whether the pack lists the mutant as equivalent."""
        return any(listed.fits(mutant) for listed in self.equivalents)


def _no_such_mutant(listed: Equivalent, where: str, mutants: Iterable[Mutant]) -> PackSyntaxError:
    at = f"{listed.at}: {listed.change}"
    known = [f"{each.at}: {each.change}" for each in mutants if each.norm == listed.norm]
    return PackSyntaxError(
        f"{listed.norm!r} has no mutant {at!r}.",
        where=where,
        remedy=f"Copy at and change from what `opengov packs mutate` prints.{near(at, known)}",
    )


def trial(
    folder: Path,
    below: Iterable[Pack] = (),
    calendar: Calendar | None = None,
    detectors: Iterable[OfferedDetector] = (),
) -> Trial:
    """Load the pack in ``folder``; the others are what its cases count on.

    A case that fails as things are is a fault: then nothing can be learnt from mutants.
    """
    loaded, cases, stack = load(folder), read_cases(folder), tuple(below)
    screening, offered = read_screening_cases(folder), tuple(detectors)
    faults = [
        *check_cases(cases, (*stack, loaded.pack), calendar=calendar),
        *check_screening(screening, (*stack, loaded.pack), detectors=with_offered(offered)),
    ]
    if faults:
        raise PackInvalidError(
            "its worked cases fail already.",
            where=str(folder),
            remedy="Mend them first: opengov packs lint.",
            faults=faults,
        )
    return Trial(
        loaded=loaded,
        cases=cases,
        below=stack,
        calendar=calendar,
        mutants=tuple(mutants(loaded.tables)),
        equivalents=_equivalents(folder / EQUIVALENTS),
        screening=screening,
        detectors=offered,
    )


def _equivalents(path: Path) -> tuple[Equivalent, ...]:
    return structured(read_table(path), _Listed, path).equivalent if path.exists() else ()


def unknown_norms(folder: Path, pack: Pack) -> Iterator[PackError]:
    """Name the norms that the list of equivalent mutants speaks of and the pack does not have."""
    try:
        listed = _equivalents(folder / EQUIVALENTS)
    except PackError as fault:
        yield from fault.faults or [fault]  # type: ignore[misc]
        return
    known = {norm.id for norm in (*pack.provisions, *pack.rules, *pack.screening)}
    for number, each in enumerate(listed, 1):
        if each.norm not in known:
            yield PackSyntaxError(
                f"no norm is called {each.norm!r}.",
                where=f"{folder / EQUIVALENTS} equivalent {number} norm",
                remedy=f"Mend the name, or take it out.{near(each.norm, known)}",
            )


def _fails(case: Case, packs: tuple[Pack, ...], calendar: Calendar | None) -> bool:
    return bool(check_cases([case], packs, calendar=calendar))


def _names_of(table: Table) -> frozenset[str]:
    """Return what cases may call the outcome of a norm by."""
    names = {str(table.get("duty", table["id"]))}
    for version in table["version"]:
        names.update(version.get("elements", ()), version.get("channels", ()))
    return frozenset(names)


def _kinds_in(value: object) -> Iterator[str]:
    """Return the kinds of record that the conditions of a norm name."""
    match value:
        case {"kind": str(kind)}:
            yield kind
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _kinds_in(each)


def _distance(case: Case, norm: str, names: frozenset[str], kinds: frozenset[str]) -> int:
    """Say how far the case is from the norm: 0 names it, 4 is of another kind of record."""
    if norm in case.norms:
        return 0
    return 1 + names.isdisjoint(_said(case)) + 2 * (kind_of(case.record) not in kinds)


def _said(case: Case) -> frozenset[str]:
    expect = case.expect
    return case.norms.union(expect.missing or (), expect.off or (), expect.conflicts or ())


_trials: list[Trial] = []
"""The trial of a process that tries mutants."""


def _begin(trial: Trial) -> None:
    _trials[:] = [trial]


def _tried(mutant: Mutant) -> Tried:
    return _trials[0].tried(mutant)


def count(tried: Iterable[Tried]) -> Mapping[Fate, int]:
    """Return how many mutants met each fate."""
    fates = [each.fate for each in tried]
    return {fate: fates.count(fate) for fate in Fate}
