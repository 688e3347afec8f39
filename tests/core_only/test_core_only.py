"""The core with its six dependencies: what needs more says which extra to install."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import subprocess
import sys
from datetime import date, datetime

import pytest

import opengov
from opengov import BEIJING, OpenGov, PluginHost, assess, builtin, load_pack, read_page
from opengov.cli.story import SAMPLE
from opengov.errors import MissingExtraError
from opengov.settings import Settings

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("click") is not None,
    reason="extras are installed here; the session core_only runs this without them",
)

EXTRAS = ("opengov.bulk", "opengov.cli", "opengov.files", "opengov.testing")
PAGE = "索引号：123456788/202509-014\n发布机构：云汀市文旅局\n成文日期：2025年9月18日\n"


def test_every_module_but_those_of_extras_can_be_imported() -> None:
    names = [module.name for module in pkgutil.walk_packages(opengov.__path__, "opengov.")]
    for name in names:
        if not name.startswith(EXTRAS):
            importlib.import_module(name)


def test_a_page_is_read_and_assessed_under_a_pack_from_a_folder() -> None:
    item = read_page(PAGE).item
    pack = load_pack(SAMPLE / "pack")  # type: ignore[arg-type]
    found = assess(
        item,
        [pack],
        as_of=date(2025, 10, 1),
        known_at=datetime(2025, 10, 1, 12, tzinfo=BEIJING),
    )
    assert found.record_id == "123456788/202509-014"


def test_an_agency_in_memory_receives_a_record() -> None:
    host = PluginHost()
    host.register(builtin, "builtin")
    with OpenGov.open(Settings(), host=host) as agency:
        agency.receive(read_page(PAGE).item, actor="林岚")
        assert agency.load("123456788/202509-014").revision == 1


def test_html_names_the_extra_that_it_needs() -> None:
    with pytest.raises(MissingExtraError, match=r"opengov\[html\]"):
        read_page(f"<p>{PAGE}</p>")


def test_tables_name_the_extra_that_they_need() -> None:
    with pytest.raises(MissingExtraError, match=r"opengov\[bulk\]"):
        importlib.import_module("opengov.bulk")


def test_files_name_the_extra_that_they_need() -> None:
    with pytest.raises(MissingExtraError, match=r"opengov\[files\]"):
        importlib.import_module("opengov.files")


def test_the_command_line_names_the_extra_that_it_needs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from opengov.cli import main; main()"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "opengov[cli]" in done.stderr
    assert "Traceback" not in done.stderr
