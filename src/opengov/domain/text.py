"""Text for people: data in two languages, or a message that is rendered later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen(kw_only=True)
class LocalizedText:
    """Text that is itself data, such as the name of a norm: Chinese always, English where given."""

    zh: str
    en: str = ""

    def within(self, language: str) -> str:
        """Return the text in ``language``; Chinese where there is no English."""
        return self.en if language.startswith("en") and self.en else self.zh


@frozen
class Word:
    """A name that packs and records use, with what people call it."""

    name: str
    title: LocalizedText


def _pairs(
    values: Mapping[str, object] | tuple[tuple[str, object], ...],
) -> tuple[tuple[str, object], ...]:
    items = values if isinstance(values, tuple) else tuple(values.items())
    return tuple(sorted(items))


@frozen
class Message:
    """A sentence that is not rendered yet: a key of the message catalogue and its parameters.

    >>> Message("obligation.overdue", {"days": 3}).get("days")
    3
    """

    key: str
    parameters: tuple[tuple[str, object], ...] = field(default=(), converter=_pairs)

    def get(self, name: str) -> object:
        """Return one parameter; ``None`` where the message has none of that name."""
        return dict(self.parameters).get(name)
