"""Commands on the working-day calendar: reading notices, due dates, replaying the past."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich import box
from rich.table import Table

from opengov import explain
from opengov.app import OpenGov
from opengov.cli import options
from opengov.cli.files import write_whole
from opengov.cli.output import as_json, language, print_json, stderr, stdout
from opengov.cli.sources import existing_file
from opengov.compose import calendar as calendar_of
from opengov.compose import installed_host
from opengov.domain import civil_day
from opengov.errors import NoticeError
from opengov.i18n import Translator
from opengov.packs import notice_text
from opengov.ports import SystemClock
from opengov.serial import to_data
from opengov.workdays import (
    CalendarDays,
    FirstHour,
    Hours,
    LastDay,
    Months,
    Workdays,
    Years,
    calendar_before,
    day_changes,
    due,
    read_notice,
    replay,
)

if TYPE_CHECKING:
    from opengov.reports import Move
    from opengov.workdays import Calendar, DayChange, Due, Limit, Notice, Replay


@click.group()
def calendar() -> None:
    """The working-day calendar: notices, due dates, what was known when."""


@calendar.command("read")
@click.argument("path", type=existing_file, metavar="NOTICE.txt")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder to keep the notice in, as a file for [calendar] notices.",
)
@click.option("--url", default="", help="Where the notice was published.")
@click.option(
    "--allow-unbalanced",
    is_flag=True,
    help="Accept a notice that gives more or fewer days off than the order on holidays does.",
)
@options.config
@as_json
@language
def read(
    path: Path,
    out: Path | None,
    url: str,
    config: Path | None,
    *,
    allow_unbalanced: bool,
    json_wanted: bool,
    language: str,
) -> None:
    """Read a holiday notice of the State Council, and show what it changes.

    Every weekday is checked against its date; a notice that cannot be right is refused with the
    lines that are wrong. The days that were known otherwise are listed, and the open obligations
    of the store whose due date moves.
    """
    words = Translator(language)
    settings = options.settings_from(config)
    with OpenGov.open(settings) as agency:
        known = agency.parts.calendar
        notice = read_notice(
            _text(path), known=known.notices, url=url, allow_unbalanced=allow_unbalanced
        )
        before = calendar_before(notice, known)
        changes = day_changes(notice, before)
        moved = agency.moved_by(notice)
    kept = _keep(notice, out) if out else None
    if json_wanted:
        print_json(
            {
                "notice": to_data(notice),
                "changes": to_data(changes),
                "moves": [_move(move, words) for move in moved],
                "kept": str(kept) if kept else None,
            }
        )
        return
    _print_notice(notice, known, words)
    _print_changes(changes, words)
    _print_moves(moved, words)
    if kept:
        stderr().print(words.text("calendar.kept", path=str(kept)), markup=False, soft_wrap=True)


def _text(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoticeError(
        "the file is no text.", where=str(path), remedy="Give the notice as UTF-8 or GB 18030."
    )


def _keep(notice: Notice, folder: Path) -> Path:
    """Write the notice whole or not at all, under a name that its number gives."""
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(c if c.isalnum() else "-" for c in str(notice.source)).strip("-")
    path = folder / f"{notice.known_on.isoformat()}-{name}.toml"
    write_whole(path, notice_text(notice).encode())
    return path


def _move(move: Move, words: Translator) -> dict[str, Any]:
    return {
        "title": move.title,
        "record_id": move.before.record_id,
        "duty": move.before.duty,
        "before": to_data(move.before.due),
        "after": to_data(move.after.due),
        "explanation": list(explain.obligation(move.after, words)),
    }


def _print_notice(notice: Notice, known: Calendar, words: Translator) -> None:
    source = notice.source
    head = "  ".join(filter(None, [source.title, source.number, str(source.issued or "")]))
    stdout().print(head, style="bold", markup=False, soft_wrap=True)
    table = _table("day", "weekday", "kind", words=words)
    for each in notice.days:
        kind = words.text(f"day-kind.{each.kind.value}", holiday=each.holiday)
        table.add_row(each.day.isoformat(), words.weekday(each.day), kind)
    stdout().print(table)
    there = next((other for other in known.notices if other.replaces(notice)), None)
    if there is not None:
        same = {(e.day, e.kind) for e in there.days} == {(e.day, e.kind) for e in notice.days}
        key = "calendar.known-already" if same else "calendar.known-otherwise"
        stdout().print(words.text(key, notice=str(there.source)), markup=False, soft_wrap=True)


def _print_changes(changes: tuple[DayChange, ...], words: Translator) -> None:
    if not changes:
        stdout().print(words.text("calendar.no-changes"))
        return
    stdout().print(words.text("calendar.changes"), style="bold")
    table = _table("day", "weekday", "before", "after", words=words)
    for change in changes:
        table.add_row(
            change.after.day.isoformat(),
            words.weekday(change.after.day),
            explain.ledger_day(change.before, words),
            explain.ledger_day(change.after, words),
            style="" if change.moves_counts else "dim",
        )
    stdout().print(table)


def _print_moves(moved: tuple[Move, ...], words: Translator) -> None:
    if not moved:
        stdout().print(words.text("calendar.no-moves"))
        return
    stdout().print(words.text("calendar.moves"), style="bold")
    table = _table("record", "duty", "before", "after", words=words)
    for move in moved:
        table.add_row(
            move.title,
            words.text(f"duty.{move.before.duty}"),
            explain.last_day(move.before.due, words) if move.before.due else "—",
            explain.last_day(move.after.due, words) if move.after.due else "—",
        )
    stdout().print(table)


def _table(*columns: str, words: Translator) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for key in columns:
        table.add_column(words.text(f"column.{key}"), overflow="fold")
    return table


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
        calendar=_calendar(config, known_at),
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
    table = _table("day", "weekday", "kind", "number", words=words)
    for day, weekday, kind, number in rows:
        counted = "" if number is None else str(number)
        table.add_row(
            day.isoformat(), weekday, kind, counted, style="dim" if number is None else ""
        )
    stdout().print(table)


def _calendar(config: Path | None, known_at: datetime | None) -> Calendar:
    found = calendar_of(options.settings_from(config), installed_host())
    return found if known_at is None else found.as_known(known_at)


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
    found = _calendar(config, known_at)
    last = last or first
    span = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    shown = [
        day for day in map(found.day, span) if everything or day.source is not None or first == last
    ]
    if json_wanted:
        print_json(to_data(shown))
        return
    table = _table("day", "weekday", "kind", words=words)
    for day in shown:
        open_still = "" if day.final else words.text("calendar.not-final")
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
    found = _calendar(config, None)
    until = last or civil_day(SystemClock().now())
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
