"""Says what is missing where the extra is not installed. The door of the package loads it first."""

from __future__ import annotations

from opengov.errors import MissingExtraError

try:
    import polars as _polars
    import pyarrow as _pyarrow
except ModuleNotFoundError as error:
    raise MissingExtraError(
        f"assessing many records needs {error.name}, which is not installed.",
        remedy="Run: pip install 'opengov[bulk]'",
    ) from error

ENGINES = (_polars.__name__, _pyarrow.__name__)
"""The libraries that this package is built on."""
