"""The SQL store: records, events and the outbox in one database, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from opengov.domain import LocalizedText
from opengov.hooks import hookimpl
from opengov.ports import Provider

if TYPE_CHECKING:
    from opengov.ports import Store


@frozen(kw_only=True)
class SqlOptions:
    """Where the data is: a database URL as SQLAlchemy writes them.

    ``sqlite:////srv/agency/opengov.db`` is an absolute path; with three slashes it is relative
    to the folder the program runs in.
    """

    url: str


def _build(options: SqlOptions) -> Store:
    from opengov_store_sql.store import SqlStore  # noqa: PLC0415  (SQLAlchemy, when needed)

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
