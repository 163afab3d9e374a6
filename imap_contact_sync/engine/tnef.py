# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Outlook's winmail.dat ([MS-OXTNEF]): its body and its files.

tnefparse reads the properties. It trusts every count that a file states, and copies
the rest of the file for each attribute; so the attributes are split here, and what
it gets is bounded.
"""

import logging
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tnefparse.mapi import (
    SZMAPI_UNICODE_STRING,
    TNEFMAPI_Attribute,
    decode_mapi,
)

from . import html
from .charsets import charset_of, decode_bytes
from .files import NEUTRAL_TYPE, Attachment, safe_file
from .notes import TEXT_CUT, TNEF_UNREADABLE
from .parts import LONGEST_TEXT, Found
from .rtf import RtfError, read_rtf
from .text import clean_lines

SIGNATURE = struct.pack("<I", 0x223E9F78)
TNEF_TYPES = {"application/ms-tnef", "application/vnd.ms-tnef"}
LONGEST_TNEF = 26_214_400  # octets
MOST_ATTRIBUTES = 1_000
MOST_PROPERTIES = 1_000  # of the message, or of one file
MOST_SLICES = 10_000  # looks at the values of these
ATTRIBUTE = struct.Struct("<BII")  # level, number and type, length
BODY, CODEPAGE, PROPERTIES = 0x800C, 0x9007, 0x9003
NEW_FILE, TITLE, CONTENT, FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
PR_BODY, PR_RTF, PR_HTML, PR_CODEPAGE = 0x1000, 0x1009, 0x1013, 0x3FDE
PR_LONG_NAME, PR_NAME, PR_TYPE, PR_CONTENT_ID = 0x3707, 0x3704, 0x370E, 0x3712
PR_CONTENT = 0x3701
# Before an attached message (IID_IMessage), which is TNEF again.
MESSAGE_OBJECT = bytes.fromhex("0703020000000000C000000000000046")
# tnefparse writes to its log what it cannot read, with words of the file.
logging.getLogger("tnefparse").disabled = True


class TnefError(ValueError):
    """The file is no TNEF, or broken."""


class Guarded(bytes):
    """A value that lets itself be looked at only so often."""

    looks = 0

    def __getitem__(self, key: Any) -> Any:
        self.looks += 1
        if self.looks > MOST_SLICES or key.start > len(self):
            raise TnefError("properties")
        return super().__getitem__(key)


@dataclass
class Properties:
    """Values by the number of the property; of several the last."""

    values: dict[int, TNEFMAPI_Attribute] = field(default_factory=dict)
    broken: bool = False

    def decode(self, content: bytes) -> None:
        (count,) = struct.unpack_from("<I", content)
        bounded = struct.pack("<I", min(count, MOST_PROPERTIES)) + content[4:]
        found = decode_mapi(Guarded(bounded), codepage="latin-1")
        self.broken |= len(found) < count
        self.values |= {each.name: each for each in found}

    def raw(self, number: int) -> bytes:
        """The octets of a binary value, or of a text in the file's codepage."""
        return b"".join(
            each.encode("latin-1", "replace") if isinstance(each, str) else each
            for each in self.pieces(number)
        )

    def text(self, number: int, charset: str) -> str:
        found = self.values.get(number)
        if found and found.attr_type == SZMAPI_UNICODE_STRING:
            return "".join(map(str, self.pieces(number))).rstrip("\0")
        return decode_bytes(self.raw(number), charset).rstrip("\0")

    def number(self, number: int) -> int:
        found = self.values.get(number)
        raw = found.raw_data if found else b""
        return int.from_bytes(raw, "little") if isinstance(raw, bytes) else 0

    def pieces(self, number: int) -> list[Any]:
        found = self.values.get(number)
        raw = found.raw_data if found else []
        return raw if isinstance(raw, list) else []


@dataclass
class TnefFile:
    """A file in it, as far as it has been read."""

    title: bytes = b""
    content: bytes = b""
    properties: Properties = field(default_factory=Properties)

    @property
    def is_message(self) -> bool:
        return self.properties.raw(PR_CONTENT).startswith(MESSAGE_OBJECT)

    def attachment(self, charset: str) -> Attachment:
        """The file; an attached message as a TNEF file of its own, as it came
        (MIME-10)."""
        text = self.properties.text
        name = text(PR_LONG_NAME, charset) or text(PR_NAME, charset)
        name = name or decode_bytes(self.title.rstrip(b"\0"), charset)
        kind = text(PR_TYPE, charset) or NEUTRAL_TYPE
        content = self.content or self.properties.raw(PR_CONTENT)
        if self.is_message:
            name, kind = f"{name or 'message'}.tnef", "application/ms-tnef"
            content = self.properties.raw(PR_CONTENT)[len(MESSAGE_OBJECT) :]
        return safe_file(name, kind, content, text(PR_CONTENT_ID, charset))


@dataclass
class TnefMessage:
    """What has been read of a winmail.dat."""

    codepage: int = 0
    body: bytes = b""
    properties: Properties = field(default_factory=Properties)
    files: list[TnefFile] = field(default_factory=list)
    is_cut: bool = False  # the body was too long

    @property
    def charset(self) -> str:
        return charset_of(self.codepage)

    @property
    def broken(self) -> bool:
        return self.properties.broken or any(f.properties.broken for f in self.files)

    def add(self, number: int, value: bytes) -> None:
        """Take one attribute; those of a file follow the one that begins it."""
        if number == CODEPAGE:
            self.codepage = int.from_bytes(value[:4], "little")
        elif number == BODY:
            self.body = value
        elif number == PROPERTIES:
            self.properties.decode(value)
        elif number == NEW_FILE:
            self.files.append(TnefFile())
        elif self.files and number == TITLE:
            self.files[-1].title = value
        elif self.files and number == CONTENT:
            self.files[-1].content = value
        elif self.files and number == FILE_PROPERTIES:
            self.files[-1].properties.decode(value)

    def markup(self) -> str:
        """Safe HTML of the richest body there is."""
        own = charset_of(self.properties.number(PR_CODEPAGE) or self.codepage)
        if rich := self.properties.text(PR_HTML, own):
            return self.sanitized(rich, is_html=True)
        if rtf := self.properties.raw(PR_RTF):
            try:
                return self.sanitized(*read_rtf(rtf))
            except RtfError:
                self.properties.broken = True
        plain = self.properties.text(PR_BODY, self.charset)
        plain = plain or decode_bytes(self.body.rstrip(b"\0"), self.charset)
        return self.sanitized(plain, is_html=False) if plain.strip() else ""

    def sanitized(self, text: str, is_html: bool) -> str:
        self.is_cut = len(text) > LONGEST_TEXT
        text = clean_lines(text[:LONGEST_TEXT])
        if is_html:
            return html.sanitize(text)
        return html.from_plain_text(text.strip("\n"))


def is_tnef(file: Attachment) -> bool:
    name = file.name.lower()
    return file.mimetype in TNEF_TYPES or name in {"winmail.dat", "win.dat"}


def read_tnef(content: bytes) -> Found:
    """Its body and its files; with a note, and the file itself, if only in part.

    :raises TnefError: it cannot be read
    """
    message = TnefMessage()
    try:
        for number, value in attributes(content):
            message.add(number, value)
        body = message.markup()
    except struct.error as error:
        raise TnefError("broken") from error
    files = [each.attachment(message.charset) for each in message.files]
    if message.broken or message.is_cut:
        files.append(safe_file("winmail.dat", "application/ms-tnef", content))
    has_messages = any(each.is_message for each in message.files)
    notes = [TEXT_CUT] if message.is_cut else []
    notes += [TNEF_UNREADABLE] if message.broken or has_messages else []
    return Found(body, tuple(files), tuple(notes))


def attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and value of each attribute.

    :raises TnefError: no TNEF, too large, or broken off
    """
    if len(content) > LONGEST_TNEF or content[:4] != SIGNATURE:
        raise TnefError("signature")
    place = 6
    for _number in range(MOST_ATTRIBUTES):
        if place + ATTRIBUTE.size > len(content):
            if content[place:].strip(b"\0"):
                raise TnefError("broken off")
            return
        _level, number, length = ATTRIBUTE.unpack_from(content, place)
        place += ATTRIBUTE.size
        if place + length + 2 > len(content):
            raise TnefError("broken off")
        yield number & 0xFFFF, content[place : place + length]
        place += length + 2  # the checksum
    raise TnefError("attributes")
