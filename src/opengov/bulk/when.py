"""The day whose law is asked, and the moment whose knowledge counts, for every row alike."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import polars as pl
from attrs import field, frozen

from opengov.domain import BEIJING, civil_day
from opengov.domain.time import is_day, is_moment

if TYPE_CHECKING:
    from opengov.policy.counting import Counting


@frozen(kw_only=True)
class When:
    """``as_of`` and ``known_at`` as ``assess`` takes them, with what follows from them."""

    as_of: date = field(validator=is_day)
    known_at: datetime = field(validator=is_moment)
    counting: Counting = field(eq=False, repr=False)
    today: date = field(init=False)
    """The day in Beijing on which ``known_at`` falls."""

    @today.default
    def _today(self) -> date:
        return civil_day(self.known_at)

    @property
    def day(self) -> pl.Expr:
        """Today, as a value to compare a column of days with."""
        return pl.lit(self.today, dtype=pl.Date)

    @property
    def clock(self) -> pl.Expr:
        """Now, as a clock in Beijing shows it."""
        local = self.known_at.astimezone(BEIJING).replace(tzinfo=None)
        return pl.lit(local, dtype=pl.Datetime("us"))

    @property
    def instant(self) -> pl.Expr:
        """Now, as a value to compare a column of moments with."""
        return pl.lit(self.known_at.astimezone(UTC), dtype=pl.Datetime("us", "UTC"))
