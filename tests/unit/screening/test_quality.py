"""Precision and recall of what the detectors find, over texts drawn from a seed."""

from __future__ import annotations

from collections import Counter

import pytest
from screening_corpus import Document, documents

from tests.unit.screening.texts import KINDS, SCREENER, passage

DOCUMENTS = tuple(documents(20261124, 900))
CHECKED = ("identity-number", "bank-card")
BOUND = 0.98
"""What the kinds reach at least that have no check digit."""


def told(document: Document) -> Counter[tuple[str, int, int]]:
    """Return how often each stretch is told."""
    text = passage(document.text, is_table=document.is_table)
    return Counter((each.rule.id, each.start, each.end) for each in SCREENER.screen(text))


FOUND = [told(each) for each in DOCUMENTS]
WANTED = [Counter((each.kind, each.start, each.end) for each in one.data) for one in DOCUMENTS]


@pytest.mark.parametrize("kind", KINDS)
def test_recall_and_precision(kind: str) -> None:
    wanted = sum(number for each in WANTED for (of, *_), number in each.items() if of == kind)
    found = sum(number for each in FOUND for (of, *_), number in each.items() if of == kind)
    right = sum(
        number
        for got, want in zip(FOUND, WANTED, strict=True)
        for (of, *_), number in (got & want).items()
        if of == kind
    )
    bound = 1 if kind in CHECKED else BOUND
    assert wanted > 50
    assert right / wanted >= bound
    assert right / found >= bound


def test_every_document_without_personal_data_is_left_alone() -> None:
    assert [
        document.text
        for document, got in zip(DOCUMENTS, FOUND, strict=True)
        if got and not document.data
    ] == []
