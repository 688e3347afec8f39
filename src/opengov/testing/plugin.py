"""What every plugin promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from opengov.hooks import PluginHost, ReviewRequest
from opengov.hooks.host import NEWS
from opengov.policy import assess
from opengov.testing.builders import BEGIN, every_event, every_record

if TYPE_CHECKING:
    from opengov.hooks import PluginProblem


class PluginContract:
    """The promises of a plugin. Subclass it and name the plugin."""

    plugin: object
    """The module or object that is registered."""

    def host(self) -> PluginHost:
        """Return a host with nothing but the plugin."""
        host = PluginHost()
        host.register(self.plugin, "under-test")
        return host

    def test_it_registers(self) -> None:
        assert self.host().plugins[0].hooks

    def test_it_answers_every_offer_without_a_problem(self) -> None:
        assert self._problems(self.host()) == ()

    def test_what_it_offers_is_named_and_can_be_set(self) -> None:
        host = self.host()
        for offered in (host.stores, host.channels, host.packs):
            for name, provider in offered.items():
                assert name == name.strip().lower() != ""
                assert provider.summary.zh
                assert attrs.has(provider.options)

    def test_its_review_answers_for_every_type_of_record(self) -> None:
        host = self.host()
        for record in every_record():
            assessment = assess(record, (), as_of=BEGIN.date(), known_at=BEGIN)
            request = ReviewRequest(record=record, assessment=assessment, at=BEGIN)
            first, second = host.review(request), host.review(request)
            assert first == second
        assert self._problems(host) == ()

    def test_it_hears_every_kind_of_news(self) -> None:
        host = self.host()
        for event in every_event():
            assert type(event) not in NEWS or host.tell(event) == ()

    def test_two_hosts_have_it_side_by_side(self) -> None:
        first, second = self.host(), self.host()
        assert first.plugins == second.plugins

    def _problems(self, host: PluginHost) -> tuple[PluginProblem, ...]:
        return host.plugins[0].problems
