"""What the findings in a file, or in several, come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from opengov.domain.checks import is_tuple
from opengov.screening.finding import Finding
from opengov.screening.passage import Place, Unread
from opengov.screening.rule import Action

if TYPE_CHECKING:
    from collections.abc import Iterable


@frozen
class Located:
    """A finding with the place of the text that it was made in."""

    place: Place
    finding: Finding


@frozen(kw_only=True)
class Publish:
    """Nothing was found. That proves nothing: release needs the secrecy review of a person."""


@frozen(kw_only=True)
class PublishInPart:
    """It may go out once what was found is hidden (条例 2019, art. 37)."""

    spans: tuple[Located, ...] = field(validator=is_tuple)


@frozen(kw_only=True)
class Refer:
    """A person must look at it first: at what was found, and at what could not be read.

    ``spans`` are to be hidden in any case.
    """

    referred: tuple[Located, ...] = field(default=(), validator=is_tuple)
    unread: tuple[Unread, ...] = field(default=(), validator=is_tuple)
    spans: tuple[Located, ...] = field(default=(), validator=is_tuple)


@frozen(kw_only=True)
class Withhold:
    """It stays in, by the ``grounds`` of the negative list that ``because`` was found for."""

    grounds: tuple[str, ...] = field(validator=is_tuple)
    because: tuple[Located, ...] = field(validator=is_tuple)
    unread: tuple[Unread, ...] = field(default=(), validator=is_tuple)


Verdict: TypeAlias = Publish | PublishInPart | Refer | Withhold


def verdict(located: Iterable[Located], unread: Iterable[Unread] = ()) -> Verdict:
    """Return the verdict on what was found and what could not be read; the strictest decides."""
    by_action: dict[Action, list[Located]] = {action: [] for action in Action}
    for each in located:
        by_action[each.finding.rule.action].append(each)
    withheld, referred = by_action[Action.WITHHOLD], by_action[Action.REFER]
    spans = (*by_action[Action.MASK], *by_action[Action.REMOVE])
    not_read = tuple(unread)
    if withheld:
        grounds = sorted({each.finding.rule.ground for each in withheld})
        return Withhold(grounds=tuple(grounds), because=tuple(withheld), unread=not_read)
    if referred or not_read:
        return Refer(referred=tuple(referred), unread=not_read, spans=spans)
    return PublishInPart(spans=spans) if spans else Publish()
