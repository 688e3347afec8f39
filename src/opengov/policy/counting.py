"""A calendar as it was known at one moment, with the due dates that were counted in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.workdays import Hours, due

if TYPE_CHECKING:
    from datetime import date

    from opengov.workdays import Calendar, Due, Limit

MOST_REMEMBERED = 100_000


class Counting:
    """Counts limits, and remembers: of many records few are counted from a day of their own."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._found: dict[tuple[int, date], Due] = {}
        self._limits: dict[int, Limit] = {}  # keeps them alive, for their ids are the keys

    def due(self, limit: Limit, start: date) -> Due:
        """Return ``due(limit, start=start)``; a day out of reach is a ``CalendarError``."""
        if isinstance(limit, Hours):
            return due(limit, start=start, calendar=self.calendar)
        key = id(limit), start
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= MOST_REMEMBERED:
                self._found.clear()
            found = self._found[key] = due(limit, start=start, calendar=self.calendar)
            self._limits[id(limit)] = limit
        return found
