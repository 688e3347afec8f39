"""Interpretations of documents (政策解读)."""

from __future__ import annotations

from enum import Enum, StrEnum

from attrs import field, frozen

from opengov.domain.checks import is_frozenset
from opengov.domain.record import Record


class InterpretationElement(StrEnum):
    """The seven things an interpretation covers (the plan, 二(一))."""

    BACKGROUND = "background"
    """背景依据"""
    PURPOSE = "purpose"
    """宗旨任务"""
    CONTENT = "content"
    """主要内容"""
    SCOPE = "scope"
    """涉及范围"""
    STANDARDS = "standards"
    """执行口径"""
    ATTENTION = "attention"
    """注意事项"""
    DIFFERENCES = "differences"
    """新旧政策差异"""


class InterpretationForm(Enum):
    """How a policy is explained."""

    PRESS_CONFERENCE = "press-conference"
    BRIEFING = "briefing"
    INTERVIEW = "interview"
    ARTICLE = "article"


@frozen(kw_only=True)
class Interpretation(Record):
    """The explanation of one document, a record of its own. The drafter interprets."""

    document_id: str
    form: InterpretationForm = InterpretationForm.ARTICLE
    elements: frozenset[InterpretationElement] = field(default=frozenset(), validator=is_frozenset)
