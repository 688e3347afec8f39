"""From the raw files of a pack to norms that can be evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, assert_never

from attrs import field, frozen

from opengov.domain import Citation, Instrument, NegativeListRule, Period
from opengov.errors import (
    InvalidValueError,
    OpenGovError,
    PackCitationError,
    PackError,
    PackSyntaxError,
)
from opengov.packs.names import Names
from opengov.packs.places import in_words, near
from opengov.packs.raw import (
    RawCadenceVersion,
    RawChannelVersion,
    RawDeadlineVersion,
    RawDefaultVersion,
    RawElementsVersion,
    RawGateVersion,
    RawMinDurationVersion,
    RawPromptVersion,
    RawWindowVersion,
)
from opengov.policy import (
    Cadence,
    ChannelDuty,
    ClockPause,
    Deadline,
    Default,
    Extension,
    Gate,
    MinDuration,
    Prompt,
    RequiredElements,
    Window,
)
from opengov.policy.case import FIELD_DAYS
from opengov.policy.condition import NEVER
from opengov.serial.conditions import condition_from
from opengov.workdays import Cadence as Turns
from opengov.workdays import Frequency, Hours
from opengov.workdays import Window as Bounds
from opengov.workdays.cadence import ON_THE_LAST_DAY
from opengov.workdays.clocks import ClockRules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.packs.raw import (
        AnyRawVersion,
        RawCite,
        RawInstruments,
        RawNorm,
        RawPause,
        RawRule,
        RawVersion,
    )
    from opengov.policy import AnyProvision, Condition
    from opengov.workdays import Limit


def instruments(raw: RawInstruments) -> dict[str, Instrument]:
    """Return the instruments by id."""
    return {
        entry.id: Instrument(
            id=entry.id,
            title=entry.title,
            number=entry.number,
            issuer=entry.issuer,
            made_on=entry.made_on,
            start=entry.start,
            end=entry.end,
            url=entry.url,
        )
        for entry in raw.instrument
    }


class Faults:
    """Collects what is wrong, so that one run shows it all."""

    def __init__(self) -> None:
        self.all: list[OpenGovError] = []

    def add(self, fault: OpenGovError) -> None:
        """Keep one more."""
        self.all.append(fault)


@frozen(kw_only=True)
class Known:
    """What the norms of a pack may refer to: its instruments, and the names it may use."""

    instruments: Mapping[str, Instrument]
    names: Names
    word_files: Mapping[str, tuple[str, ...]] = field(factory=dict)
    """The words in the files of words, by their paths in the pack."""


def provisions(norm: RawNorm, known: Known, where: str, faults: Faults) -> Iterator[AnyProvision]:
    """Build every version of a norm that can be built; the rest are faults."""
    for number, version in enumerate(norm.versions, 1):
        place = f"{where} version {number}"
        try:
            yield _provision(norm, version, known, place)
        except OpenGovError as fault:
            faults.add(as_pack_fault(fault, place))


def as_pack_fault(fault: OpenGovError, where: str) -> OpenGovError:
    """Return a fault of a value, such as a window that no day can meet, as one of the pack."""
    if isinstance(fault, PackError):
        return fault
    return PackSyntaxError(
        fault.what, where=fault.where if where in fault.where else where, remedy=fault.remedy
    )


@frozen
class _Place:
    """Where a version stands, and the names that it may use there."""

    version: AnyRawVersion
    names: Names
    where: str

    def days(self, key: str) -> tuple[str, ...]:
        """Return the days under a key, of which there may be none."""
        return self.names.need("day", getattr(self.version, key), f"{self.where} {key}")

    def some_days(self, key: str) -> tuple[str, ...]:
        """Return the days under a key, of which there must be one."""
        return self.names.need_some("day", getattr(self.version, key), f"{self.where} {key}")

    def some(self, sort: str, key: str) -> tuple[str, ...]:
        """Return the names under a key, of which there must be one."""
        return self.names.need_some(sort, getattr(self.version, key), f"{self.where} {key}")

    def condition(self, key: str) -> Condition:
        """Return the condition under a key."""
        return _condition(getattr(self.version, key), self.names, self.where, key)

    def countable(self, limit: Limit | None, *anchors: str) -> None:
        """See that a limit can be counted from these days."""
        _counted_from(limit, anchors, f"{self.where} anchors")


def _provision(norm: RawNorm, version: AnyRawVersion, known: Known, where: str) -> AnyProvision:
    at = _Place(version, known.names, where)
    common = _common(norm, version, known, at)
    match version:
        case RawDeadlineVersion():
            return _deadline(version, at, common)
        case RawMinDurationVersion():
            return _min_duration(version, at, common)
        case RawWindowVersion():
            return _window(version, at, common)
        case RawCadenceVersion():
            return _cadence(version, at, common)
        case RawGateVersion():
            requires = at.condition("requires")
            return Gate(blocks=version.blocks, requires=requires, unmet=version.unmet, **common)
        case RawElementsVersion():
            return RequiredElements(elements=at.some("element", "elements"), **common)
        case RawChannelVersion():
            channels = at.some("channel", "channels")
            at_least = len(channels) if version.at_least is None else version.at_least
            return ChannelDuty(channels=channels, at_least=at_least, **common)
        case RawPromptVersion():
            return _prompt(version, at, common)
        case RawDefaultVersion():
            return Default(**common)
        case _:
            assert_never(version)


def _common(norm: RawNorm, version: AnyRawVersion, known: Known, at: _Place) -> dict[str, Any]:
    """Return what every norm has."""
    return {
        "id": norm.id,
        "duty": known.names.need("duty", [norm.duty], f"{at.where} duty")[0],
        "title": norm.title,
        "in_force": period(version, at.where),
        "citations": citations(version, known.instruments, at.where),
        "when": at.condition("when"),
        "waived_by": NEVER if version.waived_by is None else at.condition("waived_by"),
        "governed_by": at.days("governed_by"),
        "displaces": version.displaces,
        "because": version.because,
        "bearer": version.bearer,
        "note": version.note,
    }


def _deadline(version: RawDeadlineVersion, at: _Place, common: dict[str, Any]) -> Deadline:
    at.countable(version.limit, *version.anchors, *version.restarts)
    return Deadline(
        limit=version.limit,
        anchors=at.some_days("anchors"),
        done_by=at.some_days("done_by"),
        restarts=at.days("restarts"),
        pauses=tuple(_pause(pause, at.names, f"{at.where} pauses") for pause in version.pauses),
        extension=_extension(version, at.names, f"{at.where} extension"),
        **common,
    )


def _min_duration(
    version: RawMinDurationVersion, at: _Place, common: dict[str, Any]
) -> MinDuration:
    at.countable(version.limit, *version.anchors)
    anchors, done_by = at.some_days("anchors"), at.some_days("done_by")
    return MinDuration(limit=version.limit, anchors=anchors, done_by=done_by, **common)


def _window(version: RawWindowVersion, at: _Place, common: dict[str, Any]) -> Window:
    bounds = Bounds(at_least=version.at_least, at_most=version.at_most)
    at.countable(bounds.at_least, *version.anchors)
    at.countable(bounds.at_most, *version.anchors)
    anchors, done_by = at.some_days("anchors"), at.some_days("done_by")
    return Window(bounds=bounds, anchors=anchors, done_by=done_by, **common)


def _cadence(version: RawCadenceVersion, at: _Place, common: dict[str, Any]) -> Cadence:
    _need_turns(version, f"{at.where} every")
    return Cadence(
        every=version.every,
        done_by=at.some_days("done_by"),
        at_least=version.at_least,
        limit=version.limit,
        anchors=at.days("anchors"),
        **common,
    )


def _prompt(version: RawPromptVersion, at: _Place, common: dict[str, Any]) -> Prompt:
    at.countable(version.within, *version.anchors)
    anchors, done_by = at.some_days("anchors"), at.some_days("done_by")
    return Prompt(anchors=anchors, done_by=done_by, within=version.within, **common)


def _condition(table: object, names: Names, where: str, key: str) -> Condition:
    try:
        found = condition_from(table, key)
    except InvalidValueError as fault:
        place = f"{where} {in_words(fault.where)}"
        raise PackSyntaxError(fault.what, where=place, remedy=fault.remedy) from None
    return names.check(found, f"{where} {key}")


def _pause(raw: RawPause, names: Names, where: str) -> ClockPause:
    begins, ends = names.need("day", [raw.begins, raw.ends], where)
    if isinstance(raw.at_most, Hours):
        raise PackSyntaxError(
            "a pause is over after days, not after hours.",
            where=f"{where} at_most",
            remedy="Give days, such as { workdays = 15 }.",
        )
    return ClockPause(
        begins=begins, ends=ends, reason=raw.reason, at_most=raw.at_most, once=raw.once
    )


def _extension(version: RawDeadlineVersion, names: Names, where: str) -> Extension | None:
    raw = version.extension
    if raw is None:
        return None
    (on,) = names.need("day", [raw.on], where)
    ClockRules(limit=version.limit, extension_cap=raw.limit)  # refuses another unit
    return Extension(on=on, limit=raw.limit)


def _counted_from(limit: Limit | None, anchors: tuple[str, ...], where: str) -> None:
    """Hours run from a moment, and fields that hold a bare day state none."""
    bare = [name for name in anchors if name in FIELD_DAYS]
    if isinstance(limit, Hours) and bare:
        raise PackSyntaxError(
            f"a limit in hours cannot run from {', '.join(bare)}, which states no time of day.",
            where=where,
            remedy="Name a milestone or published_on, or give the limit in days.",
        )


def _need_turns(version: RawCadenceVersion, where: str) -> None:
    if isinstance(version.every, Frequency):
        Turns(
            every=version.every,
            due=version.limit or ON_THE_LAST_DAY,
            at_least=version.at_least,
        )
    elif version.limit is not None or version.at_least != 1:
        raise PackSyntaxError(
            "limit and at_least belong to a duty of every period, not to one with a longest time.",
            where=where,
            remedy='Leave them out, or write every = "monthly", "quarterly", "half-yearly" or'
            ' "yearly".',
        )


def rules(raw: RawRule, known: Known, where: str, faults: Faults) -> Iterator[NegativeListRule]:
    """Build every version of a ground that can be built; the rest are faults."""
    for number, version in enumerate(raw.version, 1):
        place = f"{where} version {number}"
        try:
            escapes = tuple(each.fact for each in version.escapes)
            known.names.need("fact", (raw.fact, *escapes), place)
            yield NegativeListRule(
                id=raw.id,
                title=raw.title,
                force=raw.force,
                fact=raw.fact,
                in_force=period(version, place),
                citations=citations(version, known.instruments, place),
                escapes=version.escapes,
                note=version.note,
            )
        except OpenGovError as fault:
            faults.add(as_pack_fault(fault, place))


def period(version: RawVersion, where: str) -> Period:
    """Return the days on which a version is in force; an end before its start is a fault."""
    try:
        return Period(version.start, version.end)
    except OpenGovError as error:
        raise PackSyntaxError(error.what, where=where, remedy=error.remedy) from None


def citations(
    version: RawVersion, known: Mapping[str, Instrument], where: str
) -> tuple[Citation, ...]:
    """Return the sources of a version; none, or an unlisted one, is a ``PackCitationError``."""
    if not version.cites:
        raise PackCitationError(
            "the version names no source.",
            where=where,
            remedy="Add cites with an instrument and an article.",
        )
    return tuple(_citation(cite, known, where) for cite in version.cites)


def _citation(cite: RawCite, known: Mapping[str, Instrument], where: str) -> Citation:
    if cite.instrument not in known:
        raise PackCitationError(
            f"the pack lists no instrument {cite.instrument!r}.",
            where=f"{where} cites",
            remedy=f"Add it to instruments.toml, or mend the name.{near(cite.instrument, known)}",
        )
    return Citation(
        instrument=known[cite.instrument],
        article=cite.article,
        trust=cite.trust,
        note=cite.note,
    )
