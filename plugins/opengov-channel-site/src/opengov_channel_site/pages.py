"""Pages from entries and the catalogue, rendered by Jinja2."""

from __future__ import annotations

import re
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING, Any

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined

from opengov.domain import Interpretation, StatedTime, civil_day
from opengov.i18n import Translator
from opengov.policy import ObligationStatus
from opengov_channel_site.catalogue import PRESSING, by_duty, row_of
from opengov_channel_site.shelf import slug
from opengov_channel_site.wording import KIND_NAMES, NOT_STATED, When, Wording, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from opengov.domain import AnyRecord
    from opengov_channel_site import SiteOptions
    from opengov_channel_site.catalogue import Catalogue, DutyRow, Row
    from opengov_channel_site.shelf import Entry
    from opengov_channel_site.wording import Duty, Standing

HEADINGS = {
    ObligationStatus.OVERDUE: "已逾期，尚未完成",
    ObligationStatus.BREACHED: "未按规定完成",
    ObligationStatus.RUNNING: "期限内，尚未完成",
    ObligationStatus.MET_LATE: "逾期完成",
}

_NO_CHARACTERS = "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
NOT_FOR_READERS = re.compile(
    f"[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ufdd0-\\ufdef{_NO_CHARACTERS}]"
    "|[\\u202a-\\u202e\\u2066-\\u2069]"
)
"""What HTML forbids, and what would show a text in another order than it is written."""


@frozen(kw_only=True)
class Link:
    """A page of the site, as another one points to it; without an address it is not out."""

    title: str
    address: str = ""
    when: When | None = None
    kind: str = ""
    issuer: str = ""
    number: str = ""


@frozen(kw_only=True)
class Group:
    """Links under a heading."""

    heading: str
    links: tuple[Link, ...]


@frozen(kw_only=True)
class DutyCard:
    """A duty beside the record that it falls on."""

    duty: Duty
    record: Link
    as_of: When


@frozen(kw_only=True)
class DutyLine:
    """A duty in a list, with the place where everything about it is said."""

    name: str
    anchor: str
    record: Link
    due: When
    standing: Standing
    source: str


def year_page(prefix: str, year: int | str | None) -> str:
    """Return the name of the page of a year, or of what has no date."""
    shown = f"{year:04}" if isinstance(year, int) else year or "undated"
    return f"{prefix}{shown}.html"


class Pages:
    """Renders pages in Chinese, the language of the documents."""

    def __init__(self, options: SiteOptions) -> None:
        self._options = options
        self._words = Translator("zh")
        self._wording = Wording(self._words)
        self._templates = Environment(
            loader=PackageLoader("opengov_channel_site"),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["NOT_STATED"] = NOT_STATED

    def style(self) -> str:
        """Return the style sheet."""
        path = resources.files("opengov_channel_site") / "templates" / "style.css"
        return path.read_text("utf-8")

    # A record ----------------------------------------------------------------------------

    def of(self, entry: Entry, catalogue: Catalogue) -> str:
        """Return the page of an entry, or the notice that it was withdrawn."""
        row = row_of(entry)
        record = entry.record
        if record is None or row is None:
            return self._render(
                "withdrawn.html",
                root="../",
                number=entry.record_id,
                when=self._moment(entry.withdrawn_at) if entry.withdrawn_at else None,
                reason=entry.reason,
            )
        speaking = catalogue.speaking_of(entry.record_id)
        return self._render(
            "record.html",
            root="../",
            title=row.title,
            kind=KIND_NAMES[row.kind],
            article=self._article_tags(entry, record),
            block=self._wording.block(record),
            paragraphs=list(paragraphs(record.body)),
            document=self._named(record.document_id, catalogue)
            if isinstance(record, Interpretation)
            else None,
            documents=self._documents(entry, catalogue),
            interpretations=self._links("interpretation", speaking),
            decisions=self._links("decision", speaking),
            elements=self._wording.elements(record),
            steps=self._wording.steps(record),
            editions=self._wording.editions(record, civil_day(entry.released_at)),
            duties=self._wording.duties(entry),
            as_of=self._moment(entry.released_at),
        )

    def _article_tags(self, entry: Entry, record: AnyRecord) -> dict[str, str]:
        """Return what an article page has beyond the tags of its column (国办发〔2017〕47号).

        ``PubDate`` has a fixed form with a time of day. Where only the day is stated it is the
        first minute of it; where nothing is, the moment of the release.
        """
        published = record.published_at or StatedTime.of(entry.released_at)
        source = getattr(record, "information_source", None) or record.issuing_body
        tags = {
            "ArticleTitle": record.title or record.id,
            "PubDate": f"{published.day.isoformat()} {published.earliest:%H:%M}",
            "ContentSource": source or self._options.site_name,
        }
        keywords = getattr(record, "keywords", ())
        return {**tags, "Keywords": " ".join(keywords)} if keywords else tags

    def _documents(self, entry: Entry, catalogue: Catalogue) -> list[Link]:
        """Return the documents of a decision that are out."""
        if isinstance(entry.record, Interpretation):
            return []
        found = (catalogue.row(record_id) for record_id in entry.about)
        return [self._link(row, "../") for row in found if row is not None]

    def _named(self, record_id: str, catalogue: Catalogue) -> Link:
        row = catalogue.row(record_id)
        return Link(title=record_id) if row is None else self._link(row, "../")

    def _links(self, kind: str, rows: Iterable[Row]) -> list[Link]:
        return [self._link(row, "../") for row in rows if row.kind == kind]

    def _link(self, row: Row, root: str) -> Link:
        published = row.published_at
        return Link(
            title=row.title,
            address=f"{root}items/{slug(row.record_id)}.html",
            when=self._wording.day(published.day) if published else None,
            kind=KIND_NAMES[row.kind],
            issuer=row.issuer,
            number=row.number,
        )

    # Lists -------------------------------------------------------------------------------

    def index(
        self, rows: Sequence[Row], years: Mapping[int | None, int], catalogue: Catalogue
    ) -> str:
        """Return the front page: the newest records, and how to get to those of each year."""
        return self._render(
            "index.html",
            groups=self._by_month(rows),
            years=_year_links("", years),
            total=len(catalogue.rows),
            shown=len(rows),
            counts=[(HEADINGS[status], len(catalogue.duties(status))) for status in PRESSING],
        )

    def year(self, year: int | None, rows: Sequence[Row]) -> str:
        """Return the page of everything that was published in a year."""
        heading = _year_name(year)
        return self._render(
            "year.html", heading=heading, groups=self._by_month(rows), total=len(rows)
        )

    def due(
        self,
        standing: Sequence[Sequence[tuple[Row, DutyRow]]],
        entries: Mapping[str, Entry],
        years: Mapping[int | None, int],
        catalogue: Catalogue,
    ) -> str:
        """Return the page of what is due and what was late, over all records."""
        return self._render(
            "due.html",
            sections=[
                {
                    "heading": HEADINGS[status],
                    "total": len(catalogue.duties(status)),
                    "cards": [card for pair in pairs for card in self._cards(*pair, entries)],
                }
                for status, pairs in zip(PRESSING, standing, strict=True)
            ],
            years=_year_links("due-", years),
            unclear=sum(_is_unclear(duty) for row in catalogue.rows for duty in row.duties),
        )

    def due_year(self, year: int | None, pairs: Sequence[tuple[Row, DutyRow]]) -> str:
        """Return the page of what fell due in a year and was not done in time."""
        return self._render(
            "due-year.html",
            heading=_year_name(year),
            sections=[
                {
                    "heading": HEADINGS[status],
                    "lines": [self._duty_line(*pair) for pair in pairs if pair[1].status is status],
                }
                for status in PRESSING
            ],
        )

    def _by_month(self, rows: Sequence[Row]) -> list[Group]:
        return [
            Group(heading=heading, links=tuple(self._link(row, "") for row in group))
            for heading, group in groupby(rows, key=_month)
        ]

    def _cards(self, row: Row, duty: DutyRow, entries: Mapping[str, Entry]) -> Iterator[DutyCard]:
        """Return the card of a duty; none while a crash has left its entry behind its row."""
        entry = entries.get(row.record_id)
        for layers in by_duty(entry.obligations) if entry else ():
            if entry is not None and layers[0].duty == duty.duty:
                yield DutyCard(
                    duty=self._wording.duty(layers),
                    record=self._link(row, ""),
                    as_of=self._moment(entry.released_at),
                )

    def _duty_line(self, row: Row, duty: DutyRow) -> DutyLine:
        return DutyLine(
            name=self._wording.duty_name(duty),
            anchor=f"duty-{duty.duty}",
            record=self._link(row, ""),
            due=self._wording.due_of(duty),
            standing=self._wording.standing(duty),
            source=duty.source,
        )

    def _moment(self, moment: datetime) -> When:
        return self._wording.day(civil_day(moment))

    def _render(self, template: str, root: str = "", **values: Any) -> str:
        page = self._templates.get_template(template).render(
            site=self._options, root=root, **values
        )
        return NOT_FOR_READERS.sub("\N{REPLACEMENT CHARACTER}", page)


def _month(row: Row) -> str:
    published = row.published_at
    return f"{published.day.year}年{published.day.month}月" if published else _year_name(None)


def _year_name(year: int | None) -> str:
    return f"{year}年" if year else "未注明日期"


def _year_links(prefix: str, years: Mapping[int | None, int]) -> list[tuple[str, str, int]]:
    """Return name, address and number for each year, the newest first."""
    newest = sorted(years, key=lambda year: -(year or 0))
    return [(_year_name(year), year_page(prefix, year), years[year]) for year in newest]


def _is_unclear(duty: DutyRow) -> bool:
    return duty.status in {ObligationStatus.UNKNOWN, ObligationStatus.NOT_YET_RUNNING}
