"""The encoding of a text file, found and kept."""

from __future__ import annotations

import re

from opengov_redact_files.container import refused

BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")


def decoded(content: bytes, named: str = "") -> tuple[str, str, bytes]:
    """Return the text, its encoding and its byte order mark.

    What has control characters, or is in none of the encodings that Chinese text comes in, is
    refused: nobody could tell what a reader sees of it. ``named`` is what the file says of itself.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            candidates = [encoding]
            break
    else:
        mark, candidates = b"", [*filter(None, (named,)), "utf-8", "gb18030"]
    body = content[len(mark) :]
    for encoding in candidates:
        try:
            text = body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if not CONTROLS.search(text):
            return text, encoding, mark
    raise refused("the file is not text, or in an encoding that is not known.")
