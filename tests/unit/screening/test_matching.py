"""Every engine finds what a naive search finds, terms within and across others included."""

from __future__ import annotations

from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengov.screening import matching

INSTALLED = [name for name in matching.ENGINES if name == "plain" or find_spec(name)]
WORDS = st.text("机密绝a1★", min_size=1, max_size=4)


def naive(terms: list[str], text: str) -> set[tuple[int, int, int]]:
    return {
        (at, at + len(term), number)
        for number, term in enumerate(terms)
        for at in range(len(text))
        if text[at : at + len(term)] == term
    }


@pytest.mark.parametrize("engine", INSTALLED)
@given(terms=st.lists(WORDS, unique=True, max_size=12), text=st.text("机密绝a1★😀", max_size=40))
def test_an_engine_finds_what_a_naive_search_finds(
    engine: str, terms: list[str], text: str
) -> None:
    hits = list(matching.matcher(terms, engine=engine)(text))
    assert len(hits) == len(set(hits))
    assert set(hits) == naive(terms, text)


def test_what_is_not_installed_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(matching, "import_module", missing)
    assert list(matching.matcher(["机密"])("绝密机密")) == [(2, 4, 0)]
