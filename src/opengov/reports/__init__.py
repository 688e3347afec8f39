"""Reports: pure functions from records and assessments to tables."""

from opengov.reports.agenda import AgendaLine, agenda

__all__ = ["AgendaLine", "agenda"]
