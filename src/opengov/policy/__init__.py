"""The law as dated data: packs of norms, and what they say about a record."""

from opengov.policy.assess import assess
from opengov.policy.assessment import (
    Assessment,
    Conflict,
    ElementsFinding,
    Evidence,
    GateFinding,
    GroundFinding,
    Obligation,
    ObligationStatus,
    PackVersion,
    Question,
    Ruling,
    Source,
)
from opengov.policy.case import Case
from opengov.policy.condition import Condition
from opengov.policy.pack import Level, Pack, stacked
from opengov.policy.provision import (
    Act,
    AnyProvision,
    Deadline,
    Gate,
    Provision,
    RequiredElements,
    Step,
)

__all__ = [
    "Act",
    "AnyProvision",
    "Assessment",
    "Case",
    "Condition",
    "Conflict",
    "Deadline",
    "ElementsFinding",
    "Evidence",
    "Gate",
    "GateFinding",
    "GroundFinding",
    "Level",
    "Obligation",
    "ObligationStatus",
    "Pack",
    "PackVersion",
    "Provision",
    "Question",
    "RequiredElements",
    "Ruling",
    "Source",
    "Step",
    "assess",
    "stacked",
]
