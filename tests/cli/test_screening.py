"""Files are screened and copied on the command line."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ran

    Run = Callable[..., Ran]

DONE, REFUSED, WRONG_USAGE = 0, 1, 2
LISTED = "姓名,身份证号,手机\n张三,11010519491231002X,138 1234 5678\n"
SECRET = "机密★10年\n关于印发方案的通知\n"
PLAIN = "关于召开会议的通知\n咨询电话：010-65123456，2018年5月16日\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    given = tmp_path / "given"
    (given / "below").mkdir(parents=True)
    (given / "a.txt").write_text(PLAIN, "utf-8")
    (given / "b.csv").write_text(LISTED, "gb18030")
    (given / "below" / "c.txt").write_text(SECRET, "utf-8")
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("名单.csv", LISTED)
    with zipfile.ZipFile(given / "d.zip", "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    return given


def test_a_folder_is_screened_to_the_bottom(run: Run, folder: Path) -> None:
    ran = run("screen", str(folder), "--json", "--as-of", "2026-11-24")
    told = {Path(each["file"]).name: each for each in map(json.loads, ran.out.splitlines())}
    assert ran.status == REFUSED
    assert {name: each["verdict"] for name, each in told.items()} == {
        "a.txt": "publish",
        "b.csv": "publish-in-part",
        "c.txt": "withhold",
        "d.zip": "publish-in-part",
    }
    assert told["c.txt"]["grounds"] == ["state-secret"]
    found = {each["rule"]: each for each in told["d.zip"]["findings"]}
    assert set(found) == {"identity-number", "mobile-number", "personal-name"}
    mobile = found["mobile-number"]
    assert (mobile["text"], mobile["replacement"]) == ("138 1234 5678", "138****5678")
    assert mobile["within"] == ["d.zip", "inner.zip", "名单.csv"]
    assert mobile["citations"]


def test_what_is_found_is_shown_in_its_context(run: Run, folder: Path) -> None:
    ran = run("screen", str(folder / "below" / "c.txt"))
    assert ran.status == REFUSED
    assert "机密★10年" in ran.out
    assert "国家秘密标志" in ran.out
    assert "保守国家秘密法" in ran.out


def test_that_nothing_was_found_is_said_to_prove_nothing(run: Run, folder: Path) -> None:
    ran = run("screen", str(folder / "a.txt"))
    assert ran.status == DONE
    assert "保密审查" in ran.out


def test_a_copy_has_its_masks_and_the_original_stays(run: Run, folder: Path) -> None:
    ran = run("redact", str(folder / "b.csv"), "-o", "copy.csv", "--json")
    assert ran.status == DONE
    assert {mask["rule"] for mask in ran.json["masks"]} == {
        "identity-number",
        "mobile-number",
        "personal-name",
    }
    copy = Path("copy.csv").read_text("gb18030")
    assert copy == "姓名,身份证号,手机\n张*,11*************02X,138****5678\n"
    assert (folder / "b.csv").read_text("gb18030") == LISTED


def test_a_plain_text_has_a_copy(run: Run, tmp_path: Path) -> None:
    given = tmp_path / "given.txt"
    given.write_text("申请人手机号码：13812345678。\n", "utf-8")
    ran = run("redact", str(given), "-o", "copy.txt")
    assert (ran.status, ran.err) == (DONE, "")
    assert Path("copy.txt").read_text("utf-8") == "申请人手机号码：138****5678。\n"


def test_what_must_stay_in_has_no_copy(run: Run, folder: Path) -> None:
    ran = run("redact", str(folder / "below" / "c.txt"), "-o", "copy.txt")
    assert ran.status == REFUSED
    assert not Path("copy.txt").exists()
    assert "国家秘密标志" in ran.err
    assert "10年" not in ran.err


def test_a_copy_never_takes_the_place_of_the_original(run: Run, folder: Path) -> None:
    ran = run("redact", str(folder / "b.csv"), "-o", str(folder / "b.csv"))
    assert ran.status == WRONG_USAGE
    assert (folder / "b.csv").read_text("gb18030") == LISTED


def test_a_scan_is_for_a_person_to_look_at(run: Run, tmp_path: Path) -> None:
    picture = tmp_path / "scan.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    ran = run("screen", str(picture), "--json")
    assert ran.status == REFUSED
    assert ran.json["verdict"] == "refer"
    assert [each["why"] for each in ran.json["unread"]] == ["scanned"]


def a_page(path: Path) -> None:
    page = Canvas(str(path))
    page.drawString(72, 700, "ID 11010519491231002X, call 13812345678 or 010-65123456")
    page.setAuthor("13812345678")
    page.save()


def a_letter(path: Path) -> None:
    """Write a letter with a number over two runs, and with the thumbnail of the template."""
    letter = docx.Document()
    paragraph = letter.add_paragraph("申请人身份证号 1101051949")
    paragraph.add_run("1231002X").bold = True
    letter.core_properties.author = "13812345678"
    letter.save(str(path))


@pytest.mark.parametrize(("name", "write"), [("a.pdf", a_page), ("a.docx", a_letter)])
def test_a_copy_of_a_document_passes_its_own_screening(
    run: Run, tmp_path: Path, name: str, write: Callable[[Path], None]
) -> None:
    write(tmp_path / name)
    ran = run("redact", name, "-o", f"copy-{name}")
    assert (ran.status, ran.err) == (DONE, "")
    again = run("screen", f"copy-{name}", "--json")
    assert again.json["findings"] == []
    assert b"13812345678" not in Path(f"copy-{name}").read_bytes()


def test_a_picture_among_the_text_of_a_page_has_no_copy(run: Run, tmp_path: Path) -> None:
    """Whatever the picture says, a copy that is made of pictures would still show it."""
    page = Canvas(str(tmp_path / "a.pdf"))
    page.drawString(72, 700, "call 13812345678")
    page.drawInlineImage(Image.new("RGB", (200, 200), "white"), 72, 300, 300, 300)
    page.save()
    ran = run("redact", "a.pdf", "-o", "copy.pdf")
    assert ran.status == REFUSED
    assert not Path("copy.pdf").exists()
