"""Workbooks: tables as agencies publish them, and what they hide beside the cells."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlwt
from opengov_extract_office.extractor import OfficeExtractor
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from opengov.files import Limits, read_file
from opengov.screening import Blob, Extracted, Passage, PlaceKind, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable


def read(content: bytes, name: str = "a.xlsx") -> Extracted:
    return read_file(Blob(name, content), [OfficeExtractor()], Limits())


def found(extracted: Extracted, text: str) -> list[Passage]:
    return [passage for passage in extracted.passages if text in passage.text]


def tables(extracted: Extracted, *, is_hidden: bool) -> list[str]:
    return [p.text for p in extracted.passages if p.is_table and p.place.is_hidden is is_hidden]


def a_workbook(change: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    for row in (["姓名", "电话", "身份证"], ["张三", 13800138000, "110101199003071234"]):
        sheet.append(row)
    change(book)
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def test_a_sheet_is_one_table_under_its_name() -> None:
    extracted = read(a_workbook(lambda _: None))
    (table,) = [p for p in extracted.passages if p.is_table]
    assert table.text == "姓名\t电话\t身份证\n张三\t13800138000\t110101199003071234"
    assert (table.place.kind, table.place.name) == (PlaceKind.SHEET, "名单")
    assert extracted.unread == ()


def test_numbers_and_days_are_told_as_they_are_shown() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.active["A3"] = date(2018, 3, 1)
        book.active["B3"] = 0.5
        book.active["C3"] = 1.3800138e10

    assert found(read(a_workbook(change)), "2018-03-01\t0.5\t13800138000")


def test_hidden_columns_stand_apart_with_their_heads() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.active.column_dimensions["B"].hidden = True

    extracted = read(a_workbook(change))
    assert tables(extracted, is_hidden=False) == ["姓名\t身份证\n张三\t110101199003071234"]
    assert tables(extracted, is_hidden=True) == ["电话\n13800138000"]


def test_hidden_rows_stand_apart() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.active.row_dimensions[2].hidden = True

    extracted = read(a_workbook(change))
    assert tables(extracted, is_hidden=False) == ["姓名\t电话\t身份证"]
    assert tables(extracted, is_hidden=True) == ["张三\t13800138000\t110101199003071234"]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_hidden(state: str) -> None:
    def change(book: openpyxl.Workbook) -> None:
        other = book.create_sheet("底稿")
        other.append(["in-hidden-sheet"])
        other.sheet_state = state

    (passage,) = found(read(a_workbook(change)), "in-hidden-sheet")
    assert passage.place.is_hidden
    assert passage.place.name == "底稿"


def everywhere(book: openpyxl.Workbook) -> None:
    sheet = book.active
    sheet["A1"].comment = Comment("in-comment", "in-author")
    sheet["A4"] = '="in-"&"formula"'
    sheet["A5"] = "link"
    sheet["A5"].hyperlink = "http://x/?in-link"
    sheet.oddHeader.center.text = "in-header"
    sheet.oddFooter.left.text = "in-footer"
    lists = DataValidation(type="list", formula1='"in-list,b"', prompt="in-prompt")
    lists.add("B2")
    sheet.add_data_validation(lists)
    book.defined_names["范围"] = DefinedName("范围", attr_text='"in-name"')
    book.properties.title = "in-title"
    chart = openpyxl.chart.BarChart()
    chart.title = "in-chart"
    chart.add_data(openpyxl.chart.Reference(sheet, min_col=2, min_row=1, max_row=2))
    sheet.add_chart(chart)
    sheet.conditional_formatting.add(
        "A1:A2", openpyxl.formatting.rule.FormulaRule(formula=['A1="in-condition"'])
    )


@pytest.mark.parametrize(
    ("text", "kind", "is_hidden"),
    [
        ("in-comment", PlaceKind.COMMENT, True),
        ("in-author", PlaceKind.METADATA, True),
        ('"in-"&"formula"', PlaceKind.OTHER, True),
        ("in-link", PlaceKind.LINK, True),
        ("in-header", PlaceKind.HEADER, False),
        ("in-footer", PlaceKind.FOOTER, False),
        ("in-list", PlaceKind.FORM, True),
        ("in-prompt", PlaceKind.OTHER, True),
        ("in-name", PlaceKind.OTHER, True),
        ("in-title", PlaceKind.METADATA, True),
        ("in-chart", PlaceKind.OTHER, False),
        ("in-condition", PlaceKind.OTHER, True),
    ],
)
def test_every_corner_of_a_workbook_is_read(text: str, kind: PlaceKind, is_hidden: object) -> None:
    places = {(p.place.kind, p.place.is_hidden) for p in found(read(a_workbook(everywhere)), text)}
    assert (kind, is_hidden) in places


def with_parts(**changed: str) -> bytes:
    """Return a workbook with some parts written by hand."""
    source = a_workbook(lambda _: None)
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(whole, "w") as new:
        for name in old.namelist():
            leaf = name.rpartition("/")[2].partition(".")[0]
            new.writestr(name, changed.pop(leaf, "") or old.read(name))
        for leaf, content in changed.items():
            new.writestr(f"xl/{leaf}.xml", content)
    return whole.getvalue()


def test_strings_that_no_cell_shows_are_told_as_hidden() -> None:
    strings = "<sst><si><r><t>in-</t></r><r><t>use</t></r></si><si><t>in-waste</t></si></sst>"
    sheet = '<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>'
    extracted = read(with_parts(sharedStrings=strings, sheet1=sheet))
    assert tables(extracted, is_hidden=False) == ["in-use"]
    assert found(extracted, "in-waste")[0].place.is_hidden


def test_smart_text_of_drawings_is_joined() -> None:
    drawing = "<x><sp><txBody><p><r><t>in-</t></r><r><t>box</t></r></p></txBody></sp></x>"
    extracted = read(with_parts(**{"drawings/drawing9": drawing}))
    assert found(extracted, "in-box")[0].place.kind is PlaceKind.TEXT_BOX


def test_values_that_a_pivot_keeps_are_told() -> None:
    cache = '<pivotCacheDefinition><s v="张三"/><n v="84321234"/></pivotCacheDefinition>'
    extracted = read(with_parts(**{"pivotCache/pivotCacheDefinition1": cache}))
    assert found(extracted, "84321234")


def test_a_cell_far_away_costs_no_more_than_one_near() -> None:
    sheet = (
        '<worksheet><cols><col min="1" max="999999999" hidden="1"/></cols><sheetData>'
        '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row></sheetData></worksheet>'
    )
    assert tables(read(with_parts(sheet1=sheet)), is_hidden=True) == ["7"]


def test_a_sheet_that_breaks_off_is_told_with_what_came_before() -> None:
    sheet = '<worksheet><sheetData><row><c t="str"><v>before</v></c></row><row><c'
    extracted = read(with_parts(sheet1=sheet))
    assert found(extracted, "before")
    assert {unread.why for unread in extracted.unread} == {Unreadable.DAMAGED}


def an_old_workbook(change: Callable[[xlwt.Workbook], None]) -> Extracted:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    rows: tuple[tuple[str | int, ...], ...] = (
        ("姓名", "电话"), ("张三", 13800138000), ("李四", "x")
    )  # fmt: skip
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    change(book)
    whole = io.BytesIO()
    book.save(whole)
    extracted = read(whole.getvalue(), "a.xls")
    assert extracted.format == "xls"
    return extracted


def test_an_old_workbook_is_read() -> None:
    extracted = an_old_workbook(lambda _: None)
    assert tables(extracted, is_hidden=False) == ["姓名\t电话\n张三\t13800138000\n李四\tx"]
    assert extracted.unread == ()


def test_hidden_parts_of_an_old_workbook_stand_apart() -> None:
    def change(book: xlwt.Workbook) -> None:
        sheet = book.get_sheet(0)
        sheet.col(1).hidden = True
        sheet.row(2).hidden = True
        other = book.add_sheet("底稿")
        other.write(0, 0, "in-hidden-sheet")
        other.visibility = 1

    extracted = an_old_workbook(change)
    assert tables(extracted, is_hidden=False) == ["姓名\n张三"]
    hidden = tables(extracted, is_hidden=True)
    assert "电话\n13800138000\nx" in hidden
    assert "李四\tx" in hidden
    assert "in-hidden-sheet" in hidden


def test_headers_and_formulas_of_an_old_workbook_are_read() -> None:
    def change(book: xlwt.Workbook) -> None:
        sheet = book.get_sheet(0)
        sheet.header_str = b"in-header"
        sheet.write(5, 0, xlwt.Formula('"in-formula"'))

    extracted = an_old_workbook(change)
    assert found(extracted, "in-formula")
    assert found(extracted, "in-header")


def test_remarks_and_odd_attributes_among_the_rows_are_told() -> None:
    sheet = (
        "<worksheet><sheetData><row><!-- in-remark --><c odd='in-odd'><v>1</v></c></row>"
        "</sheetData></worksheet>"
    )
    extracted = read(with_parts(sheet1=sheet))
    for text in ("in-remark", "in-odd"):
        assert found(extracted, text)[0].place.is_hidden
