"""A calendar as it was known at one moment, with the due dates that were counted in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.workdays import Hours, due

if TYPE_CHECKING:
    from datetime import date

    from opengov.workdays import Calendar, Due, Limit

MOST_REMEMBERED = 20_000
"""How many due dates of one limit are remembered; then it begins anew."""


class Counting:
    """Counts limits, and remembers: of many records few are counted from a day of their own."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._found: dict[int, dict[date, Due]] = {}
        self._limits: dict[int, Limit] = {}  # keeps them alive, for their ids are the keys

    def __reduce__(self) -> tuple[type[Counting], tuple[Calendar]]:
        return Counting, (self.calendar,)  # ids mean nothing to another process

    def due(self, limit: Limit, start: date) -> Due:
        """Return ``due(limit, start=start)``; a day out of reach is a ``CalendarError``."""
        known = self._found.get(id(limit))
        if known is None:
            known = self._found[id(limit)] = {}
            self._limits[id(limit)] = limit
        found = known.get(start)
        if found is None:
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            found = due(limit, start=start, calendar=self.calendar)
            if not isinstance(limit, Hours):  # moments seldom come again
                known[start] = found
        return found
