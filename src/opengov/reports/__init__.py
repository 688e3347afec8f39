"""Reports: pure functions from records and assessments to tables."""

from opengov.reports.agenda import AgendaLine, agenda
from opengov.reports.moves import Move, moves

__all__ = ["AgendaLine", "Move", "agenda", "moves"]
