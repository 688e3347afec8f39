"""The tables of a result: what their columns are called, and how they are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from attrs import frozen

from opengov.bulk.reasons import SORTS, STATUSES, TRUTHS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.bulk.reasons import Reasons
    from opengov.policy import Pack
    from opengov.policy.provision import AnyProvision

MOMENT = pl.Datetime("us", "Asia/Shanghai")


@frozen
class Names:
    """The names that packs can put into a result, so that each is kept as a number."""

    packs: pl.Enum
    norms: pl.Enum
    duties: pl.Enum
    days: pl.Enum

    @classmethod
    def of(cls, stack: tuple[Pack, ...]) -> Names:
        """Return the names of these packs."""
        norms = [norm for pack in stack for norm in pack.provisions]
        rules = [rule.id for pack in stack for rule in pack.rules]
        return cls(
            packs=_enum(pack.id for pack in stack),
            norms=_enum([*(norm.id for norm in norms), *rules]),
            duties=_enum(norm.duty for norm in norms),
            days=_enum(day for norm in norms for day in _anchors(norm)),
        )

    @property
    def norm(self) -> dict[str, Any]:
        """The columns that say which norm a row is of."""
        return {
            "pack": self.packs,
            "provision": self.norms,
            "version": pl.Date,
            "duty": self.duties,
            "applies": TRUTHS,
        }

    @property
    def duty(self) -> dict[str, Any]:
        """The columns of an obligation that are worked out for each record."""
        return {
            "anchor": self.days,
            "start": pl.Date,
            "due_earliest": pl.Date,
            "due_latest": pl.Date,
            "due_at": MOMENT,
            "opens_earliest": pl.Date,
            "opens_latest": pl.Date,
            "provisional": pl.Boolean,
            "period_start": pl.Date,
            "status": STATUSES,
            "done_on": pl.Date,
            "binding": pl.Boolean,
            "elapsed": pl.Int32,
            "responsible": pl.String,
        }

    @property
    def obligation(self) -> dict[str, Any]:
        """The columns of an obligation."""
        return {"record_id": pl.String, **self.norm, **self.duty, "signature": pl.UInt32}


TOLD: dict[str, Any] = {
    "row": pl.UInt32,
    "signature": pl.UInt32,
    "sort": SORTS,
    "what": pl.String,
    "about": pl.String,
    "truth": TRUTHS,
}
"""The columns of a finding; see ``reasons.Told``."""


def _enum(names: Any) -> pl.Enum:
    return pl.Enum(list(dict.fromkeys(names)))


def _anchors(norm: AnyProvision) -> Iterator[str]:
    yield from getattr(norm, "anchors", ())
    yield from getattr(norm, "restarts", ())
    yield from getattr(norm, "done_by", ())  # what a duty that returns is counted from


def named(told: pl.DataFrame, ids: pl.Series, reasons: Reasons) -> pl.DataFrame:
    """Name the record of each ``row`` and the norm behind each ``signature``."""
    norms = reasons.norms(told["signature"])
    return told.hstack([ids.gather(told["row"]).alias("record_id"), *norms])


FINDING = ("record_id", "sort", "what", "about", "truth", "pack", "provision", "version",
           "applies", "signature")  # fmt: skip
"""The columns of a finding, in their order."""
