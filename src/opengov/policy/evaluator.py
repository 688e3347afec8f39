"""Packs made ready to assess many records: what records have in common is worked out once.

What a condition, a gate or a ground says of a record follows from few answers: its facts, its
determination, which of its days lie in which edition. Records that give the same answers share
one ``Standing``; only dates and how things stand are worked out for each.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from opengov.domain import DisclosureList, Message, Truth, civil_day
from opengov.errors import InvalidValueError
from opengov.policy.applied import applied, scope
from opengov.policy.asked import Asked
from opengov.policy.assessment import Assessment, PackVersion, Ruling, filled
from opengov.policy.case import PUBLISHED, Case
from opengov.policy.counting import Counting
from opengov.policy.dated import Demand, demands, obligations
from opengov.policy.grounds import SEPARABLE, findings, rule_on
from opengov.policy.layers import laid_over
from opengov.policy.pack import stacked
from opengov.policy.provision import Cadence
from opengov.policy.told import is_default, told, with_starts
from opengov.policy.trimmed import trimmed
from opengov.policy.vocabulary import DECISIVE, vocabulary_of
from opengov.workdays import announced_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from opengov.domain import AnyRecord
    from opengov.policy.assessment import Obligation, Question
    from opengov.policy.condition import Answer
    from opengov.policy.pack import Pack
    from opengov.policy.told import Told
    from opengov.policy.vocabulary import Name, Vocabulary
    from opengov.workdays import Calendar

MOST_REMEMBERED = 10_000
"""How many sets of answers are remembered, of all kinds and days together; the oldest go first."""

MOST_PLANS, MOST_DAYS = 64, 16
"""How many kinds under the law of a day, and days of knowledge, are kept ready."""


@frozen(kw_only=True)
class Standing:
    """What the packs say of every record that gives the same answers."""

    blank: Mapping[str, object]
    """All of the assessment but the record, the questions and what follows from its days."""
    questions: tuple[Question, ...]
    demands: tuple[Demand, ...]
    """The norms that give obligations, in the order of their duties."""
    is_one_each: bool
    """Whether no two obligations are on the same duty."""
    may_not_apply: bool
    """Whether it is not known of some norm whether it applies."""


class Evaluator:
    """The packs of an agency, stacked, with the calendar that its days are counted in.

    One that is kept assesses many records faster than ``assess``, which looks for it each time.
    """

    def __init__(self, packs: Iterable[Pack], calendar: Calendar | None = None) -> None:
        self.stack = stacked(tuple(packs))
        brought = (pack.calendar for pack in self.stack if pack.calendar is not None)
        self.calendar = calendar or next(brought, None) or announced_calendar()
        self._vocabulary = vocabulary_of(self.stack)
        self._plans: dict[tuple[str, date], _Plan] = {}
        self._remembered: OrderedDict[object, Standing] = OrderedDict()
        self._countings: dict[date, Counting] = {}

    def assess(
        self,
        record: AnyRecord,
        *,
        as_of: date,
        known_at: datetime,
        related: Iterable[AnyRecord] = (),
    ) -> Assessment:
        """Assess one record; see ``opengov.policy.assess``."""
        if type(as_of) is not date:
            raise InvalidValueError(
                f"as_of must be a day, not {as_of!r}.", where="assess", remedy="Give a date."
            )
        case = Case(record=record, related=tuple(related), known_at=known_at)
        found = self.standing(case, as_of)
        counting = self._countings.get(case.today) or self.counting(known_at)
        due = obligations(found.demands, case, as_of, counting)
        dated, conflicts = (tuple(due), ()) if found.is_one_each else laid_over(due)
        certain: tuple[Obligation, ...] = dated
        possible: tuple[Obligation, ...] = ()
        if found.may_not_apply:
            possible = tuple([each for each in dated if each.due is None and each.is_hypothetical])
        if possible:
            certain = tuple([each for each in dated if not each.is_hypothetical])
        return filled(
            Assessment,
            found.blank,
            record_id=record.id,
            known_at=known_at,
            obligations=certain,
            possible=possible,
            conflicts=conflicts,
            questions=with_starts(found.questions, found.demands, due),
        )

    def standing(self, case: Case, as_of: date) -> Standing:
        """Return what the packs say of a case beside its dates."""
        return self._plan(case.kind, as_of).standing(case)

    def _plan(self, kind: str, as_of: date) -> _Plan:
        key = kind, as_of
        found = self._plans.get(key)
        if found is None:
            if len(self._plans) >= MOST_PLANS:
                self._plans.clear()
            found = _Plan(self.stack, self._vocabulary, kind, as_of, self._remembered)
            self._plans[key] = found
        return found

    def counting(self, known_at: datetime) -> Counting:
        """Return the calendar as known at a moment, with what was counted in it already."""
        today = civil_day(known_at)
        if today not in self._countings:
            if len(self._countings) >= MOST_DAYS:
                self._countings.clear()
            self._countings[today] = Counting(self.calendar.as_known(known_at))
        return self._countings[today]


class _Plan:
    """What can concern records of one kind under the law of one day, and what to ask of them."""

    def __init__(
        self,
        stack: tuple[Pack, ...],
        vocabulary: Vocabulary,
        kind: str,
        as_of: date,
        remembered: OrderedDict[object, Standing],
    ) -> None:
        self._law = kind, as_of
        self._as_of = as_of
        self._stack = stack
        self._vocabulary = vocabulary
        self._trimmed = tuple(trimmed(pack, kind, as_of) for pack in stack)
        self._remembered = remembered
        self._asked = Asked(self._trimmed, as_of)

    def standing(self, case: Case) -> Standing:
        """Return what the packs say of a case, worked out once for all that answer alike."""
        if isinstance(case.record, DisclosureList):
            # What its entries lack is its own.
            return self._worked_out(case, self._vocabulary.strangers(case))
        strangers = self._vocabulary.strangers(case)
        key = self._law, strangers, self._asked.answers(case)
        found = self._remembered.get(key)
        if found is None:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.popitem(last=False)
            found = self._remembered[key] = self._worked_out(case, strangers)
        return found

    def _worked_out(self, case: Case, strangers: tuple[Name, ...]) -> Standing:
        layers = self._layers(case)
        found = applied(layers, case, self._as_of)
        grounds = findings(layers, case, self._as_of)
        defaults = tuple(each.source for each in found if is_default(each))
        ruling, reasons = rule_on(
            grounds,
            case,
            is_open_by_default=bool(defaults),
            is_understood=all(sort not in DECISIVE for sort, _ in strangers),
        )
        said = told(self._stack, case, found, grounds)
        demanded = _demanded(said, ruling, case)
        blank = Assessment(
            record_id="",
            as_of=self._as_of,
            known_at=case.known_at,
            packs=tuple(PackVersion(id=pack.id, version=pack.version) for pack, _ in layers),
            ruling=ruling,
            reasons=reasons,
            warnings=(*map(self._vocabulary.told, strangers), *_out_though_withheld(ruling, case)),
            defaults=defaults if ruling is Ruling.OPEN else (),
            grounds=said.grounds,
            gates=said.gates,
            elements=said.elements,
            channels=said.channels,
        )
        return Standing(
            blank=dict(vars(blank)),
            questions=said.questions,
            demands=demanded,
            is_one_each=_is_one_each(demanded),
            may_not_apply=any(each.found.applies.truth is Truth.UNKNOWN for each in demanded),
        )

    def _layers(self, case: Case) -> list[tuple[Pack, Answer]]:
        """Return the packs that govern the record, or may."""
        scopes = ((pack, scope(pack, case)) for pack in self._trimmed)
        return [(pack, within) for pack, within in scopes if within.truth is not Truth.NO]


def _demanded(said: Told, ruling: Ruling, case: Case) -> tuple[Demand, ...]:
    """Return what the norms demand, in the order of their duties."""
    found = demands(said.dated, ruling, case.fact(SEPARABLE))
    return tuple(sorted(found, key=lambda each: each.norm.duty))


def _is_one_each(demanded: tuple[Demand, ...]) -> bool:
    """Say whether no two obligations can be on one duty; of one that returns there are several."""
    returns = any(isinstance(each.norm, Cadence) for each in demanded)
    return not returns and len({each.norm.duty for each in demanded}) == len(demanded)


def _out_though_withheld(ruling: Ruling, case: Case) -> Iterator[Message]:
    published = case.day(PUBLISHED)
    if ruling is Ruling.WITHHOLD and published is not None:
        yield Message("record.out-though-withheld")
