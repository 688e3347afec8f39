"""A release is held by what screening finds, and nothing found lets nothing through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from attrs import evolve

from opengov.domain import ReviewOutcome
from opengov.errors import RefusedError
from opengov.testing import an_item
from opengov.testing.builders import DRAFTER, REVIEWER
from tests.unit.app.test_app import agency, board, bring, clock, keys, plugin, refusal

if TYPE_CHECKING:
    from opengov.app import OpenGov

__all__ = ["agency", "board", "clock", "plugin"]

SECRET = "机密★10年\n关于做好某项工作的通知"


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (SECRET, "publication.screened-withhold"),
        ("内部资料\n会议讨论摘要", "publication.screened-refer"),
        ("联系人手机13800138000", "publication.screened-mask"),
    ],
)
def test_a_finding_holds_the_release_and_does_not_repeat_what_it_found(
    agency: OpenGov, body: str, key: str
) -> None:
    error = refusal(agency, an_item(body=body))
    assert keys(error) == {key}
    assert "13800138000" not in str(error)


def test_a_title_is_screened_too(agency: OpenGov) -> None:
    error = refusal(agency, an_item(title="林岚（13800138000）补贴公示"))
    assert keys(error) == {"publication.screened-mask"}
    assert "the title" in str(error)


def test_what_is_redacted_goes_out(agency: OpenGov) -> None:
    record_id = bring(agency, an_item(body="联系人手机138****8000"))
    assert agency.publish(record_id, actor="网站管理员").deliveries


def test_nothing_found_replaces_no_review(agency: OpenGov) -> None:
    error = refusal(agency, evolve(an_item(), secrecy_review=None))
    assert "publication.gate-closed" in keys(error)


@pytest.mark.parametrize(
    ("by", "note", "dismissed", "goes_out"),
    [
        (REVIEWER, "公开的值班电话", ("mobile-number",), True),
        (REVIEWER, "", ("mobile-number",), False),
        (REVIEWER, "公开的值班电话", ("bank-card",), False),
        (DRAFTER, "公开的值班电话", ("mobile-number",), False),
    ],
)
def test_a_reviewer_other_than_the_drafter_may_dismiss_a_finding_with_a_reason(
    agency: OpenGov, by: str, note: str, dismissed: tuple[str, ...], *, goes_out: bool
) -> None:
    record_id = bring(agency, an_item(body="值班手机13800138000"))
    agency.review(record_id, outcome=ReviewOutcome.CLEARED, by=by, note=note, dismissed=dismissed)
    if goes_out:
        assert agency.publish(record_id, actor="网站管理员").deliveries
        return
    with pytest.raises(RefusedError) as caught:
        agency.publish(record_id, actor="网站管理员")
    assert "publication.screened-mask" in keys(caught.value)
