"""Instruments of law and citations of their articles."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from opengov.domain.time import is_day


class Trust(Enum):
    """How far the text of an instrument was checked by those who encoded it."""

    READ = "read"
    """The official text was read in full."""
    REPORTED = "reported"
    """Seen in a partial copy or in a report."""
    UNVERIFIED = "unverified"
    """Taken from general knowledge; every explanation that rests on it says so."""


@frozen(kw_only=True)
class Instrument:
    """A law, regulation, notice or plan that norms are taken from."""

    id: str
    title: str
    number: str = ""
    issuer: str = ""
    made_on: date | None = field(default=None, validator=is_day)
    start: date | None = field(default=None, validator=is_day)
    end: date | None = field(default=None, validator=is_day)
    url: str = ""


@frozen(kw_only=True)
class Citation:
    """An article of an instrument; ``article`` as the law counts, such as 第二十六条."""

    instrument: Instrument
    article: str = ""
    trust: Trust = Trust.READ
    note: str = ""

    def __str__(self) -> str:
        number = f"（{self.instrument.number}）" if self.instrument.number else ""
        # Inside a title in 《》 another title stands in 〈〉.
        title = self.instrument.title.replace("《", "〈").replace("》", "〉")
        return f"《{title}》{number}{self.article}"
