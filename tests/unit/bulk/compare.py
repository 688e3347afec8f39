"""One record at a time and a whole table at once: the same rows, in every column that both have."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from opengov.bulk import assess_table, table_of
from opengov.bulk.columns import names_of
from opengov.domain import Truth
from opengov.policy import Case, ElementsFinding, assess
from opengov.serial import to_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from opengov.bulk import BulkResult
    from opengov.domain import AnyRecord
    from opengov.policy import Assessment, Finding, Obligation, Pack, Source

BOOLEANS = {Truth.YES: True, Truth.NO: False, Truth.UNKNOWN: None}
Row = tuple[Any, ...]


def rows_of(found: Assessment, case: Case) -> Counter[Row]:
    """Return what an assessment says, as the rows that a table should have."""
    return Counter([*_obligations(found, case), *_findings(found)])


def _obligations(found: Assessment, case: Case) -> Iterator[Row]:
    for each in found.obligations:
        due, opens = each.due, each.opens
        bounds = [bound for bound in (due, opens) if bound is not None]
        yield (
            "obligation",
            found.record_id,
            *_named(each.source),
            each.duty,
            each.anchor,
            _start(each, case),
            due and due.earliest,
            due and due.latest,
            due and due.at,
            opens and opens.earliest,
            opens and opens.latest,
            any(bound.provisional is not None for bound in bounds) if bounds else None,
            each.status.value,
            BOOLEANS[each.applies],
            each.binding,
            each.evidence and each.evidence.on,
            each.elapsed,
            each.period and each.period.start,
            str([to_data(held) for held in each.path]),
            tuple(dict.fromkeys(note.key for note in each.notes)),
        )


def _start(found: Obligation, case: Case) -> date | None:
    bound = found.due or found.opens
    if bound is not None:
        return bound.start_day
    return None if found.anchor is None else case.day(found.anchor)


def _findings(found: Assessment) -> Iterator[Row]:
    yield ("ruling", found.record_id, found.ruling.value)
    for finding in found.findings:
        yield (*_finding(finding, found.record_id), str([to_data(held) for held in finding.path]))
    for question in found.questions:
        for source in question.sources:
            yield ("question", found.record_id, *_named(source), question.fact)
    for each in found.conflicts:
        against = (each.stricter.pack, each.stricter.provision)
        yield ("conflict", found.record_id, *_named(each.looser), each.kind.value, *against)


def _finding(found: Finding, record: str) -> Row:
    head = (record, *_named(found.source))
    kind = type(found).__name__
    if kind == "GroundFinding":
        return ("ground", *head, BOOLEANS[found.holds])  # type: ignore[union-attr]
    if kind == "GateFinding":
        told = (found.blocks.value, found.is_open, found.is_breached)  # type: ignore[union-attr]
        return ("gate", *head, BOOLEANS[found.applies], BOOLEANS[found.holds], *told)  # type: ignore[union-attr]
    missing = tuple(word.name for word in found.missing)  # type: ignore[union-attr]
    if isinstance(found, ElementsFinding):
        return ("elements", *head, BOOLEANS[found.applies], missing, found.entry)
    return ("channels", *head, BOOLEANS[found.applies], BOOLEANS[found.met], missing)  # type: ignore[union-attr]


def _named(source: Source) -> Row:
    return source.pack, source.provision, source.version


def rows_in(result: BulkResult) -> Counter[Row]:
    """Return the rows of both tables, each with the path that its signature stands for."""
    found: Counter[Row] = Counter()
    for row in result.obligations.iter_rows():
        reason = result.explain(row[-1])
        found["obligation", *row[:-1], _path(reason), reason.notes] += 1
    for told in result.findings.iter_rows(named=True):
        found[_told(told, result)] += 1
    return found


def _path(reason: Any) -> str:
    return str([to_data(held) for held in reason.path])


def _told(row: dict[str, Any], result: BulkResult) -> Row:
    kind, record = row["finding"], row["record_id"]
    head = (kind, record, row["pack"], row["provision"], row["version"])
    reason = result.explain(row["signature"])
    missing = tuple(row["missing"])
    match kind:
        case "ruling":
            return (kind, record, row["says"])
        case "ground":
            return (*head, row["holds"], _path(reason))
        case "gate":
            told = (row["applies"], row["holds"], row["says"], row["is_open"], row["is_breached"])
            return (*head, *told, _path(reason))
        case "elements":
            return (*head, row["applies"], missing, row["entry"], _path(reason))
        case "channels":
            return (*head, row["applies"], row["holds"], missing, _path(reason))
        case "question":
            return (*head, *missing)
        case _:
            return (*head, row["says"], row["against_pack"], row["against_provision"])


def differences(
    records: Sequence[AnyRecord],
    packs: Iterable[Pack],
    *,
    as_of: date,
    known_at: datetime,
    related: Sequence[AnyRecord] = (),
    **options: Any,
) -> tuple[list[Row], list[Row]]:
    """Return the rows that only single records give, and those that only the table gives."""
    stack = tuple(packs)
    expected: Counter[Row] = Counter()
    for record in records:
        found = assess(record, stack, as_of=as_of, known_at=known_at, related=related)
        case = Case(record=record, related=tuple(related), known_at=known_at)
        expected += rows_of(found, case)
    table = table_of(records, related=related)
    known = names_of(stack)  # records may state facts that none of these packs explains
    table = table.select(name for name in table.columns if name in known)
    told = rows_in(assess_table(table, stack, as_of=as_of, known_at=known_at, **options))
    return sorted((expected - told).elements(), key=str), sorted(
        (told - expected).elements(), key=str
    )
