"""Commands on the installation: plugins, doctor."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from opengov.cli import options
from opengov.cli.output import as_json, print_json, stdout
from opengov.compose import Parts, compose, installed_host
from opengov.errors import OpenGovError, StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@click.command()
@as_json
def plugins(*, json_wanted: bool) -> None:
    """List the plugins: what each offers, and what is wrong with it."""
    host = installed_host()
    found = [
        {
            "name": plugin.name,
            "distribution": plugin.distribution,
            "version": plugin.version,
            "hooks": list(plugin.hooks),
            "problems": [str(problem) for problem in plugin.problems],
        }
        for plugin in host.plugins
    ]
    if json_wanted:
        print_json(found)
        return
    for plugin in found:
        hooks = ", ".join(plugin["hooks"])
        console = stdout()
        console.print(
            f"{plugin['name']}  {plugin['distribution']} {plugin['version']}  {hooks}",
            markup=False,
        )
        for problem in plugin["problems"]:
            console.print(f"  ✗ {problem}", style="red", markup=False, soft_wrap=True)


@click.command()
@options.config
@as_json
def doctor(config: Path | None, *, json_wanted: bool) -> None:
    """Build every part that the settings name and see whether it works."""
    checks, fault = _checks(config)
    if json_wanted:
        print_json(checks)
    else:
        for check in checks:
            mark, style = ("✓", "green") if check["ok"] else ("✗", "red")
            stdout().print(
                f"{mark} {check['part']}: {check['says']}",
                style=style,
                markup=False,
                soft_wrap=True,
            )
    if fault is not None:
        raise fault
    if not all(check["ok"] for check in checks):
        raise StoreUnavailableError(
            "not every part works.", where="doctor", remedy="Mend what is marked above."
        )


def _checks(config: Path | None) -> tuple[list[dict[str, Any]], OpenGovError | None]:
    """Return what was checked, and what kept the parts from being put together at all."""
    settings = options.settings_from(config)
    host = installed_host()
    checks: list[dict[str, Any]] = []
    for plugin in host.plugins:
        problems = "; ".join(str(problem) for problem in plugin.problems)
        part = f"plugin {plugin.name}"
        checks.append({"part": part, "ok": not problems, "says": problems or "loaded"})
    try:
        parts = compose(settings, host)
    except OpenGovError as error:
        return [*checks, {"part": "settings", "ok": False, "says": str(error)}], error
    try:
        return [*checks, *_pings(parts)], None
    finally:
        parts.store.close()


def _pings(parts: Parts) -> Iterator[dict[str, Any]]:
    yield _check("store", parts.store.ping)
    yield _check("calendar", partial(_calendar, parts))
    for name in parts.channel_names:
        yield _check(f"channel {name}", partial(_ping_channel, parts, name))
    for pack in parts.packs:
        says = f"{pack.version}, {len(pack.provisions)} provisions, {len(pack.rules)} rules"
        yield {"part": f"pack {pack.id}", "ok": True, "says": says}


def _calendar(parts: Parts) -> str:
    found = parts.calendar
    own = "".join(f", {overlay.name}" for overlay in found.overlays)
    return (
        f"announced from {found.announced.start} to {found.announced_through},"
        f" final up to {found.final_through}{own}"
    )


def _ping_channel(parts: Parts, name: str) -> str:
    return parts.channel(name).ping()


def _check(part: str, ping: Callable[[], str]) -> dict[str, Any]:
    try:
        return {"part": part, "ok": True, "says": ping()}
    except OpenGovError as error:
        return {"part": part, "ok": False, "says": str(error)}


COMMANDS = (plugins, doctor)
