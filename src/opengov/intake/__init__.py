"""Intake: a page with a metadata block, as text or HTML, becomes a disclosure item.

Layout readers propose values with a confidence, a merge chooses, and what it could not place is
kept. What a page does not state stays absent; what contradicts is reported.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from opengov.domain import DisclosureItem, Message
from opengov.errors import NoMetadataError
from opengov.intake.block import Block, blocks_of
from opengov.intake.decode import LOST, decoded
from opengov.intake.fold import squeezed
from opengov.intake.html import looks_like_html, read_html
from opengov.intake.item import doubts, item_from, stated_fields
from opengov.intake.merge import Merged, merge
from opengov.intake.plain import read_plain
from opengov.intake.readers import READERS, Proposal
from opengov.intake.tags import tagged
from opengov.intake.titles import body_of, is_running_text, titles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opengov.intake.page import Page

__all__ = ["Intake", "Proposal", "read_page", "stated_fields"]

AGREEMENT = 2
"""A further block counts from this many fields on; in running text it must repeat the first."""

MOST_FURTHER = 20
"""How many further blocks are looked at: blocks are printed twice, not a hundred times."""


@frozen(kw_only=True)
class Intake:
    """What was read from one page."""

    item: DisclosureItem
    proposals: tuple[Proposal, ...]
    """Everything that any reader saw, chosen or not."""
    warnings: tuple[Message, ...]
    """What contradicts, what cannot be, what can be read in two ways."""
    unplaced: tuple[str, ...]
    """Text in the block that belongs to no field."""


def read_page(source: bytes | str, *, name: str = "", url: str | None = None) -> Intake:
    r"""Read a page; ``name`` says in errors where it came from.

    >>> found = read_page("索引号：734972044/201805-018  发布机构：市旅游委\n发布日期：2018-05-16")
    >>> found.item.issuing_body, str(found.item.published_at), found.item.repealed_on
    ('市旅游委', '2018-05-16', None)

    Raises ``EmptyPageError``, ``NotTextError``, or ``NoMetadataError`` where no block is found;
    ``MissingExtraError`` for HTML without the extra ``opengov[html]``.
    """
    text = decoded(source, name)
    page = read_html(text) if looks_like_html(text) else read_plain(text)
    blocks = _counting(page, blocks_of(page))
    proposals = [*_proposals(blocks), *tagged(page)]
    labelled = frozenset(chain.from_iterable(block.fields for block in blocks))
    merged = merge(proposals, labelled)
    if not _is_block(merged):
        raise NoMetadataError(
            "no metadata block was found.",
            where=name,
            remedy="Give the whole page, with the labels 索引号, 发布机构 and so on.",
        )
    if "title" not in merged.chosen or merged.chosen["title"].value.endswith(("…", "...")):
        proposals += titles(page, blocks)
        merged = merge(proposals, labelled)
    used = set(chain.from_iterable(proposal.used for proposal in merged.chosen.values()))
    title = merged.chosen["title"].value if "title" in merged.chosen else ""
    body = body_of(page, blocks, title, used) if blocks else ""
    item = item_from(merged, body=body, url=url or page.url, text=text)
    return Intake(
        item=item,
        proposals=tuple(proposals),
        warnings=(*_damage(text), *merged.warnings, *doubts(item)),
        unplaced=tuple(_unplaced(blocks, merged, used)),
    )


def _damage(text: str) -> Iterator[Message]:
    if lost := text.count(LOST):
        yield Message("intake.characters-lost", {"count": lost})


def _counting(page: Page, blocks: Sequence[Block]) -> list[Block]:
    """Return the main block and those that speak of the same document.

    A block that comes behind running text is part of the document unless it repeats the first.
    """
    if not blocks:
        return []
    main, *further = blocks
    counting = [main]
    values = {squeezed(proposal.value) for proposal in _proposals([main])}
    for block in further[:MOST_FURTHER]:
        repeats = any(squeezed(p.value) in values for p in _proposals([block]) if p.field)
        in_text = any(map(is_running_text, page.lines[main.last + 1 : block.first]))
        if repeats or (len(block.fields) >= AGREEMENT and not in_text):
            counting.append(block)
    return counting


def _proposals(blocks: Sequence[Block]) -> Iterator[Proposal]:
    for further, block in enumerate(blocks):
        for reader in READERS:
            for proposal in reader(block):
                lowered = round(proposal.confidence * (0.8 if further else 1.0), 3)
                yield evolve(proposal, confidence=lowered)


_HEADER = frozenset({"published_at", "information_source", "page_views", "keywords"})
"""What any news page says in the line under its heading, or in its tags."""


def _is_block(merged: Merged) -> bool:
    """Say whether enough is stated to be the block of a document.

    An index number is enough by itself, else two fields of which one is what documents have.
    """
    chosen = {name for name, found in merged.chosen.items() if found.reader != "heading"}
    return "index_number" in chosen or (len(chosen) >= 2 and bool(chosen - _HEADER))


def _unplaced(blocks: Sequence[Block], merged: Merged, used: set[int]) -> Iterator[str]:
    """Return what stands in the block and was not taken: values and lines without a place."""
    seen = {squeezed(proposal.value) for proposal in (*merged.chosen.values(), *merged.others)}
    used_by_others = set(chain.from_iterable(other.used for other in merged.others))
    texts = [proposal.value for proposal in merged.rejected if proposal.reader != "heading"]
    for block in blocks:
        for number in range(block.first, block.last):
            if number in used | used_by_others or block.marks.get(number):
                continue
            texts += (cell for cell in block.lines[number].cells if cell)
    for text in dict.fromkeys(texts):
        if squeezed(text) not in seen:
            yield text
