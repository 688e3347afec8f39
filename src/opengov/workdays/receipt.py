"""The day on which a request counts as received (条例 2019, art. 31).

It depends on the way it came. For what nobody signs for it is the day on which agency and
applicant confirm that it arrived, and the agency is to do that at once.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from opengov.errors import InvalidValueError
from opengov.workdays.calendar import civil


class Submission(Enum):
    """The way in which a request came."""

    IN_PERSON = "in-person"
    """当面提交: received on the day on which it was handed in."""
    SIGNED_POST = "signed-post"
    """邮寄, 签收: received on the day on which the agency signed for it."""
    ORDINARY_POST = "ordinary-post"
    """平常信函等无需签收的邮寄: on the day on which receipt was confirmed with the applicant."""
    INTERNET = "internet"
    """互联网渠道: on the day on which both sides confirmed it."""
    FAX = "fax"
    """传真: on the day on which both sides confirmed it."""


_DECIDES = {
    Submission.IN_PERSON: "submitted",
    Submission.SIGNED_POST: "signed",
    Submission.ORDINARY_POST: "confirmed",
    Submission.INTERNET: "confirmed",
    Submission.FAX: "confirmed",
}


def received_on(
    submission: Submission,
    *,
    submitted: date | datetime,
    signed: date | datetime | None = None,
    confirmed: date | datetime | None = None,
) -> date:
    """Return the day of receipt, from which the limits of the request are counted.

    It is ``submitted``, ``signed`` or ``confirmed``, as the way decides; the others are not
    looked at. Moments with a zone count as their day in Beijing. Where the day that decides is
    missing or lies before ``submitted``, or where a moment has no zone, an
    ``InvalidValueError`` with each of the faults.

    >>> received_on(
    ...     Submission.SIGNED_POST, submitted=date(2025, 9, 24), signed=date(2025, 9, 25)
    ... )
    datetime.date(2025, 9, 25)
    """
    given = {"submitted": submitted, "signed": signed, "confirmed": confirmed}
    faults: list[InvalidValueError] = []
    days: dict[str, date] = {}
    for name, value in given.items():
        if value is not None:
            try:
                days[name] = civil(value)
            except InvalidValueError:
                faults.append(_fault(name, f"{value!r} is no day.", "Give a zone, or a date."))
    decides = _DECIDES[submission]
    if given[decides] is None:
        what = f"a request by {submission.value} is received on the day it was {decides}."
        faults.append(_fault(decides, what, "Give that day once it is known."))
    elif decides in days and days[decides] < days.get("submitted", date.min):
        what = f"{days[decides]} lies before {days['submitted']}, when it was submitted."
        faults.append(_fault(decides, what, "Mend one of the days."))
    if faults:
        raise InvalidValueError(
            "the day of receipt cannot be told.",
            where="received_on",
            remedy="Mend what is listed.",
            faults=faults,
        )
    return days[decides]


def _fault(name: str, what: str, remedy: str) -> InvalidValueError:
    return InvalidValueError(what, where=f"received_on.{name}", remedy=remedy)
