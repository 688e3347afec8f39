"""Thousands of terms found in one pass: by daachorse, by ahocorasick_rs, or by plain Python."""

from __future__ import annotations

from importlib import import_module
from itertools import islice
from operator import add
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Hit = tuple[int, int, int]
"""Where a term stands, start and end, and which it is of those that were given."""


class Matcher(Protocol):
    """Finds every occurrence of its terms, those within and across others included."""

    def __call__(self, text: str) -> Sequence[Hit]:
        """Return the hits in ``text``, in no particular order."""


def matcher(terms: Sequence[str], *, engine: str | None = None) -> Matcher:
    """Return what finds ``terms``, which are not empty and differ from each other.

    ``engine`` is one of ``ENGINES``; without it the first that is installed is taken. All of them
    find the same. The extra ``screening`` installs the fastest where there is a wheel for the
    platform.
    """
    if not terms:
        return _nothing
    if engine is not None:
        return ENGINES[engine](terms)
    for build in ENGINES.values():
        try:
            return build(terms)
        except ModuleNotFoundError:
            continue
    raise AssertionError  # the last needs no module


def _nothing(text: str) -> Sequence[Hit]:
    del text
    return ()


def _daachorse(terms: Sequence[str]) -> Matcher:
    module = import_module("daachorse")
    # Without its own search for first characters: half of a Chinese text begins some term.
    automaton = module.CharwiseDoubleArrayAhoCorasick(list(terms), use_prefilter=False)
    found: Matcher = automaton.find_overlapping
    return found


def _ahocorasick(terms: Sequence[str]) -> Matcher:
    automaton = import_module("ahocorasick_rs").AhoCorasick(list(terms))

    def found(text: str) -> Sequence[Hit]:
        hits = automaton.find_matches_as_indexes(text, overlapping=True)
        return [(start, end, term) for term, start, end in hits]

    return found


def _plain(terms: Sequence[str]) -> Matcher:
    """Look every pair of neighbours up among the beginnings of terms; the loops run in C."""
    single: dict[str, int] = {}
    longer: dict[str, list[tuple[str, int]]] = {}
    for number, term in enumerate(terms):
        if len(term) == 1:
            single[term] = number
        else:
            longer.setdefault(term[:2], []).append((term, number))

    def found(text: str) -> Sequence[Hit]:
        hits: list[Hit] = []
        if single:
            hits += [(at, at + 1, single[one]) for at, one in enumerate(text) if one in single]
        pairs = enumerate(map(add, text, islice(text, 1, None)))
        for at, pair in [(at, pair) for at, pair in pairs if pair in longer]:
            hits += (
                (at, at + len(term), number)
                for term, number in longer[pair]
                if text.startswith(term, at)
            )
        return hits

    return found


ENGINES: dict[str, Callable[[Sequence[str]], Matcher]] = {
    "daachorse": _daachorse,
    "ahocorasick_rs": _ahocorasick,
    "plain": _plain,
}
