"""The steps of the main job for one document: read, assess, save; each beside its floor."""

from __future__ import annotations

import html.parser
import json
import sqlite3
import tempfile
from datetime import datetime
from pathlib import Path

import opengov_policy_cn
import opengov_policy_tourism
from attrs import evolve
from opengov_store_sql.store import SqlStore
from timing import compare

from opengov import BEIJING, assess, read_page
from opengov.cli.story import SAMPLE
from opengov.memory import MemoryStore
from opengov.ports import Save, Store
from opengov.serial import dumps
from opengov.testing import an_item

PAGE = (SAMPLE / "pages" / "measures.html").read_text("utf-8")
PACKS = (opengov_policy_cn.load(), opengov_policy_tourism.load())
ITEM = evolve(read_page(PAGE).item, issuing_body="市旅游委")
NOW = datetime(2025, 10, 24, 12, tzinfo=BEIJING)
TIMES = 200


def read() -> None:
    """Read the page."""
    for _ in range(TIMES):
        read_page(PAGE)


def only_parse() -> None:
    """Parse the page with the parser of the standard library and take nothing from it."""
    for _ in range(TIMES):
        html.parser.HTMLParser().feed(PAGE)


def judge() -> None:
    """Assess the document under both packs."""
    for _ in range(TIMES):
        assess(ITEM, PACKS, as_of=NOW.date(), known_at=NOW)


def only_print() -> None:
    """Write the document as JSON, which whoever assesses must also read or write."""
    for _ in range(TIMES):
        dumps(ITEM)


def save_to(store: Store) -> None:
    """Save documents one by one, each in its own transaction."""
    for number in range(TIMES):
        store.save(Save(record=an_item(id=f"{number}")), expected=0)
    store.close()


def sql() -> None:
    """Save to SQLite by the plugin."""
    with tempfile.TemporaryDirectory() as folder:
        save_to(SqlStore(f"sqlite:///{Path(folder) / 'a.db'}"))


def bare_sqlite() -> None:
    """Insert as many rows of the same size with the driver alone, a transaction each."""
    row = json.dumps({"text": dumps(ITEM)})
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "b.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE record (id TEXT PRIMARY KEY, data TEXT)")
        for number in range(TIMES):
            connection.execute("INSERT INTO record VALUES (?, ?)", (f"{number}", row))
        connection.close()


if __name__ == "__main__":
    compare("reading a page", {"opengov": read, "html.parser alone": only_parse}, per=TIMES)
    compare("assessing it", {"opengov": judge, "its JSON alone": only_print}, per=TIMES)
    compare(
        "saving it",
        {
            "opengov, SQLite": sql,
            "opengov, in memory": lambda: save_to(MemoryStore()),
            "sqlite3 alone": bare_sqlite,
        },
        per=TIMES,
    )
