"""Assessing one record: which norms apply, what they demand, and how things stand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, assert_never

from opengov.domain import LocalizedText, Truth, Word
from opengov.errors import InvalidValueError
from opengov.policy.applied import applied, scope
from opengov.policy.assessment import Assessment, PackVersion, Question, Ruling, Source
from opengov.policy.cadences import cadence
from opengov.policy.case import Case
from opengov.policy.condition import Answer
from opengov.policy.deadlines import deadline, prompt
from opengov.policy.durations import duration
from opengov.policy.findings import channels, elements, gate
from opengov.policy.grounds import findings, rule_on
from opengov.policy.layers import conflicts, with_binding
from opengov.policy.pack import stacked
from opengov.policy.provision import (
    Cadence,
    ChannelDuty,
    Deadline,
    Default,
    Gate,
    MinDuration,
    Prompt,
    RequiredElements,
    Window,
)
from opengov.workdays import announced_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from opengov.domain import AnyRecord
    from opengov.policy.applied import Applied
    from opengov.policy.assessment import (
        ChannelFinding,
        ElementsFinding,
        GateFinding,
        Obligation,
    )
    from opengov.policy.pack import Pack
    from opengov.policy.provision import Dated
    from opengov.workdays import Calendar


def assess(
    record: AnyRecord,
    packs: Iterable[Pack],
    *,
    as_of: date,
    known_at: datetime,
    related: Iterable[AnyRecord] = (),
    calendar: Calendar | None = None,
) -> Assessment:
    """Say whether ``record`` may be disclosed, what must happen by when, and what is missing.

    ``as_of`` is the day whose law is asked: versions that begin later are not seen, and
    gates, grounds and required elements are those in force on it. A limit that runs from an
    event follows the edition that governed the event. ``known_at`` is the moment whose
    knowledge counts: the calendar as announced by then, and what had happened by then.
    ``related`` are the records that can be evidence, such as interpretations. Without a
    ``calendar`` that of the first pack that has one is used, as the national one does; without
    any, ``announced_calendar()``, which does not know what an amendment changed when.
    """
    if type(as_of) is not date:
        raise InvalidValueError(
            f"as_of must be a day, not {as_of!r}.", where="assess", remedy="Give a date."
        )
    case = Case(record=record, related=tuple(related), known_at=known_at)
    stack = stacked(tuple(packs))
    layers = [
        (pack, within) for pack in stack if (within := scope(pack, case)).truth is not Truth.NO
    ]
    grounds = findings(layers, case, as_of)
    found = applied(layers, case, as_of)
    defaults = [each.source for each in found if isinstance(each.norm, Default)]
    ruling, reasons = rule_on(grounds, case, is_open_by_default=bool(defaults))
    told = _Told(stack, case, as_of, _calendar(calendar, stack).as_known(known_at), ruling)
    for each in found:
        told.tell(each)
    for ground in grounds:
        told.ask(Answer(ground.finding.holds, ground.unknown), ground.finding.source)
    return Assessment(
        record_id=record.id,
        as_of=as_of,
        known_at=known_at,
        packs=tuple(PackVersion(id=pack.id, version=pack.version) for pack, _ in layers),
        ruling=ruling,
        reasons=reasons,
        grounds=tuple(g.finding for g in grounds if g.finding.holds is not Truth.NO),
        gates=tuple(told.gates),
        elements=tuple(told.elements),
        channels=tuple(told.channels),
        obligations=with_binding(told.obligations),
        conflicts=conflicts(told.obligations),
        questions=told.questions(),
        default=defaults[0] if defaults and ruling is Ruling.OPEN else None,
    )


def _calendar(given: Calendar | None, stack: tuple[Pack, ...]) -> Calendar:
    brought = (pack.calendar for pack in stack if pack.calendar is not None)
    return given or next(brought, None) or announced_calendar()


class _Told:
    """Collects what the norms that apply say of the case, and the facts to ask for."""

    def __init__(
        self, stack: tuple[Pack, ...], case: Case, as_of: date, calendar: Calendar, ruling: Ruling
    ) -> None:
        self.obligations: list[Obligation] = []
        self.gates: list[GateFinding] = []
        self.elements: list[ElementsFinding] = []
        self.channels: list[ChannelFinding] = []
        self._case = case
        self._as_of = as_of
        self._calendar = calendar
        self._ruling = ruling
        self._stack = stack
        self._asked: dict[str, list[Source]] = {}

    def tell(self, found: Applied) -> None:
        """Apply one norm."""
        norm = found.norm
        match norm:
            case Default():
                return
            case Gate():
                finding, holds = gate(found, norm, self._case)
                self.gates.append(finding)
                if holds.truth is Truth.YES:
                    return
                self.ask(holds, found.source)
            case RequiredElements():
                self.elements += elements(found, norm, self._case, self._words("elements"))
            case ChannelDuty():
                self.channels.append(channels(found, norm, self._case, self._words("channels")))
            case Deadline() | MinDuration() | Window() | Cadence() | Prompt():
                if self._ruling is Ruling.WITHHOLD and "published_on" in norm.done_by:
                    return  # what must be withheld need not be published by any day
                self.obligations += self._dated(found, norm)
            case _:
                assert_never(norm)
        self.ask(found.applies, found.source)
        self.ask(found.waived, found.source)

    def _dated(self, found: Applied, norm: Dated) -> tuple[Obligation, ...]:
        case, calendar = self._case, self._calendar
        match norm:
            case Deadline():
                return (deadline(found, norm, case, calendar),)
            case MinDuration() | Window():
                return (duration(found, norm, case, calendar),)
            case Cadence():
                return cadence(found, norm, case, self._as_of, calendar)
            case Prompt():
                return (prompt(found, norm, case, calendar),)
            case _:
                assert_never(norm)

    def ask(self, open_answer: Answer, source: Source) -> None:
        """Ask for what left an answer open."""
        if open_answer.truth is Truth.UNKNOWN:
            for fact in sorted(open_answer.unknown):
                sources = self._asked.setdefault(fact, [])
                if source not in sources:
                    sources.append(source)

    def questions(self) -> tuple[Question, ...]:
        """Return the facts to ask for, with the norms that turn on each."""
        titles = self._words("facts")
        return tuple(
            Question(
                fact=fact,
                sources=tuple(sources),
                title=titles[fact].title if fact in titles else None,
            )
            for fact, sources in sorted(self._asked.items())
        )

    def _words(self, sort: str) -> Mapping[str, Word]:
        return _Titles(
            {
                word.name: word
                for pack in reversed(self._stack)
                for word in getattr(pack.words, sort)
            }
        )


class _Titles(dict[str, Word]):
    """Words by name; one that no pack explains is called by its name."""

    def __missing__(self, name: str) -> Word:
        return Word(name, LocalizedText(zh=name))
