"""Obligations whose due date moves when the calendar changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from opengov.reports.agenda import OPEN, AgendaLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opengov.policy import Obligation


@frozen(kw_only=True)
class Move:
    """One obligation before and after."""

    title: str
    before: Obligation
    after: Obligation


def moves(before: Iterable[AgendaLine], after: Iterable[AgendaLine]) -> tuple[Move, ...]:
    """Pair the obligations of two whole agendas and return those whose due date differs.

    Only what was open before or is open after counts. Bounds that are narrower now have moved
    too; a day that is only confirmed has not.
    """
    now = {_key(line): line.obligation for line in after}
    pairs = (
        (line, now[_key(line)])
        for line in before
        if _key(line) in now and _days(line.obligation) != _days(now[_key(line)])
    )
    return tuple(
        Move(title=line.title, before=line.obligation, after=changed)
        for line, changed in pairs
        if OPEN & {line.obligation.status, changed.status}
    )


def _days(obligation: Obligation) -> tuple[object, ...]:
    found = obligation.due
    return (found.earliest, found.latest, found.at) if found else ()


def _key(line: AgendaLine) -> tuple[str, str, str]:
    found = line.obligation
    return found.record_id, found.source.pack, found.source.provision
