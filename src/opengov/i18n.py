"""Messages in Chinese and English, from catalogues that Babel reads.

Names of laws, article numbers and agencies are data: they are put into sentences and never
translated.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, get_day_names
from babel.messages.pofile import read_po

from opengov.domain import BEIJING, LocalizedText, Message

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("zh", "en")
_LOCALES = {"zh": "zh_CN", "en": "en_GB"}


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    path = resources.files("opengov") / "locale" / f"{language}.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=_LOCALES[language])
    return {str(message.id): str(message.string) for message in catalogue if message.id}


@lru_cache(maxsize=4096)  # the same weekends come again in every ledger, and each costs a search
def _interval(first: date, last: date, skeleton: str, language: str) -> str:
    return str(format_interval(first, last, skeleton, locale=_LOCALES[language]))


class Translator:
    """Renders messages in one language.

    >>> Translator("en").render(Message("status.overdue"))
    'overdue'
    """

    def __init__(self, language: str = "zh") -> None:
        self.language = "en" if language.lower().startswith("en") else "zh"
        self._locale = Locale.parse(_LOCALES[self.language])  # once, not for every date
        self._sentences = _catalogue(self.language)

    def render(self, message: Message | LocalizedText) -> str:
        """Return the sentence; a key without one is shown as it is, so that nothing is lost."""
        if isinstance(message, LocalizedText):
            return message.within(self.language)
        values = {name: self._value(value) for name, value in message.parameters}
        sentence = self._sentences.get(message.key)
        if sentence is None:
            stated = ", ".join(f"{name}={value}" for name, value in values.items())
            return f"{message.key} ({stated})" if stated else message.key
        return sentence.format(**values)

    def text(self, key: str, **parameters: object) -> str:
        """Render a message given by key and parameters."""
        return self.render(Message(key, parameters))

    def day(self, day: date) -> str:
        """Return a day as the language writes it: 2018年5月21日, 21 May 2018."""
        return str(format_date(day, "long", locale=self._locale))

    def days(self, first: date, last: date, *, within: int) -> str:
        """Return a run of days, without the year where both lie ``within`` it: 5月19日至20日."""
        skeleton = "MMMMd" if first.year == last.year == within else "yMMMMd"
        return _interval(first, last, skeleton, self.language)

    def month_day(self, month: int, day: int) -> str:
        """Return a day of any year: 1月31日, 31 January."""
        return str(format_skeleton("MMMMd", date(2000, month, day), locale=self._locale))

    def weekday(self, day: date) -> str:
        """Return the name of the weekday, short: 周一, Mon."""
        names = get_day_names("abbreviated", locale=self._locale)
        return str(names[day.weekday()])

    def _value(self, value: object) -> object:
        match value:
            case datetime():
                local = value.astimezone(BEIJING)
                return self.text("due.moment", day=local.date(), time=f"{local:%H:%M}")
            case date():
                return self.day(value)
            case LocalizedText() | Message():
                return self.render(value)
            case _:
                return value
