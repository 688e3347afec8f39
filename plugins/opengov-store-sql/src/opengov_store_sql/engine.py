"""Connections as the store needs them, and database errors as the store reports them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, event, exc

from opengov.errors import OpenGovError, SettingsError, StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator

WAIT_SECONDS = 30
"""How long a writer of SQLite waits for another one to finish."""

_READS = "opengov_reads"


def engine_for(url: str | URL) -> Engine:
    """Return an engine; a URL that cannot be used is a ``SettingsError``."""
    try:
        parsed = sqlalchemy.make_url(url)
        engine = sqlalchemy.create_engine(parsed, hide_parameters=True)
    except (exc.ArgumentError, exc.NoSuchModuleError, ImportError) as error:
        raise SettingsError(
            f"this is not a database URL that can be used: {error}.",
            where="url",
            remedy="Write it like sqlite:////srv/agency/opengov.db; install the driver it names.",
        ) from error
    if engine.dialect.name == "sqlite":
        if parsed.database in {None, "", ":memory:"}:
            raise SettingsError(
                "SQLite in memory would lose everything at the end.",
                where="url",
                remedy='Name a file, or choose the store "memory" for a trial.',
            )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    # The driver would begin and end transactions by itself and leave DDL outside of them.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")  # readers do not wait for the writer
    cursor.execute("PRAGMA synchronous = FULL")  # what was reported as saved survives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: upgrading a read lock later can fail for no good reason.
    reads = connection.get_execution_options().get(_READS)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that is saved at the end, or not at all."""
    with _reported(engine), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that only reads."""
    with _reported(engine), engine.execution_options(**{_READS: True}).begin() as connection:
        yield connection


@contextmanager
def _reported(engine: Engine) -> Iterator[None]:
    where = engine.url.render_as_string(hide_password=True)
    try:
        yield
    except StoreUnavailableError as error:
        error.where = error.where or where
        raise
    except OpenGovError:
        raise
    except exc.SQLAlchemyError as error:
        cause = error.orig if isinstance(error, exc.DBAPIError) else error
        raise StoreUnavailableError(
            f"the database cannot be used: {cause}.",
            where=where,
            remedy="Check that it exists, is whole, and may be written by this user.",
        ) from error
