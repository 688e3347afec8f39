"""The files of a pack, key by key, before anything is taken to mean something."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from operator import eq
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import field, frozen, make_class
from cattrs import BaseValidationError

from opengov.domain import (
    Escape,
    GroundForce,
    LocalizedText,
    StatedTime,
    Trust,
)
from opengov.errors import PackSyntaxError
from opengov.packs.places import hint, in_words, near
from opengov.policy import Level, Step
from opengov.serial import faults_of, make_converter
from opengov.serial.shown import shown
from opengov.workdays import Frequency, Limit

if TYPE_CHECKING:
    from pathlib import PurePath

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
class RawWords:
    """``words.toml``: what the pack calls the names that it uses, by name."""

    duty: dict[str, LocalizedText] = field(factory=dict)
    kind: dict[str, LocalizedText] = field(factory=dict)
    day: dict[str, LocalizedText] = field(factory=dict)
    fact: dict[str, LocalizedText] = field(factory=dict)
    element: dict[str, LocalizedText] = field(factory=dict)
    channel: dict[str, LocalizedText] = field(factory=dict)


@frozen(kw_only=True)
class RawVersion:
    """What the ``[[version]]`` of every norm has. ``gap`` says why days before it are empty."""

    start: date
    end: date | None = None
    cites: tuple[RawCite, ...] = ()
    note: LocalizedText | None = None
    gap: str = ""


@frozen(kw_only=True)
class RawProvisionVersion(RawVersion):
    """What every version under ``provisions`` has."""

    when: dict[str, Any] = field(factory=dict)
    waived_by: dict[str, Any] | None = None
    governed_by: tuple[str, ...] = ()
    displaces: tuple[str, ...] = ()
    because: LocalizedText | None = None
    bearer: LocalizedText | None = None


@frozen(kw_only=True)
class RawPause:
    """One entry of ``pauses``."""

    begins: str
    ends: str
    reason: LocalizedText
    at_most: Limit | None = None
    once: bool = False


@frozen(kw_only=True)
class RawExtension:
    """The table ``extension``."""

    on: str
    limit: Limit


@frozen(kw_only=True)
class RawDeadlineVersion(RawProvisionVersion):
    """A version of a deadline."""

    limit: Limit
    anchors: tuple[str, ...]
    done_by: tuple[str, ...]
    restarts: tuple[str, ...] = ()
    pauses: tuple[RawPause, ...] = ()
    extension: RawExtension | None = None


@frozen(kw_only=True)
class RawMinDurationVersion(RawProvisionVersion):
    """A version of a shortest duration."""

    limit: Limit
    anchors: tuple[str, ...]
    done_by: tuple[str, ...]


@frozen(kw_only=True)
class RawWindowVersion(RawProvisionVersion):
    """A version of a window."""

    at_least: Limit | None = None
    at_most: Limit | None = None
    anchors: tuple[str, ...]
    done_by: tuple[str, ...]


@frozen(kw_only=True)
class RawCadenceVersion(RawProvisionVersion):
    """A version of a duty that returns: ``every`` is a period, or a table with a limit."""

    every: Frequency | Limit
    done_by: tuple[str, ...]
    at_least: int = 1
    limit: Limit | None = None
    anchors: tuple[str, ...] = ()


@frozen(kw_only=True)
class RawGateVersion(RawProvisionVersion):
    """A version of a gate."""

    blocks: Step
    requires: dict[str, Any]
    unmet: LocalizedText


@frozen(kw_only=True)
class RawElementsVersion(RawProvisionVersion):
    """A version of a norm on what a record states."""

    elements: tuple[str, ...]


@frozen(kw_only=True)
class RawChannelVersion(RawProvisionVersion):
    """A version of a norm on channels; without ``at_least`` all of them are asked for."""

    channels: tuple[str, ...]
    at_least: int | None = None


@frozen(kw_only=True)
class RawPromptVersion(RawProvisionVersion):
    """A version of a duty without a number."""

    anchors: tuple[str, ...]
    done_by: tuple[str, ...]
    within: Limit | None = None


@frozen(kw_only=True)
class RawDefaultVersion(RawProvisionVersion):
    """A version of the norm that what is on no list is open."""


@frozen(kw_only=True)
class RawRuleVersion(RawVersion):
    """A version of a ground for not disclosing."""

    escapes: tuple[Escape, ...] = ()


@frozen(kw_only=True)
class RawNorm:
    """What the top of every file under ``provisions`` says."""

    id: str
    kind: str
    duty: str
    title: LocalizedText

    @property
    def versions(self) -> tuple[Any, ...]:
        """The versions, of the type that belongs to the kind."""
        found: tuple[Any, ...] = self.version  # type: ignore[attr-defined]
        return found


def _several(kind: type) -> Any:
    return tuple.__class_getitem__((kind, ...))


def _norm_of(version: type[RawProvisionVersion]) -> type[RawNorm]:
    """Return the type of a file whose versions are of this type."""
    name = version.__name__.removesuffix("Version")
    made: type[RawNorm] = make_class(
        name,
        {"version": field(type=_several(version))},
        bases=(RawNorm,),
        frozen=True,
        kw_only=True,
    )
    return made


NORM_KINDS: dict[str, type[RawNorm]] = {
    "deadline": _norm_of(RawDeadlineVersion),
    "min-duration": _norm_of(RawMinDurationVersion),
    "window": _norm_of(RawWindowVersion),
    "cadence": _norm_of(RawCadenceVersion),
    "gate": _norm_of(RawGateVersion),
    "required-elements": _norm_of(RawElementsVersion),
    "channel-duty": _norm_of(RawChannelVersion),
    "prompt": _norm_of(RawPromptVersion),
    "default": _norm_of(RawDefaultVersion),
}
"""The kinds of norm by the name that a file gives them, with the form of the file."""

AnyRawVersion = (
    RawDeadlineVersion
    | RawMinDurationVersion
    | RawWindowVersion
    | RawCadenceVersion
    | RawGateVersion
    | RawElementsVersion
    | RawChannelVersion
    | RawPromptVersion
    | RawDefaultVersion
)


@frozen(kw_only=True)
class RawRule:
    """A file under ``rules``."""

    id: str
    title: LocalizedText
    force: GroundForce
    fact: str
    version: tuple[RawRuleVersion, ...]


def _day(value: object, _: object) -> date:
    if type(value) is date:
        return value
    what = f"expected a TOML date such as 2018-05-16, found {shown(value)}"
    raise TypeError(what)


def _moment(value: object, _: object) -> datetime:
    if isinstance(value, datetime) and value.utcoffset() is not None:
        return value
    what = (
        "expected a TOML date and time with an offset, such as 2018-05-16T15:22:46+08:00,"
        f" found {shown(value)}"
    )
    raise TypeError(what)


def _stated(value: object, _: object) -> StatedTime:
    match value:
        case datetime() if value.tzinfo is None:
            return StatedTime(value.date(), value.time())
        case date() if type(value) is date:
            return StatedTime(value)
        case _:
            what = f"expected a TOML date, or a date and time without offset, found {shown(value)}"
            raise TypeError(what)


def _every(value: object, _: object) -> Frequency | Limit:
    if isinstance(value, str):
        return _CONVERTER.structure(value, Frequency)
    limit: Limit = _CONVERTER.structure(value, Limit)  # type: ignore[arg-type]
    return limit


_CONVERTER = make_converter()
_CONVERTER.register_structure_hook_func(partial(eq, Frequency | Limit), _every)
_CONVERTER.register_structure_hook(StatedTime, _stated)
_CONVERTER.register_structure_hook(date, _day)
_CONVERTER.register_structure_hook(datetime, _moment)


def structured(table: dict[str, Any], kind: type[T], path: PurePath, within: str = "") -> T:
    """Build ``kind`` from a table; every fault is in the ``PackSyntaxError``.

    ``within`` says where in the file the table stands, if it is not all of it.
    """
    try:
        return _CONVERTER.structure(table, kind)
    except (BaseValidationError, TypeError, ValueError) as error:
        faults = [_fault(what, place, path, kind, within) for what, place in faults_of(error)]
        raise PackSyntaxError(
            "the file does not follow the format of packs.",
            where=path.as_posix(),
            remedy="Mend what is listed below.",
            faults=faults,
        ) from error


def _fault(what: str, place: str, path: PurePath, kind: type, within: str) -> PackSyntaxError:
    words = " ".join(filter(None, (within, in_words(place))))
    where = f"{path.as_posix()} {words}".rstrip()
    advice = hint(what, words, kind).strip() or "Mend the key or its value."
    return PackSyntaxError(what, where=where, remedy=advice)


def raw_norm(table: dict[str, Any], path: PurePath) -> RawNorm:
    """Build a file under ``provisions`` as the kind of norm it says it is."""
    said = table.get("kind")
    kind = NORM_KINDS.get(str(said))
    if kind is None:
        what = "the file says no kind" if said is None else f"there is no kind of norm {said!r}"
        raise PackSyntaxError(
            f"{what}.",
            where=f"{path.as_posix()} kind",
            remedy=f"Write one of {', '.join(NORM_KINDS)}.{near(str(said), NORM_KINDS)}",
        )
    return structured(table, kind, path)
