"""Clocks that start, pause, are stayed, begin anew and are extended (中止、重新起算、延长)."""

from opengov.workdays.clocks.due_date import ClockDue, clock_due
from opengov.workdays.clocks.events import (
    Clock,
    ClockEvent,
    ClockRules,
    Extend,
    Lift,
    Pause,
    Restart,
    Resume,
    SetPeriod,
    Start,
    Suspend,
)
from opengov.workdays.clocks.state import Stop
from opengov.workdays.clocks.steps import step

__all__ = [
    "Clock",
    "ClockDue",
    "ClockEvent",
    "ClockRules",
    "Extend",
    "Lift",
    "Pause",
    "Restart",
    "Resume",
    "SetPeriod",
    "Start",
    "Stop",
    "Suspend",
    "clock_due",
    "step",
]
