"""Whole tables of records assessed at once, on columns, by the same packs as single records."""

import opengov.bulk.extra  # noqa: F401  (says what is missing, before anything needs it)
from opengov.bulk.assess import BulkResult, assess_table
from opengov.bulk.files import Written, assess_parquet
from opengov.bulk.reasons import Reason
from opengov.bulk.records import records_of, table_of

__all__ = [
    "BulkResult",
    "Reason",
    "Written",
    "assess_parquet",
    "assess_table",
    "records_of",
    "table_of",
]
