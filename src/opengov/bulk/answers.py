"""What a norm says of rows that answer its questions alike: findings, questions, and its path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import polars as pl
from attrs import field, frozen

from opengov.bulk import asks
from opengov.bulk.codes import Classes, bit, trit
from opengov.bulk.reasons import of_finding, of_question
from opengov.domain.checks import is_tuple
from opengov.policy import Held
from opengov.policy.provision import TAKEN_ON, ChannelDuty, Gate, RequiredElements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from opengov.bulk.codes import Digit
    from opengov.bulk.judge import Judge
    from opengov.bulk.reasons import Reason, Reasons
    from opengov.policy import AnyProvision, Pack
    from opengov.policy.condition import Condition
    from opengov.policy.told import Told


@frozen(kw_only=True)
class Answered:
    """What a norm says of one class of rows beside dates: its path, findings and questions."""

    path: tuple[Held, ...] = field(validator=is_tuple)
    reasons: tuple[int, ...] = field(validator=is_tuple)


class Answers:
    """The questions of one norm, and what it says for each set of answers."""

    def __init__(
        self, pack: Pack, norm: AnyProvision, kind: str, reasons: Reasons, judge: Judge
    ) -> None:
        self.norm, self._reasons, self._judge = norm, reasons, judge
        conditions = [asks.scope(pack), norm.when, norm.waived_by]
        conditions += [norm.requires] if isinstance(norm, Gate) else []
        self.digits: list[Digit] = [*_questions(conditions, kind), *_shape(norm)]

    def at(self, place: int) -> Answered:
        """Return what the norm says of a row that was prepared."""
        found = self._judge.applied(self.norm, place)
        said = self._judge.told(found, place)
        told = tuple(map(self._reasons.number, reasons_of(said)))
        return Answered(path=found.path, reasons=told)


class ToldNorm:
    """One norm that gives no obligations: a gate, required elements, a duty of channel."""

    def __init__(self, where: asks.Told, answers: Answers, judge: Judge) -> None:
        self._where, self._answers, self._judge = where, answers, judge
        self._classes = Classes[Answered](answers.digits)
        self.expressions = [where, self._classes.code]

    def rows(self, view: pl.DataFrame) -> pl.LazyFrame:
        """Return the class of each row that the norm applies to, or may."""
        wanted = view.lazy().filter(self._where)
        return wanted.select("place", self._classes.number.alias("number"))

    def prepare(self, view: pl.DataFrame) -> None:
        """Work out the classes of the first rows, where nothing was met before."""
        if not self._classes.found:
            self.learn(view.head(FEW))

    def learn(self, view: pl.DataFrame) -> None:
        """Work out the classes that were not met before."""
        new = self._classes.unknown(view.lazy().filter(self._where))
        places = self._judge.prepare(new["place"].to_list())
        self._classes.learn(new["code"], map(self._answers.at, places))

    def findings(self, rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Return what the norm finds, and what it asks."""
        return emitted(rows, [each.reasons for each in self._classes.found])


class Part(Protocol):
    """What gives rows of a view, each with the ``number`` of its class, 0 for one not met yet."""

    def rows(self, view: pl.DataFrame) -> pl.LazyFrame:
        """Return the rows, as far as classes are known."""

    def prepare(self, view: pl.DataFrame) -> None:
        """Work out what is likely to be met, where nothing was met before."""

    def learn(self, view: pl.DataFrame) -> None:
        """Work out the classes that were not met before."""


FEW = 1 << 13
"""As many rows are looked at first: they have most of the classes that there are."""


def settled(parts: Sequence[tuple[Part, pl.DataFrame]]) -> list[pl.DataFrame]:
    """Return the rows that each part gives of its view, once every class among them is known."""
    for part, view in parts:
        part.prepare(view)
    found = pl.collect_all([part.rows(view) for part, view in parts])
    for place, (part, view) in enumerate(parts):
        while found[place].height and found[place]["number"].min() == 0:
            part.learn(view)
            found[place] = part.rows(view).collect()
    return found


def reasons_of(said: Told) -> Iterator[Reason]:
    """Return the reasons of everything that was said beside dates."""
    for finding in (*said.grounds, *said.gates, *said.elements, *said.channels):
        yield of_finding(finding)
    for question in said.questions:
        yield from of_question(question)


def _questions(conditions: list[Condition], kind: str) -> Iterator[Digit]:
    asked = dict.fromkeys(q for each in conditions for q in asks.open_questions(each, kind))
    for question in asked:
        answer = asks.asked(question, kind)
        assert isinstance(answer, pl.Expr)  # noqa: S101  (open questions are not answered by kind)
        yield trit(answer)


def _shape(norm: AnyProvision) -> Iterator[Digit]:
    """Return what the findings of a norm turn on beside its conditions."""
    match norm:
        case Gate():
            for name in TAKEN_ON[norm.blocks]:
                yield bit(asks.day(name).is_not_null())
        case RequiredElements():
            for name in norm.elements:
                yield bit(pl.col(f"element:{name}"))
        case ChannelDuty():
            for name in norm.channels:
                yield trit(pl.col(f"channel:{name}"))


def emitted(rows: pl.DataFrame, reasons: Sequence[tuple[int, ...]]) -> Iterator[pl.DataFrame]:
    """Return a row for every reason that the class of a row has: its place, and the reason."""
    for number in range(max(map(len, reasons), default=0)):
        nth = [each[number] if number < len(each) else None for each in reasons]
        table = pl.lit(pl.Series([None, *nth], dtype=pl.UInt32))
        told = rows.lazy().select("place", table.gather(pl.col("number")).alias("reason"))
        yield (told.drop_nulls("reason") if None in nth else told).collect()
