"""Commands on pages and records that lie in files: intake, assess, schema."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from opengov.cli import forms, options
from opengov.cli.output import WRONG_USAGE, as_json, language, print_json, stderr, stdout
from opengov.cli.sources import (
    Unreadable,
    existing_file,
    existing_or_stdin,
    holds_many,
    reading,
    record_from,
)
from opengov.cli.tables import print_assessment
from opengov.compose import installed_calendar, installed_host
from opengov.compose import packs as packs_named
from opengov.domain import civil_day
from opengov.errors import IntakeError, OpenGovError
from opengov.explain import Called
from opengov.i18n import Translator
from opengov.intake import read_page, stated_fields
from opengov.policy import assess as assess_record
from opengov.ports import SystemClock
from opengov.serial import RECORD_TYPES, json_schema
from opengov.settings import Settings

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from opengov.domain import AnyRecord, Fact
    from opengov.intake import Intake
    from opengov.policy import Assessment

ASSESSMENT = "assessment"


@click.command()
@click.argument("pages", nargs=-1, required=True, type=existing_file, metavar="PAGE…")
@as_json
@language
def intake(pages: tuple[Path, ...], *, json_wanted: bool, language: str) -> None:
    """Read pages with a metadata block, as text or HTML, into disclosure items.

    With --json one object a page, a line each; what a page does not state is null.
    """
    words = Translator(language)
    failed = False
    with click.progressbar(
        pages,
        label="intake",
        file=sys.stderr,
        hidden=len(pages) < 20,
    ) as shown:
        for page in shown:
            try:
                read = read_page(page.read_bytes(), name=str(page))
            except IntakeError as error:
                failed = True
                _report_unreadable(page, error, json_wanted=json_wanted)
                continue
            if json_wanted:
                print_json(_page(page, read, words), line=True)
            else:
                _print_page(page, read, words)
    if failed:
        sys.exit(WRONG_USAGE)


def _page(page: Path, read: Intake, words: Translator) -> dict[str, Any]:
    return {
        "file": str(page),
        **stated_fields(read.item),
        "warnings": [words.render(warning) for warning in read.warnings],
        "unplaced": list(read.unplaced),
    }


def _print_page(page: Path, read: Intake, words: Translator) -> None:
    console = stdout()
    console.print(str(page), style="bold", markup=False)
    for name, value in stated_fields(read.item).items():
        if value not in (None, [], ""):
            label = words.text(f"field.{name}")
            shown = "、".join(value) if isinstance(value, list) else str(value)
            console.print(f"  {label}: {shown}", markup=False, soft_wrap=True)
    for warning in read.warnings:
        console.print(f"  ! {words.render(warning)}", style="yellow", markup=False, soft_wrap=True)


def _report_unreadable(page: Path, error: OpenGovError, *, json_wanted: bool) -> None:
    if json_wanted:
        problem = {"code": error.code, "what": error.what, "remedy": error.remedy}
        print_json({"file": str(page), "error": problem}, line=True)
    stderr().print(str(error), style="red", markup=False, soft_wrap=True)


@click.command()
@click.argument(
    "sources", nargs=-1, required=True, type=existing_or_stdin, metavar="PAGE|RECORD.json|-…"
)
@click.option(
    "--related",
    multiple=True,
    type=existing_file,
    help="A record that can be evidence, such as an interpretation; repeatable.",
)
@options.as_of
@options.known_at
@options.facts
@options.packs
@as_json
@language
def assess(
    sources: tuple[Path, ...],
    related: tuple[Path, ...],
    as_of: date | None,
    known_at: datetime | None,
    facts: tuple[Fact, ...],
    packs: tuple[str, ...],
    *,
    json_wanted: bool,
    language: str,
) -> None:
    """Say whether records may be disclosed, and what must happen by when, with reasons.

    A file holds a page, a record, a list of records, or in *.ndjson one record a line; - reads
    such lines from standard input. With --json one page or record is printed as one object, of
    several each on a line of its own, in their order; what is no record has an error there.
    """
    host, words = installed_host(), Translator(language)
    stack, calendar = packs_named(Settings(packs=packs), host), installed_calendar(host)
    called = Called(words, stack)
    evidence = [record_from(path) for path in related]

    def assessed(record: AnyRecord) -> Assessment:
        moment = known_at or SystemClock().now()
        return assess_record(
            options.with_facts(record, facts),
            stack,
            calendar=calendar,
            as_of=as_of or civil_day(moment),
            known_at=moment,
            related=evidence,
        )

    failed = False
    is_single = len(sources) == 1 and not holds_many(sources[0])
    for read in reading(sources):
        if isinstance(read, Unreadable):
            failed = True
            _report_unread(read, json_wanted=json_wanted and not is_single)
        elif json_wanted:
            print_json(forms.assessment(assessed(read), words, called), line=not is_single)
            sys.stdout.flush()
        else:
            print_assessment(stdout(), read.title or read.id, assessed(read), words, called)
            if not is_single:
                stdout().print()
    if failed:
        sys.exit(WRONG_USAGE)


def _report_unread(read: Unreadable, *, json_wanted: bool) -> None:
    error = read.error
    if json_wanted:
        problem = {"code": error.code, "what": error.what, "remedy": error.remedy}
        faults = [{"where": each.where, "what": each.what} for each in error.faults]
        print_json({"where": read.where, "error": {**problem, "faults": faults}}, line=True)
        sys.stdout.flush()
    stderr().print(str(error), style="red", markup=False, soft_wrap=True)


@click.command()
@click.argument("kind", required=False, type=click.Choice(sorted((*RECORD_TYPES, ASSESSMENT))))
def schema(kind: str | None) -> None:
    """Print the JSON Schema of a record type, or of all by name.

    That of an assessment is what assess --json prints.
    """
    if kind:
        print_json(_schema(kind))
    else:
        print_json({name: _schema(name) for name in (*RECORD_TYPES, ASSESSMENT)})


def _schema(kind: str) -> dict[str, Any]:
    return forms.assessment_schema() if kind == ASSESSMENT else json_schema(RECORD_TYPES[kind])


COMMANDS = (intake, assess, schema)
