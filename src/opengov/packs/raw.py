"""The files of a pack, key by key, before anything is taken to mean something."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import field, frozen
from cattrs import BaseValidationError

from opengov.domain import (
    GroundForce,
    InterpretationElement,
    LocalizedText,
    StatedTime,
    Trust,
)
from opengov.errors import PackNotFoundError, PackSyntaxError
from opengov.policy import Act, Level, Step
from opengov.serial import faults_of, make_converter
from opengov.workdays import Limit

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")


@frozen(kw_only=True)
class RawHead:
    """``pack.toml``."""

    id: str
    title: str
    level: Level
    jurisdiction: str
    version: str
    reviewed_on: date
    limits: str
    issuers: tuple[str, ...] = ()


@frozen(kw_only=True)
class RawInstrument:
    """One ``[[instrument]]``."""

    id: str
    title: str
    number: str = ""
    issuer: str = ""
    made_on: date | None = None
    start: date | None = None
    end: date | None = None
    url: str = ""


@frozen(kw_only=True)
class RawInstruments:
    """``instruments.toml``."""

    instrument: tuple[RawInstrument, ...]


@frozen(kw_only=True)
class RawCite:
    """One entry of ``cites``."""

    instrument: str
    article: str = ""
    trust: Trust = Trust.READ
    note: str = ""


@frozen(kw_only=True)
class RawVersion:
    """What the ``[[version]]`` of every norm has. ``gap`` says why days before it are empty."""

    start: date
    end: date | None = None
    cites: tuple[RawCite, ...] = ()
    when: dict[str, Any] = field(factory=dict)
    note: str = ""
    gap: str = ""


@frozen(kw_only=True)
class RawDeadlineVersion(RawVersion):
    """A version of a deadline."""

    act: Act
    limit: Limit
    anchors: tuple[str, ...]
    governed_by: tuple[str, ...] = ()


@frozen(kw_only=True)
class RawGateVersion(RawVersion):
    """A version of a gate."""

    blocks: Step
    requires: dict[str, Any]
    unmet: LocalizedText


@frozen(kw_only=True)
class RawElementsVersion(RawVersion):
    """A version of a norm on what an interpretation covers."""

    elements: tuple[InterpretationElement, ...]


AnyRawVersion = RawDeadlineVersion | RawGateVersion | RawElementsVersion


@frozen(kw_only=True)
class RawNorm:
    """What the top of every file under ``provisions`` says."""

    id: str
    kind: str
    duty: str
    title: LocalizedText


@frozen(kw_only=True)
class RawDeadline(RawNorm):
    """A file of kind ``deadline``."""

    version: tuple[RawDeadlineVersion, ...]


@frozen(kw_only=True)
class RawGate(RawNorm):
    """A file of kind ``gate``."""

    version: tuple[RawGateVersion, ...]


@frozen(kw_only=True)
class RawElements(RawNorm):
    """A file of kind ``required-elements``."""

    version: tuple[RawElementsVersion, ...]


@frozen(kw_only=True)
class RawRuleVersion:
    """A version of a ground for not disclosing."""

    start: date
    end: date | None = None
    cites: tuple[RawCite, ...] = ()
    released_by: tuple[str, ...] = ()
    note: str = ""
    gap: str = ""


@frozen(kw_only=True)
class RawRule:
    """A file under ``rules``."""

    id: str
    title: LocalizedText
    force: GroundForce
    fact: str
    version: tuple[RawRuleVersion, ...]


NORM_KINDS: dict[str, type[RawNorm]] = {
    "deadline": RawDeadline,
    "gate": RawGate,
    "required-elements": RawElements,
}


def _day(value: object, _: object) -> date:
    if type(value) is date:
        return value
    what = f"expected a TOML date such as 2018-05-16, found {value!r}"
    raise TypeError(what)


def _moment(value: object, _: object) -> datetime:
    if isinstance(value, datetime) and value.utcoffset() is not None:
        return value
    what = f"expected a TOML date and time with an offset, found {value!r}"
    raise TypeError(what)


def _stated(value: object, _: object) -> StatedTime:
    match value:
        case datetime() if value.tzinfo is None:
            return StatedTime(value.date(), value.time())
        case date() if type(value) is date:
            return StatedTime(value)
        case _:
            what = f"expected a TOML date, or a date and time without offset, found {value!r}"
            raise TypeError(what)


_CONVERTER = make_converter()
_CONVERTER.register_structure_hook(StatedTime, _stated)
_CONVERTER.register_structure_hook(date, _day)
_CONVERTER.register_structure_hook(datetime, _moment)


def read_table(path: Path) -> dict[str, Any]:
    """Read one TOML file; what is missing or cut short is a ``PackError``."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        what = "the pack has no such file."
        raise PackNotFoundError(what, where=str(path), remedy="Check the path.") from None
    except OSError as error:
        what = f"the file cannot be read: {error.strerror}."
        raise PackNotFoundError(what, where=str(path), remedy="Check its permissions.") from None
    except (ValueError, RecursionError) as error:
        what = f"this is not TOML: {error}."
        raise PackSyntaxError(
            what, where=str(path), remedy="Check that the file is whole."
        ) from None


def structured(table: dict[str, Any], kind: type[T], path: Path) -> T:
    """Build ``kind`` from a table; every fault is in the ``PackSyntaxError``."""
    try:
        return _CONVERTER.structure(table, kind)
    except (BaseValidationError, TypeError, ValueError) as error:
        faults = [
            PackSyntaxError(what, where=f"{path.name} {place}") for what, place in faults_of(error)
        ]
        raise PackSyntaxError(
            "the file does not follow the format of packs.",
            where=str(path),
            remedy="Mend the places below.",
            faults=faults,
        ) from error


def raw_norm(path: Path) -> RawNorm:
    """Read a file under ``provisions`` as the kind of norm it says it is."""
    table = read_table(path)
    kind = NORM_KINDS.get(str(table.get("kind")))
    if kind is None:
        raise PackSyntaxError(
            f"there is no kind of norm named {table.get('kind')!r}.",
            where=str(path),
            remedy=f"Write one of {', '.join(NORM_KINDS)}.",
        )
    return structured(table, kind, path)
