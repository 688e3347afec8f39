"""Resident identity numbers (公民身份号码, GB 11643): check character, region, day of birth."""

from __future__ import annotations

from datetime import date

PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65"
    " 71 81 82 83".split()
)
"""The first two digits of a region, Taiwan, Hong Kong and Macau among them (GB/T 2260).

The rest of a region is not looked up: counties come and go, and a number keeps the one of old.
"""

_CHECKS = "10X98765432"
_WEIGHTS = tuple(2**power % 11 for power in range(17, 0, -1))
"""GB 11643 gives the digit at place i, counted from the right from 1, the weight 2 to i-1."""

FIRST_BIRTH = date(1850, 1, 1)


def check_character(first: str) -> str:
    """Return the eighteenth character to the first seventeen digits (ISO 7064, MOD 11-2).

    >>> check_character("11010519491231002")
    'X'
    """
    return _CHECKS[
        sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True)) % 11
    ]


def is_identity_number(number: str, *, today: date) -> bool:
    """Say whether eighteen characters are an identity number of somebody born by ``today``.

    That is one of a resident, or of a foreigner with a permanent residence permit (first digit 9,
    day of birth at the same place).
    """
    if len(number) != 18 or not number[:17].isdigit() or check_character(number[:17]) != number[17]:
        return False
    region = number[1:3] if number[0] == "9" else number[:2]
    return region in PROVINCES and _is_birth(number[6:14], today)


def is_old_identity_number(number: str, *, today: date) -> bool:
    """Say whether fifteen digits may be an identity number of before 1999, which has no check."""
    if len(number) != 15 or not number.isdigit() or number[:2] not in PROVINCES:
        return False
    return _is_birth(f"19{number[6:12]}", today)


def _is_birth(digits: str, today: date) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return FIRST_BIRTH <= born <= today
