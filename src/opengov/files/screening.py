"""Files screened: what was found in each, in its context, and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.domain.checks import is_tuple
from opengov.screening import Located, Verdict, verdict

if TYPE_CHECKING:
    from opengov.screening import Extracted, Finding, Passage, Screener

AROUND = 24
"""So many characters on each side of a finding are shown with it."""


@frozen(kw_only=True)
class Excerpt:
    """A finding with the text that it is about, and a little of what stands around it."""

    located: Located
    before: str
    text: str
    after: str


@frozen(kw_only=True)
class ScreenedFile:
    """What screening came to for one file, those within it included.

    ``characters`` counts the text that was read. ``name`` is that of the file as it was handed in.
    """

    name: str
    format: str
    verdict: Verdict
    excerpts: tuple[Excerpt, ...] = field(validator=is_tuple)
    characters: int


@frozen
class Screening:
    """Screens what was read from a file; made once and sent to every worker that reads."""

    screener: Screener

    def __call__(self, extracted: Extracted) -> ScreenedFile:
        """Return what the rules find in all texts of the file."""
        excerpts = tuple(
            _excerpt(passage, finding)
            for passage in extracted.passages
            for finding in self.screener.screen(passage)
        )
        return ScreenedFile(
            name=extracted.passages[0].text,
            format=extracted.format,
            verdict=verdict((each.located for each in excerpts), extracted.unread),
            excerpts=excerpts,
            characters=sum(len(passage.text) for passage in extracted.passages),
        )


def _excerpt(passage: Passage, finding: Finding) -> Excerpt:
    text, start, end = passage.text, finding.start, finding.end
    line_start = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    line_end = text.find("\n", end)
    line_end = min(line_end if line_end >= 0 else len(text), end + AROUND)
    return Excerpt(
        located=Located(passage.place, finding),
        before=text[line_start:start],
        text=text[start:end],
        after=text[end:line_end],
    )
