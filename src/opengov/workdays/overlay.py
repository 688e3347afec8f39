"""What one region or agency adds to the calendar: festivals and closures of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from opengov.domain.time import is_day
from opengov.errors import InvalidValueError
from opengov.workdays.day import DayKind, DaySource

KINDS = {DayKind.REGIONAL, DayKind.CLOSURE, DayKind.MAKE_UP}
"""What an overlay may make of a day."""


def _copied(days: Mapping[date, DayKind]) -> Mapping[date, DayKind]:
    return dict(days)


@frozen(kw_only=True)
class Overlay:
    """Days that one region has off, or on which one agency is closed or works.

    ``days`` gives each its kind: ``REGIONAL``, ``CLOSURE`` or ``MAKE_UP``, the last for a day
    off that is worked here. ``known_on`` is the day on which it was made known; by default it
    was known always. An overlay governs where it and a national notice name the same day.

    >>> festival = Overlay.off(
    ...     "广西壮族三月三", date(2025, 3, 31), date(2025, 4, 1), kind=DayKind.REGIONAL
    ... )
    >>> len(festival.days)
    2
    """

    name: str
    days: Mapping[date, DayKind] = field(converter=_copied)
    source: DaySource
    known_on: date = field(default=date.min, validator=is_day)

    def __attrs_post_init__(self) -> None:
        strangers = sorted({kind.value for kind in self.days.values() if kind not in KINDS})
        if strangers or not self.name.strip() or not all(type(day) is date for day in self.days):
            raise InvalidValueError(
                f"the overlay {self.name!r} cannot be used: {', '.join(strangers) or 'a name'}"
                f"{'' if strangers else ' and days are needed'}.",
                where="Overlay",
                remedy="Give it a name, and days that are regional, closure or make-up.",
            )

    @classmethod
    def off(
        cls,
        name: str,
        *days: date,
        kind: DayKind = DayKind.CLOSURE,
        source: DaySource | None = None,
        known_on: date = date.min,
    ) -> Overlay:
        """Return an overlay that has ``days`` off."""
        return cls(
            name=name,
            days=dict.fromkeys(days, kind),
            source=source or DaySource(title=name),
            known_on=known_on,
        )
