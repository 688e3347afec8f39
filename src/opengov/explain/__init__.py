"""Assessments and due dates in words, in Chinese and English."""

from opengov.explain.assessments import (
    citations,
    day_name,
    disagreements,
    duty,
    measure,
    missing,
    obligation,
    questions,
    ruling,
    short_citations,
    standing,
    standing_of,
)
from opengov.explain.conditions import Called, condition, fact, path, question
from opengov.explain.due_dates import (
    clock,
    count,
    last_day,
    latest_before,
    ledger_day,
    ledger_table,
    limit,
)

__all__ = [
    "Called",
    "citations",
    "clock",
    "condition",
    "count",
    "day_name",
    "disagreements",
    "duty",
    "fact",
    "last_day",
    "latest_before",
    "ledger_day",
    "ledger_table",
    "limit",
    "measure",
    "missing",
    "obligation",
    "path",
    "question",
    "questions",
    "ruling",
    "short_citations",
    "standing",
    "standing_of",
]
