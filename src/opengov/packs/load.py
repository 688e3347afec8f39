"""Loading a pack: every file is read before anything is refused, so all faults show at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from opengov.errors import OpenGovError, PackInvalidError, PackNotFoundError
from opengov.packs.build import Faults, instruments, provisions, rules, versions_of
from opengov.packs.lint import doubled, timeline_faults, unknown_entries
from opengov.packs.raw import (
    RawHead,
    RawInstruments,
    RawRule,
    raw_norm,
    read_table,
    structured,
)
from opengov.policy import Pack

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
    named: list[tuple[str, str]] = []
    norms = _norms(folder, listed or {}, named, faults)
    grounds = _grounds(folder, listed or {}, named, faults)
    faults.all += doubled(named)
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


def _norms(
    folder: Path,
    listed: dict[str, Instrument],
    named: list[tuple[str, str]],
    faults: Faults,
) -> tuple[AnyProvision, ...]:
    built: list[AnyProvision] = []
    for path in sorted((folder / "provisions").glob("*.toml")):
        raw = _attempt(partial(raw_norm, path), faults)
        if raw is None:
            continue
        where = str(path)
        named.append((raw.id, where))
        faults.all += timeline_faults(versions_of(raw), where)
        built += provisions(raw, listed, where, faults)
    return tuple(built)


def _raw_rule(path: Path) -> RawRule:
    return structured(read_table(path), RawRule, path)


def _grounds(
    folder: Path,
    listed: dict[str, Instrument],
    named: list[tuple[str, str]],
    faults: Faults,
) -> tuple[NegativeListRule, ...]:
    built: list[NegativeListRule] = []
    for path in sorted((folder / "rules").glob("*.toml")):
        raw = _attempt(partial(_raw_rule, path), faults)
        if raw is None:
            continue
        where = str(path)
        named.append((raw.id, where))
        faults.all += timeline_faults(raw.version, where)
        built += rules(raw, listed, where, faults)
    return tuple(built)
