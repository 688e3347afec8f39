"""The JSON that commands print: the values of the library, with explanations beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opengov import explain
from opengov.serial import to_data

if TYPE_CHECKING:
    from opengov.i18n import Translator
    from opengov.policy import Assessment, Obligation
    from opengov.reports import AgendaLine


def assessment(found: Assessment, words: Translator) -> dict[str, Any]:
    """Return an assessment with each part explained in words."""
    return {
        **to_data(found),
        "obligations": [obligation(each, words) for each in found.obligations],
        "explanation": {
            "ruling": list(explain.ruling(found, words)),
            "missing": list(explain.missing(found, words)),
            "conflicts": list(explain.disagreements(found, words)),
            "questions": list(explain.questions(found, words)),
        },
    }


def obligation(found: Obligation, words: Translator) -> dict[str, Any]:
    """Return an obligation with its explanation."""
    return {**to_data(found), "explanation": list(explain.obligation(found, words))}


def agenda_line(line: AgendaLine, words: Translator) -> dict[str, Any]:
    """Return a line of the agenda."""
    return {"title": line.title, **obligation(line.obligation, words)}
