"""The working-day calendar: built from dated notices, and answering as known at a moment.

Two tables answer nearly everything: the rank of each day, which is the number of working days
up to and including it, and the working days in their order. They are built on first use. This
module loads nothing but the standard library, so that importing the calendar stays cheap.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from opengov.errors import CalendarError, InvalidValueError, NotAnnouncedError

TYPE_CHECKING = False  # importing typing for it would cost more than the calendar does
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeVar

    from opengov.domain.period import Period
    from opengov.workdays.batch import Arrays
    from opengov.workdays.day import CalendarDay
    from opengov.workdays.notice import Notice
    from opengov.workdays.outlook import Outlook
    from opengov.workdays.overlay import Overlay
    from opengov.workdays.table import Table

    _Dated = TypeVar("_Dated", bound=Notice | Overlay)

_BEIJING = timezone(timedelta(hours=8))


class Calendar:
    """A working-day calendar of China.

    ``notices`` say which days are not what their weekday says; ``overlays`` change it for one
    region or agency. A calendar does not change: ``as_known`` and ``with_overlays`` return
    others. ``known_on`` is the last day whose notices count, or ``None`` for all.
    """

    __slots__ = (
        "_by_knowledge",
        "_every_notice",
        "_every_overlay",
        "_outlook",
        "_table",
        "arrays",
        "days",
        "known_on",
        "notices",
        "overlays",
        "ranks",
        "worked",
    )

    # What the fast paths read; empty until the first question builds them.
    ranks: dict[date, int]
    """For each final day: how many working days there are up to it."""
    days: list[date]
    """The final working days in order; the first stands at 1, for it has rank 1."""
    worked: dict[date, bool]
    """For each announced day: whether it is worked."""
    arrays: Arrays | None
    """The same as arrays, once a batch was asked for."""

    def __init__(
        self,
        notices: Iterable[Notice],
        *,
        overlays: Iterable[Overlay] = (),
        known_on: date | None = None,
    ) -> None:
        from opengov.workdays.notice import in_order  # noqa: PLC0415  (keeps the import light)

        self._every_notice: tuple[Notice, ...] = in_order(notices)
        self._every_overlay: tuple[Overlay, ...] = tuple(overlays)
        self.known_on = None if known_on is None else civil(known_on)
        self.notices = _known(_announced(self._every_notice, known_on), known_on)
        self.overlays = _known(self._every_overlay, known_on)
        if not self.notices:
            raise CalendarError(
                f"nothing was announced by {known_on}."
                if self._every_notice
                else "a calendar without any notice knows no day.",
                where="calendar",
                remedy="Give the notices of the years that are asked about.",
            )
        self.ranks, self.days, self.worked = {}, [], {}
        self.arrays = None
        self._table: Table | None = None
        self._outlook: Outlook | None = None
        self._by_knowledge: dict[tuple[int, int, int], Calendar] = {}

    def __reduce__(self) -> tuple[object, ...]:
        # Notices are small, and what is built from them is built again where it is needed.
        return _again, (self._every_notice, self._every_overlay, self.known_on)

    @property
    def table(self) -> Table:
        """What is announced, day by day; built on first use."""
        if self._table is None:
            from opengov.workdays.table import Table  # noqa: PLC0415

            table = Table(self.notices, self.overlays)
            # In this order: a thread that sees the ranks must find the days that they count.
            self._table = table
            self.worked = table.worked
            self.days = table.days
            self.ranks = table.ranks
        return self._table

    @property
    def outlook(self) -> Outlook:
        """What may still come: the bounds of what was not announced; built on first use."""
        if self._outlook is None:
            from opengov.workdays.outlook import Outlook  # noqa: PLC0415

            self._outlook = Outlook(self.table, known_on=self.known_on)
        return self._outlook

    @property
    def announced(self) -> Period:
        """The days that were announced. Their last December is not ``final``."""
        return self.table.announced

    @property
    def announced_through(self) -> date:
        """The last day that was announced."""
        return self.table.announced_through

    @property
    def final_through(self) -> date:
        """The last day that no yearly notice to come can set."""
        return self.table.final_through

    def day(self, day: date) -> CalendarDay:
        """Return what is known about ``day``, with the notice that says so.

        Beyond ``announced`` a ``NotAnnouncedError``.
        """
        asked = civil(day)
        found = self.table.day(asked)
        if found is None:
            raise self.not_announced(asked)
        return found

    def as_known(self, moment: datetime) -> Calendar:
        """Return the calendar as it was known at ``moment``, which needs a zone.

        A notice is known from the beginning of the day on which it was issued.
        """
        if not isinstance(moment, datetime) or moment.utcoffset() is None:
            raise InvalidValueError(
                f"what was known is asked for a moment with a zone, not for {moment!r}.",
                where="as_known",
                remedy="Give an aware datetime.",
            )
        return self.known_by(civil(moment))

    def known_by(self, day: date) -> Calendar:
        """Return the calendar as it was known at the end of ``day``."""
        day = civil(day) if self.known_on is None else min(civil(day), self.known_on)
        from opengov.workdays.statutory import orders_known_on  # noqa: PLC0415

        key = (
            len(_known(self._every_notice, day)),
            len(_known(self._every_overlay, day)),
            orders_known_on(day),
        )
        found = self._by_knowledge.get(key)
        if found is None:
            found = Calendar(self._every_notice, overlays=self._every_overlay, known_on=day)
            self._by_knowledge[key] = found
        return found if found.known_on == day else found._of(day)

    def _of(self, known_on: date) -> Calendar:
        """Return the same calendar for another day on which no more and no less was known."""
        twin = Calendar.__new__(Calendar)
        _ = self.table, self.outlook  # shared, so that they are built once
        for name in self.__slots__:
            setattr(twin, name, getattr(self, name))
        twin.known_on = known_on
        return twin

    def with_overlays(self, *overlays: Overlay) -> Calendar:
        """Return this calendar with closures or festivals of one region or agency on top."""
        return Calendar(
            self._every_notice,
            overlays=(*self._every_overlay, *overlays),
            known_on=self.known_on,
        )

    def without(self, notice: Notice) -> Calendar:
        """Return this calendar without ``notice``, or another of its number or for its year."""
        return Calendar(
            (other for other in self._every_notice if not other.replaces(notice)),
            overlays=self._every_overlay,
            known_on=self.known_on,
        )

    def with_notices(self, *notices: Notice) -> Calendar:
        """Return this calendar with further notices, such as one that came out today.

        One that replaces a notice that is there, by its number or its year, takes its place. In
        a calendar of the past they count as known by then, whenever they were issued.
        """
        if self.known_on is not None:
            notices = tuple(notice.known_by(self.known_on) for notice in notices)
        kept = (
            other
            for other in self._every_notice
            if not any(notice.replaces(other) for notice in notices)
        )
        return Calendar((*kept, *notices), overlays=self._every_overlay, known_on=self.known_on)

    def not_announced(self, day: date) -> NotAnnouncedError:
        """Return the error for a day, or a count up to a day, that is not announced."""
        start, last = self.announced.start, self.announced_through
        awaited = last.year + 1
        return NotAnnouncedError(
            f"the working days around {day} are not announced: the schedule is known from"
            f" {start} to {last}, and final up to {self.final_through}.",
            where="calendar",
            remedy=(
                "There is no data for days before that."
                if day < start
                else f"The State Council announces {awaited} in the autumn of {awaited - 1};"
                " until then ask due() for the earliest and the latest day."
            ),
        )


def _announced(notices: tuple[Notice, ...], day: date | None) -> tuple[Notice, ...]:
    """Leave out what only data knows after the last notice, where no moment is asked about.

    Data without a day of issue announces nothing: such a year counts from its first day on, and
    so only for a moment that is known to lie after it.
    """
    dated = [n.arranges for n in notices if n.source.issued and n.arranges is not None]
    if day is not None or not dated:
        return notices
    return tuple(
        notice
        for notice in notices
        if notice.source.issued or notice.arranges is None or notice.arranges <= max(dated)
    )


def _known(what: tuple[_Dated, ...], day: date | None) -> tuple[_Dated, ...]:
    return what if day is None else tuple(each for each in what if each.known_on <= day)


def _again(
    notices: tuple[Notice, ...], overlays: tuple[Overlay, ...], known_on: date | None
) -> Calendar:
    return Calendar(notices, overlays=overlays, known_on=known_on)


def civil(value: object) -> date:
    """Return a day as it is, and a moment with a zone as its day in Beijing.

    A moment without a zone, or anything else, is an ``InvalidValueError``.
    """
    if isinstance(value, datetime):
        if value.utcoffset() is not None:
            return value.astimezone(_BEIJING).date()
    elif isinstance(value, date):
        return value
    raise InvalidValueError(
        f"working days are counted from a day, not from {value!r}.",
        where="workdays",
        remedy="Give a date, or a datetime with a zone, whose day in Beijing is taken.",
    )
