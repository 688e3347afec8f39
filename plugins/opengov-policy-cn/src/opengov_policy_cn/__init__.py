"""The national rules on open government, and the State Council's holiday notices, as data.

>>> from datetime import date
>>> from opengov.workdays import add_workdays
>>> add_workdays(date(2018, 12, 5), 20, calendar=calendar())
datetime.date(2019, 1, 3)
"""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False  # what is imported here is paid by everybody who counts days
if TYPE_CHECKING:
    from pathlib import Path

    from opengov.policy import Pack
    from opengov.workdays import Calendar, Notice

    FOLDER: Path
    NOTICES: Path


_PLACES = {"FOLDER": "packs/cn-national", "NOTICES": "notices"}
"""Where the pack and the notices lie, beside this file."""


def __getattr__(name: str) -> Path:
    if name not in _PLACES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from pathlib import Path  # noqa: PLC0415  (costs more than all the rest)

    return Path(__file__).parent / _PLACES[name]


def load() -> Pack:
    """Read the pack ``cn-national``, with the calendar that its notices make."""
    from attrs import evolve  # noqa: PLC0415

    from opengov.packs import load_pack  # noqa: PLC0415  (read only when it is asked for)

    return evolve(load_pack(__getattr__("FOLDER")), calendar=calendar())


@cache
def notices() -> tuple[Notice, ...]:
    """Read the holiday notices from 2008 on, each with its number, day of issue and trust."""
    from opengov.packs import read_notices  # noqa: PLC0415

    return read_notices(__getattr__("NOTICES"))


@cache
def calendar() -> Calendar:
    """Return the calendar of China from 2004 on, which knows what was known when.

    Years before the first notice are taken from the data of chinese-calendar.
    """
    from opengov.workdays import calendar_from  # noqa: PLC0415

    return calendar_from(notices())
