"""The plugin offers an extractor that workers can be given."""

from __future__ import annotations

import pickle

import opengov_extract_pdf
from opengov_extract_pdf.extractor import PdfExtractor

from opengov.testing import PluginContract


class TestPlugin(PluginContract):
    plugin = opengov_extract_pdf


def test_the_extractor_pickles() -> None:
    extractor = pickle.loads(pickle.dumps(PdfExtractor()))
    assert extractor.formats == PdfExtractor.formats
