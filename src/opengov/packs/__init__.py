"""Policy packs on disk: folders of TOML, read, built and linted into ``Pack`` values.

A pack is ``pack.toml``, ``instruments.toml``, ``words.toml``, ``provisions/**.toml``,
``rules/**.toml``, and worked cases in ``cases.toml`` or ``cases/*.toml``; ``mutants.toml`` lists
changes that no case can notice. Every file of a norm holds all its versions.
"""

from opengov.packs.cases import Case, case_files, check_cases, read_case_file, read_cases
from opengov.packs.coverage import coverage_faults
from opengov.packs.load import load_pack
from opengov.packs.notice_files import (
    notice_text,
    read_notice_file,
    read_notices,
    read_overlay_file,
)

__all__ = [
    "Case",
    "case_files",
    "check_cases",
    "coverage_faults",
    "load_pack",
    "notice_text",
    "read_case_file",
    "read_cases",
    "read_notice_file",
    "read_notices",
    "read_overlay_file",
]
