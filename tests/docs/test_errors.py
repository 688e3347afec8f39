"""Each error has its section: what it is, its exit status, what to do about it."""

from __future__ import annotations

import inspect

import pytest

from opengov import errors
from opengov.cli.main import exit_status
from opengov.errors import OpenGovError
from tests.docs.pages import REFERENCE, sections

KINDS = [
    kind
    for kind in vars(errors).values()
    if inspect.isclass(kind) and issubclass(kind, OpenGovError)
]
SECTIONS = {
    section.heading: section.text
    for section in sections(REFERENCE / "errors.md")
    if section.depth == 2
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_the_section_says_what_it_is_and_what_to_do(kind: type[OpenGovError]) -> None:
    head, told, *advice = SECTIONS[kind.code].split("\n\n")
    assert head.startswith(f"`{kind.__name__}`")
    assert all(f"`{base.__name__}`" in head for base in kind.__bases__)
    assert head.endswith(f"Exit status {exit_status(kind('what'))}.")
    assert told == (inspect.getdoc(kind) or "").partition("\n")[0].replace("``", "`")
    assert "".join(advice).strip()
