"""Every worked case of the packs comes out the same in a table."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import opengov_policy_cn
import opengov_policy_tourism
import pytest
from attrs import evolve

from opengov import load_pack
from opengov.domain import Interpretation
from opengov.packs.cases import read_cases
from tests.unit.bulk.compare import differences

if TYPE_CHECKING:
    from datetime import date, datetime

    from opengov.domain import AnyRecord
    from opengov.packs.cases import Case

NATIONAL = Path(opengov_policy_cn.__file__).parent / "packs" / "cn-national"
LOCAL = Path(opengov_policy_tourism.__file__).parent / "packs" / "tourism-2018"


@pytest.mark.parametrize("folders", [(NATIONAL,), (NATIONAL, LOCAL)], ids=["national", "both"])
def test_worked_cases_say_the_same_in_a_table(folders: tuple[Path, ...]) -> None:
    stack = [load_pack(folder) for folder in folders]
    by_moment: dict[tuple[date, datetime], list[Case]] = defaultdict(list)
    for case in read_cases(folders[-1]):
        by_moment[case.as_of, case.known_at].append(case)
    for (as_of, known_at), cases in by_moment.items():
        records = [evolve(case.record, id=f"case-{n}") for n, case in enumerate(cases)]
        related = {
            record.id: [_moved(each, case, record) for each in case.related]
            for record, case in zip(records, cases, strict=True)
        }
        missing, extra = differences(
            records, stack, as_of=as_of, known_at=known_at, related=related
        )
        assert (missing, extra) == ([], [])


def _moved(each: AnyRecord, case: Case, record: AnyRecord) -> AnyRecord:
    """Return a related record that names the record by its new id."""
    if isinstance(each, Interpretation) and each.document_id == case.record.id:
        return evolve(each, document_id=record.id)
    return each
