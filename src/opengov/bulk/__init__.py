"""Whole tables of records assessed at once, on columns, by the same packs as single records."""

import opengov.bulk.extra  # noqa: F401  (says what is missing, before anything needs it)
from opengov.bulk.records import records_of, table_of

__all__ = ["records_of", "table_of"]
