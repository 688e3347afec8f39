"""Gates, required elements and channels: what a record must have, and what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.domain import DisclosureList, Truth, Word
from opengov.domain.facts import every
from opengov.policy.assessment import ChannelFinding, ElementsFinding, GateFinding
from opengov.policy.condition import Answer, answer, joined
from opengov.policy.provision import TAKEN_ON

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opengov.domain import ListEntry
    from opengov.policy.applied import Applied
    from opengov.policy.case import Case
    from opengov.policy.provision import ChannelDuty, Gate, RequiredElements


def gate(found: Applied, norm: Gate, case: Case) -> tuple[GateFinding, Answer, Answer]:
    """Say whether a gate is open, and what was asked to tell: now, and when its step was taken."""
    holds = _holds(found, norm, case)
    then = case.when_taken(TAKEN_ON[norm.blocks])
    held_then = NOT_TAKEN if then is None else _holds(found, norm, then)
    finding = GateFinding(
        source=found.source,
        blocks=norm.blocks,
        applies=found.applies.truth,
        holds=holds.truth,
        unmet=norm.unmet,
        held_then=None if then is None else held_then.truth,
        path=(*found.applies.path, *holds.path),
    )
    return finding, holds, held_then


NOT_TAKEN = Answer(Truth.NO)


def _holds(found: Applied, norm: Gate, case: Case) -> Answer:
    """Say whether a gate is open: what it asks for is there, or it asks for nothing here."""
    waived = answer(norm.waived_by, case)
    displaced = (each.displaces for each in found.displaced_by)
    return joined(Truth.YES, waived, *displaced, answer(norm.requires, case))


def _applies(found: Applied) -> Truth:
    return every(found.applies.truth, found.excused.truth.negated())


def elements(
    found: Applied, norm: RequiredElements, case: Case, titles: Mapping[str, Word]
) -> Iterator[ElementsFinding]:
    """Name what the record lacks; of a list, what each entry of its edition lacks."""
    if _applies(found) is Truth.NO:
        return
    for entry, missing in _lacking(norm, case, titles):
        if missing:
            yield ElementsFinding(
                source=found.source,
                missing=tuple(titles[name] for name in missing),
                entry=entry,
                applies=_applies(found),
                path=found.applies.path,
            )


def _lacking(
    norm: RequiredElements, case: Case, titles: Mapping[str, Word]
) -> Iterator[tuple[str | None, list[str]]]:
    if not isinstance(case.record, DisclosureList):
        yield None, [name for name in norm.elements if name not in case.record.elements]
        return
    edition = case.edition
    for entry in edition.entries if edition else ():
        stated = _stated(entry)
        yield (
            entry.name,
            [name for name in norm.elements if not stated & _names(titles[name])],
        )


def _stated(entry: ListEntry) -> set[str]:
    """Return the fields that an entry fills in. Its name is a field of its own."""
    filled = {field.name.strip() for field in entry.fields if field.value.strip()}
    return {*filled, "name"} if entry.name.strip() else filled


def _names(word: Word) -> set[str]:
    return {word.name, word.title.zh, word.title.en} - {""}


def channels(
    found: Applied, norm: ChannelDuty, case: Case, titles: Mapping[str, Word]
) -> ChannelFinding:
    """Say which kinds of channel are missing, once enough is known to tell."""
    out = case.record.channels
    if _applies(found) is Truth.NO:
        met, missing = Truth.YES, []
    elif out is None:
        met, missing = Truth.UNKNOWN, list(norm.channels)
    else:
        missing = [name for name in norm.channels if name not in out]
        met = Truth.of(len(norm.channels) - len(missing) >= norm.at_least)
    return ChannelFinding(
        source=found.source,
        at_least=norm.at_least,
        missing=() if met is Truth.YES else tuple(titles[name] for name in missing),
        met=met,
        applies=_applies(found),
        path=found.applies.path,
    )
