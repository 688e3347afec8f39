"""The main job on real documents: what is due, by which article, and what disagrees."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import opengov_policy_cn
import opengov_policy_tourism
import pytest
from attrs import evolve

from opengov import BEIJING, DisclosureItem, Fact, Truth, assess, read_page
from opengov.policy import Assessment, Obligation, ObligationStatus

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not SHARED.exists(), reason="the shared pages of the developers are not here"
    ),
]
PACKS = (opengov_policy_cn.load(), opengov_policy_tourism.load())
NOW = datetime(2026, 11, 24, 12, tzinfo=BEIJING)


def document(name: str, *facts: Fact) -> DisclosureItem:
    path = next(SHARED.glob(name))
    return evolve(read_page(path.read_bytes(), name=name).item, facts=facts)


def assessed(record: DisclosureItem) -> Assessment:
    return assess(record, PACKS, as_of=NOW.date(), known_at=NOW)


def applying(found: Assessment) -> list[Obligation]:
    """Return what applies, or would once it is known that the policy is a major one."""
    return [o for o in found.obligations if o.applies is Truth.YES]


def due(found: Assessment) -> dict[str, date]:
    return {o.source.provision: o.due.on for o in applying(found) if o.due}


def test_the_source_plan_itself() -> None:
    found = assessed(document("seed/*.txt", Fact("major-policy", holds=True)))
    assert due(found) == {
        "interpretation-within-3": date(2018, 5, 21),
        "interpretation-within-7": date(2018, 5, 25),
        "proactive-disclosure": date(2018, 6, 13),
    }
    binding = {o.source.provision for o in applying(found) if o.binding}
    assert binding == {"interpretation-within-3", "proactive-disclosure"}
    levels = {o.source.provision: o.source.level.value for o in found.obligations}
    assert levels["interpretation-within-3"] == "national"
    (conflict,) = found.conflicts
    assert conflict.stricter.provision == "interpretation-within-3"
    assert conflict.looser.provision == "interpretation-within-7"
    for obligation in applying(found):
        assert obligation.due is not None
        assert obligation.source.citations
        counted = [day for day in obligation.due.ledger if day.number]
        assert len(counted) == getattr(obligation.limit, "count", None)
        assert obligation.due.ledger[-1].day.day == obligation.due.on


def test_a_document_published_on_the_very_last_day() -> None:
    found = assessed(document("pages/html/gov17.html"))
    (publication,) = (o for o in found.obligations if o.duty == "publication")
    assert publication.due is not None
    assert publication.due.on == date(2019, 1, 3)
    assert publication.evidence is not None
    assert publication.evidence.on == date(2019, 1, 3)
    assert publication.status is ObligationStatus.MET


@pytest.mark.parametrize("name", ["gov04", "gov09"])
def test_documents_from_before_the_regulation_have_no_such_limit(name: str) -> None:
    found = assessed(document(f"pages/html/{name}.html"))
    assert applying(found) == []
    assert all(o.duty not in {"publication", "interpretation"} for o in found.obligations)
