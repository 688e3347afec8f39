"""What the site holds: an entry for each record, kept beside its page, and safe writing."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen
from filelock import FileLock, Timeout

from opengov.domain import AnyRecord, Decision, DisclosureItem, Interpretation
from opengov.domain.checks import is_tuple
from opengov.errors import ChannelError, ChannelUnavailableError, SerialError
from opengov.policy import Obligation
from opengov.ports import Receipt
from opengov.serial import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opengov.errors import OpenGovError
    from opengov.ports import Release

WAIT_SECONDS = 30
"""How long a writer waits for another one to finish."""


@frozen(kw_only=True)
class Entry:
    """One record as the site shows it. A withdrawn one has no record any more.

    ``about`` names the records whose pages speak of this one; it outlives the record, so that
    they can be told of the withdrawal, however often it is interrupted.
    """

    record_id: str
    released_at: datetime
    record: AnyRecord | None
    about: tuple[str, ...] = field(default=(), validator=is_tuple)
    obligations: tuple[Obligation, ...] = field(default=(), validator=is_tuple)
    receipts: tuple[Receipt, ...] = field(default=(), validator=is_tuple)
    """One for each release that was taken, so that a repeat gets the same."""
    withdrawn_at: datetime | None = None
    reason: str = ""

    def receipt(self, key: str) -> Receipt | None:
        """Return the receipt of a release."""
        return next((receipt for receipt in self.receipts if receipt.key == key), None)


def public(record: AnyRecord) -> AnyRecord:
    """Return the record without what is the agency's own business: who drafted and reviewed it.

    What the block states beyond the known fields is left out too: nobody has looked at it.
    """
    shown = evolve(record, drafted_by=None, determination=None, secrecy_review=None, facts=())
    if isinstance(shown, DisclosureItem):
        return evolve(shown, interpretation_plan=None, other_fields=())
    return shown


def entry_of(release: Release, receipts: tuple[Receipt, ...]) -> Entry:
    """Return the entry that shows a release."""
    return Entry(
        record_id=release.record.id,
        released_at=release.released_at,
        record=public(release.record),
        about=_about(release.record),
        obligations=tuple(evolve(found, responsible=None) for found in release.obligations),
        receipts=receipts,
    )


def _about(record: AnyRecord) -> tuple[str, ...]:
    match record:
        case Interpretation():
            return (record.document_id,)
        case Decision():
            return record.documents
        case _:
            return ()


def refuse_half_characters(value: object, where: str) -> None:
    """Refuse text that no file can hold, before anything of it is written."""
    try:
        dumps(value)
    except SerialError as error:
        raise ChannelError(error.what, where=where, remedy=error.remedy) from error


def slug(record_id: str) -> str:
    """Return a file name for a record: readable, safe anywhere, and never that of another one."""
    digest = hashlib.sha256(record_id.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    readable = re.sub(r"[^A-Za-z0-9]+", "-", record_id).strip("-").lower()[:60]
    return f"{readable}-{digest}" if readable else digest


class Shelf:
    """The entries of a site in its folder; one writer at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._entries = folder / "data"
        self._drafts = folder / ".drafts"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other writers out; what the system refuses is a ``ChannelUnavailableError``."""
        with self._explained():
            self._entries.mkdir(parents=True, exist_ok=True)
            self._drafts.mkdir(exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=WAIT_SECONDS):
                for left_by_a_crash in self._drafts.iterdir():
                    left_by_a_crash.unlink()
                yield

    def entry(self, record_id: str) -> Entry | None:
        """Return the entry of a record, or ``None``; one that is damaged is an error."""
        path = self._entries / f"{slug(record_id)}.json"
        with self._explained():
            try:
                entry = _read(path)
            except FileNotFoundError:
                return None
        if entry.record_id != record_id:
            raise _damaged(path, f"it holds the entry of {entry.record_id!r}")
        return entry

    def entries(self) -> Iterator[Entry]:
        """Return all entries, in the order of their files; for what needs them all."""
        for path in sorted(self._entries.glob("*.json")):
            yield _read(path)

    def put(self, entry: Entry) -> None:
        """Keep an entry."""
        self.write(f"data/{slug(entry.record_id)}.json", dumps(entry, indent=1) + "\n")

    def read(self, name: str) -> str | None:
        """Return the text of a file, or ``None`` where there is none or it is not text."""
        try:
            return (self.folder / name).read_text("utf-8")
        except (FileNotFoundError, UnicodeDecodeError):
            return None

    def write(self, name: str, text: str) -> None:
        """Write a file whole or not at all, and leave one that says the same alone.

        When this returns, the file survives a power failure.
        """
        path = self.folder / name
        content = text.encode("utf-8")
        with suppress(FileNotFoundError):
            if path.read_bytes() == content:
                return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self._drafts)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)  # a web server reads it
            Path(temporary).replace(path)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(temporary).unlink()
            raise
        _sync(path.parent)

    def remove(self, name: str) -> None:
        """Take a file away; one that is not there is gone already."""
        (self.folder / name).unlink(missing_ok=True)

    def names(self, pattern: str) -> Iterator[str]:
        """Return the names of the files at the top of the site that match a pattern."""
        return (path.name for path in self.folder.glob(pattern))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Say what the system refused in the words of a channel."""
        try:
            yield
        except ChannelError:
            raise
        except Timeout as error:
            raise ChannelUnavailableError(
                "another program is writing the site.",
                where=str(self.folder),
                remedy="Try again when it has finished.",
            ) from error
        except OSError as error:
            raise ChannelUnavailableError(
                f"the site cannot be read or written: {error.strerror or error}.",
                where=str(error.filename or self.folder),
                remedy="Check that the folder exists and may be written, and that there is room.",
            ) from error


def _read(path: Path) -> Entry:
    try:
        return loads(path.read_text("utf-8"), Entry, where=str(path))
    except (SerialError, UnicodeDecodeError) as error:
        if isinstance(error, SerialError):
            raise _damaged(path, error.what.rstrip("."), error.faults) from error
        raise _damaged(path, str(error)) from error


def _damaged(path: Path, what: str, faults: Sequence[OpenGovError] = ()) -> ChannelUnavailableError:
    # It can be retried: nothing is wrong with the release, and the file will be mended.
    return ChannelUnavailableError(
        f"an entry of the site is damaged: {what}.",
        where=str(path),
        remedy="Put the file back from a backup; or remove it and publish the record again.",
        faults=faults,
    )


def _sync(folder: Path) -> None:
    """Make a rename in the folder last; Windows has no way to ask for it and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
