"""The agenda: every obligation of an agency, what is due first on top."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from opengov.policy import Obligation, ObligationStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opengov.domain import AnyRecord
    from opengov.policy import Assessment

OPEN = frozenset(
    {
        ObligationStatus.NOT_YET_RUNNING,
        ObligationStatus.RUNNING,
        ObligationStatus.OVERDUE,
        ObligationStatus.UNKNOWN,
    }
)
"""The statuses that still ask for something to be done."""


@frozen(kw_only=True)
class AgendaLine:
    """One obligation beside the title of its record."""

    title: str
    obligation: Obligation


def agenda(
    assessed: Iterable[tuple[AnyRecord, Assessment]], *, everything: bool = False
) -> tuple[AgendaLine, ...]:
    """List what is still to be done, by due date, undated last; ``everything`` adds the rest."""
    lines = [
        AgendaLine(title=record.title or record.id, obligation=obligation)
        for record, assessment in assessed
        for obligation in assessment.obligations
        if everything or obligation.status in OPEN
    ]
    return tuple(sorted(lines, key=_order))


def _order(line: AgendaLine) -> tuple[date, str, bool, str]:
    found = line.obligation
    day = found.due.earliest if found.due else date.max
    return day, found.record_id, not found.binding, found.source.provision
