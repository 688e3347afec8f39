"""Records, events and assessments as JSON, and the JSON Schema of each record type.

Days are ``2018-05-16``; moments carry an offset; a time as a page states it is Beijing time
without one. Index and document numbers are their text. A value of a closed set of types, such
as a record or an event, carries the name of its type under ``type``.
"""

from opengov.serial.converter import (
    dumps,
    faults_of,
    from_data,
    loads,
    make_converter,
    parsed,
    to_data,
)
from opengov.serial.schema import RECORD_TYPES, json_schema

__all__ = [
    "RECORD_TYPES",
    "dumps",
    "faults_of",
    "from_data",
    "json_schema",
    "loads",
    "make_converter",
    "parsed",
    "to_data",
]
