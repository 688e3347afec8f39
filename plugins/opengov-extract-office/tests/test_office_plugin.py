"""The plugin offers an extractor that workers can be given."""

from __future__ import annotations

import pickle

import opengov_extract_office
from opengov_extract_office.extractor import OfficeExtractor

from opengov.testing import PluginContract


class TestPlugin(PluginContract):
    plugin = opengov_extract_office


def test_the_extractor_pickles() -> None:
    extractor = pickle.loads(pickle.dumps(OfficeExtractor()))
    assert extractor.formats == OfficeExtractor.formats
