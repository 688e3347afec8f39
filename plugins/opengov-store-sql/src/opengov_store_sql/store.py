"""The store over SQLAlchemy Core."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import URL, Connection, RowMapping, func, insert, or_, select, update

from opengov.domain import AnyRecord, Event, Interpretation
from opengov.errors import ConflictError, RecordNotFoundError, SerialError, StoreUnavailableError
from opengov.policy.case import kind_of
from opengov.ports import Delivery, DeliveryState, Query, Save, Stored
from opengov.serial import dumps, loads
from opengov_store_sql.engine import engine_for, reading, writing
from opengov_store_sql.schema import bring_up_to_date
from opengov_store_sql.tables import DELIVERIES, EVENTS, RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")

PAGE = 500
"""How many records a search reads at once; between pages no transaction is open."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SqlStore:
    """Keeps records, events and deliveries in one database; opening it migrates it."""

    def __init__(self, url: str | URL) -> None:
        self._engine = engine_for(url)
        try:
            with writing(self._engine) as connection:
                bring_up_to_date(connection)
        except BaseException:
            self.close()
            raise

    def load(self, record_id: str) -> Stored | None:
        """Return the record, or ``None``."""
        with reading(self._engine) as connection:
            row = connection.execute(select(RECORDS).where(RECORDS.c.id == record_id)).first()
        return _stored(row._mapping) if row else None  # noqa: SLF001  (SQLAlchemy's public name)

    def save(self, save: Save, *, expected: int) -> int:
        """Save record, events and deliveries, or nothing where somebody else saved first."""
        with writing(self._engine) as connection:
            _save_record(connection, save.record, expected)
            _add_events(connection, save.record.id, save.events)
            for delivery in save.deliveries:
                _add_delivery(connection, delivery)
        return expected + 1

    def search(self, query: Query) -> Iterator[Stored]:
        """Find records, ordered by id."""
        found = select(RECORDS).order_by(RECORDS.c.id).limit(PAGE)
        for column in (RECORDS.c.kind, RECORDS.c.issuing_body, RECORDS.c.document_id):
            wanted = getattr(query, column.name)
            if wanted is not None:
                found = found.where(column == wanted)
        page = found
        while True:
            with reading(self._engine) as connection:
                rows = connection.execute(page).mappings().all()
            yield from map(_stored, rows)
            if len(rows) < PAGE:
                return
            page = found.where(RECORDS.c.id > rows[-1]["id"])

    def history(self, record_id: str) -> Sequence[Event]:
        """Return the events of a record, oldest first."""
        of_record = (
            select(EVENTS.c.content)
            .where(EVENTS.c.subject == record_id)
            .order_by(EVENTS.c.position)
        )
        with reading(self._engine) as connection:
            contents = connection.execute(of_record).scalars().all()
        return tuple(_read(content, Event, f"events of {record_id}") for content in contents)

    def delivery(self, key: str) -> Delivery | None:
        """Return a delivery by its key, or ``None``."""
        by_key = select(DELIVERIES.c.content).where(DELIVERIES.c.key == key)
        with reading(self._engine) as connection:
            content = connection.execute(by_key).scalar()
        return _read(content, Delivery, f"delivery {key}") if content else None

    def claim(self, *, now: datetime, lease: timedelta, limit: int = 100) -> Sequence[Delivery]:
        """Take pending deliveries that nobody holds, oldest first."""
        moment = _microseconds(now)
        free = (
            select(DELIVERIES.c.key, DELIVERIES.c.content)
            .where(DELIVERIES.c.state == DeliveryState.PENDING.value)
            .where(or_(DELIVERIES.c.leased_until.is_(None), DELIVERIES.c.leased_until <= moment))
            .order_by(DELIVERIES.c.position)
            .limit(limit)
            .with_for_update(skip_locked=True)  # where several writers can be at work
        )
        with writing(self._engine) as connection:
            rows = connection.execute(free).all()
            if rows:
                connection.execute(
                    update(DELIVERIES)
                    .where(DELIVERIES.c.key.in_([row.key for row in rows]))
                    .values(leased_until=_microseconds(now + lease))
                )
        return tuple(_read(row.content, Delivery, f"delivery {row.key}") for row in rows)

    def settle(self, delivery: Delivery, events: Sequence[Event] = ()) -> None:
        """Save how a delivery went, with its events, and end its lease; done stays done."""
        key = delivery.release.key
        this = DELIVERIES.c.key == key
        with writing(self._engine) as connection:
            state = connection.execute(select(DELIVERIES.c.state).where(this)).scalar()
            if state is None:
                raise RecordNotFoundError(
                    "there is no such delivery.",
                    where=key,
                    remedy="Settle only what was claimed from this store.",
                )
            if state != DeliveryState.DONE.value:
                connection.execute(
                    update(DELIVERIES)
                    .where(this)
                    .values(state=delivery.state.value, content=dumps(delivery), leased_until=None)
                )
            _add_events(connection, delivery.release.record.id, events)

    def ping(self) -> str:
        """Return where the data is and how much of it there is, after trying to write."""
        with writing(self._engine) as connection:
            count = connection.execute(select(func.count()).select_from(RECORDS)).scalar()
            # Changes nothing, and fails where nothing may be written.
            connection.execute(update(RECORDS).where(RECORDS.c.id == "").values(id=""))
        return f"{self._engine.url.render_as_string(hide_password=True)}, {count} records"

    def close(self) -> None:
        """Close the connections; again does nothing."""
        self._engine.dispose()


def _save_record(connection: Connection, record: AnyRecord, expected: int) -> None:
    this = RECORDS.c.id == record.id
    found = connection.execute(select(RECORDS.c.revision).where(this).with_for_update()).scalar()
    if (found or 0) != expected:
        raise ConflictError(
            f"revision {found or 0} is stored, {expected} was expected.",
            where=record.id,
            remedy="Load the record again and repeat the change.",
        )
    values = {
        "kind": kind_of(record),
        "issuing_body": record.issuing_body,
        "document_id": record.document_id if isinstance(record, Interpretation) else None,
        "revision": expected + 1,
        "content": dumps(record),
    }
    if found is None:
        connection.execute(insert(RECORDS).values(id=record.id, **values))
    else:
        connection.execute(update(RECORDS).where(this).values(**values))


def _add_events(connection: Connection, record_id: str, events: Sequence[Event]) -> None:
    if events:
        rows = [{"subject": record_id, "content": dumps(each)} for each in events]
        connection.execute(insert(EVENTS), rows)


def _add_delivery(connection: Connection, delivery: Delivery) -> None:
    key = delivery.release.key
    there = connection.execute(select(DELIVERIES.c.key).where(DELIVERIES.c.key == key)).scalar()
    if there is None:
        values = {"key": key, "state": delivery.state.value, "content": dumps(delivery)}
        connection.execute(insert(DELIVERIES).values(values))


def _stored(row: RowMapping) -> Stored:
    record: AnyRecord = _read(row["content"], AnyRecord, f"record {row['id']}")
    return Stored(record=record, revision=row["revision"])


def _read(content: str, kind: type[T] | object, where: str) -> T:
    try:
        return loads(content, kind, where=where)
    except SerialError as error:
        raise StoreUnavailableError(
            "what is stored cannot be read; it was damaged, or written by a newer program.",
            where=where,
            remedy="Restore it from a backup, or update opengov.",
            faults=[error],
        ) from error


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
