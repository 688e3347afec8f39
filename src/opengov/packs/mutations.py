"""Every small change of a norm that its worked cases ought to notice.

A mutant is a norm that says something else: a number one more or less, another unit, a day
earlier or later, a part left out. It is made from the table of a file, and no file is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from attrs import field, frozen

from opengov.domain import GroundForce
from opengov.packs.places import in_words
from opengov.policy import Step
from opengov.screening import Action
from opengov.workdays import FirstHour, Frequency, LastDay

Table = dict[str, Any]
Path = tuple[str | int, ...]
Change = tuple[Path, Any]
"""Where in a table something else stands, and what; ``LEFT_OUT`` for nothing."""

LEFT_OUT = object()
ONE_DAY = timedelta(days=1)

NUMBERS = frozenset({"workdays", "days", "months", "years", "hours", "month", "day", "years_after"})
LIMITS = ("limit", "within", "at_least", "at_most", "every")
LISTS = (
    "elements",
    "channels",
    "anchors",
    "done_by",
    "restarts",
    "governed_by",
    "pauses",
    "escapes",
    "displaces",
    "terms",
    "unless",
)
"""Lists of which each entry is left out in turn."""


@frozen(kw_only=True)
class Mutant:
    """A file of the pack that says something else in one place.

    ``at`` and ``change`` tell it in words, such as ``version 1 limit workdays`` and ``7 → 8``.
    """

    file: str
    norm: str
    at: str
    change: str
    table: Table = field(repr=False, eq=False)

    def __str__(self) -> str:
        return f"{self.file} {self.at}: {self.change}"


def mutants(tables: Mapping[str, Table]) -> Iterator[Mutant]:
    """Return every mutant of the norms in ``tables``, which are named by their files."""
    for name, table in tables.items():
        for path, value in _changes(table):
            yield Mutant(
                file=name,
                norm=table["id"],
                at=in_words("".join(f"[{step}]" for step in path)),
                change=f"{_told(_held(table, path))} → {_told(value)}",
                table=_changed(table, path, value),
            )


def _changes(table: Table) -> Iterator[Change]:
    if "force" in table:
        yield from _choices(("force",), table["force"], [force.value for force in GroundForce])
    begins = {version["start"] for version in table["version"]}
    for number, version in enumerate(table["version"]):
        path = ("version", number)
        yield from _days((*path, "start"), version["start"])
        if "end" in version and version["end"] not in begins:  # else the next one's start moves it
            yield from _days((*path, "end"), version["end"])
        yield from _of_version(path, version)


def _of_version(path: Path, version: Table) -> Iterator[Change]:
    for key in LIMITS:
        yield from _of_limit((*path, key), version.get(key))
    for key in LISTS:
        yield from (((*path, key, n), LEFT_OUT) for n, _ in enumerate(version.get(key, ())))
    for number, pause in enumerate(version.get("pauses", ())):
        for key in sorted(pause.keys() & {"at_most", "once"}):
            yield (*path, "pauses", number, key), LEFT_OUT
        if "at_most" in pause:
            yield from _of_limit((*path, "pauses", number, "at_most"), pause["at_most"])
    if "action" in version:
        yield from _choices((*path, "action"), version["action"], [each.value for each in Action])
    if "extension" in version:
        yield (*path, "extension"), LEFT_OUT
        yield from _of_limit((*path, "extension", "limit"), version["extension"]["limit"])
    if "blocks" in version:
        yield from _choices((*path, "blocks"), version["blocks"], [step.value for step in Step])
    for key in ("when", "requires"):
        if version.get(key):
            yield (*path, key), {}
            yield from _of_condition((*path, key), version[key])
    if "waived_by" in version:
        yield (*path, "waived_by"), LEFT_OUT
        yield from _of_condition((*path, "waived_by"), version["waived_by"])


def _of_limit(path: Path, limit: object) -> Iterator[Change]:
    """Change a limit, a number of acts, or a period."""
    match limit:
        case int():
            yield from ((path, limit + by) for by in (1, -1))
        case str():
            yield from _choices(path, limit, [every.value for every in Frequency])
        case dict():
            for key in limit:
                if key in NUMBERS:
                    yield from (((*path, key), limit[key] + by) for by in (1, -1))
            for key, kind in (("last_day", LastDay), ("first_hour", FirstHour)):
                if key in limit:
                    yield from _choices((*path, key), limit[key], [each.value for each in kind])
            yield from ((path, other) for other in _other_units(limit))


def _other_units(limit: Table) -> Iterator[Table]:
    last_day = limit.get("last_day", LastDay.MOVES.value)
    match limit:
        case {"workdays": count}:
            yield {"days": count, "last_day": last_day}
        case {"days": count}:
            yield {"workdays": count}
            yield {"months": count, "last_day": last_day}
        case {"months": count}:
            yield {"days": count, "last_day": last_day}
            yield {"years": count, "last_day": last_day}
        case {"years": count}:
            yield {"months": count, "last_day": last_day}
        case {"hours": count}:
            yield {"workdays": count}
            yield {"days": count, "last_day": last_day}


def _of_condition(path: Path, condition: Table) -> Iterator[Change]:
    """Negate a condition, and change its parts."""
    match condition:
        case {"not": part}:
            yield path, part
        case _:
            yield path, {"not": condition}
    yield from _parts(path, condition)


def _parts(path: Path, condition: Table) -> Iterator[Change]:
    for key, inner in condition.items():
        if key in {"all", "any"}:
            for number, part in enumerate(inner):
                place = (*path, key, number)
                if len(inner) > 1:
                    yield place, LEFT_OUT
                yield from _of_condition(place, part)
        elif key == "not":
            yield from _parts((*path, key), inner)
        elif key in {"before", "after"}:
            for name, day in inner.items():
                yield from _days((*path, key, name), day)


def _choices(path: Path, value: object, choices: list[str]) -> Iterator[Change]:
    yield from ((path, choice) for choice in choices if choice != value)


def _days(path: Path, day: date) -> Iterator[Change]:
    yield from ((path, day + by) for by in (ONE_DAY, -ONE_DAY))


def _held(table: Any, path: Path) -> Any:
    for step in path:
        table = table[step]
    return table


def _changed(table: Table, path: Path, value: object) -> Table:
    """Return a copy that says something else; a version that ends where another starts follows."""
    changed = deepcopy(table)
    if path[-1] == "start":
        for version in changed["version"]:
            if version.get("end") == _held(table, path):
                version["end"] = value
    holder, last = _held(changed, path[:-1]), path[-1]
    if value is LEFT_OUT:
        del holder[last]
    else:
        holder[last] = deepcopy(value)
    return changed


def _told(value: object) -> str:
    """Write a value as a file of the pack does."""
    match value:
        case dict():
            inner = ", ".join(f"{key} = {_told(held)}" for key, held in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case list():
            return f"[{', '.join(map(_told, value))}]"
        case str():
            return value
        case _ if value is LEFT_OUT:
            return "left out"
        case _:
            return str(value)
