"""Texts in binary records, found by their letters."""

from __future__ import annotations

import re

_WIDE = "[\\x20-\\x7e\u00b7\u2010-\u2027\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uffe5]"
_RUN = re.compile(f"{_WIDE}{{2,}}")
_NARROW = re.compile(rb"(?:[\x20-\x7e]|[\x81-\xfe][\x40-\x7e\x80-\xfe]){2,}")

_LONG = 8
_PRINTED = bytes(range(0x20, 0x7F))
"""A name of two Chinese letters may be in such bytes by chance; eight letters are not."""


def strings_of(content: bytes, *, shortest: int = 2) -> list[str]:
    """Return what reads as text: UTF-16 at even and odd bytes, then ASCII and GBK.

    Numbers that happen to look like letters come along; no text is missed for them.
    """
    found: dict[str, None] = {}
    for start in (0, 1):
        wide = content[start:].decode("utf-16-le", "replace")
        runs = (match[0] for match in _RUN.finditer(wide))
        found.update(dict.fromkeys(run for run in runs if not _is_narrow(run)))
    for match in _NARROW.finditer(content):
        found[match[0].decode("gb18030", "replace")] = None
    return [text for text in found if len(text.strip()) >= shortest]


def _is_narrow(run: str) -> bool:
    """Say whether a run is text of one byte a letter, read as if it had two."""
    return len(run) >= _LONG and run.encode("utf-16-le").strip(_PRINTED) == b""
