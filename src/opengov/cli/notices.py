"""The command that reads a holiday notice and shows what it changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from opengov import explain
from opengov.app import OpenGov
from opengov.cli import options
from opengov.cli.files import write_whole
from opengov.cli.output import as_json, language, print_json, stderr, stdout
from opengov.cli.sources import existing_file
from opengov.cli.tables import headed
from opengov.errors import NoticeError
from opengov.i18n import Translator
from opengov.packs import notice_text, read_notice_file
from opengov.serial import to_data
from opengov.workdays import calendar_before, day_changes, read_notice

if TYPE_CHECKING:
    from opengov.reports import Move
    from opengov.workdays import Calendar, DayChange, Notice


@click.command()
@click.argument("path", type=existing_file, metavar="NOTICE.txt")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder to keep the notice in, as a file for [calendar] notices.",
)
@click.option("--url", default="", help="Where the notice was published.")
@click.option(
    "--allow-unusual",
    is_flag=True,
    help="Take a notice although it does what none has done since 2004.",
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
    allow_unusual: bool,
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
        notice = read_notice(_text(path), known=known.notices, url=url, allow_unusual=allow_unusual)
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
    for path in sorted(folder.glob("*.toml")):
        if read_notice_file(path).replaces(notice):
            write_whole(path, notice_text(notice).encode())
            return path
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
    table = headed("day", "weekday", "kind", words=words)
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
    table = headed("day", "weekday", "before", "after", words=words)
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
    table = headed("record", "duty", "before", "after", words=words)
    for move in moved:
        table.add_row(
            move.title,
            explain.duty(move.before, words),
            explain.last_day(move.before.due, words) if move.before.due else "—",
            explain.last_day(move.after.due, words) if move.after.due else "—",
        )
    stdout().print(table)
