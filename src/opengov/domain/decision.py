"""Major administrative decisions (重大行政决策): the record of their procedure."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from opengov.domain.checks import is_tuple
from opengov.domain.period import Period
from opengov.domain.record import Record
from opengov.domain.time import is_day


class ParticipationForm(Enum):
    """How the public took part."""

    HEARING = "hearing"
    """听证座谈"""
    SURVEY = "survey"
    """调查研究"""
    CONSULTATION = "consultation"
    """咨询协商"""
    MEDIA = "media"
    """媒体沟通"""


@frozen(kw_only=True)
class Participation:
    """One round in which opinions were gathered, and the days on which it was open."""

    form: ParticipationForm
    open_on: Period


@frozen(kw_only=True)
class Decision(Record):
    """A major administrative decision. A step that was not taken has no day.

    Not to be confused with the ruling whether to disclose, which is a ``Determination``.
    """

    draft_published_on: date | None = field(default=None, validator=is_day)
    participation: tuple[Participation, ...] = field(default=(), validator=is_tuple)
    experts_heard_on: date | None = field(default=None, validator=is_day)
    risk_assessed_on: date | None = field(default=None, validator=is_day)
    legality_reviewed_on: date | None = field(default=None, validator=is_day)
    discussed_on: date | None = field(default=None, validator=is_day)
    decided_on: date | None = field(default=None, validator=is_day)
    documents: tuple[str, ...] = field(default=(), validator=is_tuple)
