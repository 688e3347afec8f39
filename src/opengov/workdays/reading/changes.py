"""What a notice changes in an arrangement that stands: a longer break, a holiday anew."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from attrs import frozen

from opengov.workdays.day import DayKind
from opengov.workdays.notice import SATURDAY, NoticeDay, in_order
from opengov.workdays.reading.names import names_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opengov.workdays.notice import Notice
    from opengov.workdays.reading.breaks import Break
    from opengov.workdays.reading.faults import Faults
    from opengov.workdays.reading.frame import Frame

_ONE_DAY = timedelta(days=1)
_LONGEST = 31


@frozen(kw_only=True)
class Standing:
    """How days stood before a notice, by those issued until then."""

    days: dict[date, NoticeDay]
    arranged: frozenset[int]
    """The years whose yearly notice is among them."""

    def of(self, names: Iterable[str]) -> dict[date, NoticeDay]:
        """Return the days set for holidays, alone or with others."""
        wanted = set(names)
        return {
            day: each
            for day, each in self.days.items()
            if wanted & set(names_in(each.holiday) or (each.holiday,))
        }


def standing_before(frame: Frame, known: Iterable[Notice]) -> Standing:
    """Lay the known notices over each other, in the order of their issue."""
    earlier = [
        notice
        for notice in in_order(known)
        if notice.source.issued is None
        or frame.issued is None
        or notice.source.issued <= frame.issued
        if not frame.number or notice.source.number != frame.number
    ]
    return Standing(
        days={each.day: each for notice in earlier for each in notice.days},
        arranged=frozenset(notice.arranges for notice in earlier if notice.arranges),
    )


def standing_of(
    found: Break, standing: Standing, frame: Frame, year: int, faults: Faults
) -> dict[date, NoticeDay]:
    """Return how the holidays of a break stood; without the notice that set them, a fault."""
    days = {
        day: each
        for day, each in standing.of(found.names).items()
        if day.year == year or (day.year, day.month) == (year - 1, 12)
    }
    if year not in standing.arranged or not days:
        what = (
            f"changes {'、'.join(found.names)} of {year}, and how it stood is not known: "
            f"the notice 国务院办公厅关于{year}年部分节假日安排的通知 is needed."
        )
        faults.add(frame.title_at, what, "Give that notice in `known`.")
        return {}
    return days


def restored(before: dict[date, NoticeDay], new: Iterable[NoticeDay]) -> list[NoticeDay]:
    """Return the days that go back to what their weekday says: the new arrangement drops them."""
    named = {each.day for each in new}
    dropped = [each for day, each in before.items() if day not in named]
    return [
        NoticeDay(
            day=each.day,
            kind=DayKind.WEEKEND if each.day.weekday() >= SATURDAY else DayKind.WORKDAY,
            holiday=each.holiday,
        )
        for each in dropped
        if each.kind.is_worked == (each.day.weekday() >= SATURDAY)
    ]


def longer(
    found: Break, before: dict[date, NoticeDay], holiday: str, faults: Faults
) -> list[NoticeDay]:
    """Return the days that a break is made longer by: all that follow it, to its new last one."""
    off = {day for day, each in before.items() if not each.kind.is_worked}
    ends = {**found.off, **found.until}
    if not off or not ends:
        return []
    last, end = max(off), max(ends)
    place = ends[end]
    # Where work goes on only after a weekend that was to be worked, that weekend is off as well.
    until = min(found.resumed, default=end + _ONE_DAY)
    between = [end + _ONE_DAY * n for n in range(1, min(_LONGEST, (until - end).days))]
    weekend = all(day.weekday() >= SATURDAY for day in between)
    made_up = any(day in before and before[day].kind.is_worked for day in between)
    if end > last and weekend and made_up:
        end = between[-1]
    added = [last + _ONE_DAY * n for n in range(1, (end - last).days + 1)]
    if not added or len(added) > _LONGEST:
        what = f"does not make the break longer, which ended on {last}."
        faults.add(place, what, "Mend the day.")
        return []
    for count in found.counted:
        if count.stated not in {len(added), len(off) + len(added)}:
            what = f"does not fit: {len(added)} days are added to {len(off)}."
            faults.add(count.at, what, "Mend the number or the day.")
    return [NoticeDay(day=day, kind=DayKind.EXTENSION, holiday=holiday) for day in added]
