"""The review keeps the promises of a plugin."""

from __future__ import annotations

import opengov_review_metadata

from opengov.testing import PluginContract


class TestPlugin(PluginContract):
    plugin = opengov_review_metadata
