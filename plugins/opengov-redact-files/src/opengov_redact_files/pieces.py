"""A text that is put together from several holders, and masks written back into them."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from attrs import define, field

if TYPE_CHECKING:
    from collections.abc import Callable

    from opengov.screening import Mask


@define
class Piece:
    """A part of the text; without ``put`` it only parts others and cannot be changed."""

    text: str
    put: Callable[[str], None] | None = None


@define
class Pieces:
    """The parts of one passage in order."""

    parts: list[Piece] = field(factory=list)

    def add(self, text: str, put: Callable[[str], None] | None = None) -> None:
        """Add a part at the end."""
        if text:
            self.parts.append(Piece(text, put))

    @property
    def text(self) -> str:
        """The parts as one text."""
        return "".join(part.text for part in self.parts)

    def put(self, masks: tuple[Mask, ...]) -> None:
        """Write the masks into the holders: the replacement into the first that a mask touches."""
        starts: list[int] = []
        end = 0
        for part in self.parts:
            starts.append(end)
            end += len(part.text)
        changed: dict[int, str] = {}
        for mask in reversed(masks):
            touched = self._touched(starts, mask)
            for index in touched:
                text = changed.get(index, self.parts[index].text)
                begin = max(mask.start - starts[index], 0)
                until = min(mask.end - starts[index], len(self.parts[index].text))
                put = mask.replacement if index == touched[0] else ""
                changed[index] = text[:begin] + put + text[until:]
        for index, text in changed.items():
            part = self.parts[index]
            if part.put is not None:
                part.put(text)

    def _touched(self, starts: list[int], mask: Mask) -> list[int]:
        touched: list[int] = []
        index = max(bisect_right(starts, mask.start) - 1, 0)
        while index < len(starts) and starts[index] < mask.end:
            if self.parts[index].put is not None and self.parts[index].text:
                touched.append(index)
            index += 1
        return touched
