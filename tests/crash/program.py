"""Publishes one document and dies at the given step, as if the power had failed."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opengov_channel_site import shelf
from opengov_channel_site.channel import SiteChannel
from opengov_store_sql.store import SqlStore

from opengov.app import OpenGov
from opengov.settings import Settings, Use
from opengov.testing import BEGIN, FixedClock, an_item

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = (
    (SqlStore, "save"),
    (SqlStore, "claim"),
    (SqlStore, "settle"),
    (SiteChannel, "publish"),
    (shelf.Shelf, "write"),
    (shelf.Shelf, "put"),
    (os, "fsync"),
)
"""Before and after each of these the program may die."""


def die_at(step: int) -> None:
    """Count every step and end the process, without any clean-up, at the given one."""
    left = [step]

    def passed() -> None:
        left[0] -= 1
        if left[0] == 0:
            os._exit(9)

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            passed()
            result = function(*arguments, **named)
            passed()
            return result

        return wrapped

    for owner, name in STEPS:
        setattr(owner, name, counted(getattr(owner, name)))


def agency(folder: Path, hours: int = 0) -> OpenGov:
    """Open the agency; ``hours`` later leases are over."""
    settings = Settings(
        packs=("cn-national",),
        store=Use(name="sql", options={"url": f"sqlite:///{folder / 'store.db'}"}),
        channels={"site": Use(name="site", options={"folder": str(folder / "site")})},
    )
    return OpenGov.open(settings, clock=FixedClock(BEGIN + timedelta(hours=hours)))


def main() -> None:
    """Publish in the folder of the first argument, and die at the step of the second."""
    folder, step = Path(sys.argv[1]), int(sys.argv[2])
    with agency(folder) as open_agency:
        die_at(step)
        open_agency.receive(an_item(), actor="a")
        open_agency.publish(an_item().id, actor="a")


if __name__ == "__main__":
    main()
