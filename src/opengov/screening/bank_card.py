"""Numbers of bank cards: the ranges of issuers, and the check digit (ISO/IEC 7812, Luhn)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_OLDER = (
    "1030 4367 5264 5453 6013 6014 6015 6033 6049 6858 6886 6887 6888 6907 8701 9111 9400 9558 9559"
    " 9843 9844 9896"
)
"""How older cards of Chinese banks begin, before all of them were numbered under 62."""

_ISSUERS: Mapping[str, range] = {
    "62": range(16, 20),  # UnionPay
    "81": range(16, 20),
    **dict.fromkeys(_OLDER.split(), range(16, 20)),
    "4": range(16, 17),  # Visa
    **dict.fromkeys(("51", "52", "53", "54", "55"), range(16, 17)),  # MasterCard
    **dict.fromkeys((str(first) for first in range(2221, 2721)), range(16, 17)),
    "35": range(16, 17),  # JCB
    "34": range(15, 16),  # American Express
    "37": range(15, 16),
}
"""How a card begins, and how many digits it has then."""


def has_luhn_check(number: str) -> bool:
    """Say whether the last digit is the check of the others.

    >>> has_luhn_check("79927398713"), has_luhn_check("79927398710")
    (True, False)
    """
    digits = [int(digit) for digit in reversed(number)]
    doubled = (2 * digit - 9 if digit > 4 else 2 * digit for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def is_bank_card(number: str) -> bool:
    """Say whether a number begins like a card, has the length that goes with it, and its check."""
    sized = any(len(number) in _ISSUERS.get(number[:size], ()) for size in (1, 2, 4))
    return sized and has_luhn_check(number)
