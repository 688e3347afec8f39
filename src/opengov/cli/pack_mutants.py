"""The command that tries a pack's worked cases: do they notice when a norm says something else?"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen

from opengov.cli.output import REFUSED, WRONG_USAGE, as_json, print_json, stderr, stdout
from opengov.compose import installed_calendar, installed_detectors, installed_host
from opengov.compose import packs as packs_named
from opengov.packs import load_pack
from opengov.packs.mutants import Fate, count, trial
from opengov.policy.pack import below
from opengov.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opengov.errors import OpenGovError
    from opengov.packs.mutants import Trial, Tried
    from opengov.packs.mutations import Mutant


@frozen(kw_only=True)
class Outcome:
    """What became of the mutants of one pack."""

    trial: Trial
    tried: tuple[Tried, ...]
    survivors: tuple[Mutant, ...]
    faults: tuple[OpenGovError, ...]


@click.command()
@click.argument(
    "folders",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER…",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    help="How many processes; default one for each processor.",
)
@click.option(
    "--sample", type=click.IntRange(min=1), help="Try so many mutants of each pack; default all."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Which sample.")
@as_json
def mutate(
    folders: tuple[Path, ...], jobs: int, sample: int | None, seed: int, *, json_wanted: bool
) -> None:
    """Change the norms of the packs in FOLDERs, one place at a time, and run the worked cases.

    A changed norm that the lint refuses, or that fails a case, is noticed; each that is not
    shows what no case checks. Nothing on disk is changed. Exit status 1 if any is not noticed.
    """
    outcomes = []
    for one in _trials(folders):
        chosen = _chosen(one.mutants, sample, seed)
        with click.progressbar(
            one.run(chosen, jobs=jobs),
            length=len(chosen),
            label=one.loaded.pack.id,
            file=sys.stderr,
        ) as tried:
            outcomes.append(_outcome(one, tuple(tried)))
    if json_wanted:
        print_json([_data(outcome) for outcome in outcomes])
    else:
        for outcome in outcomes:
            _print(outcome)
    if any(outcome.survivors for outcome in outcomes):
        sys.exit(REFUSED)
    if any(outcome.faults for outcome in outcomes):
        sys.exit(WRONG_USAGE)


def _trials(folders: Iterable[Path]) -> list[Trial]:
    """Put each pack on top of those of higher levels: the installed ones, and these."""
    host = installed_host()
    calendar = installed_calendar(host)
    loaded = [(folder, load_pack(folder)) for folder in folders]
    known = {pack.id: pack for pack in packs_named(Settings(), host)}
    known |= {pack.id: pack for _, pack in loaded}
    detectors = installed_detectors(host)
    return [
        trial(folder, below(pack, known.values()), calendar, detectors) for folder, pack in loaded
    ]


def _chosen(mutants: tuple[Mutant, ...], sample: int | None, seed: int) -> tuple[Mutant, ...]:
    if sample is None or sample >= len(mutants):
        return mutants
    return tuple(random.Random(seed).sample(mutants, sample))  # noqa: S311  (chosen, not secret)


def _outcome(one: Trial, tried: tuple[Tried, ...]) -> Outcome:
    survived = [each.mutant for each in tried if each.fate is Fate.SURVIVED]
    return Outcome(
        trial=one,
        tried=tried,
        survivors=tuple(mutant for mutant in survived if not one.is_listed(mutant)),
        faults=tuple(one.faults(tried)),
    )


def _data(outcome: Outcome) -> dict[str, Any]:
    counts = count(outcome.tried)
    return {
        "pack": outcome.trial.loaded.pack.id,
        "mutants": len(outcome.trial.mutants),
        "tried": len(outcome.tried),
        "killed_by_lint": counts[Fate.REFUSED],
        "killed_by_cases": counts[Fate.KILLED],
        "equivalent": counts[Fate.SURVIVED] - len(outcome.survivors),
        "survivors": [
            {"file": each.file, "norm": each.norm, "at": each.at, "change": each.change}
            for each in outcome.survivors
        ],
        "faults": [
            {"code": each.code, "what": each.what, "where": each.where, "remedy": each.remedy}
            for each in outcome.faults
        ],
    }


def _print(outcome: Outcome) -> None:
    found = _data(outcome)
    for mutant in outcome.survivors:
        stdout().print(str(mutant), markup=False, soft_wrap=True)
    for fault in outcome.faults:
        stderr().print(str(fault), style="red", markup=False, soft_wrap=True)
    tried = f"{found['tried']} of {found['mutants']}" if _is_sample(outcome) else found["tried"]
    told = (
        f"{found['pack']}: {tried} mutants; {found['killed_by_lint']} killed by the lint,"
        f" {found['killed_by_cases']} by cases, {found['equivalent']} equivalent,"
        f" {len(outcome.survivors)} survive."
    )
    style = "bold red" if outcome.survivors or outcome.faults else "green"
    stderr().print(told, style=style, markup=False, soft_wrap=True)


def _is_sample(outcome: Outcome) -> bool:
    return len(outcome.tried) < len(outcome.trial.mutants)
