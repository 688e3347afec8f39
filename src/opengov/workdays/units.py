"""Comparing limits, which only those of one unit can be."""

from __future__ import annotations

from attrs import evolve

from opengov.workdays.limit import FixedDate, Limit


def is_same_unit(limit: Limit, other: Limit) -> bool:
    """Say whether two limits are of one unit and one rule for the end; fixed dates never are."""
    if isinstance(limit, FixedDate) or isinstance(other, FixedDate):
        return False
    return type(limit) is type(other) and evolve(limit, count=0) == evolve(other, count=0)


def is_longer(limit: Limit, other: Limit) -> bool:
    """Say whether ``limit`` is longer; what cannot be compared is not."""
    if isinstance(limit, FixedDate) or isinstance(other, FixedDate):
        return False
    return is_same_unit(limit, other) and limit.count > other.count
