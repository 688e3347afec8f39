"""A copy goes out only when nothing that is masked is left in it, anywhere."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import pytest

from opengov.errors import ExtractionError, RedactionError
from opengov.ports import Redacted
from opengov.redaction import LeakKind, published_copy, verify
from opengov.screening import (
    Blob,
    Extracted,
    Mask,
    Passage,
    Place,
    PlaceKind,
    Unread,
    Unreadable,
)

PHONE = "13812345678"
BODY = Place(kind=PlaceKind.BODY)


def masking(passage: Passage) -> tuple[Mask, ...]:
    return tuple(
        Mask(start=found.start(), end=found.end(), replacement="138****5678", rule="phone")
        for found in re.finditer(r"\b1[3-9]\d{9}\b", passage.text)
    )


def plain(blob: Blob) -> Extracted:
    """Read a file as UTF-8, and an archive not at all."""
    text = blob.content.decode("utf-8", "ignore") if blob.content[:2] != b"PK" else ""
    return Extracted(format="text", passages=(Passage(place=BODY, text=text),))


def archive(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members.items():
            written.writestr(name, content)
    return target.getvalue()


ORIGINAL = Blob("a.txt", f"call {PHONE}".encode())


def kinds(copy: Blob) -> set[LeakKind]:
    return {leak.kind for leak in verify(ORIGINAL, copy, plain, masking)}


def test_a_copy_without_the_secret_may_go_out() -> None:
    assert kinds(Blob("a.txt", b"call 138****5678")) == set()
    assert kinds(Blob("a.zip", archive(a=b"call 138****5678"))) == set()


@pytest.mark.parametrize(
    "left",
    [
        b"13812345678",
        "１３８１２３４５６７８".encode(),
        b"138-1234 5678",
        "138\u200b12345678".encode(),
        "13812345678".encode("utf-16-le"),
        "１３８１２３４５６７８".encode("gb18030"),
        archive(inner=b"<r>138</r><r>12345678</r>"),
        archive(inner=b"&#49;3812345678"),
        archive(inner=archive(innermost="13812345678".encode("utf-16-be"))),
        archive(**{"13812345678.xml": b""}),
        archive(a=b"") + b"13812345678",
    ],
)
def test_what_is_left_is_found_however_it_is_written(left: bytes) -> None:
    assert LeakKind.LEFT in kinds(Blob("a", left))


def test_the_name_of_the_copy_is_searched() -> None:
    assert LeakKind.LEFT in kinds(Blob("138 1234 5678.txt", b""))


def test_another_secret_that_came_in_is_found() -> None:
    assert kinds(Blob("a.txt", b"13911112222")) == {LeakKind.UNMASKED}


def test_a_leak_never_says_the_secret() -> None:
    leaks = verify(ORIGINAL, Blob("a", b"13812345678"), plain, masking)
    assert leaks
    assert PHONE not in repr(leaks)


def test_a_member_that_an_archive_does_not_list_is_no_secret_kept() -> None:
    one, other = archive(a=b"x"), archive(b=PHONE.encode())
    hidden = other[: other.index(b"PK\x01\x02")]
    assert kinds(Blob("a.zip", hidden + one)) & {LeakKind.UNREAD}


def pdf(*, stream: bytes, entries: bytes = b"", trailer: bytes = b"") -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> /Contents 4 0 R "
        + entries
        + b">>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(zlib.compress(stream))
        + zlib.compress(stream)
        + b"\nendstream",
    ]
    content, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return content + (
        b"xref\n0 5\n0000000000 65535 f \n%btrailer\n<< /Size 5 /Root 1 0 R %b>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (table, trailer, len(content))
    )


def test_a_clean_pdf_may_go_out() -> None:
    assert kinds(Blob("a.pdf", pdf(stream=b"BT (138****5678) Tj ET"))) == set()


@pytest.mark.parametrize(
    "left",
    [
        pdf(stream=b"BT (138) Tj (1234) Tj (5678) Tj ET"),
        pdf(stream=b"BT [(138) 20 (12345678)] TJ ET"),
        pdf(stream=b"BT <3133383132333435363738> Tj ET"),
        pdf(stream=b"", entries=b"/PieceInfo << /A [(13812345678)] >> "),
        pdf(stream=b"", entries=b"/A <FEFF00310033003800310032003300340035003600370038> "),
        pdf(stream=b"", trailer=b"/Info << /Title (138 1234 5678) >> "),
    ],
)
def test_what_is_left_in_a_pdf_is_found(left: bytes) -> None:
    assert LeakKind.LEFT in kinds(Blob("a.pdf", left))


def test_a_pdf_that_holds_earlier_versions_or_is_damaged_is_refused() -> None:
    good = pdf(stream=b"")
    assert kinds(Blob("a.pdf", good + b"startxref\n9\n%%EOF\n")) >= {LeakKind.UNREAD}
    assert kinds(Blob("a.pdf", good[:120] + b"startxref")) >= {LeakKind.UNREAD}


def test_what_cannot_be_read_is_never_passed() -> None:
    def unread(blob: Blob) -> Extracted:
        scanned = Unread(place=BODY, why=Unreadable.SCANNED)
        return Extracted(format="text", passages=(), unread=(scanned,))

    def failing(blob: Blob) -> Extracted:
        if blob is ORIGINAL:
            return plain(blob)
        raise ExtractionError("damaged")

    for extract in (unread, failing):
        leaks = verify(ORIGINAL, Blob("a.txt", b""), extract, masking)
        assert [leak.kind for leak in leaks] == [LeakKind.UNREAD]


def test_a_secret_in_a_member_of_the_original_is_looked_for() -> None:
    def extract(blob: Blob) -> Extracted:
        members = (Blob("m", PHONE.encode()),) if blob.name == "mail" else ()
        return Extracted(format="text", passages=plain(blob).passages, members=members)

    found = verify(Blob("mail", b""), Blob("a", f"x{PHONE}x".encode()), extract, masking)
    assert [leak.kind for leak in found] == [LeakKind.LEFT, LeakKind.LEFT]


class Careless:
    """A redactor that returns what it is given."""

    formats = frozenset({"text"})

    def redact(self, blob: Blob, kind: str, masking: object) -> Redacted:
        return Redacted(blob=blob, masks=())


def test_a_copy_with_a_leak_is_an_error_that_does_not_say_it() -> None:
    with pytest.raises(RedactionError, match="not fit") as caught:
        published_copy(ORIGINAL, "text", Careless(), plain, masking)
    assert PHONE not in str(caught.value)


def test_a_copy_without_a_leak_is_handed_out() -> None:
    harmless = Blob("a.txt", b"nothing to see")
    assert published_copy(harmless, "text", Careless(), plain, masking).blob == harmless


def test_an_original_that_nobody_can_read_has_no_copy() -> None:
    def failing(blob: Blob) -> Extracted:
        raise ExtractionError("damaged")

    with pytest.raises(RedactionError, match="original"):
        published_copy(ORIGINAL, "text", Careless(), failing, masking)
