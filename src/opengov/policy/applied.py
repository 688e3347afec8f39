"""Which norms apply to a case: by scope, edition and condition, and the special law first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import asdict, evolve, field, frozen

from opengov.domain import Truth
from opengov.policy.assessment import Obligation, ObligationStatus
from opengov.policy.case import DERIVED
from opengov.policy.condition import (
    NEVER,
    YES,
    After,
    Answer,
    Before,
    Done,
    IssuedBy,
    Tagged,
    answer,
    joined,
    questions,
)
from opengov.policy.provision import TAKEN_ON, Cadence, Deadline, Gate, MinDuration, Prompt, Window
from opengov.policy.sources import doubts, source_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from opengov.domain import LocalizedText, Message
    from opengov.policy.assessment import Source
    from opengov.policy.case import Case
    from opengov.policy.condition import Question
    from opengov.policy.pack import Pack
    from opengov.policy.provision import AnyProvision


@frozen(kw_only=True)
class Applied:
    """A version of a norm that governs the case, and whether it applies.

    ``waived`` says whether the norm lets the duty go, ``displaced_by`` which special laws take
    its place, or may. Of a duty that returns ``before`` are the versions, the earliest first,
    that this one came after without a break, and ``is_followed`` marks one that another came
    after; both as far as they too apply.
    """

    norm: AnyProvision
    source: Source
    applies: Answer
    waived: Answer
    doubts: tuple[Message, ...] = ()
    """A warning for each source that was not read in full."""
    duty_title: LocalizedText | None = None
    day_titles: Mapping[str, LocalizedText] = field(factory=dict, repr=False)
    """What the pack calls the days of milestones."""
    before: tuple[Cadence, ...] = ()
    is_followed: bool = False
    displaced_by: tuple[Special, ...] = ()
    excused: Answer = field(init=False, repr=False)
    """Whether the norm asks for nothing: it is waived, or a special law takes its place."""
    is_in_doubt: bool = field(init=False, repr=False)
    """Whether it is excused, or may be."""
    is_waived_by_step: bool = field(init=False, repr=False)
    """Whether it turns on a step that was taken whether it is waived."""
    may_bind: bool = field(init=False, repr=False)
    """Whether it surely applies and is not excused."""
    blank: dict[str, object] = field(init=False, repr=False)
    """What every obligation that follows from it has in common, and of a deadline its limit."""

    @excused.default
    def _waived_or_displaced(self) -> Answer:
        if not self.displaced_by:
            return self.waived
        return joined(Truth.YES, self.waived, *(each.displaces for each in self.displaced_by))

    @is_in_doubt.default
    def _may_be_excused(self) -> bool:
        return self.excused.truth is not Truth.NO

    @is_waived_by_step.default
    def _looks_at_steps(self) -> bool:
        return any(map(_turns_on_time, questions(self.norm.waived_by)))

    @may_bind.default
    def _surely_applies(self) -> bool:
        return self.applies.truth is Truth.YES and self.excused.truth is not Truth.YES

    @blank.default
    def _without_days(self) -> dict[str, object]:
        made = Obligation(
            record_id="",
            duty=self.norm.duty,
            duty_title=self.duty_title,
            source=self.source,
            limit=self.norm.limit if isinstance(self.norm, Deadline) else None,
            anchor=None,
            due=None,
            status=ObligationStatus.UNKNOWN,
            applies=self.applies.truth,
            binding=self.may_bind,
            notes=self.doubts,
            path=(*self.applies.path, *self.waived.path),
        )
        return asdict(made, recurse=False)


def _turns_on_time(question: Question) -> bool:
    """Say whether the answer follows from days that come, not from what is simply so."""
    return isinstance(question, Done | Before | After) or (
        isinstance(question, Tagged) and question.name in DERIVED
    )


@frozen
class Special:
    """A special law in the place of a general one, and whether it surely is."""

    norm: AnyProvision
    source: Source
    displaces: Answer


def scope(pack: Pack, case: Case) -> Answer:
    """Say whether the pack governs the record: by its issuers, where it names any."""
    return answer(IssuedBy(pack.issuers), case) if pack.issuers else YES


def applied(layers: Iterable[tuple[Pack, Answer]], case: Case, as_of: date) -> tuple[Applied, ...]:
    """Return every norm that applies, or may for all that is known."""
    found = []
    for pack, within in layers:
        titles = {word.name: word.title for word in pack.words.days}
        duties = {word.name: word.title for word in pack.words.duties}
        for norm in pack.provisions:
            if not _governs(norm, case, as_of):
                continue
            applies = joined(Truth.NO, within, answer(norm.when, case))
            if applies.truth is not Truth.NO:
                waived = NO_WAIVER if norm.waived_by is NEVER else answer(norm.waived_by, case)
                found.append(
                    Applied(
                        norm=norm,
                        source=source_of(norm, pack),
                        applies=applies,
                        doubts=doubts(norm.citations),
                        waived=waived,
                        day_titles=titles,
                        duty_title=duties.get(norm.duty),
                    )
                )
    return _displaced(_in_turn(found))


NO_WAIVER = Answer(Truth.NO)


def _in_turn(found: list[Applied]) -> list[Applied]:
    """Tell the versions of a duty that returns of one another."""
    starting: set[tuple[str, str, date]] = set()
    ending: dict[tuple[str, str, date | None], Cadence] = {}
    for each in found:
        norm = each.norm
        if isinstance(norm, Cadence):
            starting.add((each.source.pack, norm.id, norm.in_force.start))
            ending[each.source.pack, norm.id, norm.in_force.end] = norm
    if not starting:
        return found

    def told(each: Applied) -> Applied:
        norm, end = each.norm, each.norm.in_force.end
        if not isinstance(norm, Cadence):
            return each
        before: list[Cadence] = []
        begins = norm.in_force.start
        while (earlier := ending.get((each.source.pack, norm.id, begins))) is not None:
            before.insert(0, earlier)
            begins = earlier.in_force.start
        is_followed = end is not None and (each.source.pack, norm.id, end) in starting
        return evolve(each, before=tuple(before), is_followed=is_followed)

    return [told(each) for each in found]


def _governs(norm: AnyProvision, case: Case, as_of: date) -> bool:
    """Say whether this version governs the case.

    The first stated day of ``governed_by`` chooses it: a norm of 2008 puts no duty on a
    document of 1996. Before such a day is known, or while it lies ahead, the edition of
    ``as_of`` stands. A duty that returns is governed by the days of its own periods.
    """
    if norm.in_force.start > as_of:
        return False
    if isinstance(norm, Cadence) and not norm.governed_by:
        return True
    return norm.in_force.covers(min(first(chosen_by(norm), case)[1] or as_of, as_of))


def chosen_by(norm: AnyProvision) -> tuple[str, ...]:
    """Return the days that choose the edition of a norm: a limit follows its own start.

    Where that is not known, it follows the day on which it was done. A gate follows the day on
    which its step was taken.
    """
    if norm.governed_by:
        return norm.governed_by
    if isinstance(norm, Deadline | MinDuration | Window | Prompt):
        return (*norm.anchors, *norm.done_by)
    return TAKEN_ON[norm.blocks] if isinstance(norm, Gate) else ()


def first(names: tuple[str, ...], case: Case) -> tuple[str | None, date | None]:
    """Return the first of these days that is known, with its name."""
    for name in names:
        day = case.day(name)
        if day is not None:
            return name, day
    return None, None


def _displaced(found: list[Applied]) -> tuple[Applied, ...]:
    """Mark what a special law of the same pack takes the place of (特别法优于一般法).

    It does so with its exceptions: what the special law lets go the general one does not ask for.
    """
    special: dict[tuple[str, str], list[Special]] = {}
    for each in found:
        for name in each.norm.displaces:
            special.setdefault((each.source.pack, name), []).append(
                Special(each.norm, each.source, each.applies)
            )
    if not special:
        return tuple(found)
    return tuple(
        evolve(each, displaced_by=tuple(special.get((each.source.pack, each.norm.id), ())))
        for each in found
    )
