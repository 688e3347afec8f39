"""Policy packs on disk: folders of TOML, read, built and linted into ``Pack`` values.

A pack is ``pack.toml``, ``instruments.toml``, ``provisions/*.toml``, ``rules/*.toml`` and
``cases.toml``. Every file of a norm holds all its versions.
"""

from opengov.packs.cases import Case, check_cases, read_cases
from opengov.packs.load import load_pack
from opengov.packs.notice_files import (
    notice_text,
    read_notice_file,
    read_notices,
    read_overlay_file,
)

__all__ = [
    "Case",
    "check_cases",
    "load_pack",
    "notice_text",
    "read_cases",
    "read_notice_file",
    "read_notices",
    "read_overlay_file",
]
