"""What the kinds of one run share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.bulk.count import Limits, Starts

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from opengov.bulk.count import Counts, Elapsed
    from opengov.bulk.output import Shared
    from opengov.bulk.reasons import Reasons
    from opengov.bulk.rows import OneByOne
    from opengov.bulk.when import When
    from opengov.policy import Pack


@frozen(kw_only=True)
class Common:
    """What the kinds of one run share."""

    stack: tuple[Pack, ...]
    schema: Mapping[str, pl.DataType]
    when: When
    elapsed: Elapsed
    reasons: Reasons
    one_by_one: OneByOne
    with_findings: bool
    shared: Shared
    enums: Mapping[str, pl.Enum]
    _starts: dict[Limits, Starts] = field(factory=dict)

    def starts_of(self, norm: Counts) -> Starts:
        """Return the table of starts that every norm with the same limits shares."""
        limits = Limits.of(norm)
        if limits not in self._starts:
            self._starts[limits] = Starts(limits, self.when)
        return self._starts[limits]
