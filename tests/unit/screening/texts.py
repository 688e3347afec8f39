"""Texts, rules and oracles that the tests of screening share."""

from __future__ import annotations

from datetime import date

from opengov.domain import Citation, Instrument, LocalizedText, Period
from opengov.screening import (
    Action,
    Detected,
    Passage,
    Pattern,
    Place,
    PlaceKind,
    Screener,
    ScreeningRule,
    Terms,
)

TODAY = date(2026, 11, 24)
LAW = Instrument(id="ogi", title="政府信息公开条例", number="", issuer="国务院")


def passage(text: str, *, is_table: bool = False, kind: PlaceKind = PlaceKind.BODY) -> Passage:
    return Passage(place=Place(kind=kind), text=text, is_table=is_table)


def rule(
    looks_for: Terms | Pattern | Detected, *, action: Action = Action.MASK, name: str = "a-rule"
) -> ScreeningRule:
    return ScreeningRule(
        id=name,
        title=LocalizedText(zh="规则", en="A rule"),
        action=action,
        looks_for=looks_for,
        ground="personal-privacy",
        in_force=Period(date(2019, 5, 15)),
        citations=(Citation(instrument=LAW, article="第十五条"),),
    )


KINDS = (
    "classification-mark", "internal-mark", "identity-number", "mobile-number", "bank-card",
    "passport", "licence-plate", "household-address", "personal-name",
)  # fmt: skip
SCREENER = Screener([rule(Detected(kind=kind), name=kind) for kind in KINDS], as_of=TODAY)


def found(
    text: str, *, is_table: bool = False, kind: PlaceKind = PlaceKind.BODY
) -> set[tuple[str, str]]:
    """Return what is found in a text: each kind with the stretch as it stands there."""
    findings = SCREENER.screen(passage(text, is_table=is_table, kind=kind))
    return {(each.rule.id, text[each.start : each.end]) for each in findings}


def check_by_the_standard(first: str) -> str:
    """Return the check character of GB 11643 by the recursion of ISO 7064, not by its weights.

    The pure system MOD 11-2: P begins at 0, for each digit P = (P + digit) x 2 modulo 11, and the
    check makes P + check congruent to 1.
    """
    remainder = 0
    for digit in first:
        remainder = (remainder + int(digit)) * 2 % 11
    check = (1 - remainder) % 11
    return "X" if check == 10 else str(check)
