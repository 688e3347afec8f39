"""Workers that read files, so that a hostile file takes down no more than one of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from concurrent.futures import TimeoutError as TimedOut
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from pebble import ProcessExpired, ProcessPool

from opengov.errors import ExtractionError
from opengov.files.walk import Limits, read_file, refused
from opengov.screening.passage import Blob, Unreadable

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pebble import ProcessFuture

    from opengov.ports import Extractor
    from opengov.screening.passage import Extracted

_AHEAD = 2
"""How many files wait for each worker: enough to keep it busy, few enough to hold in memory."""

_TASKS = 500
"""After how many files a worker is replaced, so that what libraries leak does not add up."""

_TOO_SLOW = {-getattr(signal, "SIGXCPU", 0)}
_TOO_LARGE = {-getattr(signal, "SIGKILL", 0)}
"""How a process ends that the system stopped: for its time, for the memory of all."""


T = TypeVar("T")


def _as_read(extracted: Extracted) -> Extracted:
    return extracted


class FileReader(Generic[T]):
    """Reads files in processes of their own, with bounds on time and memory.

    A worker that hangs, eats or crashes is replaced, and its file is told as unread. ``then`` is
    what a worker does with what it read, such as screening it, and what it returns is handed
    out. Extractors and ``then`` are sent to the workers, so they must pickle. A program that
    uses a reader guards its start with ``if __name__ == "__main__":``: a worker imports it.
    """

    @overload
    def __init__(
        self: FileReader[Extracted],
        extractors: Iterable[Extractor],
        limits: Limits | None = None,
        *,
        workers: int | None = None,
    ) -> None: ...

    @overload
    def __init__(
        self,
        extractors: Iterable[Extractor],
        limits: Limits | None = None,
        *,
        workers: int | None = None,
        then: Callable[[Extracted], T],
    ) -> None: ...

    def __init__(
        self,
        extractors: Iterable[Extractor],
        limits: Limits | None = None,
        *,
        workers: int | None = None,
        then: Callable[[Extracted], Any] = _as_read,
    ) -> None:
        self._then: Callable[[Extracted], T] = then
        self._limits = limits or Limits()
        self._workers = workers or os.cpu_count() or 1
        self._pool = ProcessPool(
            max_workers=self._workers,
            max_tasks=_TASKS,
            initializer=_prepare,
            initargs=(tuple(extractors), self._limits, then),
            context=multiprocessing.get_context("spawn"),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers; what they still read is dropped."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def read(self, file: Blob | Path) -> T:
        """Read one file with all that it holds; see ``read_file``."""
        return next(self.read_all([file]))

    def read_all(self, files: Iterable[Blob | Path]) -> Iterator[T]:
        """Read files on all workers, and yield what they hold in the order of the files.

        Of a path the worker reads the content, unless it is larger than the limits allow.
        """
        waiting: deque[Callable[[], T]] = deque()
        for file in files:
            waiting.append(self._begin(file))
            if len(waiting) > _AHEAD * self._workers:
                yield waiting.popleft()()
        while waiting:
            yield waiting.popleft()()

    def _begin(self, file: Blob | Path) -> Callable[[], T]:
        if isinstance(file, Blob) and len(file.content) > self._limits.size:
            size = f"{len(file.content)} bytes"
            return lambda: self._then(refused(file.name, Unreadable.TOO_LARGE, size))
        future = self._pool.schedule(_read, args=(file,), timeout=2 * self._limits.seconds)
        return lambda: self._end(file.name, future)

    def _end(self, name: str, future: ProcessFuture[T]) -> T:
        try:
            return future.result()
        except TimedOut:
            return self._then(refused(name, Unreadable.TOO_SLOW))
        except MemoryError:
            return self._then(refused(name, Unreadable.TOO_LARGE))
        except ProcessExpired as error:
            why = Unreadable.DAMAGED
            if error.exitcode in _TOO_SLOW:
                why = Unreadable.TOO_SLOW
            elif error.exitcode in _TOO_LARGE:
                why = Unreadable.TOO_LARGE
            return self._then(refused(name, why, f"the worker ended with {error.exitcode}"))
        except BrokenProcessPool as error:
            raise ExtractionError(
                "no worker could be started.",
                where=name,
                remedy='Guard the start of the program with: if __name__ == "__main__":',
            ) from error
        except Exception as error:  # noqa: BLE001  (what a worker answers may not even unpickle)
            return self._then(refused(name, Unreadable.DAMAGED, repr(error)))


# In the worker -----------------------------------------------------------------------------

_held: list[tuple[tuple[Extractor, ...], Limits, Callable[[Extracted], Any]]] = []


def _prepare(
    extractors: tuple[Extractor, ...], limits: Limits, then: Callable[[Extracted], Any]
) -> None:
    _held.append((extractors, limits, then))
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(file: Blob | Path) -> Any:
    extractors, limits, then = _held[0]
    _allow_seconds(limits.seconds)
    return then(_extracted(file, extractors, limits))


def _extracted(file: Blob | Path, extractors: tuple[Extractor, ...], limits: Limits) -> Extracted:
    if isinstance(file, Blob):
        return read_file(file, extractors, limits)
    try:
        size = file.stat().st_size
        if size > limits.size:
            return refused(file.name, Unreadable.TOO_LARGE, f"{size} bytes")
        return read_file(Blob(file.name, file.read_bytes()), extractors, limits)
    except OSError as error:
        return refused(file.name, Unreadable.DAMAGED, str(error))


def _allow_seconds(seconds: float) -> None:
    """Let the system stop this worker if one file takes the processor for too long."""
    if sys.platform != "win32":
        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + 2 * seconds) + 1, most))
