"""What the core brings itself keeps the promises that it asks of plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov import builtin
from opengov.memory import MemoryStore
from opengov.testing import PluginContract, StoreContract

if TYPE_CHECKING:
    from pathlib import Path

    from opengov.ports import Store


class TestMemoryStore(StoreContract):
    persistent = False

    def make_store(self, folder: Path) -> Store:
        del folder
        return MemoryStore()


class TestBuiltin(PluginContract):
    plugin = builtin
