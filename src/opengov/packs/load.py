"""Loading a pack: every file is read before anything is refused, so all faults show at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve, field, frozen

from opengov.errors import OpenGovError, PackError, PackInvalidError, PackNotFoundError
from opengov.packs.build import Faults, Known, instruments, provisions, rules
from opengov.packs.files import read_table
from opengov.packs.lint import (
    doubled,
    id_faults,
    norm_faults,
    timeline_faults,
    unknown_entries,
    word_faults,
)
from opengov.packs.names import names_of, words
from opengov.packs.raw import (
    RawHead,
    RawInstruments,
    RawRule,
    RawWords,
    raw_norm,
    structured,
)
from opengov.packs.screening import FOLDER as SCREENING
from opengov.packs.screening import (
    RawScreeningRule,
    screening_rules,
    unused_word_files,
    word_files,
)
from opengov.policy import Pack, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from opengov.domain import Instrument, NegativeListRule
    from opengov.packs.contradictions import Places
    from opengov.packs.raw import RawVersion
    from opengov.policy import AnyProvision, Norm
    from opengov.screening import ScreeningRule

T = TypeVar("T")
N = TypeVar("N", bound="Norm | ScreeningRule")

Table = dict[str, Any]


@frozen(kw_only=True)
class Loaded:
    """A sound pack, with what it takes to put another table in the place of one of its files."""

    pack: Pack
    known: Known
    places: Places
    tables: Mapping[str, Table]
    """The files of norms and rules as read, by their paths in the pack."""


def load_pack(folder: Path) -> Pack:
    """Read the pack in ``folder``.

    A missing folder is a ``PackNotFoundError``; whatever else is wrong comes together in one
    ``PackInvalidError``. Nothing is half loaded.
    """
    return load(folder).pack


def load(folder: Path) -> Loaded:
    """Read the pack in ``folder`` and keep its tables; what is wrong is as in ``load_pack``."""
    if not folder.is_dir():
        raise PackNotFoundError(
            "there is no such folder.",
            where=str(folder),
            remedy="Give the folder that holds pack.toml.",
        )
    faults = Faults()
    head = _attempt(partial(_file, folder, "pack.toml", RawHead), faults)
    faults.all += unknown_entries(folder)
    listed = _attempt(partial(_instruments, folder, faults), faults)
    named = _attempt(partial(_words, folder), faults)
    own = named or Words()
    known = Known(
        instruments=listed or {}, names=names_of(own), word_files=word_files(folder, faults)
    )
    tables = dict(_tables(folder, faults))
    faults.all += unused_word_files(known.word_files, tables)
    # Without its words or instruments every norm would be wrong, for a fault that it has not.
    is_known = listed is not None and named is not None
    norms = _norms(tables, known if is_known else None, faults)
    if head is not None:
        faults.all += id_faults(head.id)
    faults.all += doubled(norms.names)
    faults.all += word_faults(own)
    faults.all += norm_faults(
        norms.provisions,
        (*norms.rules, *norms.screening),
        norms.places,
        head.level if head else None,
        ids=_ids(folder, tables),
    )
    if not tables and not faults.all:
        faults.add(
            PackNotFoundError(
                "the pack holds no norm.",
                where=str(folder),
                remedy="Put files under provisions/, rules/ or screening/.",
            )
        )
    if head is None or listed is None or faults.all:
        raise _invalid(folder, faults)
    pack = Pack(
        id=head.id,
        title=head.title,
        level=head.level,
        jurisdiction=head.jurisdiction,
        version=head.version,
        reviewed_on=head.reviewed_on,
        limits=head.limits,
        issuers=frozenset(head.issuers),
        instruments=tuple(listed.values()),
        provisions=norms.provisions,
        rules=norms.rules,
        screening=norms.screening,
        words=own,
    )
    return Loaded(pack=pack, known=known, places=norms.places, tables=tables)


def with_table(loaded: Loaded, name: str, table: Table) -> Pack:
    """Return the pack as if the file ``name`` held ``table``; nothing on disk is read or changed.

    Only this file is linted, and whether its norm agrees with the others: a ``PackInvalidError``.
    """
    faults = Faults()
    pack, mine = loaded.pack, loaded.tables[name]["id"]
    norms = _norms({name: table}, loaded.known, faults)
    others = tuple(norm for norm in pack.provisions if norm.id != mine)
    places = {**loaded.places, **norms.places}
    built: tuple[NegativeListRule | ScreeningRule, ...] = (*norms.rules, *norms.screening)
    faults.all += norm_faults(norms.provisions, built, places, pack.level, others)
    if faults.all:
        raise _invalid(name, faults)
    return evolve(
        pack,
        provisions=_in_place(pack.provisions, mine, norms.provisions),
        rules=_in_place(pack.rules, mine, norms.rules),
        screening=_in_place(pack.screening, mine, norms.screening),
    )


def _in_place(norms: tuple[N, ...], mine: str, versions: tuple[N, ...]) -> tuple[N, ...]:
    """Put the versions of one norm where those of this id stand: the order decides ties."""
    at = next((place for place, norm in enumerate(norms) if norm.id == mine), len(norms))
    others = tuple(norm for norm in norms if norm.id != mine)
    return (*others[:at], *versions, *others[at:])


def _ids(folder: Path, tables: Mapping[str, Table]) -> Iterator[str]:
    """Return the ids of all norms; where a file cannot be read, the one that its name says."""
    yield from (str(table.get("id", "")) for table in tables.values())
    yield from (path.stem for path in (folder / "provisions").rglob("*.toml"))


def _invalid(where: Path | str, faults: Faults) -> PackInvalidError:
    return PackInvalidError(
        "the pack cannot be used.",
        where=str(where),
        remedy="Mend what is listed below.",
        faults=faults.all,
    )


def _attempt(read: Callable[[], T], faults: Faults) -> T | None:
    try:
        return read()
    except OpenGovError as fault:
        faults.add(fault)
        return None


def _table(folder: Path, name: str) -> Table:
    """Read a file of the pack; faults name it by its path in the pack."""
    try:
        return read_table(folder / name)
    except PackError as fault:
        place = fault.where.replace(str(folder / name), name)
        raise type(fault)(fault.what, where=place, remedy=fault.remedy) from None


def _file(folder: Path, name: str, kind: type[T]) -> T:
    return structured(_table(folder, name), kind, PurePosixPath(name))


def _instruments(folder: Path, faults: Faults) -> dict[str, Instrument]:
    raw = _file(folder, "instruments.toml", RawInstruments)
    faults.all += doubled((entry.id, "instruments.toml") for entry in raw.instrument)
    return instruments(raw)


def _words(folder: Path) -> Words:
    if not (folder / "words.toml").exists():
        return Words()
    return words(_file(folder, "words.toml", RawWords))


def _tables(folder: Path, faults: Faults) -> Iterator[tuple[str, Table]]:
    for kind in ("provisions", "rules", SCREENING):
        for path in sorted((folder / kind).rglob("*.toml")):
            name = path.relative_to(folder).as_posix()
            table = _attempt(partial(_table, folder, name), faults)
            if table is not None:
                yield name, table


@frozen(kw_only=True)
class _Norms:
    """The norms that could be built, the ids of all files, and where each version stands."""

    provisions: tuple[AnyProvision, ...]
    rules: tuple[NegativeListRule, ...]
    screening: tuple[ScreeningRule, ...]
    names: list[tuple[str, str]]
    places: Places = field(factory=dict)


def _norms(tables: Mapping[str, Table], known: Known | None, faults: Faults) -> _Norms:
    """Build the norms; without what they may refer to only their form is looked at."""
    built: list[AnyProvision] = []
    grounds: list[NegativeListRule] = []
    screening: list[ScreeningRule] = []
    names: list[tuple[str, str]] = []
    places: Places = {}

    def note(norm: str, versions: tuple[RawVersion, ...], name: str) -> None:
        names.append((norm, name))
        for number, version in enumerate(versions, 1):
            places[norm, version.start] = f"{name} version {number}"
        faults.all += timeline_faults(versions, name)

    for name, table in tables.items():
        path = PurePosixPath(name)
        if path.parts[0] == "rules":
            rule = _attempt(partial(structured, table, RawRule, path), faults)
            if rule is not None:
                note(rule.id, rule.version, name)
                grounds += rules(rule, known, name, faults) if known else ()
        elif path.parts[0] == SCREENING:
            sought = _attempt(partial(structured, table, RawScreeningRule, path), faults)
            if sought is not None:
                note(sought.id, sought.version, name)
                screening += screening_rules(sought, known, name, faults) if known else ()
        else:
            norm = _attempt(partial(raw_norm, table, path), faults)
            if norm is not None:
                note(norm.id, norm.versions, name)
                built += provisions(norm, known, name, faults) if known else ()
    return _Norms(
        provisions=tuple(built),
        rules=tuple(grounds),
        screening=tuple(screening),
        names=names,
        places=places,
    )
