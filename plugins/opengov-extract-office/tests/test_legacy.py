"""The old compound files: objects, passwords, documents that are read or referred."""

from __future__ import annotations

import struct

import olefile
import pytest
from opengov_extract_office.extractor import OfficeExtractor
from opengov_extract_office.strings import strings_of

from opengov.files import Limits, format_of, read_file
from opengov.screening import Blob, Extracted, Passage, Unreadable

SECTOR = 512
FREE = 0xFFFFFFFF
END = 0xFFFFFFFE


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file with streams beneath its root; each is padded to full size."""
    padded = {name: content.ljust(4096, b"\x00") for name, content in streams.items()}
    body, fat, starts = [], [0xFFFFFFFD], {}
    directory = -(-(len(padded) + 1) * 128 // SECTOR)
    fat += [*range(2, directory + 1), END]
    for name, content in padded.items():
        starts[name] = len(fat)
        count = -(-len(content) // SECTOR)
        fat += [*range(len(fat) + 1, len(fat) + count), END]
        body.append(content.ljust(count * SECTOR, b"\x00"))
    entries = [entry("Root Entry", 5, child=1 if padded else FREE, start=END)]
    for at, (name, content) in enumerate(padded.items(), 1):
        right = at + 1 if at < len(padded) else FREE
        entries.append(entry(name, 2, right=right, start=starts[name], size=len(content)))
    fat += [FREE] * (128 - len(fat))
    header = olefile.MAGIC + bytes(16) + struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0, 0
    )  # fmt: skip
    header = header.ljust(SECTOR, b"\xff")
    table = struct.pack("<128I", *fat)
    rest = b"".join(entries).ljust(directory * SECTOR, b"\x00") + b"".join(body)
    whole: bytes = header + table + rest
    return whole


def entry(
    name: str, kind: int, *, child: int = FREE, right: int = FREE, start: int = 0, size: int = 0
) -> bytes:
    letters = name.encode("utf-16-le")
    return letters.ljust(64, b"\x00") + struct.pack(
        "<HBBIII36xIQ", len(letters) + 2, kind, 1, FREE, right, child, start, size
    )


def read(content: bytes, name: str = "a.doc") -> Extracted:
    return read_file(Blob(name, content), [OfficeExtractor()], Limits())


def found(extracted: Extracted, text: str) -> list[Passage]:
    return [passage for passage in extracted.passages if text in passage.text]


def whys(extracted: Extracted) -> set[Unreadable]:
    return {unread.why for unread in extracted.unread}


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("PowerPoint Document", "ppt"),
        ("EncryptedPackage", "encrypted"),
        ("\x01Ole10Native", "ole-package"),
        ("Other", "ole"),
    ],
)
def test_the_streams_of_a_compound_file_tell_its_format(stream: str, expected: str) -> None:
    assert format_of(Blob("a.dat", compound({stream: b"x"}))) == expected


def test_an_office_file_behind_a_password_is_referred() -> None:
    assert whys(read(compound({"EncryptedPackage": b"x"}))) == {Unreadable.ENCRYPTED}


def test_an_old_workbook_behind_a_password_is_referred() -> None:
    begin = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0)
    locked = begin + struct.pack("<HHH", 0x2F, 2, 1) + struct.pack("<HH", 0x0A, 0)
    assert whys(read(compound({"Workbook": locked}), "a.xls")) == {Unreadable.ENCRYPTED}


def test_a_document_that_cannot_be_read_is_referred_and_its_letters_are_told() -> None:
    stream = b"\xec\xa5" + bytes(600) + "联系人：张三，电话 13800138000".encode("utf-16-le")
    extracted = read(compound({"WordDocument": stream}))
    assert found(extracted, "张三，电话 13800138000")
    assert whys(extracted) & {Unreadable.DAMAGED, Unreadable.GARBLED}


def test_properties_and_other_streams_are_told_and_objects_referred() -> None:
    extracted = read(
        compound(
            {
                "WordDocument": b"x",
                "\x05SummaryInformation": "单位：张三".encode("gbk"),
                "Data": b"picture",
                "Odd": b"in-odd",
            }
        )
    )
    assert found(extracted, "单位：张三")
    assert found(extracted, "in-odd")
    assert Unreadable.SCANNED in whys(extracted)


def test_the_file_in_an_object_is_handed_on() -> None:
    path = "C:\\张三\\a.txt".encode("gbk") + b"\x00"
    inner = (
        b"\x02\x00" + "名单.txt".encode("gbk") + b"\x00" + b"C:\\a.txt\x00" + bytes(4)
        + struct.pack("<I", len(path)) + path + struct.pack("<I", 9) + b"in-object"
    )  # fmt: skip
    content = compound({"\x01Ole10Native": struct.pack("<I", len(inner)) + inner})
    extracted = OfficeExtractor().extract(Blob("a.bin", content), "ole-package", room=1 << 20)
    assert [(m.name, m.content) for m in extracted.members] == [("名单.txt", b"in-object")]
    assert found(extracted, "张三")


def test_letters_are_found_at_any_byte_and_in_any_width() -> None:
    content = b"\x01" + "慧敏".encode("utf-16-le") + b"\x00\x00\x01plain\x00" + "汉字".encode("gbk")
    told = strings_of(content)
    for text in ("慧敏", "plain", "汉字"):
        assert any(text in found for found in told)
