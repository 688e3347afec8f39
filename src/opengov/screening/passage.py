"""Text with the places that it stands in: what an extractor reads from a file."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.domain.checks import is_tuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")


@frozen
class Blob:
    """A file as bytes, under the name by which it was handed in.

    The name is screened like its content; its ending is a hint at most, never the format.
    """

    name: str
    content: bytes = field(repr=False)


class PlaceKind(Enum):
    """In which part of a file a text stands."""

    BODY = "body"
    HEADER = "header"
    FOOTER = "footer"
    NOTE = "note"
    """A footnote, an endnote, the notes of a speaker."""
    TEXT_BOX = "text-box"
    COMMENT = "comment"
    """A comment, or the annotation of a page."""
    DELETED = "deleted"
    """What a tracked change took out, and a file still holds."""
    SHEET = "sheet"
    PAGE = "page"
    SLIDE = "slide"
    FORM = "form"
    """The field of a form."""
    METADATA = "metadata"
    OUTLINE = "outline"
    """Bookmarks, and the titles of contents."""
    LINK = "link"
    ALTERNATIVE = "alternative"
    """What stands for a picture where it cannot be seen."""
    FILE_NAME = "file-name"
    OTHER = "other"


@frozen(kw_only=True)
class Place:
    """Where a text stands: the part, its name or number, and the files around it.

    ``within`` names the files that hold the one the text is from, the outermost first; it is
    empty for the file that was handed in. ``is_hidden`` says that a reader who opens the file
    does not see the text: a hidden sheet, row or column, white or hidden letters, metadata.
    """

    kind: PlaceKind
    name: str = ""
    within: tuple[str, ...] = field(default=(), validator=is_tuple)
    is_hidden: bool = False


@frozen(kw_only=True)
class Passage:
    """A text that is read as one, with its place.

    In a table the cells of a row are parted by tabs and the rows by line breaks; a tab or a line
    break within a cell is a blank. Elsewhere a line break parts paragraphs.
    """

    place: Place
    text: str
    is_table: bool = False


class Unreadable(Enum):
    """Why a part of a file could not be read, so that a person must look at it."""

    SCANNED = "scanned"
    """Pictures that may hold text, and no text."""
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    ACTIVE = "active"
    """Macros, scripts, or controls: what it shows is not what it holds."""
    EMBEDDED = "embedded"
    """An object that no extractor reads."""
    UNKNOWN_FORMAT = "unknown-format"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    TOO_SLOW = "too-slow"
    UNSAFE_NAME = "unsafe-name"
    """A name within an archive that leads out of it."""
    GARBLED = "garbled"
    """Text came out, but it cannot be what a reader sees."""


@frozen(kw_only=True)
class Unread:
    """A part of a file that could not be read, and why; ``detail`` is for a developer."""

    place: Place
    why: Unreadable
    detail: str = ""


@frozen(kw_only=True)
class Extracted:
    """What an extractor read from one file.

    ``members`` are the files it holds, such as those of an archive or the attachments of a mail;
    they are yet to be read. ``unread`` is never empty where anything was passed over in silence
    otherwise.
    """

    format: str
    passages: tuple[Passage, ...] = field(validator=is_tuple)
    members: tuple[Blob, ...] = field(default=(), validator=is_tuple)
    unread: tuple[Unread, ...] = field(default=(), validator=is_tuple)


def table_text(rows: Iterable[Iterable[str]]) -> str:
    """Return the text of a table as a ``Passage`` holds it."""
    return "\n".join("\t".join(_BREAKS.sub(" ", cell).strip() for cell in row) for row in rows)
