"""What the core brings itself, offered through the same hooks as any plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.domain import LocalizedText
from opengov.hooks import hookimpl
from opengov.memory import MemoryStore
from opengov.ports import Provider

if TYPE_CHECKING:
    from opengov.ports import Store


@hookimpl
def opengov_stores() -> list[Provider[Store]]:
    """Offer the store in memory, for trials and tests."""
    return [
        Provider(
            name="memory",
            summary=LocalizedText(zh="内存存储，退出即失", en="In memory, gone with the process"),
            build=lambda _: MemoryStore(),
        )
    ]
