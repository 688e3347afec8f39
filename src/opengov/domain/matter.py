"""Whatever else has duties: requests, penalties, incidents, reports, the agency's own work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from opengov.domain.record import Record
from opengov.errors import InvalidValueError

if TYPE_CHECKING:
    from attrs import Attribute


def _is_kind(instance: object, attribute: Attribute[Any], value: object) -> None:
    del instance, attribute
    if not isinstance(value, str) or not value.strip():
        raise InvalidValueError(
            f"a matter needs a kind, not {value!r}.",
            where="Matter",
            remedy="Give the name that packs use, such as request or penalty.",
        )


@frozen(kw_only=True)
class Matter(Record):
    """A matter of any ``kind`` that packs name: a request, a penalty, an incident, a report.

    It has no fields of its own: what happened stands in ``milestones``, what holds in
    ``facts``, what it states in ``elements``.

    >>> from opengov.domain import Milestone, StatedTime
    >>> received = Milestone("received_on", StatedTime.parse("2020-01-20"))
    >>> Matter(id="request-1", kind="request", milestones=(received,)).milestones[0].at.day
    datetime.date(2020, 1, 20)
    """

    kind: str = field(validator=_is_kind)
