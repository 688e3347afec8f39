"""Conditions in words, and the path of an answer: one wording of each question for both."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from opengov.policy.condition import (
    After,
    All,
    AnyOf,
    Before,
    Done,
    FieldIs,
    IssuedBy,
    KindIs,
    Not,
    Tagged,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opengov.domain import Word
    from opengov.i18n import Translator
    from opengov.policy import Condition, Held, Pack
    from opengov.policy.condition import Question


class Called:
    """What people call the names that norms use.

    A pack has the first word, then the catalogue of this library; a name that nobody explains
    is shown as it is.
    """

    def __init__(self, words: Translator, packs: Iterable[Pack] = ()) -> None:
        self.words = words
        stack = tuple(packs)
        self._titles = {
            sort: {
                word.name: word for pack in reversed(stack) for word in getattr(pack.words, sort)
            }
            for sort in ("duties", "kinds", "days", "facts", "elements", "channels")
        }

        self._norms = {
            norm.id: norm.title
            for pack in reversed(stack)
            for norm in (*pack.provisions, *pack.rules)
        }

    def norm(self, name: str) -> str:
        """Return the title of a norm, by its id."""
        title = self._norms.get(name)
        return name if title is None else self.words.render(title)

    def _named(self, sort: str, name: str, *keys: str) -> str:
        word: Word | None = self._titles[sort].get(name)
        if word is not None:
            return self.words.render(word.title)
        texts = ((key, self.words.text(key)) for key in keys)
        return next((text for key, text in texts if text != key), name)

    def duty(self, name: str) -> str:
        """Return the name of a duty."""
        return self._named("duties", name, f"duty.{name}")

    def kind(self, name: str) -> str:
        """Return the name of a kind of record."""
        return self._named("kinds", name, f"kind.{name}")

    def day(self, name: str) -> str:
        """Return the name of a day."""
        return self._named("days", name, f"day.{name}")

    def fact(self, name: str) -> str:
        """Return the name of a fact, as something that holds or does not."""
        return self._named("facts", name, f"holds.{name}", f"fact.{name}")

    def element(self, name: str) -> str:
        """Return the name of something that a record states."""
        return self._named("elements", name)

    def channel(self, name: str) -> str:
        """Return the name of a kind of channel."""
        return self._named("channels", name)

    def field(self, name: str) -> str:
        """Return the name of a field of records."""
        key = f"field.{name}"
        text = self.words.text(key)
        return name if text == key else text


def fact(name: str, words: Translator) -> str:
    """Return the name of a fact, as a question, with its code."""
    named = words.text(f"fact.{name}")
    return name if named == f"fact.{name}" else coded(named, name, words)


def coded(title: str, name: str, words: Translator) -> str:
    """Return a title with the name that JSON and packs have for it."""
    return f"{title}（{name}）" if words.language == "zh" else f"{title} ({name})"


def question(asked: Question, called: Called, *, negated: bool = False) -> str:
    """Return one question as a clause: 类别为“申请”; ``negated``, 类别不是“申请”."""
    words = called.words
    parameters: dict[str, object]
    match asked:
        case KindIs(name):
            key, parameters = "kind", {"kind": called.kind(name)}
        case Tagged(name):
            key, parameters = "tag", {"fact": called.fact(name)}
        case Done(name):
            key, parameters = "done", {"day": called.day(name)}
        case IssuedBy(names):
            key, parameters = "issuer", {"names": "、".join(sorted(names))}
        case FieldIs(name, value):
            key, parameters = "field", {"field": called.field(name), "value": value}
        case Before(name, day):
            key, parameters = "before", {"name": called.day(name), "day": day}
        case After(name, day):
            key, parameters = "after", {"name": called.day(name), "day": day}
        case _:
            assert_never(asked)
    return words.text(f"path.{'not-' if negated else ''}{key}", **parameters)


def condition(found: Condition, called: Called) -> str:
    """Return a condition in words; groups within groups stand in brackets."""
    words = called.words
    match found:
        case All(parts) if not parts:
            return words.text("condition.always")
        case AnyOf(parts) if not parts:
            return words.text("condition.never")
        case All(parts):
            return words.text("condition.and").join(_part(each, called) for each in parts)
        case AnyOf(parts) if kinds := _kinds(parts):
            named = words.text("path.kinds-join").join(map(called.kind, kinds))
            return words.text("path.kinds", kinds=named)
        case AnyOf(parts):
            return words.text("condition.or").join(_part(each, called) for each in parts)
        case Not(part):
            if isinstance(part, All | AnyOf | Not):
                return words.text("condition.not", part=condition(part, called))
            return question(part, called, negated=True)
        case _:
            return question(found, called)


def _kinds(parts: Iterable[Condition]) -> list[str]:
    """Return the kinds, where several are asked for and nothing else."""
    asked = tuple(parts)
    kinds = [part.kind for part in asked if isinstance(part, KindIs)]
    return kinds if len(kinds) == len(asked) > 1 else []


def _part(found: Condition, called: Called) -> str:
    said = condition(found, called)
    is_group = isinstance(found, All | AnyOf) and len(found.parts) > 1
    if is_group and not (isinstance(found, AnyOf) and _kinds(found.parts)):
        return called.words.text("condition.group", part=said)
    return said


def path(held: Iterable[Held], called: Called) -> str:
    """Return the questions that decided that a norm applies, with the answer to each."""
    words = called.words
    return words.text("path.join").join(
        words.text(
            "path.held",
            asked=question(each.question, called),
            holds=words.text(f"truth.{each.truth.value}"),
        )
        for each in held
    )
