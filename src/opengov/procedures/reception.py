"""Receiving a new version of a record: which rulings on the old one still stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from opengov.domain import DisclosureItem

if TYPE_CHECKING:
    from opengov.domain import AnyRecord


def with_rulings_kept(old: AnyRecord, new: AnyRecord) -> AnyRecord:
    """Keep rulings that the new version does not bring itself, as far as they still stand.

    A secrecy review is of the content that it saw.
    """
    kept = evolve(
        new,
        determination=new.determination or old.determination,
        published_at=new.published_at or old.published_at,
        facts=new.facts or old.facts,
        drafted_by=new.drafted_by or old.drafted_by,
    )
    if isinstance(kept, DisclosureItem) and isinstance(old, DisclosureItem):
        kept = evolve(kept, interpretation_plan=kept.interpretation_plan or old.interpretation_plan)
    brings_its_own = new.secrecy_review not in {None, old.secrecy_review}
    if brings_its_own:
        return kept
    unchanged = _content(kept) == _content(old)
    return evolve(kept, secrecy_review=old.secrecy_review if unchanged else None)


def _content(record: AnyRecord) -> AnyRecord:
    return evolve(record, determination=None, secrecy_review=None, published_at=None)
