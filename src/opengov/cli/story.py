"""What happens in the demonstration: documents and what is done with each, in order of time."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from opengov.domain import (
    DisclosureAttribute,
    DisclosureItem,
    Fact,
    Interpretation,
    InterpretationElement,
    InterpretationPlan,
    ReviewOutcome,
    civil_day,
)
from opengov.domain.checks import is_tuple
from opengov.intake import read_page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from opengov.app import OpenGov
    from opengov.domain import AnyRecord

SAMPLE: Traversable = resources.files("opengov.cli") / "sample"


class StageClock:
    """A clock that stands where the story is."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the moment of the story."""
        return self.moment


@frozen(kw_only=True)
class Scene:
    """One record and what the people of the agency do with it, at one moment."""

    record: AnyRecord
    source: str
    at: datetime
    attribute: DisclosureAttribute | None
    determined_by: str
    reviewed_by: str
    publisher: str = "网站管理员"
    assumed: tuple[str, ...] = field(default=(), validator=is_tuple)

    def play(self, agency: OpenGov, clock: StageClock) -> None:
        """Bring the record in, rule on it, have it reviewed, and ask for publication."""
        clock.moment = self.at
        record = self.record
        agency.receive(record, actor=record.drafted_by or self.publisher, source=self.source)
        if self.attribute is not None:
            agency.determine(record.id, attribute=self.attribute, by=self.determined_by)
        if self.reviewed_by:
            agency.review(record.id, outcome=ReviewOutcome.CLEARED, by=self.reviewed_by)
        agency.publish(record.id, actor=self.publisher)


@frozen(kw_only=True)
class Story:
    """The scenes, and the moment at which it is all looked back on."""

    scenes: tuple[Scene, ...]
    today: datetime


def sample_story() -> Story:
    """Return the story of the sample agency."""
    script = tomllib.loads((SAMPLE / "story.toml").read_text("utf-8"))
    scenes = [_document(table) for table in script["document"]]
    scenes += [_interpretation(table) for table in script["interpretation"]]
    return Story(scenes=tuple(sorted(scenes, key=lambda scene: scene.at)), today=script["today"])


def _document(table: dict[str, object]) -> Scene:
    page = str(table["page"])
    read = read_page((SAMPLE / "pages" / page).read_bytes(), name=page)
    approved = table.get("plan_approved_on")
    record = evolve(
        read.item,
        drafted_by=str(table["drafted_by"]),
        facts=_facts(table, "sample"),
        interpretation_plan=_plan(approved) if isinstance(approved, date) else None,
    )
    return _scene(table, record, page)


def _interpretation(table: dict[str, object]) -> Scene:
    elements = table["elements"]
    assert isinstance(elements, list)  # noqa: S101  (our own script)
    record = Interpretation(
        id=str(table["id"]),
        document_id=str(table["of"]),
        title=str(table["title"]),
        body=str(table["body"]).strip(),
        issuing_body="云汀市文旅局",
        drafted_by=str(table["drafted_by"]),
        elements=frozenset(map(InterpretationElement, elements)),
    )
    return _scene(table, record, "story.toml")


def _facts(table: dict[str, object], stated_by: str) -> tuple[Fact, ...]:
    facts = table.get("facts", {})
    assert isinstance(facts, dict)  # noqa: S101  (our own script)
    return tuple(Fact(name, holds, stated_by) for name, holds in sorted(facts.items()))


def _plan(approved: date) -> InterpretationPlan:
    return InterpretationPlan(submitted_on=approved, approved_on=approved, approved_by="局长办公会")


def _scene(table: dict[str, object], record: AnyRecord, source: str) -> Scene:
    attribute = table.get("attribute")
    at = table["publish_at"]
    assert isinstance(at, datetime)  # noqa: S101  (our own script)
    return Scene(
        record=record,
        source=source,
        at=at,
        attribute=DisclosureAttribute(attribute) if attribute else None,
        determined_by=str(table.get("determined_by", "")),
        reviewed_by=str(table.get("reviewed_by", "")),
    )


def story_of(pages: Iterable[Path], now: datetime) -> Story:
    """Return the story of real pages: what no page states is assumed, and named as assumed."""
    return Story(scenes=tuple(map(partial(_real, now=now), pages)), today=now)


def _real(page: Path, now: datetime) -> Scene:
    item: DisclosureItem = read_page(page.read_bytes(), name=str(page)).item
    published = item.published_at.day if item.published_at else civil_day(now)
    record = evolve(
        item,
        drafted_by="演示起草人",
        facts=(Fact("major-policy", holds=True, stated_by="demo"),),
        interpretation_plan=InterpretationPlan(
            submitted_on=published, approved_on=published, approved_by="演示"
        ),
    )
    return Scene(
        record=record,
        source=str(page),
        at=now,
        attribute=DisclosureAttribute.PROACTIVE,
        determined_by="演示认定人",
        reviewed_by="演示保密审查人",
        assumed=("drafter", "major-policy", "plan", "attribute", "review"),
    )
