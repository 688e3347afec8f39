"""The tourism commission's plan keeps the promises of a pack."""

from __future__ import annotations

import opengov_policy_cn
import opengov_policy_tourism

from opengov import load_pack
from opengov.testing import PackContract, PluginContract


class TestTourismPack(PackContract):
    folder = opengov_policy_tourism.FOLDER
    below = (opengov_policy_cn.FOLDER,)


class TestPlugin(PluginContract):
    plugin = opengov_policy_tourism


def test_no_norm_has_the_id_of_a_national_one() -> None:
    plan, national = (
        {norm.id for norm in (*pack.provisions, *pack.rules)}
        for pack in (load_pack(opengov_policy_tourism.FOLDER), opengov_policy_cn.load())
    )
    assert plan
    assert not plan & national
