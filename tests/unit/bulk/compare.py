"""One record at a time and a whole table at once: the same rows, in every column that both have."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from opengov import serial
from opengov.bulk import BulkResult, assess_table, table_of
from opengov.domain import Truth
from opengov.policy import (
    Assessment,
    Case,
    ChannelFinding,
    ElementsFinding,
    Finding,
    GateFinding,
    GroundFinding,
    Obligation,
    assess,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime

    from opengov.domain import AnyRecord
    from opengov.policy import Pack
    from opengov.policy.assessment import Source

Row = tuple[Any, ...]
dumps = cache(serial.dumps)
Related = dict[str, list["AnyRecord"]]


def rows_of(found: Assessment, case: Case) -> Iterator[Row]:
    """Return what an assessment says, as the rows that tables should have."""
    for each in found.every_obligation:
        yield _obligation(each, case)
    head = found.record_id
    yield ("ruling", head, found.ruling.value, None, None, None, None, dumps(found.reasons))
    for source in found.defaults:
        yield ("default", head, None, None, "yes", *_norm(source), dumps(()))
    for message in found.warnings:
        yield ("warning", head, message.get("name"), None, None, None, None, dumps((message,)))
    for finding in found.findings:
        yield from _finding(finding, head)
    for question in found.questions:
        for source in dict.fromkeys(question.sources):
            yield ("question", head, question.fact, None, "unknown", *_norm(source), dumps(()))
    for one in found.conflicts:
        about = f"{one.stricter.pack}/{one.stricter.provision}"
        yield ("conflict", head, one.kind.value, about, None, *_norm(one.looser), dumps(()))


def _norm(source: Source) -> Row:
    return f"{source.pack}/{source.provision}", source.version


def _obligation(found: Obligation, case: Case) -> Row:
    due, opens = found.due, found.opens
    bound = due or opens
    start = bound.start_day if bound else case.day(found.anchor) if found.anchor else None
    return (
        "obligation",
        case.record.id,
        *_norm(found.source),
        found.duty,
        found.applies.value,
        found.anchor,
        start,
        due and due.earliest,
        due and due.latest,
        due and due.at,
        opens and opens.earliest,
        opens and opens.latest,
        bound and any(each.provisional is not None for each in (due, opens) if each),
        found.period and found.period.start,
        found.status.value,
        found.evidence and found.evidence.on,
        found.binding,
        found.elapsed,
        found.responsible,
        found.displaced_by and _norm(found.displaced_by)[0],
        dumps(found.path),
    )


def _finding(finding: Finding, head: str) -> Iterator[Row]:
    norm, path = _norm(finding.source), dumps(finding.path)
    match finding:
        case GroundFinding():
            force = "mandatory" if finding.mandatory else "discretionary"
            yield ("ground", head, force, None, finding.holds.value, *norm, path)
        case GateFinding():
            step = finding.blocks.value
            yield ("gate", head, step, None, finding.holds.value, *norm, path)
            if finding.held_then is not None and (finding.is_breached or finding.may_be_breached):
                sort = "breach" if finding.is_breached else "possible-breach"
                yield (sort, head, step, None, finding.held_then.value, *norm, path)
        case ElementsFinding():
            for word in finding.missing:
                yield ("elements", head, word.name, finding.entry, Truth.NO.value, *norm, path)
        case ChannelFinding():
            names = [word.name for word in finding.missing]
            for name in names or (None,):
                yield ("channels", head, name, None, finding.met.value, *norm, path)


def rows_in(result: BulkResult) -> Iterator[Row]:
    """Return the rows of both tables, each with what its signature stands for."""
    paths = dict(result.reasons.select("signature", "path").iter_rows())
    displaced = dict(result.reasons.select("signature", "displaced_by").iter_rows())
    messages = dict(result.reasons.select("signature", "messages").iter_rows())
    for row in result.obligations.iter_rows(named=True):
        values = list(row.values())
        norm = f"{row['pack']}/{row['provision']}"
        why = displaced[row["signature"]], paths[row["signature"]]
        yield ("obligation", row["record_id"], norm, *values[3:-1], *why)
    for row in result.findings.iter_rows(named=True):
        norm = row["pack"] and f"{row['pack']}/{row['provision']}"
        why = (paths if norm else messages)[row["signature"]]
        told = (row["what"], row["about"], row["truth"], norm, row["version"])
        yield (row["sort"], row["record_id"], *told, why)


def differences(
    records: Iterable[AnyRecord],
    packs: Iterable[Pack],
    *,
    as_of: date,
    known_at: datetime,
    related: Mapping[str, list[AnyRecord]] | None = None,
) -> tuple[list[Row], list[Row]]:
    """Return the rows that only single records give, and those that only the table gives."""
    records, stack, evidence = list(records), tuple(packs), related or {}
    expected: Counter[Row] = Counter()
    for record in records:
        others = tuple(evidence.get(record.id, ()))
        found = assess(record, stack, as_of=as_of, known_at=known_at, related=others)
        expected.update(rows_of(found, Case(record=record, related=others, known_at=known_at)))
    table = table_of(records, related=evidence)
    told = Counter(rows_in(assess_table(table, stack, as_of=as_of, known_at=known_at)))
    return sorted((expected - told).elements(), key=str), sorted(
        (told - expected).elements(), key=str
    )
