"""From proposals to one item: the best of each field, what contradicts it, what found no place."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from opengov.domain import Message
from opengov.intake.fold import squeezed
from opengov.intake.shapes import fits
from opengov.intake.values import ImpossibleDayError, stated_time
from opengov.intake.vocabulary import CLASSED, DAYS, SENT_ON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opengov.domain import StatedTime
    from opengov.intake.readers import Proposal

WEAK = 0.45
"""Below this a proposal is a guess: it fills a gap and contradicts nothing."""


@frozen(kw_only=True)
class Merged:
    """The chosen proposal of each field, with what else was seen."""

    chosen: Mapping[str, Proposal]
    others: tuple[Proposal, ...]
    """Values behind labels for which the item has no field."""
    warnings: tuple[Message, ...]
    rejected: tuple[Proposal, ...]
    """Values that their field cannot hold, or that another value stands before."""


def merge(proposals: Iterable[Proposal], labelled: frozenset[str]) -> Merged:
    """Choose for each field; ``labelled`` are the fields whose label stands on the page at all."""
    settled = list(_settled(list(proposals), labelled))
    warnings: list[Message] = []
    rejected: list[Proposal] = []
    by_field: dict[str, list[Proposal]] = defaultdict(list)
    others: list[Proposal] = []
    for proposal in settled:
        if proposal.field is None:
            (others if proposal.label else rejected).append(proposal)
        elif complaint := _complaint(proposal):
            rejected.append(proposal)
            if proposal.confidence > WEAK:
                warnings.append(complaint)
        else:
            by_field[proposal.field].append(proposal)
    chosen = {}
    for name, rivals in by_field.items():
        rivals.sort(key=lambda proposal: (-proposal.confidence, proposal.line))
        chosen[name] = _most_precise(name, rivals)
        for rival in rivals:
            if not _agree(name, chosen[name].value, rival.value):
                rejected.append(rival)
                if rival.confidence > WEAK and chosen[name].confidence > WEAK:
                    warnings.append(_contradiction(name, chosen[name], rival))
    if any(proposal.label.startswith("发文") and proposal.field in DAYS for proposal in settled):
        warnings += _ambiguous(chosen, labelled)
    taken = frozenset(squeezed(found.value) for found in chosen.values())
    return Merged(
        chosen=chosen,
        others=_unique(others, taken),
        warnings=tuple(dict.fromkeys(warnings)),
        rejected=tuple(rejected),
    )


def _settled(proposals: list[Proposal], labelled: frozenset[str]) -> Iterator[Proposal]:
    """Give labels of several meanings the one that fits what stands beside them."""
    for proposal in proposals:
        if proposal.field == SENT_ON:
            yield evolve(proposal, field=_sent_on(proposal, labelled))
        elif proposal.field == CLASSED:
            name = "category" if "subject_class" in labelled else "subject_class"
            yield evolve(proposal, field=name, confidence=proposal.confidence - 0.2)
        else:
            yield proposal


def _sent_on(proposal: Proposal, labelled: frozenset[str]) -> str | None:
    """发文日期 is publication beside 成文日期, the making beside 发布日期, nothing new beside both.

    Alone, a time of day speaks for publication: nobody writes down the minute of the making.
    """
    match ("made_on" in labelled, "published_at" in labelled):
        case (True, True):
            return None
        case (True, False):
            return "published_at"
        case (False, True):
            return "made_on"
        case _:
            return "published_at" if _has_time(proposal.value) else "made_on"


def _has_time(text: str) -> bool:
    try:
        stated = stated_time(text)
    except ImpossibleDayError:
        return False
    return stated is not None and stated.time is not None


def _ambiguous(chosen: Mapping[str, Proposal], labelled: frozenset[str]) -> Iterator[Message]:
    if labelled.isdisjoint({"made_on", "published_at"}):
        for name in ("made_on", "published_at"):
            if name in chosen:
                yield Message(
                    "intake.ambiguous-date",
                    {
                        "label": chosen[name].label,
                        "value": chosen[name].value,
                        "field": _named(name),
                    },
                )


def _complaint(proposal: Proposal) -> Message | None:
    """Say why a value cannot be what its label says, if it cannot."""
    name = proposal.field or ""
    parameters = {"label": proposal.label, "value": proposal.value, "line": proposal.line}
    if name in DAYS:
        try:
            if stated_time(proposal.value) is None:
                return Message("intake.date-unreadable", parameters)
        except ImpossibleDayError as error:
            return Message("intake.date-impossible", {**parameters, "day": str(error)})
    # What stands plainly behind its label is kept whatever it looks like; a guess is not.
    if not fits(name, proposal.value) and not _is_plain(proposal):
        return Message("intake.value-implausible", parameters)
    return None


def _is_plain(proposal: Proposal) -> bool:
    return (
        proposal.reader == "in-line"
        and proposal.confidence >= 0.9
        and proposal.field in {"index_number", "document_number", "title", "issuing_body"}
        and len(proposal.value) <= 300
        and not (proposal.field == "issuing_body" and re.search(r"\d{4}[〕\]]", proposal.value))
        and not (proposal.field == "document_number" and not any(map(str.isdigit, proposal.value)))
    )


def _most_precise(name: str, rivals: list[Proposal]) -> Proposal:
    """Return the best proposal, or one that says the same more precisely."""
    best = rivals[0]
    for rival in rivals[1:]:
        if rival.confidence <= WEAK or not _agree(name, best.value, rival.value):
            continue
        longer = len(squeezed(rival.value)) > len(squeezed(best.value))
        if (name in DAYS and longer and _has_time(rival.value) and not _has_time(best.value)) or (
            name == "title" and longer
        ):
            best = rival
    if name == "title" and best.value.endswith(("…", "...", "．．．")):
        start = squeezed(best.value).rstrip(".…")
        whole = [r for r in rivals if squeezed(r.value).startswith(start) and r is not best]
        best = next((r for r in whole if not r.value.endswith(("…", "..."))), best)
    return best


def _agree(name: str, one: str, other: str) -> bool:
    if name in DAYS:
        first, second = _stated(one), _stated(other)
        if first is None or second is None or first.day != second.day:
            return False
        return first.time is None or second.time is None or first.time == second.time
    this, that = squeezed(one), squeezed(other)
    if name == "title":
        short, long = sorted((this.rstrip(".…"), that.rstrip(".…")), key=len)
        return this == that or (_is_cut(one, other) and long.startswith(short))
    return this == that


def _is_cut(*titles: str) -> bool:
    return any(title.endswith(("…", "...")) for title in titles)


def _stated(text: str) -> StatedTime | None:
    try:
        return stated_time(text)
    except ImpossibleDayError:
        return None


def _contradiction(name: str, kept: Proposal, other: Proposal) -> Message:
    return Message(
        "intake.contradiction",
        {"field": _named(name), "kept": kept.value, "other": other.value, "line": other.line},
    )


def _named(name: str) -> Message:
    return Message(f"field.{name}")


def _unique(proposals: list[Proposal], taken: frozenset[str]) -> tuple[Proposal, ...]:
    """Leave out repeats, and a title with a colon in it that looked like label and value."""
    seen: dict[tuple[str, str], Proposal] = {}
    for proposal in proposals:
        if f"{proposal.label}:{squeezed(proposal.value)}" not in taken:
            seen.setdefault((proposal.label, squeezed(proposal.value)), proposal)
    return tuple(seen.values())
