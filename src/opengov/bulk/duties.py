"""Norms on one duty laid over one another, on columns: which binds, and where they disagree.

How their bounds lie to one another is worked out on columns; which of them governs, and what is
a conflict, is asked of ``opengov.policy.layers``, once for each way in which they may lie.
"""

from __future__ import annotations

from itertools import combinations, permutations
from typing import TYPE_CHECKING

import polars as pl
from attrs import frozen

from opengov.bulk.answers import emitted
from opengov.bulk.codes import Classes, sign
from opengov.bulk.reasons import of_conflict
from opengov.policy import Cadence
from opengov.policy.applied import chosen_by
from opengov.policy.layers import laid_over

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from opengov.bulk.codes import Digit
    from opengov.bulk.count import Limits
    from opengov.bulk.dated import DatedNorm, Stands
    from opengov.bulk.judge import Judge
    from opengov.bulk.reasons import Reasons
    from opengov.policy import AnyProvision

DAY = 1 << 17
"""More seconds than a day has: bounds become numbers of days and seconds that order them."""

EARLY, LATE = 1 << 22, 86_400


@frozen
class Layered:
    """Which of the norms bind for one class of rows, and the conflicts between them."""

    binding: tuple[bool, ...]
    reasons: tuple[int, ...]


class Duty:
    """The norms of one duty of which several can concern the same record."""

    def __init__(self, norms: Sequence[DatedNorm], reasons: Reasons, judge: Judge) -> None:
        self.norms, self._reasons, self._judge = norms, reasons, judge
        self._states: list[dict[object, int]] = [{} for _ in norms]
        self._room, self._classes = 0, Classes[Layered]([])

    def of(self, found: list[pl.DataFrame]) -> tuple[list[pl.DataFrame], list[pl.DataFrame]]:
        """Return the obligations of each norm with what ``binds``, and the conflicts."""
        together = self._together(found)
        if together.height == 0:
            return found, []
        self._make_room()
        rows = together.select("place", self._classes.number.alias("number"))
        if rows["number"].min() == 0:
            states = pl.concat_list(_state(n) for n in range(len(self.norms))).alias("states")
            new = self._classes.unknown(together.lazy(), states)
            places = self._judge.prepare(new["place"].to_list())
            layered = map(self._layered, places, new["states"].to_list())
            self._classes.learn(new["code"], layered)
            rows = together.select("place", self._classes.number.alias("number"))
        bound = []
        for place, each in enumerate(found):
            binds = self._classes.column(
                lambda layered, n=place: layered.binding[n],  # type: ignore[misc]
                pl.Boolean(),
            )
            told = rows.select("place", binds.alias("binds"))
            bound.append(each.join(told, on="place", how="left", maintain_order="left"))
        return bound, list(emitted(rows, [each.reasons for each in self._classes.found]))

    def _together(self, found: list[pl.DataFrame]) -> pl.DataFrame:
        """Return the rows that several norms concern, side by side."""
        counted = pl.concat([rows.select("place") for rows in found]).group_by("place").len()
        shared = counted.filter(pl.col("len") > 1).select("place").sort("place")
        if shared.height == 0:
            return shared
        for number, (norm, rows) in enumerate(zip(self.norms, found, strict=True)):
            told = rows.select(
                "place",
                self._state_of(number, norm).alias(f"state:{number}"),
                *(key.alias(f"{name}:{number}") for name, key in _keys(norm.limits)),
            )
            shared = shared.join(told, on="place", how="left", maintain_order="left")
        return shared

    def _state_of(self, number: int, norm: DatedNorm) -> pl.Expr:
        """Return as a small number what layers are compared by; 0 is for a norm that is not there."""
        known = self._states[number]

        def place(each: Stands) -> int:
            return known.setdefault(each.compared, len(known) + 1)

        return norm.classes.column(place, pl.UInt16())

    def _make_room(self) -> None:
        """Begin anew where norms stand in more ways than there was room for."""
        room = max(64, 1 << max(map(len, self._states)).bit_length())
        if room > self._room:
            self._room = room
            self._classes = Classes[Layered](self._digits())

    def _digits(self) -> list[Digit]:
        """Return what is there, and how each pair of bounds lies to one another."""
        limits = [norm.limits for norm in self.norms]
        numbers = range(len(self.norms))
        digits: list[Digit] = [(_state(n), self._room) for n in numbers]
        for one, other in combinations(numbers, 2):
            if limits[one].due and limits[other].due:
                digits.append(_compared("span", one, "span", other))
            if limits[one].opens and limits[other].opens:
                digits.append(_compared("opening", one, "opening", other))
        for one, other in permutations(numbers, 2):
            if limits[one].due and limits[other].opens:
                digits.append(_compared("closes", one, "first", other))
        return digits

    def _layered(self, place: int, states: tuple[int, ...]) -> Layered:
        there = [norm.norm for norm, state in zip(self.norms, states, strict=True) if state]
        obligations, conflicts = laid_over(self._judge.obligations(there, place))
        binding = {
            (each.source.pack, each.source.provision, each.source.version)
            for each in obligations
            if each.binding
        }
        names = [(n.pack.id, n.norm.id, n.norm.in_force.start) for n in self.norms]
        told = map(of_conflict, conflicts)
        return Layered(
            tuple(name in binding for name in names), tuple(map(self._reasons.number, told))
        )


def _state(number: int) -> pl.Expr:
    return pl.col(f"state:{number}").fill_null(0)


def _compared(name: str, one: int, other_name: str, other: int) -> Digit:
    return sign(pl.col(f"{name}:{one}"), pl.col(f"{other_name}:{other}")).fill_null(3), 4


def _number(*parts: tuple[pl.Expr, int]) -> pl.Expr:
    """Return one number that orders rows by these parts, each with the room it needs."""
    number = pl.lit(0, dtype=pl.Int64)
    for part, room in parts:
        number = number * room + part.cast(pl.Int64)
    return number


def _seconds(name: str, otherwise: int, limits: Limits) -> pl.Expr:
    """Return the second of the day on which a bound falls that has one."""
    if not limits.has_hours:
        return pl.lit(otherwise, dtype=pl.Int64)
    at = pl.col(name).dt
    clock = at.hour().cast(pl.Int64) * 3600 + at.minute().cast(pl.Int64) * 60
    return (clock + at.second().cast(pl.Int64)).fill_null(otherwise)


def _keys(limits: Limits) -> Iterator[tuple[str, pl.Expr]]:
    """Return the bounds of a norm as numbers that order them as ``layers`` does."""
    if limits.due is not None:
        first, last = (pl.col(f"due_{name}").cast(pl.Int32) for name in ("earliest", "latest"))
        at = _seconds("due_at", LATE, limits)
        yield "span", _number((first, 1), (last, EARLY), (at, DAY))
        yield "closes", _number((last, 1), (at, DAY))
    if limits.opens is not None:
        first, last = (pl.col(f"opens_{name}").cast(pl.Int32) for name in ("earliest", "latest"))
        at = _seconds("opens_at", 0, limits)
        yield "opening", _number((last, 1), (at, DAY), (first, EARLY))
        yield "first", _number((first, 1), (at, DAY))


def duties_of(norms: Iterable[DatedNorm], reasons: Reasons, judge: Judge) -> list[Duty]:
    """Return the duties on which norms have to be compared for the same record."""
    by_duty: dict[str, list[DatedNorm]] = {}
    for each in norms:
        by_duty.setdefault(each.norm.duty, []).append(each)
    return [
        Duty(found, reasons, judge)
        for found in by_duty.values()
        if any(not _never_both(one.norm, other.norm) for one, other in combinations(found, 2))
    ]


def _never_both(one: AnyProvision, other: AnyProvision) -> bool:
    """Say whether no record is governed by both: they are versions of one norm."""
    assert not isinstance(one, Cadence)  # noqa: S101  (cadences go row by row)
    return (
        one.id == other.id
        and chosen_by(one) == chosen_by(other)
        and not one.in_force.overlaps(other.in_force)
    )
