"""No file takes the host down, hangs it, or passes in silence, however it was made."""

from __future__ import annotations

import random
import struct
import time
import zlib
from typing import TYPE_CHECKING

import pytest
from opengov_extract_office.extractor import OfficeExtractor
from opengov_extract_pdf.extractor import PdfExtractor
from opengov_extract_text.extractor import TextExtractor

from opengov.files import FileReader, Limits
from opengov.screening import Blob, Extracted, Unreadable
from tests.hostile.samples import SAMPLES, SECRET, document, workbook, zipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.ports import Extractor

LIMITS = Limits(size=64 << 20, unpacked=64 << 20, seconds=2, memory=1 << 30)
DAMAGES = 25
"""How often each sample is damaged in each way."""


@pytest.fixture(scope="module")
def reader() -> Iterator[FileReader[Extracted]]:
    extractors: list[Extractor] = [TextExtractor(), OfficeExtractor(), PdfExtractor()]
    with FileReader(extractors, LIMITS, workers=2) as reader:
        reader.read(Blob("warm.txt", b""))
        yield reader


def whys(extracted: Extracted) -> set[Unreadable]:
    return {unread.why for unread in extracted.unread}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_read_as_they_are(reader: FileReader[Extracted], name: str) -> None:
    extracted = reader.read(Blob(name, SAMPLES[name]))
    assert any(SECRET in passage.text for passage in extracted.passages)


def flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 4, 40])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def spliced(content: bytes, chance: random.Random) -> bytes:
    at, other = sorted(chance.randrange(len(content)) for _ in range(2))
    return content[:other] + content[at:]


@pytest.mark.parametrize("name", SAMPLES)
def test_damaged_files_are_read_or_told(reader: FileReader[Extracted], name: str) -> None:
    chance = random.Random(name)
    damaged = [
        Blob(name, damage(SAMPLES[name], chance))
        for damage in (flipped, cut, spliced)
        for _ in range(DAMAGES)
    ]
    read = list(reader.read_all(damaged))
    assert len(read) == len(damaged)
    for extracted in read:
        assert extracted.passages[0].text == name
    slow = [extracted for extracted in read if Unreadable.TOO_SLOW in whys(extracted)]
    assert not slow


def a_bomb(claim: int | None = None) -> bytes:
    """Return an archive whose one member is a gigabyte of zeros, or claims another size."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(16 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * 64 + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    size = 1 << 30 if claim is None else claim
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(packed), size, 5, 0)
    local = b"PK\x03\x04" + fields + b"b.txt" + packed
    central = b"PK\x01\x02" + struct.pack("<H", 20) + fields + bytes(14) + b"b.txt"
    end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + b"PK\x05\x06" + end


def nested(levels: int, width: int, leaf: bytes) -> bytes:
    content = leaf
    for level in range(levels):
        content = zipped({f"{level}-{n}.zip": content for n in range(width)})
    return content


def with_part(content: bytes, name: str, part: str) -> bytes:
    """Return an Office file with one part written anew."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    return zipped({**parts, name: part})


LAUGHS = "".join(
    f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";" if n else "ha"}' + f"&l{n - 1};" * 9 * bool(n) + '">'
    for n in range(12)
)


def laughing(root: str) -> str:
    return f"<?xml version='1.0'?><!DOCTYPE r [{LAUGHS}]><{root} a='&l11;'>&l11;</{root}>"


def many_strings() -> bytes:
    """Return a workbook in which ten thousand cells show one string of a megabyte."""
    cells = '<row><c t="s"><v>0</v></c></row>' * 10_000
    book = with_part(
        workbook(), "xl/sharedStrings.xml", f"<sst><si><t>{'x' * (1 << 20)}</t></si></sst>"
    )
    sheet = f"<worksheet><sheetData>{cells}</sheetData></worksheet>"
    return with_part(book, "xl/worksheets/sheet1.xml", sheet)


def swelling_page() -> bytes:
    packed = zlib.compress(bytes(16 << 20))
    stream = b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed)
    contents = b" ".join(b"%d 0 R" % (n + 4) for n in range(40))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents[" + contents + b"]>>",
        *([stream] * 40),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n + 1, o) for n, o in enumerate(objects))
    return b"%PDF-1.7\n" + body + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


LOOP = (
    b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2147483647>>\nendobj\n"
    b"trailer\n<</Root 1 0 R>>\n%%EOF\n"
)
DEEP = 100_000


@pytest.mark.parametrize(
    ("name", "content", "allowed"),
    [
        ("flat.zip", a_bomb(), {Unreadable.TOO_LARGE}),
        ("lying.zip", a_bomb(claim=100), {Unreadable.DAMAGED}),
        ("nested.zip", nested(5, 10, zipped({"a.txt": bytes(10 << 20)})), {Unreadable.TOO_LARGE,
                                                                  Unreadable.UNKNOWN_FORMAT}),
        ("deep.zip", nested(40, 1, b"x"), {Unreadable.TOO_DEEP}),
        ("bomb.docx", with_part(document(), "word/document.xml", " " * (70 << 20)),
         {Unreadable.TOO_LARGE}),
        ("laughs.docx", with_part(document(), "word/header9.xml", laughing("hdr")),
         {Unreadable.DAMAGED}),
        ("laughs.xlsx", with_part(workbook(), "xl/worksheets/sheet1.xml", laughing("worksheet")),
         {Unreadable.DAMAGED}),
        ("deep.docx", with_part(document(), "word/document.xml", "<p>" * DEEP + "</p>" * DEEP),
         {Unreadable.DAMAGED}),
        ("strings.xlsx", many_strings(), {Unreadable.TOO_LARGE, Unreadable.TOO_SLOW}),
        ("page.pdf", swelling_page(), {Unreadable.TOO_LARGE, Unreadable.DAMAGED,
                                       Unreadable.TOO_SLOW}),
        ("loop.pdf", LOOP, {Unreadable.DAMAGED}),
        ("parts.eml", b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n"
         + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 5_000, None),
        ("deep.html", b"<html>" + b"<div>" * DEEP + SECRET.encode(), set()),
        ("tables.html", b"<html>" + b"<table><tr><td>" * 20_000 + SECRET.encode(), None),
        ("wide.html", b"<html><table><tr>" + b"<td colspan=99999999>a" * 99, set()),
        ("open.html", b"<html>" + b"<a " * DEEP, None),
        ("quotes.csv", b'"' * (1 << 20) + SECRET.encode(), set()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_was_made_to_do_harm_is_bounded_and_told(
    reader: FileReader[Extracted], name: str, content: bytes, allowed: set[Unreadable] | None
) -> None:
    begin = time.monotonic()
    extracted = reader.read(Blob(name, content))
    assert time.monotonic() - begin < 2 * LIMITS.seconds + 2
    assert extracted.passages[0].text == name
    if allowed is not None:
        assert whys(extracted) & allowed or not allowed
        assert whys(extracted) <= allowed | {Unreadable.SCANNED}
    # The host lives, and the next file is read.
    after = reader.read(Blob("after.txt", SECRET.encode()))
    assert after.passages[1].text == SECRET
