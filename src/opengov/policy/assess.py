"""Assessing one record: which norms apply, what they demand, and how things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.policy.evaluator import Evaluator

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from opengov.domain import AnyRecord
    from opengov.policy.assessment import Assessment
    from opengov.policy.pack import Pack
    from opengov.workdays import Calendar

MOST_KEPT = 16


def assess(
    record: AnyRecord,
    packs: Iterable[Pack],
    *,
    as_of: date,
    known_at: datetime,
    related: Iterable[AnyRecord] = (),
    calendar: Calendar | None = None,
) -> Assessment:
    """Say whether ``record`` may be disclosed, what must happen by when, and what is missing.

    ``as_of`` is the day whose law is asked: versions that begin later are not seen, and
    gates, grounds and required elements are those in force on it. A limit that runs from an
    event follows the edition that governed the event. ``known_at`` is the moment whose
    knowledge counts: the calendar as announced by then, and what had happened by then.
    ``related`` are the records that can be evidence, such as interpretations. Without a
    ``calendar`` that of the first pack that has one is used, as the national one does; without
    any, ``announced_calendar()``, which does not know what an amendment changed when.
    """
    evaluator = evaluator_for(tuple(packs), calendar)
    return evaluator.assess(record, as_of=as_of, known_at=known_at, related=related)


_KEPT: dict[tuple[int, ...], tuple[tuple[Pack, ...], Calendar | None, Evaluator]] = {}
"""Evaluators by the identities of their packs and calendar, which they keep alive."""


def evaluator_for(packs: tuple[Pack, ...], calendar: Calendar | None) -> Evaluator:
    """Return the evaluator for these very packs, made once."""
    key = (*map(id, packs), id(calendar))
    kept = _KEPT.get(key)
    if kept is None:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[key] = (packs, calendar, Evaluator(packs, calendar))
    return kept[2]
