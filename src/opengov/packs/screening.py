"""The files under ``screening`` of a pack: what is looked for in texts before they go out."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from opengov.domain import LocalizedText
from opengov.errors import OpenGovError, PackCitationError, PackOverlapError, PackSyntaxError
from opengov.packs.build import as_pack_fault, citations, period
from opengov.packs.files import read_text
from opengov.packs.places import near
from opengov.packs.raw import RawVersion
from opengov.screening import Action, Detected, Pattern, ScreeningRule, Terms
from opengov.screening.folding import Folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from opengov.packs.build import Faults, Known
    from opengov.packs.contradictions import Places
    from opengov.policy import Pack

FOLDER = "screening"


@frozen(kw_only=True)
class RawScreeningVersion(RawVersion):
    """A version of a screening rule, which looks for one of words, a pattern or a kind."""

    action: Action
    ground: str
    terms: tuple[str, ...] = ()
    terms_file: str = ""
    unless: tuple[str, ...] = ()
    pattern: str = ""
    anchors: tuple[str, ...] = ()
    reach: int = 64
    detects: str = ""
    refer_to: LocalizedText | None = None


@frozen(kw_only=True)
class RawScreeningRule:
    """A file under ``screening``."""

    id: str
    title: LocalizedText
    version: tuple[RawScreeningVersion, ...] = field()


def screening_rules(
    raw: RawScreeningRule, known: Known, where: str, faults: Faults
) -> Iterator[ScreeningRule]:
    """Build every version of a screening rule that can be built; the rest are faults."""
    for number, version in enumerate(raw.version, 1):
        place = f"{where} version {number}"
        try:
            looks_for = _looks_for(version, known.word_files, where, place)
            faults.all += _word_faults(looks_for, place)
            yield ScreeningRule(
                id=raw.id,
                title=raw.title,
                action=version.action,
                looks_for=looks_for,
                ground=version.ground,
                in_force=period(version, place),
                citations=citations(version, known.instruments, place),
                refer_to=version.refer_to,
                note=version.note,
            )
        except OpenGovError as fault:
            faults.add(as_pack_fault(fault, place))


def _looks_for(
    version: RawScreeningVersion, files: Mapping[str, tuple[str, ...]], where: str, place: str
) -> Terms | Pattern | Detected:
    ways = {
        "terms": version.terms,
        "terms_file": version.terms_file,
        "pattern": version.pattern,
        "detects": version.detects,
    }
    chosen = [key for key, value in ways.items() if value]
    _need(
        "it looks for nothing." if not chosen else f"it has {' and '.join(chosen)}.",
        place,
        f"Give one of {', '.join(ways)}.",
        holds=len(chosen) == 1,
    )
    _need(
        f"unless belongs to words, not to {chosen[0]}.",
        f"{place} unless",
        "Leave it out.",
        holds=not version.unless or chosen[0].startswith("terms"),
    )
    _need(
        f"anchors belong to a pattern, not to {chosen[0]}.",
        f"{place} anchors",
        "Leave them out.",
        holds=not version.anchors or chosen == ["pattern"],
    )
    match chosen[0]:
        case "pattern":
            return Pattern(expression=version.pattern, anchors=version.anchors, reach=version.reach)
        case "detects":
            return Detected(kind=version.detects)
        case "terms":
            words = version.terms
        case _:
            named = (PurePosixPath(where).parent / version.terms_file).as_posix()
            _need(
                f"there is no file of words {version.terms_file!r} beside it.",
                f"{place} terms_file",
                f"Name a .txt file beside the rule.{near(named, files)}",
                holds=named in files,
            )
            words = files[named]
    return Terms(words=words, unless=version.unless)


def _need(what: str, where: str, remedy: str, *, holds: bool) -> None:
    if not holds:
        raise PackSyntaxError(what, where=where, remedy=remedy)


def _word_faults(looks_for: Terms | Pattern | Detected, where: str) -> Iterator[OpenGovError]:
    """Name words that are blank once they are folded, that stand twice, or excuse nothing."""
    if isinstance(looks_for, Detected):
        return
    words = looks_for.words if isinstance(looks_for, Terms) else looks_for.anchors
    seen: dict[str, str] = {}
    for word in words:
        folded = Folded(word).text
        if not folded.strip() and word.strip():  # a plain blank is refused by the rule itself
            yield PackSyntaxError(
                f"the word {word!r} is blank.", where=where, remedy="Take it out."
            )
        elif folded in seen:
            yield PackOverlapError(
                f"the word {word!r} stands there already, as {seen[folded]!r}.",
                where=where,
                remedy="Keep one; full-width and plain characters are the same.",
            )
        seen.setdefault(folded, word)
    for excuse in looks_for.unless if isinstance(looks_for, Terms) else ():
        if not any(word in Folded(excuse).text for word in seen):
            yield PackSyntaxError(
                f"{excuse!r} holds none of the words, so it excuses nothing.",
                where=f"{where} unless",
                remedy="Write the longer word in which a word does not count.",
            )


def word_files(folder: Path, faults: Faults) -> dict[str, tuple[str, ...]]:
    """Read the files of words under ``screening``: one a line, ``#`` begins a remark."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((folder / FOLDER).rglob("*.txt")):
        name = path.relative_to(folder).as_posix()
        try:
            lines = read_text(path).splitlines()
        except OpenGovError as fault:
            place = fault.where.replace(str(path), name)
            faults.add(type(fault)(fault.what, where=place, remedy=fault.remedy))
            lines = []
        words = (line.partition("#")[0].strip() for line in lines)
        found[name] = tuple(word for word in words if word)
    return found


def unused_word_files(
    files: Iterable[str], tables: Mapping[str, dict[str, Any]]
) -> Iterator[PackSyntaxError]:
    """Name files of words that no rule looks for."""
    used = {
        (PurePosixPath(name).parent / str(version.get("terms_file", ""))).as_posix()
        for name, table in tables.items()
        if PurePosixPath(name).parts[0] == FOLDER
        for version in table.get("version", ())
        if isinstance(version, dict)
    }
    for name in files:
        if name not in used:
            yield PackSyntaxError(
                "no rule looks for the words in this file.",
                where=name,
                remedy="Name it in terms_file of a rule beside it, or take it out.",
            )


def unknown_targets(
    pack: Pack, packs_below: Iterable[Pack], kinds: Iterable[str], places: Places
) -> Iterator[OpenGovError]:
    """Name grounds that are on no negative list of the stack, and kinds that nothing finds."""
    grounds = [rule for each in (*packs_below, pack) for rule in each.rules]
    names, found = {rule.id for rule in grounds}, frozenset(kinds)
    for rule in pack.screening:
        where = places[rule.id, rule.in_force.start]
        on_that_day = (each for each in grounds if each.in_force.covers(rule.in_force.start))
        if rule.ground not in names:
            yield PackCitationError(
                f"no ground of the negative list is called {rule.ground!r}.",
                where=f"{where} ground",
                remedy=f"Name one of this pack or of a pack below.{near(rule.ground, names)}",
            )
        elif all(each.id != rule.ground for each in on_that_day):
            yield PackCitationError(
                f"the ground {rule.ground!r} is not in force on {rule.in_force.start}.",
                where=f"{where} start",
                remedy="Mend the day, or name a ground that is.",
            )
        match rule.looks_for:
            case Detected(kind=kind) if kind not in found:
                yield PackSyntaxError(
                    f"no detector that is installed finds {kind!r}.",
                    where=f"{where} detects",
                    remedy=f"Name one of {', '.join(sorted(found))}, or install a plugin that"
                    f" does.{near(kind, found)}",
                )
