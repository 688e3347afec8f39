"""A file is read with all that it holds, within one budget, and nothing is passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from attrs import frozen

from opengov.errors import ExtractionError
from opengov.files import Limits, read_file
from opengov.screening import (
    Blob,
    Extracted,
    Passage,
    Place,
    PlaceKind,
    Unread,
    Unreadable,
)
from opengov.screening.passage import table_text

if TYPE_CHECKING:
    from collections.abc import Callable


@frozen
class Scripted:
    """Answers each text with what a test says."""

    answer: Callable[[Blob, int], Extracted]
    formats: frozenset[str] = frozenset({"txt"})

    def extract(self, blob: Blob, kind: str, *, room: int) -> Extracted:
        return self.answer(blob, room)


def said(text: str, *members: Blob) -> Extracted:
    passage = Passage(place=Place(kind=PlaceKind.BODY), text=text)
    return Extracted(format="txt", passages=(passage,), members=members)


def nested(blob: Blob, room: int) -> Extracted:
    depth = int(blob.content)
    members = (Blob(f"{depth - 1}.txt", str(depth - 1).encode()),) if depth else ()
    return said(f"text-{depth}", *members)


def test_members_are_read_with_the_files_around_them() -> None:
    extracted = read_file(Blob("2.txt", b"2"), [Scripted(nested)], Limits())
    assert [(p.text, p.place.within) for p in extracted.passages] == [
        ("2.txt", ()),
        ("text-2", ("2.txt",)),
        ("1.txt", ("2.txt",)),
        ("text-1", ("2.txt", "1.txt")),
        ("0.txt", ("2.txt", "1.txt")),
        ("text-0", ("2.txt", "1.txt", "0.txt")),
    ]
    assert extracted.members == ()
    assert extracted.unread == ()


def unread(extracted: Extracted) -> list[tuple[str, Unreadable]]:
    return [(found.place.name, found.why) for found in extracted.unread]


def test_what_lies_too_deep_is_told() -> None:
    extracted = read_file(Blob("9.txt", b"9"), [Scripted(nested)], Limits(depth=2))
    assert unread(extracted) == [("6.txt", Unreadable.TOO_DEEP)]


def many(blob: Blob, room: int) -> Extracted:
    if blob.content != b"top":
        return said("x" * 10)
    return said("", *(Blob(f"{n}.txt", b"leaf") for n in range(4)))


def test_files_beyond_the_limit_are_told_each() -> None:
    extracted = read_file(Blob("a.txt", b"top"), [Scripted(many)], Limits(files=3))
    assert unread(extracted) == [
        ("2.txt", Unreadable.TOO_LARGE),
        ("3.txt", Unreadable.TOO_LARGE),
    ]


def test_one_budget_counts_members_and_text_together() -> None:
    extracted = read_file(Blob("a.txt", b"top"), [Scripted(many)], Limits(unpacked=40))
    # Sixteen bytes of members leave room for two texts of ten letters.
    assert unread(extracted) == [
        ("2.txt", Unreadable.TOO_LARGE),
        ("3.txt", Unreadable.TOO_LARGE),
    ]


def test_an_extractor_is_told_how_much_room_is_left() -> None:
    rooms = []

    def answer(blob: Blob, room: int) -> Extracted:
        rooms.append(room)
        return many(blob, room)

    read_file(Blob("a.txt", b"top"), [Scripted(answer)], Limits(unpacked=100))
    assert rooms == [100, 84, 74, 64, 54]


def test_after_the_time_no_further_part_is_begun() -> None:
    extracted = read_file(Blob("a.txt", b"top"), [Scripted(many)], Limits(seconds=1e-9))
    assert unread(extracted) == [("a.txt", Unreadable.TOO_SLOW)]


def refuse(why: str) -> Extracted:
    error = ExtractionError("it has a password.")
    error.why = why
    raise error


class Panic(BaseException):
    """What a library raises that is written in Rust."""


def fail(error: BaseException) -> Extracted:
    raise error


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda: refuse("encrypted"), Unreadable.ENCRYPTED),
        (lambda: fail(ExtractionError("broken")), Unreadable.DAMAGED),
        (lambda: fail(KeyError("bug")), Unreadable.DAMAGED),
        (lambda: fail(RecursionError()), Unreadable.DAMAGED),
        (lambda: fail(MemoryError()), Unreadable.TOO_LARGE),
        (lambda: fail(Panic()), Unreadable.DAMAGED),
        (lambda: fail(SystemExit()), Unreadable.DAMAGED),
    ],
)
def test_whatever_an_extractor_raises_the_file_is_told(
    answer: Callable[[], Extracted], why: Unreadable
) -> None:
    extracted = read_file(Blob("a.txt", b"x"), [Scripted(lambda *_: answer())], Limits())
    assert unread(extracted) == [("a.txt", why)]
    assert [passage.text for passage in extracted.passages] == ["a.txt"]


def test_a_file_that_nobody_reads_is_told() -> None:
    extracted = read_file(Blob("秘密.pdf", b"%PDF-1.7"), [], Limits())
    assert extracted.format == "pdf"
    assert extracted.passages[0].place.kind is PlaceKind.FILE_NAME
    assert unread(extracted) == [("秘密.pdf", Unreadable.UNKNOWN_FORMAT)]


def test_a_text_that_nobody_can_see_so_is_told_as_garbled() -> None:
    extracted = read_file(Blob("a.txt", b"x"), [Scripted(lambda *_: said("\ue000" * 30))], Limits())
    assert [found.why for found in extracted.unread] == [Unreadable.GARBLED]


def test_what_an_extractor_could_not_read_is_placed() -> None:
    answer = Extracted(
        format="txt",
        passages=(),
        unread=(Unread(place=Place(kind=PlaceKind.PAGE, name="3"), why=Unreadable.SCANNED),),
    )
    extracted = read_file(Blob("a.txt", b"x"), [Scripted(lambda *_: answer)], Limits())
    assert extracted.unread[0].place == Place(kind=PlaceKind.PAGE, name="3", within=("a.txt",))


def test_a_table_is_cells_by_tab_and_rows_by_line() -> None:
    assert table_text([["a\nb", " c\t"], ["", "d\u2028e"]]) == "a b\tc\n\td e"
