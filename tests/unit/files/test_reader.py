"""Workers read files; one that hangs, eats or dies takes no other file along."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from opengov.files import FileReader, Limits
from opengov.screening import Blob, Extracted, Passage, Place, PlaceKind, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
Reader = FileReader[Extracted]
LIMITS = Limits(seconds=0.5, memory=1 << 30, size=1 << 20)


class Hostile:
    """Does what the text of a file tells it."""

    formats = frozenset({"txt"})

    def extract(self, blob: Blob, kind: str, *, room: int) -> Extracted:
        order = blob.content.decode()
        if order == "sleep":
            time.sleep(60)
        elif order == "spin":
            while True:
                pass
        elif order == "eat":
            bytearray(8 << 30)
        elif order == "die":
            os.abort()
        elif order == "exit":
            os._exit(3)
        passage = Passage(place=Place(kind=PlaceKind.BODY, name=str(os.getpid())), text=order)
        return Extracted(format=kind, passages=(passage,))


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))  # workers import this module to unpickle its extractor
        yield from _reading()


def _reading() -> Iterator[Reader]:
    with FileReader([Hostile()], LIMITS, workers=2) as reader:
        yield reader


def outcome(extracted: Extracted) -> Unreadable | str:
    return extracted.unread[0].why if extracted.unread else extracted.passages[1].text


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ("sleep", Unreadable.TOO_SLOW),
        ("spin", Unreadable.TOO_SLOW),
        ("eat", Unreadable.TOO_LARGE),
        ("die", Unreadable.DAMAGED),
        ("exit", Unreadable.DAMAGED),
    ],
)
def test_the_host_survives_and_tells(reader: Reader, order: str, why: Unreadable) -> None:
    extracted = reader.read(Blob(f"{order}.txt", order.encode()))
    assert outcome(extracted) is why
    assert extracted.passages[0].text == f"{order}.txt"


def test_files_are_read_in_their_order_by_several_workers_that_stay(reader: Reader) -> None:
    orders = ["a", "die", "b", "sleep", *map(str, range(20))]
    read = list(reader.read_all(Blob("a.txt", order.encode()) for order in orders))
    failed = {"die": Unreadable.DAMAGED, "sleep": Unreadable.TOO_SLOW}
    assert list(map(outcome, read)) == [failed.get(order, order) for order in orders]
    workers = {found.passages[1].place.name for found in read[4:]}
    assert 1 <= len(workers) <= 2
    assert str(os.getpid()) not in workers


def test_a_large_file_is_refused_before_it_is_read(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(500 << 20)
    begin = time.monotonic()
    assert outcome(reader.read(path)) is Unreadable.TOO_LARGE
    assert outcome(reader.read(Blob("large.txt", bytes(2 << 20)))) is Unreadable.TOO_LARGE
    assert time.monotonic() - begin < 5


def test_a_path_is_read_in_the_worker(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "附件.txt"
    path.write_text("here", "utf-8")
    assert outcome(reader.read(path)) == "here"
    assert outcome(reader.read(tmp_path / "gone.txt")) is Unreadable.DAMAGED
