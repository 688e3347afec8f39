"""The plugin host: registers all or nothing, calls one plugin at a time, isolates failures."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any

import pluggy
from attrs import field, frozen, mutable

from opengov.domain import (
    DeliveryFailed,
    ItemDetermined,
    ItemPublished,
    LocalizedText,
    Message,
)
from opengov.errors import (
    OpenGovError,
    PluginFailedError,
    PluginInvalidError,
    PluginNotFoundError,
)
from opengov.hooks import specs
from opengov.hooks.checks import Implementation, implementations
from opengov.hooks.specs import PROJECT, ReviewFinding, Weight
from opengov.ports import Provider

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opengov.domain import Event
    from opengov.hooks.specs import ReviewRequest

OFFERS = {
    "stores": "opengov_stores",
    "channels": "opengov_channels",
    "calendars": "opengov_calendars",
    "packs": "opengov_policy_packs",
    "extractors": "opengov_extractors",
    "redactors": "opengov_redactors",
    "detectors": "opengov_detectors",
}
"""What can be built, and the hook that offers it."""

NEWS: dict[type, str] = {
    ItemDetermined: "opengov_item_determined",
    ItemPublished: "opengov_item_published",
    DeliveryFailed: "opengov_delivery_failed",
}
"""Which hook hears of which event."""

BROKEN = (Exception, SystemExit)
"""What a plugin may raise without taking the program along. Ctrl-C stays Ctrl-C."""


@frozen(kw_only=True)
class PluginProblem:
    """What went wrong with a plugin: while it was loaded, or in one of its hooks."""

    plugin: str
    hook: str
    what: str

    def __str__(self) -> str:
        return f"{self.hook}: {self.what}" if self.hook else self.what


@frozen(kw_only=True)
class NamedFinding:
    """What the review of a plugin found, or that it failed, which counts as a hold."""

    plugin: str
    finding: ReviewFinding

    @property
    def holds(self) -> bool:
        """Whether the release must wait."""
        return self.finding.weight is Weight.HOLD

    @property
    def message(self) -> Message:
        """The finding with the name of its plugin."""
        return Message("publication.held", {"plugin": self.plugin, "message": self.finding.text})


@frozen(kw_only=True)
class LoadedPlugin:
    """A plugin as the host sees it; one that was set aside has no hooks."""

    name: str
    distribution: str
    version: str
    hooks: tuple[str, ...]
    problems: tuple[PluginProblem, ...]


@mutable(kw_only=True)
class _Entry:
    name: str
    distribution: str
    version: str
    implementations: dict[str, Implementation]
    problems: dict[str, PluginProblem] = field(factory=dict)
    """The last problem of each hook: a plugin that fails every day fills no memory."""


class PluginHost:
    """Knows plugins and calls them by name, in the order of their names.

    Two hosts share nothing. A plugin is asked for its offers once, when one is first needed.
    """

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(specs)
        self._offered: dict[str, dict[str, Provider[Any]]] = {}
        self._contested: dict[str, dict[str, list[str]]] = {}

    # Registration ------------------------------------------------------------------------

    def register(
        self, plugin: object, name: str, *, distribution: str = "", version: str = ""
    ) -> None:
        """Register a module or an object with hooks; if anything is wrong, nothing of it."""
        if not isinstance(name, str) or not name.strip():
            raise PluginInvalidError(
                f"a plugin needs a name, not {name!r}.",
                where="plugins",
                remedy="Give a text by which its problems can be told.",
            )
        if name in self._entries:
            raise PluginInvalidError(
                "a plugin of this name is registered already.",
                where=name,
                remedy="Give it another name, or register it once.",
            )
        found = implementations(plugin, name)
        try:
            self._manager.register(plugin, name)
        except (pluggy.PluginValidationError, ValueError) as error:
            self._undo(name)
            raise PluginInvalidError(
                f"the plugin was not registered: {error}",
                where=name,
                remedy="Mend it; nothing of it is in use.",
            ) from error
        self._entries[name] = _Entry(
            name=name,
            distribution=distribution,
            version=version,
            implementations={each.hook: each for each in found},
        )
        self._offered.clear()
        self._contested.clear()

    def _undo(self, name: str) -> None:
        """Take back what pluggy kept of a plugin that it refused halfway."""
        if self._manager.has_plugin(name):
            self._manager.unregister(name=name)

    def load_installed(self) -> None:
        """Register every installed plugin; one that cannot be is listed with its problem."""
        for point in sorted(entry_points(group=PROJECT), key=lambda point: point.name):
            self._load(point)

    def _load(self, point: EntryPoint) -> None:
        distribution = point.dist.name if point.dist else ""
        version = point.dist.version if point.dist else ""
        try:
            self.register(point.load(), point.name, distribution=distribution, version=version)
        except BROKEN as error:
            problem = PluginProblem(plugin=point.name, hook="", what=_said(error))
            # A second plugin of the same name must not hide the problem, nor the first one.
            name = point.name if point.name not in self._entries else f"{point.name} (2)"
            self._entries[name] = _Entry(
                name=name,
                distribution=distribution,
                version=version,
                implementations={},
                problems={"": problem},
            )

    @property
    def plugins(self) -> tuple[LoadedPlugin, ...]:
        """Every plugin by name, with its problems so far; offers are asked for first."""
        for kind in OFFERS:
            self._providers(kind)
        return tuple(
            LoadedPlugin(
                name=entry.name,
                distribution=entry.distribution,
                version=entry.version,
                hooks=tuple(sorted(entry.implementations)),
                problems=tuple(entry.problems.values()),
            )
            for _, entry in sorted(self._entries.items())
        )

    # Offers ------------------------------------------------------------------------------

    @property
    def stores(self) -> Mapping[str, Provider[Any]]:
        """The stores that plugins offer, by name."""
        return self._providers("stores")

    @property
    def channels(self) -> Mapping[str, Provider[Any]]:
        """The channels that plugins offer, by name."""
        return self._providers("channels")

    @property
    def calendars(self) -> Mapping[str, Provider[Any]]:
        """The sets of holiday notices that plugins offer, by name."""
        return self._providers("calendars")

    @property
    def packs(self) -> Mapping[str, Provider[Any]]:
        """The policy packs that plugins offer, by name."""
        return self._providers("packs")

    @property
    def extractors(self) -> Mapping[str, Provider[Any]]:
        """The extractors that plugins offer, by name."""
        return self._providers("extractors")

    @property
    def redactors(self) -> Mapping[str, Provider[Any]]:
        """The redactors that plugins offer, by name."""
        return self._providers("redactors")

    @property
    def detectors(self) -> Mapping[str, Provider[Any]]:
        """The detectors that plugins offer, by name."""
        return self._providers("detectors")

    def provider(self, kind: str, name: str) -> Provider[Any]:
        """Return the provider of that name; ``kind`` is a key of ``OFFERS``."""
        found = self._providers(kind)
        if name in found:
            return found[name]
        rivals = self._contested[kind].get(name)
        if rivals:
            raise PluginInvalidError(
                f"{name!r} is offered by {' and '.join(rivals)}, so none of them is used.",
                where=kind,
                remedy="Uninstall all but one of them.",
            )
        raise PluginNotFoundError(
            f"there is no {kind.removesuffix('s')} {name!r}.",
            where=kind,
            remedy=f"Choose from {', '.join(sorted(found)) or 'none'}, or install the plugin.",
        )

    def build(self, kind: str, name: str, options: object) -> Any:
        """Build what a provider offers; what it raises outside our error tree is named."""
        provider = self.provider(kind, name)
        try:
            return provider.build(options)
        except OpenGovError:
            raise
        except BROKEN as error:
            raise PluginFailedError(
                f"building it failed: {_said(error)}",
                where=f"{kind} {name}",
                remedy="Check its settings, or report this to the author of the plugin.",
            ) from error

    def _providers(self, kind: str) -> dict[str, Provider[Any]]:
        if kind not in self._offered:
            self._collect(kind)
        return self._offered[kind]

    def _collect(self, kind: str) -> None:
        hook = OFFERS[kind]
        offers: dict[str, list[tuple[str, Provider[Any]]]] = {}
        for entry, implementation in self._answering(hook):
            try:
                for provider in _checked(implementation.function(), Provider):
                    offers.setdefault(provider.name, []).append((entry.name, provider))
            except BROKEN as error:
                self._note(entry, hook, _said(error))
        self._offered[kind] = {
            name: found[0][1] for name, found in offers.items() if len(found) == 1
        }
        self._contested[kind] = {
            name: [plugin for plugin, _ in found]
            for name, found in offers.items()
            if len(found) > 1
        }
        for name, rivals in self._contested[kind].items():
            for plugin in set(rivals):
                what = f"{name!r} is offered by {' and '.join(rivals)}; none of them is used."
                self._note(self._entries[plugin], hook, what)

    # Questions and news ------------------------------------------------------------------

    def review(self, request: ReviewRequest) -> tuple[NamedFinding, ...]:
        """Ask every review; one that fails holds the release, for nobody knows what it saw."""
        hook = "opengov_review_item"
        found: list[NamedFinding] = []
        for entry, implementation in self._answering(hook):
            try:
                findings = _checked(_called(implementation, request=request), ReviewFinding)
            except BROKEN as error:
                said = _said(error)
                self._note(entry, hook, said)
                findings = [_failed(said)]
            found += (NamedFinding(plugin=entry.name, finding=each) for each in findings)
        return tuple(found)

    def tell(self, event: Event) -> tuple[PluginProblem, ...]:
        """Tell the plugins what happened; who fails to hear it is listed and stops nobody."""
        hook = NEWS.get(type(event))
        problems = []
        for entry, implementation in self._answering(hook) if hook else ():
            try:
                _called(implementation, event=event)
            except BROKEN as error:
                problems.append(self._note(entry, hook or "", _said(error)))
        return tuple(problems)

    def _answering(self, hook: str) -> Iterator[tuple[_Entry, Implementation]]:
        for _, entry in sorted(self._entries.items()):
            if hook in entry.implementations:
                yield entry, entry.implementations[hook]

    def _note(self, entry: _Entry, hook: str, what: str) -> PluginProblem:
        problem = PluginProblem(plugin=entry.name, hook=hook, what=what)
        entry.problems[hook] = problem
        return problem


def _called(implementation: Implementation, **given: object) -> object:
    return implementation.function(**{name: given[name] for name in implementation.parameters})


def _checked(answer: object, kind: type) -> list[Any]:
    """Return the answer of a plugin if it is a list of ``kind``."""
    if not isinstance(answer, (list, tuple)):
        message = f"it returned {type(answer).__name__}, not a list of {kind.__name__}."
        raise PluginFailedError(message)
    for each in answer:
        if not isinstance(each, kind):
            message = f"it returned a list with {type(each).__name__}, not {kind.__name__}."
            raise PluginFailedError(message)
    return list(answer)


def _failed(said: str) -> ReviewFinding:
    return ReviewFinding(
        text=LocalizedText(zh=f"审查程序出错：{said}", en=f"the review itself failed: {said}")
    )


def _said(error: BaseException) -> str:
    """Return what an error says, in one line with its type unless it is one of ours."""
    if isinstance(error, OpenGovError):
        return str(error)
    return f"{type(error).__name__}: {error}".rstrip(": ")
