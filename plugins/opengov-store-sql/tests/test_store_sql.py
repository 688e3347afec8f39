"""The SQL store keeps the promises of a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import opengov_store_sql
from opengov_store_sql.store import SqlStore

from opengov.testing import PluginContract, StoreContract

if TYPE_CHECKING:
    from pathlib import Path

    from opengov.ports import Store


class TestSqliteStore(StoreContract):
    def make_store(self, folder: Path) -> Store:
        return SqlStore(f"sqlite:///{folder / 'store.db'}")


class TestPlugin(PluginContract):
    plugin = opengov_store_sql
