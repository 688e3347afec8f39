"""The conformance kit: tests that a store, a channel, a plugin or a pack of your own must pass.

Subclass a contract in your tests, say how the thing is made, and run pytest::

    class TestMyStore(StoreContract):
        def make_store(self, folder):
            return MyStore(folder / "data")

The kit is tested itself: stores and channels that each break one promise are caught by it
(``tests/kit``).
"""

from opengov.testing.builders import (
    BEGIN,
    FixedClock,
    a_delivery,
    a_release,
    an_item,
    every_event,
    every_record,
)
from opengov.testing.channel import ChannelContract
from opengov.testing.pack import PackContract
from opengov.testing.plugin import PluginContract
from opengov.testing.store import StoreContract

__all__ = [
    "BEGIN",
    "ChannelContract",
    "FixedClock",
    "PackContract",
    "PluginContract",
    "StoreContract",
    "a_delivery",
    "a_release",
    "an_item",
    "every_event",
    "every_record",
]
