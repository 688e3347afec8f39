"""Generated packs over generated populations: both ways say the same."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opengov.domain import BEIJING, AnyRecord, Interpretation
from tests.unit.bulk.compare import differences
from tests.unit.bulk.made import MOMENTS, packs, populations

if TYPE_CHECKING:
    from opengov.policy import Pack


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    stack=st.one_of(packs(plain=True), packs()),
    population=populations(),
    known_at=MOMENTS,
    is_today=st.booleans(),
)
def test_a_table_says_what_each_of_its_records_does(
    stack: tuple[Pack, ...],
    population: tuple[list[AnyRecord], list[AnyRecord]],
    known_at: datetime,
    *,
    is_today: bool,
) -> None:
    records, interpretations = population
    related: dict[str, list[AnyRecord]] = {}
    for each in interpretations:
        assert isinstance(each, Interpretation)
        related.setdefault(each.document_id, []).append(each)
    as_of = known_at.astimezone(BEIJING).date() if is_today else date(2025, 1, 1)
    missing, extra = differences(records, stack, as_of=as_of, known_at=known_at, related=related)
    assert (missing, extra) == ([], [])
