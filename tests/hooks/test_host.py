"""The plugin host: registers all or nothing, isolates failures, names culprits."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from opengov.domain import LocalizedText
from opengov.errors import (
    PluginFailedError,
    PluginInvalidError,
    PluginNotFoundError,
    StoreUnavailableError,
)
from opengov.hooks import PluginHost, ReviewFinding, ReviewRequest, hookimpl
from opengov.hooks.checks import HOOKS
from opengov.hooks.specs import Weight
from opengov.policy import assess
from opengov.ports import Provider
from opengov.testing import BEGIN, an_item, every_event

if TYPE_CHECKING:
    from collections.abc import Callable

SNAPSHOT = Path(__file__).parent / "hookspecs.txt"
"""The hooks that plugins rely on: a change here is a change for every author of a plugin."""

EVENT = next(event for event in every_event() if type(event).__name__ == "ItemPublished")


def plugin(**functions: Callable[..., object]) -> object:
    """Return a plugin with these functions, each marked as a hook."""
    return SimpleNamespace(**{name: hookimpl(function) for name, function in functions.items()})


def provider(name: str, build: Callable[[Any], object] = lambda _: object()) -> Provider[Any]:
    return Provider(name=name, summary=LocalizedText(zh=name), build=build)


def request() -> ReviewRequest:
    assessment = assess(an_item(), (), as_of=BEGIN.date(), known_at=BEGIN)
    return ReviewRequest(record=an_item(), assessment=assessment, at=BEGIN)


def held(text: str) -> ReviewFinding:
    return ReviewFinding(text=LocalizedText(zh=text))


def fails(*_: object) -> object:
    message = "broken"
    raise ValueError(message)


def refused(bad: object) -> str:
    host = PluginHost()
    with pytest.raises(PluginInvalidError) as caught:
        host.register(bad, "bad")
    assert host.plugins == ()
    host.register(plugin(opengov_stores=lambda: [provider("fine")]), "bad")
    assert list(host.stores) == ["fine"]
    return str(caught.value)


# Registration ----------------------------------------------------------------------------


def test_a_misspelt_hook_is_refused_with_what_was_meant() -> None:
    assert "did you mean opengov_stores?" in refused(plugin(opengov_store=lambda: []))


def test_one_bad_hook_keeps_the_good_ones_out() -> None:
    bad = plugin(opengov_stores=lambda: [provider("x")], opengov_chanels=lambda: [])
    assert "opengov_channels" in refused(bad)


def test_a_parameter_the_hook_does_not_give_is_refused() -> None:
    assert "there is no parameter item; it is given request" in refused(
        plugin(opengov_review_item=lambda item: [])
    )


@pytest.mark.parametrize(
    "function",
    [
        lambda *request: [],
        lambda **request: [],
        lambda request=None: [],
        lambda *, request: [],
    ],
    ids=["star", "double star", "default", "keyword only"],
)
def test_only_plain_parameters_are_taken(function: Callable[..., object]) -> None:
    assert "must be a plain one" in refused(plugin(opengov_review_item=function))


def test_a_coroutine_or_a_generator_is_no_hook() -> None:
    async def asynchronous() -> list[object]:
        return []

    def generating() -> Any:
        yield provider("x")

    assert "synchronously" in refused(plugin(opengov_stores=asynchronous))
    assert "it does not yield" in refused(plugin(opengov_stores=generating))


def _wraps() -> Any:
    return (yield)


def test_wrappers_and_order_are_refused() -> None:
    wrapper = SimpleNamespace(opengov_stores=hookimpl(wrapper=True)(_wraps))
    first = SimpleNamespace(opengov_stores=hookimpl(tryfirst=True)(lambda: []))
    assert "never wrapped" in refused(wrapper)
    assert "order of their names" in refused(first)


def test_a_hook_without_its_mark_is_named() -> None:
    assert "put @hookimpl above it" in refused(SimpleNamespace(opengov_stores=len))


def test_a_plugin_without_hooks_is_refused() -> None:
    assert "implements no hook" in refused(SimpleNamespace(something=1))


def test_every_fault_is_told_at_once() -> None:
    bad = plugin(opengov_store=lambda: [], opengov_review_item=lambda *a: [])
    text = refused(bad)
    assert "bad.opengov_store:" in text
    assert "bad.opengov_review_item:" in text


def test_a_name_is_given_once() -> None:
    host = PluginHost()
    host.register(plugin(opengov_stores=lambda: [provider("one")]), "same")
    with pytest.raises(PluginInvalidError, match="already"):
        host.register(plugin(opengov_stores=lambda: [provider("two")]), "same")
    assert list(host.stores) == ["one"]


def test_one_object_under_two_names_is_refused_and_the_first_stays() -> None:
    host, shared = PluginHost(), plugin(opengov_stores=lambda: [provider("one")])
    host.register(shared, "first")
    with pytest.raises(PluginInvalidError):
        host.register(shared, "second")
    assert [found.name for found in host.plugins] == ["first"]


def test_methods_of_an_object_are_hooks_too() -> None:
    class Plugin:
        @property
        def opengov_channels(self) -> object:
            message = "a property is not run"
            raise AssertionError(message)

        @hookimpl
        def opengov_stores(self) -> list[Provider[Any]]:
            return [provider("mine")]

    host = PluginHost()
    host.register(Plugin(), "object")
    assert list(host.stores) == ["mine"]


def test_two_hosts_share_nothing() -> None:
    shared = plugin(opengov_stores=lambda: [provider("x")])
    first, second = PluginHost(), PluginHost()
    first.register(shared, "a")
    assert second.plugins == ()
    second.register(shared, "b")
    assert [found.name for found in first.plugins] == ["a"]


# Offers ----------------------------------------------------------------------------------


def test_offers_are_asked_for_once_and_built_when_needed() -> None:
    asked: list[int] = []
    built: list[object] = []

    def stores() -> list[Provider[Any]]:
        asked.append(1)
        return [provider("x", built.append)]

    host = PluginHost()
    host.register(plugin(opengov_stores=stores), "p")
    assert asked == []
    assert list(host.stores) == list(host.stores) == ["x"]
    assert (len(asked), built) == (1, [])
    host.build("stores", "x", "options")
    assert built == ["options"]


@pytest.mark.parametrize("answer", [None, "memory", [1], provider("x")])
def test_a_wrong_answer_is_a_problem_of_its_plugin(answer: object) -> None:
    host = PluginHost()
    host.register(plugin(opengov_stores=lambda: answer), "wrong")
    host.register(plugin(opengov_stores=lambda: [provider("right")]), "right")
    assert list(host.stores) == ["right"]
    problems = {found.name: found.problems for found in host.plugins}
    assert problems["right"] == ()
    assert "it returned" in str(problems["wrong"][0])


def test_a_name_offered_twice_is_used_by_neither() -> None:
    host = PluginHost()
    for name in ("a", "b"):
        host.register(plugin(opengov_stores=lambda: [provider("same")]), name)
    assert dict(host.stores) == {}
    with pytest.raises(PluginInvalidError, match="a and b"):
        host.provider("stores", "same")
    assert all(found.problems for found in host.plugins)


def test_an_unknown_provider_names_the_choice() -> None:
    host = PluginHost()
    host.register(plugin(opengov_stores=lambda: [provider("memory")]), "p")
    with pytest.raises(PluginNotFoundError, match="memory"):
        host.provider("stores", "postgres")


def test_what_building_raises_is_named_unless_it_is_ours() -> None:
    def unavailable(_: object) -> object:
        message = "gone"
        raise StoreUnavailableError(message)

    host = PluginHost()
    host.register(
        plugin(opengov_stores=lambda: [provider("x", fails), provider("y", unavailable)]), "p"
    )
    with pytest.raises(PluginFailedError, match="ValueError: broken"):
        host.build("stores", "x", None)
    with pytest.raises(StoreUnavailableError):
        host.build("stores", "y", None)


# Questions and news ----------------------------------------------------------------------


def test_reviews_answer_in_the_order_of_their_names() -> None:
    host = PluginHost()
    for name in ("c", "a", "b"):
        host.register(_reviewer(name), name)
    found = host.review(request())
    assert [(each.plugin, each.finding.text.zh) for each in found] == [
        ("a", "a"),
        ("b", "b"),
        ("c", "c"),
    ]


def _reviewer(text: str) -> object:
    def review(request: ReviewRequest) -> list[ReviewFinding]:
        assert request.record == an_item()
        return [held(text)]

    return plugin(opengov_review_item=review)


@pytest.mark.parametrize("broken", [fails, lambda request: None, lambda request: ["no"]])
def test_a_review_that_fails_holds_and_names_itself(broken: Callable[..., object]) -> None:
    def review(request: object) -> object:
        return broken(request)

    host = PluginHost()
    host.register(plugin(opengov_review_item=review), "broken")
    host.register(_reviewer("fine"), "fine")
    first, second = host.review(request())
    assert (first.plugin, first.holds) == ("broken", True)
    assert second.plugin == "fine"
    assert host.plugins[0].problems[0].hook == "opengov_review_item"


def test_a_note_does_not_hold() -> None:
    finding = ReviewFinding(text=LocalizedText(zh="好"), weight=Weight.NOTE)
    host = PluginHost()
    host.register(plugin(opengov_review_item=lambda request: [finding]), "p")
    assert [each.holds for each in host.review(request())] == [False]


def test_news_reaches_everybody_and_failures_are_listed() -> None:
    heard = []

    def hears(event: object) -> None:
        heard.append(event)

    def exits(event: object) -> None:
        sys.exit(str(event))

    host = PluginHost()
    host.register(plugin(opengov_item_published=exits), "a")
    host.register(plugin(opengov_item_published=hears), "b")
    (problem,) = host.tell(EVENT)
    assert (problem.plugin, problem.hook) == ("a", "opengov_item_published")
    assert heard == [EVENT]


def test_news_without_a_hook_is_no_news() -> None:
    assert PluginHost().tell(every_event()[0]) == ()


def test_an_implementation_may_leave_parameters_out() -> None:
    host = PluginHost()
    host.register(plugin(opengov_review_item=lambda: [held("x")]), "p")
    assert len(host.review(request())) == 1


def test_control_c_stays_control_c() -> None:
    def interrupted(event: object) -> None:
        raise KeyboardInterrupt

    host = PluginHost()
    host.register(plugin(opengov_item_published=interrupted), "p")
    with pytest.raises(KeyboardInterrupt):
        host.tell(EVENT)


# Installed plugins -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("raise RuntimeError('no')", "RuntimeError: no"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("import not_installed_anywhere", "ModuleNotFoundError"),
        ("def broken(:", "SyntaxError"),
        ("x = 1", "implements no hook"),
    ],
)
def test_an_installed_plugin_that_cannot_be_loaded_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, said: str
) -> None:
    install(tmp_path, "broken_plugin_for_test", source)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "broken_plugin_for_test", raising=False)
    host = PluginHost()
    host.load_installed()
    found = next(each for each in host.plugins if each.name == "aaa-test")
    assert (found.distribution, found.version, found.hooks) == ("aaa-test", "1.2", ())
    assert said in str(found.problems[0])


def install(folder: Path, module: str, source: str) -> None:
    """Put a distribution with one entry point into ``folder``."""
    (folder / f"{module}.py").write_text(source, "utf-8")
    metadata = folder / "aaa_test-1.2.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: aaa-test\nVersion: 1.2\n")
    (metadata / "entry_points.txt").write_text(
        textwrap.dedent(f"""\
            [opengov]
            aaa-test = {module}
            """)
    )


def test_the_hooks_are_the_ones_that_are_written_down() -> None:
    lines = [f"{name}({', '.join(parameters)})" for name, parameters in sorted(HOOKS.items())]
    assert SNAPSHOT.read_text("utf-8") == "\n".join(lines) + "\n"
