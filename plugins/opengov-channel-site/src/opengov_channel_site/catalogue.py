"""The catalogue: a row for each record that is out, enough for every list and every link.

With it one more record costs one entry, not a reading of all of them. It can always be made
again from the entries.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.domain import (
    Decision,
    DisclosureItem,
    DisclosureList,
    Interpretation,
    StatedTime,
    Truth,
)
from opengov.domain.checks import is_tuple
from opengov.errors import SerialError
from opengov.explain import citations
from opengov.policy import ObligationStatus
from opengov.serial import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opengov.policy import Obligation
    from opengov_channel_site.shelf import Entry, Shelf

FILE = "catalogue.json"

KINDS = {
    DisclosureItem: "item",
    DisclosureList: "list",
    Decision: "decision",
    Interpretation: "interpretation",
}

PRESSING = (ObligationStatus.OVERDUE, ObligationStatus.RUNNING, ObligationStatus.MET_LATE)
"""What is due and what was late, in the order in which it is shown."""


@frozen(kw_only=True)
class DutyRow:
    """One duty of a record, as its binding layer has it."""

    duty: str
    status: ObligationStatus
    applies: Truth
    due_on: date | None
    done_on: date | None
    source: str


@frozen(kw_only=True)
class Row:
    """What lists and links say of a record."""

    record_id: str
    kind: str
    title: str
    issuer: str
    number: str
    published_at: StatedTime | None
    released_at: datetime
    about: tuple[str, ...] = field(default=(), validator=is_tuple)
    duties: tuple[DutyRow, ...] = field(default=(), validator=is_tuple)

    @property
    def year(self) -> int | None:
        """The year that it was published in, or ``None`` where nothing says when."""
        return self.published_at.day.year if self.published_at else None


def row_of(entry: Entry) -> Row | None:
    """Return the row of an entry; a withdrawn one has none."""
    record = entry.record
    if record is None:
        return None
    return Row(
        record_id=record.id,
        kind=KINDS[type(record)],
        title=record.title or record.id,
        issuer=record.issuing_body or "",
        number=str(getattr(record, "document_number", None) or ""),
        published_at=record.published_at,
        released_at=entry.released_at,
        about=entry.about,
        duties=tuple(_duty_row(layers) for layers in by_duty(entry.obligations)),
    )


def by_duty(obligations: Iterable[Obligation]) -> Iterator[list[Obligation]]:
    """Return the layers of each duty, the one that governs first."""
    ordered = sorted(obligations, key=lambda found: (found.duty, not found.binding))
    return (list(layers) for _, layers in groupby(ordered, key=lambda found: found.duty))


def _duty_row(layers: list[Obligation]) -> DutyRow:
    found = layers[0]
    return DutyRow(
        duty=found.duty,
        status=found.status,
        applies=found.applies,
        due_on=found.due.on if found.due else None,
        done_on=found.evidence.on if found.evidence else None,
        source=citations(found.source),
    )


class Catalogue:
    """The rows of what is out, by record id."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = {row.record_id: row for row in rows}

    @classmethod
    def of(cls, shelf: Shelf) -> Catalogue:
        """Read the catalogue of a site; one that is lost or damaged is made from the entries."""
        text = shelf.read(FILE)
        if text is not None:
            try:
                return cls(loads(text, tuple[Row, ...], where=FILE))
            except SerialError:
                pass
        return cls(row for row in map(row_of, shelf.entries()) if row is not None)

    def keep(self, shelf: Shelf) -> None:
        """Write the catalogue beside the pages."""
        shelf.write(FILE, dumps(sorted(self._rows.values(), key=lambda row: row.record_id)) + "\n")

    def with_entry(self, entry: Entry) -> Catalogue:
        """Return the catalogue as it is when the entry is on the site."""
        changed = Catalogue(row for row in self._rows.values() if row.record_id != entry.record_id)
        row = row_of(entry)
        if row is not None:
            changed._rows[row.record_id] = row
        return changed

    def row(self, record_id: str) -> Row | None:
        """Return the row of a record, or ``None`` where it is not out."""
        return self._rows.get(record_id)

    def speaking_of(self, record_id: str) -> list[Row]:
        """Return the rows of the interpretations and decisions about a record, newest first."""
        return newest_first(row for row in self._rows.values() if record_id in row.about)

    def rows(self) -> list[Row]:
        """Return all rows, newest first."""
        return newest_first(self._rows.values())

    def duties(self, status: ObligationStatus) -> list[tuple[Row, DutyRow]]:
        """Return the duties that stand like this: the longest overdue first, others newest."""
        found = [
            (row, duty)
            for row in self._rows.values()
            for duty in row.duties
            if duty.status is status and duty.due_on is not None
        ]
        found.sort(
            key=lambda pair: (pair[1].due_on, pair[0].record_id, pair[1].duty),
            reverse=status is ObligationStatus.MET_LATE,
        )
        return found


def newest_first(rows: Iterable[Row]) -> list[Row]:
    """Sort rows by the time of publication; those without one come last."""
    return sorted(rows, key=_age)


def _age(row: Row) -> tuple[float, str]:
    at = row.published_at
    return (-at.earliest.timestamp() if at else float("inf"), row.record_id)
