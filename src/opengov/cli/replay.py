"""The command that assesses the same records twice: under two laws, dates or calendars."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve, frozen
from rich.text import Text

from opengov import explain
from opengov.app import OpenGov
from opengov.cli import options
from opengov.cli.law import difference_data, print_differences
from opengov.cli.output import as_json, language, print_json, stdout
from opengov.cli.sources import existing, existing_file, files_in, records_from
from opengov.cli.tables import STATUS_STYLES, bullets, headed
from opengov.compose import calendar as calendar_of
from opengov.compose import installed_host
from opengov.compose import packs as packs_named
from opengov.domain import Interpretation
from opengov.explain import Called
from opengov.i18n import Translator
from opengov.packs import read_notice_file
from opengov.policy import law_of
from opengov.policy.diff import stack_differences
from opengov.ports import SystemClock
from opengov.reports import Effect, Under, replayed
from opengov.serial import to_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from opengov.domain import AnyRecord
    from opengov.hooks import PluginHost
    from opengov.policy import Pack
    from opengov.reports import FindingChange, ObligationChange, Replayed
    from opengov.settings import Settings
    from opengov.workdays import Calendar

EFFECT_STYLES = {
    Effect.APPEARS: "green",
    Effect.VANISHES: "red",
    Effect.MOVES: "yellow",
    Effect.STATUS: "cyan",
}


@frozen(kw_only=True)
class Side:
    """What the options say of one side."""

    packs: tuple[str, ...]
    law_day: date | None
    as_of: date | None
    known_at: datetime


@click.command()
@click.argument("sources", nargs=-1, type=existing, metavar="[RECORD.json|FOLDER]…")
@click.option("--pack", "packs", multiple=True, help="A pack, by name or folder; repeatable.")
@click.option("--against", "against_packs", multiple=True, help="A pack of the other side.")
@click.option(
    "--law-of", "law_day", type=options.Day(), help="The law of this day, as if it always held."
)
@click.option(
    "--against-law-of", "against_law_day", type=options.Day(), help="The law of the other side."
)
@click.option("--as-of", type=options.Day(), help="The day whose law is asked; default today.")
@click.option("--against-as-of", type=options.Day(), help="That day on the other side.")
@options.known_at
@click.option("--against-known-at", type=options.Moment(), help="That moment on the other side.")
@click.option(
    "--without-notice",
    "notice",
    type=existing_file,
    help="A holiday notice, or an overlay of the settings, that only the other side knows.",
)
@options.config
@as_json
@language
def replay(
    sources: tuple[Path, ...],
    notice: Path | None,
    config: Path | None,
    *,
    json_wanted: bool,
    language: str,
    **stated: Any,
) -> None:
    """Assess the same records twice and show what differs, and which article causes it.

    First comes what the two laws say otherwise, all of it; then what differs for the records.

    The records are those of the store, or of RECORD.json: a record, a list of them, or in
    *.ndjson one a line. What is not said of the other side is as on the first; without --pack
    the packs are those of the settings. --law-of alone is set against the law as it stands,
    each edition on its own days.
    """
    first, second = _sides(stated, SystemClock().now())
    if first == second and notice is None:
        raise click.UsageError("both sides are the same; say in what the other one differs.")
    words = Translator(language)
    settings, host = options.settings_from(config), installed_host()
    before, after = (_under(side, settings, host) for side in (first, second))
    if notice is not None:
        before = evolve(before, calendar=_without(notice, settings, host))
        after = evolve(after, calendar=_with(notice, settings, host))
    shown = _Lines(words) if json_wanted else _Page(words)
    shown.law(before.packs, after.packs)
    with ExitStack() as stack:
        if sources:
            found = replayed(_records(list(files_in(sources))), before, after)
        else:
            found = stack.enter_context(OpenGov.open(settings, host=host)).replay(before, after)
        shown.records(found)


def _sides(stated: dict[str, Any], now: datetime) -> tuple[Side, Side]:
    """Return both sides; what is not said of the second is as on the first, save its law."""
    first = Side(
        packs=stated["packs"],
        law_day=stated["law_day"],
        as_of=stated["as_of"],
        known_at=stated["known_at"] or now,
    )
    second = Side(
        packs=stated["against_packs"] or first.packs,
        law_day=stated["against_law_day"],
        as_of=stated["against_as_of"] or first.as_of,
        known_at=stated["against_known_at"] or first.known_at,
    )
    return first, second


def _under(side: Side, settings: Settings, host: PluginHost) -> Under:
    named = evolve(settings, packs=side.packs, folder=Path()) if side.packs else settings
    packs = packs_named(named, host)
    if side.law_day is not None:
        packs = tuple(law_of(pack, side.law_day) for pack in packs)
    return Under(
        packs=packs,
        known_at=side.known_at,
        as_of=side.as_of,
        calendar=calendar_of(settings, host),
    )


def _without(path: Path, settings: Settings, host: PluginHost) -> Calendar:
    files = settings.calendar
    kept = tuple(each for each in files.overlays if not _is(settings.folder / each, path))
    if kept != files.overlays:
        return calendar_of(evolve(settings, calendar=evolve(files, overlays=kept)), host)
    return calendar_of(settings, host).without(read_notice_file(path))


def _with(path: Path, settings: Settings, host: PluginHost) -> Calendar:
    found = calendar_of(settings, host)
    if any(_is(settings.folder / each, path) for each in settings.calendar.overlays):
        return found
    return found.with_notices(read_notice_file(path))


def _is(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _records(files: Sequence[Path]) -> Iterator[tuple[AnyRecord, Sequence[AnyRecord]]]:
    """Return each record with its interpretations; only these are held in memory."""
    related: dict[str, list[AnyRecord]] = {}
    for path in files:
        for record in records_from(path):
            if isinstance(record, Interpretation):
                related.setdefault(record.document_id, []).append(record)
    for path in files:
        for record in records_from(path):
            yield record, related.get(record.id, ())


class _Tally:
    """Counts records and effects as they come."""

    def __init__(self) -> None:
        self.records = 0
        self.differing = 0
        self.effects: Counter[str] = Counter()

    def count(self, found: Replayed) -> None:
        """Count one record."""
        self.records += 1
        self.differing += found.differs
        self.effects["ruling"] += found.ruling_changed
        for change in found.obligations:
            self.effects.update(effect.value for effect in change.effects)
        self.effects.update(change.effect.value for change in found.findings)

    @property
    def data(self) -> dict[str, Any]:
        """Return what was counted."""
        effects = {name: count for name, count in self.effects.items() if count}
        return {"records": self.records, "differing": self.differing, "effects": effects}


class _Lines:
    """Prints JSON: a line for each norm that differs or not, each record that does, the tally."""

    def __init__(self, words: Translator) -> None:
        self._words = words

    def law(self, before: tuple[Pack, ...], after: tuple[Pack, ...]) -> None:
        """Print the difference of the law."""
        called = Called(self._words, before), Called(self._words, after)
        for found in stack_differences(before, after):
            for each in found:
                print_json({"type": "norm", **difference_data(each, *called)}, line=True)

    def records(self, found: Iterator[Replayed]) -> None:
        """Print what differs for each record."""
        tally = _Tally()
        for each in found:
            tally.count(each)
            if each.differs:
                told = list(explain.replayed(each, self._words))
                print_json({"type": "record", **to_data(each), "explanation": told}, line=True)
        print_json({"type": "tally", **tally.data}, line=True)


class _Page:
    """Prints tables and sentences."""

    def __init__(self, words: Translator) -> None:
        self._words = words

    def law(self, before: tuple[Pack, ...], after: tuple[Pack, ...]) -> None:
        """Print the difference of the law, where there is one: all of it, whatever the records."""
        called = Called(self._words, before), Called(self._words, after)
        found = [each for law in stack_differences(before, after) for each in law]
        if found:
            stdout().print(Text(self._words.text("replay.law"), style="bold"))
            print_differences(found, *called, everything=False)
            stdout().print(Text(self._words.text("replay.records"), style="bold"))

    def records(self, found: Iterator[Replayed]) -> None:
        """Print what differs for each record, as it comes, and the tally."""
        words, tally = self._words, _Tally()
        for each in found:
            tally.count(each)
            if each.differs:
                self._record(each)
        told = [words.text("replay.tally", records=tally.records, differing=tally.differing)]
        told += [
            words.text("replay.effect", effect=words.text(f"effect.{name}"), count=count)
            for name, count in tally.data["effects"].items()
        ]
        stdout().print(Text("  ".join(told), style="bold"), soft_wrap=True)

    def _record(self, found: Replayed) -> None:
        words = self._words
        stdout().print(Text(found.title, style="bold"))
        table = headed("duty", "change", "before", "after", words=words)
        for change in found.obligations:
            table.add_row(*self._obligation(change))
        for finding in found.findings:
            table.add_row(*self._finding(finding))
        if table.rows:
            stdout().print(table)
        bullets(stdout(), explain.replayed(found, words))
        stdout().print()

    def _obligation(self, change: ObligationChange) -> Iterator[Text]:
        words = self._words
        only = change.after or change.before
        assert only is not None  # noqa: S101  (one of the two there always is)
        effects = words.text("replay.and").join(
            words.text(f"effect.{effect.value}") for effect in change.effects
        )
        yield Text(explain.duty(only, words))
        yield Text(effects, style=EFFECT_STYLES[change.effects[0]])
        for side in (change.before, change.after):
            if side is None:
                yield Text("—")
            else:
                told = f"{explain.due_or_opens(side, words)}\n{explain.standing(side, words)}"
                yield Text(told, style=STATUS_STYLES[side.status])

    def _finding(self, change: FindingChange) -> Iterator[Text]:
        words = self._words
        only = change.after or change.before
        assert only is not None  # noqa: S101  (one of the two there always is)
        yield Text(words.render(only.source.title))
        yield Text(words.text(f"effect.{change.effect.value}"), style=EFFECT_STYLES[change.effect])
        for side in (change.before, change.after):
            yield Text(explain.finding_stands(side, words) if side else "—")


COMMANDS = (replay,)
