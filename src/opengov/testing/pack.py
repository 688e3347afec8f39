"""What every policy pack promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opengov.compose import installed_calendar, installed_detectors, installed_host
from opengov.domain import Trust
from opengov.packs import check_cases, coverage_faults, load_pack, read_cases
from opengov.packs.load import load
from opengov.packs.screening import unknown_targets
from opengov.packs.screening_cases import (
    check_screening,
    read_screening_cases,
    screening_coverage,
)
from opengov.screening import kinds_of, with_offered

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

    def test_its_screening_rules_find_what_the_cases_say_and_each_has_some(self) -> None:
        loaded, (*under, pack) = load(self.folder), self.packs()
        cases, offered = read_screening_cases(self.folder), installed_detectors(installed_host())
        assert check_screening(cases, [*under, pack], detectors=with_offered(offered)) == []
        assert screening_coverage(pack, cases, loaded.places) == []
        assert [*unknown_targets(pack, under, kinds_of(offered), loaded.places)] == []

    def test_it_says_where_its_limits_are(self) -> None:
        assert self.packs()[-1].limits.strip()

    def test_what_was_not_read_says_where_it_was_seen(self) -> None:
        pack = self.packs()[-1]
        for norm in (*pack.provisions, *pack.rules, *pack.screening):
            for citation in norm.citations:
                assert citation.trust is not Trust.UNVERIFIED or citation.note
