"""Plain text, and tables in text."""

from __future__ import annotations

import csv
import io

from opengov.errors import ExtractionError
from opengov.files import text_of
from opengov.screening.passage import Blob, Extracted, Passage, Place, PlaceKind, table_text

_SAMPLE = 20_000
_DELIMITERS = ",\t;|"


def decoded(blob: Blob) -> str:
    """Return the text of a file that was recognised as one."""
    text = text_of(blob.content)
    if text is None:
        raise ExtractionError(
            "it is in no encoding that is known.", where=blob.name, remedy="Save it as UTF-8."
        )
    return text


def read_text(blob: Blob, kind: str, room: int) -> Extracted:
    """Read a text as it stands."""
    del room
    return Extracted(format=kind, passages=(_body(decoded(blob)),))


def read_table(blob: Blob, kind: str, room: int) -> Extracted:
    """Read a table; a text that is none in spite of its name is read as it stands."""
    del room
    text = decoded(blob)
    head = text[:_SAMPLE]
    delimiter = max(_DELIMITERS, key=head.count)
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return Extracted(format=kind, passages=(_body(text),))
    table = Passage(place=Place(kind=PlaceKind.BODY), text=table_text(rows), is_table=True)
    return Extracted(format=kind, passages=(table,))


def _body(text: str) -> Passage:
    return Passage(place=Place(kind=PlaceKind.BODY), text=text)
