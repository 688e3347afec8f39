"""Where in a pack something stands, in words that its author can follow, and what was meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from attrs import fields, has, resolve_types

if TYPE_CHECKING:
    from collections.abc import Iterable

_STEP = re.compile(r"\[(\d+)\]|\.([^.\[]+)|\[([^\]]+)\]")


def in_words(path: str) -> str:
    """Return the path of a value in a file in words, counted from one as people count.

    >>> in_words("$.version[1].limit")
    'version 2 limit'
    """
    steps = _STEP.findall(f".{path.removeprefix('$').removeprefix('.')}")
    return " ".join(
        str(int(number) + 1) if number else (key or quoted).strip("'\"")
        for number, key, quoted in steps
    )


def near(name: str, known: Iterable[str]) -> str:
    """Return a question after the known name most like ``name``, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415  (only where something is wrong)

    found = get_close_matches(name, sorted(known), n=1)
    return f" Did you mean {found[0]!r}?" if found else ""


_UNKNOWN = re.compile(r"unknown keys: ([\w-]+)")
_TEXTS = frozenset({"title", "note", "unmet", "because", "bearer", "reason"})


def hint(what: str, place: str, kind: type) -> str:
    """Return what the author of a file of the form ``kind`` may have meant, or nothing."""
    unknown = _UNKNOWN.match(what)
    if unknown:
        return near(unknown[1], _keys_of(kind))
    last = place.rpartition(" ")[2]
    if what.startswith("expected an object") and last in _TEXTS:
        return ' Write both languages: { zh = "…", en = "…" }.'
    if what.startswith("expected an object") and last.isdigit():
        return f" Write [[{place.split(maxsplit=1)[0]}]], in double brackets."
    return ""


def _keys_of(kind: type) -> frozenset[str]:
    """Return every key that a file of this form may hold, whatever table it stands in."""
    found: set[str] = set()
    waiting: list[Any] = [kind]
    while waiting:
        each = waiting.pop()
        if has(each):
            members = fields(resolve_types(each))
            found |= {member.name for member in members}
            waiting += [member.type for member in members]
        else:
            waiting += get_args(each)
    return frozenset(found)
