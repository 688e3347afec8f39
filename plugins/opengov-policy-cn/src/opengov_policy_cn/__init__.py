"""The national rules on open government, and the State Council's holiday notices, as data.

>>> from datetime import date
>>> from opengov.workdays import add_workdays
>>> add_workdays(date(2018, 12, 5), 20, calendar=calendar())
datetime.date(2019, 1, 3)
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

TYPE_CHECKING = False  # what is imported here is paid by everybody who counts days
if TYPE_CHECKING:
    from opengov.policy import Pack
    from opengov.workdays import Calendar, Notice

FOLDER = Path(__file__).parent / "packs" / "cn-national"
NOTICES = Path(__file__).parent / "notices"


def load() -> Pack:
    """Read the pack ``cn-national``."""
    from opengov.packs import load_pack  # noqa: PLC0415  (read only when it is asked for)

    return load_pack(FOLDER)


@cache
def notices() -> tuple[Notice, ...]:
    """Read the holiday notices from 2008 on, each with its number, day of issue and trust."""
    from opengov.packs import read_notices  # noqa: PLC0415

    return read_notices(NOTICES)


@cache
def calendar() -> Calendar:
    """Return the calendar of China from 2004 on, which knows what was known when.

    Years before the first notice are taken from the data of chinese-calendar.
    """
    from opengov.workdays import calendar_from  # noqa: PLC0415

    return calendar_from(notices())
