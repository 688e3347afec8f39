"""What worked cases state and expect, by names that somebody explains: else nothing hears them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from opengov.domain import InterpretationElement, Matter
from opengov.errors import PackCaseError
from opengov.packs.names import names_of
from opengov.packs.places import near
from opengov.policy.grounds import SEPARABLE

if TYPE_CHECKING:
    from opengov.domain import AnyRecord
    from opengov.packs.cases import Case
    from opengov.policy import Pack

STATED_BY = {
    "attribute-determined": "a determination",
    "attribute-reasoned": "a determination with its reason",
    "determined_on": "a determination",
    "interpretation-plan-approved": "interpretation_plan with approved_on",
    "interpreted_on": "published_at of a related interpretation",
    "proactive": "a determination",
    "published": "published_at",
    "published_on": "published_at",
    "secrecy-review-by-another": "drafted_by and a secrecy_review",
    "secrecy-review-cleared": "a secrecy_review",
    "secrecy_reviewed_on": "a secrecy_review",
}
"""Names that follow from a record and are never stated, and what is stated instead."""


def strange_names(cases: Iterable[Case], packs: Iterable[Pack]) -> Iterator[PackCaseError]:
    """Name what cases call by names that no pack explains, or that are never stated."""
    known = _known(packs)
    for case in cases:
        for sort, key, name in _names(case):
            place = f"case {case.name!r} {key}"
            if name in STATED_BY and key.endswith(("facts", "milestones")):
                yield PackCaseError(
                    f"{name!r} follows from the record, and what is stated of it is not heard.",
                    where=place,
                    remedy=f"State {STATED_BY[name]} instead.",
                )
            elif name not in known[sort] and (sort != "kind" or _is_slip(name, known[sort])):
                yield PackCaseError(
                    f"no {sort} is called {name!r}.",
                    where=place,
                    remedy=f"Mend the name, or explain it in words.toml under [{sort}]."
                    f"{near(name, known[sort])}",
                )


LIKENESS = 0.8
"""From here on two names are told apart by a slip of the pen."""


def _is_slip(name: str, known: Iterable[str]) -> bool:
    """Say whether a kind was meant to be a known one: a case may be of any kind of matter."""
    return bool(get_close_matches(name, known, n=1, cutoff=LIKENESS))


def _known(packs: Iterable[Pack]) -> dict[str, frozenset[str]]:
    """Return the names of this library and of all packs, by sort."""
    each = [names_of(pack.words) for pack in packs]
    sorts = ("duty", "kind", "day", "fact", "element", "channel")
    known = {sort: frozenset().union(*(getattr(names, sort) for names in each)) for sort in sorts}
    known["fact"] |= {SEPARABLE}
    known["element"] |= {element.value for element in InterpretationElement}
    return known


def _names(case: Case) -> Iterator[tuple[str, str, str]]:
    """Return each name with its sort and the key that it stands under."""
    yield from _of_record(case.record, "record")
    for number, record in enumerate(case.related, 1):
        yield from _of_record(record, f"related {number}")
    expect = case.expect
    expected = {
        ("fact", "asks"): expect.asks,
        ("element", "missing"): expect.missing,
        ("channel", "off"): expect.off,
        ("duty", "conflicts"): expect.conflicts,
    }
    for (sort, key), names in expected.items():
        yield from ((sort, f"expect {key}", name) for name in names or ())


def _of_record(record: AnyRecord, place: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(record, Matter):
        yield "kind", f"{place} kind", record.kind
    yield from (("fact", f"{place} facts", fact.name) for fact in record.facts)
    yield from (("day", f"{place} milestones", each.name) for each in record.milestones)
    yield from (("element", f"{place} elements", str(name)) for name in record.elements or ())
    yield from (("channel", f"{place} channels", str(name)) for name in record.channels or ())
