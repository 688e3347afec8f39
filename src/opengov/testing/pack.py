"""What every policy pack promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.compose import installed_calendar
from opengov.domain import Trust
from opengov.packs import check_cases, coverage_faults, load_pack, read_cases

if TYPE_CHECKING:
    from pathlib import Path

    from opengov.policy import Pack


class PackContract:
    """The promises of a pack. Subclass it and say where the pack lies."""

    folder: Path
    below: tuple[Path, ...] = ()
    """The packs of higher levels that its worked cases count on, national ones first."""

    def packs(self) -> tuple[Pack, ...]:
        """Return the packs below and the pack itself; loading lints each."""
        return tuple(map(load_pack, (*self.below, self.folder)))

    def test_it_loads_without_a_fault(self) -> None:
        assert self.packs()[-1].provisions

    def test_it_has_worked_cases_and_they_come_out_as_written(self) -> None:
        cases = read_cases(self.folder)
        assert cases
        assert check_cases(cases, self.packs(), calendar=installed_calendar()) == []

    def test_every_version_has_a_case_that_meets_it_and_one_that_breaches_it(self) -> None:
        *below, pack = self.packs()
        assert coverage_faults(pack, read_cases(self.folder), below, installed_calendar()) == []

    def test_it_says_where_its_limits_are(self) -> None:
        assert self.packs()[-1].limits.strip()

    def test_what_was_not_read_says_where_it_was_seen(self) -> None:
        pack = self.packs()[-1]
        for norm in (*pack.provisions, *pack.rules):
            for citation in norm.citations:
                assert citation.trust is not Trust.UNVERIFIED or citation.note
