"""From the raw files of a pack to norms that can be evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from opengov.domain import Citation, Instrument, NegativeListRule, Period
from opengov.errors import OpenGovError, PackCitationError, PackSyntaxError
from opengov.packs.conditions import condition
from opengov.packs.raw import (
    RawDeadlineVersion,
    RawElementsVersion,
    RawGateVersion,
)
from opengov.policy import Deadline, Gate, RequiredElements
from opengov.policy.case import DAYS
from opengov.workdays import Hours

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opengov.packs.raw import (
        AnyRawVersion,
        RawCite,
        RawInstruments,
        RawNorm,
        RawRule,
        RawRuleVersion,
        RawVersion,
    )
    from opengov.policy import AnyProvision

Instruments = "Mapping[str, Instrument]"


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


def provisions(
    norm: RawNorm, known: Mapping[str, Instrument], where: str, faults: Faults
) -> Iterator[AnyProvision]:
    """Build every version of a norm that can be built; the rest are faults."""
    for number, version in enumerate(versions_of(norm), 1):
        place = f"{where} version {number}"
        try:
            cites = citations(version, known, place)
            yield _provision(norm, version, cites, place)
        except OpenGovError as fault:
            faults.add(fault)


def versions_of(norm: RawNorm) -> tuple[AnyRawVersion, ...]:
    """Return the versions of a norm of any kind."""
    versions: tuple[AnyRawVersion, ...] = norm.version  # type: ignore[attr-defined]
    return versions


def _provision(
    norm: RawNorm, version: AnyRawVersion, cites: tuple[Citation, ...], where: str
) -> AnyProvision:
    common: dict[str, Any] = {
        "id": norm.id,
        "duty": norm.duty,
        "title": norm.title,
        "in_force": _period(version, where),
        "citations": cites,
        "when": condition(version.when, f"{where} when"),
        "note": version.note,
    }
    match version:
        case RawDeadlineVersion():
            _need_moments(version, where)
            return Deadline(
                act=version.act,
                limit=version.limit,
                anchors=_days(version.anchors, f"{where} anchors"),
                governed_by=_days(version.governed_by or version.anchors, f"{where} governed_by"),
                **common,
            )
        case RawGateVersion():
            return Gate(
                blocks=version.blocks,
                requires=condition(version.requires, f"{where} requires"),
                unmet=version.unmet,
                **common,
            )
        case RawElementsVersion():
            return RequiredElements(elements=frozenset(version.elements), **common)
        case _:
            assert_never(version)


def _need_moments(version: RawDeadlineVersion, where: str) -> None:
    """Hours run from a moment, and of a record only one field states a time of day."""
    if isinstance(version.limit, Hours) and version.anchors != ("published_on",):
        raise PackSyntaxError(
            "a limit in hours cannot run from a field that states no time of day.",
            where=f"{where} anchors",
            remedy='Write anchors = ["published_on"], or give the limit in days.',
        )


def _days(names: tuple[str, ...], where: str) -> tuple[str, ...]:
    strangers = [name for name in names if name not in DAYS]
    if strangers or not names:
        raise PackSyntaxError(
            f"{', '.join(strangers) or 'nothing'} is not a day of a record.",
            where=where,
            remedy=f"Choose from {', '.join(sorted(DAYS))}.",
        )
    return names


def rules(
    raw: RawRule, known: Mapping[str, Instrument], where: str, faults: Faults
) -> Iterator[NegativeListRule]:
    """Build every version of a ground that can be built; the rest are faults."""
    for number, version in enumerate(raw.version, 1):
        place = f"{where} version {number}"
        try:
            yield NegativeListRule(
                id=raw.id,
                title=raw.title,
                force=raw.force,
                fact=raw.fact,
                in_force=_period(version, place),
                citations=citations(version, known, place),
                released_by=version.released_by,
                note=version.note,
            )
        except OpenGovError as fault:
            faults.add(fault)


def _period(version: RawVersion | RawRuleVersion, where: str) -> Period:
    try:
        return Period(version.start, version.end)
    except OpenGovError as error:
        raise PackSyntaxError(error.what, where=where, remedy=error.remedy) from None


def citations(
    version: RawVersion | RawRuleVersion, known: Mapping[str, Instrument], where: str
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
            where=where,
            remedy="Add it to instruments.toml, or mend the name.",
        )
    return Citation(
        instrument=known[cite.instrument],
        article=cite.article,
        trust=cite.trust,
        note=cite.note,
    )
