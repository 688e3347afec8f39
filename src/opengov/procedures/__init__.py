"""Procedures as pure steps: what may be done now, or every reason why not."""

from opengov.procedures.publication import Approved, Publish, Refused, step
from opengov.procedures.reception import with_rulings_kept

__all__ = ["Approved", "Publish", "Refused", "step", "with_rulings_kept"]
