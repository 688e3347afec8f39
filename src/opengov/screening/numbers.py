"""Numbers that name a person: identity numbers, mobile numbers, bank cards.

Digits are found in runs, whatever parts them: blanks, hyphens, dots. A run falls into groups, and
what is looked at are neighbouring groups, never a part of one: a number within a longer number is
another number.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from opengov.domain import Message
from opengov.screening.bank_card import is_bank_card
from opengov.screening.finding import Found
from opengov.screening.identity import is_identity_number, is_old_identity_number
from opengov.screening.labels import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opengov.screening.matching import Hit
    from opengov.screening.screened import Screened

IDENTITY = "identity-number"
MOBILE = "mobile-number"
CARD = "bank-card"

_SEPARATORS = r" ()（）\u00a0\u2000-\u200a\u3000\-\u2010-\u2015\u2212·•._"
_RUN = re.compile(
    rf"[0-9](?:[{_SEPARATORS}]{{0,3}}(?:\r?\n)?[0-9]){{10,}}(?:[{_SEPARATORS}]{{0,2}}[Xx×](?![A-Za-z0-9]))?"
)
_RUN_IN_TABLES = re.compile(
    rf"[0-9](?:[{_SEPARATORS}]{{0,3}}[0-9]){{10,}}(?:[{_SEPARATORS}]{{0,2}}[Xx×](?![A-Za-z0-9]))?"
)
_GROUP = re.compile(r"[0-9]+[Xx×]?|[Xx×]")

_LONGEST = 19
_PREFIXES = ("0086", "86", "17951", "12593", "17909")
"""What is dialled before a mobile number: the country, or a cheaper carrier."""

_UNITS = re.compile(
    r"\s?(?:[多余]?[万亿]?元|[万亿]|美元|欧元|吨|平方|㎡|m2|亩|公顷|千瓦|立方|人次|[%％]|\.\d)"
)
_MOBILE_SHAPES = {(3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 3, 4), (4, 4, 3)}


class _Number(NamedTuple):
    """Neighbouring groups of digits, taken as one number."""

    digits: str
    start: int
    end: int
    sizes: tuple[int, ...]
    joints: str
    """What stands between the groups."""

    @property
    def is_one_piece(self) -> bool:
        return len(self.sizes) == 1


class NumberDetector:
    """Finds the numbers of persons (公民身份号码、手机号码、银行卡号).

    An identity number of eighteen characters is one by its check character, a day of birth that
    may be, and a province. One of fifteen, and a mobile number, have no check: the words before
    them decide where they call it the number of a thing. A card is one by its issuer and its check
    digit. What is called an identity number or a card, and has the digits for it, is one even
    where the check fails: a slip of the pen does not make it public.
    """

    id = "numbers"
    anchors: tuple[str, ...] = ()

    def find(self, text: Screened, hits: Sequence[Hit]) -> Iterator[Found]:
        """Find them; what may be two things is the one with the stronger evidence."""
        del hits
        runs = _RUN_IN_TABLES if text.passage.is_table else _RUN
        for run in runs.finditer(text.text):
            taken = 0
            for number in _numbers(text.text, run.start(), run.end()):
                if number.start < taken:
                    continue
                found = _judged(number, text)
                if found:
                    taken = number.end
                    yield found


def _numbers(text: str, start: int, end: int) -> Iterator[_Number]:
    """Yield what the groups of a run can make up, the longest first at each beginning."""
    groups = [(found.start(), found.end()) for found in _GROUP.finditer(text, start, end)]
    if len(groups) == 1:
        begin, stop = groups[0]
        if not _is_glued(text, begin, stop) and stop - begin <= _LONGEST:
            yield _Number(
                text[begin:stop].upper().replace("×", "X"), begin, stop, (stop - begin,), ""
            )
        return
    for first, (begin, _) in enumerate(groups):
        length = 0
        made = []
        for last in range(first, len(groups)):
            length += groups[last][1] - groups[last][0]
            if length > _LONGEST:
                break
            if length < 11 or (length == 11 and text[begin] != "1"):
                continue  # too short for anything, or no mobile number: most are dates, landlines
            if not _is_glued(text, begin, groups[last][1]):
                made.append(_joined(text, groups, first, last))
        yield from (number for number in reversed(made) if number)


def _joined(text: str, run: list[tuple[int, int]], first: int, last: int) -> _Number | None:
    groups = run[first : last + 1]
    sizes = tuple(end - start for start, end in groups)
    spaced_out = max(sizes) == 1
    if len(groups) > 1 and (
        (spaced_out and not _stands_apart(run, first, last))
        or (not spaced_out and min(sizes[:-1]) < 2)
    ):
        return None
    digits = "".join(text[start:end] for start, end in groups).upper().replace("×", "X")
    joints = "".join(text[one[1] : other[0]] for one, other in pairwise(groups))
    return _Number(digits, groups[0][0], groups[-1][1], sizes, joints)


def _stands_apart(run: list[tuple[int, int]], first: int, last: int) -> bool:
    """Say whether digits that are spaced out end where they do: at a wider gap, or other groups."""
    widest = max(run[at + 1][0] - run[at][1] for at in range(first, last))

    def parts(at: int, beyond: int) -> bool:
        gap = run[max(at, beyond)][0] - run[min(at, beyond)][1]
        return gap > widest or run[beyond][1] - run[beyond][0] > 1

    return (first == 0 or parts(first, first - 1)) and (
        last == len(run) - 1 or parts(last, last + 1)
    )


def _is_glued(text: str, start: int, end: int) -> bool:
    """Say whether a number goes on as letters or digits: then it is part of a code."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())


def _judged(number: _Number, text: Screened) -> Found | None:
    digits = number.digits
    if is_identity_number(digits, today=text.today):
        return _identity(number, text)
    if "\n" in number.joints:
        return None  # only what has a check is read over the end of a line
    if len(digits) == 11 and not _begins_as_mobile(digits):
        return None  # as most are, such as landlines: not worth a look at what they are called
    label = text.label(number.start)
    if label is Label.IDENTITY and len(digits) in {15, 18} and digits[:-1].isdigit():
        return _found(IDENTITY, number, text, _middle_hidden(digits, 2, 3))
    if not digits.isdigit():
        return None
    if label is Label.CARD and 12 <= len(digits) <= _LONGEST:
        return _found(CARD, number, text, _middle_hidden(digits, 4, 4))
    if _has_card_shape(number) and is_bank_card(digits) and label is not Label.CODE:
        return _found(CARD, number, text, _middle_hidden(digits, 4, 4))
    if label in {Label.CODE, Label.AMOUNT}:
        return None
    if number.is_one_piece and is_old_identity_number(digits, today=text.today):
        return _found(IDENTITY, number, text, _middle_hidden(digits, 2, 3))
    return _mobile(number, text)


def _identity(number: _Number, text: Screened) -> Found:
    doubt = None
    hidden = _middle_hidden(number.digits, 2, 3)
    if number.digits.isdigit() and is_bank_card(number.digits):
        if text.label(number.start) is Label.CARD:
            told = _also(IDENTITY)
            return _found(CARD, number, text, _middle_hidden(number.digits, 4, 4), told)
        doubt = _also(CARD)
    return _found(IDENTITY, number, text, hidden, doubt)


def _also(kind: str) -> Message:
    return Message("screening.also", {"other": Message(f"screening.kind.{kind}")})


def _has_card_shape(number: _Number) -> bool:
    *first, last = number.sizes
    return (
        all(size == 4 for size in first)
        or number.sizes[0] == 6
        or (max(number.sizes) == 1 and last == 1)
    )


def _begins_as_mobile(digits: str) -> bool:
    return digits[0] == "1" and digits[1] not in "012"


def _mobile(number: _Number, text: Screened) -> Found | None:
    digits, start = number.digits, number.start
    for prefix in _PREFIXES:
        if digits.startswith(prefix) and len(digits) == len(prefix) + 11:
            digits = digits[len(prefix) :]
            start = _after(text.text, start, len(prefix))
            break
    if len(digits) != 11 or not _begins_as_mobile(digits):
        return None
    if _UNITS.match(text.text, number.end):
        return None
    sizes = number.sizes if start == number.start else (11,)
    if len(sizes) > 1 and max(sizes) > 1 and sizes not in _MOBILE_SHAPES:
        return None
    return _found(MOBILE, number._replace(start=start), text, _middle_hidden(digits, 3, 4))


def _after(text: str, start: int, digits: int) -> int:
    """Return where the digit after the first ``digits`` of a number stands."""
    for at in range(start, len(text)):
        if text[at].isdigit():
            if not digits:
                return at
            digits -= 1
    raise AssertionError


def _middle_hidden(digits: str, first: int, last: int) -> str:
    return f"{digits[:first]}{'*' * (len(digits) - first - last)}{digits[-last:]}"


def _found(
    kind: str, number: _Number, text: Screened, hidden: str, doubt: Message | None = None
) -> Found:
    start, end = text.folded.span(number.start, number.end)
    return Found(kind, start, end, hidden, doubt)
