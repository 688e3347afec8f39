"""The pages of the documentation, their headings and links."""

from __future__ import annotations

import re
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"

_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]+`")


def all_pages() -> list[Path]:
    """Return every page that is shipped: at the root, under docs, of each plugin."""
    return [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("plugins/*/README.md")]


@frozen
class Section:
    """A heading, how deep it is, and the text up to the next heading of any depth."""

    depth: int
    heading: str
    text: str


def sections(path: Path) -> list[Section]:
    """Return the sections of a page in their order; what stands in code blocks is no heading."""
    text = path.read_text("utf-8")
    fenced = [match.span() for match in _FENCED.finditer(text)]
    found = [
        match
        for match in re.finditer(r"^(#{1,6}) (.+)$", text, re.MULTILINE)
        if not any(start <= match.start() < end for start, end in fenced)
    ]
    ends = [*(match.start() for match in found[1:]), len(text)]
    return [
        Section(len(match[1]), match[2].strip(), text[match.end() : end].strip())
        for match, end in zip(found, ends, strict=True)
    ]


def coded(path: Path, depth: int) -> dict[str, str]:
    """Return the sections of this depth whose heading is code: the code, and the text below."""
    return {
        section.heading.strip("`"): section.text
        for section in sections(path)
        if section.depth == depth and re.fullmatch(r"`[^`]+`", section.heading)
    }


def blocks(path: Path, language: str) -> list[str]:
    """Return the code blocks of a page in one language."""
    fence = re.compile(rf"^```{language}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return fence.findall(path.read_text("utf-8"))


def anchors(path: Path) -> set[str]:
    """Return the anchors that the headings of a page get."""
    found: set[str] = set()
    for section in sections(path):
        words = re.sub(r"[^\w\- ]", "", re.sub(r"`|\[([^]]*)\]\([^)]*\)", r"\1", section.heading))
        anchor = base = words.lower().replace(" ", "-")
        number = 0
        while anchor in found:
            number += 1
            anchor = f"{base}-{number}"
        found.add(anchor)
    return found


def links(path: Path) -> list[str]:
    """Return where the links of a page lead, those in code left out."""
    text = _CODE.sub("", _FENCED.sub("", path.read_text("utf-8")))
    return re.findall(r"\[[^]]*\]\(([^)\s]+)\)", text)
