"""The configuration of one agency: ``opengov.toml``.

::

    packs = ["cn-national", "./our-pack"]     # installed packs by name, own ones by folder
    language = "zh"

    [store]
    use = "sql"
    url = "sqlite:///opengov.db"

    [channels.site]
    use = "site"
    folder = "site"

    [calendar]
    notices = "notices"                       # a folder of notices that no plugin has yet
    overlays = ["closures.toml"]              # days off of this agency or region alone
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve, field, frozen
from cattrs import BaseValidationError, Converter

from opengov.errors import SettingsError
from opengov.serial import faults_of, make_converter

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")


@frozen(kw_only=True)
class Use:
    """A provider by name, with its options as they stand in the file."""

    name: str
    options: dict[str, Any] = field(factory=dict)


@frozen(kw_only=True)
class CalendarFiles:
    """What the agency itself adds to the calendar.

    ``notices`` is a folder of holiday notices, such as one that came out today; ``overlays``
    are files with closures of the agency or holidays of its region.
    """

    notices: Path | None = None
    overlays: tuple[Path, ...] = ()


@frozen(kw_only=True)
class Settings:
    """What an application is made of. ``packs`` empty means every installed pack.

    A relative path in the file is relative to ``folder``, which holds the file.
    """

    packs: tuple[str, ...] = ()
    language: str = "zh"
    store: Use = field(factory=lambda: Use(name="memory"))
    channels: dict[str, Use] = field(factory=dict)
    calendar: CalendarFiles = field(factory=CalendarFiles)
    folder: Path = field(factory=Path)


@frozen(kw_only=True)
class _File:
    packs: tuple[str, ...] = ()
    language: str = "zh"
    store: dict[str, Any] = field(factory=dict)
    channels: dict[str, dict[str, Any]] = field(factory=dict)
    calendar: CalendarFiles = field(factory=CalendarFiles)


def read_settings(path: Path) -> Settings:
    """Read the file; every fault of it is in the ``SettingsError``."""
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise SettingsError(
            f"the file cannot be read: {error.strerror}.",
            where=str(path),
            remedy="Check the path and its permissions.",
        ) from None
    except (ValueError, RecursionError) as error:
        raise SettingsError(
            f"this is not TOML: {error}.", where=str(path), remedy="Check that the file is whole."
        ) from None
    raw = structured(table, _File, str(path))
    settings = Settings(
        packs=raw.packs, language=raw.language, calendar=raw.calendar, folder=path.parent
    )
    if raw.store:
        settings = evolve(settings, store=_use(raw.store, f"{path} store"))
    return evolve(
        settings,
        channels={
            name: _use(table, f"{path} channels.{name}") for name, table in raw.channels.items()
        },
    )


def _use(table: Mapping[str, Any], where: str) -> Use:
    options = dict(table)
    name = options.pop("use", None)
    if not isinstance(name, str):
        raise SettingsError(
            "it is not said which provider to use.",
            where=where,
            remedy='Add use = "name"; `opengov plugins` lists the names.',
        )
    return Use(name=name, options=options)


def structured(table: object, kind: type[T], where: str) -> T:
    """Build options of ``kind`` from a table; every fault is in the ``SettingsError``."""
    try:
        return _converter().structure(table, kind)
    except (BaseValidationError, TypeError, ValueError) as error:
        raise SettingsError(
            "these settings cannot be used.",
            where=where,
            remedy="Mend the places below.",
            faults=[SettingsError(what, where=place) for what, place in faults_of(error)],
        ) from error


def _converter() -> Converter:
    converter = make_converter()
    converter.register_structure_hook(Path, lambda value, _: Path(value))
    return converter
