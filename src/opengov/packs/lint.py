"""What must hold within a pack, beyond the form of its files: every fault is named at once."""

from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING

from opengov.errors import (
    OpenGovError,
    PackCitationError,
    PackConflictError,
    PackGapError,
    PackOverlapError,
    PackSyntaxError,
    PackTranslationError,
    PackUnreachableError,
)
from opengov.packs.names import untranslated
from opengov.packs.places import near
from opengov.policy import Deadline, Gate, Level, MinDuration, Prompt, Window
from opengov.policy.condition import All
from opengov.policy.reach import can_fail, can_hold
from opengov.workdays.units import is_longer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from opengov.domain import Instrument, LocalizedText, NegativeListRule
    from opengov.packs.raw import RawVersion
    from opengov.policy import AnyProvision, Norm, Words

FOREVER = date.max


def timeline_faults(versions: Sequence[RawVersion], where: str) -> Iterator[OpenGovError]:
    """Name overlaps and unexplained gaps between the versions of one norm."""
    if not versions:
        yield PackSyntaxError("the norm has no version.", where=where, remedy="Add [[version]].")
    numbered = sorted(enumerate(versions, 1), key=lambda each: each[1].start)
    for (_, earlier), (number, later) in pairwise(numbered):
        place = f"{where} version {number} start"
        end = earlier.end or FOREVER
        if later.start < end:
            until = f"until {earlier.end}" if earlier.end else "without end"
            yield PackOverlapError(
                f"the version from {earlier.start} runs {until},"
                f" so the one from {later.start} overlaps it.",
                where=place,
                remedy=f"Give the earlier one end = {later.start}, or an earlier day.",
            )
        elif end < later.start and not later.gap.strip():
            yield PackGapError(
                f"no version covers the days from {end} to {later.start}.",
                where=place,
                remedy="Close the gap, or say why it is there in gap of the later version.",
            )


FILES = frozenset({"pack.toml", "instruments.toml", "words.toml", "cases.toml", "mutants.toml"})
FOLDERS = frozenset({"provisions", "rules", "cases"})


def unknown_entries(folder: Path) -> Iterator[OpenGovError]:
    """Name what lies in a pack and would be passed over: a misspelt folder loses its norms."""
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and entry.name in FOLDERS:
            inside = sorted(each for each in entry.rglob("*") if not each.is_dir())
            strangers = [each for each in inside if each.suffix != ".toml"]
        else:
            strangers = [] if entry.name in FILES else [entry]
        for stranger in strangers:
            if not _may_lie_there(stranger):
                yield PackSyntaxError(
                    "a pack has no such file or folder, so it would be passed over.",
                    where=str(stranger),
                    remedy=f"It holds {', '.join(sorted(FILES))} and *.toml under"
                    f" {' and '.join(sorted(FOLDERS))}.",
                )


def _may_lie_there(entry: Path) -> bool:
    """Say whether an entry is plainly no norm: hidden, a note for people, Python's own."""
    return entry.name.startswith((".", "__")) or entry.suffix in {".md", ".txt", ".py"}


def doubled(names: Iterable[tuple[str, str]]) -> Iterator[OpenGovError]:
    """Name ids that two files share; ``names`` are pairs of id and file."""
    seen: dict[str, str] = {}
    for name, where in names:
        if name in seen:
            yield PackOverlapError(
                f"the id {name!r} is already taken by {seen[name]}.",
                where=where,
                remedy="Give each an id of its own; all versions of one norm stand in one file.",
            )
        seen.setdefault(name, where)


def word_faults(words: Words) -> Iterator[OpenGovError]:
    """Name the words that are not in both languages."""
    for sort, name in untranslated(words):
        yield _untranslated(
            f"the {sort} {name!r} is not named in both languages", f"words.toml {sort} {name}"
        )


Places = dict[tuple[str, date], str]
"""Where the version of a norm that starts on a day stands, such as ``x.toml version 2``."""


def norm_faults(
    provisions: Sequence[AnyProvision],
    rules: Sequence[NegativeListRule],
    places: Places,
    level: Level | None,
    others: Sequence[AnyProvision] = (),
) -> Iterator[OpenGovError]:
    """Name what is wrong with norms that can be built, and where they contradict ``others``."""
    known = {each.id for each in (*provisions, *others)}
    for norm in (*provisions, *rules):
        where = places[norm.id, norm.in_force.start]
        yield from _untranslated_norm(norm, where)
        yield from _out_of_time(norm, where)
        yield from _without_article(norm, where)
    for norm in provisions:
        where = places[norm.id, norm.in_force.start]
        yield from _unreachable(norm, where)
        yield from _special_law(norm, known, where)
        if isinstance(norm, Prompt) and norm.within is not None and level is not Level.AGENCY:
            yield PackConflictError(
                "及时 has no number in the law; only an agency can bind itself to one.",
                where=f"{where} within",
                remedy="Leave it out, write a deadline, or put it into a pack of level agency.",
            )
    for one, other in (*combinations(provisions, 2), *product(others, provisions)):
        yield from _contradiction(one, other, places)


def _untranslated(what: str, where: str) -> PackTranslationError:
    return PackTranslationError(f"{what}.", where=where, remedy="Give both zh and en.")


def _untranslated_norm(norm: Norm, where: str) -> Iterator[OpenGovError]:
    file = where.partition(" version ")[0]
    if not _is_whole(norm.title):
        yield _untranslated("the title is not given in both languages", f"{file} title")
    texts = {
        "note": norm.note,
        "unmet": getattr(norm, "unmet", None),
        "because": getattr(norm, "because", None),
        "bearer": getattr(norm, "bearer", None),
    }
    pauses = getattr(norm, "pauses", ())
    texts |= {f"pauses {n} reason": pause.reason for n, pause in enumerate(pauses, 1)}
    for key, text in texts.items():
        if text is not None and not _is_whole(text):
            yield _untranslated("the text is not given in both languages", f"{where} {key}")


def _is_whole(text: LocalizedText) -> bool:
    return bool(text.zh.strip() and text.en.strip())


def _out_of_time(norm: Norm, where: str) -> Iterator[OpenGovError]:
    """An article of an instrument that was not in force then carries nothing."""
    for citation in norm.citations:
        cited = citation.instrument
        late = cited.end is not None and norm.in_force.start >= cited.end
        early = (
            cited.start is not None
            and norm.in_force.end is not None
            and norm.in_force.end <= cited.start
        )
        if late or early:
            yield PackCitationError(
                f"{citation} was not in force on any day of this version:"
                f" {cited.id} {_span(cited)}.",
                where=f"{where} cites",
                remedy="Mend the days, or cite the instrument that was.",
            )
            return
    sources = [citation.instrument for citation in norm.citations]
    begins, ends = norm.in_force.start, norm.in_force.end
    if not any(each.start is None or each.start <= begins for each in sources):
        yield PackCitationError(
            f"the version begins on {begins}, before anything that it cites is in force.",
            where=f"{where} start",
            remedy="Mend the day, or cite what was in force then.",
        )
    if not any(each.end is None or (ends is not None and ends <= each.end) for each in sources):
        yield PackCitationError(
            "the version goes on after everything that it cites has ended.",
            where=f"{where} end",
            remedy="Give it an end, or cite what is in force since.",
        )


def _without_article(norm: Norm, where: str) -> Iterator[OpenGovError]:
    """A text that was read has an article to name; else it is said where it was seen."""
    for citation in norm.citations:
        if not citation.article.strip() and not citation.note.strip():
            yield PackCitationError(
                f"{citation} is cited without an article.",
                where=f"{where} cites",
                remedy="Name the article, or say in note why none is known.",
            )


def _span(cited: Instrument) -> str:
    begun = f"came into force on {cited.start}" if cited.start else ""
    ended = f"ended on {cited.end}" if cited.end else ""
    return " and ".join(filter(None, (begun, ended)))


def _unreachable(norm: AnyProvision, where: str) -> Iterator[OpenGovError]:
    if not can_hold(norm.when):
        yield PackUnreachableError(
            "no record can meet this condition, so the norm never applies.",
            where=f"{where} when",
            remedy="Look for parts that exclude each other.",
        )
    if not can_fail(norm.waived_by):
        yield PackUnreachableError(
            "every record is waived, so the norm never asks for anything.",
            where=f"{where} waived_by",
            remedy="Say when it is waived.",
        )
    if isinstance(norm, Gate) and not can_hold(norm.requires):
        yield PackUnreachableError(
            "nothing can open this gate.",
            where=f"{where} requires",
            remedy="Look for parts that exclude each other.",
        )


def _special_law(norm: AnyProvision, known: set[str], where: str) -> Iterator[OpenGovError]:
    for name in norm.displaces:
        if name not in known or name == norm.id:
            yield PackCitationError(
                f"it takes the place of {name!r}, which is no other norm of this pack.",
                where=f"{where} displaces",
                remedy="Name a norm of this pack; between packs the stricter one governs."
                f"{near(name, known - {norm.id})}",
            )
    if norm.displaces and norm.because is None:
        yield PackCitationError(
            f"it takes the place of {', '.join(map(repr, norm.displaces))} and does not say why.",
            where=f"{where} because",
            remedy="Say in because why it is the special law, in zh and en.",
        )


def _contradiction(
    one: AnyProvision, other: AnyProvision, places: Places
) -> Iterator[OpenGovError]:
    """Name two norms of one pack on one duty that cannot both be meant for the same record."""
    if (
        one.duty != other.duty
        or not one.in_force.overlaps(other.in_force)
        or one.id == other.id
        or other.id in one.displaces
        or one.id in other.displaces
    ):
        return
    why = _contradict(one, other) or _contradict(other, one)
    if why and can_hold(All((one.when, other.when))):
        yield PackConflictError(
            f"{other.id} and {one.id} contradict each other on {one.duty}: {why}.",
            where=places[other.id, other.in_force.start],
            remedy="Let the conditions in when exclude each other, or name the general norm in"
            f" displaces of the special one. The other is {places[one.id, one.in_force.start]}.",
        )


def _contradict(one: AnyProvision, other: AnyProvision) -> str:
    """Say why no record can obey both, or nothing."""
    match one, other:
        case Deadline(), Deadline():
            same = one.anchors == other.anchors and one.done_by == other.done_by
            return (
                "two limits for one act, from one day" if same and one.limit != other.limit else ""
            )
        case MinDuration(), Deadline():
            if one.anchors == other.anchors and is_longer(one.limit, other.limit):
                return f"by {one.id} it may not end before {other.id} says that it must have"
        case MinDuration(), Window():
            longest = other.bounds.at_most
            if one.anchors == other.anchors and longest and is_longer(one.limit, longest):
                return f"by {one.id} it may not end before {other.id} says that it must have"
        case Gate(), Gate() if one.blocks is other.blocks:
            if not can_hold(All((one.requires, other.requires))):
                return f"nothing can open both gates before {one.blocks.value}"
    return ""
