"""Hooks, promises and settings each have their heading, and each heading names one of them."""

from __future__ import annotations

import inspect

import attrs
import pytest

import opengov.testing
from opengov.compose import installed_host
from opengov.hooks import specs
from opengov.hooks.checks import HOOKS
from opengov.settings import CalendarFiles, Settings
from tests.docs.pages import REFERENCE, coded

CONTRACTS = {
    name: getattr(opengov.testing, name)
    for name in opengov.testing.__all__
    if name.endswith("Contract")
}


def test_every_hook_has_its_exact_signature_as_heading() -> None:
    signatures = [
        f"{name}{inspect.signature(getattr(specs, name))}".replace("'", "") for name in HOOKS
    ]
    assert sorted(coded(REFERENCE / "hooks.md", 3)) == sorted(signatures)


def test_every_contract_has_its_heading() -> None:
    assert list(coded(REFERENCE / "contracts.md", 2)) == [
        "StoreContract",
        "ChannelContract",
        "PackContract",
        "PluginContract",
    ]
    assert set(coded(REFERENCE / "contracts.md", 2)) == set(CONTRACTS)


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_promise_has_its_heading_in_the_order_of_the_tests(name: str) -> None:
    page = (REFERENCE / "contracts.md").read_text("utf-8")
    part = page.partition(f"\n## `{name}`\n")[2].partition("\n## ")[0]
    promised = [line[5:-1] for line in part.splitlines() if line.startswith("### `")]
    assert promised == [test for test in vars(CONTRACTS[name]) if test.startswith("test_")]


def test_every_promise_is_explained() -> None:
    assert all(coded(REFERENCE / "contracts.md", 3).values())


def test_every_setting_has_its_heading() -> None:
    keys = [member.name for member in attrs.fields(Settings) if member.name != "folder"]
    assert list(coded(REFERENCE / "settings.md", 2)) == keys


def test_every_provider_and_option_has_its_heading() -> None:
    host = installed_host()
    offered = {**host.stores, **host.channels}
    options = {
        f"{name}.{member.name}"
        for name, provider in offered.items()
        for member in attrs.fields(provider.options)
    }
    assert set(coded(REFERENCE / "settings.md", 3)) == set(offered)
    options |= {f"calendar.{member.name}" for member in attrs.fields(CalendarFiles)}
    assert set(coded(REFERENCE / "settings.md", 4)) == options
