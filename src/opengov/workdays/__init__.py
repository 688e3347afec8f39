"""Time as the law counts it: working days, limits, due dates, clocks.

The day of the event is not counted. Names load on first use, so that a program that only counts
working days pays for nothing else.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing for it would cost more than the calendar does
if TYPE_CHECKING:
    from opengov.workdays.announced import announced_calendar, calendar_from
    from opengov.workdays.backward import LatestBefore, latest_before
    from opengov.workdays.batch import (
        add_workdays_batch,
        is_workday_batch,
        workdays_between_batch,
    )
    from opengov.workdays.cadence import (
        Cadence,
        CadencePeriod,
        CadenceStatus,
        Frequency,
        Fulfilment,
        kept,
        periods,
    )
    from opengov.workdays.calendar import Calendar
    from opengov.workdays.changes import DayChange, calendar_before, day_changes
    from opengov.workdays.counting import (
        add_workdays,
        is_workday,
        subtract_workdays,
        workdays_between,
    )
    from opengov.workdays.day import CalendarDay, DayKind, DaySource
    from opengov.workdays.due_date import Due, LedgerDay, Provisional, due, known_or_open
    from opengov.workdays.limit import (
        CalendarDays,
        FirstHour,
        FixedDate,
        Hours,
        LastDay,
        Limit,
        Months,
        Workdays,
        Years,
    )
    from opengov.workdays.notice import Notice, NoticeDay
    from opengov.workdays.overlay import Overlay
    from opengov.workdays.package_data import package_years
    from opengov.workdays.past import Replay, replay
    from opengov.workdays.reading import read_notice
    from opengov.workdays.receipt import Submission, received_on
    from opengov.workdays.window import Narrowest, Opening, Timing, Window, narrowest, opening

_HOMES = {
    "announced": ("announced_calendar", "calendar_from"),
    "package_data": ("package_years",),
    "backward": ("LatestBefore", "latest_before"),
    "batch": ("add_workdays_batch", "is_workday_batch", "workdays_between_batch"),
    "cadence": (
        "Cadence",
        "CadencePeriod",
        "CadenceStatus",
        "Frequency",
        "Fulfilment",
        "kept",
        "periods",
    ),
    "calendar": ("Calendar",),
    "changes": (
        "DayChange",
        "calendar_before",
        "day_changes",
    ),
    "counting": ("add_workdays", "is_workday", "subtract_workdays", "workdays_between"),
    "day": ("CalendarDay", "DayKind", "DaySource"),
    "due_date": ("Due", "LedgerDay", "Provisional", "due", "known_or_open"),
    "limit": (
        "CalendarDays",
        "FirstHour",
        "FixedDate",
        "Hours",
        "LastDay",
        "Limit",
        "Months",
        "Workdays",
        "Years",
    ),
    "notice": ("Notice", "NoticeDay"),
    "overlay": ("Overlay",),
    "past": (
        "Replay",
        "replay",
    ),
    "reading": ("read_notice",),
    "receipt": ("Submission", "received_on"),
    "window": ("Narrowest", "Opening", "Timing", "Window", "narrowest", "opening"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Cadence",
    "CadencePeriod",
    "CadenceStatus",
    "Calendar",
    "CalendarDay",
    "CalendarDays",
    "DayChange",
    "DayKind",
    "DaySource",
    "Due",
    "FirstHour",
    "FixedDate",
    "Frequency",
    "Fulfilment",
    "Hours",
    "LastDay",
    "LatestBefore",
    "LedgerDay",
    "Limit",
    "Months",
    "Narrowest",
    "Notice",
    "NoticeDay",
    "Opening",
    "Overlay",
    "Provisional",
    "Replay",
    "Submission",
    "Timing",
    "Window",
    "Workdays",
    "Years",
    "add_workdays",
    "add_workdays_batch",
    "announced_calendar",
    "calendar_before",
    "calendar_from",
    "day_changes",
    "due",
    "is_workday",
    "is_workday_batch",
    "kept",
    "known_or_open",
    "latest_before",
    "narrowest",
    "opening",
    "package_years",
    "periods",
    "read_notice",
    "received_on",
    "replay",
    "subtract_workdays",
    "workdays_between",
    "workdays_between_batch",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415  (only where something is asked for)

    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
