"""The catalogue: a row for each record that is out, enough for every list and every link.

With it one more record costs one entry, not a reading of all of them. It can always be made
again from the entries.
"""

from __future__ import annotations

from datetime import date, time
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.domain import LocalizedText, StatedTime, Truth
from opengov.domain.checks import is_tuple
from opengov.errors import SerialError
from opengov.explain import citations
from opengov.policy import ObligationStatus
from opengov.policy.case import kind_of
from opengov.serial import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opengov.policy import Obligation
    from opengov_channel_site.shelf import Entry, Shelf

FILE = "catalogue.json"

PRESSING = (
    ObligationStatus.OVERDUE,
    ObligationStatus.BREACHED,
    ObligationStatus.RUNNING,
    ObligationStatus.MET_LATE,
)
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
    is_provisional: bool = False
    title: LocalizedText | None = None


@frozen(kw_only=True)
class Row:
    """What lists and links say of a record."""

    record_id: str
    kind: str
    title: str
    issuer: str
    number: str
    published_at: StatedTime | None
    about: tuple[str, ...] = field(default=(), validator=is_tuple)
    duties: tuple[DutyRow, ...] = field(default=(), validator=is_tuple)

    @property
    def year(self) -> int | None:
        """The year that it was published in, or ``None`` where nothing says when."""
        return self.published_at.day.year if self.published_at else None


@frozen(kw_only=True)
class Kept:
    """The catalogue as it is written."""

    rows: tuple[Row, ...] = field(validator=is_tuple)


def row_of(entry: Entry) -> Row | None:
    """Return the row of an entry; a withdrawn one has none."""
    record = entry.record
    if record is None:
        return None
    return Row(
        record_id=record.id,
        kind=kind_of(record),
        title=record.title or record.id,
        issuer=record.issuing_body or "",
        number=str(getattr(record, "document_number", None) or ""),
        published_at=record.published_at,
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
        due_on=found.due.earliest if found.due else None,
        done_on=found.evidence.on if found.evidence else None,
        source=citations(found.source),
        is_provisional=found.due is not None and not found.due.is_confirmed,
        title=found.duty_title,
    )


class Catalogue:
    """The rows of what is out, by record id. It never changes: ``with_entry`` makes another."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = {row.record_id: row for row in rows}
        self._duties: dict[ObligationStatus, list[tuple[Row, DutyRow]]] = {}

    def with_entry(self, entry: Entry) -> Catalogue:
        """Return the catalogue as it is when the entry is on the site."""
        row = row_of(entry)
        others = (found for found in self._rows.values() if found.record_id != entry.record_id)
        return Catalogue([*others, row] if row else others)

    def row(self, record_id: str) -> Row | None:
        """Return the row of a record, or ``None`` where it is not out."""
        return self._rows.get(record_id)

    def speaking_of(self, record_id: str) -> list[Row]:
        """Return the rows of the interpretations and decisions about a record, newest first."""
        return newest_first(row for row in self._rows.values() if record_id in row.about)

    @cached_property
    def rows(self) -> list[Row]:
        """All rows, newest first."""
        return newest_first(self._rows.values())

    def duties(self, status: ObligationStatus) -> list[tuple[Row, DutyRow]]:
        """Return the duties that stand like this: the longest overdue first, the late newest."""
        if status not in self._duties:
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
            self._duties[status] = found
        return self._duties[status]


class CatalogueFile:
    """The catalogue of a site in its file, parsed anew only when somebody else has written it."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._known: tuple[str, Catalogue] | None = None

    def read(self) -> Catalogue:
        """Return the catalogue; one that is lost or damaged is made from the entries."""
        text = self._shelf.read(FILE)
        if self._known is None or self._known[0] != text:
            catalogue = _parsed(text)
            if text is None or catalogue is None:
                rows = map(row_of, self._shelf.entries())
                return Catalogue(row for row in rows if row is not None)
            self._known = text, catalogue
        return self._known[1]

    def keep(self, catalogue: Catalogue) -> None:
        """Write the catalogue beside the pages."""
        text = dumps(Kept(rows=tuple(catalogue.rows))) + "\n"
        self._shelf.write(FILE, text)
        self._known = text, catalogue


def _parsed(text: str | None) -> Catalogue | None:
    try:
        return None if text is None else Catalogue(loads(text, Kept, where=FILE).rows)
    except SerialError:
        return None


def newest_first(rows: Iterable[Row]) -> list[Row]:
    """Sort rows by the time of publication; those without one come last."""
    by_id = sorted(rows, key=lambda row: row.record_id)
    return sorted(by_id, key=_published, reverse=True)


def _published(row: Row) -> tuple[date, time]:
    at = row.published_at
    return (at.day, at.time or time.min) if at else (date.min, time.min)
