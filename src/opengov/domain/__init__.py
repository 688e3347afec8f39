"""The types of government disclosure: frozen values without behaviour of their own."""

from opengov.domain.citation import Citation, Instrument, Trust
from opengov.domain.codes import CreditCode, OrganisationCode
from opengov.domain.decision import Decision, Participation, ParticipationForm
from opengov.domain.disclosure import (
    Determination,
    DisclosureAttribute,
    ReviewOutcome,
    SecrecyReview,
)
from opengov.domain.events import (
    DeliveryFailed,
    Event,
    ItemDetermined,
    ItemPublished,
    ItemReceived,
    ItemWithdrawn,
    PublicationApproved,
    PublicationRefused,
    SecrecyReviewed,
)
from opengov.domain.facts import Fact, Truth
from opengov.domain.interpretation import (
    Interpretation,
    InterpretationElement,
    InterpretationForm,
)
from opengov.domain.item import DisclosureItem, InterpretationPlan, StatedField
from opengov.domain.listing import (
    DisclosureList,
    EditionDifference,
    EntryField,
    ListEdition,
    ListEntry,
    ListKind,
    difference,
)
from opengov.domain.matter import Matter
from opengov.domain.milestone import Milestone
from opengov.domain.numbers import DocumentNumber, IndexNumber, IndexScheme
from opengov.domain.period import Period
from opengov.domain.record import Record
from opengov.domain.rule import Escape, GroundForce, NegativeListRule, Relief
from opengov.domain.text import LocalizedText, Message, Word
from opengov.domain.time import BEIJING, StatedTime, civil_day

AnyRecord = DisclosureItem | DisclosureList | Decision | Interpretation | Matter
"""The records that are stored, assessed and published."""

__all__ = [
    "BEIJING",
    "AnyRecord",
    "Citation",
    "CreditCode",
    "Decision",
    "DeliveryFailed",
    "Determination",
    "DisclosureAttribute",
    "DisclosureItem",
    "DisclosureList",
    "DocumentNumber",
    "EditionDifference",
    "EntryField",
    "Escape",
    "Event",
    "Fact",
    "GroundForce",
    "IndexNumber",
    "IndexScheme",
    "Instrument",
    "Interpretation",
    "InterpretationElement",
    "InterpretationForm",
    "InterpretationPlan",
    "ItemDetermined",
    "ItemPublished",
    "ItemReceived",
    "ItemWithdrawn",
    "ListEdition",
    "ListEntry",
    "ListKind",
    "LocalizedText",
    "Matter",
    "Message",
    "Milestone",
    "NegativeListRule",
    "OrganisationCode",
    "Participation",
    "ParticipationForm",
    "Period",
    "PublicationApproved",
    "PublicationRefused",
    "Record",
    "Relief",
    "ReviewOutcome",
    "SecrecyReview",
    "SecrecyReviewed",
    "StatedField",
    "StatedTime",
    "Trust",
    "Truth",
    "Word",
    "civil_day",
    "difference",
]
