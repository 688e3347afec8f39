"""Values put into the words of a page: dates, the metadata block, duties with their ledgers."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from opengov import explain
from opengov.domain import (
    Decision,
    DisclosureItem,
    DisclosureList,
    Interpretation,
    InterpretationElement,
    InterpretationForm,
    ListKind,
    ParticipationForm,
    StatedTime,
    difference,
)
from opengov.policy import ObligationStatus
from opengov.workdays import DayKind
from opengov_channel_site.catalogue import by_duty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opengov.domain import AnyRecord, ListEdition, ListEntry, Participation
    from opengov.i18n import Translator
    from opengov.policy import Obligation
    from opengov.workdays import Due, LedgerDay
    from opengov_channel_site.catalogue import DutyRow
    from opengov_channel_site.shelf import Entry

NOT_STATED = "—"
MONDAY = date(2018, 1, 1)

KIND_NAMES = {
    "item": "文件",
    "list": "清单",
    "decision": "重大行政决策",
    "interpretation": "政策解读",
}
LIST_NAMES = {
    ListKind.LICENSING: "行政许可事项目录",
    ListKind.POWERS: "行政权力清单",
    ListKind.RESPONSIBILITIES: "责任清单",
    ListKind.PUBLIC_SERVICES: "公共服务事项清单",
    ListKind.MARKET_ACCESS: "市场准入负面清单",
}
FORM_NAMES = {
    InterpretationForm.PRESS_CONFERENCE: "新闻发布会",
    InterpretationForm.BRIEFING: "吹风会",
    InterpretationForm.INTERVIEW: "访谈",
    InterpretationForm.ARTICLE: "文章",
}
PARTICIPATION_NAMES = {
    ParticipationForm.HEARING: "听证座谈",
    ParticipationForm.SURVEY: "调查研究",
    ParticipationForm.CONSULTATION: "咨询协商",
    ParticipationForm.MEDIA: "媒体沟通",
}
SIGNS = {
    ObligationStatus.OVERDUE: "!",
    ObligationStatus.BREACHED: "!",
    ObligationStatus.MET_LATE: "!",
    ObligationStatus.RUNNING: "…",
    ObligationStatus.MET: "✓",
}
"""A sign beside the words, for those to whom colours say nothing."""


@frozen
class When:
    """A date for people, and the same for machines."""

    text: str
    machine: str


@frozen(kw_only=True)
class Line:
    """A label and what stands beside it: a date, perhaps the last of a period, and text."""

    label: str
    text: str = ""
    when: When | None = None
    until: When | None = None
    wide: bool = False


@frozen(kw_only=True)
class LedgerLine:
    """One day of a ledger."""

    day: When
    weekday: str
    kind: str
    number: int | None
    is_open: bool = False
    """Whether nobody has said yet that the day counts."""


@frozen(kw_only=True)
class Layer:
    """What one norm says on a duty, and how things stand by it."""

    limit: str
    due: When | None
    governs: bool
    standing: Standing
    source: str
    reasons: tuple[str, ...]
    ledger: tuple[LedgerLine, ...]


@frozen(kw_only=True)
class Standing:
    """How things stand: a class for the style, a sign, and words."""

    style: str
    sign: str
    text: str


@frozen(kw_only=True)
class Duty:
    """One duty of a record with everything that the layers say on it, the governing one first."""

    anchor: str
    name: str
    style: str
    layers: tuple[Layer, ...]

    @property
    def is_disputed(self) -> bool:
        """Whether layers give different dates."""
        return len({layer.due for layer in self.layers}) > 1


@frozen(kw_only=True)
class Edition:
    """An edition of a list, and what it changed."""

    effective: When
    standing: str
    is_in_force: bool
    authority: str
    entries: tuple[ListEntry, ...]
    changes: tuple[Line, ...] = field(default=())


@frozen(kw_only=True)
class Paragraph:
    """A paragraph of a document, or a heading of its outline."""

    tag: str
    text: str


class Wording:
    """Puts values into the words of one language."""

    def __init__(self, words: Translator) -> None:
        self._words = words
        # A page of duties names some thousand days, most of them again and again.
        self._day = lru_cache(maxsize=4096)(words.day)
        self._weekdays = [words.weekday(MONDAY + timedelta(days=number)) for number in range(7)]

    def day(self, day: date) -> When:
        """Return a day: 2018年5月16日."""
        return When(self._day(day), day.isoformat())

    def stated(self, at: StatedTime) -> When:
        """Return a time as precise as it was stated; machines are told the zone as well."""
        if at.time is None:
            return self.day(at.day)
        text = f"{self._day(at.day)} {at.time.isoformat('minutes')}"
        return When(text, at.earliest.isoformat())

    # The metadata block --------------------------------------------------------------------

    def block(self, record: AnyRecord) -> list[Line]:
        """Return the block of a record.

        The block of a document has fixed labels, and says of each whether the document states
        it. For other records only what is stated is shown.
        """
        lines = self._lines(record)
        if isinstance(record, DisclosureItem):
            return _in_pairs([*lines, *filter(_is_stated, self._further(record))])
        return _in_pairs(filter(_is_stated, lines))

    def _lines(self, record: AnyRecord) -> Iterator[Line]:
        match record:
            case DisclosureItem():
                yield Line(label=self._label("index_number"), text=str(record.index_number or ""))
                yield Line(label=self._label("subject_class"), text=record.subject_class or "")
            case DisclosureList():
                yield Line(label="清单类别", text=LIST_NAMES[record.kind])
            case Interpretation():
                yield Line(label="解读形式", text=FORM_NAMES[record.form])
            case Decision():
                pass
        yield Line(label=self._label("issuing_body"), text=record.issuing_body or "")
        yield self._dated(self._label("made_on"), record.made_on)
        yield Line(label=self._label("title"), text=record.title or record.id, wide=True)
        if isinstance(record, DisclosureItem):
            yield Line(label=self._label("document_number"), text=str(record.document_number or ""))
        published = record.published_at
        yield Line(
            label=self._label("published_at"), when=self.stated(published) if published else None
        )
        if isinstance(record, DisclosureItem):
            yield self._dated(self._label("effective_on"), record.effective_on)
            yield self._dated(self._label("repealed_on"), record.repealed_on)

    def _further(self, item: DisclosureItem) -> Iterator[Line]:
        yield self._dated(self._label("formed_on"), item.formed_on)
        yield self._dated(self._label("printed_on"), item.printed_on)
        yield self._dated(self._label("registered_on"), item.registered_on)
        yield Line(label=self._label("category"), text=item.category or "")
        yield Line(label=self._label("genre"), text=item.genre or "")
        yield Line(label=self._label("validity"), text=item.validity or "")
        yield Line(label=self._label("stated_attribute"), text=item.stated_attribute or "")
        yield Line(label=self._label("information_source"), text=item.information_source or "")
        yield Line(label=self._label("keywords"), text="　".join(item.keywords), wide=True)

    def _label(self, name: str) -> str:
        return self._words.text(f"field.{name}")

    def _dated(self, label: str, day: date | None) -> Line:
        return Line(label=label, when=self.day(day) if day else None)

    # What is particular to a type ----------------------------------------------------------

    def elements(self, record: AnyRecord) -> list[str]:
        """Return what an interpretation covers, in the order of the plan."""
        if not isinstance(record, Interpretation):
            return []
        return [
            self._words.text(f"element.{element.value}")
            for element in InterpretationElement
            if element in record.elements
        ]

    def steps(self, record: AnyRecord) -> list[Line]:
        """Return the steps of a decision that were taken, each with its day."""
        if not isinstance(record, Decision):
            return []
        steps = [
            self._dated("公布草案", record.draft_published_on),
            *map(self._participation, record.participation),
            self._dated("专家论证", record.experts_heard_on),
            self._dated("风险评估", record.risk_assessed_on),
            self._dated("合法性审查", record.legality_reviewed_on),
            self._dated("集体讨论", record.discussed_on),
            self._dated("作出决定", record.decided_on),
        ]
        return list(filter(_is_stated, steps))

    def _participation(self, found: Participation) -> Line:
        first, end = found.open_on.start, found.open_on.end
        last = end - timedelta(days=1) if end else None
        form = f"（{PARTICIPATION_NAMES[found.form]}）"
        return Line(
            label="公众参与",
            text=form if last else f"起{form}",
            when=self.day(first),
            until=self.day(last) if last and last != first else None,
        )

    def editions(self, record: AnyRecord, as_of: date) -> list[Edition]:
        """Return the editions of a list, newest first, each with what it changed."""
        if not isinstance(record, DisclosureList):
            return []
        in_force = record.edition_on(as_of)
        older = (None, *record.editions)
        found = [
            Edition(
                effective=self.day(edition.effective_on),
                standing=_standing_of(edition, in_force, as_of),
                is_in_force=edition is in_force,
                authority=edition.authority,
                entries=edition.entries,
                changes=tuple(_changes(before, edition)),
            )
            for before, edition in zip(older, record.editions, strict=False)
        ]
        return found[::-1]

    # Duties ----------------------------------------------------------------------------------

    def duties(self, entry: Entry) -> list[Duty]:
        """Return the duties of a record."""
        return [self.duty(layers) for layers in by_duty(entry.obligations)]

    def duty(self, layers: list[Obligation]) -> Duty:
        """Return one duty with its layers."""
        return Duty(
            anchor=f"duty-{layers[0].duty}",
            name=explain.duty(layers[0], self._words),
            style=layers[0].status.value,
            layers=tuple(self._layer(found, several=len(layers) > 1) for found in layers),
        )

    def _layer(self, found: Obligation, *, several: bool) -> Layer:
        return Layer(
            limit=explain.measure(found, self._words),
            due=self._due(found.due) if found.due else None,
            governs=several and found.binding,
            standing=_standing(found.status, explain.standing(found, self._words)),
            source=explain.citations(found.source),
            reasons=tuple(explain.obligation(found, self._words)),
            ledger=tuple(self._ledger(found.due.ledger if found.due else ())),
        )

    def due_of(self, row: DutyRow) -> When:
        """Return the due date that a list shows; of a provisional one the earliest day."""
        if row.due_on is None:
            return When(NOT_STATED, "")
        key = "due.provisional-from" if row.is_provisional else "due.confirmed"
        return When(self._words.text(key, day=self._day(row.due_on)), row.due_on.isoformat())

    def _due(self, due: Due) -> When:
        return When(explain.last_day(due, self._words), due.earliest.isoformat())

    def _ledger(self, days: tuple[LedgerDay, ...]) -> Iterator[LedgerLine]:
        year = 0
        for line in days:
            day = line.day.day
            text = f"{day.month}月{day.day}日" if day.year == year else self._day(day)
            year = day.year
            yield LedgerLine(
                day=When(text, day.isoformat()),
                weekday=self._weekdays[day.weekday()],
                kind=explain.ledger_day(line.day, self._words),
                number=line.number,
                is_open=line.day.kind is DayKind.UNANNOUNCED,
            )

    def duty_name(self, row: DutyRow) -> str:
        """Return the name of a duty."""
        return self._words.render(row.title) if row.title else self._words.text(f"duty.{row.duty}")

    def standing(self, row: DutyRow) -> Standing:
        """Say how things stand with a duty in a list."""
        text = explain.standing_of(row.status, row.done_on, row.applies, self._words)
        return _standing(row.status, text)


def _standing(status: ObligationStatus, text: str) -> Standing:
    return Standing(style=status.value, sign=SIGNS.get(status, "?"), text=text)


def _in_pairs(lines: Iterable[Line]) -> list[Line]:
    """Set narrow lines two by two; one that is left alone takes the whole width."""
    set_out: list[Line] = []
    alone = False
    for line in lines:
        if alone and line.wide:
            set_out[-1] = evolve(set_out[-1], wide=True)
        set_out.append(line)
        alone = not line.wide and not alone
    if alone:
        set_out[-1] = evolve(set_out[-1], wide=True)
    return set_out


def _is_stated(line: Line) -> bool:
    return bool(line.text or line.when)


def _standing_of(edition: ListEdition, in_force: ListEdition | None, as_of: date) -> str:
    if edition is in_force:
        return "现行"
    return "尚未施行" if edition.effective_on > as_of else "已被替代"


def _changes(older: ListEdition | None, newer: ListEdition) -> Iterator[Line]:
    if older is None:
        return
    found = difference(older, newer)
    changed = [after for _, after in found.changed]
    for label, entries in (("新增", found.added), ("取消", found.removed), ("调整", changed)):
        if entries:
            yield Line(label=label, text="、".join(entry.name for entry in entries))
    if not (found.added or found.removed or changed):
        yield Line(label="变化", text="无")


_PART = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SECTION = re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]")
_HEADING_LENGTH = 40


def paragraphs(body: str) -> Iterator[Paragraph]:
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
