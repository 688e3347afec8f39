"""What must hold between the versions of a norm: no day twice, no day left out in silence."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from opengov.errors import OpenGovError, PackGapError, PackOverlapError, PackSyntaxError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from opengov.packs.raw import RawRuleVersion, RawVersion

FOREVER = date.max


def timeline_faults(
    versions: Sequence[RawVersion | RawRuleVersion], where: str
) -> Iterator[OpenGovError]:
    """Name overlaps and unexplained gaps between the versions of one norm."""
    if not versions:
        yield PackSyntaxError("the norm has no version.", where=where, remedy="Add [[version]].")
    for earlier, later in pairwise(sorted(versions, key=lambda version: version.start)):
        end = earlier.end or FOREVER
        if later.start < end:
            until = f"until {earlier.end}" if earlier.end else "without end"
            yield PackOverlapError(
                f"the version from {earlier.start} runs {until},"
                f" so the one from {later.start} overlaps it.",
                where=where,
                remedy="Give the earlier one an end no later than the start of the next.",
            )
        elif end < later.start and not later.gap:
            yield PackGapError(
                f"no version covers the days from {end} to {later.start}.",
                where=where,
                remedy="Close the gap, or say why it is there in gap of the later version.",
            )


FILES = frozenset({"pack.toml", "instruments.toml", "cases.toml"})
FOLDERS = frozenset({"provisions", "rules"})


def unknown_entries(folder: Path) -> Iterator[OpenGovError]:
    """Name what lies in a pack and would be passed over: a misspelt folder loses its norms."""
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and entry.name in FOLDERS:
            strangers = [each for each in sorted(entry.iterdir()) if each.suffix != ".toml"]
        else:
            strangers = [] if entry.name in FILES else [entry]
        for stranger in strangers:
            if not _may_lie_there(stranger):
                yield PackSyntaxError(
                    "a pack has no such file or folder, so it would be passed over.",
                    where=str(stranger),
                    remedy=f"It holds {', '.join(sorted(FILES))} and *.toml under"
                    f" {' and '.join(sorted(FOLDERS))}.",
                )


def _may_lie_there(entry: Path) -> bool:
    """Say whether an entry is plainly no norm: hidden, a note for people, Python's own."""
    return entry.name.startswith((".", "__")) or entry.suffix in {".md", ".txt", ".py"}


def doubled(names: Iterable[tuple[str, str]]) -> Iterator[OpenGovError]:
    """Name ids that two files share; ``names`` are pairs of id and file."""
    seen: dict[str, str] = {}
    for name, where in names:
        if name in seen:
            yield PackOverlapError(
                f"the id {name!r} is already taken by {seen[name]}.",
                where=where,
                remedy="Give each an id of its own; all versions of one norm stand in one file.",
            )
        seen.setdefault(name, where)
