"""Small files of every format that is read, each with a text that is looked for."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import docx
import openpyxl
import pptx
import xlwt
from reportlab.pdfgen.canvas import Canvas

SECRET = "13800138000"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return whole.getvalue()


def document() -> bytes:
    made = docx.Document()
    made.add_paragraph(f"tel {SECRET}")
    made.add_table(2, 2).cell(0, 0).text = "cell"
    whole = io.BytesIO()
    made.save(whole)
    return whole.getvalue()


def workbook() -> bytes:
    made = openpyxl.Workbook()
    made.active.append(["tel", SECRET])
    whole = io.BytesIO()
    made.save(whole)
    return whole.getvalue()


def slides() -> bytes:
    made = pptx.Presentation()
    made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = SECRET
    whole = io.BytesIO()
    made.save(whole)
    return whole.getvalue()


def old_workbook() -> bytes:
    made = xlwt.Workbook()
    made.add_sheet("a").write(0, 0, SECRET)
    whole = io.BytesIO()
    made.save(whole)
    return whole.getvalue()


def pages() -> bytes:
    whole = io.BytesIO()
    canvas = Canvas(whole)
    canvas.drawString(72, 700, SECRET)
    canvas.acroForm.textfield(name="field", value="value", x=9, y=9)
    canvas.save()
    return whole.getvalue()


def mail() -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.cn", "b@example.cn", "s"
    made.set_content(SECRET)
    made.add_attachment(b"a,b", maintype="text", subtype="csv", filename="a.csv")
    return made.as_bytes()


PAGE = f"<html><body><table><tr><td>a<td>{SECRET}</table><!-- c --><p hidden>x".encode()

SAMPLES = {
    "a.txt": f"电话 {SECRET}".encode("gb18030"),
    "a.csv": f"姓名,电话\n张三,{SECRET}\n".encode(),
    "a.html": PAGE,
    "a.xml": f"<?xml version='1.0'?><a b='c'>{SECRET}</a>".encode(),
    "a.eml": mail(),
    "a.zip": zipped({"b.txt": SECRET, "c.zip": zipped({"d.html": PAGE})}),
    "a.docx": document(),
    "a.xlsx": workbook(),
    "a.pptx": slides(),
    "a.xls": old_workbook(),
    "a.pdf": pages(),
}
