"""The demonstration is the main job, from intake to a published site."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

    Run = Callable[..., Ran]


def test_the_sample_agency_shows_every_outcome(run: Run, tmp_path: Path) -> None:
    report = run("demo", "--json").json
    documents = {document["record"]["id"]: document for document in report["documents"]}
    rulings = {name: found["assessment"]["ruling"] for name, found in documents.items()}
    assert rulings["123456788/202509-016"] == "withhold"
    assert rulings["123456788/202510-002"] == "refer"
    archived = documents["123456788/2006-00007"]["assessment"]["obligations"]
    assert all(found["applies"] == "unknown" and found["due"] is None for found in archived)
    statuses = {
        found["status"]
        for document in documents.values()
        for found in document["assessment"]["obligations"]
    }
    assert {"met", "met-late", "running"} <= statuses
    assert any("宽于" in sentence for sentence in report["breaches"])
    assert any("新旧政策差异" in sentence for sentence in report["breaches"])
    assert (tmp_path / "opengov-demo" / "site" / "index.html").exists()
    refused = {name for name, found in documents.items() if found["refused"]}
    assert refused == {"123456788/202509-016", "123456788/202510-002"}


def test_it_can_be_run_again_and_leaves_other_folders_alone(run: Run, tmp_path: Path) -> None:
    assert run("demo").status == 0
    assert run("demo").status == 0
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "opengov.toml").write_text('[store]\nuse = "memory"\n')
    (tmp_path / "mine" / "opengov.db").write_text("precious")
    assert run("demo", "--out", "mine").status == 2
    assert (tmp_path / "mine" / "opengov.db").read_text() == "precious"


def test_what_it_leaves_can_be_worked_on(run: Run) -> None:
    run("demo")
    config = ("--config", "opengov-demo/opengov.toml")
    assert run("agenda", *config, "--json").json
    assert "拒绝" in run("history", "123456788/202509-016", *config).out
    assert run("doctor", *config).status == 0
    assert run("publish", "123456788/202509-011", "--actor", "a", *config).status == 0


def test_both_languages_and_a_narrow_terminal(run: Run) -> None:
    assert "Time limit" in run("demo", "--lang", "en").out


def test_any_folder_name_will_do(run: Run, tmp_path: Path) -> None:
    out = tmp_path / 'a"b?c#d%20e'
    assert run("demo", "--out", str(out)).status == 0
    assert (out / "opengov.db").exists()
    assert (out / "site" / "index.html").exists()


def test_a_folder_that_only_looks_like_one_of_a_demo_is_left_alone(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "opengov.toml").write_bytes(b"\xff\x00\xfe")
    assert run("demo", "--out", str(tmp_path)).status == 2
    assert [path.name for path in tmp_path.iterdir()] == ["opengov.toml"]
