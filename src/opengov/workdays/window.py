"""Minimum durations and windows: not before one day, not after another.

A window bounds how long something must and may last, such as a review of five to fifteen
working days (国办发〔2018〕115号). Where several norms bind, all of their windows do.
"""

from __future__ import annotations

from datetime import date, datetime, time
from enum import Enum
from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.domain.checks import is_tuple
from opengov.domain.text import Message
from opengov.domain.time import BEIJING
from opengov.errors import InvalidValueError
from opengov.workdays.calendar import Calendar, civil
from opengov.workdays.due_date import Due, due
from opengov.workdays.limit import Limit
from opengov.workdays.units import is_longer

if TYPE_CHECKING:
    from collections.abc import Iterable


@frozen(kw_only=True)
class Window:
    """How long something must last at least, and may last at most; one of the two is needed.

    The units may differ. A window that no day can meet, such as at least 7 and at most 5 working
    days, is an ``InvalidValueError``.
    """

    at_least: Limit | None = None
    at_most: Limit | None = None

    def __attrs_post_init__(self) -> None:
        if self.at_least is None and self.at_most is None:
            raise InvalidValueError(
                "a window needs a shortest or a longest duration.",
                where="Window",
                remedy="Give at_least, at_most or both.",
            )
        if self.at_least and self.at_most and is_longer(self.at_least, self.at_most):
            raise InvalidValueError(
                f"nothing lasts at least {self.at_least} and at most {self.at_most}.",
                where="Window",
                remedy="Compare both numbers with the norm.",
            )


class Timing(Enum):
    """Whether a day lies in a window."""

    TOO_EARLY = "too-early"
    IN_TIME = "in-time"
    TOO_LATE = "too-late"
    UNDECIDED = "undecided"
    """A notice to come decides it."""
    CONTRADICTED = "contradicted"
    """No day can be right: the shortest duration ends after the longest."""


@frozen(kw_only=True)
class Opening:
    """A window counted from a day: ``opens`` is the first day to end on, ``closes`` the last.

    Where the norm sets no such bound it is ``None``.
    """

    window: Window
    opens: Due | None
    closes: Due | None

    @property
    def contradiction(self) -> Message | None:
        """Say that it opens after it closes, or may do so; ``None`` where it does not."""
        return _contradiction((self,))

    def judge(self, day: date | datetime) -> Timing:
        """Say whether what ends on ``day`` ends in time.

        ``UNDECIDED`` where a notice to come may put a bound on either side of it. A moment with
        a zone counts as its day in Beijing. A bound in hours that falls on ``day`` needs such a
        moment: a bare day is an ``InvalidValueError``.
        """
        return _judged((self,), day)


@frozen(kw_only=True)
class Narrowest:
    """The windows of several norms that bind together; ``layers`` keeps each, as it was given."""

    layers: tuple[Opening, ...] = field(validator=is_tuple)

    @property
    def opens(self) -> Due | None:
        """The bound that opens last. Where a notice to come may decide which, the last at worst."""
        return max(
            _opens(self.layers),
            key=lambda bound: (_opens_at(bound, bound.latest), bound.earliest),
            default=None,
        )

    @property
    def closes(self) -> Due | None:
        """The bound that closes first. Where a notice may decide which, the first at worst."""
        return min(
            _closes(self.layers),
            key=lambda bound: (_closes_at(bound, bound.earliest), bound.latest),
            default=None,
        )

    @property
    def contradiction(self) -> Message | None:
        """Say that one norm opens after another closes, or may; ``None`` where none does."""
        return _contradiction(self.layers)

    def judge(self, day: date | datetime) -> Timing:
        """Say whether what ends on ``day`` is in time by every norm; see ``Opening.judge``."""
        return _judged(self.layers, day)


def opening(window: Window, *, start: date | datetime, calendar: Calendar) -> Opening:
    """Count the bounds of ``window`` from ``start``, whose day is not counted.

    Thirty days of comments on a draft of the 1st are the 2nd to the 31st, and the last belongs
    to the public up to midnight (民法典 201, 203). So ``opens`` is the 31st: the first day with
    whose *close* the period may end. A form that shuts at noon of that day is short of the
    minimum, and what may only follow the comments follows from the day after. A review of at
    least seven working days may be handed back in the course of the seventh.

    A last day off moves as the limit says, for the shortest duration as for the longest.

    >>> from opengov.workdays import Workdays, announced_calendar
    >>> review = Window(at_least=Workdays(5), at_most=Workdays(15))
    >>> found = opening(review, start=date(2025, 9, 25), calendar=announced_calendar())
    >>> found.opens.on, found.closes.on
    (datetime.date(2025, 10, 9), datetime.date(2025, 10, 22))
    """
    shortest, longest = window.at_least, window.at_most
    return Opening(
        window=window,
        opens=None if shortest is None else due(shortest, start=start, calendar=calendar),
        closes=None if longest is None else due(longest, start=start, calendar=calendar),
    )


def narrowest(
    windows: Iterable[Window], *, start: date | datetime, calendar: Calendar
) -> Narrowest:
    """Lay the windows of several norms over one another.

    713 asks for at least 7 working days of review and 115号 for 5 to 15: together for 7 to 15.
    Norms that leave no day in common are not reconciled: ``contradiction`` names it.
    No window at all is an ``InvalidValueError``.
    """
    layers = tuple(opening(each, start=start, calendar=calendar) for each in windows)
    if not layers:
        raise InvalidValueError(
            "there is no window to narrow.", where="narrowest", remedy="Give one at least."
        )
    return Narrowest(layers=layers)


def _opens(layers: tuple[Opening, ...]) -> list[Due]:
    return [layer.opens for layer in layers if layer.opens is not None]


def _closes(layers: tuple[Opening, ...]) -> list[Due]:
    return [layer.closes for layer in layers if layer.closes is not None]


def _contradiction(layers: tuple[Opening, ...]) -> Message | None:
    """Look at every pair: the norm that opens last may be another than seems so today."""
    pairs = [(opens, closes) for opens in _opens(layers) for closes in _closes(layers)]
    for opens, closes in pairs:
        if _opens_at(opens, opens.earliest) > _closes_at(closes, closes.latest):
            days = {"opens": opens.earliest, "closes": closes.latest}
            return Message("window.contradiction", days)
    for opens, closes in pairs:
        if _opens_at(opens, opens.latest) > _closes_at(closes, closes.earliest):
            days = {"opens": opens.latest, "closes": closes.earliest}
            return Message("window.contradiction-possible", days)
    return None


def _judged(layers: tuple[Opening, ...], day: date | datetime) -> Timing:
    contradiction = _contradiction(layers)
    if contradiction is not None and contradiction.key == "window.contradiction":
        return Timing.CONTRADICTED
    bounds = [*_opens(layers), *_closes(layers)]
    if civil(day) < bounds[0].start_day:
        return Timing.TOO_EARLY  # it has not even begun
    found = {_after_opening(bound, day) for bound in _opens(layers)}
    found |= {_before_closing(bound, day) for bound in _closes(layers)}
    # One norm that is surely broken is enough, whatever is undecided about another.
    verdicts = (Timing.TOO_EARLY, Timing.TOO_LATE, Timing.UNDECIDED)
    return next((verdict for verdict in verdicts if verdict in found), Timing.IN_TIME)


def _after_opening(opens: Due, day: date | datetime) -> Timing:
    if opens.at is not None:
        return Timing.TOO_EARLY if _compared(day, opens.at) < 0 else Timing.IN_TIME
    if civil(day) < opens.earliest:
        return Timing.TOO_EARLY
    return Timing.IN_TIME if civil(day) >= opens.latest else Timing.UNDECIDED


def _before_closing(closes: Due, day: date | datetime) -> Timing:
    if closes.at is not None:
        return Timing.TOO_LATE if _compared(day, closes.at) > 0 else Timing.IN_TIME
    if civil(day) > closes.latest:
        return Timing.TOO_LATE
    return Timing.IN_TIME if civil(day) <= closes.earliest else Timing.UNDECIDED


def _compared(day: date | datetime, at: datetime) -> int:
    """Return -1, 0 or 1 as ``day`` lies before, at or after the moment ``at``."""
    if isinstance(day, datetime):
        civil(day)  # refuses a moment without a zone
        return (day > at) - (day < at)
    if day == civil(at):
        raise InvalidValueError(
            f"whether {day} is in time turns on the hour: the bound is {at.isoformat()}.",
            where="judge",
            remedy="Give an aware datetime.",
        )
    return (day > civil(at)) - (day < civil(at))


def _opens_at(bound: Due, day: date) -> datetime:
    """Return the moment from which on it may end: for a bound in days, with its day."""
    return bound.at or datetime.combine(day, time.min, BEIJING)


def _closes_at(bound: Due, day: date) -> datetime:
    """Return the last moment at which it may end: for a bound in days, that of its day."""
    return bound.at or datetime.combine(day, time.max, BEIJING)
