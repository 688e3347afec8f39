"""What must hold within one break, whatever year it is of."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from opengov.workdays.notice import SATURDAY, WEEKDAYS
from opengov.workdays.reading.clauses import Says
from opengov.workdays.reading.names import arranged_under

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opengov.workdays.reading.breaks import Break, Moved
    from opengov.workdays.reading.faults import Faults

_ONE_DAY = timedelta(days=1)
_WEEK = 7


def check_break(found: Break, statutory: Mapping[date, str], faults: Faults) -> None:
    """Note every fault of a break; ``statutory`` are the statutory days of its year."""
    _check_weekdays(found, faults)
    for move in found.moved:
        _check_move(move, faults)
    _check_work_for_moves(found, faults)
    _check_statutory(found, statutory, faults)
    _check_one_run(found, faults)
    _check_counts(found, faults)
    _check_neighbours(found, faults)
    _check_resumed(found, faults)


def weekend_run(found: Break) -> set[date]:
    """Return the days off with the weekends that they touch."""
    run = set(found.off)
    for first, step in ((min(run), -_ONE_DAY), (max(run), _ONE_DAY)):
        day = first + step
        while day.weekday() >= SATURDAY:
            run.add(day)
            day += step
    return run


def _shown(day: date) -> str:
    return f"{day} (星期{WEEKDAYS[day.weekday()]})"


def _is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def _check_weekdays(found: Break, faults: Faults) -> None:
    """Weekend days are worked in exchange and rest as ever; weekdays are off in exchange."""
    for day, place in found.worked.items():
        if not _is_weekend(day):
            what = f"makes up for a day off on {_shown(day)}, which is worked anyway."
            faults.add(place, what, "Mend the day: it must be a Saturday or a Sunday.")
        if day in found.off:
            faults.add(place, f"has {day} worked, which is also off.", "Mend one of the days.")
    for day, place in found.rest.items():
        if not _is_weekend(day):
            what = f"calls {_shown(day)} an ordinary day of rest."
            faults.add(place, what, "Mend the day: it must be a Saturday or a Sunday.")
    for day, place in found.off.items():
        if found.finest.get(day, (0, None))[1] is Says.SUBSTITUTE and _is_weekend(day):
            what = f"moves rest to {_shown(day)}, which is off anyway."
            faults.add(place, what, "Mend the day: it must be a weekday.")


def _check_move(move: Moved, faults: Faults) -> None:
    """As many days are moved as there are new ones; all of them are days of rest."""
    given = len(move.days) + move.clause.holidays_along
    if given != len(move.to):
        what = f"moves {given} days to {len(move.to)}."
        faults.add(move.clause.at, what, "Mend the days: there must be as many.")
    if move.clause.number not in {None, len(move.days)}:
        what = f"counts {move.clause.number} days and names {len(move.days)}."
        faults.add(move.clause.at, what, "Mend the number or the days.")
    for day in move.days:
        if not _is_weekend(day):
            what = f"takes {_shown(day)} for a day of rest."
            faults.add(move.clause.at, what, "Mend the day: it must be a Saturday or a Sunday.")


def _check_work_for_moves(found: Break, faults: Faults) -> None:
    """Where both are stated, the days worked are those whose rest is moved."""
    if not found.moved or not found.stated_work:
        return
    away = found.moved_away
    for day in sorted(found.stated_work.keys() ^ away.keys()):
        place = found.stated_work.get(day) or away[day]
        what = f"says otherwise of {_shown(day)} than the other clause on the rest that is moved."
        faults.add(place, what, "Name the same days as moved and as worked.")


def _check_statutory(found: Break, statutory: Mapping[date, str], faults: Faults) -> None:
    """The break holds the statutory days of its holidays; where it lists them, it lists all.

    A provision that says which days are statutory explains every weekday: it is one of them,
    or rest is moved to it.
    """
    of_these = {
        day for day, names in statutory.items() if set(arranged_under(names)) & set(found.names)
    }
    for day in sorted(of_these - found.off.keys()):
        what = f"has no day off on {_shown(day)}, the statutory {statutory[day]}."
        faults.add(found.provision.heading, what, "Mend the days of the break.")
    if not found.statutory:
        return
    for day in sorted(found.statutory.keys() - statutory.keys()):
        what = f"calls {_shown(day)} statutory, which it is not."
        faults.add(found.statutory[day], what, "Mend the day.")
    place = next(iter(found.statutory.values()))
    for day in sorted(of_these - found.statutory.keys()):
        faults.add(place, f"leaves out {_shown(day)}, which is statutory.", "Name the day.")
    explained = {day for move in found.moved for day in move.to} | found.statutory.keys()
    substitutes = {day for day, said in found.finest.items() if said[1] is Says.SUBSTITUTE}
    for day in sorted(found.off.keys() - explained - substitutes):
        if not _is_weekend(day) and day not in of_these:
            what = f"has {_shown(day)} off, but moves no rest to it."
            faults.add(found.off[day], what, "Mend the break, or the days that rest is moved to.")


def _check_one_run(found: Break, faults: Faults) -> None:
    """A break is one run of days: between those it names lie weekend days at most."""
    days = sorted(found.off)
    for before, after in pairwise(days):
        gap = [before + _ONE_DAY * n for n in range(1, min(_WEEK, (after - before).days))]
        if any(not _is_weekend(day) or day in found.worked for day in gap):
            what = f"does not join the days off before it: {before} and then {after}."
            faults.add(found.off[after], what, "Mend the day.")


def _check_counts(found: Break, faults: Faults) -> None:
    """共N天 is the number of the days named, or of all days of rest that are joined."""
    for count in found.counted:
        fitting = {len(count.named)}
        if found.joined and found.off:
            fitting.add(len(weekend_run(found)))
        if count.named and count.stated not in fitting:
            what = f"does not fit: {len(count.named)} days are named."
            faults.add(count.at, what, "Mend the number or the days.")
    whole = max(found.counted, key=lambda count: count.stated, default=None)
    if whole and whole.stated > 1 and not found.joined:
        for day in sorted(found.off.keys() - whole.named):
            what = f"has {day} off, beyond the {whole.stated} days that are counted."
            faults.add(found.off[day], what, "Mend the day or the number.")


def _check_neighbours(found: Break, faults: Faults) -> None:
    if found.joined and found.off and not any(map(_is_weekend, weekend_run(found))):
        what = f"does not fit: {min(found.off)} to {max(found.off)} touches no weekend."
        faults.add(found.joined[0].at, what, "Mend the day, or leave the weekend out.")
    if found.unmoved and found.worked:
        what = f"does not fit: {min(found.worked)} is worked in exchange."
        faults.add(found.unmoved[0].at, what, "Mend one of the clauses.")


def _check_resumed(found: Break, faults: Faults) -> None:
    """Work goes on the day after the break, or on the first working day after it."""
    last = max([*found.off, *found.until], default=None)
    if last is None:
        return
    first = last + _ONE_DAY
    fitting = {first}
    while _is_weekend(first) and first not in found.worked:
        first += _ONE_DAY
    fitting.add(first)
    for day, place in sorted(found.resumed.items()):
        if day not in fitting:
            what = f"resumes work on {_shown(day)}, but the break ends on {_shown(last)}."
            faults.add(place, what, "Mend the day, or the break.")
        fitting.add(day + _ONE_DAY)  # 4日、5日照常上班: the days that follow may be named too
