"""What the pages say, that they are valid, and that every link leads somewhere."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
from attrs import evolve
from opengov_channel_site import SiteOptions, listing
from opengov_channel_site.channel import SiteChannel

from opengov.domain import (
    Citation,
    Decision,
    DocumentNumber,
    Instrument,
    Interpretation,
    LocalizedText,
    StatedField,
    StatedTime,
    Truth,
)
from opengov.policy import Evidence, Level, Obligation, ObligationStatus, Source
from opengov.testing import BEGIN, a_release, an_item, every_record
from opengov.testing.builders import DRAFTER, HOSTILE, REVIEWER, RULER
from opengov.workdays import Workdays, due
from opengov.workdays.announced import announced_calendar

if TYPE_CHECKING:
    from pathlib import Path

    from opengov.domain import AnyRecord

LATER = BEGIN + timedelta(days=1)
FORBIDDEN = "\x00\x01\x0b\x7f\x85\ufdd0\ufffe\U0001ffff"


def a_channel(folder: Path) -> SiteChannel:
    return SiteChannel(SiteOptions(folder=folder, site_name=HOSTILE, site_domain="x.example"))


def publish(channel: SiteChannel, folder: Path, record: AnyRecord, *found: Obligation) -> str:
    receipt = channel.publish(a_release(record, obligations=found))
    return (folder / receipt.reference).read_text("utf-8")


def an_obligation(
    status: ObligationStatus = ObligationStatus.RUNNING, count: int = 20, **changes: Any
) -> Obligation:
    name = f"within-{count}"
    title = LocalizedText(zh=f"{count}日期限", en=name)
    law = Instrument(id="law", title="《某办法》", number="某令〔2020〕1号", issuer="某局")
    made = Obligation(
        record_id="x",
        duty="publication",
        source=Source(
            pack="p",
            level=Level.NATIONAL,
            provision=name,
            title=title,
            citations=(Citation(instrument=law, article="第三条"),),
        ),
        limit=Workdays(count),
        anchor="made_on",
        due=due(Workdays(count), start=date(2025, 9, 18), calendar=announced_calendar()),
        status=status,
        applies=Truth.YES,
        binding=True,
        responsible=DRAFTER,
    )
    return evolve(made, **changes)


def hostile_records() -> list[AnyRecord]:
    """Return records with text that breaks what is not careful, in every place there is."""
    bad = HOSTILE + FORBIDDEN
    at = StatedTime.of(BEGIN)
    return [
        evolve(
            an_item(id="a", title=bad, body=f"一、{bad}\n（一）{bad}\n{bad}", published_at=at),
            issuing_body=bad,
            subject_class=bad,
            category=bad,
            genre=bad,
            information_source=bad,
            keywords=(bad, ""),
            validity=bad,
            stated_attribute=bad,
            document_number=DocumentNumber(HOSTILE.replace("\n", "")),
            other_fields=(StatedField("拟稿人", DRAFTER),),
        ),
        an_item(id=f"b{FORBIDDEN}", title=None, body="", made_on=None, index_number=None),
        Decision(id="c", title=bad, documents=("a", "nowhere"), published_at=at),
        Interpretation(id="d", title=bad, document_id="a", published_at=at),
        Interpretation(id="e", document_id=bad),
        *every_record(),
    ]


@pytest.fixture
def full_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a site with every kind of page, few records to a page."""
    monkeypatch.setattr(listing, "NEWEST", 4)
    monkeypatch.setattr(listing, "FULLY_SHOWN", 1)
    channel = a_channel(tmp_path)
    for number, status in enumerate(ObligationStatus):
        for record in hostile_records():
            changed = evolve(record, id=f"{record.id} {number}", published_at=record.published_at)
            publish(channel, tmp_path, changed, an_obligation(status), an_obligation(count=7))
    withdrawn = channel.publish(a_release(an_item(id="withdrawn")))
    channel.withdraw(withdrawn, HOSTILE + FORBIDDEN, at=LATER)
    return tmp_path


def test_every_page_is_valid_html(full_site: Path) -> None:
    pages = list(full_site.rglob("*.html"))
    names = {page.name for page in pages}
    assert {"index.html", "2025.html", "undated.html", "due.html", "due-2025.html"} <= names
    for page in pages:
        text = page.read_text("utf-8")
        html5lib.HTMLParser(strict=True).parse(text)
        ids = re.findall(r'\sid="([^"]*)"', text)
        assert len(ids) == len(set(ids)), page.name


def test_every_link_leads_somewhere(full_site: Path) -> None:
    for page in full_site.rglob("*.html"):
        for address in re.findall(r'href="([^"]*)"', page.read_text("utf-8")):
            path, _, part = address.partition("#")
            target = (page.parent / path).resolve() if path else page
            if address != "data:,":
                assert target.is_file(), f"{page.name}: {address}"
                assert not part or f'id="{part}"' in target.read_text("utf-8"), address


def test_every_record_is_on_a_list_and_on_one_of_its_year(full_site: Path) -> None:
    items = {f"items/{page.name}" for page in full_site.glob("items/*.html")}
    lists = [page.read_text("utf-8") for page in full_site.glob("*.html")]
    listed = {address for text in lists for address in re.findall(r'href="(items/[^"#]*)', text)}
    (withdrawn,) = items - listed
    assert "withdrawn" in withdrawn
    assert (full_site / "index.html").read_text("utf-8").count('class="kind"') == 4


def test_a_page_of_a_year_goes_when_it_is_needed_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "NEWEST", 1)
    channel = a_channel(tmp_path)
    for year in (2023, 2024, 2025):
        day = StatedTime(date(year, 5, 6))
        channel.publish(a_release(an_item(id=str(year), title=f"甲{year}", published_at=day)))
    assert sorted(path.name for path in tmp_path.glob("2*.html")) == ["2023.html", "2024.html"]
    receipt = channel.poll(channel.publish(a_release(an_item(id="2023"), key="key of 2023")))
    channel.withdraw(receipt, "印错了", at=LATER)
    assert [path.name for path in tmp_path.glob("2*.html")] == ["2024.html"]
    moved = an_item(id="2024", title="甲2024", published_at=StatedTime(date(2022, 5, 6)))
    channel.publish(a_release(moved, key="moved", released_at=LATER))
    assert [path.name for path in tmp_path.glob("2*.html")] == ["2022.html"]
    everything = "".join(
        path.read_text("utf-8") for path in tmp_path.rglob("*.*") if path.is_file()
    )
    assert "甲2023" not in everything


def test_the_block_of_a_document_says_what_is_not_stated_and_others_do_not(tmp_path: Path) -> None:
    channel = a_channel(tmp_path)
    document = publish(channel, tmp_path, an_item(published_at=None, document_number=None))
    assert "<dt>文号</dt><dd><span" in document
    assert "<dt>废止日期</dt><dd><span" in document
    assert "<dt>信息形成日期</dt>" not in document
    decision = publish(channel, tmp_path, Decision(id="d", decided_on=date(2025, 9, 20)))
    assert "未载明" not in decision
    assert (
        '<span class="soft">作出决定</span><span><time datetime="2025-09-20">2025年9月20日</time>'
        in decision
    )


def test_dates_are_for_people_and_for_machines(tmp_path: Path) -> None:
    at = StatedTime.parse("2018-05-16T15:22:46")
    page = publish(a_channel(tmp_path), tmp_path, an_item(published_at=at))
    stated = '<time datetime="2018-05-16T15:22:46+08:00">2018年5月16日 15:22</time>'
    assert stated in page
    assert '<meta name="PubDate" content="2018-05-16 15:22">' in page


def test_nobody_of_the_agency_is_named_anywhere(full_site: Path) -> None:
    for path in full_site.rglob("*.*"):
        if path.is_file():
            text = path.read_text("utf-8")
            assert not any(name in text for name in (DRAFTER, REVIEWER, RULER)), path


def test_both_sides_are_told_of_a_withdrawn_interpretation(tmp_path: Path) -> None:
    channel = a_channel(tmp_path)
    document = an_item(published_at=StatedTime.of(BEGIN))
    found = Interpretation(id="i", title="办法的解读", document_id=document.id)
    receipt = channel.publish(a_release(found))
    document_page = tmp_path / channel.publish(a_release(document)).reference
    interpretation_page = tmp_path / receipt.reference
    assert "办法的解读" in document_page.read_text("utf-8")
    assert document_page.name in interpretation_page.read_text("utf-8")
    channel.withdraw(receipt, "印错了", at=LATER)
    assert "办法的解读" not in document_page.read_text("utf-8")


def test_an_interpretation_that_changes_its_document_leaves_the_old_one(tmp_path: Path) -> None:
    channel = a_channel(tmp_path)
    pages = [tmp_path / channel.publish(a_release(an_item(id=name))).reference for name in "ab"]
    first = Interpretation(id="i", title="解读一则", document_id="a")
    channel.publish(a_release(first))
    second = evolve(first, document_id="b")
    channel.publish(a_release(second, key="second", released_at=LATER))
    assert ["解读一则" in page.read_text("utf-8") for page in pages] == [False, True]


def test_layers_that_disagree_are_both_shown_and_one_governs(tmp_path: Path) -> None:
    channel = a_channel(tmp_path)
    strict = an_obligation(
        ObligationStatus.MET_LATE, 3, evidence=Evidence(record_id="x", on=date(2025, 9, 29))
    )
    loose = an_obligation(ObligationStatus.MET, 7, binding=False)
    page = publish(channel, tmp_path, an_item(), loose, strict)
    assert page.index("3个工作日") < page.index("7个工作日")
    assert page.count("以此为准") == 1
    assert "给出的期限不一致" in page
    assert "某令〔2020〕1号" in page
    due_page = (tmp_path / "due.html").read_text("utf-8")
    assert due_page.count('<article class="duty') == 1
    assert "逾期完成（2025年9月29日）" in due_page


def test_what_is_met_or_unclear_is_not_called_due(tmp_path: Path) -> None:
    channel = a_channel(tmp_path)
    unclear = an_obligation(ObligationStatus.UNKNOWN, due=None, anchor=None)
    publish(channel, tmp_path, an_item(id="a"), an_obligation(ObligationStatus.MET))
    publish(channel, tmp_path, an_item(id="b"), unclear)
    due_page = (tmp_path / "due.html").read_text("utf-8")
    assert '<article class="duty' not in due_page
    assert "另有 1 项尚未起算或者无法判断" in due_page


def test_the_catalogue_holds_no_text_of_a_record(tmp_path: Path) -> None:
    publish(a_channel(tmp_path), tmp_path, an_item(body="正文正文"))
    rows = json.loads((tmp_path / "catalogue.json").read_text("utf-8"))["rows"]
    assert [row["title"] for row in rows] == [an_item().title]
    assert "正文正文" not in (tmp_path / "catalogue.json").read_text("utf-8")


def test_a_provisional_date_says_so_on_the_page_and_in_the_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty working days from 20 December 2026 need the notice for 2027."""
    monkeypatch.setattr(listing, "FULLY_SHOWN", 0)
    last = due(Workdays(40), start=date(2026, 12, 20), calendar=announced_calendar())
    found = an_obligation(ObligationStatus.RUNNING, due=last, limit=Workdays(40))
    channel = a_channel(tmp_path)
    page = publish(channel, tmp_path, an_item(), found)
    assert "2027年2月19日至2027年2月23日之间的一日（暂定）" in page
    assert "安排尚未公布" in page
    (listed,) = (path for path in tmp_path.glob("due-*.html"))
    assert "2027年2月19日起（暂定）" in listed.read_text("utf-8")
