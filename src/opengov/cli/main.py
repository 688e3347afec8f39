"""The command group, and what an error means for the exit status."""

from __future__ import annotations

import sys

import click

import opengov
from opengov.cli import calendar, demo, packs, pages, publishing, replay, screening, system
from opengov.cli.output import DONE, OUTSIDE_FAILED, REFUSED, WRONG_USAGE, stderr
from opengov.errors import (
    ChannelError,
    ConflictError,
    MissingExtraError,
    OpenGovError,
    PluginFailedError,
    RedactionError,
    RefusedError,
    StoreUnavailableError,
)

OUTSIDE = (
    ChannelError,
    ConflictError,
    MissingExtraError,
    PluginFailedError,
    StoreUnavailableError,
)
"""Errors of the world around: trying again, or mending it, can help."""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 done, 1 refused by policy, 2 wrong usage, 3 something outside failed.",
)
@click.version_option(opengov.__version__, prog_name="opengov")
def cli() -> None:
    """The law of open government as a program (政务公开)."""


for command in (
    *pages.COMMANDS,
    *publishing.COMMANDS,
    *calendar.COMMANDS,
    *packs.COMMANDS,
    *replay.COMMANDS,
    *screening.COMMANDS,
    *system.COMMANDS,
    demo.demo,
):
    cli.add_command(command)


def exit_status(error: OpenGovError) -> int:
    """Return the exit status that an error of the library stands for."""
    if isinstance(error, RefusedError | RedactionError):
        return REFUSED
    return OUTSIDE_FAILED if isinstance(error, OUTSIDE) else WRONG_USAGE


def run() -> None:
    """Run the program; errors of the library are printed without a traceback."""
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(WRONG_USAGE)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(WRONG_USAGE)
    except OpenGovError as error:
        stderr().print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(exit_status(error))
    except BrokenPipeError:
        sys.stderr.close()  # Whoever read us has gone; there is nobody left to tell.
        sys.exit(DONE)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        said = f"{place}{error.strerror or error}. Check the path and its permissions."
        stderr().print(said, style="red", markup=False, soft_wrap=True)
        sys.exit(OUTSIDE_FAILED)
    except Exception:  # noqa: BLE001  (a fault of ours must not look like a refusal, which is 1)
        stderr().print_exception()
        stderr().print("This is a fault of opengov; please report it with what stands above.")
        sys.exit(OUTSIDE_FAILED)
