"""Assessments and agendas for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from opengov import explain
from opengov.cli.lines import lines
from opengov.policy import ObligationStatus, Ruling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from opengov.explain import Called
    from opengov.i18n import Translator
    from opengov.policy import Assessment, Obligation
    from opengov.reports import AgendaLine
    from opengov.workdays import Due

STATUS_STYLES = {
    ObligationStatus.NOT_YET_RUNNING: "dim",
    ObligationStatus.RUNNING: "cyan",
    ObligationStatus.MET: "green",
    ObligationStatus.MET_LATE: "yellow",
    ObligationStatus.OVERDUE: "bold red",
    ObligationStatus.BREACHED: "bold red",
    ObligationStatus.WAIVED: "dim",
    ObligationStatus.UNKNOWN: "magenta",
}
RULING_STYLES = {
    Ruling.OPEN: "green",
    Ruling.PARTIAL: "yellow",
    Ruling.WITHHOLD: "red",
    Ruling.REFER: "magenta",
}


def headed(*columns: str, words: Translator) -> Table:
    """Return an empty table with these columns, named by their keys."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for key in columns:
        table.add_column(words.text(f"column.{key}"), overflow="fold")
    return table


def obligations(lines: Iterable[AgendaLine], words: Translator) -> Table:
    """Return the table of obligations: for each due date the article it rests on."""
    table = headed("record", "duty", "limit", "due", "status", "source", words=words)
    for line in lines:
        table.add_row(line.title, *_cells(line.obligation, words))
    return table


def _cells(found: Obligation, words: Translator) -> Iterator[Text]:
    yield Text(explain.duty(found, words))
    yield Text(explain.measure(found, words))
    due = _due(found.due) if found.due else "—"
    yield Text(f"{due} ★" if found.binding else due)
    yield Text(explain.standing(found, words), style=STATUS_STYLES[found.status])
    yield Text(explain.short_citations(found.source))


def _due(due: Due) -> str:
    """Return the last day, or both bounds; a question mark stands for provisional."""
    day = due.latest.isoformat()
    span = day if due.earliest == due.latest else f"{due.earliest.isoformat()}…{day}"
    return f"{span} ?" if due.provisional else span


def print_assessment(
    console: Console,
    title: str,
    assessment: Assessment,
    words: Translator,
    called: Called | None = None,
) -> None:
    """Print everything an assessment says, each date with its reason."""
    console.print(Text(title, style="bold"))
    first, *reasons = explain.ruling(assessment, words)
    console.print(Text(first, style=RULING_STYLES[assessment.ruling]))
    bullets(console, reasons)
    for found in assessment.obligations:
        head, *rest = explain.obligation(found, words, called)
        mark = "★" if found.binding else "·"
        bullets(console, [head], mark=mark, style="bold" if found.binding else "")
        bullets(console, rest, mark=" ")
    if assessment.possible:
        titles = "、".join(words.render(found.source.title) for found in assessment.possible)
        told = words.text("obligation.possible", count=len(assessment.possible), titles=titles)
        bullets(console, [told])
    for heading, sentences in (
        ("heading.missing", explain.missing(assessment, words)),
        ("heading.conflicts", explain.disagreements(assessment, words)),
        ("heading.questions", explain.questions(assessment, words)),
        ("heading.warnings", map(words.render, assessment.warnings)),
    ):
        found_any = list(sentences)
        if found_any:
            console.print(Text(words.text(heading), style="bold"))
            bullets(console, found_any)


def bullets(
    console: Console, sentences: Iterable[str], *, mark: str = "·", style: str = ""
) -> None:
    """Print sentences with a mark before each, the further lines of one beneath its first."""
    for sentence in sentences:
        first, *further = lines(sentence, console.width - len(mark) - 1)
        console.print(Text(f"{mark} {first}", style=style))
        for line in further:
            console.print(Text(f"{' ' * len(mark)} {line}", style=style))
