"""The demonstration: the main job from intake to a published site, and what it shows."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen
from rich.progress import Progress
from rich.text import Text

from opengov import explain
from opengov.app import OpenGov
from opengov.cli import forms
from opengov.cli.output import as_json, language, print_json, stderr, stdout
from opengov.cli.publishing import fail_if_undelivered
from opengov.cli.sources import existing_file
from opengov.cli.story import SAMPLE, StageClock, Story, sample_story, story_of
from opengov.cli.tables import bullets, obligations, print_assessment
from opengov.domain import DisclosureItem
from opengov.errors import RefusedError, StoreUnavailableError
from opengov.i18n import Translator
from opengov.intake import stated_fields
from opengov.policy import ObligationStatus
from opengov.ports import Query, SystemClock
from opengov.reports import AgendaLine, agenda
from opengov.serial import to_data
from opengov.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opengov.domain import AnyRecord, Message
    from opengov.policy import Assessment
    from opengov.ports import Delivery

SETTINGS = """\
# Made by `opengov demo`; the other commands take it with --config.
packs = [{packs}]

[store]
use = "sql"
file = "opengov.db"

[channels.site]
use = "site"
folder = "site"
site_name = "{name}"
site_domain = "www.example.gov.cn"
site_id_code = "0000000000"
"""

INNER = str.maketrans("《》", "〈〉")


@frozen(kw_only=True)
class Outcome:
    """What became of one record."""

    record: AnyRecord
    assessment: Assessment
    refused: tuple[Message, ...]


@click.command()
@click.argument("pages", nargs=-1, type=existing_file, metavar="[PAGE]…")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("opengov-demo"),
    show_default=True,
    help="The folder for store and site.",
)
@as_json
@language
def demo(pages: tuple[Path, ...], out: Path, *, json_wanted: bool, language: str) -> None:
    """Carry documents from intake to a published site, with every date explained.

    Without PAGE it is a sample agency with its own plan. What real pages do not state, such
    as who reviewed them, is assumed for the demonstration and named.
    """
    words = Translator(language)
    story = story_of(pages, SystemClock().now()) if pages else sample_story()
    _prepare(out, sample=not pages)
    outcomes, undelivered = _played(story, out, words)
    site = out / "site" / "index.html"
    if json_wanted:
        print_json(_report(story, outcomes, site, words))
    else:
        for outcome in outcomes:
            _print_outcome(outcome, words)
        _print_summary(story, outcomes, site, words)
    fail_if_undelivered(undelivered)


def _prepare(out: Path, *, sample: bool) -> None:
    try:
        _fresh(out)
        _write_settings(out, sample=sample)
    except OSError as error:
        raise StoreUnavailableError(
            f"the folder cannot be written: {error.strerror or error}.",
            where=str(error.filename or out),
            remedy="Choose another folder with --out.",
        ) from error


def _fresh(out: Path) -> None:
    """Clear what an earlier demonstration left; a folder of anybody else's is not touched."""
    if not out.exists():
        out.mkdir(parents=True)
    elif _is_of_an_earlier_demo(out / "opengov.toml"):
        shutil.rmtree(out / "site", ignore_errors=True)
        for file in out.glob("opengov.db*"):
            file.unlink()
    elif any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty and not of an earlier demo; choose another.")


def _is_of_an_earlier_demo(settings: Path) -> bool:
    first = SETTINGS.splitlines()[0].encode()
    return settings.is_file() and settings.read_bytes().startswith(first)


def _write_settings(out: Path, *, sample: bool) -> None:
    if sample:
        shutil.copytree(str(SAMPLE / "pack"), out / "pack", dirs_exist_ok=True)
    text = SETTINGS.format(
        packs='"cn-national", "pack"' if sample else "",
        name="云汀市文化和旅游局（示例）" if sample else "政务公开演示",
    )
    (out / "opengov.toml").write_text(text, "utf-8")


def _played(story: Story, out: Path, words: Translator) -> tuple[list[Outcome], list[Delivery]]:
    clock = StageClock(story.today)
    refused: dict[str, tuple[Message, ...]] = {}
    settings = read_settings(out / "opengov.toml")
    with OpenGov.open(settings, clock=clock) as agency:
        with Progress(console=stderr(), transient=True) as progress:
            for scene in progress.track(story.scenes, description=words.text("demo.progress")):
                try:
                    scene.play(agency, clock)
                except RefusedError as error:
                    refused[scene.record.id] = error.reasons
        clock.moment = story.today
        delivered = agency.refresh()
        outcomes = [
            Outcome(
                record=stored.record,
                assessment=agency.assess(stored.record),
                refused=refused.get(stored.record.id, ()),
            )
            for stored in agency.store.search(Query())
        ]
    return outcomes, [done.delivery for done in delivered]


def _print_outcome(outcome: Outcome, words: Translator) -> None:
    console = stdout()
    console.rule(style="dim")
    title = outcome.record.title or outcome.record.id
    print_assessment(console, title, outcome.assessment, words)
    if isinstance(outcome.record, DisclosureItem):
        empty = words.text("demo.empty")
        stated = stated_fields(outcome.record)
        for name in (
            "index_number",
            "issuing_body",
            "document_number",
            "made_on",
            "published_at",
            "effective_on",
            "repealed_on",
        ):
            console.print(
                f"  {words.text(f'field.{name}')}: {stated[name] or empty}",
                style="dim",
                markup=False,
            )
    if outcome.refused:
        console.print(Text(words.text("publication.refused"), style="bold red"))
        bullets(console, map(words.render, outcome.refused), mark="✗", style="red")


def _print_summary(story: Story, outcomes: list[Outcome], site: Path, words: Translator) -> None:
    console = stdout()
    console.rule(words.text("demo.obligations", day=words.day(story.today.date())))
    console.print(obligations(_lines(outcomes), words))
    bullets(console, _breaches(outcomes, words), mark="✗")
    for name in sorted({name for scene in story.scenes for name in scene.assumed}):
        console.print(words.text(f"demo.assumed.{name}"), style="dim")
    console.print(words.text("demo.site", path=str(site)), markup=False, soft_wrap=True)


def _lines(outcomes: list[Outcome]) -> tuple[AgendaLine, ...]:
    return agenda(((o.record, o.assessment) for o in outcomes), everything=True)


def _breaches(outcomes: list[Outcome], words: Translator) -> Iterator[str]:
    """Say what breaches what: late or missing acts, closed gates, missing elements, conflicts."""
    late = {ObligationStatus.OVERDUE, ObligationStatus.MET_LATE}
    for outcome in outcomes:
        # A title that stands in 《》 has its own in 〈〉.
        title = (outcome.record.title or outcome.record.id).translate(INNER)
        for found in outcome.assessment.obligations:
            if found.status in late and found.due is not None:
                yield words.text(
                    "demo.breach",
                    title=title,
                    duty=words.render(found.source.title),
                    due=explain.last_day(found.due, words),
                    status=explain.standing(found, words),
                    citation=explain.citations(found.source),
                )
        for sentence in (
            *explain.missing(outcome.assessment, words),
            *explain.disagreements(outcome.assessment, words),
        ):
            yield words.text("demo.finding", title=title, sentence=sentence)


def _report(story: Story, outcomes: list[Outcome], site: Path, words: Translator) -> dict[str, Any]:
    return {
        "today": story.today.isoformat(),
        "site": str(site),
        "assumed": sorted({name for scene in story.scenes for name in scene.assumed}),
        "documents": [
            {
                "record": to_data(outcome.record),
                "stated": stated_fields(outcome.record)
                if isinstance(outcome.record, DisclosureItem)
                else None,
                "assessment": forms.assessment(outcome.assessment, words),
                "refused": [words.render(reason) for reason in outcome.refused],
            }
            for outcome in outcomes
        ],
        "breaches": list(_breaches(outcomes, words)),
    }
