"""The national rules on open government, as a policy pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from opengov.domain import LocalizedText
from opengov.hooks import hookimpl
from opengov.ports import Provider

if TYPE_CHECKING:
    from opengov.policy import Pack

FOLDER = Path(__file__).parent / "packs" / "cn-national"


def load() -> Pack:
    """Read the pack."""
    from opengov.packs import load_pack  # noqa: PLC0415  (read only when the pack is asked for)

    return load_pack(FOLDER)


@hookimpl
def opengov_policy_packs() -> list[Provider[Pack]]:
    """Offer the pack ``cn-national``."""
    return [
        Provider(
            name="cn-national",
            summary=LocalizedText(
                zh="国家层面的政务公开规则", en="National rules on open government"
            ),
            build=lambda _: load(),
        )
    ]
