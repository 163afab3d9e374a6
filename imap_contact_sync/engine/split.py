# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Raw bytes to the standard library's ``Message``, in a fraction of its parser's time.

Only for messages of regular form, which nearly all are; ``None`` for any other, which
is then the parser's. The parser looks at every line and at every boundary by patterns
made for the message; here the lines of bodies are never looked at.
"""

import re
from email.message import Message

from .text import POLICY, whole_lines

MOST_PARTS = 100
FIELD_NAME = re.compile(rb"[!-9;-~]+")
# What is in them is messages, with rules of their own.
LEFT_TO_THE_PARSER = ("message/", "multipart/digest")


def split_message(content: bytes) -> Message | None:
    """The message if its form is regular: every part has a header that ends with an
    empty line, every multipart its boundaries."""
    try:
        return regular_part(content, MOST_PARTS)
    except Irregular:
        return None


class Irregular(ValueError):
    """The standard library's parser has to read it."""


def regular_part(content: bytes, budget: int) -> Message:
    """
    :param budget: how many parts the message may still have
    :raises Irregular: nothing is known about it
    """
    header, blank, body = content.partition(b"\r\n\r\n")
    if not blank or content.startswith(b"\r\n") or budget <= 0:
        raise Irregular
    part = Message(POLICY)
    for line in header_lines(header):
        add_field(part, line)
    kind = part.get_content_type()
    if kind.startswith(LEFT_TO_THE_PARSER):
        raise Irregular
    if not kind.startswith("multipart/"):
        part.set_payload(body.decode("ascii", "surrogateescape"))
        return part
    if part.get("Content-Transfer-Encoding"):
        raise Irregular
    bodies = bodies_of(body, part.get_boundary())
    part.set_payload([regular_part(each, budget - len(bodies)) for each in bodies])
    return part


def header_lines(header: bytes) -> list[bytes]:
    if header.count(b"\n") != header.count(b"\r\n") or header.count(b"\r") != (
        header.count(b"\n")
    ):
        raise Irregular
    return whole_lines(header)


def add_field(part: Message, line: bytes) -> None:
    name, colon, value = line.partition(b":")
    if not colon or not FIELD_NAME.fullmatch(name):
        raise Irregular
    text = value.decode("ascii", "surrogateescape").lstrip(" \t")
    part.set_raw(name.decode("ascii"), text.replace("\n", "\r\n").rstrip("\r\n"))


def bodies_of(body: bytes, boundary: str | None) -> list[bytes]:
    """What stands between the boundaries of a multipart (RFC 2046 5.1.1)."""
    if not boundary or not boundary.isascii():
        raise Irregular
    mark = b"--" + boundary.encode("ascii")
    body = b"\r\n" + body
    pieces = body.split(b"\r\n" + mark)
    *inner, last = pieces[1:] or [b""]
    if not inner or not last.startswith(b"--") or last[2:].strip():
        raise Irregular
    if b"\r" + mark in body or body.count(b"\n" + mark) != len(pieces) - 1:
        raise Irregular  # a line that ends otherwise
    if not all(piece.startswith(b"\r\n") for piece in inner):
        raise Irregular  # a longer boundary, or blanks behind it
    return [piece[2:] for piece in inner]
