"""Bringing a database up to date when it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from opengov.errors import StoreUnavailableError
from opengov_store_sql.tables import METADATA

if TYPE_CHECKING:
    from sqlalchemy import Connection

VERSION_TABLE = "opengov_version"


def bring_up_to_date(connection: Connection) -> None:
    """Run the migrations that are missing; refuse what is newer than this program, or foreign."""
    config = Config()
    config.set_main_option("script_location", "opengov_store_sql:migrations")
    script = ScriptDirectory.from_config(config)
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    found = context.get_current_revision()
    if found == script.get_current_head():
        return
    _refuse_newer(script, found)
    if found is None:
        _refuse_foreign(connection)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _refuse_newer(script: ScriptDirectory, found: str | None) -> None:
    known = {revision.revision for revision in script.walk_revisions()}
    if found is not None and found not in known:
        raise StoreUnavailableError(
            f"the database is of a newer program (schema {found}).",
            remedy="Update opengov-store-sql; this version does not touch it.",
        )


def _refuse_foreign(connection: Connection) -> None:
    taken = set(sqlalchemy.inspect(connection).get_table_names()) & set(METADATA.tables)
    if taken:
        raise StoreUnavailableError(
            f"the tables {', '.join(sorted(taken))} are there without a schema version.",
            remedy="Choose another database, or restore this one from a backup.",
        )
