"""One form for every table: the same types in each column, whatever it came in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from opengov.bulk.columns import Sort, sort_of

if TYPE_CHECKING:
    from collections.abc import Mapping

EAST = timedelta(hours=8)
"""How far civil time in Beijing is ahead of UTC."""

_TYPES: dict[Sort, pl.DataType] = {
    Sort.TEXT: pl.String(),
    Sort.TEXTS: pl.List(pl.String()),
    Sort.DAY: pl.Date(),
    Sort.DAYS: pl.Date(),
    Sort.BARE_DAY: pl.Date(),
    Sort.TIMES: pl.Time(),
    Sort.MOMENT: pl.Datetime("us", "UTC"),
    Sort.TRUTH: pl.Boolean(),
}


def frame_of(table: Any) -> pl.DataFrame:
    """Return a polars frame of what is one, or of any Arrow table, without copying its values."""
    if isinstance(table, pl.LazyFrame):
        return table.collect()
    return table if isinstance(table, pl.DataFrame) else pl.DataFrame(table)


def normal(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the table with moments in UTC, times of day in Beijing, and texts as texts."""
    changed = [
        expression.alias(name)
        for name, kind in frame.schema.items()
        if (expression := _normal(name, kind)) is not None
    ]
    return frame.with_columns(changed) if changed else frame


def types(schema: Mapping[str, pl.DataType]) -> dict[str, pl.DataType]:
    """Return the types that the columns of ``schema`` have in their normal form."""
    return dict(normal(pl.DataFrame(schema=dict(schema))).schema)


def _normal(name: str, kind: pl.DataType) -> pl.Expr | None:
    sort, column = sort_of(name), pl.col(name)
    if sort is None or kind == _TYPES[sort]:
        return None
    if isinstance(kind, pl.List):
        inner = kind.inner
        if isinstance(inner, pl.Datetime):
            # Lists of moments are converted as one column, and put back.
            return column.list.eval(_on_the_clock(pl.element(), inner))
        plain = _TYPES[sort]
        target = plain if isinstance(plain, pl.List) else pl.List(plain)
        return None if kind == target else column.cast(target)
    if isinstance(kind, pl.Datetime) and sort in {Sort.DAY, Sort.DAYS}:
        return _on_the_clock(column, kind)
    return column.cast(_TYPES[sort])


def _on_the_clock(moments: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Return moments as a clock in Beijing shows them, to the second."""
    assert isinstance(kind, pl.Datetime)  # noqa: S101
    if kind.time_zone is not None:
        utc = moments.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
        moments = utc + pl.lit(EAST)
    return moments.cast(pl.Datetime("us")).dt.truncate("1s")
