"""Commands on packs: what is installed, whether a folder is sound, what it says, a new one."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve, frozen
from rich.text import Text

from opengov.cli.law import diff, show
from opengov.cli.output import WRONG_USAGE, as_json, print_json, stderr, stdout
from opengov.cli.pack_mutants import mutate
from opengov.cli.skeleton import Skeleton
from opengov.compose import installed_calendar, installed_detectors, installed_host
from opengov.compose import packs as packs_named
from opengov.domain import civil_day
from opengov.errors import OpenGovError, PackCaseError, SettingsError
from opengov.packs import Case, case_files, check_cases, coverage_faults
from opengov.packs.cases import sound_cases
from opengov.packs.load import Loaded, load
from opengov.packs.mutants import unknown_norms
from opengov.packs.names import is_pack_id
from opengov.packs.screening import unknown_targets
from opengov.packs.screening_cases import (
    ScreeningCase,
    check_screening,
    screening_coverage,
    sound_screening_cases,
)
from opengov.packs.stated import strange_names
from opengov.policy import Level
from opengov.policy.pack import below
from opengov.ports import SystemClock
from opengov.screening import kinds_of, with_offered
from opengov.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opengov.policy import Pack
    from opengov.screening import OfferedDetector
    from opengov.workdays import Calendar

existing_folders = click.argument(
    "folders",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER…",
)


@click.group(invoke_without_command=True)
@as_json
@click.pass_context
def packs(context: click.Context, *, json_wanted: bool) -> None:
    """Policy packs: list, lint, show and compare them, begin one. Alone it lists them."""
    if context.invoked_subcommand is None:
        _list(json_wanted=json_wanted)


@packs.command("list")
@as_json
def list_command(*, json_wanted: bool) -> None:
    """List the installed packs."""
    _list(json_wanted=json_wanted)


def _list(*, json_wanted: bool) -> None:
    found = packs_named(Settings(), installed_host())
    if json_wanted:
        print_json([_row(pack) for pack in found])
    else:
        for pack in found:
            _print_row(pack)


def _row(pack: Pack) -> dict[str, Any]:
    return {
        "id": pack.id,
        "title": pack.title,
        "level": pack.level.value,
        "version": pack.version,
        "reviewed_on": pack.reviewed_on.isoformat(),
        "provisions": len(pack.provisions),
        "rules": len(pack.rules),
        "screening": len(pack.screening),
        "limits": pack.limits.strip(),
    }


def _print_row(pack: Pack) -> None:
    stdout().print(
        f"{pack.id}  {pack.level.value}  {pack.version}  {pack.title}"
        f"  ({len(pack.provisions)} + {len(pack.rules)})",
        markup=False,
    )


@frozen(kw_only=True)
class Linted:
    """What was found in one folder; without a pack it could not be loaded."""

    folder: Path
    pack: Pack | None
    cases: int
    faults: tuple[OpenGovError, ...]


@packs.command()
@existing_folders
@as_json
def lint(folders: tuple[Path, ...], *, json_wanted: bool) -> None:
    """Lint the packs in FOLDERs and run their worked cases.

    Every fault of every folder is shown at once, and every version of a norm that no case meets
    or none breaches. The cases of a pack run on top of the packs of
    higher levels: those that are installed, and in their place those among FOLDERs.
    """
    found = linted(folders)
    if json_wanted:
        print_json([_linted_data(each) for each in found])
    else:
        _print_linted(found)
    if any(each.faults for each in found):
        sys.exit(WRONG_USAGE)


def linted(folders: Iterable[Path]) -> tuple[Linted, ...]:
    """Load and lint the packs in ``folders``, and run the cases of those that load."""
    host = installed_host()
    calendar = installed_calendar(host)
    loaded = [(folder, *_loaded(folder)) for folder in folders]
    known = {pack.id: pack for pack in packs_named(Settings(), host)}
    known |= {each.pack.id: each.pack for _, each, _ in loaded if each is not None}
    tried = [
        _tried(folder, each, faults, tuple(known.values()), calendar)
        for folder, each, faults in loaded
    ]
    detectors = installed_detectors(host)
    return tuple(
        _screened(found, each, below(each.pack, known.values()), detectors) if each else found
        for found, (_, each, _) in zip(tried, loaded, strict=True)
    )


def _loaded(folder: Path) -> tuple[Loaded | None, tuple[OpenGovError, ...]]:
    try:
        return load(folder), ()
    except OpenGovError as fault:
        return None, tuple(flat([fault]))


def _tried(
    folder: Path,
    loaded: Loaded | None,
    faults: tuple[OpenGovError, ...],
    known: tuple[Pack, ...],
    calendar: Calendar,
) -> Linted:
    """Run the cases; where the pack does not load, they are at least read."""
    found, read, is_whole = list(faults), list[Case](), True
    pack = loaded.pack if loaded is not None else None
    stack = below(pack, known) if pack is not None else ()
    for path in case_files(folder) if folder.is_dir() else ():
        cases, unread = sound_cases(path)
        read += cases
        found += unread
        is_whole = is_whole and not unread
        if pack is not None:
            faulty = (
                *strange_names(cases, [*stack, pack]),
                *check_cases(cases, [*stack, pack], calendar=calendar),
            )
            found += (
                PackCaseError(each.what, where=f"{path} {each.where}", remedy=each.remedy)
                for each in faulty
            )
    if loaded is not None:
        found += unknown_norms(folder, loaded.pack)
        if is_whole:  # else a case that is there might be missed
            found += coverage_faults(loaded.pack, read, stack, calendar, loaded.places)
    return Linted(folder=folder, pack=pack, cases=len(read), faults=tuple(found))


def _screened(
    found: Linted,
    loaded: Loaded,
    stack: tuple[Pack, ...],
    detectors: tuple[OfferedDetector, ...],
) -> Linted:
    """Run the cases of screening rules, too."""
    faults, read = list(found.faults), list[ScreeningCase]()
    faults += unknown_targets(loaded.pack, stack, kinds_of(detectors), loaded.places)
    for path in case_files(found.folder):
        cases, unread = sound_screening_cases(path)
        read += cases
        faults += unread
        failed = check_screening(cases, [*stack, loaded.pack], detectors=with_offered(detectors))
        faults += (
            PackCaseError(each.what, where=f"{path} {each.where}", remedy=each.remedy)
            for each in failed
        )
    faults += screening_coverage(loaded.pack, read, loaded.places)
    return evolve(found, cases=found.cases + len(read), faults=tuple(faults))


def flat(faults: Iterable[OpenGovError]) -> Iterator[OpenGovError]:
    """Return the single faults that errors of several are made of."""
    for fault in faults:
        if not fault.faults:
            yield fault
            continue
        for each in flat(fault.faults):
            within = _file_of(fault.where, each.where)
            yield type(each)(each.what, where=within, remedy=each.remedy)


def _file_of(outer: str, inner: str) -> str:
    """Return the place of a fault with the whole path of its file."""
    name = inner.partition(" ")[0]
    if name and outer.endswith(name):
        return outer + inner.removeprefix(name)
    return inner or outer


def _linted_data(found: Linted) -> dict[str, Any]:
    return {
        "folder": str(found.folder),
        "pack": _row(found.pack) if found.pack else None,
        "cases": found.cases,
        "faults": [
            {"code": each.code, "what": each.what, "where": each.where, "remedy": each.remedy}
            for each in found.faults
        ],
    }


def _print_linted(found: tuple[Linted, ...]) -> None:
    for each in found:
        if not each.faults and each.pack is not None:
            pack = each.pack
            held = (*pack.provisions, *pack.rules, *pack.screening)
            norms, versions = len({norm.id for norm in held}), len(held)
            told = f"  {norms} norms in {versions} versions, {each.cases} cases"
            named = (pack.id, "bold"), f" {pack.version}", (told, "dim")
            stdout().print(Text.assemble(("✓ ", "green"), *named), soft_wrap=True)
            continue
        count = f"  {_faults(len(each.faults))}"
        head = Text.assemble(("✗ ", "red"), (str(each.folder), "bold"), (count, "dim"))
        stderr().print(head, soft_wrap=True)
        for fault in each.faults:
            stderr().print(f"  {fault.where}", style="cyan", markup=False, soft_wrap=True)
            stderr().print(
                f"    {fault.what} {fault.remedy}", style="red", markup=False, soft_wrap=True
            )
            stderr().print(f"    {fault.code}", style="dim", markup=False)
    faults = sum(len(each.faults) for each in found)
    if faults:
        stderr().print(f"{len(found)} linted, {_faults(faults)}.", style="bold red")
    else:
        cases = sum(each.cases for each in found)
        stderr().print(f"{len(found)} linted, {cases} cases, no fault.", style="green")


def _faults(count: int) -> str:
    return "1 fault" if count == 1 else f"{count} faults"


@packs.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option("--id", "pack_id", required=True, help="Its name, such as our-plan.")
@click.option("--title", default="", help="Its title; default the id.")
@click.option(
    "--level",
    type=click.Choice([level.value for level in Level]),
    default=Level.AGENCY.value,
    show_default=True,
    help="How high the body stands that made its norms.",
)
@click.option("--issuer", default="", help="The body whose records it governs; default any.")
def new(folder: Path, pack_id: str, title: str, level: str, issuer: str) -> None:
    """Begin a pack in FOLDER: a skeleton that lints clean, to be filled with the norms.

    It has a deadline, a gate and a ground, each with a case that is met and one that is
    breached.
    """
    if not is_pack_id(pack_id):
        raise click.UsageError(f"{pack_id!r} is no id; write small letters, digits and hyphens.")
    made = Skeleton(
        id=pack_id,
        title=title or pack_id,
        level=level,
        issuer=issuer,
        today=civil_day(SystemClock().now()),
    )
    _write(folder, made.files())
    stdout().print(str(folder), markup=False, soft_wrap=True)
    stderr().print(f"Next: opengov packs lint {folder}", style="green", markup=False)


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write a folder whole or not at all; one that holds something is left alone."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SettingsError(
            "there is something already.",
            where=str(folder),
            remedy="Name a folder that is empty, or one that does not exist.",
        )
    target = folder.resolve()
    draft = target.with_name(f".{target.name}.{token_hex(4)}")
    try:
        for name, text in files.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        draft.replace(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


packs.add_command(show)
packs.add_command(diff)
packs.add_command(mutate)

COMMANDS = (packs,)
