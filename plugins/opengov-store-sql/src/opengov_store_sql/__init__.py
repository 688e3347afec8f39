"""The SQL store: records, events and the outbox in one database, in one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from opengov.domain import LocalizedText
from opengov.errors import SettingsError
from opengov.hooks import hookimpl
from opengov.ports import Provider

if TYPE_CHECKING:
    from opengov.ports import Store


@frozen(kw_only=True)
class SqlOptions:
    """Where the data is: ``file`` for SQLite, or a database ``url`` as SQLAlchemy writes them.

    ``file`` is relative to the folder of the settings. In a URL ``sqlite:////srv/opengov.db`` is
    an absolute path; with three slashes it is relative to the folder the program runs in.
    """

    url: str = ""
    file: Path | None = None


def _build(options: SqlOptions) -> Store:
    from sqlalchemy import URL  # noqa: PLC0415  (when it is needed)

    from opengov_store_sql.store import SqlStore  # noqa: PLC0415

    if bool(options.url) == bool(options.file):
        raise SettingsError(
            "neither url nor file says where the data is."
            if not options.url
            else "url and file both say where the data is.",
            where="store sql",
            remedy="Give one of them.",
        )
    if options.file:
        return SqlStore(URL.create("sqlite", database=str(options.file)))
    return SqlStore(options.url)


@hookimpl
def opengov_stores() -> list[Provider[Store]]:
    """Offer the store ``sql``."""
    return [
        Provider(
            name="sql",
            summary=LocalizedText(
                zh="关系数据库，默认 SQLite", en="A relational database, by default SQLite"
            ),
            options=SqlOptions,
            build=_build,
        )
    ]
