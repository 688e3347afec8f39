"""Norms in words: what each demands, of whom, when, with which exceptions, on which article."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, assert_never

from attrs import frozen

from opengov.domain import Citation, NegativeListRule, Trust
from opengov.explain.conditions import condition
from opengov.explain.due_dates import between, counted, limit
from opengov.policy import (
    Cadence,
    ChannelDuty,
    Deadline,
    Default,
    Gate,
    MinDuration,
    Prompt,
    RequiredElements,
    Window,
)
from opengov.policy.condition import ALWAYS, NEVER
from opengov.workdays import Frequency

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opengov.domain import Escape
    from opengov.explain.conditions import Called
    from opengov.i18n import Translator
    from opengov.policy import AnyProvision, ClockPause, Extension, Norm


@frozen
class NormLine:
    """One thing that is told of a norm: ``key`` names it in JSON, ``label`` for people."""

    key: str
    label: str
    text: str


def norm_kind(norm: Norm) -> str:
    """Return the name that packs give to the kind of a norm; ``ground`` is one of a list."""
    return kind_called(type(norm).__name__)


def kind_called(name: str) -> str:
    """Return the name that packs give to the kind whose type has this name."""
    if name == NegativeListRule.__name__:
        return "ground"
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def norm_measure(norm: Norm, called: Called) -> str:
    """Return the measure of a norm in words: 20个工作日, 不少于30日, 每季度, 及时, 缺一不可."""
    words = called.words
    match norm:
        case Deadline():
            return limit(norm.limit, words)
        case MinDuration():
            return between(norm.limit, None, words)
        case Window():
            return between(norm.bounds.at_least, norm.bounds.at_most, words)
        case Cadence():
            return _turns(norm, words)
        case Prompt():
            within = norm.within and words.text("measure.within", limit=limit(norm.within, words))
            return within or words.text("measure.promptly")
        case Gate():
            return words.text("measure.before", step=words.text(f"step.{norm.blocks.value}"))
        case RequiredElements():
            return counted("measure.elements", len(norm.elements), words)
        case ChannelDuty():
            return _channels(norm, words)
        case Default():
            return words.text("measure.default")
        case NegativeListRule():
            return words.text(f"force.{norm.force.value}")
        case _:
            assert_never(norm)


def _channels(norm: ChannelDuty, words: Translator) -> str:
    if norm.at_least == len(norm.channels):
        return counted("measure.channels-all", norm.at_least, words)
    return words.text("measure.channels-some", count=norm.at_least, of=len(norm.channels))


def _turns(norm: Cadence, words: Translator) -> str:
    if not isinstance(norm.every, Frequency):
        return words.text("every.limit", limit=limit(norm.every, words))
    every = words.text(f"every.{norm.every.value}")
    if norm.at_least > 1:
        every = words.text("every.times", every=every, count=norm.at_least)
    if norm.limit is not None:
        every = words.text("every.within", every=every, limit=limit(norm.limit, words))
    return every


def norm_lines(norm: Norm, called: Called, others: Iterable[Norm] = ()) -> Iterator[NormLine]:
    """Tell everything else of a norm; ``others`` are those that it may take the place of."""
    words = called.words

    def line(key: str, text: str) -> NormLine:
        return NormLine(key, words.text(f"norm-line.{key}"), text)

    if isinstance(norm, NegativeListRule):
        yield line("fact", called.fact(norm.fact))
        for escape in norm.escapes:
            yield line("escape", escaped(escape, called))
    else:
        for key, text in _provision_lines(norm, called, tuple(others)):
            yield line(key, text)
    yield line("articles", "；".join(cited(each, words) for each in norm.citations))
    if norm.note is not None:
        yield line("note", words.render(norm.note))
    if norm.in_force.start != date.min:
        yield line("since", _in_force(norm, words))


def _provision_lines(
    norm: AnyProvision, called: Called, others: tuple[Norm, ...]
) -> Iterator[tuple[str, str]]:
    words = called.words
    yield from _own_lines(norm, called)
    if norm.when != ALWAYS:
        yield "when", condition(norm.when, called)
    if norm.waived_by != NEVER:
        yield "waived_by", condition(norm.waived_by, called)
    if norm.displaces:
        named = norms(norm.displaces, called)
        yield "displaces", words.text("norm.displaces", norms=named, because=norm.because or "")
    special = [
        other
        for other in others
        if norm.id in getattr(other, "displaces", ()) and other.in_force.overlaps(norm.in_force)
    ]
    for other in special:
        yield "displaced_by", words.text("norm.displaced-by", norm=other.title)
    if norm.bearer is not None:
        yield "bearer", words.render(norm.bearer)
    if norm.governed_by:
        yield "governed_by", days(norm.governed_by, called)


def _own_lines(norm: AnyProvision, called: Called) -> Iterator[tuple[str, str]]:
    words = called.words
    match norm:
        case Gate():
            yield "requires", condition(norm.requires, called)
            yield "unmet", words.render(norm.unmet)
        case RequiredElements():
            yield "elements", "、".join(map(called.element, norm.elements))
        case ChannelDuty():
            yield "channels", "、".join(map(called.channel, norm.channels))
        case Default():
            pass
        case Deadline() | MinDuration() | Window() | Prompt() | Cadence():
            if norm.anchors:
                yield "anchors", days(norm.anchors, called)
            if isinstance(norm, Deadline):
                yield from _clock_lines(norm, called)
            yield "done_by", days(norm.done_by, called)
        case _:
            assert_never(norm)


def _clock_lines(norm: Deadline, called: Called) -> Iterator[tuple[str, str]]:
    if norm.restarts:
        yield "restarts", "、".join(map(called.day, norm.restarts))
    if norm.pauses:
        yield "pauses", pauses(norm.pauses, called)
    if norm.extension is not None:
        yield "extension", extension(norm.extension, called)


def days(names: Iterable[str], called: Called) -> str:
    """Return days of which the first one stated counts: 形成日期，没有的取成文日期."""
    return called.words.text("norm.else").join(map(called.day, names))


def norms(names: Iterable[str], called: Called) -> str:
    """Return norms by their titles."""
    return "、".join(f"“{called.norm(name)}”" for name in names)


def pauses(found: Iterable[ClockPause], called: Called) -> str:
    """Return what stops a count, with the reason of each."""
    return called.words.text("path.join").join(_pause(each, called) for each in found)


def _pause(found: ClockPause, called: Called) -> str:
    words = called.words
    told = {
        "begins": called.day(found.begins),
        "ends": called.day(found.ends),
        "reason": found.reason,
    }
    if found.at_most is None:
        said = words.text("norm.pause", **told)
    else:
        said = words.text("norm.pause-at-most", **told, limit=limit(found.at_most, words))
    return words.text("norm.once", what=said) if found.once else said


def extension(found: Extension, called: Called) -> str:
    """Return by how much, and when, a limit is longer."""
    words = called.words
    return words.text("norm.extension", on=called.day(found.on), limit=limit(found.limit, words))


def escaped(escape: Escape, called: Called) -> str:
    """Return what lifts a ground, and the fact that shows it."""
    kind = called.words.text(f"escape.{escape.kind.value}")
    return called.words.text("norm.escape", kind=kind, fact=called.fact(escape.fact))


def cited(citation: Citation, words: Translator) -> str:
    """Return an article, with how far those who encoded it know its text."""
    if citation.trust is Trust.READ:
        return str(citation)
    trust = words.text(f"trust.{citation.trust.value}")
    return words.text("norm.trust", citation=str(citation), trust=trust)


def _in_force(norm: Norm, words: Translator) -> str:
    start, end = norm.in_force.start, norm.in_force.end
    if end is None:
        return words.text("norm.since", start=start)
    return words.text("norm.since-until", start=start, end=end)
