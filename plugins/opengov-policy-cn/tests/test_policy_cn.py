"""The national pack keeps the promises of a pack."""

from __future__ import annotations

import opengov_policy_cn
from opengov_policy_cn import plugin

from opengov.testing import PackContract, PluginContract


class TestNationalPack(PackContract):
    folder = opengov_policy_cn.FOLDER


class TestPlugin(PluginContract):
    plugin = plugin
