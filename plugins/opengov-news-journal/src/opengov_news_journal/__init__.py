"""A journal of what opengov did: one JSON object a line, only ever added to.

Set ``OPENGOV_JOURNAL`` to the path of the file; without it nothing is written.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from opengov.hooks import hookimpl
from opengov.serial import dumps

if TYPE_CHECKING:
    from opengov.domain import DeliveryFailed, ItemDetermined, ItemPublished

VARIABLE = "OPENGOV_JOURNAL"


def _write(event: ItemDetermined | ItemPublished | DeliveryFailed) -> None:
    path = os.environ.get(VARIABLE)
    if path:
        # One write in append mode: lines of several processes do not mix.
        with Path(path).open("ab", buffering=0) as file:
            file.write(f"{dumps(event)}\n".encode())


@hookimpl
def opengov_item_determined(event: ItemDetermined) -> None:
    """Note a determination."""
    _write(event)


@hookimpl
def opengov_item_published(event: ItemPublished) -> None:
    """Note a publication."""
    _write(event)


@hookimpl
def opengov_delivery_failed(event: DeliveryFailed) -> None:
    """Note a failed delivery."""
    _write(event)
