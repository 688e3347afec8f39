"""Putting an application together: from settings and plugins to store, packs and channels."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from opengov import builtin
from opengov.errors import (
    PackNotFoundError,
    PluginInvalidError,
    PluginNotFoundError,
    SettingsError,
)
from opengov.hooks import PluginHost
from opengov.packs import load_pack, read_notices, read_overlay_file
from opengov.screening import Detected, Screener, kinds_of, with_offered
from opengov.settings import Settings, structured
from opengov.workdays import calendar_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from opengov.policy import Pack
    from opengov.ports import Channel, Extractor, Redactor, Store
    from opengov.screening import OfferedDetector, ScreeningRule
    from opengov.settings import Use
    from opengov.workdays import Calendar


def installed_host() -> PluginHost:
    """Return a host with what the core brings and every installed plugin."""
    host = PluginHost()
    host.register(builtin, "builtin", distribution="opengov")
    host.load_installed()
    return host


def installed_calendar(host: PluginHost | None = None) -> Calendar:
    """Return the calendar of every notice that an installed plugin offers.

    Years that none arranges are taken from the data of chinese-calendar.
    """
    return calendar(Settings(), host or installed_host())


def calendar(settings: Settings, host: PluginHost) -> Calendar:
    """Return the calendar of the notices that plugins offer and of the agency's own files.

    Where both have a notice the agency's own is taken.
    """
    files = settings.calendar
    own = read_notices(settings.folder / files.notices) if files.notices else ()
    offered = [
        notice
        for name in sorted(host.calendars)
        for notice in host.build("calendars", name, host.calendars[name].options())
    ]
    overlays = [read_overlay_file(settings.folder / path) for path in files.overlays]
    return calendar_from(offered).with_notices(*own).with_overlays(*overlays)


def installed_detectors(host: PluginHost) -> tuple[OfferedDetector, ...]:
    """Return every detector that an installed plugin offers, beside those of the library."""
    return tuple(_detector(name, host) for name in sorted(host.detectors))


def _detector(name: str, host: PluginHost) -> OfferedDetector:
    built: OfferedDetector = host.build("detectors", name, host.detectors[name].options())
    if not all(hasattr(built, member) for member in ("id", "kinds", "anchors", "find")):
        raise PluginInvalidError(
            f"what {name!r} builds is no detector.",
            where="detectors",
            remedy="It needs id, kinds, anchors and find: opengov.screening.OfferedDetector.",
        )
    return built


def installed_extractors(host: PluginHost) -> tuple[Extractor, ...]:
    """Return every extractor that an installed plugin offers, by name."""
    return tuple(
        host.build("extractors", name, host.extractors[name].options())
        for name in sorted(host.extractors)
    )


def redactor_of(kind: str, host: PluginHost) -> Redactor:
    """Return the first redactor by name that makes copies of files of the format ``kind``."""
    for name in sorted(host.redactors):
        built: Redactor = host.build("redactors", name, host.redactors[name].options())
        if kind in built.formats:
            return built
    raise PluginNotFoundError(
        f"no redactor makes copies of files of the format {kind!r}.",
        where="redactors",
        remedy="Install the plugin that offers one, or let a person make the copy.",
    )


class Parts:
    """The parts of an application. All but store and packs are built when first needed."""

    def __init__(
        self, *, host: PluginHost, store: Store, packs: Iterable[Pack], settings: Settings
    ) -> None:
        self.host = host
        self.store = store
        self.packs = tuple(packs)
        self._settings = settings
        self._channels: dict[str, Channel] = {}
        self._screeners: dict[date, Screener] = {}

    @cached_property
    def calendar(self) -> Calendar:
        """The working-day calendar, with what the agency adds to it."""
        return calendar(self._settings, self.host)

    @cached_property
    def detectors(self) -> tuple[OfferedDetector, ...]:
        """The detectors that plugins offer."""
        return installed_detectors(self.host)

    def screener(self, as_of: date) -> Screener:
        """Return what screens texts under the rules that are in force on a day.

        A rule for something that no detector finds would let it through, so it is an error.
        """
        if as_of not in self._screeners:
            rules = [rule for pack in self.packs for rule in pack.screening]
            self._screeners = {as_of: screener(rules, as_of, self.detectors)}
        return self._screeners[as_of]

    @property
    def channel_names(self) -> tuple[str, ...]:
        """The channels that the settings name."""
        return tuple(self._settings.channels)

    def channels_named(self, channels: Sequence[str] | None) -> tuple[str, ...]:
        """Return the channels to publish on; none at all, or an unknown one, is an error."""
        names = tuple(channels) if channels is not None else self.channel_names
        if not names:
            raise SettingsError(
                "no channel is named, so nothing would be published.",
                where="channels",
                remedy="Add [channels.NAME] to the settings.",
            )
        for name in names:
            self.channel(name)
        return names

    def channel(self, name: str) -> Channel:
        """Return the channel of that name, built on first use."""
        if name not in self._settings.channels:
            raise SettingsError(
                f"there is no channel {name!r}.",
                where="channels",
                remedy=f"Choose from {', '.join(self.channel_names) or 'none; add one'}.",
            )
        if name not in self._channels:
            use = self._settings.channels[name]
            self._channels[name] = _built(self.host, "channels", use, self._settings)
        return self._channels[name]


def screener(
    rules: Iterable[ScreeningRule], as_of: date, detectors: Iterable[OfferedDetector]
) -> Screener:
    """Build a screener with these detectors beside those of the library."""
    offered, listed = tuple(detectors), tuple(rules)
    found = kinds_of(offered)
    for rule in listed:
        match rule.looks_for:
            case Detected(kind=kind) if kind not in found:
                raise PluginNotFoundError(
                    f"no detector finds {kind!r}, which the screening rule {rule.id!r} is for.",
                    where="detectors",
                    remedy="Install the plugin that offers one, or take the rule out of the pack.",
                )
    return Screener(listed, as_of=as_of, detectors=with_offered(offered))


def compose(settings: Settings, host: PluginHost | None = None) -> Parts:
    """Build the store and the packs that ``settings`` name, from ``host`` or what is installed."""
    host = host or installed_host()
    for use in settings.channels.values():
        _options(host, "channels", use, settings)  # wrong ones must not come to light halfway
    return Parts(
        host=host,
        packs=packs(settings, host),
        store=_built(host, "stores", settings.store, settings),
        settings=settings,
    )


def packs(settings: Settings, host: PluginHost) -> tuple[Pack, ...]:
    """Return the packs by name or by folder; all installed ones where none is named."""
    names = settings.packs or tuple(sorted(host.packs))
    return tuple(_pack(name, settings, host) for name in names)


def _pack(name: str, settings: Settings, host: PluginHost) -> Pack:
    if name in host.packs:
        pack: Pack = host.build("packs", name, host.packs[name].options())
        return pack
    folder = settings.folder / name
    if name.strip() and folder.is_dir():
        return load_pack(folder)
    raise PackNotFoundError(
        f"there is no pack {name!r}.",
        where="packs",
        remedy=f"Give a folder, or one of {', '.join(sorted(host.packs)) or 'none installed'}.",
    )


def _built(host: PluginHost, kind: str, use: Use, settings: Settings) -> Any:
    return host.build(kind, use.name, _options(host, kind, use, settings))


def _options(host: PluginHost, kind: str, use: Use, settings: Settings) -> object:
    """Return the options that the provider's own class makes of the settings."""
    options_of = host.provider(kind, use.name).options
    options: object = structured(use.options, options_of, f"{kind} {use.name}")
    return _from_folder(options, settings.folder)


def _from_folder(options: Any, folder: Path) -> Any:
    """Take relative paths in options as relative to the folder of the settings."""
    paths = {
        member.name: folder / value
        for member in attrs.fields(type(options))
        if isinstance(value := getattr(options, member.name), Path)
    }
    return attrs.evolve(options, **paths)
