"""The tourism commission's plan keeps the promises of a pack."""

from __future__ import annotations

import opengov_policy_cn
import opengov_policy_tourism

from opengov.testing import PackContract, PluginContract


class TestTourismPack(PackContract):
    folder = opengov_policy_tourism.FOLDER
    below = (opengov_policy_cn.FOLDER,)


class TestPlugin(PluginContract):
    plugin = opengov_policy_tourism
