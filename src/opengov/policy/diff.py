"""The difference of two bodies of law, norm by norm, key by key."""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, fields, frozen

from opengov.domain import LocalizedText
from opengov.domain.checks import is_tuple
from opengov.policy.law import in_force
from opengov.policy.pack import Level
from opengov.policy.provision import ClockPause, Extension
from opengov.workdays import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from opengov.policy.pack import Pack
    from opengov.policy.provision import Norm


class Difference(Enum):
    """What became of a norm."""

    APPEARS = "appears"
    VANISHES = "vanishes"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    """It demands the same, though another article may say so."""


@frozen(kw_only=True)
class KeyChange:
    """One key of a norm, such as ``limit`` or ``extension.limit``, on both sides."""

    key: str
    before: object
    after: object


@frozen(kw_only=True)
class NormDifference:
    """A norm in one law and in the other; ``None`` where it has none.

    ``changes`` are of what it demands; title, note and articles are the wording of that.
    """

    before: Norm | None
    after: Norm | None
    changes: tuple[KeyChange, ...] = field(default=(), validator=is_tuple)

    @property
    def norm(self) -> Norm:
        """The norm as it stands after, or stood before."""
        found = self.after or self.before
        assert found is not None  # noqa: S101  (one of the two there always is)
        return found

    @property
    def difference(self) -> Difference:
        """What became of it."""
        if self.before is None:
            return Difference.APPEARS
        if self.after is None:
            return Difference.VANISHES
        return Difference.CHANGED if self.changes else Difference.UNCHANGED

    @property
    def is_elsewhere(self) -> bool:
        """Whether other articles say it now."""
        if self.before is None or self.after is None:
            return False
        return self.before.citations != self.after.citations


def differences(
    before: Pack, after: Pack, *, on: tuple[date, date] | None = None
) -> tuple[NormDifference, ...]:
    """Return what became of every norm of two packs, in the order of ``after``.

    With ``on`` the law of the first day in ``before`` is set against that of the second in
    ``after``, and from when to when it is in force is no difference; else every version counts.
    Norms are known by their ids. Where both packs hold one version of a norm the two are
    compared; else versions that begin on the same day. Norms that
    would vanish and appear, but are the only ones of their kind and duty to do so, are one norm
    under a new id.
    """
    sides: list[tuple[Sequence[Norm], Sequence[Norm]]] = [
        (before.provisions, after.provisions),
        (before.rules, after.rules),
    ]
    if on is not None:
        sides = [(in_force(old, on[0]), in_force(new, on[1])) for old, new in sides]
    passed = WORDING if on is None else WORDING | {"in_force"}
    pairs = [pair for old, new in sides for pair in _pairs(old, new)]
    return tuple(
        NormDifference(before=old, after=new, changes=tuple(_changes(old, new, passed)))
        for old, new in _renamed(pairs)
    )


def stack_differences(
    before: Iterable[Pack], after: Iterable[Pack]
) -> Iterator[tuple[NormDifference, ...]]:
    """Compare two stacks pack by pack, and pass over packs that are the same.

    Packs are known by level and id; those that are on one side only are set against each other
    level by level, in their order, and of one that is left every norm appears or vanishes.
    """
    for old, new in _pairs_of_packs(before, after):
        if old != new:
            yield differences(old or _without_norms(new), new or _without_norms(old))


def _without_norms(pack: Pack | None) -> Pack:
    assert pack is not None  # noqa: S101  (one of the two there always is)
    return evolve(pack, provisions=(), rules=())


def _pairs_of_packs(
    before: Iterable[Pack], after: Iterable[Pack]
) -> Iterator[tuple[Pack | None, Pack | None]]:
    old, new = ({(pack.level, pack.id): pack for pack in side} for side in (before, after))
    yield from ((old[known], new[known]) for known in new if known in old)
    for level in Level:
        yield from zip_longest(
            (pack for known, pack in old.items() if known not in new and pack.level is level),
            (pack for known, pack in new.items() if known not in old and pack.level is level),
        )


Pair = tuple["Norm | None", "Norm | None"]


def _pairs(before: Sequence[Norm], after: Sequence[Norm]) -> Iterator[Pair]:
    old, new = _versions(before), _versions(after)
    for name in dict.fromkeys((*new, *old)):
        former, present = old.get(name, []), new.get(name, [])
        if len(former) == len(present) == 1:
            yield former[0], present[0]
            continue
        begun = {norm.in_force.start: norm for norm in former}
        for norm in present:
            yield begun.pop(norm.in_force.start, None), norm
        yield from ((norm, None) for norm in begun.values())


def _versions(norms: Iterable[Norm]) -> dict[str, list[Norm]]:
    found: dict[str, list[Norm]] = {}
    for norm in norms:
        found.setdefault(norm.id, []).append(norm)
    return found


def _renamed(pairs: list[Pair]) -> list[Pair]:
    gone, come = defaultdict(list), defaultdict(list)
    for old, new in pairs:
        if old is None and new is not None:
            come[_subject(new)].append(new)
        elif new is None and old is not None:
            gone[_subject(old)].append(old)
    joined = {
        present[0].id: gone[subject][0]
        for subject, present in come.items()
        if len(present) == 1 and len(gone.get(subject, ())) == 1
    }
    taken = {id(old) for old in joined.values()}
    return [
        (joined.get(new.id), new) if old is None and new is not None else (old, new)
        for old, new in pairs
        if not (new is None and id(old) in taken)
    ]


def _subject(norm: Norm) -> tuple[type, str]:
    return type(norm), getattr(norm, "duty", norm.id)


WORDING = frozenset({"id", "title", "citations", "note", "because", "edition"})
"""What of a norm is not what it demands."""


def _changes(
    before: Norm | None, after: Norm | None, passed: frozenset[str]
) -> Iterator[KeyChange]:
    if before is None or after is None:
        return
    if type(before) is not type(after):
        yield KeyChange(key="kind", before=type(before).__name__, after=type(after).__name__)
        return
    yield from _members(before, after, "", passed)


def _members(
    before: Any, after: Any, within: str, passed: frozenset[str] = frozenset()
) -> Iterator[KeyChange]:
    for member in fields(type(after)):
        if member.name in passed:
            continue
        old, new = getattr(before, member.name), getattr(after, member.name)
        if _is_same(old, new):
            continue
        key = f"{within}{member.name}"
        if isinstance(old, Extension | Window) and type(old) is type(new):
            yield from _members(old, new, f"{key}.")
        else:
            yield KeyChange(key=key, before=old, after=new)


def _is_same(old: object, new: object) -> bool:
    """Say whether two values demand the same; the reason of a pause is wording."""
    return _bare(old) == _bare(new)


def _bare(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(
            evolve(each, reason=NO_REASON) if isinstance(each, ClockPause) else each
            for each in value
        )
    return value


NO_REASON = LocalizedText(zh="")
