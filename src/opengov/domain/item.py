"""The disclosure item: one document with the metadata block it is published under."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

from opengov.domain.checks import is_tuple
from opengov.domain.numbers import DocumentNumber, IndexNumber
from opengov.domain.record import Record
from opengov.domain.time import is_day


@frozen
class StatedField:
    """A label and a value as a page prints them, kept because no field of ours holds them."""

    label: str
    value: str


@frozen(kw_only=True)
class InterpretationPlan:
    """The interpretation plan (解读方案), sent for approval together with the document."""

    submitted_on: date = field(validator=is_day)
    approved_on: date | None = field(default=None, validator=is_day)
    approved_by: str = ""


@frozen(kw_only=True)
class DisclosureItem(Record):
    """A document and its metadata block. What the source does not state is ``None``.

    The dates are separate facts: ``formed_on`` 信息形成, ``made_on`` 成文, ``printed_on`` 印发,
    ``published_at`` 发布, ``effective_on`` 生效, ``repealed_on`` 废止, ``registered_on`` 登记.
    ``subject_class`` is 主题分类, ``category`` 组配分类 or 信息分类, ``genre`` 体裁分类,
    ``information_source`` 信息来源, ``validity`` 有效性, ``stated_attribute`` 公开方式 as printed.
    ``other_fields`` keeps what the block states beyond these.
    """

    index_number: IndexNumber | None = None
    document_number: DocumentNumber | None = None
    subject_class: str | None = None
    category: str | None = None
    genre: str | None = None
    information_source: str | None = None
    keywords: tuple[str, ...] = field(default=(), validator=is_tuple)
    formed_on: date | None = field(default=None, validator=is_day)
    printed_on: date | None = field(default=None, validator=is_day)
    effective_on: date | None = field(default=None, validator=is_day)
    repealed_on: date | None = field(default=None, validator=is_day)
    registered_on: date | None = field(default=None, validator=is_day)
    validity: str | None = None
    stated_attribute: str | None = None
    page_views: int | None = None
    source_url: str | None = None
    other_fields: tuple[StatedField, ...] = field(default=(), validator=is_tuple)
    interpretation_plan: InterpretationPlan | None = None
