"""Two sites to look at: the demonstration's, and one of everything that is hard to show."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from attrs import evolve
from opengov_channel_site import SiteOptions
from opengov_channel_site.channel import SiteChannel
from opengov_policy_cn import load as national
from opengov_policy_tourism import load as plan

from opengov.domain import (
    BEIJING,
    Decision,
    DisclosureItem,
    DisclosureList,
    DocumentNumber,
    EntryField,
    Interpretation,
    InterpretationElement,
    ListEdition,
    ListEntry,
    ListKind,
    Participation,
    ParticipationForm,
    Period,
    StatedTime,
)
from opengov.policy import assess
from opengov.ports import Release
from opengov.testing import an_item
from opengov.testing.builders import DRAFTER, HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from opengov.domain import AnyRecord

TODAY = datetime(2025, 11, 28, 17, 0, tzinfo=BEIJING)
LONG_TITLE = "关于进一步做好全市文化和旅游系统政务公开工作有关事项的通知" * 12
LONG_WORD = "https://www.yunting.example/" + "a" * 300
LIST_ID = "list-of-services"
DECISION_ID = "decision-on-the-museum"
DOCUMENT_ID = "123456788/202511-001"
WITHDRAWN_ID = "withdrawn-item"
MANY = 200


def build_demo(folder: Path) -> Path:
    """Run the demonstration and return the folder of its site."""
    program = "from opengov.cli import main; main()"
    command = [sys.executable, "-c", program, "demo", "--out", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "site"


def build_edges(folder: Path) -> Path:
    """Publish everything that is hard to show and return the folder of the site."""
    channel = SiteChannel(
        SiteOptions(
            folder=folder,
            site_name="云汀市文化和旅游局",
            site_domain="www.yunting.example",
            site_id_code="5101320017",
        )
    )
    for record in (*hard_records(), *many_records()):
        receipt = channel.publish(_release(record))
        if record.id == WITHDRAWN_ID:
            channel.withdraw(receipt, f"印发有误，另行公布。{HOSTILE}", at=TODAY)
    return folder


def hard_records() -> Iterator[AnyRecord]:
    """Return long, empty and hostile records, and one of each further type."""
    published = StatedTime.of(TODAY - timedelta(days=3))
    yield an_item(
        id=DOCUMENT_ID,
        title="云汀市文物保护利用办法",
        published_at=StatedTime.of(TODAY - timedelta(days=30)),
        made_on=date(2025, 9, 1),
    )
    yield DisclosureItem(id="nothing-but-an-id")
    yield an_item(id="long", title=LONG_TITLE, body=f"{LONG_TITLE}\n{LONG_WORD}")
    yield an_item(id="long-word", title=LONG_WORD, issuing_body=LONG_WORD, keywords=(LONG_WORD,))
    yield evolve(
        an_item(id=HOSTILE.strip(), title=HOSTILE, body=HOSTILE, published_at=published),
        issuing_body=HOSTILE,
        subject_class=HOSTILE,
        category=HOSTILE,
        information_source=HOSTILE,
        validity=HOSTILE,
        keywords=(HOSTILE, "\x00\x0b\x85\ufffe"),
        document_number=DocumentNumber(HOSTILE.replace("\n", "")),
    )
    yield an_item(id=WITHDRAWN_ID, title="不该再出现的标题", published_at=published)
    yield _services(published)
    yield _decision(published)
    for number, form in enumerate(("解读", "图解")):
        yield Interpretation(
            id=f"interpretation-{number}",
            document_id=DOCUMENT_ID,
            title=f"《云汀市文物保护利用办法》{form}",
            drafted_by=DRAFTER,
            body="为什么出台：文物底数不清。\n讲了什么：普查、保护和利用。",
            published_at=StatedTime.of(TODAY - timedelta(days=1 + number)),
            elements=frozenset(InterpretationElement),
        )
    yield Interpretation(id="interpretation-of-nothing", document_id="not/here", title=HOSTILE)


def many_records() -> Iterator[AnyRecord]:
    """Return enough documents to fill more than a page, over several years."""
    for number in range(MANY):
        day = date(2025, 11, 20) - timedelta(days=11 * number)
        yield an_item(
            id=f"123456788/{day:%Y%m}-{number:03}",
            title=f"云汀市文化和旅游局关于第{number + 1}批旅游民宿等级评定结果的公告",
            made_on=day - timedelta(days=(number % 4) * 15),
            published_at=StatedTime(day),
        )


def _services(published: StatedTime) -> DisclosureList:
    def entry(key: str, name: str, fee: str) -> ListEntry:
        return ListEntry(
            key=key, name=name, fields=(EntryField("收费", fee), EntryField("时限", "5日"))
        )

    older = (entry("a", "旅游咨询", "免费"), entry("b", "讲解服务", "每场80元"))
    newer = (
        entry("a", "旅游咨询", "免费"),
        entry("b", "讲解服务", "免费"),
        entry("c", HOSTILE, "免费"),
    )
    return DisclosureList(
        id=LIST_ID,
        title="云汀市文化和旅游局公共服务事项清单",
        issuing_body="云汀市文旅局",
        kind=ListKind.PUBLIC_SERVICES,
        published_at=published,
        editions=(
            ListEdition(
                effective_on=date(2024, 1, 1), entries=older, authority="云文旅发〔2023〕30号"
            ),
            ListEdition(
                effective_on=date(2025, 7, 1), entries=newer, authority="云文旅发〔2025〕15号"
            ),
            ListEdition(effective_on=date(2026, 1, 1), entries=newer[:1]),
        ),
    )


def _decision(published: StatedTime) -> Decision:
    return Decision(
        id=DECISION_ID,
        title="城西文化馆选址",
        issuing_body="云汀市文旅局",
        body="决定在城西片区建设文化馆。",
        published_at=published,
        draft_published_on=date(2025, 8, 1),
        participation=(
            Participation(
                form=ParticipationForm.HEARING, open_on=Period(date(2025, 8, 1), date(2025, 9, 1))
            ),
            Participation(form=ParticipationForm.SURVEY, open_on=Period(date(2025, 9, 2))),
        ),
        experts_heard_on=date(2025, 9, 10),
        legality_reviewed_on=date(2025, 10, 9),
        discussed_on=date(2025, 11, 3),
        decided_on=date(2025, 11, 3),
        documents=(DOCUMENT_ID, "not/on/the/site"),
    )


def _release(record: AnyRecord) -> Release:
    found = assess(record, [national(), plan()], as_of=TODAY.date(), known_at=TODAY)
    return Release(
        key=f"key of {record.id}",
        channel="site",
        record=record,
        obligations=found.obligations,
        released_at=TODAY,
    )
