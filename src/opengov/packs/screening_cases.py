"""Worked cases of screening rules: a text, what must be found in it, and what must not."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.errors import PackCaseError, PackError, PackSyntaxError, PackUnreachableError
from opengov.packs.cases import case_files, sound_entries
from opengov.packs.files import read_table
from opengov.packs.places import near
from opengov.screening import (
    DETECTORS,
    Located,
    Passage,
    Place,
    PlaceKind,
    Publish,
    PublishInPart,
    Refer,
    Screener,
    Withhold,
    masked,
    masks_of,
    verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from opengov.policy import Pack
    from opengov.screening import Detector, Finding, Verdict


class VerdictKind(Enum):
    """What must become of a text."""

    PUBLISH = "publish"
    IN_PART = "publish-in-part"
    REFER = "refer"
    WITHHOLD = "withhold"


_KINDS: Mapping[type[Verdict], VerdictKind] = {
    Publish: VerdictKind.PUBLISH,
    PublishInPart: VerdictKind.IN_PART,
    Refer: VerdictKind.REFER,
    Withhold: VerdictKind.WITHHOLD,
}


@frozen(kw_only=True)
class ScreeningCase:
    """One worked case: a text with what each rule finds in it.

    ``finds`` holds, by rule, the stretches that it must find, in the order of the text; of the
    pack itself it names every rule that finds something. ``absent`` are rules that must find
    nothing, although the text looks as if they might. ``published`` is the text as it goes out.
    """

    name: str
    as_of: date
    text: str
    place: PlaceKind = PlaceKind.BODY
    is_table: bool = False
    finds: dict[str, tuple[str, ...]] = field(factory=dict)
    absent: tuple[str, ...] = ()
    verdict: VerdictKind
    published: str | None = None

    @property
    def passage(self) -> Passage:
        """The text as a screener takes it."""
        return Passage(place=Place(kind=self.place), text=self.text, is_table=self.is_table)


def read_screening_cases(folder: Path) -> tuple[ScreeningCase, ...]:
    """Read the cases under ``[[screening]]`` of the pack in ``folder``."""
    found = [sound_screening_cases(path) for path in case_files(folder) if path.exists()]
    faults = [fault for _, faulty in found for fault in faulty]
    if faults:
        raise PackSyntaxError(
            "the files do not follow the format of cases.",
            where=str(folder),
            remedy="Mend what is listed below.",
            faults=faults,
        )
    return tuple(case for cases, _ in found for case in cases)


def sound_screening_cases(
    path: Path,
) -> tuple[tuple[ScreeningCase, ...], tuple[PackError, ...]]:
    """Read the cases of a file that can be read, and say what is wrong with the others."""
    try:
        table = read_table(path)
    except PackError:
        return (), ()  # told where the other cases of the file are read
    return sound_entries(table, "screening", ScreeningCase, path)


def check_screening(
    cases: Iterable[ScreeningCase],
    packs: Iterable[Pack],
    *,
    detectors: Sequence[Detector] = DETECTORS,
) -> list[PackCaseError]:
    """Screen the texts of the cases under the stack of ``packs``; every deviation is a fault.

    The last of ``packs`` is the one that the cases are of.
    """
    stack = tuple(packs)
    screeners: dict[date, Screener] = {}
    faults: list[PackCaseError] = []
    for case in cases:
        if case.as_of not in screeners:
            rules = [rule for pack in stack for rule in pack.screening]
            screeners[case.as_of] = Screener(rules, as_of=case.as_of, detectors=detectors)
        faults += _faults(case, stack, screeners[case.as_of])
    return faults


def _faults(
    case: ScreeningCase, stack: tuple[Pack, ...], screener: Screener
) -> Iterator[PackCaseError]:
    where = f"screening {case.name!r}"
    names = {rule.id for pack in stack for rule in pack.screening}
    for name in sorted({*case.finds, *case.absent} - names):
        yield PackCaseError(
            f"no screening rule is called {name!r}.",
            where=where,
            remedy=f"Mend the name.{near(name, names)}",
        )
    own = {rule.id for rule in stack[-1].screening}
    for what in _deviations(case, screener.screen(case.passage), own):
        yield PackCaseError(f"{what}.", where=where, remedy="Mend the rule, or the case.")


def _deviations(case: ScreeningCase, found: Sequence[Finding], own: set[str]) -> Iterator[str]:
    by_rule = _by_rule(case, found)
    for rule in dict.fromkeys((*case.finds, *by_rule)):
        wanted, told = case.finds.get(rule, ()), by_rule.get(rule, ())
        if wanted != told and (rule in own or rule in case.finds or rule in case.absent):
            yield f"{rule} finds {_listed(told)}, not {_listed(wanted)}"
    passed = verdict(Located(case.passage.place, each) for each in found)
    if _KINDS[type(passed)] is not case.verdict:
        yield f"the verdict is {_KINDS[type(passed)].value}, not {case.verdict.value}"
    published = masked(case.text, masks_of(found))
    if case.published not in {None, published}:
        yield f"what goes out is {published!r}"


def _by_rule(case: ScreeningCase, found: Iterable[Finding]) -> dict[str, tuple[str, ...]]:
    by_rule: dict[str, tuple[str, ...]] = {}
    for each in found:
        stretch = case.text[each.start : each.end]
        by_rule[each.rule.id] = (*by_rule.get(each.rule.id, ()), stretch)
    return by_rule


def _listed(stretches: tuple[str, ...]) -> str:
    return ", ".join(map(repr, stretches)) or "nothing"


def screening_coverage(
    pack: Pack, cases: Iterable[ScreeningCase], places: Mapping[tuple[str, date], str]
) -> list[PackUnreachableError]:
    """Name the versions of screening rules that no case has finding, or finding nothing."""
    listed = tuple(cases)
    faults = []
    for rule in pack.screening:
        on_its_days = [case for case in listed if rule.in_force.covers(case.as_of)]
        lacking = [
            how
            for how, named in (
                ("finds something", any(rule.id in case.finds for case in on_its_days)),
                ("finds nothing (absent)", any(rule.id in case.absent for case in on_its_days)),
            )
            if not named
        ]
        faults += [
            PackUnreachableError(
                f"there is no worked case in which {rule.id} {how}.",
                where=places.get((rule.id, rule.in_force.start), rule.id),
                remedy="Add one under [[screening]] to cases.toml, or under cases/.",
            )
            for how in lacking
        ]
    return faults
