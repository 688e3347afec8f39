"""Whether what is masked is gone from a copy. Shares no code with what makes copies."""

from __future__ import annotations

import html
import re
from enum import Enum
from typing import TYPE_CHECKING

from attrs import frozen

from opengov.errors import ExtractionError
from opengov.redaction.folding import ENCODINGS, fold, is_telling, patterns
from opengov.redaction.innards import ClosedError, Part, innards
from opengov.screening import Blob, Extracted, Passage, Place, PlaceKind, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from opengov.screening import Mask

BLOCK_END = re.compile(r"</(?:\w+:)?(?:p|si|c|row|tr|tc|td|th|li|div|h\d|title)>|<br\s*/?>")
TAG = re.compile(r"<[^<>]*>")
DEEPEST = 6
PDF = b"%PDF-"


class LeakKind(Enum):
    """What is wrong with a copy."""

    LEFT = "left"
    """What is masked in the original stands in it."""
    UNMASKED = "unmasked"
    """A text in it asks for a mask."""
    UNREAD = "unread"
    """A part of it cannot be read."""


@frozen(kw_only=True)
class Leak:
    """A reason not to publish a copy. It never says the text that must not go out."""

    kind: LeakKind
    place: str
    rule: str = ""


def verify(
    original: Blob,
    copy: Blob,
    extract: Callable[[Blob], Extracted],
    masking: Callable[[Passage], tuple[Mask, ...]],
) -> tuple[Leak, ...]:
    """Return every reason not to publish ``copy``; none means that it may go out.

    ``extract`` reads a file of any format, the original and the copy alike. What is masked in
    the original, wherever it stands in it, is looked for in the texts of the copy, in each part
    of it once unpacked, and among its bytes, without regard to width, blanks and dashes. Then
    ``masking`` is asked about every text of the copy, and must ask for nothing more.

    The pages of a PDF may be pictures of what was masked, with the text beneath. Such a picture
    is not read: it is let through only where no part of the original is a picture that may hold
    text, so that it shows nothing beyond that text.
    """
    secrets = _secrets(original, extract, masking)
    drawn = _is_drawn(original, copy, extract)
    leaks = [*_in_texts(copy, secrets, extract, masking, drawn=drawn), *_in_parts(copy, secrets)]
    return tuple(dict.fromkeys(leaks))


def _is_drawn(original: Blob, copy: Blob, extract: Callable[[Blob], Extracted]) -> bool:
    """Say whether pictures in the copy can show nothing but text that was read and masked."""
    if not (original.content.startswith(PDF) and copy.content.startswith(PDF)):
        return False
    return all(unread.why is not Unreadable.SCANNED for unread in extract(original).unread)


@frozen
class _Secret:
    """A text that must be gone."""

    folded: str
    patterns: frozenset[bytes]
    rule: str


def _name_of(blob: Blob) -> Passage:
    return Passage(place=Place(kind=PlaceKind.FILE_NAME), text=blob.name)


def _secrets(
    original: Blob,
    extract: Callable[[Blob], Extracted],
    masking: Callable[[Passage], tuple[Mask, ...]],
) -> tuple[_Secret, ...]:
    found: dict[str, _Secret] = {}
    for passage in (_name_of(original), *_passages(original, extract, 0)):
        for mask in masking(passage):
            text = passage.text[mask.start : mask.end]
            folded = fold(text)
            if is_telling(folded) and folded != fold(mask.replacement):
                found.setdefault(folded, _Secret(folded, patterns(text), mask.rule))
    return tuple(found.values())


def _passages(blob: Blob, extract: Callable[[Blob], Extracted], depth: int) -> Iterator[Passage]:
    """Return the texts of the original; a member that nobody can read has no place in a copy."""
    extracted = extract(blob)
    yield from extracted.passages
    for member in extracted.members:
        yield _name_of(member)
        if depth < DEEPEST:
            try:
                yield from tuple(_passages(member, extract, depth + 1))
            except ExtractionError:
                continue


def _in_texts(
    copy: Blob,
    secrets: Sequence[_Secret],
    extract: Callable[[Blob], Extracted],
    masking: Callable[[Passage], tuple[Mask, ...]],
    depth: int = 0,
    *,
    drawn: bool = False,
) -> Iterator[Leak]:
    try:
        extracted = extract(copy)
    except ExtractionError as error:
        yield Leak(kind=LeakKind.UNREAD, place=f"the copy: {error.why}")
        return
    for unread in extracted.unread:
        if drawn and unread.why is Unreadable.SCANNED:
            continue
        yield Leak(kind=LeakKind.UNREAD, place=f"{_shown(unread.place)}: {unread.why.value}")
    for passage in (_name_of(copy), *extracted.passages):
        text = fold(passage.text, keeps_lines=passage.is_table)
        for secret in secrets:
            if secret.folded in text:
                yield Leak(kind=LeakKind.LEFT, place=_shown(passage.place), rule=secret.rule)
        for mask in masking(passage):
            if fold(mask.replacement) != fold(passage.text[mask.start : mask.end]):
                yield Leak(kind=LeakKind.UNMASKED, place=_shown(passage.place), rule=mask.rule)
    if extracted.members and depth >= DEEPEST:
        yield Leak(kind=LeakKind.UNREAD, place="files nested too deep")
        return
    for member in extracted.members:
        yield from _in_texts(member, secrets, extract, masking, depth + 1)


def _in_parts(copy: Blob, secrets: Sequence[_Secret]) -> Iterator[Leak]:
    try:
        for part in innards("file", copy.content):
            for secret in _found(part, secrets):
                yield Leak(kind=LeakKind.LEFT, place=part.name, rule=secret.rule)
    except ClosedError as error:
        yield Leak(kind=LeakKind.UNREAD, place=str(error))


def _found(part: Part, secrets: Sequence[_Secret]) -> Iterator[_Secret]:
    texts = () if part.is_opaque else tuple(_texts(part.content))
    for secret in secrets:
        if any(pattern in part.content for pattern in secret.patterns) or any(
            secret.folded in text for text in texts
        ):
            yield secret


def _texts(content: bytes) -> Iterator[str]:
    """Return what the bytes say in each encoding, folded, with and without tags."""
    for encoding in ENCODINGS:
        text = content.decode(encoding, "ignore")
        yield fold(text, keeps_lines=True)
        if "<" in text or "&" in text:
            plain = TAG.sub("", BLOCK_END.sub("\n", text))
            yield fold(html.unescape(plain), keeps_lines=True)


def _shown(place: Place) -> str:
    return " ".join(filter(None, (place.kind.value, place.name)))
