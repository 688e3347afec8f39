"""Findings that turn on dates, and so on each row: what to ask for, and norms that disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from opengov.bulk.reasons import disagreement
from opengov.bulk.result import TOLD
from opengov.policy import Conflict, ObligationStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.bulk.duties import Counted
    from opengov.bulk.reasons import Reason, Reasons
    from opengov.bulk.standings import Standings

UNKNOWN = ObligationStatus.UNKNOWN.value


def of_columns(
    counted: Counted, told: pl.DataFrame, standings: Standings
) -> Iterator[pl.DataFrame]:
    """Return what is ``told`` of each standing, and ask for the start of what was done.

    A start that is asked for already is not asked for again.
    """
    rows = counted.rows["row"]
    yield counted.spread(told).with_columns(row=pl.lit(rows).gather("at"))
    if counted.duties is not None:
        is_open = counted.duties.select(
            pl.col("start").is_null()
            & pl.col("done_on").is_not_null()
            & (pl.col("status") == UNKNOWN)
        ).to_series()
        where = counted.where().filter(is_open)
        asks = standings.duties["asks"].gather(where["place"])
        asked = pl.DataFrame([rows.gather(where["at"]).alias("row"), asks.alias("signature")])
        asked = asked.join(standings.questions, on="signature")
        yield asked.with_columns(sort=_text("question"), truth=_text("unknown"), about=_text(None))


def conflicts(counted: Counted, reasons: Reasons) -> list[pl.DataFrame]:
    """Return the norms that disagree about a duty."""
    if counted.disagreements is None:
        return []
    pairs = counted.disagreements.select(
        "signature", "signature higher", row=pl.lit(counted.rows["row"]).gather("at")
    )
    which = pairs.drop("row").unique()
    rows = []
    for looser, stricter in which.iter_rows():
        told = disagreement(_conflict(reasons.explain(stricter), reasons.explain(looser)))
        rows.append((looser, stricter, reasons.number_of(told.reason), told.what, told.about))
    texts = dict.fromkeys(("what", "about"), pl.String())
    schema = {**which.schema, "conflict": pl.UInt32(), **texts}
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
