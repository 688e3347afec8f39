"""Procedures as pure steps: what may be done now, or every reason why not."""

from opengov.procedures.publication import Approved, Publish, Refused, on_its_way_since, step
from opengov.procedures.reception import with_rulings_kept
from opengov.procedures.screening import passages, screened

__all__ = [
    "Approved",
    "Publish",
    "Refused",
    "on_its_way_since",
    "passages",
    "screened",
    "step",
    "with_rulings_kept",
]
