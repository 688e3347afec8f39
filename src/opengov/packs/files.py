"""Reading one TOML file of a pack: UTF-8, whole, or a fault that says what else it is."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from opengov.errors import PackError, PackNotFoundError, PackSyntaxError

if TYPE_CHECKING:
    from pathlib import Path


def read_table(path: Path) -> dict[str, Any]:
    """Read one TOML file; what is missing or cut short is a ``PackError``."""
    try:
        return tomllib.loads(read_text(path))
    except PackError:
        raise
    except (ValueError, RecursionError) as error:
        what = f"this is not TOML: {error}."
        raise PackSyntaxError(
            what, where=str(path), remedy="Check that the file is whole."
        ) from None


def read_text(path: Path) -> str:
    """Read one file as UTF-8; what is missing, or is no such text, is a ``PackError``."""
    try:
        return _text(path.read_bytes(), path)
    except FileNotFoundError:
        what = "the pack has no such file."
        raise PackNotFoundError(what, where=str(path), remedy="Check the path.") from None
    except OSError as error:
        what = f"the file cannot be read: {error.strerror}."
        raise PackNotFoundError(what, where=str(path), remedy="Check its permissions.") from None


MARKS = {b"\xef\xbb\xbf": "UTF-8", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
"""How files begin that carry a byte order mark (BOM)."""


def _text(data: bytes, path: Path) -> str:
    """Decode a file; one in another encoding is told with the one that it seems to have."""
    marked = next((name for mark, name in MARKS.items() if data.startswith(mark)), None)
    if marked is not None:
        what = f"the file begins with a byte order mark (BOM) of {marked}."
        raise PackSyntaxError(what, where=str(path), remedy="Save it as UTF-8 without BOM.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PackSyntaxError(
            f"the file is not UTF-8{_seems_gbk(data)}.",
            where=f"{path} line {line}",
            remedy="Save it as UTF-8 without BOM.",
        ) from None


def _seems_gbk(data: bytes) -> str:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return ", but GBK, as it seems"
