"""Files: what format they are in, what text they hold, and what of them could not be read."""

import opengov.files.extra  # noqa: F401  (says what is missing, before anything needs it)
from opengov.files.archive import Archive
from opengov.files.encoding import is_strange, text_of
from opengov.files.formats import format_of
from opengov.files.reader import FileReader
from opengov.files.screening import Excerpt, ScreenedFile, Screening
from opengov.files.told import Told
from opengov.files.walk import Limits, read_file

__all__ = [
    "Archive",
    "Excerpt",
    "FileReader",
    "Limits",
    "ScreenedFile",
    "Screening",
    "Told",
    "format_of",
    "is_strange",
    "read_file",
    "text_of",
]
