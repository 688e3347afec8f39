"""What is due over very many records: obligations and due dates alone, without findings.

For each kind of record a function is written from the conditions, anchors and limits of the
packs, as one would write it by hand. What it cannot say it leaves to the evaluator: a clock that
was stopped, a ground that may hold, a special law, a duty that returns. Both say the same.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from opengov.domain import Matter, Period, Truth, civil_day
from opengov.errors import CalendarError
from opengov.policy.applied import chosen_by
from opengov.policy.assessment import ObligationStatus
from opengov.policy.case import (
    ANNOUNCED,
    DERIVED,
    DERIVED_DAYS,
    FIELD_NAMES,
    PUBLISHED,
    Case,
    kind_of,
)
from opengov.policy.condition import NEVER as NO_WAIVER
from opengov.policy.condition import All, IssuedBy
from opengov.policy.evaluator import Evaluator
from opengov.policy.inline import NEVER, Variables, maybe, surely
from opengov.policy.provision import Cadence, Deadline, MinDuration, Prompt, Window
from opengov.policy.standing import INTERPRETED
from opengov.policy.trimmed import trimmed
from opengov.workdays import Hours, Workdays
from opengov.workdays.due_date import last_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date, datetime

    from opengov.domain import AnyRecord
    from opengov.policy.assessment import Obligation
    from opengov.policy.condition import Condition
    from opengov.policy.pack import Pack
    from opengov.workdays import Calendar
    from opengov.workdays.limit import LimitInDays


Row = tuple[str, int, str, "date | None", "date | None", str]
"""One obligation, as plain values: the record, the place of the norm in ``Sweep.norms``, whether
it applies (yes, unknown), the first and the last day that may be its last, and how it stands.

A plain tuple of plain values, because millions of anything else keep the garbage collector busy.
"""


_Place = tuple[str, str, "date | None"]
"""By what a norm is known: its pack, its id, the day from which this version is in force."""


class Sweep:
    """The packs of an agency, made ready to list what is due over all of its records.

    The lines are the obligations that ``Evaluator.assess`` gives for ``as_of`` and
    ``known_at``, possible ones included. ``lines`` takes records to stand alone; where another
    one can be the evidence, such as an interpretation, ask ``of``.
    """

    def __init__(
        self,
        packs: Iterable[Pack],
        *,
        as_of: date,
        known_at: datetime,
        calendar: Calendar | None = None,
    ) -> None:
        self._evaluator = Evaluator(packs, calendar)
        self._as_of = as_of
        self._known_at = known_at
        self._calendar = self._evaluator.calendar.as_known(known_at)
        self._written: dict[str, Callable[[AnyRecord, list[Row]], bool]] = {}
        self.norms = tuple(
            (pack, norm) for pack in self._evaluator.stack for norm in pack.provisions
        )
        self._places: dict[_Place, int] = {
            (pack.id, norm.id, norm.version): place for place, (pack, norm) in enumerate(self.norms)
        }

    def lines(self, records: Iterable[AnyRecord]) -> list[Row]:
        """List the obligations of each record in turn; give many records in batches."""
        found: list[Row] = []
        known = self._written.get
        for record in records:
            kind = record.kind if type(record) is Matter else kind_of(record)
            written = known(kind) or self._write(kind)
            before = len(found)
            try:
                if written(record, found):
                    continue
            except CalendarError:
                pass  # a day out of reach has a note, which the evaluator makes
            del found[before:]
            found += self.of(record)
        return found

    def of(self, record: AnyRecord, related: tuple[AnyRecord, ...] = ()) -> list[Row]:
        """List the obligations of one record, to which other records can be the evidence."""
        assessment = self._evaluator.assess(
            record, as_of=self._as_of, known_at=self._known_at, related=related
        )
        return [
            (
                record.id,
                self._places[_key(each)],
                each.applies.value,
                each.due.earliest if each.due else None,
                each.due.latest if each.due else None,
                each.status.value,
            )
            for each in assessment.every_obligation
        ]

    def _write(self, kind: str) -> Callable[[AnyRecord, list[Row]], bool]:
        writer = _Writer(kind, self._as_of, self._known_at, self._calendar)
        for pack in self._evaluator.stack:
            writer.add(trimmed(pack, kind, self._as_of), self._places)
        written = self._written[kind] = writer.written()
        return written


_Days = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], Period, bool]
"""What norms share that look at the same days: anchors, evidence, what chooses the edition.

Last comes whether they count working days, which the tables of the calendar answer at once.
"""

_Norm = tuple[str, str, "LimitInDays"]
"""The expression that says whether it may apply, the beginning of its line, and its limit."""


def _key(found: Obligation) -> _Place:
    return found.source.pack, found.source.provision, found.source.version


class _Writer:
    """Writes the function for one kind of record, norm by norm."""

    def __init__(self, kind: str, as_of: date, known_at: datetime, calendar: Calendar) -> None:
        self._found = Variables(kind)
        self._as_of = as_of
        self._known_at, self._today = known_at, civil_day(known_at)
        self._calendar = calendar
        self._groups: dict[_Days, list[_Norm]] = {}
        self._leave: list[str] = []  # where the evaluator is asked instead
        self._grounds: set[str] = set()

    def add(self, pack: Pack, places: Mapping[_Place, int]) -> None:
        """Write what one pack says; ``places`` are those of the norms."""
        self._grounds |= {rule.fact for rule in pack.rules}
        for norm in pack.provisions:
            when = All((IssuedBy(pack.issuers), norm.when)) if pack.issuers else norm.when
            if norm.displaces:
                self._leave.append(maybe(when, self._found))
            if isinstance(norm, Deadline) and not isinstance(norm.limit, Hours):
                place = places[pack.id, norm.id, norm.version]
                self._deadline(norm, norm.limit, when, place)
            elif isinstance(norm, Deadline | MinDuration | Window | Cadence | Prompt):
                self._leave.append(maybe(when, self._found))

    def _deadline(self, norm: Deadline, limit: LimitInDays, when: Condition, place: int) -> None:
        found = self._found
        may = maybe(when, found)
        if may == NEVER:
            return
        if norm.waived_by is not NO_WAIVER:
            self._leave.append(f"({may} and {maybe(norm.waived_by, found)})")
        clock = [*norm.restarts]
        clock += [day for pause in norm.pauses for day in (pause.begins, pause.ends)]
        clock += [norm.extension.on] if norm.extension else []
        self._leave += [f"({may} and {found.day(name)} is not None)" for name in clock]
        applies = f"'yes' if {surely(when, found)} else 'unknown'"
        told = f"record_id, {place}, {applies}"
        # Norms with the same days and the same edition look at them once.
        by_rank = isinstance(limit, Workdays) and limit.count > 0
        days = norm.anchors, norm.done_by, chosen_by(norm), norm.in_force, by_rank
        self._groups.setdefault(days, []).append((may, told, limit))

    def _body(self) -> Iterator[str]:
        for (anchors, done_by, chosen, in_force, by_rank), norms in self._groups.items():
            yield f"start = {self._first(anchors)}"
            yield f"done = {self._first(done_by)}"
            own = chosen == (*anchors, *done_by)
            yield from self._governing("start or done" if own else self._first(chosen))
            lower = self._found.constant(in_force.start)
            upper = self._found.constant(in_force.end)
            ends = "" if in_force.end is None else f" and governing < {upper}"
            yield f"if governing >= {lower}{ends}:"
            yield "    if start is None:"
            yield "        status = NOT_YET if done is None else OPEN"
            for may, told, _ in norms:
                yield f"        if {may}: add(({told}, None, None, status))"
            yield "    else:"
            dated = self._by_rank(norms) if by_rank else self._by_table(norms)
            yield from _indented(dated, 2)

    def _by_rank(self, norms: list[_Norm]) -> Iterator[str]:
        """Count working days as the calendar does, up to where days are not final."""
        counts = [limit.count for *_, limit in norms if isinstance(limit, Workdays)]
        yield "rank = ranks.get(start, no_rank)"
        yield f"if rank < {len(self._calendar.table.days) - max(counts)}:"
        for branch, status in (("if done is None", SURELY_OPEN), ("else", SURELY_DONE)):
            yield f"    {branch}:"
            for (may, told, _), count in zip(norms, counts, strict=True):
                yield f"        if {may}:"
                yield f"            last = days[rank + {count}]"
                yield f"            add(({told}, last, last, {status}))"
        yield "else:"
        yield from _indented(self._by_table(norms))

    def _by_table(self, norms: list[_Norm]) -> Iterator[str]:
        """Look up what was counted before from the same start, with whatever limit."""
        table = self._table([limit for *_, limit in norms])
        bounds = ", ".join(f"first_{n}, last_{n}" for n in range(len(norms)))
        yield f"{bounds} = {table}.get(start) or {table}_count(start)"
        for branch, status in (("if done is None", STILL_OPEN), ("else", DONE)):
            yield f"{branch}:"
            for number, (may, told, _) in enumerate(norms):
                first, last = f"first_{number}", f"last_{number}"
                stands = status.format(first=first, last=last)
                yield f"    if {may}: add(({told}, {first}, {last}, {stands}))"

    def _governing(self, day: str) -> Iterator[str]:
        """Choose the edition: by a day that has come, but by none after the day asked about."""
        as_of = self._found.constant(self._as_of)
        yield f"governing = {day} or {as_of}"
        if self._as_of < self._today:
            yield f"if governing > {as_of}: governing = {as_of}"

    def _first(self, names: tuple[str, ...]) -> str:
        return " or ".join(self._found.day(name) for name in names)

    def _table(self, limits: list[LimitInDays]) -> str:
        """Give the function a table of the bounds of due dates by start, which fills as asked."""
        found: dict[date, tuple[date, ...]] = {}
        calendar = self._calendar

        def count(start: date) -> tuple[date, ...]:
            bounds = [last_days(limit, start, calendar=calendar) for limit in limits]
            found[start] = tuple(chain.from_iterable(bounds))
            return found[start]

        name = self._found.constant(found)
        self._found.constants[f"{name}_count"] = count
        return name

    def written(self) -> Callable[[AnyRecord, list[Row]], bool]:
        """Return the function: it says no, and lists nothing, where the evaluator must be asked."""
        found = self._found
        lines = list(self._lines())
        if any(name in DERIVED_DAYS and name not in READ_DAYS for name in found.days):
            return lambda _record, _out: False
        if any(name in ANNOUNCED for name in found.days):
            return lambda _record, _out: False
        text = "\n".join(("def written(record, out):", *_indented(lines), ""))
        space: dict[str, Any] = {
            **found.constants,
            "known_at": self._known_at,
            "today": self._today,
            "ranks": self._calendar.table.ranks,
            "days": self._calendar.table.days,
            "no_rank": len(self._calendar.table.days),
            "Case": Case,
            "DERIVED": DERIVED,
            "FIELD_NAMES": FIELD_NAMES,
            "YES": Truth.YES,
            "NO": Truth.NO,
            "NOT_YET": ObligationStatus.NOT_YET_RUNNING.value,
            "OPEN": ObligationStatus.UNKNOWN.value,
            "OVERDUE": ObligationStatus.OVERDUE.value,
            "RUNNING": ObligationStatus.RUNNING.value,
            "MET": ObligationStatus.MET.value,
            "LATE": ObligationStatus.MET_LATE.value,
        }
        # The text is made of names of this module and of quoted strings alone.
        exec(compile(text, f"<sweep of {found.kind}>", "exec"), space)  # noqa: S102
        function: Callable[[AnyRecord, list[Row]], bool] = space["written"]
        return function

    def _lines(self) -> Iterator[str]:
        body = list(self._body())  # it names what the lines before it read
        leave = [each for each in dict.fromkeys(self._leave) if each != NEVER]
        if PUBLISHED in self._found.days:  # what is withheld need not be published
            grounds = sorted(self._grounds)
            leave += [f"{self._found.statement(fact)} is True" for fact in grounds]
            leave.append("(record.determination is not None and record.determination.grounds)")
        yield "record_id = record.id"
        if self._found.stated:
            yield "stated = {}"
            yield "for fact in record.facts: stated[fact.name] = fact.holds"
            yield "stated = stated.get"
        for name, variable in self._found.stated.items():
            yield f"{variable} = stated({name!r})"
        yield from self._read_days()
        for name, variable in self._found.texts.items():
            yield f"{variable} = getattr(record, {name!r}, None)"
            yield f"{variable} = getattr({variable}, 'value', {variable})"
            yield f"if {variable} is not None: {variable} = str({variable})"
        if self._found.derived:
            yield "case = Case(record=record, known_at=known_at)"
        for name, variable in self._found.derived.items():
            yield f"{variable} = DERIVED[{name!r}](case)"
        if leave:
            yield f"if {' or '.join(leave)}:"
            yield "    return False"
        yield "add = out.append"
        yield from body
        yield "return True"

    def _read_days(self) -> Iterator[str]:
        """Read every day once; one to come has not come."""
        days = self._found.days
        fields = {name: days[name] for name in days if name in FIELD_NAMES}
        milestones = {n: v for n, v in days.items() if n not in fields and n not in READ_DAYS}
        yield f"{' = '.join([*milestones.values(), 'at'])} = None"
        yield "for milestone in record.milestones:"
        yield "    name = milestone.name"
        for name, variable in milestones.items():
            yield f"    if name == {name!r}:"
            yield f"        if {variable} is None:"
            yield "            at = milestone.at"
            yield "            day = at.day"
            yield f"            if {HAS_COME}: {variable} = day"
            yield "        continue"
        yield "    if name in FIELD_NAMES: return False"
        for name, variable in fields.items():
            yield f"{variable} = getattr(record, {name!r}, None)"
            yield f"if {variable} is not None and {variable} > today: {variable} = None"
        if INTERPRETED in days:
            yield f"{days[INTERPRETED]} = None"
        if PUBLISHED in days:
            yield "at = record.published_at"
            yield "day = None if at is None else at.day"
            yield f"{days[PUBLISHED]} = day if day is not None and {HAS_COME} else None"


READ_DAYS = frozenset({PUBLISHED, INTERPRETED})
"""The derived days that such a function reads; of a record that stands alone."""

SURELY_OPEN = "OVERDUE if today > last else RUNNING"
SURELY_DONE = "MET if done <= last else LATE"
STILL_OPEN = "OVERDUE if today > {last} else RUNNING if today <= {first} else OPEN"
DONE = "MET if done <= {first} else OPEN if done <= {last} else LATE"

HAS_COME = "(day < today or (day == today and (at.time is None or at.earliest <= known_at)))"


def _indented(lines: Iterable[str], levels: int = 1) -> Iterator[str]:
    return ("    " * levels + line for line in lines)
