"""Compares what was read from a page with what a person reads there."""

from __future__ import annotations

import tomllib
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from opengov.intake import stated_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from opengov.intake import Intake

NEVER_INVENTED = (
    "title index_number document_number issuing_body made_on published_at subject_class category "
    "validity effective_on repealed_on keywords information_source"
).split()
"""Fields that a page must state to have them."""


def expected_pages(file: Path) -> list[dict[str, Any]]:
    return tomllib.loads(file.read_text("utf-8"))["page"]  # type: ignore[no-any-return]


def disagreements(
    found: Intake, page: dict[str, Any], names: Sequence[str] = NEVER_INVENTED
) -> Iterator[str]:
    """Say what differs from the expectation, and what was invented."""
    stated = stated_fields(found.item)
    expected = page["expect"]
    for name in dict.fromkeys([*expected, *names]):
        wanted = expected.get(name, "")
        readings = wanted if isinstance(wanted, list) else [wanted]
        if _plain(stated[name]) not in {_plain(reading) for reading in readings}:
            yield f"{name}: {stated[name]!r}, a person reads {wanted!r}"
    names = page.get("at_least_one", [])
    if names and all(stated[name] is None for name in names):
        yield f"none of {names}"
    if page.get("warning") and not found.warnings:
        yield "no warning"


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "|".join(map(_plain, value))
    return "".join(unicodedata.normalize("NFKC", str(value)).split())
