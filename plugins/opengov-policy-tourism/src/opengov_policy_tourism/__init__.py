"""The openness plan of a city tourism commission, as a policy pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from opengov.domain import LocalizedText
from opengov.hooks import hookimpl
from opengov.ports import Provider

if TYPE_CHECKING:
    from opengov.policy import Pack

FOLDER = Path(__file__).parent / "packs" / "tourism-2018"


def load() -> Pack:
    """Read the pack."""
    from opengov.packs import load_pack  # noqa: PLC0415  (read only when the pack is asked for)

    return load_pack(FOLDER)


@hookimpl
def opengov_policy_packs() -> list[Provider[Pack]]:
    """Offer the pack ``tourism-2018``."""
    return [
        Provider(
            name="tourism-2018",
            summary=LocalizedText(
                zh="市旅游委政务公开实施方案（2018年）",
                en="The openness plan of a city tourism commission (2018)",
            ),
            build=lambda _: load(),
        )
    ]
