"""Asks ``opengov.policy`` about single rows, one for each class of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.bulk.view import ROW, cases
from opengov.domain import Truth
from opengov.policy import Ruling
from opengov.policy.applied import Applied, applied, scope
from opengov.policy.condition import Answer
from opengov.policy.dated import obligations
from opengov.policy.grounds import findings, rule_on
from opengov.policy.provision import Default
from opengov.policy.told import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    from opengov.bulk.when import When
    from opengov.domain import Message
    from opengov.policy import AnyProvision, Case, Obligation, Pack
    from opengov.policy.grounds import Ground
    from opengov.policy.provision import Dated
    from opengov.policy.told import Told


class Judge:
    """What the packs say of single rows of a view; each is looked at once.

    ``stack`` are the packs, ``layers`` the same without what cannot concern the kind.
    """

    def __init__(self, stack: tuple[Pack, ...], layers: tuple[Pack, ...], when: When) -> None:
        self._stack, self._packs, self._when = stack, layers, when
        self._batch: pl.DataFrame | None = None
        self._rows: pl.Series | None = None
        self._cases: dict[int, Case] = {}
        self._layers: dict[int, list[tuple[Pack, Answer]]] = {}
        self._applied: dict[int, dict[int, Applied]] = {}
        self._grounds: dict[int, tuple[Ground, ...]] = {}

    def look_at(self, batch: pl.DataFrame, view: pl.DataFrame) -> None:
        """Turn to the view of another batch."""
        self._batch, self._rows = batch, view[ROW]
        self._cases, self._layers, self._applied, self._grounds = {}, {}, {}, {}

    def prepare(self, places: Iterable[int]) -> list[int]:
        """Read the rows at these places of the view as records, all at once."""
        wanted = list(places)
        new = [place for place in dict.fromkeys(wanted) if place not in self._cases]
        if new:
            assert self._batch is not None  # noqa: S101  (a judge looks at a batch first)
            assert self._rows is not None  # noqa: S101
            rows = self._rows.gather(new).to_list()
            self._cases |= zip(new, cases(self._batch, rows, self._when), strict=True)
        return wanted

    def case(self, place: int) -> Case:
        """Return a row that was prepared."""
        return self._cases[place]

    def layers(self, place: int) -> list[tuple[Pack, Answer]]:
        """Return the packs that govern a row, or may."""
        found = self._layers.get(place)
        if found is None:
            scopes = [(pack, scope(pack, self.case(place))) for pack in self._packs]
            found = [(pack, within) for pack, within in scopes if within.truth is not Truth.NO]
            self._layers[place] = found
        return found

    def applied(self, norm: AnyProvision, place: int) -> Applied:
        """Return how a norm applies to a row that it applies to, or may."""
        found = self._applied_at(place)
        assert id(norm) in found, f"{norm.id} does not apply where the columns say so"  # noqa: S101
        return found[id(norm)]

    def _applied_at(self, place: int) -> dict[int, Applied]:
        found = self._applied.get(place)
        if found is None:
            all_applied = applied(self.layers(place), self.case(place), self._when.as_of)
            found = self._applied[place] = {id(each.norm): each for each in all_applied}
        return found

    def told(self, found: Applied, place: int) -> Told:
        """Return what a norm says of a row beside its dates."""
        return told(self._stack, self.case(place), (found,), ())

    def told_by(self, ground: Ground, place: int) -> Told:
        """Return what a ground says of a row."""
        return told(self._stack, self.case(place), (), (ground,))

    def obligations(self, norms: Sequence[Dated], place: int) -> list[Obligation]:
        """Return the obligations that these norms give for a row, one each."""
        pairs = [(self.applied(norm, place), norm) for norm in norms]
        when = self._when
        # What must be withheld was left out before: the columns know the ruling.
        return obligations(pairs, self.case(place), when.as_of, when.counting, Ruling.OPEN)

    def grounds(self, place: int) -> tuple[Ground, ...]:
        """Return what every ground in force says of a row."""
        found = self._grounds.get(place)
        if found is None:
            found = findings(self.layers(place), self.case(place), self._when.as_of)
            self._grounds[place] = found
        return found

    def ruling(self, place: int) -> tuple[Ruling, tuple[Message, ...]]:
        """Rule on a row."""
        by_default = any(
            isinstance(each.norm, Default) for each in self._applied_at(place).values()
        )
        return rule_on(self.grounds(place), self.case(place), is_open_by_default=by_default)
