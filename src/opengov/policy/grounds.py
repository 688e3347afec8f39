"""The negative list applied to a record, and the ruling on disclosure that follows.

What is not on the list is open (负面清单以外原则上公开), but only once somebody has looked:
a fact that nobody stated never turns into disclosure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from opengov.domain import DisclosureAttribute, GroundForce, Message, Relief, Truth
from opengov.domain.checks import is_frozenset
from opengov.domain.facts import every, some
from opengov.policy.assessment import GroundFinding, Ruling
from opengov.policy.condition import Held, Tagged
from opengov.policy.sources import source_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from opengov.domain import Escape, NegativeListRule
    from opengov.policy.case import Case
    from opengov.policy.condition import Answer
    from opengov.policy.pack import Pack


SEPARABLE = "separable"
"""Whether what a ground protects can be severed from the rest (条例 2019, art. 37)."""

FACTS = frozenset({SEPARABLE})
"""The facts that the ruling turns on, beside those that grounds name."""


@frozen(kw_only=True)
class Ground:
    """A finding with the facts whose absence left it open."""

    finding: GroundFinding
    unknown: frozenset[str] = field(default=frozenset(), validator=is_frozenset)


def findings(layers: Iterable[tuple[Pack, Answer]], case: Case, as_of: date) -> tuple[Ground, ...]:
    """Return what every ground in force on ``as_of`` says, those that do not hold included."""
    return tuple(
        _ground(rule, pack, scope, case)
        for pack, scope in layers
        for rule in pack.rules
        if rule.in_force.covers(as_of)
    )


def _ground(rule: NegativeListRule, pack: Pack, scope: Answer, case: Case) -> Ground:
    touches, lifted = _touches(rule, case), _lifted(rule, case)
    exercised = _exercised(rule, case)
    holds = every(scope.truth, touches, lifted.negated(), exercised)
    unknown = _open_facts(rule, case)
    if holds is Truth.UNKNOWN:
        unknown |= scope.unknown
    elif holds is Truth.NO:
        unknown = set()
    finding = GroundFinding(
        source=source_of(rule, pack),
        mandatory=rule.force is GroundForce.MANDATORY,
        holds=holds,
        path=(*scope.path, Held(Tagged(rule.fact), touches), *_escapes_on_path(rule, case)),
    )
    return Ground(finding=finding, unknown=frozenset(unknown))


def _open_facts(rule: NegativeListRule, case: Case) -> set[str]:
    """Return what to ask, because it decides whether the ground holds or is lifted."""
    facts = {rule.fact} if _touches(rule, case) is Truth.UNKNOWN else set()
    facts |= {each.fact for each in rule.escapes if case.fact(each.fact) is Truth.UNKNOWN}
    if case.determination is None and rule.force is GroundForce.DISCRETIONARY:
        facts.add("attribute-determined")
    return facts


def _invoked(rule: NegativeListRule, case: Case) -> bool:
    """Say whether the determination itself names the ground."""
    ruling = case.determination
    return ruling is not None and rule.id in ruling.grounds


def _touches(rule: NegativeListRule, case: Case) -> Truth:
    """Say whether the record is of the kind the ground protects.

    A determination that names the ground says yes; where a stated fact says no, the two
    contradict one another, and a person must look. The secrecy review goes through the mandatory
    grounds one by one (art. 17 of 2019), so a cleared review answers no wherever nothing else
    was stated.
    """
    stated = case.fact(rule.fact)
    if _invoked(rule, case):
        return Truth.UNKNOWN if stated is Truth.NO else Truth.YES
    reviewed = (
        every(case.fact("secrecy-review-cleared"), case.fact("secrecy-review-by-another"))
        is Truth.YES
    )
    if stated is Truth.UNKNOWN and rule.force is GroundForce.MANDATORY and reviewed:
        return Truth.NO
    return stated


def _lifted(rule: NegativeListRule, case: Case) -> Truth:
    """Say whether a consent or an overriding interest lifts the ground.

    Whoever invoked the ground has weighed that already, so only a stated yes lifts it then.
    """
    truth = some(*(_lifts(escape, case) for escape in rule.escapes))
    if truth is Truth.UNKNOWN and _invoked(rule, case):
        return Truth.NO
    return truth


def _lifts(escape: Escape, case: Case) -> Truth:
    truth = case.fact(escape.fact)
    # A secret stays one until somebody declassifies it, which is an act on record.
    presumed = escape.kind is Relief.DECLASSIFICATION and truth is Truth.UNKNOWN
    return Truth.NO if presumed else truth


def _escapes_on_path(rule: NegativeListRule, case: Case) -> tuple[Held, ...]:
    return tuple(Held(Tagged(each.fact), _lifts(each, case)) for each in rule.escapes)


def _exercised(rule: NegativeListRule, case: Case) -> Truth:
    """Say whether the agency uses the ground: it must if mandatory, else it chooses."""
    ruling = case.determination
    if rule.force is GroundForce.MANDATORY:
        return Truth.YES
    if ruling is None:
        return Truth.UNKNOWN  # nobody chose yet
    if _invoked(rule, case):
        # Disclosing what one withholds contradicts itself.
        is_open = ruling.attribute is DisclosureAttribute.PROACTIVE
        return Truth.UNKNOWN if is_open else Truth.YES
    # Whoever discloses on request and names no ground has not used it, and still may.
    return _USED[ruling.attribute]


_USED = {
    DisclosureAttribute.PROACTIVE: Truth.NO,
    DisclosureAttribute.ON_REQUEST: Truth.UNKNOWN,
    DisclosureAttribute.EXEMPT: Truth.YES,
}


def rule_on(
    grounds: tuple[Ground, ...],
    case: Case,
    *,
    is_open_by_default: bool,
    is_understood: bool = True,
) -> tuple[Ruling, tuple[Message, ...]]:
    """Rule on disclosure: withheld where a ground holds, referred where one may.

    Where what it protects can be severed the rest goes out, but not while another ground may
    hold. What no ground touches is open, where a norm says that what is on no list is, and where
    no fact or ground has a name that is not understood.
    """
    if not grounds:
        return Ruling.REFER, (Message("ruling.no-negative-list"),)
    holding = [g.finding for g in grounds if g.finding.holds is Truth.YES]
    open_questions = [g.finding for g in grounds if g.finding.holds is Truth.UNKNOWN]
    if holding and case.fact(SEPARABLE) is not Truth.YES:
        return Ruling.WITHHOLD, _reasons("ruling.ground", holding)
    if holding and not open_questions:
        return Ruling.PARTIAL, _reasons("ruling.ground", holding)
    ruling = case.determination
    exempt = ruling is not None and ruling.attribute is DisclosureAttribute.EXEMPT
    reasons = _reasons("ruling.unknown-fact", open_questions)
    if exempt:
        reasons += (Message("ruling.exempt-without-ground"),)
    if not is_open_by_default:
        reasons += (Message("ruling.no-default"),)
    if not is_understood:
        reasons += (Message("ruling.not-understood"),)
    return (Ruling.REFER, reasons) if reasons else (Ruling.OPEN, ())


def _reasons(key: str, found: list[GroundFinding]) -> tuple[Message, ...]:
    return tuple(
        Message(
            key,
            {
                "ground": finding.source.title,
                "citation": "、".join(map(str, finding.source.citations)),
            },
        )
        for finding in found
    )
