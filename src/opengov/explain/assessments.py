"""An assessment in words: why each date is what it is, what is missing, what disagrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.domain import Truth
from opengov.explain.conditions import Called, coded, fact, path
from opengov.explain.due_dates import between, count, last_day, limit
from opengov.policy import Disagreement
from opengov.policy.sources import doubts
from opengov.workdays import FixedDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from opengov.domain import Word
    from opengov.i18n import Translator
    from opengov.policy import (
        Assessment,
        Conflict,
        GateFinding,
        Obligation,
        ObligationStatus,
        Source,
    )
    from opengov.workdays import Due


def citations(source: Source) -> str:
    """Return the articles that a source cites, as the law names them."""
    return "、".join(map(str, source.citations))


def short_citations(source: Source) -> str:
    """Return the articles by the number of their instrument, for narrow places."""
    return "、".join(
        f"{cited.instrument.number or f'《{cited.instrument.title}》'}{cited.article}"
        for cited in source.citations
    )


def ruling(assessment: Assessment, words: Translator) -> Iterator[str]:
    """Say whether the record may be disclosed, and why not."""
    yield words.text(f"ruling.{assessment.ruling.value}")
    yield from map(words.render, assessment.reasons)
    for default in assessment.defaults:
        yield words.text("ruling.by-default", citation=citations(default))
    cited = (citation for ground in assessment.holding for citation in ground.source.citations)
    yield from map(words.render, doubts(tuple(cited)))


def duty(found: Obligation | Conflict, words: Translator) -> str:
    """Return the name of a duty, as its pack or this library has it."""
    return words.render(found.duty_title) if found.duty_title else words.text(f"duty.{found.duty}")


def day_name(found: Obligation, words: Translator) -> str:
    """Return the name of the day that an obligation is counted from."""
    if found.anchor_title:
        return words.render(found.anchor_title)
    return words.text(f"day.{found.anchor}")


def measure(found: Obligation, words: Translator) -> str:
    """Return how long a norm allows or asks for: 20个工作日, 每季度, 5至15个工作日, 及时."""
    if found.every is not None:
        return words.text(f"every.{found.every.value}")
    if found.limit is None and found.at_least is None:
        return words.text("measure.promptly")
    return between(found.at_least, found.limit, words)


def obligation(found: Obligation, words: Translator, called: Called | None = None) -> Iterator[str]:
    """Say what is due and why, how it stands, and what is doubtful about it.

    ``called`` knows what the packs call the facts and days that decided that it applies.
    """
    yield from _due(found, words)
    if found.opens is not None and found.at_least is not None:
        yield words.text(
            "obligation.opens",
            opens=last_day(found.opens, words),
            start=words.day(found.opens.start_day),
            anchor=day_name(found, words),
            limit=limit(found.at_least, words),
        )
        yield count(found.opens, words)
    if found.elapsed is not None:
        yield words.text("obligation.elapsed", count=found.elapsed)
    yield standing(found, words)
    yield from map(words.render, found.notes)
    if found.source.bearer is not None:
        yield words.text("obligation.bearer", bearer=found.source.bearer)
    if found.source.note is not None:
        yield words.text("norm.note", note=found.source.note)
    if held := path(found.path, called or Called(words)):
        yield words.text("norm.path", path=held)


def _due(found: Obligation, words: Translator) -> Iterator[str]:
    subject = words.render(found.source.title)
    cited = citations(found.source)
    if found.due is None:
        yield words.text("obligation.undated", subject=subject, citation=cited)
    elif found.period is not None and found.every is not None:
        yield words.text(
            "obligation.due-period",
            subject=subject,
            due=last_day(found.due, words),
            start=words.day(found.period.start),
            every=measure(found, words),
            citation=cited,
        )
    elif found.limit is not None:
        yield words.text(
            _due_key(found.due),
            subject=subject,
            due=last_day(found.due, words),
            start=words.day(found.due.start_day),
            anchor=day_name(found, words),
            limit=limit(found.limit, words),
            citation=cited,
        )
        yield count(found.due, words)


def _due_key(due: Due) -> str:
    if due.at is not None:
        return "obligation.due-moment"
    return "obligation.due-fixed" if isinstance(due.limit, FixedDate) else "obligation.due"


def standing(found: Obligation, words: Translator) -> str:
    """Say how things stand, with the evidence and with what is not known."""
    done_on = found.evidence.on if found.evidence else None
    return standing_of(found.status, done_on, found.applies, words)


def standing_of(
    status: ObligationStatus, done_on: date | None, applies: Truth, words: Translator
) -> str:
    """Say how things stand with a duty of which only this is known."""
    text = words.text(f"status.{status.value}")
    if done_on is not None:
        text = words.text("status.with-evidence", status=text, day=words.day(done_on))
    if applies is Truth.UNKNOWN:
        text = words.text("status.if-it-applies", status=text)
    return text


def missing(assessment: Assessment, words: Translator) -> Iterator[str]:
    """Name closed gates, missing elements and missing channels."""
    for gate in assessment.gates:
        if not gate.is_open or gate.is_breached or gate.may_be_breached:
            yield _closed(gate, words)
    for found in assessment.elements:
        key = "elements.missing" if found.entry is None else "elements.missing-of"
        lacking = words.text(
            key,
            elements=_titles(found.missing, words),
            entry=found.entry,
            citation=citations(found.source),
        )
        yield _with_doubts(_applying(lacking, found.applies, words), words, found.source)
    for channel in assessment.channels:
        if channel.met is not Truth.YES:
            lacking = words.text(
                f"channels.{channel.met.value}",
                channels=_titles(channel.missing, words),
                count=channel.at_least,
                citation=citations(channel.source),
            )
            told = _applying(lacking, channel.applies, words)
            yield _with_doubts(told, words, channel.source)


def _applying(sentence: str, applies: Truth, words: Translator) -> str:
    if applies is Truth.YES:
        return sentence
    return words.text("finding.if-it-applies", finding=sentence)


def _closed(gate: GateFinding, words: Translator) -> str:
    if gate.is_breached:
        key = "gate.breached"
    elif gate.may_be_breached:
        key = "gate.perhaps-breached"
    else:
        key = "gate.closed" if gate.applies is Truth.YES else "gate.unclear"
    closed = words.text(
        key,
        gate=words.render(gate.source.title),
        unmet=words.render(gate.unmet),
        citation=citations(gate.source),
    )
    return _with_doubts(closed, words, gate.source)


def _titles(found: Iterable[Word], words: Translator) -> str:
    return "、".join(words.render(word.title) for word in found)


def disagreements(assessment: Assessment, words: Translator) -> Iterator[str]:
    """Name the norms that disagree, with both articles; of layers the stricter one governs."""
    for conflict in assessment.conflicts:
        looser = conflict.kind is Disagreement.LOOSER
        differing = words.text(
            "conflict" if looser else "conflict.contradiction",
            duty=duty(conflict, words),
            stricter=words.render(conflict.stricter.title),
            stricter_citation=citations(conflict.stricter),
            looser=words.render(conflict.looser.title),
            looser_citation=citations(conflict.looser),
        )
        yield _with_doubts(differing, words, conflict.stricter, conflict.looser)


def _with_doubts(sentence: str, words: Translator, *sources: Source) -> str:
    """Add to a sentence which of its articles were not read by those who encoded them."""
    cited = tuple(citation for source in sources for citation in source.citations)
    gap = " " if words.language == "en" else ""
    return gap.join((sentence, *map(words.render, doubts(cited))))


def questions(assessment: Assessment, words: Translator) -> Iterator[str]:
    """Name the facts to ask for."""
    for question in assessment.questions:
        called = fact(question.fact, words)
        if question.title is not None:
            called = coded(words.render(question.title), question.fact, words)
        yield words.text("question", fact=called)
