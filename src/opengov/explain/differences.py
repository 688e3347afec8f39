"""Differences in words: of two laws norm by norm, of the same record under both."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from opengov.domain import Escape, LocalizedText, Period, Truth
from opengov.explain.assessments import citations, duty, standing
from opengov.explain.conditions import condition
from opengov.explain.due_dates import last_day, limit
from opengov.explain.norms import days, escaped, extension, kind_called, norm_measure, norms, pauses
from opengov.policy import (
    ChannelFinding,
    Condition,
    Difference,
    ElementsFinding,
    Extension,
    GateFinding,
    GroundFinding,
    Step,
)
from opengov.reports import Effect
from opengov.workdays import Frequency, Limit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.domain import GroundForce
    from opengov.explain.conditions import Called
    from opengov.i18n import Translator
    from opengov.policy import Finding, KeyChange, Norm, NormDifference, Obligation
    from opengov.reports import FindingChange, ObligationChange, Replayed


def norm_difference(found: NormDifference, before: Called, after: Called) -> Iterator[str]:
    """Say what became of a norm, key by key, and then the articles of both sides."""
    words = after.words
    title = words.render(found.norm.title)
    if found.difference is Difference.CHANGED:
        changes = (key_change(change, before, after) for change in found.changes)
        yield words.text(
            "difference.changed", title=title, change=words.text("path.join").join(changes)
        )
    else:
        called = before if found.after is None else after
        yield words.text(
            f"difference.{found.difference.value}",
            title=title,
            measure=norm_measure(found.norm, called),
        )
    yield _articles(found, words)


def _articles(found: NormDifference, words: Translator) -> str:
    before, after = (side and _cited(side) for side in (found.before, found.after))
    if before and after and before != after:
        return words.text("difference.articles", before=before, after=after)
    return words.text("difference.article", article=after or before)


def _cited(norm: Norm) -> str:
    return "、".join(map(str, norm.citations))


def key_change(change: KeyChange, before: Called, after: Called) -> str:
    """Say what one key was and what it is: 期限由15个工作日改为20个工作日."""
    words = after.words
    subject = words.text(f"norm-line.{change.key}")
    old, new = key_values(change, before, after)
    if change.key in SETS:
        parts = (("difference.added", new), ("difference.removed", old))
        told = (words.text(key, subject=subject, names=names) for key, names in parts if names)
        return words.text("path.join").join(told)
    return words.text("difference.key", subject=subject, before=old, after=new)


SETS = frozenset({"channels", "elements", "pauses"})
"""The keys that hold several things side by side: of these only what is not on both is told."""


def key_values(change: KeyChange, before: Called, after: Called) -> tuple[str, str]:
    """Return both values of a key in words; of several things those that the other side lacks."""
    old, new = change.before, change.after
    if change.key not in SETS or not isinstance(old, tuple) or not isinstance(new, tuple):
        return norm_value(change.key, old, before), norm_value(change.key, new, after)
    gone = tuple(each for each in old if each not in new)
    come = tuple(each for each in new if each not in old)
    return _several(change.key, gone, before), _several(change.key, come, after)


def norm_value(key: str, value: object, called: Called) -> str:
    """Return the value of one key of a norm in words."""
    words = called.words
    if isinstance(value, Limit):
        return limit(value, words)
    if isinstance(value, Condition):
        return condition(value, called)
    match value:
        case None:
            return words.text("difference.none")
        case Extension():
            return extension(value, called)
        case Enum():
            return words.text(f"{_prefix(value)}.{value.value}")
        case LocalizedText():
            return words.render(value)
        case Period():
            until = "norm.since-until" if value.end else "norm.since"
            return words.text(until, start=value.start, end=value.end or "")
        case tuple():
            return _several(key, value, called) or words.text("difference.none")
        case _:
            return _named(key, str(value), called)


def _prefix(value: Step | Frequency | GroundForce | Enum) -> str:
    prefixes = {Step: "step", Frequency: "every"}
    return prefixes.get(type(value), "force")


def _named(key: str, name: str, called: Called) -> str:
    match key:
        case "duty":
            return called.duty(name)
        case "fact":
            return called.fact(name)
        case "extension.on":
            return called.day(name)
        case "kind":
            return called.words.text(f"norm-kind.{kind_called(name)}")
        case _:
            return name


def _several(key: str, values: tuple[object, ...], called: Called) -> str:
    words = called.words
    match key:
        case "anchors" | "done_by" | "governed_by" | "restarts":
            return days(map(str, values), called)
        case "elements":
            return "、".join(called.element(str(name)) for name in values)
        case "channels":
            return "、".join(called.channel(str(name)) for name in values)
        case "displaces":
            return norms(map(str, values), called)
        case "pauses":
            return pauses(values, called)  # type: ignore[arg-type]
        case "escapes":
            return words.text("path.join").join(
                escaped(each, called) for each in values if isinstance(each, Escape)
            )
        case _:
            return "、".join(map(str, values))


def replayed(found: Replayed, words: Translator) -> Iterator[str]:
    """Say everything that differs for one record, each with the article of both sides."""
    if found.ruling_changed:
        yield words.text(
            "replayed.ruling",
            before=words.text(f"ruling.{found.ruling_before.value}"),
            after=words.text(f"ruling.{found.ruling_after.value}"),
        )
    for change in found.obligations:
        yield obligation_change(change, words)
    for finding in found.findings:
        yield finding_change(finding, words)


def obligation_change(change: ObligationChange, words: Translator) -> str:
    """Say what became of an obligation, and which articles it rests on."""
    before, after = change.before, change.after
    if before is None or after is None:
        only = after or before
        assert only is not None  # noqa: S101  (one of the two there always is)
        return words.text(
            f"replayed.{change.effects[0].value}",
            duty=duty(only, words),
            stands=_stands(only, words),
            citation=citations(only.source),
        )
    return words.text(
        "replayed.moves" if Effect.MOVES in change.effects else "replayed.status",
        duty=duty(after, words),
        before=_stands(before, words),
        after=_stands(after, words),
        articles=_both(citations(before.source), citations(after.source), words),
    )


def _stands(found: Obligation, words: Translator) -> str:
    due = due_or_opens(found, words)
    return words.text("replayed.stands", due=due, status=standing(found, words))


def due_or_opens(found: Obligation, words: Translator) -> str:
    """Return when something is due, or else when it may be done; a dash where neither is known."""
    if found.due is not None:
        return last_day(found.due, words)
    if found.opens is not None:
        return words.text("replayed.opens", day=last_day(found.opens, words))
    return words.text("replayed.undated")


def _both(before: str, after: str, words: Translator) -> str:
    if before == after:
        return after
    return words.text("replayed.articles", before=before, after=after)


def finding_change(change: FindingChange, words: Translator) -> str:
    """Say what became of a gate, a ground, an element or a channel."""
    only = change.after or change.before
    assert only is not None  # noqa: S101  (one of the two there always is)
    if change.effect is not Effect.STATUS or change.before is None or change.after is None:
        return words.text(
            f"replayed.{change.effect.value}",
            duty=words.render(only.source.title),
            stands=finding_stands(only, words),
            citation=citations(only.source),
        )
    return words.text(
        "replayed.status",
        duty=words.render(only.source.title),
        before=finding_stands(change.before, words),
        after=finding_stands(change.after, words),
        articles=_both(citations(change.before.source), citations(change.after.source), words),
    )


def finding_stands(found: Finding, words: Translator) -> str:
    """Say in few words how things stand with a finding: closed, breached, lacking a scope."""
    match found:
        case GateFinding():
            state = "breached" if found.is_breached else "open" if found.is_open else "closed"
            return words.text(f"finding.gate-{state}")
        case GroundFinding():
            return words.text(f"finding.ground-{found.holds.value}")
        case ElementsFinding():
            return words.text("finding.missing", names=_titles(found, words))
        case ChannelFinding():
            if found.met is Truth.YES:
                return words.text("finding.channels-met")
            return words.text("finding.missing", names=_titles(found, words))


def _titles(found: ElementsFinding | ChannelFinding, words: Translator) -> str:
    return "、".join(words.render(word.title) for word in found.missing)
