"""How the types that are not plain records stand in JSON: shared by converter and schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from opengov.domain import (
    AnyRecord,
    CreditCode,
    Decision,
    DisclosureItem,
    DisclosureList,
    DocumentNumber,
    Event,
    IndexNumber,
    Interpretation,
    Matter,
    OrganisationCode,
    StatedTime,
)
from opengov.workdays.clocks import ClockEvent

if TYPE_CHECKING:
    from collections.abc import Callable

STATED_TIME_PATTERN = r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$"

TEXT_FORMS: dict[type, Callable[[str], object]] = {
    IndexNumber: IndexNumber.parse,
    DocumentNumber: DocumentNumber.parse,
    OrganisationCode: OrganisationCode.parse,
    CreditCode: CreditCode.parse,
    StatedTime: StatedTime.parse,
}
"""Types that stand in JSON as their text, and how the text is read back."""

TYPE_KEY = "type"


def _kebab(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


RECORD_TAGS: dict[str, type] = {
    "item": DisclosureItem,
    "list": DisclosureList,
    "decision": Decision,
    "interpretation": Interpretation,
    "matter": Matter,
}
EVENT_TAGS: dict[str, type] = {_kebab(kind.__name__): kind for kind in get_args(Event)}

CLOCK_TAGS: dict[str, type] = {_kebab(kind.__name__): kind for kind in get_args(ClockEvent)}

UNIONS: dict[object, dict[str, type]] = {
    AnyRecord: RECORD_TAGS,
    Event: EVENT_TAGS,
    ClockEvent: CLOCK_TAGS,
}
"""Closed sets of types and the names under which each stands in JSON."""

TAGS: dict[type, str] = {kind: tag for tags in UNIONS.values() for tag, kind in tags.items()}
"""The name that values of a tagged type carry wherever they stand."""
