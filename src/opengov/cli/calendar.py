"""Commands on the working-day calendar: due dates, days, replaying the past."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich import box
from rich.table import Table

from opengov import explain
from opengov.cli import options
from opengov.cli.notices import read
from opengov.cli.output import as_json, language, print_json, stdout
from opengov.cli.tables import headed
from opengov.compose import calendar as calendar_of
from opengov.compose import installed_host
from opengov.domain import civil_day
from opengov.i18n import Translator
from opengov.ports import SystemClock
from opengov.serial import to_data
from opengov.workdays import (
    CalendarDays,
    DayKind,
    FirstHour,
    Hours,
    LastDay,
    Months,
    Workdays,
    Years,
    due,
    known_or_open,
    replay,
)

if TYPE_CHECKING:
    from opengov.workdays import Calendar, Due, Limit, Replay


@click.group()
def calendar() -> None:
    """The working-day calendar: notices, due dates, what was known when."""


calendar.add_command(read)


class NumberAndUnit(click.ParamType[tuple[int, str]]):
    """A number and a unit of time, such as 20wd, 30d, 6m, 1y or 24h."""

    name = "limit"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, str]:
        """Read a number and a unit."""
        match = re.fullmatch(r"([0-9]{1,6})(wd|d|m|y|h)", str(value))
        if match is None:
            self.fail(f"{value!r} is not a limit; write 20wd, 30d, 6m, 1y or 24h.", param, ctx)
        return int(match[1]), match[2]


@calendar.command("due")
@click.argument("start", type=options.DayOrMoment())
@click.argument("limit", type=NumberAndUnit())
@click.option("--stays", is_flag=True, help="A last day off stays where it falls (d, m, y).")
@click.option("--skip-first-hour", is_flag=True, help="The hour under way does not count (h).")
@options.known_at
@options.config
@as_json
@language
def due_command(
    start: date | datetime,
    limit: tuple[int, str],
    known_at: datetime | None,
    config: Path | None,
    *,
    stays: bool,
    skip_first_hour: bool,
    json_wanted: bool,
    language: str,
) -> None:
    """Count a LIMIT from START and show every day of the count.

    START is a day, or a moment for a limit in hours. LIMIT is a number and a unit: wd working
    days, d calendar days, m months, y years, h hours. The unit is never guessed: 日 means
    working days in one law and calendar days in another.
    """
    words = Translator(language)
    found = due(
        _limit(*limit, stays=stays, skip_first_hour=skip_first_hour),
        start=start,
        calendar=_known(config, known_at),
    )
    if json_wanted:
        print_json({**to_data(found), "explanation": _explained(found, words)})
        return
    stdout().print(explain.last_day(found, words), style="bold")
    for sentence in _explained(found, words):
        stdout().print(sentence, markup=False)
    _print_ledger(found, words)


def _limit(number: int, unit: str, *, stays: bool, skip_first_hour: bool) -> Limit:
    if (stays and unit not in {"d", "m", "y"}) or (skip_first_hour and unit != "h"):
        raise click.UsageError("that option does not go with a limit in this unit.")
    last_day = LastDay.STAYS if stays else LastDay.MOVES
    match unit:
        case "wd":
            return Workdays(number)
        case "d":
            return CalendarDays(number, last_day=last_day)
        case "m":
            return Months(number, last_day=last_day)
        case "y":
            return Years(number, last_day=last_day)
        case _:
            first_hour = FirstHour.SKIPPED if skip_first_hour else FirstHour.COUNTS
            return Hours(number, first_hour=first_hour)


def _explained(found: Due, words: Translator) -> list[str]:
    sentences = [explain.count(found, words)]
    if found.provisional is not None:
        sentences.append(words.render(found.provisional.reason))
    return sentences


def _print_ledger(found: Due, words: Translator) -> None:
    rows = explain.ledger_table(found, words)
    if not rows:
        return
    table = headed("day", "weekday", "kind", "number", words=words)
    for day, weekday, kind, number in rows:
        counted = "" if number is None else str(number)
        table.add_row(
            day.isoformat(), weekday, kind, counted, style="dim" if number is None else ""
        )
    stdout().print(table)


def _calendar(config: Path | None) -> Calendar:
    return calendar_of(options.settings_from(config), installed_host())


def _known(config: Path | None, known_at: datetime | None) -> Calendar:
    return _calendar(config).as_known(known_at or SystemClock().now())


@calendar.command("days")
@click.argument("first", type=options.Day())
@click.argument("last", type=options.Day(), required=False)
@click.option("--all", "everything", is_flag=True, help="Plain working days and weekends, too.")
@options.known_at
@options.config
@as_json
@language
def days(
    first: date,
    last: date | None,
    known_at: datetime | None,
    config: Path | None,
    *,
    everything: bool,
    json_wanted: bool,
    language: str,
) -> None:
    """Show the days from FIRST to LAST that are not what their weekday says, and who says so."""
    words = Translator(language)
    found = _known(config, known_at)
    last = last or first
    if last < first:
        raise click.UsageError(f"{last} lies before {first}.")
    span = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    shown = [
        day
        for day in (known_or_open(day, found) for day in span)
        if everything or day.holiday or first == last
    ]
    if json_wanted:
        print_json(to_data(shown))
        return
    table = headed("day", "weekday", "kind", words=words)
    for day in shown:
        announced = day.kind is not DayKind.UNANNOUNCED
        open_still = words.text("calendar.not-final") if announced and not day.final else ""
        kind = f"{explain.ledger_day(day, words)}{open_still}"
        table.add_row(day.day.isoformat(), words.weekday(day.day), kind)
    stdout().print(table)


@calendar.command("replay")
@click.option("--from", "first", type=options.Day(), default="2015-01-01", show_default=True)
@click.option("--to", "last", type=options.Day(), default=None, help="Default: today.")
@click.option(
    "--workdays",
    "counts",
    type=click.IntRange(min=1),
    multiple=True,
    default=(7, 15, 20, 40),
    show_default=True,
    help="A limit in working days; repeatable.",
)
@options.config
@as_json
@language
def replay_command(
    first: date,
    last: date | None,
    counts: tuple[int, ...],
    config: Path | None,
    *,
    json_wanted: bool,
    language: str,
) -> None:
    """Count on how many days a due date, honestly computed on that day, moved later.

    Every day of the span is taken as a start, counted by the notices issued by then, and again
    by all that are known now. Dates that were provisional are counted apart: they claimed bounds
    and no day.
    """
    words = Translator(language)
    found = _calendar(config)
    until = last or civil_day(SystemClock().now())
    if until < first:
        raise click.UsageError(f"{until} lies before {first}.")
    rows = [replay(found, first=first, last=until, count=count) for count in counts]
    if json_wanted:
        print_json([_replay_data(row) for row in rows])
        return
    _print_replay(rows, words)


def _replay_data(row: Replay) -> dict[str, Any]:
    return {**to_data(row), "moved_or_guessed_wrong": row.moved_or_guessed_wrong}


def _print_replay(rows: list[Replay], words: Translator) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    for row in rows:
        table.add_column(words.text("limit.workdays", count=row.count), justify="right")
    for name in (
        "starts",
        "confirmed",
        "moved",
        "provisional",
        "outside",
        "widest",
        "december_moved",
        "guess_moved",
        "moved_or_guessed_wrong",
        "unresolved",
    ):
        cells = [str(getattr(row, name)) for row in rows]
        table.add_row(words.text(f"replay.{name.replace('_', '-')}"), *cells)
    stdout().print(table)
    for row in rows:
        for notice, count in row.movers.items():
            told = words.text("replay.mover", count=row.count, notice=notice, moved=count)
            stdout().print(told, markup=False, soft_wrap=True)


COMMANDS = (calendar,)
