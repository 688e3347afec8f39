"""Says what is missing where the extra is not installed; the door of the package loads it first."""

from __future__ import annotations

from opengov.errors import MissingExtraError

try:
    import olefile
    import pebble
except ModuleNotFoundError as error:
    raise MissingExtraError(
        f"reading files needs {error.name}, which is not installed.",
        remedy="Run: pip install 'opengov[files]'",
    ) from error

ENGINES = (olefile.__name__, pebble.__name__)
"""The libraries that this package is built on."""
