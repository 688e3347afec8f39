"""The JSON that commands print: the values of the library, with explanations beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opengov import explain
from opengov.policy import Assessment
from opengov.serial import json_schema, to_data

if TYPE_CHECKING:
    from opengov.explain import Called
    from opengov.i18n import Translator
    from opengov.policy import Obligation
    from opengov.reports import AgendaLine


def assessment(
    found: Assessment, words: Translator, called: Called | None = None
) -> dict[str, Any]:
    """Return an assessment with each part explained in words."""
    return {
        **to_data(found),
        "obligations": [obligation(each, words, called) for each in found.obligations],
        "possible": [obligation(each, words, called) for each in found.possible],
        "explanation": {
            "ruling": list(explain.ruling(found, words)),
            "missing": list(explain.missing(found, words)),
            "conflicts": list(explain.disagreements(found, words)),
            "questions": list(explain.questions(found, words)),
            "warnings": list(map(words.render, found.warnings)),
        },
    }


SENTENCES: dict[str, Any] = {"type": "array", "items": {"type": "string"}}


def assessment_schema() -> dict[str, Any]:
    """Return the JSON Schema of what ``assessment`` returns; every key is always there."""
    schema = json_schema(Assessment)
    definitions = schema["$defs"]
    explained = ("ruling", "missing", "conflicts", "questions", "warnings")
    definitions["Explanation"] = {
        "type": "object",
        "properties": dict.fromkeys(explained, SENTENCES),
        "additionalProperties": False,
    }
    definitions["Assessment"]["properties"]["explanation"] = {"$ref": "#/$defs/Explanation"}
    definitions["Obligation"]["properties"]["explanation"] = SENTENCES
    for definition in definitions.values():
        if "properties" in definition:
            definition["required"] = list(definition["properties"])
    return schema


def obligation(
    found: Obligation, words: Translator, called: Called | None = None
) -> dict[str, Any]:
    """Return an obligation with its explanation."""
    return {**to_data(found), "explanation": list(explain.obligation(found, words, called))}


def agenda_line(line: AgendaLine, words: Translator) -> dict[str, Any]:
    """Return a line of the agenda."""
    return {"title": line.title, **obligation(line.obligation, words)}
