"""Where a value ends when nothing sets it apart from what comes behind.

Text that has lost its gaps, or a label, runs on: 云溪县教育局2021-03-13, 云教〔2021〕5号标题…. A
value is cut only where what remains is whole and what is cut off can be told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opengov.intake.fold import fold
from opengov.intake.marks import LABEL, cut_label, field_of
from opengov.intake.shapes import (
    DOCUMENT,
    GENRE,
    INDEX,
    fits,
    fits_well,
    is_body,
    is_document_number,
)
from opengov.intake.values import DAY, cleaned, is_day_alone, unnumbered
from opengov.intake.vocabulary import LABELS, SHORT

if TYPE_CHECKING:
    from collections.abc import Iterator

_STRICT = frozenset({"index_number", "document_number", "issuing_body", "title", "validity"})
"""Fields whose values have a shape, by which it can be told where they end."""


def parted(name: str | None, text: str) -> tuple[str, str]:
    """Part a value from what runs on behind it; nothing does so most of the time.

    >>> parted("issuing_body", "云溪县教育局2021-03-13")
    ('云溪县教育局', '2021-03-13')
    >>> parted("title", "关于规范索引号和文号的通知")
    ('关于规范索引号和文号的通知', '')
    """
    if name is None:
        return text, ""
    is_whole = fits_well if name in _STRICT else fits
    for at in _seams(name, fold(text)):
        head, tail = cleaned(text[:at]), unnumbered(cleaned(text[at:]))
        if head and tail and is_whole(name, head) and _is_telling(name, tail):
            return head, tail
    return text, ""


def _seams(name: str, folded: str) -> Iterator[int]:
    """Return the places where a value may end, in their order."""
    places = {match.start() for match in LABEL.finditer(folded)}
    # A label that has lost its end may stand before a day.
    places |= {match.start() - gap for match in DAY.finditer(folded) for gap in range(6)}
    places |= {match.end() for match in re.finditer(r"[ ;,]+", folded)}
    if name == "index_number" and (match := INDEX.match(folded)):
        places.add(match.end())
    if name == "document_number" and (match := DOCUMENT.match(folded)):
        places.add(match.end())
    if name == "title":
        places |= {match.end() for match in GENRE.finditer(folded)}
    if name == "title" and (match := re.search(rf"(?:{DOCUMENT.pattern})$", folded)):
        # The agency code of a number cannot be told from a title right before it.
        places |= set(range(match.start() + 1, match.end() - 6))
    yield from sorted(place for place in places if place > 0)


def _is_telling(name: str, tail: str) -> bool:
    """Say whether a text behind a value is certainly something else."""
    if name == "index_number":
        return re.match(r"[0-9A-Za-z/-]", fold(tail)) is None or is_day_alone(tail)
    label, value = led(tail)
    if not label and is_document_number(tail):
        return name != "document_number"
    if not label and is_body(tail):
        return name == "document_number"
    if DAY.match(fold(tail)):
        return name != "title" or is_day_alone(tail)
    if len(label) <= SHORT and (name not in _STRICT or (not value and label not in LABELS)):
        return False
    if label in LABELS and (
        name == "document_number" or (name == "issuing_body" and len(label) > SHORT + 1)
    ):
        return True
    return bool(label) and (not value or fits_well(field_named(label, value), value))


def led(text: str) -> tuple[str, str]:
    """Return the label that a text begins with, cut or whole, and its value.

    >>> led("发布机构：云溪县教育局"), led("成文日 2022-08-15"), led("云溪县教育局")
    (('发布机构', '云溪县教育局'), ('成文日', '2022-08-15'), ('', '云溪县教育局'))
    """
    folded = fold(text)
    match = LABEL.match(folded)
    if match:
        return match[0].replace(" ", ""), cleaned(text[match.end() :])
    for end in range(min(5, len(text)), 0, -1):
        value = cleaned(text[end:])
        if cut_label(folded[:end], value):
            return text[:end], value
    return "", text


def field_named(label: str, value: str) -> str | None:
    """Return the field of a label, which may be cut."""
    match = LABEL.fullmatch(fold(label))
    return field_of(match) if match else cut_label(fold(label), value)
