"""What the distribution offers to opengov."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.domain import LocalizedText
from opengov.hooks import hookimpl
from opengov.ports import Provider
from opengov_policy_cn import load, notices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opengov.policy import Pack
    from opengov.workdays import Notice


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


@hookimpl
def opengov_calendars() -> list[Provider[Sequence[Notice]]]:
    """Offer the holiday notices of the State Council."""
    return [
        Provider(
            name="cn-state-council",
            summary=LocalizedText(
                zh="国务院办公厅放假通知，2008年起",
                en="Holiday notices of the State Council, from 2008",
            ),
            build=lambda _: notices(),
        )
    ]
