# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Writes a winmail.dat ([MS-OXTNEF]) with a body and files, as Outlook does."""

import base64
import struct

from odoo.addons.imap_contact_sync.engine.rtf import DICTIONARY

STRING8, UNICODE, BINARY, LONG, OBJECT = 0x1E, 0x1F, 0x102, 0x3, 0xD
# Text of Outlook with HTML in it, [MS-OXRTFEX] 2.2.
RTF_OF_HTML = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}"
    rb"{\f1\fmodern\fcharset204 Courier;}}{\colortbl\red0\green0\blue0;}"
    rb"{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Gr\'fc\'dfe, {\*\htmltag84 <b>}\htmlrtf "
    rb"{\b\htmlrtf0 bold\htmlrtf }\htmlrtf0 {\*\htmltag92 </b>} \u8364? "
    rb"{\f1 \'cf\'f0\'e8}\htmlrtf\par}\htmlrtf0{\*\htmltag72 </p>}"
    rb"{\*\mhtmltag64 <p>never</p>}}"
)
RTF_OF_TEXT = (
    rb"{\rtf1\ansi{\info{\title never}}First line\par "
    rb"Second \{line\}\tab x\par}"
)


def attribute(number, value, level=1, kind=6):
    head = struct.pack("<BHHI", level, number, kind, len(value))
    return head + value + struct.pack("<H", sum(value) & 0xFFFF)


def property_(kind, number, value):
    head = struct.pack("<HH", kind, number)
    if kind == LONG:
        return head + struct.pack("<I", value)
    if kind == UNICODE:
        value = (value + "\0").encode("utf-16-le")
    padded = value + b"\0" * (-len(value) % 4)
    return head + struct.pack("<II", 1, len(value)) + padded


def properties(*pairs):
    return struct.pack("<I", len(pairs)) + b"".join(property_(*each) for each in pairs)


def file(title, content, *pairs):
    parts = [attribute(0x9002, b"\0" * 14, 2), attribute(0x8010, title + b"\0", 2)]
    if content is not None:
        parts.append(attribute(0x800F, content, 2))
    if pairs:
        parts.append(attribute(0x9005, properties(*pairs), 2))
    return b"".join(parts)


def tnef(*attributes, codepage=1252):
    head = struct.pack("<IH", 0x223E9F78, 1) + attribute(0x9006, b"\0\0\1\0")
    head += attribute(0x9007, struct.pack("<II", codepage, 0))
    return head + b"".join(attributes)


def body(*pairs):
    return attribute(0x9003, properties(*pairs))


def stored_rtf(rtf):
    return struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf


def compressed_rtf(rtf):
    """Compressed by the shortest way that uses references: into the dictionary, and
    for runs of one character."""
    items, place, written = [], 0, len(DICTIONARY)
    while place < len(rtf):
        length, at = longest(rtf, place)
        if length > 1:
            items.append((1, struct.pack(">H", at << 4 | length - 2)))
        else:
            length = 1
            items.append((0, rtf[place : place + 1]))
        place += length
        written += length
    items.append((1, struct.pack(">H", (written % 4096) << 4)))
    packed = b""
    for start in range(0, len(items), 8):
        group = items[start : start + 8]
        control = sum(bit << index for index, (bit, _octets) in enumerate(group))
        packed += bytes([control]) + b"".join(octets for _bit, octets in group)
    return struct.pack("<II4sI", len(packed) + 12, len(rtf), b"LZFu", 0) + packed


def longest(rtf, place):
    """The longest piece from here that stands in the dictionary."""
    for length in range(min(17, len(rtf) - place), 1, -1):
        at = DICTIONARY.find(rtf[place : place + length])
        if at >= 0:
            return length, at
    return 0, 0


def winmail(content, name="winmail.dat", kind="application/ms-tnef", text=b"", to=b""):
    """A message with this winmail.dat."""
    parts = [
        b"From: Lena <lena@nordwind.example>\r\nTo: " + (to or b"anna@test.example"),
        b"Subject: From Outlook\r\nMessage-ID: <winmail@poison.example>",
        b"Date: Fri, 20 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0",
        b'Content-Type: multipart/mixed; boundary="bb"\r\n\r\n--bb',
        b"Content-Type: text/plain\r\n\r\n" + text + b"\r\n--bb",
        b'Content-Type: %s; name="%s"' % (kind.encode(), name.encode()),
        b"Content-Transfer-Encoding: base64\r\n",
        base64.encodebytes(content).replace(b"\n", b"\r\n") + b"--bb--\r\n",
    ]
    return b"\r\n".join(parts)
