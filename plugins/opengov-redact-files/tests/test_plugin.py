"""The redactor is found, and keeps the promises of a plugin."""

from __future__ import annotations

import opengov_redact_files

from opengov.testing import PluginContract


class TestPlugin(PluginContract):
    plugin = opengov_redact_files

    def test_it_offers_a_redactor_of_these_formats(self) -> None:
        redactor = self.host().redactors["files"].build(None)
        assert redactor.formats == {"txt", "csv", "html", "xlsx", "docx", "pdf"}
