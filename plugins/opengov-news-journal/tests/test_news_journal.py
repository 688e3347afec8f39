"""The journal keeps the promises of a plugin."""

from __future__ import annotations

import opengov_news_journal

from opengov.testing import PluginContract


class TestPlugin(PluginContract):
    plugin = opengov_news_journal
