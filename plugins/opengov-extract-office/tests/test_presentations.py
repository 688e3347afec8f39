"""Presentations: slides, notes, tables, and what no slide shows."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pptx
import pytest
from opengov_extract_office.extractor import OfficeExtractor
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from opengov.files import Limits, read_file
from opengov.screening import Blob, Extracted, Passage, PlaceKind


@cache
def everything() -> Extracted:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "in-title"
    box = slide.shapes.add_textbox(0, 0, Inches(1), Inches(1))
    paragraph = box.text_frame.paragraphs[0]
    for piece in ("110101", "19900307", "1234"):
        paragraph.add_run().text = piece
    link = box.text_frame.add_paragraph().add_run()
    link.text = "link"
    link.hyperlink.address = "http://x/?in-link"
    box.element.nvSpPr.cNvPr.set("descr", "in-alt")
    table = slide.shapes.add_table(2, 2, 0, 0, Inches(2), Inches(2)).table
    for row, cells in enumerate((("姓名", "电话"), ("张三", "13800138000"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, 1, 1).text_frame.text = "in-group"
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["in-category"]
    data.add_series("in-series", (1,))
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, 1, 1, data)
    unseen = slide.shapes.add_textbox(0, 0, 1, 1)
    unseen.text_frame.text = "in-unseen-shape"
    unseen.element.nvSpPr.cNvPr.set("hidden", "1")
    slide.notes_slide.notes_text_frame.text = "in-notes"
    second = show.slides.add_slide(show.slide_layouts[5])
    second.shapes.title.text = "in-unseen-slide"
    second.element.set("show", "0")
    show.core_properties.keywords = "in-keywords"
    layout: Any = show.slide_layouts[0].shapes[0]
    layout.text_frame.text = "in-layout"
    whole = io.BytesIO()
    show.save(whole)
    return read_file(Blob("a.pptx", whole.getvalue()), [OfficeExtractor()], Limits())


def found(text: str) -> list[Passage]:
    return [passage for passage in everything().passages if text in passage.text]


@pytest.mark.parametrize(
    ("text", "kind", "is_hidden"),
    [
        ("in-title", PlaceKind.SLIDE, False),
        ("110101199003071234", PlaceKind.SLIDE, False),
        ("姓名\t电话\n张三\t13800138000", PlaceKind.SLIDE, False),
        ("in-group", PlaceKind.SLIDE, False),
        ("in-unseen-shape", PlaceKind.SLIDE, True),
        ("in-unseen-slide", PlaceKind.SLIDE, True),
        ("in-notes", PlaceKind.NOTE, True),
        ("in-alt", PlaceKind.ALTERNATIVE, True),
        ("in-link", PlaceKind.LINK, True),
        ("in-keywords", PlaceKind.METADATA, True),
        ("in-layout", PlaceKind.OTHER, False),
        ("in-category", PlaceKind.OTHER, False),
        ("in-series", PlaceKind.OTHER, False),
    ],
)
def test_every_corner_of_a_presentation_is_read(
    text: str, kind: PlaceKind, is_hidden: object
) -> None:
    assert (kind, is_hidden) in {(p.place.kind, p.place.is_hidden) for p in found(text)}


def test_the_data_behind_a_chart_is_read_too() -> None:
    assert any(p.place.kind is PlaceKind.SHEET for p in found("in-series"))


def test_nothing_is_shown_twice() -> None:
    assert [p.text for p in found("in-title") if not p.place.is_hidden] == ["in-title"]
