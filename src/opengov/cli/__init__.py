"""The command line: parse, call the application, print."""

from __future__ import annotations

import sys

from opengov.errors import MissingExtraError


def main() -> None:
    """Run ``opengov``; without the extra it says what to install."""
    try:
        from opengov.cli.main import run  # noqa: PLC0415  (click may not be installed)
    except ModuleNotFoundError as error:
        if error.name not in {"click", "rich", "uniseg"}:
            raise
        missing = MissingExtraError(
            f"the command line needs {error.name}, which is not installed.",
            remedy="Run: pip install 'opengov[cli]'",
        )
        sys.exit(str(missing))
    run()
