"""The merge: the best of each field, contradictions reported, nothing lost."""

from __future__ import annotations

from datetime import date

import pytest

from opengov.errors import NoMetadataError
from opengov.intake import Intake, read_page
from opengov.intake.merge import merge
from opengov.intake.readers import Proposal

INDEX = "索引号：734972044/201805-018\n"


def keys(found: Intake) -> list[str]:
    return [warning.key for warning in found.warnings]


def proposal(field: str | None, value: str, confidence: float = 0.9, line: int = 1) -> Proposal:
    return Proposal(
        field=field,
        label="标签",
        value=value,
        confidence=confidence,
        reader="in-line",
        line=line,
    )


@pytest.mark.parametrize(
    ("beside", "made", "published", "warned"),
    [
        ("", date(2021, 9, 6), None, True),
        ("成文日期：2021-09-01\n", date(2021, 9, 1), date(2021, 9, 6), False),
        ("发布日期：2021-09-08\n", date(2021, 9, 6), date(2021, 9, 8), False),
        (
            "成文日期：2021-09-01\n发布日期：2021-09-08\n",
            date(2021, 9, 1),
            date(2021, 9, 8),
            False,
        ),
    ],
    ids=["alone", "beside-made", "beside-published", "beside-both"],
)
def test_the_day_of_sending_is_what_stands_beside_it(
    beside: str,
    made: date,
    published: date | None,
    warned: bool,  # noqa: FBT001  (a parameter of the cases)
) -> None:
    found = read_page(f"索引号：734972044/202109-018\n{beside}发文日期：2021-09-06\n")
    assert found.item.made_on == made
    assert (found.item.published_at and found.item.published_at.day) == published
    assert ("intake.ambiguous-date" in keys(found)) is warned


def test_beside_both_the_day_of_sending_is_kept_among_the_other_fields() -> None:
    found = read_page(INDEX + "成文日期：2018-05-01\n发文日期：2018-05-02\n发布日期：2018-05-03\n")
    assert [(other.label, other.value) for other in found.item.other_fields] == [
        ("发文日期", "2018-05-02")
    ]


def test_a_time_of_day_speaks_for_publication() -> None:
    found = read_page(INDEX + "发文日期：2018-05-02 10:30:00\n")
    assert found.item.made_on is None
    assert str(found.item.published_at) == "2018-05-02T10:30:00"


def test_a_label_that_is_there_and_empty_settles_the_day_of_sending_too() -> None:
    found = read_page(INDEX + "成文日期：\n发文日期：2018-05-02\n名称：关于放假的通知\n")
    assert found.item.made_on is None
    assert str(found.item.published_at) == "2018-05-02"


def test_a_contradiction_names_both_values_and_keeps_the_first() -> None:
    page = INDEX + "发布机构：市旅游委\n发布日期：2018-05-16\n"
    found = read_page(page + "\n" + page.replace("05-16", "05-17"))
    assert str(found.item.published_at) == "2018-05-16"
    (warning,) = (w for w in found.warnings if w.key == "intake.contradiction")
    parameters = dict(warning.parameters)
    assert (parameters["kept"], parameters["other"]) == ("2018-05-16", "2018-05-17")
    assert "2018-05-17" in found.unplaced


def test_the_more_precise_of_two_that_agree_is_taken_without_a_word() -> None:
    found = read_page(
        "发布时间：2018-05-16 15:22:46\n" + INDEX + "名称：关于放假的通知\n发布日期：2018-05-16\n"
    )
    assert str(found.item.published_at) == "2018-05-16T15:22:46"
    assert keys(found) == []


def test_an_impossible_day_is_reported_with_its_line_and_stays_absent() -> None:
    found = read_page(INDEX + "成文日期：2018-02-30\n")
    assert found.item.made_on is None
    (warning,) = found.warnings
    assert warning.key == "intake.date-impossible"
    assert dict(warning.parameters)["line"] == 2
    assert "2018-02-30" in found.unplaced


def test_a_value_of_words_is_no_day_and_is_kept_as_unplaced() -> None:
    found = read_page(INDEX + "生效日期：自发布之日起施行\n")
    assert found.item.effective_on is None
    assert keys(found) == ["intake.date-unreadable"]
    assert "自发布之日起施行" in found.unplaced


def test_what_has_no_field_is_kept_with_its_label() -> None:
    found = read_page(INDEX + "公开范围：全社会\n联系电话：0000-1234567\n测试标签：测试值\n")
    assert {(other.label, other.value) for other in found.item.other_fields} == {
        ("公开范围", "全社会"),
        ("联系电话", "0000-1234567"),
        ("测试标签", "测试值"),
    }


def test_a_line_in_the_block_without_a_place_is_kept() -> None:
    found = read_page(INDEX + "一行没有归处的文字\n发布机构：市旅游委\n")
    assert "一行没有归处的文字" in found.unplaced


def test_a_guess_fills_a_gap_and_contradicts_nothing() -> None:
    merged = merge(
        [proposal("issuing_body", "市旅游委"), proposal("issuing_body", "县旅游局", 0.3)],
        frozenset({"issuing_body"}),
    )
    assert merged.chosen["issuing_body"].value == "市旅游委"
    assert merged.warnings == ()
    assert [rejected.value for rejected in merged.rejected] == ["县旅游局"]


def test_the_merge_does_not_depend_on_the_order_of_proposals() -> None:
    proposals = [
        proposal("issuing_body", "县旅游局", 0.7, line=1),
        proposal("issuing_body", "市旅游委", 0.9, line=2),
        proposal("made_on", "2018-05-16", 0.9, line=3),
    ]
    one, other = merge(proposals, frozenset()), merge(proposals[::-1], frozenset())
    assert one.chosen == other.chosen


def test_published_before_it_was_made_is_reported() -> None:
    found = read_page(INDEX + "成文日期：2018-05-16\n发布日期：2018-05-02\n")
    assert keys(found) == ["intake.published-before-made"]


def test_the_day_under_the_signature_is_compared_with_the_block() -> None:
    found = read_page(
        INDEX
        + "成文日期：2018-05-17\n名称：关于放假的通知\n\n"
        + "各科室：\n现将放假事项通知如下。\n市旅游委\n2018年5月27日\n"
    )
    assert found.item.made_on == date(2018, 5, 17)
    assert keys(found) == ["intake.signature-date"]


@pytest.mark.parametrize("page", ["只有一句话。", "来源：某报", "名称：图书馆", "<p>正文</p>"])
def test_a_page_without_a_block_says_what_to_do(page: str) -> None:
    with pytest.raises(NoMetadataError, match="Give the whole page") as caught:
        read_page(page, name="seite.html")
    assert "seite.html" in str(caught.value)


def test_a_whole_block_has_nothing_left_over() -> None:
    found = read_page(INDEX + "发布机构：市旅游委\n名称：关于放假的通知\n发布日期：2018-05-16\n")
    assert found.unplaced == ()
    assert found.warnings == ()
