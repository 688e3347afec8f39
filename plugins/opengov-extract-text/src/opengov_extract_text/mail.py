"""Mail as it is sent: headers, bodies, and what is attached."""

from __future__ import annotations

import email
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from opengov.files import text_of
from opengov.screening.passage import (
    Blob,
    Extracted,
    Passage,
    Place,
    PlaceKind,
    Unread,
    Unreadable,
)
from opengov_extract_text.page import read_page

_SHOWN = {"from", "to", "cc", "subject", "date"}


def read_mail(blob: Blob, kind: str, room: int) -> Extracted:
    """Read a mail; what is attached, and mails within it, become members."""
    reading = _Reading(room)
    reading.read(email.message_from_bytes(blob.content))
    return Extracted(
        format=kind,
        passages=tuple(reading.passages),
        members=tuple(reading.members),
        unread=tuple(reading.unread),
    )


class _Reading:
    def __init__(self, room: int) -> None:
        self._room = room
        self._parts = 0
        self.passages: list[Passage] = []
        self.members: list[Blob] = []
        self.unread: list[Unread] = []

    def read(self, message: Message) -> None:
        """Read a mail or a part of one."""
        self._parts += 1
        self._headers(message)
        for text in (message.preamble, message.epilogue):
            if text and text.strip():
                self._add(PlaceKind.OTHER, text, is_hidden=True)
        content = message.get_payload()
        if isinstance(content, list):
            for part in content:
                if not isinstance(part, Message):
                    continue
                if message.get_content_type() == "message/rfc822":
                    self.members.append(Blob(_name(message) or "mail.eml", bytes(part)))
                else:
                    self.read(part)
            return
        self._content(message)

    def _headers(self, message: Message) -> None:
        for header, value in message.raw_items():
            is_hidden = header.lower() not in _SHOWN or self._parts > 1
            self._add(PlaceKind.METADATA, _decoded(str(value)), header, is_hidden=is_hidden)

    def _content(self, message: Message) -> None:
        content = message.get_payload(decode=True)
        if not isinstance(content, bytes) or not content.strip():
            return
        name = _name(message)
        kind = message.get_content_type()
        if name or kind not in {"text/plain", "text/html"}:
            self.members.append(Blob(name or f"part-{self._parts}", content))
            return
        text = _text(content, message.get_content_charset())
        if text is None:
            place = Place(kind=PlaceKind.BODY, name=kind)
            self.unread.append(Unread(place=place, why=Unreadable.GARBLED))
        elif kind == "text/plain":
            self._add(PlaceKind.BODY, text)
        else:
            page = read_page(Blob("", text.encode("utf-8", "replace")), "html", self._room)
            self.passages += page.passages
            self.members += page.members
            self.unread += page.unread

    def _add(self, kind: PlaceKind, text: str, name: str = "", *, is_hidden: bool = False) -> None:
        place = Place(kind=kind, name=name, is_hidden=is_hidden)
        self.passages.append(Passage(place=place, text=text))


def _name(message: Message) -> str:
    """Return the name of an attachment, in letters."""
    return _decoded(message.get_filename() or "")


def _decoded(value: str) -> str:
    """Return a header as it is shown; one that cannot be decoded is shown as it is sent."""
    raw = value.encode("utf-8", "surrogateescape")
    value = text_of(raw) or raw.decode("utf-8", "replace")
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        return value


def _text(content: bytes, charset: str | None) -> str | None:
    try:
        return content.decode(charset or "utf-8")
    except (LookupError, ValueError):
        return text_of(content)
