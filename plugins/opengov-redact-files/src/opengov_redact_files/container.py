"""Office files as the archives that they are, opened only where that is safe."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from opengov.errors import RedactionError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from opengov.screening import Blob

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""How a compound file begins: an encrypted document, or one of the formats before 2007."""

MOST_BYTES = 512 * 2**20
MOST_PARTS = 10_000

ACTIVE = ("vbaproject", "vbadata", "activex", "macrosheets", "dialogsheets", "attachedtoolbars")


def refused(why: str, remedy: str = "Let a person look at it.") -> RedactionError:
    """Return the error for a file of which there will be no copy."""
    return RedactionError(why, remedy=remedy)


def parts_of(blob: Blob) -> Mapping[str, bytes]:
    """Return the parts of an Office file by name; macros and encryption are refused."""
    if blob.content.startswith(COMPOUND):
        raise refused("the file is encrypted, or of a format before 2007.")
    try:
        with zipfile.ZipFile(io.BytesIO(blob.content)) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            _check(members)
            parts = {info.filename: archive.read(info) for info in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise refused(f"the file is damaged: {error}") from error
    if sum(map(len, parts.values())) > MOST_BYTES:
        raise refused("the file is too large when it is unpacked.")
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise refused("the file has macros.")
    return parts


def _check(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_PARTS or sum(info.file_size for info in members) > MOST_BYTES:
        raise refused("the file is too large when it is unpacked.")
    names = [info.filename for info in members]
    if len(set(names)) != len(names):
        raise refused("the file has two parts of one name.")
    if any(info.flag_bits & 1 for info in members):
        raise refused("the file is encrypted.")
    for name in names:
        if any(word in name.lower() for word in ACTIVE):
            raise refused(f"the file has macros or controls: {name}.")


def parsed(content: bytes) -> Any:
    """Parse a part; entities are not resolved, nothing is fetched, and no DTD is allowed."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise refused(f"the file is damaged: {error}") from error
    if root.getroottree().docinfo.doctype:
        raise refused("a part of the file has a document type of its own.")
    return root
