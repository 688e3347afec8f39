"""What must hold between the versions of a norm: no day twice, no day left out in silence."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from opengov.errors import OpenGovError, PackGapError, PackOverlapError, PackSyntaxError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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


def doubled(names: Iterable[tuple[str, str]]) -> Iterator[OpenGovError]:
    """Name ids that two files share; ``names`` are pairs of id and file."""
    seen: dict[str, str] = {}
    for name, where in names:
        if name in seen:
            yield PackOverlapError(
                f"the id {name!r} is already taken by {seen[name]}.",
                where=where,
                remedy="Put all versions of one norm into one file, or rename one of them.",
            )
        seen.setdefault(name, where)
