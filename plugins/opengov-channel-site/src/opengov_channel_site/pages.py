"""Pages from entries: what each shows, rendered by Jinja2."""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Any

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined

from opengov import explain
from opengov.domain import (
    Decision,
    DisclosureItem,
    DisclosureList,
    Interpretation,
    civil_day,
)
from opengov.i18n import Translator
from opengov.policy import ObligationStatus
from opengov_channel_site.shelf import Entry, slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from opengov.domain import AnyRecord
    from opengov.policy import Obligation
    from opengov_channel_site import SiteOptions

KINDS = {
    DisclosureItem: "文件",
    DisclosureList: "清单",
    Decision: "重大行政决策",
    Interpretation: "政策解读",
}
NOT_STATED = "—"

ORDER = {
    ObligationStatus.OVERDUE: 0,
    ObligationStatus.RUNNING: 1,
    ObligationStatus.UNKNOWN: 2,
    ObligationStatus.NOT_YET_RUNNING: 3,
    ObligationStatus.MET_LATE: 4,
    ObligationStatus.MET: 5,
}
"""What asks for something to be done comes first."""


@frozen
class Link:
    """A page of the site, as another one points to it."""

    title: str
    address: str
    day: str = ""
    kind: str = ""
    issuer: str = ""
    number: str = ""


@frozen(kw_only=True)
class Duty:
    """An obligation in words."""

    name: str
    record: Link
    limit: str
    due: str
    binding: bool
    status: str
    standing: str
    source: str
    reasons: tuple[str, ...]
    ledger: tuple[tuple[str, str, str, str], ...]


@frozen(kw_only=True)
class Paragraph:
    """A paragraph of a document, or a heading of its outline."""

    tag: str
    text: str


class Pages:
    """Renders pages in Chinese, the language of the documents."""

    def __init__(self, options: SiteOptions) -> None:
        self._options = options
        self._words = Translator("zh")
        self._templates = Environment(
            loader=PackageLoader("opengov_channel_site"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def style(self) -> str:
        """Return the style sheet."""
        path = resources.files("opengov_channel_site") / "templates" / "style.css"
        return path.read_text("utf-8")

    def of(self, entry: Entry, entries: Mapping[str, Entry]) -> str:
        """Return the page of an entry; ``entries`` is what the site holds, by record id."""
        if entry.record is None:
            return self._render(
                "withdrawn.html",
                "../",
                number=entry.record_id,
                day=self._day(entry.withdrawn_at),
                reason=entry.reason,
            )
        record = entry.record
        return self._render(
            "record.html",
            "../",
            record=record,
            title=_title(record),
            kind=KINDS[type(record)],
            tags=self._tags(record),
            block=list(self._block(record)),
            paragraphs=list(_paragraphs(record.body)),
            editions=self._editions(record),
            interprets=self._document_of(record, entries),
            elements=self._elements(record),
            interpretations=[
                _link(held, "../")
                for held in entries.values()
                if isinstance(held.record, Interpretation) and held.record.document_id == record.id
            ],
            duties=self._duties(entry, "../"),
            as_of=self._day(entry.released_at),
        )

    def index(self, entries: Sequence[Entry]) -> str:
        """Return the front page: everything that is out, newest first."""
        newest = sorted(entries, key=_newest_first)
        duties = [duty for entry in entries for duty in entry.obligations]
        return self._render(
            "index.html",
            "",
            links=[_link(entry, "") for entry in newest],
            overdue=sum(duty.status is ObligationStatus.OVERDUE for duty in duties),
            late=sum(duty.status is ObligationStatus.MET_LATE for duty in duties),
            running=sum(duty.status is ObligationStatus.RUNNING for duty in duties),
        )

    def due(self, entries: Sequence[Entry]) -> str:
        """Return the page of what is due and what was late, over all records."""
        found = [
            (duty, entry)
            for entry in sorted(entries, key=_newest_first)
            for duty in entry.obligations
        ]
        found.sort(key=lambda pair: (ORDER[pair[0].status], _due_on(pair[0])))
        latest = max((entry.released_at for entry in entries), default=None)
        return self._render(
            "due.html",
            "",
            duties=[self._duty(duty, entry, "") for duty, entry in found],
            as_of=self._day(latest),
        )

    def _render(self, template: str, root: str, **values: Any) -> str:
        return self._templates.get_template(template).render(
            site=self._options, root=root, **values
        )

    def _day(self, moment: datetime | None) -> str:
        return self._words.day(civil_day(moment)) if moment else ""

    # A record ----------------------------------------------------------------------------

    def _tags(self, record: AnyRecord) -> dict[str, str]:
        """Return the meta tags of an article page (国办发〔2017〕47号)."""
        published = record.published_at
        tags = {
            "ArticleTitle": _title(record),
            "PubDate": published.earliest.strftime("%Y-%m-%d %H:%M") if published else "",
            "ContentSource": getattr(record, "information_source", None)
            or record.issuing_body
            or self._options.site_name,
            "Keywords": " ".join(getattr(record, "keywords", ())),
        }
        return {name: content for name, content in tags.items() if content}

    def _block(self, record: AnyRecord) -> Iterator[tuple[str, str]]:
        """Return label and value, the absent ones of the standard block included."""
        if isinstance(record, DisclosureItem):
            yield "索引号", str(record.index_number or NOT_STATED)
            yield "主题分类", record.subject_class or NOT_STATED
        yield "发布机构", record.issuing_body or NOT_STATED
        yield "成文日期", _iso(record.made_on)
        yield "名称", _title(record)
        if isinstance(record, DisclosureItem):
            yield "文号", str(record.document_number or NOT_STATED)
        yield "发布日期", str(record.published_at or NOT_STATED).replace("T", " ")
        if isinstance(record, DisclosureItem):
            yield "生效日期", _iso(record.effective_on)
            yield "废止日期", _iso(record.repealed_on)
            optional = {
                "组配分类": record.category,
                "体裁分类": record.genre,
                "有效性": record.validity,
                "信息来源": record.information_source,
                "关键词": " ".join(record.keywords),
            }
            yield from ((label, value) for label, value in optional.items() if value)
        if isinstance(record, Decision):
            yield "决定日期", _iso(record.decided_on)

    def _editions(self, record: AnyRecord) -> list[dict[str, Any]]:
        if not isinstance(record, DisclosureList):
            return []
        return [
            {
                "day": self._words.day(edition.effective_on),
                "authority": edition.authority,
                "entries": edition.entries,
            }
            for edition in sorted(record.editions, key=lambda e: e.effective_on, reverse=True)
        ]

    def _document_of(self, record: AnyRecord, entries: Mapping[str, Entry]) -> Link | None:
        if not isinstance(record, Interpretation):
            return None
        held = entries.get(record.document_id)
        if held is None or held.record is None:
            return Link(record.document_id, "")
        return _link(held, "../")

    def _elements(self, record: AnyRecord) -> list[str]:
        if not isinstance(record, Interpretation):
            return []
        return (
            [
                self._words.text(f"element.{element.value}")
                for element in type(next(iter(record.elements)))
                if element in record.elements
            ]
            if record.elements
            else []
        )

    # What is due -------------------------------------------------------------------------

    def _duties(self, entry: Entry, root: str) -> list[Duty]:
        return [self._duty(duty, entry, root) for duty in entry.obligations]

    def _duty(self, found: Obligation, entry: Entry, root: str) -> Duty:
        words = self._words
        return Duty(
            name=words.text(f"duty.{found.duty}"),
            record=_link(entry, root),
            limit=words.text("limit.workdays", count=found.limit.count),
            due=words.day(found.due.on) if found.due else NOT_STATED,
            binding=found.binding,
            status=found.status.value,
            standing=explain.standing(found, words),
            source=explain.citations(found.source),
            reasons=tuple(explain.obligation(found, words)),
            ledger=tuple(self._ledger(found)),
        )

    def _ledger(self, found: Obligation) -> Iterator[tuple[str, str, str, str]]:
        for line in found.due.ledger if found.due else ():
            day = line.day.day
            number = str(line.number) if line.number else NOT_STATED
            yield (
                day.isoformat(),
                self._words.weekday(day),
                explain.ledger_day(line.day, self._words),
                number,
            )


def _title(record: AnyRecord) -> str:
    return record.title or record.id


def _iso(day: date | None) -> str:
    return day.isoformat() if day else NOT_STATED


def _link(entry: Entry, root: str) -> Link:
    record = entry.record
    assert record is not None  # noqa: S101  (only what is out is linked to)
    return Link(
        title=_title(record),
        address=f"{root}items/{slug(record.id)}.html",
        day=record.published_at.day.isoformat() if record.published_at else "",
        kind=KINDS[type(record)],
        issuer=record.issuing_body or "",
        number=str(getattr(record, "document_number", None) or ""),
    )


def _newest_first(entry: Entry) -> tuple[float, str]:
    record = entry.record
    published = record.published_at if record else None
    return (-published.earliest.timestamp() if published else 0.0, entry.record_id)


def _due_on(duty: Obligation) -> str:
    return duty.due.on.isoformat() if duty.due else "9999"


_PART = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SECTION = re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]")
_HEADING_LENGTH = 40


def _paragraphs(body: str) -> Iterator[Paragraph]:
    """Split a text into paragraphs; what the outline numbers and no full stop ends is a heading."""
    seen_part = False
    for line in filter(None, map(str.strip, body.splitlines())):
        short = len(line) <= _HEADING_LENGTH and "。" not in line
        if short and _PART.match(line):
            seen_part = True
            yield Paragraph(tag="h2", text=line)
        elif short and _SECTION.match(line):
            yield Paragraph(tag="h3" if seen_part else "h2", text=line)
        else:
            yield Paragraph(tag="p", text=line)
