"""The norms that give obligations, each applied to a record by its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from opengov.policy.assessment import Ruling
from opengov.policy.cadences import cadence
from opengov.policy.deadlines import deadline, prompt
from opengov.policy.durations import duration
from opengov.policy.provision import Cadence, Deadline, MinDuration, Prompt, Window

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from opengov.policy.applied import Applied
    from opengov.policy.assessment import Obligation
    from opengov.policy.case import Case
    from opengov.policy.counting import Counting
    from opengov.policy.provision import Dated


def obligations(
    dated: Iterable[tuple[Applied, Dated]],
    case: Case,
    as_of: date,
    counting: Counting,
    ruling: Ruling,
) -> list[Obligation]:
    """Apply every norm; what must be withheld need not be published by any day."""
    found: list[Obligation] = []
    for each, norm in dated:
        if ruling is Ruling.WITHHOLD and "published_on" in norm.done_by:
            continue
        match norm:
            case Deadline():
                found.append(deadline(each, norm, case, counting))
            case MinDuration() | Window():
                found.append(duration(each, norm, case, counting.calendar))
            case Cadence():
                found += cadence(each, norm, case, as_of, counting)
            case Prompt():
                found.append(prompt(each, norm, case, counting))
            case _:
                assert_never(norm)
    return found
