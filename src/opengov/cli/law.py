"""The law as a page: the norms in force on a day, and what two editions say otherwise."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen
from rich.cells import cell_len
from rich.text import Text

from opengov import explain
from opengov.cli import options
from opengov.cli.lines import lines
from opengov.cli.output import as_json, language, print_json, stdout
from opengov.cli.tables import bullets, headed
from opengov.compose import installed_host
from opengov.compose import packs as packs_named
from opengov.domain import Trust, civil_day
from opengov.explain import Called
from opengov.i18n import Translator
from opengov.policy import Difference, differences
from opengov.policy.law import in_force
from opengov.ports import SystemClock
from opengov.serial import to_data
from opengov.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.table import Table

    from opengov.hooks import PluginHost
    from opengov.policy import AnyProvision, Norm, NormDifference, Pack

WIDEST = 100
"""Lines of a page are no longer than this, however wide the window is."""

DIFFERENCE_STYLES = {
    Difference.APPEARS: "green",
    Difference.VANISHES: "red",
    Difference.CHANGED: "yellow",
    Difference.UNCHANGED: "dim",
}


def pack_named(name: str, host: PluginHost) -> Pack:
    """Return the pack of that name or in that folder; none is a ``PackNotFoundError``."""
    (found,) = packs_named(Settings(packs=(name,)), host)
    return found


@click.command()
@click.argument("name", metavar="ID|FOLDER")
@click.option("--on", type=options.Day(), help="The day whose law is shown; default today.")
@as_json
@language
def show(name: str, on: date | None, *, json_wanted: bool, language: str) -> None:
    """Show the law in force on a day: each norm in words, with its article.

    ID is that of an installed pack; a pack of one's own is named by its FOLDER.
    """
    words = Translator(language)
    pack = pack_named(name, installed_host())
    page = _page(pack, on or civil_day(SystemClock().now()), words)
    if json_wanted:
        print_json(_page_data(page))
    else:
        _print_page(page, words)


@frozen(kw_only=True)
class _Page:
    """The norms of a pack that are in force on a day, by duty."""

    pack: Pack
    on: date
    called: Called
    duties: dict[str, list[AnyProvision]]
    grounds: tuple[Norm, ...]

    @property
    def norms(self) -> list[AnyProvision]:
        return [norm for norms in self.duties.values() for norm in norms]


def _page(pack: Pack, on: date, words: Translator) -> _Page:
    ranked = {word.name: number for number, word in enumerate(pack.words.duties)}
    norms = sorted(
        in_force(pack.provisions, on),
        key=lambda norm: (ranked.get(norm.duty, len(ranked)), norm.duty),
    )
    duties: dict[str, list[AnyProvision]] = {}
    for norm in norms:
        duties.setdefault(norm.duty, []).append(norm)
    return _Page(
        pack=pack,
        on=on,
        called=Called(words, [pack]),
        duties=duties,
        grounds=in_force(pack.rules, on),
    )


def _page_data(page: _Page) -> dict[str, Any]:
    pack = page.pack
    others = page.norms
    return {
        "pack": pack.id,
        "title": pack.title,
        "version": pack.version,
        "on": page.on.isoformat(),
        "duties": [
            {
                "duty": duty,
                "title": page.called.duty(duty),
                "norms": [norm_data(norm, page.called, others) for norm in norms],
            }
            for duty, norms in page.duties.items()
        ],
        "grounds": [norm_data(norm, page.called) for norm in page.grounds],
        "limits": pack.limits.strip(),
    }


def norm_data(norm: Norm, called: Called, others: Iterable[Norm] = ()) -> dict[str, Any]:
    """Return a norm in words: what ``packs show --json`` prints of it."""
    told: dict[str, list[str]] = {}
    for line in explain.norm_lines(norm, called, others):
        told.setdefault(line.key, []).append(line.text)
    return {
        "id": norm.id,
        "kind": explain.norm_kind(norm),
        "title": called.words.render(norm.title),
        "measure": explain.norm_measure(norm, called),
        "start": None if norm.in_force.start == date.min else norm.in_force.start.isoformat(),
        "end": norm.in_force.end and norm.in_force.end.isoformat(),
        "citations": to_data(norm.citations),
        "told": told,
    }


def _print_page(page: _Page, words: Translator) -> None:
    console, pack = stdout(), page.pack
    console.print(Text(pack.title, style="bold"))
    console.print(
        Text(
            words.text(
                "law.head",
                id=pack.id,
                level=words.text(f"level.{pack.level.value}"),
                version=pack.version,
                reviewed=pack.reviewed_on,
            ),
            style="dim",
        )
    )
    key = "law.in-force" if page.norms or page.grounds else "law.none"
    console.print(words.text(key, day=page.on, norms=len(page.norms), grounds=len(page.grounds)))
    others = page.norms
    for duty, norms in page.duties.items():
        _print_heading(page.called.duty(duty))
        for norm in norms:
            _print_norm(norm, page.called, others)
    if page.grounds:
        _print_heading(words.text("law.grounds"))
        for ground in page.grounds:
            _print_norm(ground, page.called)
    if pack.limits.strip():
        _print_heading(words.text("law.limits"))
        for paragraph in pack.limits.strip().split("\n\n"):
            _print_wrapped(" ".join(paragraph.split()), indent=2)
    console.print()


def _print_heading(text: str) -> None:
    console = stdout()
    console.print()
    rule = "─" * max(2, _width() - cell_len(text) - 4)
    console.print(Text.assemble(("── ", "dim"), (text, "bold cyan"), (f" {rule}", "dim")))


def _print_norm(norm: Norm, called: Called, others: Iterable[Norm] = ()) -> None:
    words, console = called.words, stdout()
    told = list(explain.norm_lines(norm, called, others))
    kind = words.text(f"norm-kind.{explain.norm_kind(norm)}")
    measure = explain.norm_measure(norm, called)
    tail = norm.id if kind == measure else f"{kind} · {norm.id}"
    console.print()
    console.print(
        Text.assemble(
            ("  ● ", "cyan"),
            (words.render(norm.title), "bold"),
            "  ",
            (measure, "bold green"),
            (f"  {tail}", "dim"),
        ),
        soft_wrap=True,
    )
    widest = max(cell_len(line.label) for line in told)
    doubtful = any(each.trust is not Trust.READ for each in norm.citations)
    for line in told:
        style = "yellow" if line.key == "articles" and doubtful else ""
        label = line.label + " " * (widest - cell_len(line.label))
        _print_wrapped(line.text, indent=widest + 6, label=f"    {label}  ", style=style)


def _print_wrapped(text: str, *, indent: int, label: str = "", style: str = "") -> None:
    first, *rest = lines(text, _width() - indent)
    stdout().print(Text.assemble((label or " " * indent, "dim"), (first, style)), soft_wrap=True)
    for line in rest:
        stdout().print(Text.assemble(" " * indent, (line, style)), soft_wrap=True)


def _width() -> int:
    return min(stdout().width, WIDEST)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="ID|FOLDER [ID|FOLDER]")
@click.option(
    "--on",
    "days",
    type=options.Day(),
    multiple=True,
    help="A day; given twice, the law of the first against that of the second.",
)
@click.option("--all", "everything", is_flag=True, help="What is unchanged, too.")
@as_json
@language
def diff(
    names: tuple[str, ...],
    days: tuple[date, ...],
    *,
    everything: bool,
    json_wanted: bool,
    language: str,
) -> None:
    """Show what two packs, or one pack on two days, say otherwise, norm by norm.

    Without --on every version of both packs is compared.
    """
    if not 1 <= len(names) <= 2 or len(days) > 2 or (len(names) == 1 and len(days) != 2):
        raise click.UsageError("give two packs, or one pack and --on twice.")
    words, host = Translator(language), installed_host()
    sides = [pack_named(name, host) for name in names] * (3 - len(names))
    on = (days[0], days[-1]) if days else None
    found = differences(*sides, on=on)
    called = Called(words, [sides[0]]), Called(words, [sides[1]])
    if json_wanted:
        print_json([difference_data(each, *called) for each in found])
        return
    title = words.text(
        "difference.heading",
        before=_side(names, days, 0, words),
        after=_side(names, days, -1, words),
    )
    stdout().print(Text(title, style="bold"))
    print_differences(found, *called, everything=everything)


def _side(names: tuple[str, ...], days: tuple[date, ...], which: int, words: Translator) -> str:
    if not days:
        return names[which]
    return words.text("difference.side", pack=names[which], day=days[which])


def difference_data(found: NormDifference, before: Called, after: Called) -> dict[str, Any]:
    """Return the difference of one norm: what ``packs diff --json`` prints of it."""
    return {
        "norm": found.norm.id,
        "difference": found.difference.value,
        "changes": [
            {
                "key": change.key,
                "before": explain.norm_value(change.key, change.before, before),
                "after": explain.norm_value(change.key, change.after, after),
            }
            for change in found.changes
        ],
        "before": norm_data(found.before, before) if found.before else None,
        "after": norm_data(found.after, after) if found.after else None,
        "explanation": list(explain.norm_difference(found, before, after)),
    }


def print_differences(
    found: Iterable[NormDifference], before: Called, after: Called, *, everything: bool
) -> None:
    """Print a table of what differs and a sentence for each, then what is the same."""
    words = after.words
    listed = list(found)
    differing = [each for each in listed if each.difference is not Difference.UNCHANGED]
    same = [each for each in listed if each.difference is Difference.UNCHANGED]
    shown = [*differing, *(same if everything else ())]
    if shown:
        stdout().print(_table([row for each in shown for row in _rows(each, before, after)], words))
    for each in shown:
        said, articles = explain.norm_difference(each, before, after)
        bullets(stdout(), [said], style=DIFFERENCE_STYLES[each.difference])
        bullets(stdout(), [articles], mark=" ", style="dim")
    if same and not everything:
        titles = words.text("difference.and").join(words.render(each.norm.title) for each in same)
        told = words.text("difference.same", count=len(same), norms=titles)
        bullets(stdout(), [told], style="dim")
    if not listed:
        stdout().print(words.text("difference.nothing"))


@frozen
class _Row:
    """A line of the table: a norm, what changes in it, both values, and how it is coloured."""

    title: str
    change: str
    before: str
    after: str
    style: str


def _rows(found: NormDifference, before: Called, after: Called) -> Iterator[_Row]:
    words, style = after.words, DIFFERENCE_STYLES[found.difference]
    title = words.render(found.norm.title)
    for change in found.changes:
        old, new = explain.key_values(change, before, after)
        yield _Row(title, words.text(f"norm-line.{change.key}"), old or "—", new or "—", style)
        title = ""
    if not found.changes:
        old, new = (
            explain.norm_measure(norm, called) if norm else "—"
            for norm, called in ((found.before, before), (found.after, after))
        )
        yield _Row(title, words.text(f"effect.{found.difference.value}"), old, new, style)


def _table(rows: list[_Row], words: Translator) -> Table:
    """Return the table, its cells broken where Chinese may be broken."""
    room = stdout().width - SPACE
    title = min(max(cell_len(row.title) for row in rows), room // 3)
    change = max(cell_len(row.change) for row in rows)
    value = max((room - title - change) // 2, 8)
    table = headed("norm", "change", "before", "after", words=words)
    for row in rows:
        cells = (row.title, title), (row.change, change), (row.before, value), (row.after, value)
        texts = [Text("\n".join(lines(told, width))) for told, width in cells]
        texts[1].stylize(row.style)
        table.add_row(*texts)
    return table


SPACE = 10
"""The columns that a table of four has between its cells."""
