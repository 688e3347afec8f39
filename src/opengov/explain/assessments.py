"""An assessment in words: why each date is what it is, what is missing, what disagrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.domain import Truth
from opengov.explain.due_dates import count, last_day, limit
from opengov.policy.sources import doubts
from opengov.workdays import FixedDate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opengov.i18n import Translator
    from opengov.policy import Assessment, Obligation, ObligationStatus, Source
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
    cited = (citation for ground in assessment.holding for citation in ground.source.citations)
    yield from map(words.render, doubts(tuple(cited)))


def obligation(found: Obligation, words: Translator) -> Iterator[str]:
    """Say what is due and why, how it stands, and what is doubtful about it."""
    subject = words.render(found.source.title)
    if found.due is None:
        yield words.text("obligation.undated", subject=subject, citation=citations(found.source))
    else:
        yield words.text(
            _due_key(found.due),
            subject=subject,
            due=last_day(found.due, words),
            start=words.day(found.due.start_day),
            anchor=words.text(f"day.{found.anchor}"),
            limit=limit(found.limit, words),
            citation=citations(found.source),
        )
        yield count(found.due, words)
    yield standing(found, words)
    yield from map(words.render, found.notes)


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
    """Name closed gates and missing elements."""
    for gate in assessment.gates:
        if not gate.is_open:
            key = "gate.closed" if gate.applies is Truth.YES else "gate.unclear"
            closed = words.text(
                key,
                gate=words.render(gate.source.title),
                unmet=words.render(gate.unmet),
                citation=citations(gate.source),
            )
            yield _with_doubts(closed, words, gate.source)
    for found in assessment.elements:
        names = [words.text(f"element.{element.value}") for element in found.missing]
        lacking = words.text(
            "elements.missing", elements="、".join(names), citation=citations(found.source)
        )
        yield _with_doubts(lacking, words, found.source)


def disagreements(assessment: Assessment, words: Translator) -> Iterator[str]:
    """Name the layers that disagree, with both articles; the stricter one governs."""
    for conflict in assessment.conflicts:
        differing = words.text(
            "conflict",
            duty=words.text(f"duty.{conflict.duty}"),
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
        yield words.text("question", fact=fact(question.fact, words))


def fact(name: str, words: Translator) -> str:
    """Return the name of a fact with its code."""
    named = words.text(f"fact.{name}")
    return (
        name
        if named == f"fact.{name}"
        else f"{named}（{name}）"
        if words.language == "zh"
        else f"{named} ({name})"
    )
