"""Commands on what may not go out: screen files, make their published copies."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from opengov.cli import options
from opengov.cli.files import write_whole
from opengov.cli.output import DONE, REFUSED, as_json, language, print_json, stderr, stdout
from opengov.compose import extractors, installed_host, redactors, screener
from opengov.domain import civil_day
from opengov.errors import RefusedError
from opengov.files import FileReader, Screening
from opengov.i18n import Translator
from opengov.ports import SystemClock
from opengov.screening import Action, Publish, PublishInPart, Refer, Withhold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from opengov.files import Excerpt, ScreenedFile
    from opengov.screening import Place, Unread, Verdict
    from opengov.settings import Settings

STYLES = {
    Action.MASK: "bold yellow",
    Action.REMOVE: "bold yellow",
    Action.REFER: "bold magenta",
    Action.WITHHOLD: "bold red",
}
VERDICTS: dict[type, tuple[str, str]] = {
    Publish: ("publish", "green"),
    PublishInPart: ("publish-in-part", "yellow"),
    Refer: ("refer", "magenta"),
    Withhold: ("withhold", "red"),
}
"""What each verdict is called, and how it looks."""

SHOWN_WITHOUT_BAR = 5


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE|FOLDER…",
)
@options.as_of
@options.packs
@as_json
@language
def screen(
    files: tuple[Path, ...],
    *,
    as_of: date | None,
    settings: Settings,
    json_wanted: bool,
    language: str,
) -> None:
    """Say what in files may not go out: secrets, personal data, what a person must look at.

    Folders are searched to the bottom, archives and mails too. Exit status 1 if anything may not
    go out as it stands. That nothing was found proves nothing: release needs a person's review.
    """
    words = Translator(language)
    host = installed_host()
    day = as_of or civil_day(SystemClock().now())
    found = list(_below(files))
    tally: dict[str, int] = dict.fromkeys((key for key, _ in VERDICTS.values()), 0)
    screening = Screening(screener(settings, host, as_of=day))
    with (
        FileReader(extractors(host), then=screening) as reader,
        click.progressbar(
            zip(found, reader.read_all(found), strict=True),
            length=len(found),
            label=words.text("screening.progress"),
            file=sys.stderr,
            hidden=len(found) < SHOWN_WITHOUT_BAR or not sys.stderr.isatty(),
        ) as shown,
    ):
        for path, screened in shown:
            tally[VERDICTS[type(screened.verdict)][0]] += 1
            if json_wanted:
                print_json(_as_json(path, screened, words), line=True)
            else:
                _print(path, screened, words)
    if not json_wanted:
        _print_tally(tally, words)
    sys.exit(DONE if tally["publish"] == len(found) else REFUSED)


def _below(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield files as they are named, and those in folders by name, however deep."""
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.is_file())
        else:
            yield path


def _print(path: Path, screened: ScreenedFile, words: Translator) -> None:
    key, style = VERDICTS[type(screened.verdict)]
    console = stdout()
    heading = Text(str(path), style="bold")
    heading.append(f"  {words.text(f'screening.verdict.{key}')}", style=style)
    console.print(heading, soft_wrap=True)
    for excerpt in screened.excerpts:
        console.print(_line(excerpt, words), soft_wrap=True)
    for unread in _unread(screened.verdict):
        line = Text("  ? ", style="magenta")
        line.append(words.text(f"screening.unread.{unread.why.value}"))
        line.append(f"  {_place(unread.place, words)}", style="dim")
        console.print(line, soft_wrap=True)


def _line(excerpt: Excerpt, words: Translator) -> Text:
    finding = excerpt.located.finding
    style = STYLES[finding.rule.action]
    line = Text("  ")
    line.append(_flat(excerpt.before), style="dim")
    line.append(_flat(excerpt.text), style=f"{style} reverse")
    line.append(_flat(excerpt.after), style="dim")
    line.append(f"  {words.render(finding.rule.title)}", style=style)
    line.append(f" {words.text(f'screening.action.{finding.rule.action.value}')}")
    if finding.replacement and finding.rule.action is Action.MASK:
        line.append(f" {finding.replacement}")
    line.append(f"  {_place(excerpt.located.place, words)}", style="dim")
    line.append(f"  {'；'.join(map(str, finding.rule.citations))}", style="dim")
    if finding.doubt is not None:
        line.append(f"  {words.render(finding.doubt)}", style="magenta")
    return line


def _flat(text: str) -> str:
    return text.replace("\t", " │ ").replace("\r", "").replace("\n", "⏎")


def _place(place: Place, words: Translator) -> str:
    told = words.text(f"screening.place.{place.kind.value}")
    parts = [*place.within[1:], f"{told} {place.name}".strip()]
    if place.is_hidden:
        parts.append(words.text("screening.hidden"))
    return " › ".join(parts)


def _unread(found: Verdict) -> Sequence[Unread]:
    return found.unread if isinstance(found, Refer | Withhold) else ()


def _print_tally(tally: dict[str, int], words: Translator) -> None:
    line = Text()
    for key, style in VERDICTS.values():
        if tally[key]:
            line.append(f"{words.text(f'screening.verdict.{key}')} {tally[key]}  ", style=style)
    stdout().print(line)
    if tally["publish"]:
        stdout().print(words.text("screening.no-proof"), style="dim", soft_wrap=True)


def _as_json(path: Path, screened: ScreenedFile, words: Translator) -> dict[str, Any]:
    found = screened.verdict
    return {
        "file": str(path),
        "format": screened.format,
        "characters": screened.characters,
        "verdict": VERDICTS[type(found)][0],
        "grounds": list(found.grounds) if isinstance(found, Withhold) else [],
        "findings": [_finding(excerpt, words) for excerpt in screened.excerpts],
        "unread": [
            {**_place_as_json(each.place), "why": each.why.value, "detail": each.detail}
            for each in _unread(found)
        ],
    }


def _finding(excerpt: Excerpt, words: Translator) -> dict[str, Any]:
    finding = excerpt.located.finding
    return {
        "rule": finding.rule.id,
        "title": words.render(finding.rule.title),
        "action": finding.rule.action.value,
        "ground": finding.rule.ground,
        **_place_as_json(excerpt.located.place),
        "start": finding.start,
        "end": finding.end,
        "before": excerpt.before,
        "text": excerpt.text,
        "after": excerpt.after,
        "replacement": finding.replacement,
        "citations": [str(citation) for citation in finding.rule.citations],
        "refer_to": words.render(finding.rule.refer_to) if finding.rule.refer_to else None,
        "doubt": words.render(finding.doubt) if finding.doubt else None,
    }


def _place_as_json(place: Place) -> dict[str, Any]:
    return {
        "place": place.kind.value,
        "name": place.name,
        "within": list(place.within),
        "hidden": place.is_hidden,
    }


COMMANDS = (screen,)
