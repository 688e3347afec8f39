"""The catalogues: the same sentences in both languages, with the same gaps to fill."""

from __future__ import annotations

import re
import string
from enum import Enum
from importlib import resources
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from opengov.domain import InterpretationElement, Message
from opengov.i18n import LANGUAGES, Translator
from opengov.intake.item import STATED_NAMES
from opengov.policy import ObligationStatus, Ruling
from opengov.policy.case import DAYS, DERIVED
from opengov.serial.forms import TAGS
from opengov.workdays import DayKind


def catalogue(language: str) -> Catalog:
    text = (resources.files("opengov") / "locale" / f"{language}.po").read_bytes()
    return read_po(BytesIO(text))


def sentences(language: str) -> dict[str, str]:
    return {str(found.id): str(found.string) for found in catalogue(language) if found.id}


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_sentences_with_the_same_gaps() -> None:
    chinese, english = sentences("zh"), sentences("en")
    assert set(chinese) == set(english)
    for key, sentence in chinese.items():
        assert sentence.strip(), key
        assert gaps(sentence) == gaps(english[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_each_key_once_and_in_order(language: str) -> None:
    text = (resources.files("opengov") / "locale" / f"{language}.po").read_text("utf-8")
    keys = [
        line[7:-1] for line in text.splitlines() if line.startswith('msgid "') and len(line) > 8
    ]
    assert keys == sorted(set(keys))


def named(prefix: str, members: type[Enum]) -> list[str]:
    return [f"{prefix}.{member.value}" for member in members]


@pytest.mark.parametrize(
    "key",
    [
        *named("status", ObligationStatus),
        *named("ruling", Ruling),
        *named("day-kind", DayKind),
        *named("element", InterpretationElement),
        *(f"field.{name}" for name in STATED_NAMES),
        *(f"day.{name}" for name in sorted(DAYS)),
        *(f"fact.{name}" for name in DERIVED),
        *(f"event.{tag}" for kind, tag in TAGS.items() if hasattr(kind, "actor")),
    ],
)
def test_every_value_that_is_shown_has_a_name(key: str) -> None:
    for language in LANGUAGES:
        assert key in sentences(language)


ROOT = Path(__file__).parents[2]
PYTHON = "\n".join(
    path.read_text("utf-8")
    for folder in (ROOT / "src", *ROOT.glob("plugins/*/src"))
    for path in sorted(folder.rglob("*.py"))
)
BEGINNINGS = tuple(set(re.findall(r'["\']([a-z][a-z-]*\.[\w.-]*)(?:\{|\' \+)', PYTHON)))
"""What keys begin with that are put together, such as ``status.``."""
IN_PARTS = ("every.", "force.", "step.")
"""Beginnings that are put together themselves: of what a norm says that is one of a choice."""


@pytest.mark.parametrize("key", sorted(sentences("zh")))
def test_every_sentence_is_used(key: str) -> None:
    assert f'"{key.removesuffix("-one")}"' in PYTHON or key.startswith((*BEGINNINGS, *IN_PARTS))


def test_a_key_without_a_sentence_is_shown_with_what_it_knows() -> None:
    assert Translator("zh").render(Message("nobody.wrote-this", {"n": 3})) == (
        "nobody.wrote-this (n=3)"
    )
