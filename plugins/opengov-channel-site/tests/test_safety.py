"""What goes wrong around the site: crashes, other writers, full disks, damaged files, odd ids."""

from __future__ import annotations

import errno
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from filelock import FileLock
from opengov_channel_site import SiteOptions, shelf
from opengov_channel_site.channel import SiteChannel
from opengov_channel_site.shelf import Shelf, slug

from opengov.domain import Interpretation, StatedTime
from opengov.errors import ChannelError, ChannelUnavailableError
from opengov.ports import ReceiptState
from opengov.testing import BEGIN, a_release, an_item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LATER = BEGIN + timedelta(days=1)
STILL_LATER = BEGIN + timedelta(days=2)

DOCUMENT = an_item(published_at=StatedTime.of(BEGIN))
INTERPRETATION = Interpretation(
    id="i", title="一则解读", document_id=DOCUMENT.id, published_at=StatedTime.of(BEGIN)
)
LAST_YEAR = StatedTime.of(BEGIN - timedelta(days=365))


def open_site(folder: Path) -> SiteChannel:
    return SiteChannel(SiteOptions(folder=folder))


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a site that matters, by its name."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


# Crashes ----------------------------------------------------------------------------------


class Crash(BaseException):
    """The end of the program, which nothing catches."""


def _publish_interpretation(site: SiteChannel) -> None:
    site.publish(a_release(INTERPRETATION))


def _move_to_another_year(site: SiteChannel) -> None:
    moved = evolve(DOCUMENT, title="改过的标题", published_at=LAST_YEAR)
    site.publish(a_release(moved, key="moved", released_at=LATER))


def _withdraw_interpretation(site: SiteChannel) -> None:
    receipt = site.publish(a_release(evolve(INTERPRETATION, id="j", title="不该出现的标题")))
    site.withdraw(receipt, "印错了", at=LATER)


def _withdraw_document(site: SiteChannel) -> None:
    site.withdraw(site.publish(a_release(DOCUMENT)), "印错了", at=LATER)


STORIES = (
    _publish_interpretation,
    _move_to_another_year,
    _withdraw_interpretation,
    _withdraw_document,
)


@pytest.fixture
def crash_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[int]]:
    """Return a function that has the program end before the given write; 0 is never."""
    write = Shelf.write
    left = [0]

    def counted(self: Shelf, name: str, text: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Crash
        write(self, name, text)

    monkeypatch.setattr(Shelf, "write", counted)

    def begin(number: int) -> list[int]:
        left[0] = number
        return left

    return begin


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__.strip("_"))
@pytest.mark.parametrize("newest", [100, 1])
def test_a_repeat_after_a_crash_gives_what_no_crash_would_have_given(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    crash_at: Callable[[int], list[int]],
    story: Callable[[SiteChannel], None],
    newest: int,
) -> None:
    monkeypatch.setattr("opengov_channel_site.listing.NEWEST", newest)

    def prepared(name: str) -> Path:
        site = open_site(tmp_path / name)
        site.publish(a_release(DOCUMENT))
        site.publish(a_release(an_item(id="another", published_at=LAST_YEAR)))
        return tmp_path / name

    left = crash_at(0)
    whole = prepared("whole")
    left[0] = 0
    story(open_site(whole))
    writes = -left[0]
    assert writes > 5
    for number in range(1, writes + 1):
        crash_at(0)
        folder = prepared(f"crashed at {number}")
        crash_at(number)
        with pytest.raises(Crash):
            story(open_site(folder))
        crash_at(0)
        story(open_site(folder))
        assert files(folder) == files(whole), number


def test_what_is_being_withdrawn_is_not_written_again_by_others(
    tmp_path: Path, crash_at: Callable[[int], list[int]]
) -> None:
    receipt = open_site(tmp_path).publish(a_release(an_item(id="a", title="不该出现的标题")))
    crash_at(2)
    with pytest.raises(Crash):
        open_site(tmp_path).withdraw(receipt, "印错了", at=LATER)
    crash_at(0)
    open_site(tmp_path).publish(a_release(an_item(id="b")))
    assert "不该出现的标题" not in (tmp_path / "index.html").read_text("utf-8")
    open_site(tmp_path).withdraw(receipt, "印错了", at=LATER)
    assert not any("不该出现的标题".encode() in text for text in files(tmp_path).values())


def test_drafts_of_a_crash_are_cleared_away(tmp_path: Path) -> None:
    open_site(tmp_path).ping()
    (tmp_path / ".drafts" / "half").write_text("<html>")
    open_site(tmp_path).publish(a_release())
    assert list((tmp_path / ".drafts").iterdir()) == []


def test_who_is_reading_a_page_reads_the_whole_of_it(tmp_path: Path) -> None:
    site = open_site(tmp_path)
    site.publish(a_release())
    index = tmp_path / "index.html"
    old = index.read_bytes()
    with index.open("rb") as being_read:
        site.publish(a_release(an_item(id="b")))
        assert being_read.read() == old
    assert index.read_bytes() != old


# Other writers ----------------------------------------------------------------------------

PROGRAM = """
import sys
from pathlib import Path
from opengov_channel_site import SiteOptions
from opengov_channel_site.channel import SiteChannel
from opengov.testing import a_release, an_item
site = SiteChannel(SiteOptions(folder=Path(sys.argv[1])))
for number in range(5):
    name = f"{sys.argv[2]}-{number}"
    site.publish(a_release(an_item(id=name, title=name)))
"""


def test_programs_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    commands = [[sys.executable, "-c", PROGRAM, str(tmp_path), name] for name in "abcd"]
    running = [subprocess.Popen(command) for command in commands]
    assert [program.wait() for program in running] == [0, 0, 0, 0]
    index = (tmp_path / "index.html").read_text("utf-8")
    assert all(f">{name}-{number}</a>" in index for name in "abcd" for number in range(5))
    assert len(list((tmp_path / "data").glob("*.json"))) == 20


def test_threads_share_a_channel(tmp_path: Path) -> None:
    site = open_site(tmp_path)
    releases = [a_release(an_item(id=str(number))) for number in range(12)] * 2
    with ThreadPoolExecutor(6) as pool:
        receipts = list(pool.map(site.publish, releases))
    assert receipts[:12] == receipts[12:]
    assert (tmp_path / "index.html").read_text("utf-8").count('class="kind"') == 12


def test_a_writer_does_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = open_site(tmp_path)
    site.ping()
    monkeypatch.setattr(shelf, "WAIT_SECONDS", 0.05)
    with FileLock(tmp_path / ".lock"), pytest.raises(ChannelUnavailableError) as error:
        site.publish(a_release())
    assert error.value.retryable
    assert error.value.where == str(tmp_path)


# Old and new ------------------------------------------------------------------------------


def test_an_older_release_does_not_bring_back_what_was_withdrawn(tmp_path: Path) -> None:
    site = open_site(tmp_path)
    site.withdraw(site.publish(a_release()), "印错了", at=STILL_LATER)
    shown = (tmp_path / "index.html").read_bytes()
    old = site.publish(a_release(key="old", released_at=LATER))
    assert old.state is ReceiptState.WITHDRAWN
    assert site.poll(old) == old
    assert (tmp_path / "index.html").read_bytes() == shown


def test_a_newer_release_brings_back_what_was_withdrawn(tmp_path: Path) -> None:
    site = open_site(tmp_path)
    first = site.publish(a_release())
    site.withdraw(first, "印错了", at=LATER)
    again = site.publish(a_release(key="again", released_at=STILL_LATER))
    assert again.state is ReceiptState.CONFIRMED
    assert site.poll(first).state is ReceiptState.WITHDRAWN
    assert "信息已撤回" not in (tmp_path / again.reference).read_text("utf-8")


def test_only_what_was_published_can_be_withdrawn(tmp_path: Path) -> None:
    receipt = open_site(tmp_path / "one").publish(a_release())
    with pytest.raises(ChannelError, match="no such page"):
        open_site(tmp_path / "two").withdraw(receipt, "印错了", at=LATER)


# What the system refuses ------------------------------------------------------------------


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = open_site(tmp_path)
    site.publish(a_release())
    before = files(tmp_path)

    def read_only(**_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(tmp_path))

    monkeypatch.setattr(tempfile, "mkstemp", read_only)
    with pytest.raises(ChannelUnavailableError, match="Read-only file system") as error:
        site.publish(a_release(an_item(id="b")))
    assert error.value.retryable
    assert error.value.where == str(tmp_path)
    assert files(tmp_path) == before


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("")
    acts: tuple[Callable[[SiteChannel], object], ...] = (
        lambda site: site.ping(),
        lambda site: site.publish(a_release()),
        lambda site: site.poll(open_site(tmp_path / "else").publish(a_release())),
    )
    for act in acts:
        with pytest.raises(ChannelUnavailableError) as error:
            act(open_site(tmp_path / "site"))
        assert "site" in error.value.where


def test_a_full_disk_leaves_every_file_whole(tmp_path: Path) -> None:
    resource: Any = pytest.importorskip("resource", reason="only Unix has limits for a process")
    whole, full = tmp_path / "whole", tmp_path / "full"
    release = a_release(an_item(id="b", title="另一份文件"))
    for folder in (whole, full):
        open_site(folder).publish(a_release())
    before = files(full)
    open_site(whole).publish(release)
    after = files(whole)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    refusals = 0
    for room in range(0, 100_000, 250):
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
        try:
            open_site(full).publish(release)
            break
        except ChannelUnavailableError as error:
            refusals += error.retryable
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        now = files(full)
        assert all(text in {before.get(name), after[name]} for name, text in now.items())
    assert refusals > 8
    assert files(full) == after


def test_half_a_character_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    site = open_site(tmp_path)
    receipt = site.publish(a_release())
    before = files(tmp_path)
    acts: tuple[Callable[[], object], ...] = (
        lambda: site.publish(a_release(an_item(id="b", body="半个\ud83d"))),
        lambda: site.publish(a_release(an_item(id="c\ud83d"))),
        lambda: site.withdraw(receipt, "半个\ud83d", at=LATER),
    )
    for act in acts:
        with pytest.raises(ChannelError, match="half a character") as error:
            act()
        assert not error.value.retryable
    assert files(tmp_path) == before


# Files damaged by hand --------------------------------------------------------------------


def damages(text: bytes) -> Iterator[bytes]:
    """Return what a file can be damaged to: cut short anywhere, no text, something else."""
    yield from (text[:length] for length in range(0, len(text) - 2, 197))
    yield from (b"\xff\xfe" + text, b"null", b"{}", b"[]", text.replace(b'"record_id"', b'"id"'))


def test_a_damaged_entry_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    site = open_site(tmp_path)
    receipt = site.publish(a_release())
    (path,) = (tmp_path / "data").glob("*.json")
    for damaged in damages(path.read_bytes()):
        path.write_bytes(damaged)
        acts: tuple[Callable[[], object], ...] = (
            lambda: site.publish(a_release(key="new", released_at=LATER)),
            lambda: site.withdraw(receipt, "印错了", at=LATER),
            lambda: site.poll(receipt),
        )
        for act in acts:
            with pytest.raises(ChannelUnavailableError) as error:
                act()
            assert error.value.where == str(path)
            assert "damaged" in error.value.what
            assert "backup" in error.value.remedy
        assert path.read_bytes() == damaged


def test_the_entry_of_another_record_is_not_taken_for_this_one(tmp_path: Path) -> None:
    site = open_site(tmp_path)
    site.publish(a_release(an_item(id="a")))
    receipt = site.publish(a_release(an_item(id="b")))
    data = tmp_path / "data"
    (data / f"{slug('b')}.json").write_bytes((data / f"{slug('a')}.json").read_bytes())
    with pytest.raises(ChannelUnavailableError, match="it holds the entry of 'a'"):
        site.poll(receipt)


def test_a_damaged_entry_does_not_keep_others_from_being_published(tmp_path: Path) -> None:
    site = open_site(tmp_path)
    site.publish(a_release(an_item(id="a", title="甲文件")))
    (tmp_path / "data" / f"{slug('a')}.json").write_text("{")
    site.publish(a_release(an_item(id="b")))
    assert "甲文件" in (tmp_path / "index.html").read_text("utf-8")


def test_a_lost_or_damaged_catalogue_is_made_again(tmp_path: Path) -> None:
    folders = tmp_path / "whole", tmp_path / "damaged"
    for folder in folders:
        open_site(folder).publish(a_release(DOCUMENT))
        open_site(folder).publish(a_release(INTERPRETATION))
    catalogue = folders[1] / "catalogue.json"
    for damaged in (*damages(catalogue.read_bytes()), None):
        catalogue.unlink()
        if damaged is not None:
            catalogue.write_bytes(damaged)
        name = f"n{damaged!r}"
        for folder in folders:
            open_site(folder).publish(a_release(an_item(id=name)))
        assert files(folders[0]) == files(folders[1])


# Odd ids ----------------------------------------------------------------------------------

ODD = (
    "A/1", "a/1", "a-1", "a.1", "a 1", "a_1", "a//1", "A/1.", "..", ".", "../..", "/etc/passwd",
    "C:\\a", "CON", "con", "nul.html", "索引号", "索 引 号", "\U0001f600", "a" * 300, "a" * 301,
    "%2e%2e%2f", "a?b#c", "index", "a\x00b",
)  # fmt: skip


def test_each_id_has_a_page_of_its_own_within_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "inside" / "site"
    site = open_site(folder)
    for name in ODD:
        site.publish(a_release(an_item(id=name, title=f"《{ODD.index(name)}》"), key=name))
    pages = [path for path in folder.rglob("*") if path.is_file() and path.suffix == ".html"]
    assert len({str(page).lower() for page in pages}) == len(ODD) + 2
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]
    for number, name in enumerate(ODD):
        receipt = site.publish(a_release(an_item(id=name), key=name))
        assert f"《{number}》" in (folder / receipt.reference).read_text("utf-8")
        assert len(receipt.reference.encode()) < 100
