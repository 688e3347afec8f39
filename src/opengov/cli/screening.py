"""Commands on what may not go out: screen files, make their published copies."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from opengov.cli import options
from opengov.cli.files import write_whole
from opengov.cli.output import DONE, REFUSED, as_json, language, print_json, stdout
from opengov.cli.sources import existing_file
from opengov.compose import (
    installed_detectors,
    installed_extractors,
    installed_host,
    redactor_of,
    screener,
)
from opengov.compose import packs as packs_named
from opengov.domain import civil_day
from opengov.errors import RefusedError
from opengov.files import FileReader, Limits, Screening, read_file
from opengov.i18n import Translator
from opengov.ports import SystemClock
from opengov.redaction import published_copy
from opengov.screening import Action, Blob, Publish, PublishInPart, Refer, Withhold
from opengov.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from opengov.files import Excerpt, ScreenedFile
    from opengov.hooks import PluginHost
    from opengov.ports import Redacted
    from opengov.screening import Place, Screener, Unread, Verdict

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

DECISIVE = frozenset({Action.REFER, Action.WITHHOLD})
"""With such a finding there is no copy. What cannot be read has no place in a copy anyway."""

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
    packs: tuple[str, ...],
    json_wanted: bool,
    language: str,
) -> None:
    """Say what in files may not go out: secrets, personal data, what a person must look at.

    Folders are searched to the bottom, archives and mails too. Exit status 1 if anything may not
    go out as it stands. That nothing was found proves nothing: release needs a person's review.
    """
    words = Translator(language)
    host = installed_host()
    found = list(_below(files))
    tally: dict[str, int] = dict.fromkeys((key for key, _ in VERDICTS.values()), 0)
    screening = Screening(_screener(as_of, packs, host))
    with (
        FileReader(installed_extractors(host), then=screening) as reader,
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
    for rule in dict.fromkeys(each.located.finding.rule for each in screened.excerpts):
        cited = f"  § {words.render(rule.title)} {'；'.join(map(str, rule.citations))}"
        console.print(cited, style="dim", markup=False, soft_wrap=True)
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


def _screener(as_of: date | None, packs: tuple[str, ...], host: PluginHost) -> Screener:
    rules = [rule for pack in packs_named(Settings(packs=packs), host) for rule in pack.screening]
    day = as_of or civil_day(SystemClock().now())
    return screener(rules, day, installed_detectors(host))


@click.command()
@click.argument("file", type=existing_file)
@click.option(
    "--out",
    "-o",
    required=True,
    type=click.Path(path_type=Path),
    help="Where the copy goes: a file, or a folder in which it gets its own name, masked.",
)
@options.as_of
@options.packs
@as_json
@language
def redact(
    file: Path,
    out: Path,
    *,
    as_of: date | None,
    packs: tuple[str, ...],
    json_wanted: bool,
    language: str,
) -> None:
    """Make the published copy of a file, in which what may not go out is hidden.

    The copy is read again by other code before it is written; if anything is left in it there is
    none. A file that must stay in, or that a person must look at, has no copy: exit status 1.
    """
    words = Translator(language)
    host = installed_host()
    found = _screener(as_of, packs, host)
    extractors = installed_extractors(host)
    with FileReader(extractors) as reader:
        read = reader.read(file)
    screened = Screening(found)(read)
    if any(each.located.finding.rule.action in DECISIVE for each in screened.excerpts):
        raise _no_copy(file, screened, words)
    copy = published_copy(
        Blob(file.name, file.read_bytes()),
        screened.format,
        redactor_of(screened.format, host),
        lambda blob: read_file(blob, extractors, Limits()),
        found.masks,
    )
    target = out / copy.blob.name if out.is_dir() else out
    if target.exists() and target.samefile(file):
        raise click.BadParameter("the copy must not take the place of the original.")
    write_whole(target, copy.blob.content)
    if json_wanted:
        print_json(_copy_as_json(target, copy))
    else:
        _print_copy(target, copy, words)


def _no_copy(file: Path, screened: ScreenedFile, words: Translator) -> RefusedError:
    """Say why there is no copy, without the text that must not go out."""
    faults = [
        RefusedError(words.render(finding.rule.title), where=_place(each.located.place, words))
        for each in screened.excerpts
        for finding in [each.located.finding]
        if finding.rule.action in DECISIVE
    ]
    key, _ = VERDICTS[type(screened.verdict)]
    return RefusedError(
        words.text(f"screening.verdict.{key}"),
        where=str(file),
        remedy=words.text("screening.look-at-it"),
        faults=faults,
    )


def _print_copy(target: Path, copy: Redacted, words: Translator) -> None:
    console = stdout()
    console.print(str(target), style="bold", markup=False)
    told: dict[tuple[str, str], int] = {}
    for place, mask in copy.masks:
        key = mask.rule, _place(place, words)
        told[key] = told.get(key, 0) + 1
    for (rule, where), count in told.items():
        line = words.text("screening.masked", rule=rule, count=count, place=where)
        console.print(f"  {line}", markup=False, soft_wrap=True)
    for place in dict.fromkeys(copy.left_out):
        line = words.text("screening.left-out", place=_place(place, words))
        console.print(f"  {line}", style="yellow", markup=False, soft_wrap=True)


def _copy_as_json(target: Path, copy: Redacted) -> dict[str, Any]:
    return {
        "file": str(target),
        "masks": [
            {
                **_place_as_json(place),
                "start": mask.start,
                "end": mask.end,
                "replacement": mask.replacement,
                "rule": mask.rule,
            }
            for place, mask in copy.masks
        ],
        "left_out": [_place_as_json(place) for place in copy.left_out],
    }


COMMANDS = (screen, redact)
