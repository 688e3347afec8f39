"""Every page is reached, every link leads somewhere, every block is of a kind that is checked."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, all_pages, anchors, blocks, links, sections

PAGES = all_pages()
CHECKED = {"python", "toml", "json", "sh", "text"}
"""Languages of blocks that the session ``docs`` runs, parses or shows as they are."""


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for link in links(page):
        if re.match(r"[a-z]+:", link):
            assert link.startswith("https://"), link
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_of_the_documentation_is_reached_from_its_index() -> None:
    reached = {DOCS / "index.md"}
    waiting = list(reached)
    while waiting:
        page = waiting.pop()
        for link in links(page):
            target = (page.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md" and DOCS in target.parents and target not in reached:
                reached.add(target)
                waiting.append(target)
    assert reached == set(DOCS.rglob("*.md"))


def test_the_index_names_every_page_under_its_kind() -> None:
    index = DOCS / "index.md"
    for page in DOCS.rglob("*/*.md"):
        assert name_of(page).removeprefix("docs/") in links(index)
    kinds = [section.heading for section in sections(index) if section.depth == 2]
    assert kinds == ["Tutorial", "How-to", "Reference", "Explanation"]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_block_is_of_a_kind_that_is_checked(page: Path) -> None:
    fences = re.findall(r"^```(.*)$", page.read_text("utf-8"), re.MULTILINE)
    assert len(fences) % 2 == 0
    assert set(fences[::2]) <= CHECKED
    assert set(fences[1::2]) <= {""}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_has_one_title_and_lines_that_fit(page: Path) -> None:
    assert [section.depth for section in sections(page)].count(1) == 1
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for line in text.splitlines():
        assert len(line) <= 110 or line.startswith("|"), line


def sessions() -> set[str]:
    """Return the names that ``dev.py`` takes: sessions of nox, and its aliases."""
    tree = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
    names = {
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.decorator_list
    }
    aliases = re.search(r"^ALIASES = (.*)$", (ROOT / "dev.py").read_text("utf-8"), re.MULTILINE)
    assert aliases is not None
    return names | set(ast.literal_eval(aliases[1]))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_session_that_is_named_exists(page: Path) -> None:
    named = re.findall(r"python3 dev\.py (\w+)", page.read_text("utf-8"))
    assert set(named) - {"SESSION"} <= sessions()


def test_both_readmes_show_the_same_commands_and_begin_alike() -> None:
    english, chinese = (
        [block.replace("PAGE", "页面") for block in blocks(ROOT / name, "sh")]
        for name in ("README.md", "README.zh-CN.md")
    )
    assert english == chinese
    assert english[0].splitlines() == ["python3 dev.py demo", "python3 dev.py test"]
    assert blocks(ROOT / "README.md", "python") == blocks(ROOT / "README.zh-CN.md", "python")


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "plugins").iterdir()))
def test_the_readme_of_a_plugin_says_what_one_needs_to_know(name: str) -> None:
    page = ROOT / "plugins" / name / "README.md"
    headings = [section.heading for section in sections(page)]
    assert headings == [name, "Install", "Settings", "Limits"]
    (install, *_) = blocks(page, "sh")
    assert install.startswith("pip install . ./plugins/")
    assert install.endswith(f"./plugins/{name}\n")
