"""The two tables that come out: a row for each obligation, a row for each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from attrs import frozen

from opengov.bulk.columns import days_of
from opengov.bulk.reasons import FINDINGS, OBLIGATION
from opengov.bulk.view import BOOLEANS
from opengov.policy import Disagreement, ObligationStatus, Ruling, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from opengov.bulk.reasons import Reasons
    from opengov.domain import Truth
    from opengov.policy import Pack

MOMENT = pl.Datetime("us", "Asia/Shanghai")

TOLD: dict[str, pl.DataType] = {
    "row": pl.UInt32(),
    "reason": pl.UInt32(),
    "entry": pl.String(),
}
"""What the finding of one record says."""


@frozen
class Tables:
    """Parts of both tables: obligations as they come out, findings as places and reasons."""

    obligations: tuple[pl.DataFrame, ...] = ()
    findings: tuple[pl.DataFrame, ...] = ()


def enums_of(stack: Sequence[Pack]) -> dict[str, pl.Enum]:
    """Return the types of the columns whose texts these packs, or this library, name."""
    provisions = [norm for pack in stack for norm in pack.provisions]
    rules = [rule for pack in stack for rule in pack.rules]
    return {
        "about": _enum(["obligation", *FINDINGS]),
        "pack": _enum(pack.id for pack in stack),
        "provision": _enum(norm.id for norm in (*provisions, *rules)),
        "duty": _enum(norm.duty for norm in provisions),
        "anchor": _enum(day for norm in provisions for day in days_of(norm)),
        "status": _enum(each.value for each in ObligationStatus),
        "says": _enum(each.value for kind in (Ruling, Step, Disagreement) for each in kind),
    }


def in_beijing(moment: pl.Expr) -> pl.Expr:
    """Return what a clock in Beijing shows as a moment with its zone."""
    utc = moment.dt.offset_by("-8h").dt.replace_time_zone("UTC")
    return utc.dt.convert_time_zone("Asia/Shanghai")


class Shared:
    """What follows from the reason of a row: the same columns for every row that has it."""

    def __init__(self, reasons: Reasons, enums: Mapping[str, pl.Enum]) -> None:
        self._reasons, self._enums = reasons, enums
        self._known = self._of(0)

    def findings(self, ids: pl.Series, parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
        """Return the table of findings for the records of a batch, which have these ids."""
        rows = pl.concat([pl.DataFrame(schema=TOLD), *parts])
        shared = self.columns(rows["reason"]).rename({"about": "finding"})
        rows = rows.with_columns(ids.gather(rows["row"]).alias("record_id"))
        return rows.hstack(shared.get_columns()).select(FOUND)

    def columns(self, reasons: pl.Series) -> pl.DataFrame:
        """Return what follows from each of these reasons, which are told by their numbers."""
        if self._known.height < len(self._reasons.all):
            self._known = pl.concat([self._known, self._of(self._known.height)])
        return self._known[reasons] if reasons.len() else self._known.clear()

    def _of(self, first: int) -> pl.DataFrame:
        """Return what tables say of the reasons from the number ``first`` on."""
        reasons, enums = self._reasons.all[first:], self._enums
        sources = [each.source for each in reasons]
        against = [each.against for each in reasons]
        dated = [each.about == OBLIGATION for each in reasons]
        says = [each.says for each in reasons]
        columns: list[tuple[str, Any, list[Any]]] = [
            ("about", enums["about"], [each.about for each in reasons]),
            ("pack", enums["pack"], [each and each.pack for each in sources]),
            ("provision", enums["provision"], [each and each.provision for each in sources]),
            ("version", pl.Date(), [each and each.version for each in sources]),
            ("duty", enums["duty"], [each.duty for each in reasons]),
            ("anchor", enums["anchor"], [each.anchor for each in reasons]),
            (
                "status",
                enums["status"],
                [s if d else None for s, d in zip(says, dated, strict=True)],
            ),
            ("says", enums["says"], [None if d else s for s, d in zip(says, dated, strict=True)]),
            ("applies", pl.Boolean(), [_boolean(each.applies) for each in reasons]),
            ("holds", pl.Boolean(), [_boolean(each.holds) for each in reasons]),
            ("is_open", pl.Boolean(), [each.is_open for each in reasons]),
            ("is_breached", pl.Boolean(), [each.is_breached for each in reasons]),
            ("missing", pl.List(pl.String()), [list(each.missing) for each in reasons]),
            ("against_pack", enums["pack"], [each and each.pack for each in against]),
            (
                "against_provision",
                enums["provision"],
                [each and each.provision for each in against],
            ),
            ("signature", pl.Int64(), self._reasons.signatures[first:]),
        ]
        return pl.DataFrame([pl.Series(name, told, dtype=kind) for name, kind, told in columns])


OBLIGATIONS = (
    "record_id",
    "pack",
    "provision",
    "version",
    "duty",
    "anchor",
    "start",
    "due_earliest",
    "due_latest",
    "due_at",
    "opens_earliest",
    "opens_latest",
    "provisional",
    "status",
    "applies",
    "binding",
    "done_on",
    "elapsed",
    "period_start",
    "signature",
)
"""The columns of the table of obligations."""

FOUND = (
    "record_id",
    "finding",
    "pack",
    "provision",
    "version",
    "says",
    "applies",
    "holds",
    "is_open",
    "is_breached",
    "missing",
    "entry",
    "against_pack",
    "against_provision",
    "signature",
)
"""The columns of the table of findings."""


def _enum(names: Iterable[str]) -> pl.Enum:
    return pl.Enum(list(dict.fromkeys(names)))


def _boolean(truth: Truth | None) -> bool | None:
    return None if truth is None else BOOLEANS[truth]
