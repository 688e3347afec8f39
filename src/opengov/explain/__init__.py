"""Assessments and due dates in words, in Chinese and English."""

from opengov.explain.assessments import (
    citations,
    disagreements,
    fact,
    missing,
    obligation,
    questions,
    ruling,
    short_citations,
    standing,
    standing_of,
)
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
    "citations",
    "clock",
    "count",
    "disagreements",
    "fact",
    "last_day",
    "latest_before",
    "ledger_day",
    "ledger_table",
    "limit",
    "missing",
    "obligation",
    "questions",
    "ruling",
    "short_citations",
    "standing",
    "standing_of",
]
