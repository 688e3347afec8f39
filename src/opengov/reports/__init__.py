"""Reports: pure functions from records and assessments to tables."""

from opengov.reports.agenda import AgendaLine, agenda
from opengov.reports.moves import Move, moves
from opengov.reports.replayed import (
    Effect,
    FindingChange,
    ObligationChange,
    Replayed,
    Under,
    compared,
    replayed,
)

__all__ = [
    "AgendaLine",
    "Effect",
    "FindingChange",
    "Move",
    "ObligationChange",
    "Replayed",
    "Under",
    "agenda",
    "compared",
    "moves",
    "replayed",
]
