"""Commands on the records of an agency: determine, review, publish, agenda, history."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import evolve

from opengov.app import OpenGov
from opengov.cli import forms, options
from opengov.cli.files import write_whole
from opengov.cli.output import REFUSED, as_json, language, print_json, stderr, stdout
from opengov.cli.sources import existing_file, record_from
from opengov.cli.tables import bullets, obligations
from opengov.domain import (
    BEIJING,
    DisclosureAttribute,
    DisclosureItem,
    InterpretationPlan,
    ReviewOutcome,
)
from opengov.errors import ChannelError, RefusedError
from opengov.i18n import Translator
from opengov.ics import calendar_file
from opengov.ports import DeliveryState
from opengov.serial import to_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from opengov.app import Publication
    from opengov.domain import Fact
    from opengov.ports import Delivery

actor: Callable[[click.decorators.FC], click.decorators.FC] = click.option(
    "--actor", required=True, envvar="OPENGOV_ACTOR", help="Who acts, by name."
)


def _values(kind: type[DisclosureAttribute | ReviewOutcome]) -> click.Choice[str]:
    return click.Choice([member.value for member in kind])


@click.command()
@click.argument("source", metavar="PAGE|RECORD.json|ID")
@click.option("--channel", "channels", multiple=True, help="A channel; default all.")
@actor
@options.config
@as_json
@language
def publish(
    source: str,
    channels: tuple[str, ...],
    actor: str,
    config: Path | None,
    *,
    json_wanted: bool,
    language: str,
) -> None:
    """Publish a record on the agency's channels, or say every reason why not.

    A file is brought into the store first; an ID names a record that is there.
    """
    words = Translator(language)
    settings = options.settings_from(config)
    with OpenGov.open(settings) as agency:
        record_id = _brought_in(agency, source, actor)
        try:
            done = agency.publish(record_id, actor=actor, channels=channels or None)
        except RefusedError as refused:
            _report_refusal(record_id, refused, words, json_wanted=json_wanted)
            sys.exit(REFUSED)
    if json_wanted:
        print_json({"record": record_id, "deliveries": [_delivery(d) for d in done.deliveries]})
    else:
        _print_publication(done)
    fail_if_undelivered(done.deliveries)


@click.command()
@click.argument("sources", nargs=-1, required=True, type=existing_file, metavar="PAGE|RECORD.json…")
@click.option("--drafted-by", help="Who drafted it; the secrecy review is by somebody else.")
@click.option("--plan-approved-on", type=options.Day(), help="Day of approval of the 解读方案.")
@click.option("--plan-approved-by", default="", help="Who approved it.")
@options.facts
@actor
@options.config
def receive(
    sources: tuple[Path, ...],
    drafted_by: str | None,
    plan_approved_on: date | None,
    plan_approved_by: str,
    facts: tuple[Fact, ...],
    actor: str,
    config: Path | None,
) -> None:
    """Bring pages or records into the store and print their ids, a line each.

    The options say what a page does not.
    """
    plan = (
        InterpretationPlan(
            submitted_on=plan_approved_on,
            approved_on=plan_approved_on,
            approved_by=plan_approved_by,
        )
        if plan_approved_on
        else None
    )
    records = [(source, record_from(source)) for source in sources]
    with OpenGov.open(options.settings_from(config)) as agency:
        for source, record in records:
            told = options.with_facts(record, facts)
            if drafted_by:
                told = evolve(told, drafted_by=drafted_by)
            if plan and isinstance(told, DisclosureItem):
                told = evolve(told, interpretation_plan=plan)
            click.echo(agency.receive(told, actor=actor, source=str(source)).id)


def _brought_in(agency: OpenGov, source: str, actor: str) -> str:
    path = Path(source)
    if not path.is_file():
        return source
    return agency.receive(record_from(path), actor=actor, source=str(path)).id


def _report_refusal(
    record_id: str, refused: RefusedError, words: Translator, *, json_wanted: bool
) -> None:
    reasons = [words.render(reason) for reason in refused.reasons]
    if json_wanted:
        print_json({"record": record_id, "refused": reasons, "reasons": to_data(refused.reasons)})
    else:
        stdout().print(words.text("publication.refused"), style="bold red")
        bullets(stdout(), reasons, mark="✗", style="red")


def _delivery(delivery: object) -> object:
    data = to_data(delivery)
    released = data.pop("release")
    return {"channel": released["channel"], "key": released["key"], **data}


def _print_publication(done: Publication) -> None:
    for delivery in done.deliveries:
        shown = delivery.receipt.reference if delivery.receipt else delivery.error
        mark = "✓" if delivery.state is DeliveryState.DONE else "…"
        stdout().print(f"{mark} {delivery.release.channel}: {shown}", markup=False, soft_wrap=True)
    for problem in done.problems:
        stderr().print(str(problem), style="yellow", markup=False)


def fail_if_undelivered(deliveries: Iterable[Delivery]) -> None:
    """Raise a ``ChannelError`` that names every release that no channel has taken yet."""
    failed = [each for each in deliveries if each.error and each.state is not DeliveryState.DONE]
    if failed:
        raise ChannelError(
            "not every channel took the release; it stays in the outbox.",
            where=", ".join(d.release.channel for d in failed),
            remedy="Mend the channel and publish again.",
            faults=[ChannelError(d.error, where=d.release.channel) for d in failed],
        )


@click.command()
@click.argument("record_id", metavar="ID")
@click.option("--attribute", type=_values(DisclosureAttribute), required=True)
@click.option("--reason", default="", help="Why; needed unless the attribute is proactive.")
@click.option("--ground", "grounds", multiple=True, help="A rule of the negative list.")
@actor
@options.config
def determine(
    record_id: str,
    attribute: str,
    reason: str,
    grounds: tuple[str, ...],
    actor: str,
    config: Path | None,
) -> None:
    """Record the disclosure attribute of a record (公开属性认定)."""
    with OpenGov.open(options.settings_from(config)) as agency:
        agency.determine(
            record_id,
            attribute=DisclosureAttribute(attribute),
            by=actor,
            reason=reason,
            grounds=grounds,
        )


@click.command()
@click.argument("record_id", metavar="ID")
@click.option("--outcome", type=_values(ReviewOutcome), required=True)
@click.option("--note", default="")
@click.option(
    "--dismiss",
    "dismissed",
    multiple=True,
    metavar="RULE",
    help="A screening rule whose findings may stand, for the reason in --note; repeatable.",
)
@actor
@options.config
def review(
    record_id: str,
    outcome: str,
    note: str,
    actor: str,
    config: Path | None,
    *,
    dismissed: tuple[str, ...],
) -> None:
    """Record a secrecy review of a record as it stands (保密审查)."""
    with OpenGov.open(options.settings_from(config)) as agency:
        agency.review(
            record_id,
            outcome=ReviewOutcome(outcome),
            by=actor,
            note=note,
            dismissed=dismissed,
        )


@click.command()
@options.as_of
@options.known_at
@click.option("--all", "everything", is_flag=True, help="What is done, too.")
@click.option(
    "--ics",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE|-",
    help="Write the due dates, with alarms, as a calendar file (iCalendar) instead.",
)
@options.config
@as_json
@language
def agenda(
    as_of: date | None,
    known_at: datetime | None,
    ics: Path | None,
    config: Path | None,
    *,
    everything: bool,
    json_wanted: bool,
    language: str,
) -> None:
    """List what is still to be done, what is due first on top."""
    if ics and json_wanted:
        raise click.UsageError("--ics and --json each want the whole output; give one of them.")
    words = Translator(language)
    with OpenGov.open(options.settings_from(config)) as agency:
        lines = agency.agenda(as_of=as_of, known_at=known_at, everything=everything)
        now = agency.clock.now()
    if ics:
        _write(ics, calendar_file(lines, words, stamp=now))
        undated = sum(line.obligation.due is None for line in lines)
        if undated:
            stderr().print(words.text("agenda.undated", count=undated))
    elif json_wanted:
        print_json([forms.agenda_line(line, words) for line in lines])
    elif lines:
        stdout().print(obligations(lines, words))
    else:
        stdout().print(words.text("agenda.empty"))


def _write(path: Path, data: bytes) -> None:
    if str(path) == "-":
        click.echo(data, nl=False)
    else:
        write_whole(path, data)


@click.command()
@click.argument("record_id", metavar="ID")
@options.config
@as_json
@language
def history(record_id: str, config: Path | None, *, json_wanted: bool, language: str) -> None:
    """Show everything that happened to a record, refused attempts included, in Beijing time."""
    words = Translator(language)
    with OpenGov.open(options.settings_from(config)) as agency:
        events = agency.history(record_id)
    for event in events:
        data = to_data(event)
        if json_wanted:
            print_json(data, line=True)
            continue
        at = event.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
        stdout().print(f"{at}  {words.text('event.' + data['type'])}  {event.actor}", markup=False)
        bullets(stdout(), map(words.render, getattr(event, "reasons", ())), mark="  ✗")


COMMANDS = (receive, publish, determine, review, agenda, history)
