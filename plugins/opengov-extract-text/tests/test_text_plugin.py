"""The plugin offers an extractor that workers can be given."""

from __future__ import annotations

import pickle

import opengov_extract_text
from opengov_extract_text.extractor import TextExtractor

from opengov.testing import PluginContract


class TestPlugin(PluginContract):
    plugin = opengov_extract_text


def test_the_extractor_pickles() -> None:
    extractor = pickle.loads(pickle.dumps(TextExtractor()))
    assert extractor.formats == TextExtractor.formats
