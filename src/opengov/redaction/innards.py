"""Everything that a file holds once it is unpacked: members of archives, objects of PDFs.

Nothing here knows how a copy was made. What cannot be unpacked is a ``ClosedError``.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from attrs import frozen

from opengov.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 4
LARGEST = 512 * 2**20

LOCAL_HEADER = b"PK\x03\x04"
PACKED_STREAM = re.compile(rb"stream\r?\n")
LITERAL = re.compile(rb"\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f\s]+)>", re.DOTALL)


class ClosedError(Exception):
    """A part cannot be looked into."""


@frozen
class Part:
    """Bytes that a file holds, with the way to them; opaque ones are packed, or a picture."""

    name: str
    content: bytes
    is_opaque: bool = False


def innards(name: str, content: bytes, depth: int = 0) -> Iterator[Part]:
    """Return a file, and all that it holds, unpacked."""
    if depth > DEEPEST:
        raise ClosedError(f"{name} is nested too deep")
    is_pdf = b"%PDF-" in content[:1024]
    is_archive = not is_pdf and zipfile.is_zipfile(io.BytesIO(content))
    yield Part(name, content, is_opaque=is_pdf or is_archive)
    if is_pdf:
        yield from _pdf(name, content)
    if is_archive:
        yield from _archive(name, content, depth)


def _archive(name: str, content: bytes, depth: int) -> Iterator[Part]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if content.count(LOCAL_HEADER) != len(members):
                raise ClosedError(f"{name} holds members that it does not list")
            if sum(member.file_size for member in members) > LARGEST:
                raise ClosedError(f"{name} is too large")
            for member in members:
                inner = f"{name}!{member.filename}"
                told = "\n".join((member.filename, member.comment.decode("utf-8", "replace")))
                yield Part(f"{inner} (name)", told.encode() + b"\n" + member.extra)
                yield from innards(inner, archive.read(member), depth + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise ClosedError(f"{name} cannot be unpacked: {error}") from error


def _pdf(name: str, content: bytes) -> Iterator[Part]:
    if content.count(b"startxref") != 1:
        raise ClosedError(f"{name} holds earlier versions of itself")
    yield from _streams(name, content)
    pikepdf = _pikepdf()
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if document.is_encrypted:
                raise ClosedError(f"{name} is encrypted")
            if document.get_warnings():
                raise ClosedError(f"{name} is damaged")
            yield from _strings(f"{name}!trailer", document.trailer)
            for number, one in enumerate(document.objects, 1):
                yield from _strings(f"{name}!object {number}", one)
    except pikepdf.PdfError as error:
        raise ClosedError(f"{name} is damaged or encrypted: {error}") from error


def _pikepdf() -> Any:
    try:
        import pikepdf  # noqa: PLC0415  (only PDFs need it)
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            "checking a PDF needs pikepdf, which is not installed.",
            remedy="Run: pip install 'opengov[redaction]'",
        ) from error
    return pikepdf


def _streams(name: str, content: bytes) -> Iterator[Part]:
    """Return what can be inflated, listed by the file or not."""
    packed = memoryview(content)
    for number, found in enumerate(PACKED_STREAM.finditer(content)):
        try:
            inflated = zlib.decompressobj().decompress(packed[found.end() :], LARGEST)
        except zlib.error:
            continue
        yield Part(f"{name}!stream {number}", inflated, is_opaque=_is_binary(inflated))


def _strings(name: str, one: Any) -> Iterator[Part]:
    """Return the strings, names and the stream of an object, and of what stands within it."""
    pikepdf = _pikepdf()
    found: list[bytes] = []
    _gather(one, found)
    yield Part(name, b"\n".join(found))
    if not isinstance(one, pikepdf.Stream):
        return
    is_picture = one.get("/Subtype") == "/Image"
    try:
        content = bytes(one.read_bytes())
    except pikepdf.PdfError:
        if not is_picture:
            raise
        content = bytes(one.read_raw_bytes())
    yield Part(f"{name} (stream)", content, is_opaque=is_picture)
    if not is_picture:
        yield Part(f"{name} (text)", b"".join(map(_unescaped, LITERAL.findall(content))))


def _gather(one: Any, found: list[bytes], *, is_within: bool = False) -> None:
    pikepdf = _pikepdf()
    if is_within and isinstance(one, pikepdf.Object) and one.is_indirect:
        return  # it is listed itself
    if isinstance(one, pikepdf.String):
        found.extend((bytes(one), str(one).encode("utf-8", "replace")))
    elif isinstance(one, pikepdf.Name):
        found.append(str(one).encode("utf-8", "replace"))
    elif isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, value in one.items():
            found.append(key.encode("utf-8", "replace"))
            _gather(value, found, is_within=True)
    elif isinstance(one, pikepdf.Array):
        for value in one:
            _gather(value, found, is_within=True)


def _unescaped(found: tuple[bytes, bytes]) -> bytes:
    literal, digits = found
    if digits:
        compact = b"".join(digits.split())
        return bytes.fromhex((compact + b"0" * (len(compact) % 2)).decode())
    octal = re.sub(rb"\\([0-7]{1,3})", lambda code: bytes([int(code[1], 8) & 255]), literal)
    return re.sub(rb"\\(.)", rb"\1", octal, flags=re.DOTALL)


def _is_binary(content: bytes) -> bool:
    head = content[:4096]
    return sum(byte < 9 or byte > 126 for byte in head) > len(head) // 3
