"""What must hold within a pack, beyond the form of its files: every fault is named at once."""

from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING

from opengov.domain import Trust
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
from opengov.packs.contradictions import contradiction
from opengov.packs.names import is_pack_id, untranslated
from opengov.packs.places import near
from opengov.policy import Gate, Level, Prompt
from opengov.policy.condition import ALWAYS, All, AnyOf
from opengov.policy.reach import can_fail, can_hold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from opengov.domain import Instrument, LocalizedText, NegativeListRule
    from opengov.packs.contradictions import Places
    from opengov.packs.raw import RawVersion
    from opengov.policy import AnyProvision, Condition, Norm, Words
    from opengov.screening import ScreeningRule

    Listed = Norm | ScreeningRule

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
FOLDERS = frozenset({"provisions", "rules", "screening", "cases"})


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


def id_faults(name: str) -> Iterator[OpenGovError]:
    """Name an id that cannot be typed as one word."""
    if not is_pack_id(name):
        yield PackSyntaxError(
            f"{name!r} is no id of a pack.",
            where="pack.toml id",
            remedy="Write small letters, digits and hyphens, such as our-plan-2025.",
        )


def word_faults(words: Words) -> Iterator[OpenGovError]:
    """Name the words that are not in both languages."""
    for sort, name in untranslated(words):
        yield _untranslated(
            f"the {sort} {name!r} is not named in both languages", f"words.toml {sort} {name}"
        )


def norm_faults(
    provisions: Sequence[AnyProvision],
    rules: Sequence[NegativeListRule | ScreeningRule],
    places: Places,
    level: Level | None,
    others: Sequence[AnyProvision] = (),
    ids: Iterable[str] = (),
) -> Iterator[OpenGovError]:
    """Name what is wrong with norms that can be built, and where they contradict ``others``.

    ``ids`` are the names of norms that are there and cannot be built.
    """
    known = {*ids, *(each.id for each in (*provisions, *others))}
    for norm in (*provisions, *rules):
        where = places[norm.id, norm.in_force.start]
        yield from _untranslated_norm(norm, where)
        yield from _out_of_time(norm, where)
        yield from _without_article(norm, where)
        yield from _without_reason(norm, where)
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
        yield from contradiction(one, other, places)


def _untranslated(what: str, where: str) -> PackTranslationError:
    return PackTranslationError(f"{what}.", where=where, remedy="Give both zh and en.")


def _untranslated_norm(norm: Listed, where: str) -> Iterator[OpenGovError]:
    file = where.partition(" version ")[0]
    if not _is_whole(norm.title):
        yield _untranslated("the title is not given in both languages", f"{file} title")
    texts = {
        "note": norm.note,
        "unmet": getattr(norm, "unmet", None),
        "because": getattr(norm, "because", None),
        "bearer": getattr(norm, "bearer", None),
        "refer_to": getattr(norm, "refer_to", None),
    }
    pauses = getattr(norm, "pauses", ())
    texts |= {f"pauses {n} reason": pause.reason for n, pause in enumerate(pauses, 1)}
    for key, text in texts.items():
        if text is not None and not _is_whole(text):
            yield _untranslated("the text is not given in both languages", f"{where} {key}")


def _is_whole(text: LocalizedText) -> bool:
    return bool(text.zh.strip() and text.en.strip())


def _out_of_time(norm: Listed, where: str) -> Iterator[OpenGovError]:
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


def _without_article(norm: Listed, where: str) -> Iterator[OpenGovError]:
    """A text that was read has an article to name; else it is said where it was seen."""
    for citation in norm.citations:
        if not citation.article.strip() and not citation.note.strip():
            yield PackCitationError(
                f"{citation} is cited without an article.",
                where=f"{where} cites",
                remedy="Name the article, or say in note why none is known.",
            )


def _without_reason(norm: Listed, where: str) -> Iterator[OpenGovError]:
    """A text that was not read was seen somewhere."""
    for number, citation in enumerate(norm.citations, 1):
        if citation.trust is Trust.UNVERIFIED and not citation.note.strip():
            yield PackCitationError(
                f"{citation} is unverified, and nobody says why.",
                where=f"{where} cites {number} note",
                remedy="Say in note where it was seen, or what is not known.",
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
    tried = {"when": norm.when, "requires": norm.requires if isinstance(norm, Gate) else ALWAYS}
    for key, condition in tried.items():
        if any(not can_fail(part) for part in _written(condition)):
            yield PackUnreachableError(
                "every record meets this condition, or a part of it, so it says nothing.",
                where=f"{where} {key}",
                remedy="Leave it out, or look for parts of any that leave nothing over.",
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


def _written(condition: Condition) -> Iterator[Condition]:
    """Return a condition that is written, and the parts that it is made of."""
    if condition != ALWAYS:
        yield condition
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _written(part)


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
