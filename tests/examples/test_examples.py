"""Every example runs, and what it shows as a channel keeps the promises of one."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from opengov.testing import ChannelContract

if TYPE_CHECKING:
    from opengov.ports import Channel, Receipt

EXAMPLES = Path(__file__).parents[2] / "examples"
PRINTED = {
    "bulletin_board.py": [
        "refused for 10 reasons",
        "due by 22 October 2025, 20 working days after 18 September 2025",
        "met in time (22 October 2025)",
        "ItemReceived PublicationRefused ItemDetermined SecrecyReviewed",
        "PublicationApproved ItemPublished",
    ]
}


def test_every_example_is_run() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == set(PRINTED)


@pytest.mark.parametrize("name", PRINTED)
def test_an_example_prints_what_it_promises(name: str) -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / name)], capture_output=True, text=True, check=True
    )
    for line in PRINTED[name]:
        assert line in done.stdout


def example(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where attrs looks for the types that a class names
    spec.loader.exec_module(module)
    return module


class TestBoard(ChannelContract):
    def make_channel(self, folder: Path) -> Channel:
        module = example("bulletin_board")
        channel: Channel = module.Board(module.BoardOptions(file=folder / "board.json"))
        return channel

    def shown(self, folder: Path, receipt: Receipt) -> str:
        return self.everything_shown(folder)

    def everything_shown(self, folder: Path) -> str:
        module = example("bulletin_board")
        return "\n".join(module.Board(module.BoardOptions(file=folder / "board.json")).texts())
