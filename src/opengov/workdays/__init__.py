"""Working days in China, and limits counted in them. The day of the event is not counted."""

from opengov.workdays.announced import AnnouncedCalendar, announced_calendar
from opengov.workdays.calendar import (
    Calendar,
    CalendarDay,
    DayKind,
    add_workdays,
    is_workday,
    workdays_between,
)
from opengov.workdays.clock import Due, LedgerDay, Limit, Workdays, due

__all__ = [
    "AnnouncedCalendar",
    "Calendar",
    "CalendarDay",
    "DayKind",
    "Due",
    "LedgerDay",
    "Limit",
    "Workdays",
    "add_workdays",
    "announced_calendar",
    "due",
    "is_workday",
    "workdays_between",
]
