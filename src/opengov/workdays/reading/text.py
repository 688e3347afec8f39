"""The text of a notice, folded so that it reads alike whatever page it was copied from."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from attrs import frozen

from opengov.errors import NoticeError

if TYPE_CHECKING:
    from collections.abc import Iterator

Place = tuple[int, int]
"""Where words begin and end in folded text."""

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−─━ー﹘﹣－~～〜∼˜", "-"),
        **dict.fromkeys("“”„‟「」『』＂″", '"'),
        **dict.fromkeys("（〔［【〘〖﹝﹙｟[{", "("),
        **dict.fromkeys("）〕］】〙〗﹞﹚｠]}", ")"),
        **dict.fromkeys("∶︰﹕꞉", ":"),
        **dict.fromkeys("﹒．", "."),
    }
)
_TRADITIONAL = str.maketrans(
    "國務辦廳關於節調發電號補與連週禮農曆臘勞動慶際換對長間時開復標題勵職現將",
    "国务办厅关于节调发电号补与连周礼农历腊劳动庆际换对长间时开复标题励职现将",
)
_TAG = re.compile(
    r"<(?:!doctype|html|head|body|title|meta|table|tr|td|div|p|span|ul|li|h[1-6]|br|font|article)"
    r"[\s/>]",
    re.IGNORECASE,
)
_INLINE = frozenset("a abbr b bdi bdo em font i ins mark s small span strong sub sup u".split())
_SILENT = frozenset("script style noscript template select button textarea".split())
_LONGEST = 1_000_000
_QUOTED = 60


@frozen(kw_only=True)
class FoldedText:
    """Text without white space, in half-width forms, that knows where each character stood.

    ``text`` and ``raw`` go together character by character: rules look into the one, messages
    quote the other.
    """

    text: str
    raw: str
    lines: tuple[int, ...]
    """For each character its line in the text as it was given, from 1."""
    starts: frozenset[int]
    """Where a line begins."""

    def line(self, at: int) -> int:
        """Return the line of a character; what lies beyond the end is on the last one."""
        return self.lines[min(at, len(self.lines) - 1)] if self.lines else 1

    def quote(self, start: int, end: int) -> str:
        """Return the words as they were written, cut where they are long."""
        words = self.raw[start:end]
        return words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"

    def stands_alone(self, start: int, end: int) -> bool:
        """Say whether the words fill lines of their own."""
        return self.begins_line(start) and self.begins_line(end)

    def begins_line(self, at: int) -> bool:
        """Say whether a line begins here; one does at the end of the text."""
        return at in self.starts or at == len(self.text)


def folded(text: str) -> FoldedText:
    """Fold plain text, or a web page without its tags and scripts."""
    if len(text) > _LONGEST:
        raise NoticeError(
            f"a text of {len(text)} characters is no holiday notice.",
            remedy="Give the text of the notice alone.",
        )
    pieces = _of_page(text) if _TAG.search(text) else _of_plain(text)
    kept: list[tuple[str, str, int]] = []
    starts, fresh = set(), True
    for character, line in pieces:
        if character == "\n":
            fresh = True
        elif not _is_space(character):
            if fresh:
                starts.add(len(kept))
            kept.append((_folded(character), character, line))
            fresh = False
    return FoldedText(
        text="".join(each[0] for each in kept),
        raw="".join(each[1] for each in kept),
        lines=tuple(each[2] for each in kept),
        starts=frozenset(starts),
    )


def _of_plain(text: str) -> Iterator[tuple[str, int]]:
    line = 1
    for character in text.replace("\r\n", "\n"):
        yield ("\n" if character in "\r\x0b\x0c\x85\u2028\u2029" else character), line
        line += character in "\n\r"


class _Page(HTMLParser):
    """Collects what a page shows, with a line break around every block."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[str, int]] = []
        self._silent = 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            first = self.getpos()[0] - 1
            self.shown += [(character, first + line) for character, line in _of_plain(data)]

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self._silent += tag in _SILENT
        self._end_line(tag)

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        self._end_line(tag)

    def _end_line(self, tag: str) -> None:
        if tag not in _INLINE:
            self.shown.append(("\n", self.getpos()[0]))


def _of_page(text: str) -> list[tuple[str, int]]:
    page = _Page()
    try:
        page.feed(text)
        page.close()
    except AssertionError:  # what the parser raises at a broken declaration
        raise NoticeError(
            "the text is a web page that cannot be read.",
            remedy="Give the text that the page shows.",
        ) from None
    return page.shown


@cache
def _is_space(character: str) -> bool:
    """White space of any width, nought included, and characters that are not shown."""
    return unicodedata.category(character) in {"Cc", "Cf", "Zs", "Zl", "Zp"}


@cache
def _folded(character: str) -> str:
    plain = character.translate(_ALIKE)
    if plain == character:
        plain = unicodedata.normalize("NFKC", character)
    if len(plain) != 1 or unicodedata.category(character) == "No":
        return character  # ① counts a clause; as a plain 1 it would run into its day
    return plain.translate(_ALIKE).translate(_TRADITIONAL)
