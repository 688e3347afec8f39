"""The process dies at every step of publishing; nothing is lost, nothing is done twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from opengov.domain import ItemPublished
from opengov.ports import DeliveryState
from opengov.testing import an_item
from tests.crash.program import agency

ROOT = Path(__file__).parents[2]
MORE_THAN_ALL = 60


def ran_to(step: int, folder: Path) -> int:
    """Run the program until it dies at ``step``; return its exit status."""
    command = [sys.executable, "-m", "tests.crash.program", str(folder), str(step)]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode


@pytest.mark.parametrize("step", range(1, MORE_THAN_ALL, 2))
def test_a_crash_at_any_step_is_recovered(step: int, tmp_path: Path) -> None:
    status = ran_to(step, tmp_path)
    assert status in {0, 9}
    with agency(tmp_path, hours=1) as after:
        if after.store.load(an_item().id) is None:
            after.receive(an_item(), actor="a")
        (delivery,) = after.publish(an_item().id, actor="a").deliveries
        list(after.deliver())
        assert delivery.state is DeliveryState.DONE
        events = after.history(an_item().id)
        assert sum(isinstance(event, ItemPublished) for event in events) == 1
        assert after.load(an_item().id).record.published_at is not None
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) == 3
    assert all(page.read_text("utf-8").rstrip().endswith("</html>") for page in pages)
    assert list((tmp_path / "site" / ".drafts").iterdir()) == []


def test_the_steps_are_all_there_are(tmp_path: Path) -> None:
    assert ran_to(MORE_THAN_ALL, tmp_path) == 0
