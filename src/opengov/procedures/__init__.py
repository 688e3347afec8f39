"""Procedures as pure steps: what may be done now, or every reason why not."""

from opengov.procedures.publication import Approved, Publish, Refused, step

__all__ = ["Approved", "Publish", "Refused", "step"]
