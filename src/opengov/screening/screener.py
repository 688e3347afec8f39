"""Screening: every rule and every detector over a text, in one pass for all words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from attrs import evolve

from opengov.screening.addresses import AddressDetector
from opengov.screening.finding import Finding, Found
from opengov.screening.folding import Folded
from opengov.screening.marks import MarkDetector
from opengov.screening.mask import Mask
from opengov.screening.matching import matcher
from opengov.screening.names import NameDetector
from opengov.screening.numbers import NumberDetector
from opengov.screening.papers import PassportDetector, PlateDetector
from opengov.screening.rule import Action, Detected, Pattern, Terms
from opengov.screening.screened import Screened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from opengov.screening.matching import Hit
    from opengov.screening.passage import Passage
    from opengov.screening.rule import ScreeningRule

REMOVED = "［不予公开］"
"""What stands in a published copy where a text was taken out whole."""


class Detector(Protocol):
    """Finds things of one or more kinds. Detectors see what those before them found."""

    @property
    def id(self) -> str:
        """The name that it is known by."""

    @property
    def anchors(self) -> Sequence[str]:
        """Plain words, one of which stands in all that it finds; none means it is always asked."""

    def find(self, text: Screened, hits: Sequence[Hit]) -> Iterable[Found]:
        """Find them in ``text``; ``hits`` is where the anchors stand in the folded text.

        What is found is told in places of the text as it was handed in: see ``Folded.span``.
        """


DETECTORS: tuple[Detector, ...] = (
    MarkDetector(),
    NumberDetector(),
    PassportDetector(),
    PlateDetector(),
    AddressDetector(),
    NameDetector(),
)
"""What the library detects itself. Names come last: they are found by what stands beside them."""


class _Seeker:
    """A rule for words or a pattern, and how a hit of one of its words becomes a finding."""

    def __init__(self, rule: ScreeningRule, looks_for: Terms | Pattern) -> None:
        self.rule = rule
        self.words: Sequence[str]
        self._unless: tuple[str, ...] = ()
        self._pattern: re.Pattern[str] | None = None
        if isinstance(looks_for, Terms):
            self.words = looks_for.words
            self._unless = tuple(Folded(word).text for word in looks_for.unless)
        else:
            self.words = looks_for.anchors
            self._pattern = re.compile(looks_for.expression)
            self._reach = looks_for.reach

    def find(self, text: Folded, hits: Iterable[Hit]) -> Iterator[Finding]:
        spans: Iterable[tuple[int, int]] = ((start, end) for start, end, _ in hits)
        if self._pattern is not None:
            spans = sorted(set(self._matches(text.text, spans, self._pattern)))
        for start, end in spans:
            if not self._is_excused(text.text, start, end):
                yield Finding(self.rule, *text.span(start, end))

    def _matches(
        self, text: str, anchors: Iterable[tuple[int, int]], pattern: re.Pattern[str]
    ) -> Iterator[tuple[int, int]]:
        for start, end in anchors:
            first = max(0, start - self._reach)
            for found in pattern.finditer(text, first, end + self._reach):
                if found.start() <= start and end <= found.end():
                    yield found.span()

    def _is_excused(self, text: str, start: int, end: int) -> bool:
        for word in self._unless:
            first = max(0, end - len(word))
            at = text.find(word, first, start + len(word))
            if at >= 0:
                return True
        return False


class _Words:
    """All plain words, and to whom each belongs: to several where they share it."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.owners: list[list[int]] = []
        self._next = 0

    def add(self, words: Iterable[str]) -> int:
        """Take the words of one that seeks them, and return the number it has from now on."""
        owner, self._next = self._next, self._next + 1
        for word in dict.fromkeys(Folded(word).text for word in words):
            number = self.numbers.setdefault(word, len(self.owners))
            if number == len(self.owners):
                self.owners.append([])
            self.owners[number].append(owner)
        return owner


class Screener:
    """Screens texts against the rules that are in force on ``as_of``.

    It is built once and used for many texts; it may be pickled, and is then built anew.
    ``engine`` is one of those of ``matching``; all of them find the same.
    """

    def __init__(
        self,
        rules: Iterable[ScreeningRule],
        *,
        as_of: date,
        detectors: Sequence[Detector] = DETECTORS,
        engine: str | None = None,
    ) -> None:
        self.rules = tuple(rule for rule in rules if rule.in_force.covers(as_of))
        self.as_of = as_of
        self.detectors = tuple(detectors)
        self.engine = engine
        self._by_kind: dict[str, list[ScreeningRule]] = {}
        self._seekers: dict[int, _Seeker] = {}
        words = _Words()
        self._asked = tuple((detector, words.add(detector.anchors)) for detector in self.detectors)
        for rule in self.rules:
            if isinstance(rule.looks_for, Detected):
                self._by_kind.setdefault(rule.looks_for.kind, []).append(rule)
            else:
                seeker = _Seeker(rule, rule.looks_for)
                self._seekers[words.add(seeker.words)] = seeker
        self._owners = words.owners
        self._match = matcher(list(words.numbers), engine=engine)

    def __reduce__(self) -> tuple[object, ...]:
        return _built, (self.rules, self.as_of, self.detectors, self.engine)

    def screen(self, passage: Passage) -> tuple[Finding, ...]:
        """Return what the rules find in a text, in the order in which it stands there."""
        text = Screened(passage, self.as_of)
        hits: dict[int, list[Hit]] = {}
        owners = self._owners
        for hit in self._match(text.text):
            for owner in owners[hit[2]]:
                if owner in hits:
                    hits[owner].append(hit)
                else:
                    hits[owner] = [hit]
        for detector, number in self._asked:
            if number in hits or not detector.anchors:
                text.found += detector.find(text, hits.pop(number, ()))
        findings = [
            Finding(rule, each.start, each.end, each.replacement, each.doubt)
            for each in text.found
            for rule in self._by_kind.get(each.kind, ())
        ]
        for number, its in hits.items():
            findings += self._seekers[number].find(text.folded, its)
        return tuple(sorted(findings, key=_place))

    def masks(self, passage: Passage) -> tuple[Mask, ...]:
        """Return what the published copy of a text has in the place of what may not go out.

        Masks are in order and do not overlap: where findings do, all of their stretch is taken
        out. Texts that are referred or withheld have no published copy: see ``verdict``.
        """
        return masks_of(self.screen(passage))


def masks_of(findings: Iterable[Finding]) -> tuple[Mask, ...]:
    """Return the masks that findings ask for, in order and without overlaps."""
    masks: list[Mask] = []
    for each in sorted(findings, key=_place):
        hidden = each.replacement if each.rule.action is Action.MASK else ""
        mask = Mask(
            start=each.start, end=each.end, replacement=hidden or REMOVED, rule=each.rule.id
        )
        if not masks or masks[-1].end <= mask.start:
            masks.append(mask)
        elif masks[-1].end < mask.end:
            masks[-1] = evolve(masks[-1], end=mask.end, replacement=REMOVED)
    return tuple(masks)


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.start, -finding.end, finding.rule.id


def _built(
    rules: tuple[ScreeningRule, ...],
    as_of: date,
    detectors: tuple[Detector, ...],
    engine: str | None,
) -> Screener:
    return Screener(rules, as_of=as_of, detectors=detectors, engine=engine)
