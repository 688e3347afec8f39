"""The calendar of what was announced: by notices where there are any, else by a package's data."""

from __future__ import annotations

from opengov.workdays.calendar import Calendar

TYPE_CHECKING = False  # importing typing for it would cost more than the calendar does
if TYPE_CHECKING:
    from collections.abc import Iterable

    from opengov.workdays.notice import Notice


_MADE: list[Calendar] = []  # functools costs a quarter of what importing the calendar does


def announced_calendar() -> Calendar:
    """Return the calendar of the years that chinese-calendar has data for, 2004 onwards.

    It needs no plugin, and it is for trials: the data has no dates of issue, so each year counts
    as known from its first day, with all that ever changed in it. ``calendar_from`` with the
    notices of a policy plugin, or ``opengov.installed_calendar()``, knows what was known when.
    """
    if not _MADE:
        _MADE.append(calendar_from(()))
    return _MADE[0]


def calendar_from(notices: Iterable[Notice]) -> Calendar:
    """Return the calendar of ``notices``; years that none arranges are the package's."""
    from opengov.workdays.package_data import package_years  # noqa: PLC0415  (loads the package)

    own = tuple(notices)
    arranged = {notice.arranges for notice in own}
    return Calendar((*(year for year in package_years() if year.arranges not in arranged), *own))
