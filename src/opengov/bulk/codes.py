"""Classes of rows: rows that answer alike share a code, and what follows is worked out for one.

A code is a number whose digits are what the outcome turns on. Only how rows are told apart is
worked out on columns; what the law says of them is asked of ``opengov.policy``, once a class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

T = TypeVar("T")

MOST_SLOTS = 1 << 21
"""Codes up to here are looked up in a table of all there can be; others by search."""

MOST = 1 << 62
"""More than so many codes are told apart as texts."""

TEXT = MOST + 1
"""As many values as a digit has that is a text."""

MOST_REMEMBERED = 100_000
"""How many classes are kept where there may be as many as rows; then it begins anew."""

Digit = tuple[pl.Expr, int]
"""A small whole number for each row, and how many values it can have."""


def trit(truth: pl.Expr) -> Digit:
    """Return yes, no or not known as a digit."""
    return truth.cast(pl.UInt8).fill_null(2), 3


def bit(truth: pl.Expr) -> Digit:
    """Return what is never null as a digit."""
    return truth.cast(pl.UInt8), 2


def sign(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Return 0, 1 or 2 as one lies before, on or after the other; null where one is missing."""
    return (one >= other).cast(pl.UInt8) + (one > other).cast(pl.UInt8)


def one_if(truth: pl.Expr) -> pl.Expr:
    """Return 1 where something surely holds, else 0."""
    return truth.fill_null(value=False).cast(pl.UInt32)


def size_of(digits: Iterable[Digit]) -> int:
    """Return how many codes these digits can make."""
    size = 1
    for _, radix in digits:
        size *= radix
    return size


def code_of(digits: Sequence[Digit]) -> pl.Expr:
    """Return one code for all the digits: a number, or a text where no number is long enough."""
    digits, size = [each for each in digits if each[1] > 1], size_of(digits)
    if len(digits) == 1:
        return digits[0][0]
    if size > MOST:
        return pl.concat_str([digit.cast(pl.String) for digit, _ in digits], separator=".")
    kind = pl.UInt32 if size < 1 << 32 else pl.UInt64
    code = pl.lit(0, dtype=kind)
    for number, (digit, radix) in enumerate(digits):
        code = code * radix + digit.cast(kind) if number else digit.cast(kind)
    return code


class Classes(Generic[T]):
    """The classes that were met, each with what was worked out for the first of its rows.

    A class has a number from 1 on; 0 stands for one that was not met yet. So a table is looked
    at as if every class were known, and again where one was not. One that ``forgets`` begins
    anew when it has met very many.
    """

    def __init__(self, digits: Sequence[Digit], *, forgets: bool = False) -> None:
        self.code, self._forgets = code_of(digits), forgets
        self.found: list[T] = []
        self._numbers: dict[int | str, int] = {}
        self._table: pl.Series | None = None
        if size_of(digits) <= MOST_SLOTS:
            self._table = pl.zeros(size_of(digits), pl.UInt32, eager=True)

    @property
    def number(self) -> pl.Expr:
        """The number of the class of each row."""
        if self._table is not None:
            return pl.lit(self._table).gather(self.code)
        if not self._numbers:
            return pl.lit(0, dtype=pl.UInt32)
        numbers = pl.Series(list(self._numbers.values()), dtype=pl.UInt32)
        known = list(self._numbers)
        return self.code.replace_strict(known, numbers, default=0, return_dtype=pl.UInt32)

    def make_room(self, digits: Sequence[Digit]) -> None:
        """Let the first digit have more values than before; the codes that were met stay."""
        size = size_of(digits)
        if self._table is not None and size <= MOST_SLOTS:
            more = pl.zeros(max(size - self._table.len(), 0), pl.UInt32, eager=True)
            self._table = pl.concat([self._table, more])
        elif self._table is not None:
            self._table = None
        self.code = code_of(digits)

    def unknown(self, rows: pl.LazyFrame, *also: pl.Expr) -> pl.DataFrame:
        """Return a row for each code that was not met yet: ``place``, ``code``, and others."""
        if self._forgets and len(self.found) > MOST_REMEMBERED:
            self.found, self._numbers = [], {}
        is_new = self.number.alias("number") == 0
        told = rows.filter(is_new).select("place", self.code.alias("code"), *also)
        return told.unique("code", keep="first", maintain_order=True).collect()

    def learn(self, codes: Iterable[int | str], found: Iterable[T]) -> None:
        """Keep what was worked out for codes that are met for the first time."""
        first = len(self.found) + 1
        self.found += found
        new = dict(zip(codes, range(first, len(self.found) + 1), strict=True))
        self._numbers |= new
        if self._table is not None and new:
            numbers = pl.Series(list(new.values()), dtype=pl.UInt32)
            self._table = self._table.clone().scatter(
                pl.Series(list(new), dtype=pl.UInt32), numbers
            )

    def column(self, value: Callable[[T], object], kind: pl.DataType) -> pl.Expr:
        """Return what ``value`` takes from the class that the column ``number`` names."""
        told = [value(each) for each in self.found]
        if all(each == told[0] for each in told):  # what all have in common is not looked up
            return pl.lit(told[0] if told else None, dtype=kind)
        values = pl.Series([told[0], *told], dtype=kind)
        if kind == pl.Boolean and None not in told:  # bytes are looked up sooner than bits
            return pl.lit(values.cast(pl.UInt8)).gather(pl.col("number")) == 1
        return pl.lit(values).gather(pl.col("number"))
