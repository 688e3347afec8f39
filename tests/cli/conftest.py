"""Running the program as its users do, in a folder of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from attrs import frozen

from opengov.cli import main, output

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parents[2] / "src" / "opengov" / "cli" / "sample" / "pages"


@frozen
class Ran:
    """What a run of the program left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """Return a function that runs ``opengov`` with arguments, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENGOV_ACTOR", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)  # set by those who run tests in parallel
    for console in (output.stdout, output.stderr):
        console.cache_clear()  # a program looks once how wide it may write

    def program(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["opengov", *map(str, arguments)])
        status: object = 0
        try:
            main()
        except SystemExit as done:
            status = done.code
        captured = capsys.readouterr()
        return Ran(
            status if isinstance(status, int) else int(bool(status)), captured.out, captured.err
        )

    return program


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    """Return the settings of an agency with an SQLite store and a site."""
    settings = tmp_path / "opengov.toml"
    settings.write_text(
        f"""
        [store]
        use = "sql"
        url = "sqlite:///{tmp_path / "opengov.db"}"

        [channels.site]
        use = "site"
        folder = "site"
        """,
        "utf-8",
    )
    return settings
