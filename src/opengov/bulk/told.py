"""Findings that turn on dates, and so on each row: what to ask for, and norms that disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from opengov.bulk.reasons import disagreement
from opengov.bulk.result import TOLD
from opengov.policy import Conflict, ObligationStatus

if TYPE_CHECKING:
    from opengov.bulk.duties import Counted
    from opengov.bulk.reasons import Reason, Reasons
    from opengov.bulk.standings import Standings

UNKNOWN = ObligationStatus.UNKNOWN.value


def of_dates(counted: Counted, standings: Standings, reasons: Reasons) -> list[pl.DataFrame]:
    """Return the findings that the dates of a table give."""
    return [*_questions(counted, standings), *_conflicts(counted, reasons)]


def _questions(counted: Counted, standings: Standings) -> list[pl.DataFrame]:
    """Ask for the start of what was done from an unknown day on."""
    if counted.duties is None:
        return []
    open_starts = counted.duties.filter(
        pl.col("start").is_null() & pl.col("done_on").is_not_null() & (pl.col("status") == UNKNOWN)
    )
    asks = standings.duties["asks"].gather(open_starts["place"])
    asked = open_starts.select("row").with_columns(signature=asks)
    asked = asked.join(standings.questions, on="signature")  # what is asked already has none
    return [asked.with_columns(sort=_text("question"), truth=_text("unknown"), about=_text(None))]


def _conflicts(counted: Counted, reasons: Reasons) -> list[pl.DataFrame]:
    if counted.disagreements is None:
        return []
    pairs = counted.disagreements.select("row", "signature", "signature higher")
    which = pairs.drop("row").unique()
    rows = []
    for looser, stricter in which.iter_rows():
        told = disagreement(_conflict(reasons.explain(stricter), reasons.explain(looser)))
        rows.append((looser, stricter, reasons.number_of(told.reason), told.what, told.about))
    schema: dict[str, Any] = {
        **which.schema,
        "conflict": pl.UInt32,
        "what": pl.String,
        "about": pl.String,
    }
    told_of = pl.DataFrame(rows, schema, orient="row")
    found = pairs.join(told_of, on=which.columns).drop(which.columns)
    found = found.rename({"conflict": "signature"})
    return [found.with_columns(sort=_text("conflict"), truth=_text(None)).unique()]


def _conflict(stricter: Reason, looser: Reason) -> Conflict:
    assert stricter.source and looser.source and stricter.duty  # noqa: S101, PT018
    return Conflict(
        duty=stricter.duty,
        stricter=stricter.source,
        looser=looser.source,
        duty_title=stricter.duty_title,
    )


def _text(text: str | None) -> pl.Expr:
    return pl.lit(text, pl.String)


def in_form(told: list[pl.DataFrame]) -> pl.DataFrame:
    """Return findings as one table."""
    return pl.concat([each.select(pl.col(name).cast(TOLD[name]) for name in TOLD) for each in told])
