"""Timing several ways of doing one thing in one run, so that their ratios can be trusted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROUNDS = 5
STEADY = 0.02
"""Seconds that one turn of a way takes at least: a short one would time cold caches."""


def fastest(way: Callable[[], object], rounds: int = 15) -> float:
    """Return the seconds that the best of several runs took."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        way()
        best = min(best, time.perf_counter() - begin)
    return best


def compare(title: str, ways: Mapping[str, Callable[[], object]], *, per: int) -> None:
    """Run the ways in turn, ``per`` units of work each, and print the best time of each.

    The ratio is to the first way. Turns are taken so that a machine that slows down slows all.
    """
    repeats = {name: max(1, round(STEADY / fastest(way, rounds=2))) for name, way in ways.items()}
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):
        for name, way in ways.items():
            begin = time.perf_counter()
            for _ in range(repeats[name]):
                way()
            best[name] = min(best[name], (time.perf_counter() - begin) / repeats[name])
    first = next(iter(best.values()))
    print(title)
    for name, seconds in best.items():
        print(f"  {name:<44} {seconds / per * 1e6:10.3f} µs  {seconds / first:8.2f} ×")
