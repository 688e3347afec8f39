"""Copies of workbooks: a secret in every corner of one, and none in the copy."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from opengov.errors import RedactionError
from opengov.screening import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from opengov.ports import Redacted

    Redact = Callable[..., Redacted]


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def every_corner() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名单13800000001"
    sheet.append(["姓名", "电话", "藏", "日期", "数"])
    sheet.append(["诸葛亮", 13800000002, "MARK-column", dt.date(2020, 1, 2), 1.5])
    sheet.append(["x", "13800000003", None, dt.datetime(2020, 1, 2, 3, 4), 0.25])  # noqa: DTZ001
    sheet.append(["MARK-row"])
    sheet.append(["MARK-white", "MARK-format", None, "MARK-tiny", "见"])
    sheet["A5"].font = Font(color="FFFFFFFF")
    sheet["B5"].number_format = ";;;"
    sheet["D5"].font = Font(sz=1)
    sheet["E5"].font = Font(color="FFFFFFFF")
    sheet["E5"].fill = PatternFill("solid", fgColor="FF336699")
    sheet["E2"].number_format = '0.00"MARK-number-format"'
    sheet["E3"].number_format = "0.00%"
    sheet.merge_cells("A6:B7")
    sheet["A6"] = "合并 138 0000 0004"
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[4].hidden = True
    sheet["A1"].comment = Comment("MARK-comment", "MARK-author")
    sheet["A2"].hyperlink = "https://a.cn/MARK-link"
    validation = DataValidation(type="list", formula1='"MARK-validation"')
    sheet.add_data_validation(validation)
    validation.add("A2")
    header = sheet.oddHeader
    assert header is not None
    header.center.text = "MARK-header"
    hidden = book.create_sheet("MARK-hidden-sheet")
    hidden["A1"] = "MARK-hidden-cell"
    hidden.sheet_state = "hidden"
    very = book.create_sheet("MARK-very")
    very["A1"] = "MARK-very-cell"
    very.sheet_state = "veryHidden"
    book.defined_names["MARK_name"] = DefinedName("MARK_name", attr_text='"MARK-defined"')
    book.properties.creator = "MARK-creator"
    book.properties.description = "MARK-description"
    target = io.BytesIO(saved(book))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/embeddings/MARK-embedded.bin", b"MARK-embedded")
        archive.writestr("customXml/item1.xml", "<a>MARK-custom</a>")
    return target.getvalue()


def test_nothing_that_is_hidden_or_masked_is_left(
    redact: Redact, told: Callable[[bytes], str], unpacked: Callable[[bytes], bytes]
) -> None:
    redacted = redact(every_corner(), "xlsx", "13800000009.xlsx")
    content = redacted.blob.content
    for searched in (told(content), unpacked(content).decode("utf-8", "replace")):
        assert "MARK" not in searched
        assert "1380000000" not in searched
    kinds = {place.kind for place in redacted.left_out}
    assert {PlaceKind.SHEET, PlaceKind.COMMENT, PlaceKind.METADATA, PlaceKind.OTHER} <= kinds


def test_what_is_seen_stays_as_it_was(redact: Redact) -> None:
    copy = openpyxl.load_workbook(io.BytesIO(redact(every_corner(), "xlsx").blob.content))
    assert copy.sheetnames == ["名单138＊＊＊＊0001"]
    sheet = copy.active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["姓名", "电话", "日期", "数"],
        ["诸葛亮", "138****0002", dt.datetime(2020, 1, 2), 1.5],  # noqa: DTZ001
        ["x", "138****0003", dt.datetime(2020, 1, 2, 3, 4), 0.25],  # noqa: DTZ001
        [None, None, None, "见"],
        ["合并 138****0004", None, None, None],
        [None, None, None, None],
    ]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A5:B6"]
    assert sheet["D3"].number_format == "0.00%"
    assert sheet["C2"].is_date


def test_a_formula_becomes_its_value_and_one_without_a_value_is_told(redact: Redact) -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet().write_formula("A1", '="138"&"00000001"', value="13800000001")
    book.close()
    copy = openpyxl.load_workbook(io.BytesIO(redact(target.getvalue(), "xlsx").blob.content))
    assert copy.worksheets[0]["A1"].value == "138****0001"
    never = openpyxl.Workbook()
    never.worksheets[0]["A1"] = "=1+1"
    left_out = redact(saved(never), "xlsx").left_out
    assert any("never calculated" in place.name for place in left_out)


def test_macros_encryption_and_damage_have_no_copy(redact: Redact) -> None:
    macro = io.BytesIO(saved(openpyxl.Workbook()))
    with zipfile.ZipFile(macro, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"")
    encrypted = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    for content in (macro.getvalue(), encrypted, saved(openpyxl.Workbook())[:800], b"PK\x03\x04"):
        with pytest.raises(RedactionError):
            redact(content, "xlsx")


def test_the_copy_of_a_file_is_always_the_same(redact: Redact) -> None:
    book = every_corner()
    assert redact(book, "xlsx").blob == redact(book, "xlsx").blob
