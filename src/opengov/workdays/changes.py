"""What a notice changes: the days that were known otherwise before it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import frozen

from opengov.errors import CalendarError
from opengov.workdays.calendar import Calendar
from opengov.workdays.day import CalendarDay, DayKind
from opengov.workdays.due_date import known_or_open

if TYPE_CHECKING:
    from opengov.workdays.notice import Notice


@frozen(kw_only=True)
class DayChange:
    """A day as it was known, ``UNANNOUNCED`` where it was not, and as it is now."""

    before: CalendarDay
    after: CalendarDay

    @property
    def moves_counts(self) -> bool:
        """Whether the day is worked now and was not, or the other way round."""
        return (
            self.before.kind is DayKind.UNANNOUNCED
            or self.before.is_workday != self.after.is_workday
        )


def calendar_before(notice: Notice, calendar: Calendar) -> Calendar | None:
    """Return ``calendar`` as it was known on the day before ``notice``, without it.

    ``None`` where nothing at all was known by then.
    """
    try:
        return calendar.known_by(notice.known_on - timedelta(days=1)).without(notice)
    except CalendarError:
        return None


def day_changes(notice: Notice, before: Calendar | None) -> tuple[DayChange, ...]:
    """Return the days that ``notice`` makes other than they were known in ``before``."""
    if before is None:
        return ()
    after = before.with_notices(notice)
    changes = (
        DayChange(before=known_or_open(each.day, before), after=known_or_open(each.day, after))
        for each in notice.days
    )
    return tuple(change for change in changes if change.before.kind is not change.after.kind)
