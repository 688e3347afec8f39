"""What the tests of all formats need: a rule that masks, and readers of their own."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from opengov_redact_files.redactor import FilesRedactor

from opengov.redaction import published_copy
from opengov.screening import Blob, Extracted, Mask, Passage, Place, PlaceKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from opengov.ports import Redacted

PHONE = re.compile(r"(?<![\d*])1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)[1-6]\d{16}[\dXx]")
NAMED = re.compile(r"姓名[：:]\s*(?!某某)([\u4e00-\u9fff]{2,3})")


def masking(passage: Passage) -> tuple[Mask, ...]:
    """Mask phones, identity numbers, and names that stand behind the word for them."""
    found: list[tuple[int, int, str, str]] = []
    for match in PHONE.finditer(passage.text):
        digits = re.sub(r"\D", "", match[0])
        found.append((*match.span(), f"{digits[:3]}****{digits[-4:]}", "phone"))
    found += [
        (*match.span(), f"{match[0][:2]}{'*' * 13}{match[0][-3:]}", "identity")
        for match in IDENTITY.finditer(passage.text)
    ]
    found += [(*match.span(1), "某某", "name") for match in NAMED.finditer(passage.text)]
    masks = [
        Mask(start=start, end=end, replacement=text, rule=rule)
        for start, end, text, rule in sorted(found)
    ]
    return tuple(mask for mask in masks if passage.text[mask.start : mask.end] != mask.replacement)


def text_of(content: bytes) -> str:
    """Return all that a file says, as tools say it that have nothing to do with the redactor."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            texts = [*archive.namelist()]
            for name in archive.namelist():
                raw = archive.read(name).decode("utf-8", "replace")
                paragraphs = re.sub(r"</(?:w:p|si|c)>", "\n", raw)
                texts += [raw, re.sub("<[^>]*>", "", paragraphs)]
        return "\n".join(texts)
    if content.startswith(b"%PDF"):
        return _pdf_text(content)
    for encoding in ("utf-8", "utf-16", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError(content[:80])


def _pdf_text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    texts = [page.get_textpage().get_text_range() for page in document]
    with pikepdf.open(io.BytesIO(content)) as opened:
        texts += [repr(one) for one in opened.objects]
        texts.append(repr(opened.trailer))
    for command in (["pdftotext", "-layout", "-", "-"], ["pdftotext", "-raw", "-", "-"]):
        if shutil.which(command[0]):
            told = subprocess.run(command, input=content, capture_output=True, check=True)
            texts.append(told.stdout.decode())
    return "\n".join(texts)


def extract(blob: Blob) -> Extracted:
    """Read a file for the check of copies."""
    place = Place(kind=PlaceKind.BODY)
    passages = tuple(Passage(place=place, text=line) for line in text_of(blob.content).split("\n"))
    return Extracted(format="", passages=passages)


@pytest.fixture
def redact() -> Callable[..., Redacted]:
    """Make a copy of a file, checked."""

    def run(content: bytes, kind: str, name: str = "file") -> Redacted:
        original = Blob(name, content)
        copy = published_copy(original, kind, FilesRedactor(), extract, masking)
        assert original.content == content
        return copy

    return run


@pytest.fixture
def told() -> Callable[[bytes], str]:
    """Return all that a file says."""
    return text_of


@pytest.fixture
def unpacked(tmp_path: Path) -> Callable[[bytes], bytes]:
    """Return a file as command lines unpack it: unzip and qpdf, or Python where there are none."""

    def run(content: bytes) -> bytes:
        source = tmp_path / "copy"
        source.write_bytes(content)
        if content.startswith(b"PK"):
            if shutil.which("unzip"):
                command = ["unzip", "-p", str(source)]
                return subprocess.run(command, capture_output=True, check=True).stdout
            with zipfile.ZipFile(source) as archive:
                return b"".join(map(archive.read, archive.namelist()))
        if shutil.which("qpdf"):
            command = ["qpdf", "--qdf", "--object-streams=disable", str(source), "-"]
            return subprocess.run(command, capture_output=True, check=True).stdout
        target = io.BytesIO()
        with pikepdf.open(source) as opened:
            opened.save(target, qdf=True)
        return target.getvalue()

    return run
