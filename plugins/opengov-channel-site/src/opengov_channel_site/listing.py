"""The pages that list: the front page, what is due, and a page for each year beyond them.

A front page shows the newest; what does not fit stands on the page of its year, whose address
never changes and whose content changes only with a record of that year. Numbered pages would
move every entry, and be written anew, with each publication.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from opengov_channel_site.catalogue import PRESSING
from opengov_channel_site.pages import year_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from opengov_channel_site.catalogue import Catalogue, DutyRow, Row
    from opengov_channel_site.pages import Pages
    from opengov_channel_site.shelf import Entry, Shelf

T = TypeVar("T")

NEWEST = 100
"""How many records the front page shows."""
FULLY_SHOWN = 30
"""How many duties of each standing are shown with everything that can be said of them."""


class Listing:
    """Writes the lists of a site, those that one record changes."""

    def __init__(self, shelf: Shelf, pages: Pages) -> None:
        self._shelf = shelf
        self._pages = pages

    def show(self, entry: Entry, before: Catalogue, after: Catalogue) -> None:
        """Bring the lists up to date when ``entry`` takes its place in the catalogue.

        A withdrawal has left the catalogue already, and with it the years it was listed under:
        then every year is looked at.
        """
        found = (before.row(entry.record_id), after.row(entry.record_id))
        touched = [row for row in found if row is not None] or before.rows
        self._show_records(after, {row.year for row in touched})
        due_years = {_due_year((row, duty)) for row in touched for duty in row.duties}
        self._show_duties(entry, after, due_years)

    def _show_records(self, catalogue: Catalogue, touched: set[int | None]) -> None:
        rows = catalogue.rows
        years = _beyond(rows, rows[NEWEST:], lambda row: row.year)
        self._shelf.write("index.html", self._pages.index(rows[:NEWEST], _counts(years), catalogue))
        self._write_years("", years, touched, self._pages.year)

    def _show_duties(self, entry: Entry, catalogue: Catalogue, touched: set[int | None]) -> None:
        standing = [catalogue.duties(status) for status in PRESSING]
        fully = [pairs[:FULLY_SHOWN] for pairs in standing]
        every = [pair for pairs in standing for pair in pairs]
        rest = [pair for pairs in standing for pair in pairs[FULLY_SHOWN:]]
        years = _beyond(every, rest, _due_year)
        shown = self._entries(entry, {row.record_id for pairs in fully for row, _ in pairs})
        self._shelf.write("due.html", self._pages.due(fully, shown, _counts(years), catalogue))
        self._write_years("due-", years, touched, self._pages.due_year)

    def _entries(self, entry: Entry, wanted: set[str]) -> dict[str, Entry]:
        """Return the entries of that name; the one that is being shown is not on the shelf yet."""
        held = (self._shelf.entry(name) for name in sorted(wanted - {entry.record_id}))
        return {found.record_id: found for found in (entry, *held) if found is not None}

    def _write_years(
        self,
        prefix: str,
        years: Mapping[int | None, list[T]],
        touched: set[int | None],
        render: Callable[[int | None, list[T]], str],
    ) -> None:
        """Write the pages of the years that were touched, and take away those not needed."""
        there = set(self._shelf.names(year_page(prefix, "[0-9]" * 4)))
        there |= set(self._shelf.names(year_page(prefix, None)))
        wanted = {year_page(prefix, year): year for year in years}
        for name, year in wanted.items():
            if year in touched or name not in there:
                self._shelf.write(name, render(year, years[year]))
        for name in there - set(wanted):
            self._shelf.remove(name)


def _beyond(
    every: Iterable[T], rest: Iterable[T], year_of: Callable[[T], int | None]
) -> dict[int | None, list[T]]:
    """Return, whole, each year of which something is in ``rest``."""
    wanted = {year_of(each) for each in rest}
    found: defaultdict[int | None, list[T]] = defaultdict(list)
    for each in every:
        if year_of(each) in wanted:
            found[year_of(each)].append(each)
    return dict(found)


def _counts(years: Mapping[int | None, list[T]]) -> dict[int | None, int]:
    return {year: len(found) for year, found in years.items()}


def _due_year(pair: tuple[Row, DutyRow]) -> int | None:
    due_on = pair[1].due_on
    return due_on.year if due_on else None
