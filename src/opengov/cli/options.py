"""Options that several commands share: days, moments, facts, settings."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import evolve

from opengov.domain import BEIJING, Fact
from opengov.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opengov.domain import AnyRecord

SETTINGS = Path("opengov.toml")


class Day(click.ParamType[date]):
    """A day such as 2018-05-16."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read an ISO day."""
        if type(value) is date:
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a day; write it like 2018-05-16.", param, ctx)


class Moment(click.ParamType[datetime]):
    """A day or a moment; without a zone it is Beijing time, a bare day means its end."""

    name = "moment"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read an ISO day or moment."""
        if isinstance(value, datetime):
            return value
        text = str(value)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{value!r} is not a moment; write 2018-05-16T15:22.", param, ctx)
        if "T" not in text and " " not in text:
            moment = moment.replace(hour=23, minute=59, second=59)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
        try:
            return moment.astimezone(BEIJING)
        except OverflowError:
            self.fail(f"{value!r} lies beyond the last day that can be written.", param, ctx)


class DayOrMoment(click.ParamType[date]):
    """A day, or a moment; a moment without a zone is Beijing time."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read an ISO day or moment."""
        text = str(value)
        kind = Moment() if "T" in text or " " in text else Day()
        return kind.convert(value, param, ctx)


class FactType(click.ParamType[Fact]):
    """A fact such as major-policy=yes."""

    name = "name=yes|no"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Fact:
        """Read a name and an answer."""
        if isinstance(value, Fact):
            return value
        name, _, answer = str(value).partition("=")
        if not name or answer not in {"yes", "no"}:
            self.fail(f"{value!r} is not a fact; write NAME=yes or NAME=no.", param, ctx)
        return Fact(name, answer == "yes", "command line")


as_of = click.option("--as-of", type=Day(), help="The day whose law is asked; default today.")
known_at = click.option(
    "--known-at", type=Moment(), help="The moment whose knowledge counts; default now."
)
facts = click.option(
    "--fact", "facts", type=FactType(), multiple=True, help="A fact to take as known; repeatable."
)
packs = click.option(
    "--pack", "packs", multiple=True, help="A pack, by name or folder; default all installed."
)
config = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"The settings of the agency; default {SETTINGS} where there is one.",
)


def settings_from(path: Path | None) -> Settings:
    """Read the settings: the file named, else the one that lies here, else none."""
    if path is None and not SETTINGS.exists():
        return Settings()
    return read_settings(path or SETTINGS)


def with_facts(record: AnyRecord, stated: Sequence[Fact]) -> AnyRecord:
    """Return the record with these facts in place of what it says of the same names."""
    names = {fact.name for fact in stated}
    kept = tuple(fact for fact in record.facts if fact.name not in names)
    return evolve(record, facts=(*kept, *stated)) if stated else record
