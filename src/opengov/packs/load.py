"""Loading a pack: every file is read before anything is refused, so all faults show at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from opengov.errors import OpenGovError, PackInvalidError, PackNotFoundError
from opengov.packs.build import Faults, Known, instruments, provisions, rules
from opengov.packs.lint import doubled, norm_faults, timeline_faults, unknown_entries
from opengov.packs.names import names_of, words
from opengov.packs.raw import (
    RawHead,
    RawInstruments,
    RawRule,
    RawWords,
    raw_norm,
    read_table,
    structured,
)
from opengov.policy import Pack, Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from opengov.domain import Instrument, NegativeListRule
    from opengov.policy import AnyProvision

T = TypeVar("T")


def load_pack(folder: Path) -> Pack:
    """Read the pack in ``folder``.

    A missing folder is a ``PackNotFoundError``; whatever else is wrong comes together in one
    ``PackInvalidError``. Nothing is half loaded.
    """
    if not folder.is_dir():
        raise PackNotFoundError(
            "there is no such folder.",
            where=str(folder),
            remedy="Give the folder that holds pack.toml.",
        )
    faults = Faults()
    head = _attempt(
        lambda: structured(read_table(folder / "pack.toml"), RawHead, folder / "pack.toml"), faults
    )
    faults.all += unknown_entries(folder)
    listed = _attempt(partial(_instruments, folder / "instruments.toml", faults), faults)
    own = _attempt(partial(_words, folder / "words.toml"), faults) or Words()
    known = Known(instruments=listed or {}, names=names_of(own))
    named: list[tuple[str, str]] = []
    norms = _norms(folder, known, named, faults)
    grounds = _grounds(folder, known, named, faults)
    faults.all += doubled(named)
    faults.all += norm_faults(norms, grounds, own, dict(named), head.level if head else None)
    if not norms and not grounds and not faults.all:
        faults.add(
            PackNotFoundError(
                "the pack holds no norm.",
                where=str(folder),
                remedy="Put files under provisions/ or rules/.",
            )
        )
    if head is None or listed is None or faults.all:
        raise PackInvalidError(
            "the pack cannot be used.",
            where=str(folder),
            remedy="Mend what is listed below.",
            faults=faults.all,
        )
    return Pack(
        id=head.id,
        title=head.title,
        level=head.level,
        jurisdiction=head.jurisdiction,
        version=head.version,
        reviewed_on=head.reviewed_on,
        limits=head.limits,
        issuers=frozenset(head.issuers),
        instruments=tuple(listed.values()),
        provisions=norms,
        rules=grounds,
        words=own,
    )


def _attempt(read: Callable[[], T], faults: Faults) -> T | None:
    try:
        return read()
    except OpenGovError as fault:
        faults.add(fault)
        return None


def _instruments(path: Path, faults: Faults) -> dict[str, Instrument]:
    raw = structured(read_table(path), RawInstruments, path)
    faults.all += doubled((entry.id, str(path)) for entry in raw.instrument)
    return instruments(raw)


def _words(path: Path) -> Words:
    return words(structured(read_table(path), RawWords, path)) if path.exists() else Words()


def _norms(
    folder: Path,
    known: Known,
    named: list[tuple[str, str]],
    faults: Faults,
) -> tuple[AnyProvision, ...]:
    built: list[AnyProvision] = []
    for path in sorted((folder / "provisions").rglob("*.toml")):
        raw = _attempt(partial(raw_norm, path), faults)
        if raw is None:
            continue
        where = str(path)
        named.append((raw.id, where))
        faults.all += timeline_faults(raw.versions, where)
        built += provisions(raw, known, where, faults)
    return tuple(built)


def _raw_rule(path: Path) -> RawRule:
    return structured(read_table(path), RawRule, path)


def _grounds(
    folder: Path,
    known: Known,
    named: list[tuple[str, str]],
    faults: Faults,
) -> tuple[NegativeListRule, ...]:
    built: list[NegativeListRule] = []
    for path in sorted((folder / "rules").rglob("*.toml")):
        raw = _attempt(partial(_raw_rule, path), faults)
        if raw is None:
            continue
        where = str(path)
        named.append((raw.id, where))
        faults.all += timeline_faults(raw.version, where)
        built += rules(raw, known, where, faults)
    return tuple(built)
