"""Counting for many days at once, on arrays of numpy, which is loaded when a batch is asked for.

The same tables answer as for single days, as arrays. What they do not hold is left to the
functions for single days, with their errors.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from opengov.errors import InvalidValueError, MissingExtraError
from opengov.workdays.counting import add_workdays, is_workday, workdays_between

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from opengov.workdays.calendar import Calendar

    Days = NDArray[np.datetime64]
    SomeDays = ArrayLike | Sequence[date]
    Indices = NDArray[np.int64]

_PART = 1 << 16  # so many at a time that what is made on the way stays in the cache
_EPOCH = date(1970, 1, 1).toordinal()  # from which numpy counts its days


class Arrays:
    """The tables of a calendar as arrays."""

    def __init__(self, calendar: Calendar) -> None:
        numpy = _numpy()
        table = calendar.table
        self.first = calendar.announced.start.toordinal() - _EPOCH
        self.ranks = numpy.array(list(table.ranks.values()), dtype="i8")
        self.worked = numpy.array(list(table.worked.values()))
        self.days = numpy.array(table.days, dtype="datetime64[D]")


def add_workdays_batch(starts: SomeDays, counts: ArrayLike, *, calendar: Calendar) -> Days:
    """Return ``add_workdays`` for each pair of a start and a count.

    ``starts`` are days (``datetime64[D]``, or dates), ``counts`` whole numbers; one of them may
    be a single value. A pair that has no confirmed answer is the error of ``add_workdays``.
    """
    numpy, arrays = _numpy(), _arrays_of(calendar)
    begins, numbers = numpy.broadcast_arrays(_days(starts), _counts(counts))
    found: Days = numpy.empty(begins.size, dtype="datetime64[D]")
    flat, further = begins.ravel(), numbers.ravel()
    try:
        for part in range(0, found.size, _PART):
            chosen = slice(part, part + _PART)
            indices = flat[chosen].view("i8") - arrays.first
            ahead = further[chosen]
            fewest = ahead.min()
            if indices.min() < 0 or fewest < 0:
                raise IndexError  # noqa: TRY301  (a negative index would answer from the end)
            found[chosen] = arrays.days.take(arrays.ranks.take(indices) + ahead)
            if fewest == 0:
                found[chosen][ahead == 0] = flat[chosen][ahead == 0]
    except IndexError:
        found = _one_by_one(
            lambda start, count: add_workdays(start, count, calendar=calendar), begins, numbers
        ).astype("datetime64[D]")
    return found.reshape(begins.shape)


def workdays_between_batch(starts: SomeDays, ends: SomeDays, *, calendar: Calendar) -> Indices:
    """Return ``workdays_between`` for each pair of a start and an end."""
    numpy, arrays = _numpy(), _arrays_of(calendar)
    begins, finishes = numpy.broadcast_arrays(_days(starts), _days(ends))
    counted: Indices
    before, upto = begins.view("i8") - arrays.first, finishes.view("i8") - arrays.first
    if before.size == 0 or (before.min() >= 0 and (upto - before).min() >= 0):
        try:
            counted = arrays.ranks.take(upto) - arrays.ranks.take(before)
        except IndexError:
            pass
        else:
            return counted
    counted = _one_by_one(
        lambda start, end: workdays_between(start, end, calendar=calendar), begins, finishes
    ).astype("i8")
    return counted


def is_workday_batch(days: SomeDays, *, calendar: Calendar) -> NDArray[np.bool_]:
    """Return ``is_workday`` for each day."""
    arrays = _arrays_of(calendar)
    asked = _days(days)
    worked: NDArray[np.bool_]
    indices = asked.view("i8") - arrays.first
    if indices.size == 0 or indices.min() >= 0:
        try:
            worked = arrays.worked.take(indices)
        except IndexError:
            pass
        else:
            return worked
    worked = _one_by_one(lambda day: is_workday(day, calendar=calendar), asked).astype("bool")
    return worked


def _one_by_one(answer: Callable[..., object], *columns: Any) -> Any:
    """Answer single values: some lie where the tables end, or have no answer and are an error."""
    numpy = _numpy()
    rows = zip(*(column.ravel().tolist() for column in columns), strict=True)
    found = numpy.array([answer(*row) for row in rows], dtype=object)
    return found.reshape(columns[0].shape)


def _days(values: SomeDays) -> Days:
    numpy = _numpy()
    given: Days = numpy.asarray(values)
    days = given.ravel().tolist() if given.dtype == object else ()
    if given.dtype == "datetime64[D]":
        return given
    if given.dtype == object and all(type(day) is date for day in days):
        converted: Days = given.astype("datetime64[D]")
        return converted
    raise InvalidValueError(
        f"days are wanted, not {given.dtype}.",
        where="batch",
        remedy="Give datetime64[D], or dates; a moment has a day only in a zone.",
    )


def _counts(values: ArrayLike) -> Indices:
    given: Indices = _numpy().asarray(values)
    if given.dtype.kind not in "iu":
        raise InvalidValueError(
            f"counts are whole numbers, not {given.dtype}.",
            where="batch",
            remedy="Give an array of integers.",
        )
    counts: Indices = given.astype("i8", copy=False)
    return counts


def _arrays_of(calendar: Calendar) -> Arrays:
    if calendar.arrays is None:
        calendar.arrays = Arrays(calendar)
    return calendar.arrays


def _numpy() -> Any:
    try:
        import numpy as np  # noqa: PLC0415  (only those who ask for a batch need it)
    except ImportError as error:
        raise MissingExtraError(
            "counting in batches needs numpy.",
            where="batch",
            remedy="Install it with: pip install 'opengov[batch]'",
        ) from error
    return np
