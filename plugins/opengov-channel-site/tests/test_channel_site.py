"""The static site keeps the promises of a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import opengov_channel_site
from opengov_channel_site import SiteOptions
from opengov_channel_site.channel import SiteChannel

from opengov.testing import ChannelContract, PluginContract

if TYPE_CHECKING:
    from pathlib import Path

    from opengov.ports import Channel, Receipt


class TestSiteChannel(ChannelContract):
    def make_channel(self, folder: Path) -> Channel:
        return SiteChannel(SiteOptions(folder=folder))

    def shown(self, folder: Path, receipt: Receipt) -> str:
        return (folder / receipt.reference).read_text("utf-8")

    def everything_shown(self, folder: Path) -> str:
        files = sorted(path for path in folder.rglob("*.*") if path.is_file())
        return "\n".join(path.read_text("utf-8") for path in files)


class TestPlugin(PluginContract):
    plugin = opengov_channel_site
