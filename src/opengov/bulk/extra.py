"""Says what is missing where the extra is not installed; the door of the package loads it first."""

from __future__ import annotations

from opengov.errors import MissingExtraError

try:
    import polars as pl
    import pyarrow as pa
except ModuleNotFoundError as error:
    raise MissingExtraError(
        f"assessing tables needs {error.name}, which is not installed.",
        remedy="Run: pip install 'opengov[bulk]'",
    ) from error

ENGINES = (pl.__name__, pa.__name__)
"""The libraries that this package is built on."""
