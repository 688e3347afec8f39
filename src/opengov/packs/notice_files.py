"""Holiday notices and overlays as TOML files: one notice a file, each day under its kind.

::

    title = "国务院办公厅关于2018年部分节假日安排的通知"
    number = "国办发明电〔2017〕12号"
    issuer = "国务院办公厅"
    issued = 2017-11-30
    arranges = 2018             # left out where a notice changes or adds a few days only

    [[holiday]]
    name = "清明节"
    statutory = [2018-04-05]
    moved = [2018-04-06]
    weekend = [2018-04-07]
    make-up = [2018-04-08]
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from opengov.domain import Trust
from opengov.errors import NoticeError, OpenGovError, PackSyntaxError
from opengov.packs.files import read_table
from opengov.packs.raw import structured
from opengov.workdays import DayKind, DaySource, Notice, NoticeDay, Overlay

if TYPE_CHECKING:
    from pathlib import Path

KINDS = (
    DayKind.STATUTORY,
    DayKind.MOVED,
    DayKind.WEEKEND,
    DayKind.EXTENSION,
    DayKind.ONE_OFF,
    DayKind.REGIONAL,
    DayKind.CLOSURE,
    DayKind.MAKE_UP,
    DayKind.WORKDAY,
)
"""What a file may make of a day, in the order in which files say it."""


@frozen(kw_only=True)
class _Raw:
    title: str
    number: str = ""
    issuer: str = ""
    issued: date | None = None
    url: str = ""
    trust: Trust = Trust.READ
    known_on: date | None = None
    arranges: int | None = None
    holiday: tuple[dict[str, Any], ...] = field(default=())

    @property
    def source(self) -> DaySource:
        return DaySource(
            title=self.title,
            number=self.number,
            issuer=self.issuer,
            issued=self.issued,
            url=self.url,
            trust=self.trust,
        )


def read_notices(folder: Path) -> tuple[Notice, ...]:
    """Read every notice under ``folder``; all faults of all files are in one ``NoticeError``."""
    if not folder.is_dir():
        raise NoticeError(
            "there is no such folder of notices.", where=str(folder), remedy="Check the path."
        )
    faults: list[OpenGovError] = []
    notices: list[Notice] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            notices.append(read_notice_file(path))
        except OpenGovError as fault:
            faults.append(fault)
    if faults:
        raise NoticeError(
            "these notices cannot be used.",
            where=str(folder),
            remedy="Mend the files below.",
            faults=faults,
        )
    return tuple(notices)


def read_notice_file(path: Path) -> Notice:
    """Read one notice; what is wrong in it is a ``NoticeError`` or a ``PackSyntaxError``."""
    raw = structured(read_table(path), _Raw, path)
    days = tuple(_days(raw, path))
    dated = {} if raw.known_on is None else {"known_on": raw.known_on}
    try:
        return Notice(source=raw.source, arranges=raw.arranges, days=days, **dated)
    except OpenGovError as fault:
        raise NoticeError(
            "the notice cannot be used.",
            where=str(path),
            remedy="Compare the file with the official text.",
            faults=[fault],
        ) from None


def read_overlay_file(path: Path) -> Overlay:
    """Read what one region or agency adds to the calendar, in the same form.

    Its kinds are ``regional``, ``closure`` and ``make-up``.
    """
    raw = structured(read_table(path), _Raw, path)
    return Overlay(
        name=raw.title,
        days={each.day: each.kind for each in _days(raw, path)},
        source=raw.source,
        known_on=raw.known_on or raw.issued or date.min,
    )


def _days(raw: _Raw, path: Path) -> list[NoticeDay]:
    found, faults = [], []
    names = {kind.value: kind for kind in KINDS}
    for number, table in enumerate(raw.holiday, 1):
        where = f"{path.name} holiday {number}"
        holiday = table.get("name", "")
        for key, days in table.items():
            if key == "name":
                continue
            if key not in names:
                faults.append(_fault(f"there is no kind of day {key!r}.", where))
            elif not isinstance(days, list) or not all(type(day) is date for day in days):
                faults.append(_fault(f"{key} is not a list of TOML dates.", where))
            else:
                found += [NoticeDay(day=day, kind=names[key], holiday=holiday) for day in days]
    if faults:
        raise PackSyntaxError(
            "the days cannot be read.",
            where=str(path),
            remedy=f"The kinds are {', '.join(names)}.",
            faults=faults,
        )
    return sorted(found, key=lambda each: each.day)


def _fault(what: str, where: str) -> PackSyntaxError:
    return PackSyntaxError(what, where=where, remedy="Mend the key or its days.")


def notice_text(notice: Notice) -> str:
    """Return a notice as the text of its TOML file; ``read_notice_file`` reads it back."""
    source = notice.source
    stated: list[tuple[str, object]] = [
        ("title", source.title),
        ("number", source.number),
        ("issuer", source.issuer),
        ("issued", source.issued),
        ("known_on", None if notice.known_on == source.issued else notice.known_on),
        ("arranges", notice.arranges),
        ("url", source.url),
        ("trust", source.trust.value),
    ]
    lines = [f"{key} = {_toml(value)}" for key, value in stated if value not in {None, ""}]
    for holiday in dict.fromkeys(each.holiday for each in notice.days):
        lines += ["", "[[holiday]]", f"name = {_toml(holiday)}"]
        for kind in KINDS:
            days = [
                each.day.isoformat()
                for each in notice.days
                if each.holiday == holiday and each.kind is kind
            ]
            if days:
                lines.append(f"{kind.value} = [{', '.join(days)}]")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    # A JSON text is a TOML text too, save for DEL, which no title holds.
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
