"""A real browser and two served sites; what each page asks for and complains of is noted."""

from __future__ import annotations

import os
import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from attrs import Factory, frozen

from tests.browser.sites import build_demo, build_edges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, TABLET, DESKTOP = (360, 740), (768, 1024), (1280, 900)


def _missing(what: str) -> None:
    """Skip where somebody just runs the tests; fail where they are to show that all is well."""
    reason = f"{what} is not installed; scripts/install-browser.sh and dev.py browser install it"
    if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Chromium with a profile of its own that is thrown away."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("Playwright")
    program = shutil.which("chromium")
    if program is None:
        _missing("Chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield chromium
        chromium.close()


@frozen
class Site:
    """A site that is served: its folder, its address, and its pages."""

    folder: Path
    address: str

    def pages(self) -> list[str]:
        """Return the pages of the site; of those that are all alike, a few."""
        found = sorted(path.relative_to(self.folder) for path in self.folder.rglob("*.html"))
        alike = [path for path in found if path.name.startswith("123456788-20")][5:-1]
        return [path.as_posix() for path in found if path not in alike]

    def page_of(self, record_id: str) -> str:
        """Return the page of a record."""
        from opengov_channel_site.shelf import slug

        return f"items/{slug(record_id)}.html"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: what fails is seen by the browser."""


@pytest.fixture(scope="session", params=["demo", "edges"])
def site(request: pytest.FixtureRequest, browser: Browser) -> Site:
    """Return each of the two sites."""
    served: Site = request.getfixturevalue(request.param)
    return served


@pytest.fixture(scope="session")
def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the site of the demonstration."""
    yield from _served(build_demo(tmp_path_factory.mktemp("demo")))


@pytest.fixture(scope="session")
def edges(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the site of everything that is hard to show."""
    yield from _served(build_edges(tmp_path_factory.mktemp("edges")))


def _served(folder: Path) -> Iterator[Site]:
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield Site(folder, f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()
        thread.join()


@frozen
class Visit:
    """A page open in the browser, with all that it asked for and complained of so far."""

    page: Page
    asked: list[str] = Factory(list)
    complaints: list[str] = Factory(list)

    def see(self, address: str) -> Page:
        """Go to an address and return the page."""
        self.page.goto(address)
        return self.page


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens a window with the given properties."""
    contexts: list[AbstractContextManager[Any]] = []

    def open_window(size: tuple[int, int] = DESKTOP, **properties: Any) -> Visit:
        width, height = size
        context = browser.new_context(viewport={"width": width, "height": height}, **properties)
        contexts.append(context)
        found = Visit(context.new_page())
        found.page.on("request", lambda request: found.asked.append(request.url))
        found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
        found.page.on("console", lambda said: _note(found, said))
        return found

    yield open_window
    for context in contexts:
        context.close()  # type: ignore[attr-defined]


def _note(visit: Visit, said: Any) -> None:
    if said.type in {"error", "warning"}:
        visit.complaints.append(f"{visit.page.url}: {said.text}")
