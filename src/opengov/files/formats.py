"""What format a file is in: told by its content, since a name says what it likes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import olefile

from opengov.files.encoding import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opengov.screening.passage import Blob

PICTURE = "picture"
ENCRYPTED = "encrypted"
"""An Office document behind a password."""
UNKNOWN = "unknown"

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"BM", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"\xd7\xcd\xc6\x9a", PICTURE),
    (b"\x01\x00\x00\x00\x6c\x00\x00\x00", PICTURE),
    (b"\x01\x00\x00\x00\x58\x00\x00\x00", PICTURE),
    (b"\x00\x00\x01\x00", PICTURE),
    (b"8BPS", PICTURE),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"{\\rtf", "rtf"),
    (b"SQLite format 3", "sqlite"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
)
"""How files of a format begin. Where that is two plain letters the rest must be no text."""

_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/epub+zip": "epub",
}
_PARTS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_STREAMS = (
    ("EncryptedPackage", ENCRYPTED),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("\x01Ole10Native", "ole-package"),
    ("__properties_version1.0", "msg"),
)
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body|meta|table|div|p|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<(?:\?xml|!doctype|svg|[\w:]+[^<>]*\sxmlns)", re.IGNORECASE)
_HEADER = re.compile(
    r"^(from|to|cc|subject|date|received|return-path|mime-version|message-id|content-type"
    r"|delivered-to|reply-to|sender|x-[\w-]+|dkim-signature|content-transfer-encoding):",
    re.IGNORECASE,
)
_ENDINGS = {
    "csv": "csv", "tsv": "csv", "htm": "html", "html": "html", "xhtml": "html", "eml": "eml",
    "mht": "eml", "mhtml": "eml", "xml": "xml", "svg": "xml",
}  # fmt: skip
"""What the end of a name tells of a text, whose content may leave it open."""


def format_of(blob: Blob) -> str:
    """Return the format of a file by its content; its ending only tells texts apart.

    Formats that no extractor reads have names too, so that one can say what to ask for:
    ``picture``, ``encrypted``, ``rar``, ``rtf``, ``ofd``, at last ``unknown``.
    """
    content = blob.content
    if content.startswith(olefile.MAGIC):
        return _compound(content)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(content)
    found = next((name for magic, name in _MAGIC if content.startswith(magic)), None)
    if found is None and content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        found = PICTURE
    if found is None and b"%PDF-" in content[:1024]:
        found = "pdf"
    if found and not (content[:2] in {b"BM", b"MZ"} and text_of(content) is not None):
        return found
    text = text_of(content)
    if text is not None:
        return _text(text, blob.name)
    # What unpacks itself has its archive behind a program or whatever else.
    return _zipped(content) if zipfile.is_zipfile(io.BytesIO(content)) else UNKNOWN


def _zipped(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError):
        return "zip"
    if "mimetype" in names[:1]:
        start = content[38:160]
        return next(
            (name for kind, name in _OPEN_DOCUMENTS.items() if start.startswith(kind)), "zip"
        )
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names:
        return _office(names)
    return "zip"


def _office(names: Iterable[str]) -> str:
    folders = {name.partition("/")[0].lower() + "/" for name in names if "/" in name}
    return next((kind for folder, kind in _PARTS if folder in folders), "zip")


def _compound(content: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            names = {entry[0] for entry in compound.listdir(streams=True, storages=False)}
    except Exception:  # noqa: BLE001  (the library raises what damage makes of it)
        return "ole"
    return next((kind for stream, kind in _STREAMS if stream in names), "ole")


def _text(text: str, name: str) -> str:
    if _PAGE.match(text[:4096]):
        return "html"
    if _XML.match(text[:4096]):
        return "xml"
    if _is_mail(text):
        return "eml"
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return _ENDINGS.get(ending, "txt")


def _is_mail(text: str) -> bool:
    """Say whether a text begins with the headers of a mail: three kinds, and nothing else."""
    head = text[:20_000].lstrip("\ufeff\r\n").splitlines()
    found = set()
    for line in head:
        named = _HEADER.match(line)
        if named:
            found.add(named[1].lower())
        elif not line.strip() or not (line[0] in " \t" or re.match(r"[\w-]+:", line)):
            break
    return len(found) >= 3 or {"mime-version", "content-type"} <= found
